//! One request signed for many keys: each URL and each error must be the one that `sign_at` gives for that key.

#![cfg(feature = "std")]

mod util;

use std::cell::{Cell, RefCell};
use std::time::Duration;

use presign::s3::{CustomerKey, SessionCredentials};
use presign::sigv4::Scope;
use presign::{
    BatchKey, Bucket, CachedSigner, Credentials, Error, ErrorKind, Identity, Method, PresignRequest, Service, Signed,
    Signer, SigningJob, TokenKind, Validity,
};
use proptest::prelude::*;
use time::OffsetDateTime;
use time::macros::datetime;

use crate::util::{ACCESS_KEY_ID, NOW, SECRET, credentials};

/// A key, and its URL or the message of its error.
type Signing = (String, Result<String, String>);

fn sign_each(
    request: &PresignRequest<'_>,
    signer: &dyn Signer,
    at: OffsetDateTime,
    keys: &[String],
) -> (Vec<Signing>, Validity) {
    let mut signed = Vec::new();
    let validity = request.sign_each_at(signer, at, keys, |key, url| {
        signed.push((key.to_owned(), url.map(str::to_owned).map_err(|error| error.to_string())));
    });
    (signed, validity)
}

/// Signs each key alone.
fn sign_alone<'k>(
    request: &dyn Fn(&'k str) -> PresignRequest<'k>,
    signer: &dyn Signer,
    keys: &'k [String],
) -> Vec<Signing> {
    let sign = |key: &'k String| match request(key).sign_at(signer, NOW) {
        Ok(url) => (key.clone(), Ok(url.into_string())),
        Err(error) => (key.clone(), Err(error.to_string())),
    };
    keys.iter().map(sign).collect()
}

/// A signer that does not lend its key.
struct Opaque<S>(S);

impl<S: Signer> Signer for Opaque<S> {
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        self.0.sign(job)
    }
}

/// A signer that must not be asked for single signatures.
struct OnlyBatches<S>(S);

impl<S: Signer> Signer for OnlyBatches<S> {
    fn sign<'j>(&self, _: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        panic!("signs one URL")
    }

    fn batch_key(&self, scope: &Scope<'_>) -> Option<BatchKey> {
        self.0.batch_key(scope)
    }
}

fn signers(bucket: &Bucket, credentials: &Credentials) -> Vec<(&'static str, Box<dyn Signer>)> {
    let scope = Scope::new(NOW.date(), bucket.region(), bucket.signing_service()).unwrap();
    let other_scope = Scope::new(NOW.date(), "xx-other-1", "s3").unwrap();
    vec![
        ("Credentials", Box::new(credentials.clone())),
        ("CachedSigner", Box::new(CachedSigner::new(credentials.clone()))),
        ("ScopedSigner", Box::new(credentials.scoped(&scope))),
        ("ScopedSigner of another scope", Box::new(credentials.scoped(&other_scope))),
        ("Opaque", Box::new(Opaque(credentials.clone()))),
        ("Arc", Box::new(std::sync::Arc::new(credentials.clone()))),
        #[cfg(feature = "sigv4a")]
        ("a multi-region identity", Box::new(presign::sigv4a::Sigv4aSigner::new(credentials.clone()))),
    ]
}

/// Keys of every length class, of many scripts, and some that can't be signed.
fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-z0-9/._-]{1,60}",
        3 => "\\PC{1,80}",
        1 => "[ж-яb-f ]{300,512}",
        1 => "\\PC{900,1200}",
        1 => prop::sample::select(vec![
            "", ".", "..", "a/../b", "/", "//", "a//b/", "./boat.jpg", "s3://photos/boat.jpg", "s3://other/boat.jpg",
            "https://photos.s3.eu-west-1.amazonaws.com/boat.jpg", "\u{0}", "a b+c%20",
        ]).prop_map(str::to_owned),
    ]
}

/// Settings that don't depend on the key. Some are errors, and some can't be written once for all keys.
fn with_settings(request: PresignRequest<'_>, choice: u8) -> PresignRequest<'_> {
    match choice % 14 {
        0 => request.expires_in(Duration::from_secs(300)),
        1 => request.expires_in(Duration::from_secs(8 * 24 * 3600)),
        2 => request.cacheable(Duration::from_secs(3600)),
        3 => request.require_full_lifetime(),
        4 => request.query("A", "sorts before the parameters of the signature"),
        5 => request.query("versionId", "3/L4kqtJl").query("x-id", "GetObject"),
        6 => request.header("x-amz-meta-title", "Boat at  sea").header("content-type", "image/jpeg"),
        7 => request.header("host", "already signed"),
        8 => request.header("x-amz-meta-long", "b".repeat(3000)),
        9 => request.sse_c(CustomerKey::from([7; 32])),
        10 => request.allow_dot_segments(),
        11 => request.expires_in(Duration::ZERO),
        12 => request.header("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
        _ => request,
    }
}

proptest! {
    #![proptest_config(util::cases(200))]

    #[test]
    fn each_url_is_that_of_its_key_alone(
        keys in prop::collection::vec(key(), 0..9),
        settings in any::<(u8, u8)>(),
        token in prop::sample::select(vec![0usize, 16, 1400]),
        expires in prop::option::of(-10i64..2000),
        path_style in any::<bool>(),
    ) {
        let builder = Bucket::builder("photos").region("eu-west-1");
        let bucket = if path_style { builder.endpoint("http://127.0.0.1:9000/base/path") } else { builder }.build().unwrap();
        let mut credentials = credentials();
        if token > 0 {
            credentials = credentials.with_session_token("a/b+".repeat(token / 4));
        }
        if let Some(seconds) = expires {
            credentials = credentials.with_expiry(NOW + time::Duration::seconds(seconds));
        }
        let request = |key| with_settings(with_settings(bucket.request(Method::Put, key), settings.0), settings.1);
        for (name, signer) in signers(&bucket, &credentials) {
            let (signed, validity) = sign_each(&request(""), &signer, NOW, &keys);
            let alone = sign_alone(&request, &signer, &keys);
            prop_assert_eq!(&signed, &alone, "{}", name);
            if let Some(number) = signed.iter().position(|(_, url)| url.is_ok()) {
                prop_assert_eq!(validity, request(&keys[number]).sign_at(&signer, NOW).unwrap().validity());
            }
        }
    }

    #[test]
    fn each_url_of_a_service_is_that_of_its_path_alone(paths in prop::collection::vec("(/[a-z.%2F ]{0,8}){0,3}", 0..5)) {
        let service = Service::new("execute-api", "eu-west-1", "https://api.example.com/v1").unwrap();
        let request = |path| service.request(Method::Get, path).expires_in(Duration::from_secs(60));
        let signer = CachedSigner::new(credentials());
        let (signed, _) = sign_each(&request("/"), &signer, NOW, &paths);
        let alone = sign_alone(&request, &signer, &paths);
        prop_assert_eq!(signed, alone);
    }
}

fn keys(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|&key| key.to_owned()).collect()
}

#[test]
fn the_urls_of_a_page_come_from_its_key_alone() {
    // Otherwise the other tests would compare a path with itself.
    let bucket = Bucket::new("photos").unwrap();
    let session = SessionCredentials::new("ASIAEXAMPLE", SECRET, "token", datetime!(2026-11-23 12:05 UTC));
    let directory = Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").build().unwrap();
    let with_token = credentials().with_session_token("token");
    let scope = Scope::new(NOW.date(), "us-east-1", "s3").unwrap();
    let cached = OnlyBatches(CachedSigner::new(with_token.clone()));
    let pages: [(&Bucket, Box<dyn Signer>); 5] = [
        (&bucket, Box::new(OnlyBatches(with_token.clone()))),
        (&bucket, Box::new(OnlyBatches(with_token.scoped(&scope)))),
        (&bucket, Box::new(&cached)),
        (&bucket, Box::new(std::sync::Arc::new(Box::new(OnlyBatches(with_token))))),
        (&directory, Box::new(OnlyBatches(session))),
    ];
    for (bucket, signer) in pages {
        for request in [bucket.get_object(""), bucket.put_object("").sse_c(CustomerKey::from([7; 32]))] {
            let (signed, _) = sign_each(&request, &signer, NOW, &keys(&["a", "", "b", "c"]));
            assert_eq!(signed.iter().filter(|(_, url)| url.is_ok()).count(), 3);
        }
    }
}

#[test]
fn a_key_with_an_error_costs_only_itself() {
    let bucket = Bucket::new("photos").unwrap();
    let keys = keys(&["boat.jpg", "../secret", "", "harbor.jpg", "s3://photos/x"]);
    let (signed, validity) = sign_each(&bucket.get_object(""), &credentials(), NOW, &keys);
    let messages: Vec<_> = signed.iter().map(|(_, url)| url.as_ref().err().map(|error| &error[..20])).collect();
    assert_eq!(
        messages,
        [None, Some("object key \"../secre"), Some("object key is empty,"), None, Some("object key is a URL ")]
    );
    assert_eq!(validity.expires_at(), Some(datetime!(2026-11-23 12:15 UTC)));
}

#[test]
fn errors_of_the_request_are_those_of_every_key() {
    let bucket = Bucket::new("photos").unwrap();
    let errors = |request: PresignRequest<'_>, signer: &dyn Signer, at| {
        let mut kinds = Vec::new();
        let validity = request.sign_each_at(signer, at, ["a", "b", ""], |_, url| kinds.push(url.unwrap_err().kind()));
        assert_eq!(validity.expires_at(), Some(validity.signed_at()));
        kinds
    };
    let expired = credentials().with_session_token("token").with_expiry(NOW);
    assert_eq!(
        errors(bucket.get_object("k"), &expired, NOW),
        [ErrorKind::ExpiredCredentials, ErrorKind::ExpiredCredentials, ErrorKind::EmptyKey]
    );
    assert_eq!(
        errors(bucket.get_object("k").header("", ""), &credentials(), NOW),
        [ErrorKind::EmptyHeaderName, ErrorKind::EmptyHeaderName, ErrorKind::EmptyKey]
    );
    let late = datetime!(9999-12-31 23:59:59 UTC);
    assert_eq!(errors(bucket.get_object("k"), &credentials(), late)[0], ErrorKind::InvalidTime);
    let early = datetime!(-0001-12-31 23:59:59 UTC);
    assert_eq!(errors(bucket.get_object("k"), &credentials(), early)[0], ErrorKind::InvalidTime);
    for request in [bucket.list_objects_v2(), bucket.delete_bucket(), bucket.bucket_request(Method::Get)] {
        assert_eq!(errors(request, &credentials(), NOW), [ErrorKind::WrongOperation; 3]);
    }
    for (request, operation) in
        [(bucket.list_objects_v2(), "list_objects_v2"), (bucket.bucket_request(Method::Get), "bucket_request")]
    {
        let (signed, _) = sign_each(&request, &credentials(), NOW, &keys(&["a"]));
        let hint = "the request names the bucket and no key; sign it alone";
        let message = format!("`sign_each_at` can't be used with `{operation}`: {hint}");
        assert_eq!(signed, [("a".to_owned(), Err(message))]);
    }
}

#[test]
fn no_keys_are_no_error() {
    let bucket = Bucket::new("photos").unwrap();
    let (signed, validity) = sign_each(&bucket.get_object(""), &credentials(), NOW, &[]);
    assert!(signed.is_empty());
    assert_eq!((validity.signed_at(), validity.expires_at()), (NOW, Some(datetime!(2026-11-23 12:15 UTC))));
}

#[test]
fn at_most_four_keys_are_taken_ahead() {
    let bucket = Bucket::new("photos").unwrap();
    let (taken, given) = (Cell::new(0), Cell::new(0));
    // An iterator that goes on after its end is not asked again.
    let mut ends = [false, false, false, false, false, true, false].into_iter();
    let keys = std::iter::from_fn(|| {
        taken.set(taken.get() + 1);
        (!ends.next()?).then(|| taken.get().to_string())
    });
    let given_keys = RefCell::new(Vec::new());
    bucket.get_object("").sign_each_at(&credentials(), NOW, keys, |key, _| {
        given.set(given.get() + 1);
        given_keys.borrow_mut().push(key.to_owned());
        assert!(taken.get() <= given.get() + 4, "{} of {}", given.get(), taken.get());
    });
    assert_eq!((taken.get(), given_keys.into_inner()), (6, ["1", "2", "3", "4", "5"].map(str::to_owned).into()));
}

#[test]
fn a_page_keeps_the_credentials_it_began_with() {
    let bucket = Bucket::new("photos").unwrap();
    let signer = CachedSigner::new(credentials());
    let mut urls = Vec::new();
    bucket.get_object("").sign_each_at(&signer, NOW, ["a", "b", "c", "d", "e", "f"], |_, url| {
        urls.push(url.unwrap().to_owned());
        // Nothing is locked: this signs and rotates with the same signer.
        signer.replace(Credentials::new("AKIDOTHER", "another secret"));
        assert!(bucket.get_object("x").sign_at(&signer, NOW).unwrap().as_str().contains("=AKIDOTHER%2F"));
    });
    assert!(urls.iter().all(|url| url.contains(&format!("={ACCESS_KEY_ID}%2F"))), "{urls:?}");
}

/// A signer of other people: its identity expires one minute earlier with each URL.
struct Shortening(Cell<i64>);

impl Signer for Shortening {
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        self.0.set(self.0.get() - 1);
        let expires = NOW + time::Duration::minutes(self.0.get());
        job.identify(&Identity::new("ASIAEXAMPLE").with_token(TokenKind::Security, "t").with_expiry(expires))?
            .finish(&[7; 32])
    }
}

#[test]
fn the_validity_is_that_of_the_url_that_expires_first() {
    let bucket = Bucket::new("photos").unwrap();
    let (_, validity) = sign_each(&bucket.get_object(""), &Shortening(Cell::new(14)), NOW, &keys(&["a", "b", "c"]));
    assert_eq!(validity.expires_at(), Some(datetime!(2026-11-23 12:11 UTC)));
    assert!(validity.is_shortened());
}
