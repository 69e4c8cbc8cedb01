//! Signs any request with every signer. Checks that the result is one of:
//!
//! - an error that shows no secret;
//! - a URL whose signature a second implementation recomputes from what a server would receive.

#![no_main]

use libfuzzer_sys::arbitrary::{Arbitrary, Unstructured};
use libfuzzer_sys::{Corpus, fuzz_target};
use presign::sigv4::{AmzDate, Scope};
use presign::{
    Algorithm, Bucket, CachedSigner, Error, ErrorKind, Identity, PresignRequest, PresignedUrl, ScopedSigner, Service,
    Signer, TokenKind,
};
use time::{Duration, OffsetDateTime};

#[path = "sign_request/input.rs"]
mod input;
#[path = "../../tests/naive/mod.rs"]
mod naive;

use crate::input::{ENDPOINTS, Input, NAMES, PATHS, REGIONS, SECRET, SERVICES, STS, TargetInput};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    // The mark distinguishes secrets from all other input, so nothing else may contain it.
    if bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes()) {
        return Corpus::Reject;
    }
    let Ok(input) = Input::arbitrary_take_rest(Unstructured::new(bytes)) else { return Corpus::Reject };
    let Some(at) = input.time() else { return Corpus::Reject };
    if let Err(error) = check(&input, at) {
        check_shows_no_secret(&error);
    }
    Corpus::Keep
});

fn check(input: &Input<'_>, at: OffsetDateTime) -> Result<(), Error> {
    match input.target {
        TargetInput::Bucket { name, region, endpoint, addressing, global_endpoint, operation } => {
            let mut builder =
                Bucket::builder(name.among(NAMES)).addressing(addressing.into()).global_endpoint(global_endpoint);
            if let Some(region) = region {
                builder = builder.region(region.among(REGIONS));
            }
            if let Some(endpoint) = endpoint {
                builder = builder.endpoint(endpoint.among(ENDPOINTS));
            }
            let bucket = builder.build()?;
            let request = operation.request(&bucket);
            let url = check_signing(input, &request, (bucket.region(), bucket.signing_service()), at)?;
            check_path(input, &url, bucket.url(), &operation.key().map_or(String::new(), |key| format!("/{key}")));
        }
        TargetInput::Service { name, region, endpoint, method, path } => {
            let service = Service::new(name.among(SERVICES), region.among(REGIONS), endpoint.among(ENDPOINTS))?;
            let path = path.among(PATHS);
            let request = service.request(method.into(), path);
            let url = check_signing(input, &request, (service.region(), service.signing_service()), at)?;
            assert!(url.as_str().starts_with(&format!("{}{path}", service.url())), "{url} has the path verbatim");
            // For other services the path is sent as given, and need not be normalized.
            if ["s3", "s3express", "s3-object-lambda", "s3-outposts"].contains(&service.signing_service()) {
                check_path_for_browsers(input, &url);
            }
        }
    }
    Ok(())
}

/// Signs in every way and checks the results.
fn check_signing(
    input: &Input<'_>,
    request: &PresignRequest<'_>,
    (region, service): (&str, &str),
    at: OffsetDateTime,
) -> Result<PresignedUrl, Error> {
    let request = &input.request.complete(request.clone());
    let credentials = input.credentials.credentials(at);
    assert_no_secret(&format!("{request:?} {credentials:?}"));

    let mut out = String::from(input.before);
    let validity = request.sign_into(&credentials, at, &mut out);
    let url = match (request.sign_at(&credentials, at), validity) {
        (Ok(url), Ok(validity)) => {
            assert_eq!(out, format!("{}{url}", input.before));
            assert_eq!(url.validity(), validity);
            url
        }
        (Err(error), Err(other)) => {
            assert_eq!(error.kind(), other.kind());
            assert_eq!(out, input.before, "an error leaves the buffer as it was");
            return Err(error);
        }
        (one, other) => panic!("sign_at and sign_into differ: {one:?}, {other:?}"),
    };

    check_url(input, &url);
    let cached = CachedSigner::new(credentials.clone());
    let day = AmzDate::new(at)?.date();
    let scoped: ScopedSigner = credentials.scoped(&Scope::new(day, region, service)?);
    let signers: [&dyn Signer; 3] = [&cached, &cached, &scoped];
    for signer in signers {
        assert_eq!(request.sign_at(signer, at)?, url);
    }
    let identity: &Identity = credentials.identity();
    assert_no_secret(&format!("{cached:?} {scoped:?} {identity:?}"));
    assert_eq!(input.credentials.sign_prepared(request, identity, at)?, url);
    if let Some(token) = input.credentials.token {
        let session = identity.clone().with_token(TokenKind::S3Session, token.text());
        match input.credentials.sign_prepared(request, &session, at) {
            Ok(url) if service == "s3express" => check_url(input, &url),
            Ok(_) => panic!("a session signs for {service}"),
            Err(error) => assert_eq!(error.kind(), ErrorKind::SessionCredentials),
        }
    }
    match check_sigv4a(request, &identity.clone().with_algorithm(Algorithm::Sigv4a), at) {
        Err(error) if service == "s3express" => assert_eq!(error.kind(), ErrorKind::Sigv4Required),
        result => result?,
    }
    let trace = request.trace_at(&credentials, at)?;
    assert_no_secret(&format!("{trace:?}"));
    assert_eq!(*trace.url(), url);
    Ok(url)
}

/// Checks the string to sign of SigV4A against what a server would receive. The signature itself is arbitrary.
fn check_sigv4a(request: &PresignRequest<'_>, identity: &Identity, at: OffsetDateTime) -> Result<(), Error> {
    let prepared = request.prepare_at(identity, at)?;
    let message = String::from_utf8_lossy(prepared.message()).into_owned();
    let url = prepared.finish(&[0x30, 6, 2, 1, 1, 2, 1, 1]).expect("an ECDSA signature in DER");
    let headers: Vec<_> = url.headers().collect();
    assert_eq!(message, naive::string_to_sign(url.method().as_str(), url.as_str(), &headers), "{url}");
    Ok(())
}

/// Checks what must be true of every signed URL.
fn check_url(input: &Input<'_>, url: &PresignedUrl) {
    let secret = input.credentials.secret.text();
    let headers: Vec<_> = url.headers().collect();
    let (unsigned, signature) = url.as_str().rsplit_once("&X-Amz-Signature=").expect("a signature at the end");
    assert_eq!(signature, naive::signature(url.method().as_str(), url.as_str(), &headers, &secret), "{url}");

    for shown in [format!("{url:?}"), url.redacted()] {
        assert_no_secret(&shown);
        assert!(!shown.contains(signature), "{shown}");
    }
    if input.credentials.token.is_none() {
        assert_no_secret(url.as_str());
    }

    let query = naive::Url::parse(unsigned).query;
    assert!(query.is_sorted(), "{url} is in canonical order");
    let names = |wanted: &str| query.iter().filter(|(name, _)| name.eq_ignore_ascii_case(wanted)).count();
    assert_eq!([names("X-Amz-Date"), names("X-Amz-Credential"), names("X-Amz-SignedHeaders")], [1; 3], "{url}");
    assert!(headers.is_sorted_by(|(one, _), (other, _)| one < other), "each header once: {headers:?}");

    // The URL expires when it says, and no later than its credentials.
    let expires = query.iter().find(|(name, _)| *name == "X-Amz-Expires");
    let ends = expires.map(|(_, seconds)| {
        let seconds: u32 = seconds.parse().expect("a number");
        assert!((1..=604_800).contains(&seconds), "{url}");
        url.signed_at() + Duration::seconds(seconds.into())
    });
    let credentials_end = input.time().and_then(|at| input.credentials.ends(at));
    let stated = ends.or(credentials_end);
    if unsigned.contains("%2Fsts%2Faws4_request&") {
        // AWS STS goes by the signing time. Other hosts of AWS may be among the fuzzer's own.
        let of_sts = [url.signed_at().checked_add(Duration::minutes(15)), credentials_end].into_iter().flatten().min();
        let is_sts = unsigned.starts_with(STS) && unsigned[STS.len()..].starts_with(['/', '?']);
        assert!(url.expires_at() == of_sts || (!is_sts && url.expires_at() == stated), "{url}");
    } else {
        assert_eq!(url.expires_at(), stated);
    }
    assert!(ends.zip(credentials_end).is_none_or(|(ends, credentials_end)| ends <= credentials_end), "{url}");
}

/// Checks that the URL names this object in this bucket.
fn check_path(input: &Input<'_>, url: &PresignedUrl, bucket_url: &str, key: &str) {
    let (place, _) = url.as_str().split_once('?').expect("a query");
    let path = place.strip_prefix(bucket_url).expect("the bucket's own URL");
    assert!(naive::decode(path) == key.as_bytes() || (key.is_empty() && path == "/"), "{url}");

    check_path_for_browsers(input, url);
}

/// Checks that a client that parses the URL by the URL standard requests the signed host, path and query.
fn check_path_for_browsers(input: &Input<'_>, url: &PresignedUrl) {
    // Such a client can't send the request at all if it rejects the host.
    let Ok(parsed) = url::Url::parse(url.as_str()) else { return };
    let authority = naive::Url::parse(url.as_str()).authority;
    assert_eq!(&parsed[url::Position::BeforeHost..url::Position::AfterPort], authority);
    if !input.request.allow_dot_segments {
        let (_, path) = url.as_str().split_once(authority).expect("its own authority");
        assert_eq!(&parsed[url::Position::BeforePath..], path);
    }
}

fn check_shows_no_secret(error: &Error) {
    assert_no_secret(&format!("{error} {error:?}"));
}

fn assert_no_secret(shown: &str) {
    assert!(!shown.contains(SECRET), "a secret shows in {shown}");
}
