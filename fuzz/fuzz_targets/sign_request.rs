//! Any request, signed by any signer, gives an error that says nothing secret, or a URL whose signature a second
//! implementation computes again from what a server would see.

#![no_main]

use std::time::Duration as StdDuration;

use libfuzzer_sys::arbitrary::{self, Arbitrary, Unstructured};
use libfuzzer_sys::{Corpus, fuzz_target};
use presign::s3::Addressing;
use presign::sigv4::{AmzDate, Scope, SigningKey};
use presign::{
    Bucket, CachedSigner, Credentials, Error, Identity, Method, PresignRequest, PresignedUrl, ScopedSigner, Service,
    Signer, TokenKind,
};
use time::{Duration, OffsetDateTime, UtcOffset};

#[path = "../../tests/naive/mod.rs"]
mod naive;

/// Stands in every secret. Encoding leaves it as it is, so that it is found wherever it gets out.
const SECRET: &str = "s3CR3t~";

const REGIONS: &[&str] = &["us-east-1", "eu-west-1", "cn-north-1", "us-gov-west-1", "aws-global", "auto", "-", "a b"];
const NAMES: &[&str] = &["photos", "my.photos", "Old_Photos", "a", "a b", "..", "x--x-s3", "arn:aws:s3:::photos"];
const SERVICES: &[&str] = &["s3", "s3-outposts", "s3-object-lambda", "sts", "execute-api", "es", "rds-db", "a/b"];
const ENDPOINTS: &[&str] = &[
    "https://s3.example.com",
    "http://127.0.0.1:9000",
    "http://localhost",
    "HTTPS://Example.COM:443/base/path/",
    "http://[::1]:80",
    "wss://iot.example.com:8443",
    "https://user:s3CR3t~@example.com",
    "https://example.com/a%20b//c?s3CR3t~",
];
const KEYS: &[&str] = &["boat.jpg", "a b+c&d=e?f#g%41.jpg", "/a//b/", "a/../b", "./a", "ü/\u{1f6f6}\u{0}", "%2e%2e/a"];
const PATHS: &[&str] =
    &["/", "", "/a%20b/c", "/a//b/./c/../d/", "/%2e%2e/a", "/a/%2E./b", "/a:@!$&'()*+,;=b", "a", "/a b", "/%zz"];
const QUERY_NAMES: &[&str] =
    &["versionId", "X-Amz-Date-2", "X-Amz-Aa", "Z", "x-amz-signature", "response-expires", "a b"];
const HEADER_NAMES: &[&str] =
    &["Content-Type", "Host", "x-amz-content-sha256", "X-Amz-Meta-A", "connection", "range", "!", "g~"];
const TIMES: &[i64] = &[0, 1_369_353_600, 1_795_435_200, 253_402_300_799, 253_402_300_000, -62_167_219_200];

/// One of the usual values, most of which are right, or anything.
#[derive(Arbitrary, Clone, Copy, Debug)]
enum Text<'a> {
    Usual(u8),
    Any(&'a str),
}

impl<'a> Text<'a> {
    fn among(self, usual: &[&'static str]) -> &'a str {
        match self {
            Self::Usual(index) => usual[usize::from(index) % usual.len()],
            Self::Any(text) => text,
        }
    }
}

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    target: TargetInput<'a>,
    request: RequestInput<'a>,
    credentials: CredentialsInput<'a>,
    time: TimeInput,
    utc_offset: i32,
    /// What stands in the buffer before the URL.
    before: &'a str,
}

#[derive(Arbitrary, Debug)]
enum TargetInput<'a> {
    Bucket {
        name: Text<'a>,
        region: Option<Text<'a>>,
        endpoint: Option<Text<'a>>,
        addressing: AddressingInput,
        global_endpoint: bool,
        operation: OperationInput<'a>,
    },
    Service {
        name: Text<'a>,
        region: Text<'a>,
        endpoint: Text<'a>,
        method: MethodInput,
        path: Text<'a>,
    },
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum AddressingInput {
    Auto,
    VirtualHosted,
    Path,
    Cname,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum OperationInput<'a> {
    Object { method: MethodInput, key: Text<'a> },
    Bucket { method: MethodInput },
    ListObjects,
    CreateUpload { key: Text<'a> },
    UploadPart { key: Text<'a>, upload_id: &'a str, part_number: u16 },
    CompleteUpload { key: Text<'a>, upload_id: &'a str },
    AbortUpload { key: Text<'a>, upload_id: &'a str },
    ListParts { key: Text<'a>, upload_id: &'a str },
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum MethodInput {
    Get,
    Head,
    Put,
    Post,
    Delete,
    Patch,
    Options,
}

#[derive(Arbitrary, Debug)]
struct RequestInput<'a> {
    queries: Vec<(Text<'a>, &'a str)>,
    headers: Vec<(Text<'a>, HeaderValue<'a>)>,
    expiry: ExpiryInput,
    require_full_lifetime: bool,
    allow_dot_segments: bool,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum HeaderValue<'a> {
    Plain(&'a str),
    Secret(&'a str),
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum ExpiryInput {
    Default,
    Never,
    Seconds(u32),
    Any(StdDuration),
}

#[derive(Arbitrary, Debug)]
struct CredentialsInput<'a> {
    access_key_id: AccessKeyId<'a>,
    secret: SecretInput<'a>,
    token: Option<SecretInput<'a>>,
    /// Seconds after signing.
    ends: Option<i32>,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum AccessKeyId<'a> {
    Usual,
    Any(&'a str),
}

/// With the mark in it; or without, since it is empty or malformed, and can't leak.
#[derive(Arbitrary, Clone, Copy, Debug)]
enum SecretInput<'a> {
    Marked(&'a str),
    Any(&'a str),
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum TimeInput {
    Usual(u8),
    Any(i64),
}

fuzz_target!(|bytes: &[u8]| -> Corpus {
    // What is given as a secret is told from what is not by the mark, so nothing else may have it.
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
            // Other services have a path normalised, and may be given one that is not.
            if ["s3", "s3express", "s3-object-lambda", "s3-outposts"].contains(&service.signing_service()) {
                check_path_for_browsers(input, &url);
            }
        }
    }
    Ok(())
}

/// Signs in every way there is, and checks what comes of it.
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
        check_url(input, &input.credentials.sign_prepared(request, &session, at)?);
    }
    let trace = request.trace_at(&credentials, at)?;
    assert_no_secret(&format!("{trace:?}"));
    assert_eq!(*trace.url(), url);
    Ok(url)
}

/// What holds of every URL that is signed.
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

    // The URL ends when it says, and no later than its credentials.
    let expires = query.iter().find(|(name, _)| *name == "X-Amz-Expires");
    let ends = expires.map(|(_, seconds)| {
        let seconds: u32 = seconds.parse().expect("a number");
        assert!((1..=604_800).contains(&seconds), "{url}");
        url.signed_at() + Duration::seconds(seconds.into())
    });
    let credentials_end = input.time().and_then(|at| input.credentials.ends(at));
    assert_eq!(url.expires_at(), ends.or(credentials_end));
    assert!(ends.zip(credentials_end).is_none_or(|(ends, credentials_end)| ends <= credentials_end), "{url}");
}

/// That the URL names this object of this bucket.
fn check_path(input: &Input<'_>, url: &PresignedUrl, bucket_url: &str, key: &str) {
    let (place, _) = url.as_str().split_once('?').expect("a query");
    let path = place.strip_prefix(bucket_url).expect("the bucket's own URL");
    assert!(naive::decode(path) == key.as_bytes() || (key.is_empty() && path == "/"), "{url}");

    check_path_for_browsers(input, url);
}

/// That a client which reads the URL by the URL standard asks for the path and query that were signed.
fn check_path_for_browsers(input: &Input<'_>, url: &PresignedUrl) {
    // A host that such a client refuses is none that it can ask.
    let Ok(parsed) = url::Url::parse(url.as_str()) else { return };
    if !input.request.allow_dot_segments {
        let authority = naive::Url::parse(url.as_str()).authority;
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

impl Input<'_> {
    fn time(&self) -> Option<OffsetDateTime> {
        let seconds = match self.time {
            TimeInput::Usual(index) => TIMES[usize::from(index) % TIMES.len()],
            TimeInput::Any(seconds) => seconds,
        };
        let at = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
        let offset = UtcOffset::from_whole_seconds(self.utc_offset % (24 * 60 * 60)).ok()?;
        at.checked_to_offset(offset)
    }
}

impl<'a> OperationInput<'a> {
    fn request<'b>(self, bucket: &'b Bucket) -> PresignRequest<'b>
    where
        'a: 'b,
    {
        let key = self.key().unwrap_or_default();
        match self {
            Self::Object { method, .. } => bucket.request(method.into(), key),
            Self::Bucket { method } => bucket.bucket_request(method.into()),
            Self::ListObjects => bucket.list_objects_v2(),
            Self::CreateUpload { .. } => bucket.create_multipart_upload(key),
            Self::UploadPart { upload_id, part_number, .. } => bucket.upload_part(key, upload_id, part_number),
            Self::CompleteUpload { upload_id, .. } => bucket.complete_multipart_upload(key, upload_id),
            Self::AbortUpload { upload_id, .. } => bucket.abort_multipart_upload(key, upload_id),
            Self::ListParts { upload_id, .. } => bucket.list_parts(key, upload_id),
        }
    }

    fn key(self) -> Option<&'a str> {
        match self {
            Self::Bucket { .. } | Self::ListObjects => None,
            Self::Object { key, .. }
            | Self::CreateUpload { key }
            | Self::UploadPart { key, .. }
            | Self::CompleteUpload { key, .. }
            | Self::AbortUpload { key, .. }
            | Self::ListParts { key, .. } => Some(key.among(KEYS)),
        }
    }
}

impl RequestInput<'_> {
    fn complete<'b>(&self, mut request: PresignRequest<'b>) -> PresignRequest<'b> {
        for (name, value) in &self.queries {
            request = request.query(name.among(QUERY_NAMES), value);
        }
        for (name, value) in &self.headers {
            request = match value {
                HeaderValue::Plain(value) => request.header(name.among(HEADER_NAMES), value),
                HeaderValue::Secret(value) => request.header(name.among(HEADER_NAMES), &format!("{SECRET}{value}")),
            };
        }
        request = match self.expiry {
            ExpiryInput::Default => request,
            ExpiryInput::Never => request.without_expiry(),
            ExpiryInput::Seconds(seconds) => request.expires_in(StdDuration::from_secs((seconds % 604_802).into())),
            ExpiryInput::Any(duration) => request.expires_in(duration),
        };
        if self.require_full_lifetime {
            request = request.require_full_lifetime();
        }
        if self.allow_dot_segments {
            request = request.allow_dot_segments();
        }
        request
    }
}

impl CredentialsInput<'_> {
    fn credentials(&self, at: OffsetDateTime) -> Credentials {
        let access_key_id = match self.access_key_id {
            AccessKeyId::Usual => "AKIAIOSFODNN7EXAMPLE",
            AccessKeyId::Any(text) => text,
        };
        let mut credentials = Credentials::new(access_key_id, self.secret.text());
        if let Some(token) = self.token {
            credentials = credentials.with_session_token(token.text());
        }
        if let Some(ends) = self.ends(at) {
            credentials = credentials.with_expiry(ends);
        }
        credentials
    }

    /// As one does who keeps the secret elsewhere.
    fn sign_prepared(
        &self,
        request: &PresignRequest<'_>,
        identity: &Identity,
        at: OffsetDateTime,
    ) -> Result<PresignedUrl, Error> {
        let prepared = request.prepare_at(identity, at)?;
        let key = SigningKey::derive(&self.secret.text(), &prepared.scope());
        let signature = key.sign(prepared.message());
        assert_no_secret(&format!("{prepared:?} {key:?} {signature:?}"));
        Ok(prepared.finish(signature.as_bytes()))
    }

    fn ends(&self, at: OffsetDateTime) -> Option<OffsetDateTime> {
        self.ends.and_then(|seconds| at.checked_add(Duration::seconds(seconds.into())))
    }
}

impl SecretInput<'_> {
    fn text(self) -> String {
        match self {
            Self::Marked(text) => format!("{SECRET}{text}"),
            Self::Any(text) => text.to_string(),
        }
    }
}

impl From<AddressingInput> for Addressing {
    fn from(addressing: AddressingInput) -> Self {
        match addressing {
            AddressingInput::Auto => Self::Auto,
            AddressingInput::VirtualHosted => Self::VirtualHosted,
            AddressingInput::Path => Self::Path,
            AddressingInput::Cname => Self::Cname,
        }
    }
}

impl From<MethodInput> for Method {
    fn from(method: MethodInput) -> Self {
        match method {
            MethodInput::Get => Self::Get,
            MethodInput::Head => Self::Head,
            MethodInput::Put => Self::Put,
            MethodInput::Post => Self::Post,
            MethodInput::Delete => Self::Delete,
            MethodInput::Patch => Self::Patch,
            MethodInput::Options => Self::Options,
        }
    }
}
