//! The input that the fuzzer's bytes are interpreted as: mostly valid requests, but also anything else.

use std::time::Duration as StdDuration;

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use presign::s3::Addressing;
use presign::sigv4::SigningKey;
use presign::{Bucket, Credentials, Error, Identity, Method, PresignRequest, PresignedUrl};
use time::{Duration, OffsetDateTime, UtcOffset};

use crate::assert_no_secret;

/// The mark that every secret contains. Its characters need no escapes, so it is found wherever a secret leaks.
pub(crate) const SECRET: &str = "s3CR3t~";

pub(crate) const REGIONS: &[&str] =
    &["us-east-1", "eu-west-1", "cn-north-1", "us-gov-west-1", "aws-global", "auto", "-", "a b"];
pub(crate) const NAMES: &[&str] =
    &["photos", "my.photos", "Old_Photos", "a", "a b", "..", "x--x-s3", "arn:aws:s3:::photos"];
pub(crate) const SERVICES: &[&str] =
    &["s3", "s3-outposts", "s3-object-lambda", "sts", "execute-api", "es", "rds-db", "a/b"];
/// The endpoint of a service that ignores `X-Amz-Expires`.
pub(crate) const STS: &str = "https://sts.amazonaws.com";
pub(crate) const ENDPOINTS: &[&str] = &[
    "https://s3.example.com",
    "http://127.0.0.1:9000",
    "http://localhost",
    "HTTPS://Example.COM:443/base/path/",
    "http://[::1]:80",
    "wss://iot.example.com:8443",
    STS,
    "https://user:s3CR3t~@example.com",
    "https://example.com/a%20b//c?s3CR3t~",
];
pub(crate) const KEYS: &[&str] =
    &["boat.jpg", "a b+c&d=e?f#g%41.jpg", "/a//b/", "a/../b", "./a", "ü/\u{1f6f6}\u{0}", "%2e%2e/a"];
pub(crate) const PATHS: &[&str] =
    &["/", "", "/a%20b/c", "/a//b/./c/../d/", "/%2e%2e/a", "/a/%2E./b", "/a:@!$&'()*+,;=b", "a", "/a b", "/%zz"];
pub(crate) const QUERY_NAMES: &[&str] =
    &["versionId", "X-Amz-Date-2", "X-Amz-Aa", "Z", "x-amz-signature", "response-expires", "a b"];
pub(crate) const HEADER_NAMES: &[&str] =
    &["Content-Type", "Host", "x-amz-content-sha256", "X-Amz-Meta-A", "connection", "range", "!", "g~"];
pub(crate) const TIMES: &[i64] = &[0, 1_369_353_600, 1_795_435_200, 253_402_300_799, 253_402_300_000, -62_167_219_200];

/// One of the usual values, which are mostly valid, or anything.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub(crate) enum Text<'a> {
    Usual(u8),
    Any(&'a str),
}

impl<'a> Text<'a> {
    pub(crate) fn among(self, usual: &[&'static str]) -> &'a str {
        match self {
            Self::Usual(index) => usual[usize::from(index) % usual.len()],
            Self::Any(text) => text,
        }
    }
}

#[derive(Arbitrary, Debug)]
pub(crate) struct Input<'a> {
    pub(crate) target: TargetInput<'a>,
    pub(crate) request: RequestInput<'a>,
    pub(crate) credentials: CredentialsInput<'a>,
    pub(crate) time: TimeInput,
    pub(crate) utc_offset: i32,
    /// The text in the buffer before the URL.
    pub(crate) before: &'a str,
}

#[derive(Arbitrary, Debug)]
pub(crate) enum TargetInput<'a> {
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
pub(crate) enum AddressingInput {
    Auto,
    VirtualHosted,
    Path,
    Cname,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
pub(crate) enum OperationInput<'a> {
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
pub(crate) enum MethodInput {
    Get,
    Head,
    Put,
    Post,
    Delete,
    Patch,
    Options,
}

#[derive(Arbitrary, Debug)]
pub(crate) struct RequestInput<'a> {
    pub(crate) queries: Vec<(Text<'a>, &'a str)>,
    pub(crate) headers: Vec<(Text<'a>, HeaderValue<'a>)>,
    pub(crate) expiry: ExpiryInput,
    pub(crate) require_full_lifetime: bool,
    pub(crate) allow_dot_segments: bool,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
pub(crate) enum HeaderValue<'a> {
    Plain(&'a str),
    Secret(&'a str),
}

#[derive(Arbitrary, Clone, Copy, Debug)]
pub(crate) enum ExpiryInput {
    Default,
    Never,
    Seconds(u32),
    Any(StdDuration),
}

#[derive(Arbitrary, Debug)]
pub(crate) struct CredentialsInput<'a> {
    pub(crate) access_key_id: AccessKeyId<'a>,
    pub(crate) secret: SecretInput<'a>,
    pub(crate) token: Option<SecretInput<'a>>,
    /// In seconds after signing.
    pub(crate) ends: Option<i32>,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
pub(crate) enum AccessKeyId<'a> {
    Usual,
    Any(&'a str),
}

/// A secret with the mark, or any text. The latter covers empty and malformed secrets; a leak of it is not detected.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub(crate) enum SecretInput<'a> {
    Marked(&'a str),
    Any(&'a str),
}

#[derive(Arbitrary, Clone, Copy, Debug)]
pub(crate) enum TimeInput {
    Usual(u8),
    Any(i64),
}

impl Input<'_> {
    pub(crate) fn time(&self) -> Option<OffsetDateTime> {
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
    pub(crate) fn request<'b>(self, bucket: &'b Bucket) -> PresignRequest<'b>
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

    pub(crate) fn key(self) -> Option<&'a str> {
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
    pub(crate) fn complete<'b>(&self, mut request: PresignRequest<'b>) -> PresignRequest<'b> {
        for (name, value) in &self.queries {
            request = request.query(name.among(QUERY_NAMES), value);
        }
        for (name, value) in &self.headers {
            request = match value {
                HeaderValue::Plain(value) => request.header(name.among(HEADER_NAMES), value),
                HeaderValue::Secret(value) => request.header(name.among(HEADER_NAMES), format!("{SECRET}{value}")),
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
    pub(crate) fn credentials(&self, at: OffsetDateTime) -> Credentials {
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

    /// Signs like a caller who keeps the secret elsewhere, with `prepare_at` and `finish`.
    pub(crate) fn sign_prepared(
        &self,
        request: &PresignRequest<'_>,
        identity: &Identity,
        at: OffsetDateTime,
    ) -> Result<PresignedUrl, Error> {
        let prepared = request.prepare_at(identity, at)?;
        let key = SigningKey::derive(&self.secret.text(), &prepared.scope());
        let signature = key.sign(prepared.message());
        assert_no_secret(&format!("{prepared:?} {key:?} {signature:?}"));
        prepared.finish(signature.as_bytes())
    }

    pub(crate) fn ends(&self, at: OffsetDateTime) -> Option<OffsetDateTime> {
        self.ends.and_then(|seconds| at.checked_add(Duration::seconds(seconds.into())))
    }
}

impl SecretInput<'_> {
    pub(crate) fn text(self) -> String {
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
