//! Which operation of S3 a request is.

use axum::http::{HeaderMap, Method};

use crate::error::Error;
use crate::query::Query;
use crate::verify::Signed;

/// What a signed request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// The page at `/`.
    Page,
    /// The page's form, which makes a URL.
    MakeUrl,
    HeadBucket,
    ListObjectsV2,
    GetObject,
    HeadObject,
    PutObject,
    DeleteObject,
}

/// The parameters of a GET that change headers of the response.
pub(crate) const RESPONSE_OVERRIDES: [&str; 6] = [
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
];

const OF_A_LIST: [&str; 9] = [
    "continuation-token",
    "delimiter",
    "encoding-type",
    "fetch-owner",
    "list-type",
    "max-keys",
    "prefix",
    "start-after",
    "x-amz-request-payer",
];

/// The `x-amz-*` headers that don't ask for anything, or that the operations obey.
const KNOWN_HEADERS: [&str; 7] = [
    "x-amz-checksum-crc32",
    "x-amz-checksum-mode",
    "x-amz-checksum-sha256",
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-user-agent",
];

impl Operation {
    /// Determines the operation, and checks that the request has nothing that the operation would ignore.
    pub(crate) fn of(method: &Method, signed: &Signed, query: &Query, headers: &HeaderMap) -> Result<Self, Error> {
        let is_service = signed.bucket().is_empty();
        let is_bucket = signed.key().is_empty();
        let operation = match method.as_str() {
            "GET" | "HEAD" if is_service => Self::Page,
            "POST" if is_service => Self::MakeUrl,
            "HEAD" if is_bucket => Self::HeadBucket,
            "GET" if is_bucket && query.get("list-type") == Some("2") => Self::ListObjectsV2,
            "GET" if is_bucket => return Err(Error::not_implemented("a GET of the bucket without list-type=2")),
            "GET" if !is_bucket => Self::GetObject,
            "HEAD" if !is_bucket => Self::HeadObject,
            "PUT" if !is_bucket => Self::PutObject,
            "DELETE" if !is_bucket => Self::DeleteObject,
            _ => return Err(Error::method_not_allowed()),
        };
        query.check_names(match operation {
            Self::ListObjectsV2 => &OF_A_LIST,
            Self::GetObject | Self::HeadObject => &RESPONSE_OVERRIDES,
            _ => &[],
        })?;
        // A signed header such as x-amz-acl or x-amz-copy-source that the server ignores would be a promise not kept.
        let is_unknown = |name: &&str| name.starts_with("x-amz-") && !KNOWN_HEADERS.contains(name);
        match headers.keys().map(|name| name.as_str()).find(is_unknown) {
            Some(name) => Err(Error::not_implemented(format_args!("the header {name}"))),
            None => Ok(operation),
        }
    }
}
