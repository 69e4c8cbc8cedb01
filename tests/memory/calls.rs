//! Every call that signs or creates a signer.

use presign::sigv4::Scope;
use presign::{
    Bucket, Credentials, Error, Identity, Prepared, ScopedSigner, Service, Signed, Signer, SigningJob, TokenKind,
};
use zeroize::Zeroizing;

use crate::secrets::TOKEN;
use crate::util::{ACCESS_KEY_ID, NOW, SECRET};

/// A call, and the service whose keys it derives.
pub(crate) struct Call {
    pub(crate) name: &'static str,
    pub(crate) service: &'static str,
    pub(crate) run: fn(),
    /// Whether it signs with a key that it keeps. Such a signature is too fast for wiping the stack each time.
    pub(crate) uses_kept_key: bool,
}

const fn call(name: &'static str, service: &'static str, run: fn()) -> Call {
    Call { name, service, run, uses_kept_key: false }
}

const fn kept(name: &'static str, service: &'static str, run: fn()) -> Call {
    Call { name, service, run, uses_kept_key: true }
}

pub(crate) fn session() -> Credentials {
    Credentials::new(ACCESS_KEY_ID, SECRET).with_session_token(TOKEN)
}

fn identity() -> Identity {
    Identity::new(ACCESS_KEY_ID).with_token(TokenKind::Security, TOKEN)
}

pub(crate) fn bucket() -> Bucket {
    Bucket::new("photos").unwrap()
}

fn scope() -> Scope<'static> {
    Scope::new(NOW.date(), "us-east-1", "s3").unwrap()
}

fn scoped() -> ScopedSigner {
    session().scoped(&scope())
}

/// Signs with a signer on the heap, where the search finds what dropping it leaves. A URL contains the session token
/// and is the caller's, who can wipe it.
fn sign(signer: impl Signer) {
    let signer = Box::new(signer);
    let bucket = bucket();
    let request = bucket.get_object("a b.jpg");
    drop(Zeroizing::new(request.sign_at(&signer, NOW).unwrap().into_string()));
    let mut out = Zeroizing::new(String::with_capacity(4096));
    request.sign_into(&signer, NOW, &mut out).unwrap();
    drop(Zeroizing::new(request.trace_at(&signer, NOW).unwrap().into_url().into_string()));
    request.sign_each_at(&signer, NOW, ["a", "b c", "", "d"], |_, url| drop(url));
}

fn finish(prepared: Prepared) {
    drop(Zeroizing::new(prepared.finish(&[7; 32]).unwrap().into_string()));
}

/// A signer that fails after the URL was written.
struct Unreachable;

impl Signer for Unreachable {
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        job.identify(&identity())?;
        Err(Error::signer("no connection"))
    }
}

const CALLS: &[Call] = &[
    call("Credentials", "s3", || sign(session())),
    call("Credentials of a service", "sqs", || {
        let service = Service::new("sqs", "us-east-1", "https://sqs.us-east-1.amazonaws.com").unwrap();
        let request = service.request(presign::Method::Get, "/a/../b%20c");
        drop(Zeroizing::new(request.sign_at(&session(), NOW).unwrap().into_string()));
    }),
    kept("ScopedSigner", "s3", || sign(scoped())),
    kept("ScopedSigner::from_key", "s3", || {
        sign(ScopedSigner::from_key(identity(), &scope(), *scoped().key_bytes()));
    }),
    call("ScopedSigner in a vector that grows", "s3", || {
        let mut signers = Vec::new();
        for _ in 0..9 {
            signers.push(scoped().clone());
        }
        signers.swap_remove(3);
        signers.shrink_to_fit();
    }),
    call("SessionCredentials", "s3express", || {
        sign_with_session(presign::s3::SessionCredentials::new(ACCESS_KEY_ID, SECRET, TOKEN, SESSION_END));
    }),
    call("prepare_at", "s3", || drop(bucket().get_object("boat.jpg").prepare_at(&identity(), NOW).unwrap())),
    call("Prepared::finish", "s3", || {
        finish(bucket().get_object("boat.jpg").prepare_at(&identity(), NOW).unwrap());
    }),
    call("Prepared::finish with a malformed signature", "s3", || {
        let prepared = bucket().get_object("boat.jpg").prepare_at(&identity(), NOW).unwrap();
        prepared.finish(b"aeeed9bbccd4d02e").unwrap_err();
    }),
    call("a signer that fails", "s3", || {
        let bucket = bucket();
        bucket.get_object("boat.jpg").sign_at(&Unreachable, NOW).unwrap_err();
        bucket.get_object("boat.jpg").trace_at(&Unreachable, NOW).unwrap_err();
    }),
    call("PresignedUrl::with_base_url", "s3", || {
        let url = bucket().get_object("boat.jpg").sign_at(&session(), NOW).unwrap();
        let url = url.with_base_url("https://a-very-long-host-of-a-cdn.example.com/photos").unwrap();
        drop(Zeroizing::new(url.into_string()));
    }),
    call("a token that replaces another", "s3", || drop(session().with_session_token(TOKEN).with_session_token("b"))),
];

/// Returns all calls that the enabled features have.
pub(crate) fn calls() -> impl Iterator<Item = &'static Call> {
    let calls = [
        CALLS,
        #[cfg(feature = "std")]
        CACHED,
        #[cfg(feature = "post")]
        FORMS,
        #[cfg(all(feature = "post", feature = "verify"))]
        RECEIVED_FORMS,
        #[cfg(feature = "token")]
        TOKENS,
        #[cfg(feature = "serde")]
        JSON,
        #[cfg(feature = "sigv4a")]
        SIGV4A,
        #[cfg(feature = "xml")]
        XML,
    ];
    calls.into_iter().flatten()
}

#[cfg(feature = "std")]
const CACHED: &[Call] = &[
    kept("CachedSigner", "s3", || sign(presign::CachedSigner::new(session()))),
    kept("CachedSigner in several seconds, regions and days", "s3", || {
        use std::time::Duration;
        let signer = Box::new(presign::CachedSigner::from(session()));
        let mut out = Zeroizing::new(String::with_capacity(4096));
        for region in ["us-east-1", "us-east-2", "eu-west-1", "us-east-1"] {
            let bucket = Bucket::builder("photos").region(region).build().unwrap();
            for (at, seconds) in [(NOW, 300), (NOW, 900), (NOW + time::Duration::SECOND, 900)] {
                zeroize::Zeroize::zeroize(&mut *out);
                out.reserve_exact(4096);
                bucket
                    .get_object("a b.jpg")
                    .expires_in(Duration::from_secs(seconds))
                    .sign_into(&signer, at, &mut out)
                    .unwrap();
            }
        }
    }),
];

#[cfg(feature = "post")]
const FORMS: &[Call] = &[
    call("PostPolicy::sign_at", "s3", || {
        drop(policy(&bucket()).sign_at(&session(), NOW).unwrap());
    }),
    kept("PostPolicy::sign_at with a ScopedSigner", "s3", || {
        drop(policy(&bucket()).sign_at(&scoped(), NOW).unwrap());
    }),
    call("PostPolicy::prepare_at", "s3", || drop(policy(&bucket()).prepare_at(&identity(), NOW).unwrap())),
    call("PreparedPost::finish", "s3", || {
        drop(policy(&bucket()).prepare_at(&identity(), NOW).unwrap().finish(&[7; 32]).unwrap());
    }),
    call("a form that is too long", "s3", || {
        let bucket = bucket();
        let policy = policy(&bucket).metadata("b", "c".repeat(20_000));
        policy.sign_at(&session(), NOW).unwrap_err();
        policy.prepare_at(&identity(), NOW).unwrap_err();
    }),
    call("a form whose signer fails", "s3", || drop(policy(&bucket()).sign_at(&Unreachable, NOW).unwrap_err())),
];

#[cfg(all(feature = "post", feature = "verify"))]
const RECEIVED_FORMS: &[Call] = &[kept("PostForm", "s3", || {
    let post = policy(&bucket()).sign_at(&session(), NOW).unwrap();
    let fields: Vec<_> = post.fields().collect();
    let unverified = presign::verify::PostForm::new("photos", &fields).parse().unwrap();
    for seconds in [0, 900] {
        let now = NOW + time::Duration::seconds(seconds);
        let result = unverified.verify_at(&session(), &presign::verify::Policy::new("s3", "us-east-1"), now);
        assert_eq!(result.is_ok(), seconds == 0);
    }
})];

#[cfg(feature = "post")]
fn policy(bucket: &Bucket) -> presign::s3::PostPolicy<'_> {
    bucket.post_policy().key_starts_with("2026/\"\\").metadata("title", "ü\"").content_length_range(1..=10)
}

#[cfg(feature = "token")]
const TOKENS: &[Call] = {
    use presign::token::{Bedrock, Dsql, Eks, ElastiCache, IotMqtt, MemoryDb, Msk, Rds};

    const HOST: &str = "db.abcdefghijkl.us-east-1.rds.amazonaws.com";
    const CLUSTER: &str = "peccy4example5cluster6abcde.dsql.us-east-1.on.aws";
    const DEVICES: &str = "abc-ats.iot.us-east-1.amazonaws.com";
    macro_rules! both {
        ($name:literal, $service:literal, $request:expr) => {
            call($name, $service, || {
                let request = $request.unwrap();
                drop(request.sign_at(&session(), NOW).unwrap());
                drop(request.prepare_at(&identity(), NOW).unwrap());
                drop(request.prepare_at(&identity(), NOW).unwrap().finish(&[7; 32]).unwrap());
                request.sign_at(&Unreachable, NOW).unwrap_err();
            })
        };
    }
    &[
        both!("token::Rds", "rds-db", Rds::new(HOST, 5432, "jane", "us-east-1")),
        both!("token::Rds on port 443", "rds-db", Rds::new(HOST, 443, "jane", "us-east-1")),
        both!("token::Dsql", "dsql", Dsql::connect(CLUSTER, "us-east-1")),
        both!("token::ElastiCache", "elasticache", ElastiCache::new("cache", "jane", "us-east-1")),
        both!("token::MemoryDb", "memorydb", MemoryDb::new("cluster", "jane", "us-east-1")),
        both!("token::Eks", "sts", Eks::new("cluster", "us-east-1")),
        both!("token::Msk", "kafka-cluster", Msk::new("us-east-1")),
        both!("token::Bedrock", "bedrock", Bedrock::new("us-east-1")),
        call("a token::Eks that is too long", "sts", || {
            let mut token = Zeroizing::new(String::with_capacity(20 * TOKEN.len()));
            (0..20).for_each(|_| token.push_str(TOKEN));
            let identity = Identity::new(ACCESS_KEY_ID).with_token(TokenKind::Security, token.as_str());
            let prepared = Eks::new("cluster", "us-east-1").unwrap().prepare_at(&identity, NOW).unwrap();
            prepared.finish(&[7; 32]).unwrap_err();
        }),
        call("token::IotMqtt", "iotdevicegateway", || {
            let devices = IotMqtt::new(DEVICES, "us-east-1").unwrap();
            drop(Zeroizing::new(devices.sign_at(&session(), NOW).unwrap().into_string()));
            finish(devices.prepare_at(&identity(), NOW).unwrap());
        }),
    ]
};

#[cfg(feature = "serde")]
const JSON: &[Call] = &[
    call("Credentials from JSON", "s3", || drop(credentials_from_json())),
    kept("ScopedSigner to and from JSON", "s3", || {
        let mut json = Zeroizing::new(Vec::with_capacity(2048));
        serde_json::to_writer(&mut *json, &scoped()).unwrap();
        sign(serde_json::from_slice::<ScopedSigner>(&json).unwrap());
    }),
];

#[cfg(feature = "serde")]
fn credentials_from_json() -> Credentials {
    let mut json = Zeroizing::new(String::with_capacity(1024));
    for piece in [r#"{"Version": 1, "AccessKeyId": "AKIDEXAMPLE", "SecretAccessKey": ""#, SECRET] {
        json.push_str(piece);
    }
    for piece in [r#"", "SessionToken": ""#, TOKEN, "\"}"] {
        json.push_str(piece);
    }
    serde_json::from_str(&json).unwrap()
}

#[cfg(feature = "sigv4a")]
const SIGV4A: &[Call] = &[
    call("Sigv4aSigner", "s3", || sign(presign::sigv4a::Sigv4aSigner::new(session()))),
    call("Sigv4aSigner in a vector that grows", "s3", || {
        let signer = presign::sigv4a::Sigv4aSigner::from(session());
        let mut signers = Vec::new();
        (0..9).for_each(|_| signers.push(signer.clone()));
    }),
];

const SESSION_END: time::OffsetDateTime = time::macros::datetime!(2026-11-23 12:05 UTC);

fn sign_with_session(session: presign::s3::SessionCredentials) {
    let bucket = Bucket::builder("photos--use1-az4--x-s3").region("us-east-1").build().unwrap();
    drop(Zeroizing::new(bucket.get_object("boat.jpg").sign_at(&session, NOW).unwrap().into_string()));
}

#[cfg(feature = "xml")]
const XML: &[Call] = &[
    call("SessionCredentials::from_xml", "s3express", || {
        sign_with_session(presign::s3::SessionCredentials::from_xml(&*create_session_response("", "")).unwrap());
    }),
    call("SessionCredentials::from_xml with escapes", "s3express", || {
        sign_with_session(
            presign::s3::SessionCredentials::from_xml(&*create_session_response("&#32;", "&#32;")).unwrap(),
        );
    }),
    call("SessionCredentials::from_xml of a broken response", "s3express", || {
        presign::s3::SessionCredentials::from_xml(&*create_session_response("&#32;", "&")).unwrap_err();
        sign(session());
    }),
    // S3 repeats the canonical request in the error. Each escape makes the text grow by a piece.
    call("S3Error", "s3", || {
        let mut xml = Zeroizing::new(String::with_capacity(32_768));
        xml.push_str("<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>");
        for _ in 0..64 {
            xml.push_str(TOKEN);
            xml.push_str("&amp;");
        }
        xml.push_str("</CanonicalRequest></Error>");
        presign::s3::xml::S3Error::parse(&*xml).unwrap();
        presign::s3::xml::ListPartsPage::parse(&*xml).unwrap_err();
        // The search for the next `<` leaves what it compared on the stack. Deriving a key overwrites it.
        sign(session());
    }),
];

#[cfg(feature = "xml")]
fn create_session_response(before: &str, after: &str) -> Zeroizing<String> {
    let mut xml = Zeroizing::new(String::with_capacity(1024));
    for [name, value] in [
        ["<CreateSessionResult><Credentials><AccessKeyId>", ACCESS_KEY_ID],
        ["</AccessKeyId><Expiration>", "2026-11-23T12:05:00Z"],
        ["</Expiration><SecretAccessKey>", SECRET],
        ["</SecretAccessKey><SessionToken>", TOKEN],
        ["</SessionToken>", "</Credentials></CreateSessionResult>"],
    ] {
        xml.push_str(name);
        if [SECRET, TOKEN].contains(&value) {
            xml.extend([before, value, after]);
        } else {
            xml.push_str(value);
        }
    }
    xml
}
