//! Objects and their headers.

use std::collections::BTreeMap;

use bytes::Bytes;
use s3s::crypto::{Checksum as _, Md5};
use time::OffsetDateTime;

use crate::checksum::Checksum;
use crate::encryption::Encryption;

/// The headers that a PUT sends with an object, and that a GET returns.
#[derive(Clone, Debug, Default)]
pub struct Headers {
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Cache-Control`.
    pub cache_control: Option<String>,
    /// `Content-Disposition`.
    pub content_disposition: Option<String>,
    /// `Content-Encoding`.
    pub content_encoding: Option<String>,
    /// `Content-Language`.
    pub content_language: Option<String>,
    /// `Expires`.
    pub expires: Option<OffsetDateTime>,
    /// `x-amz-storage-class`, if it is not `STANDARD`.
    pub storage_class: Option<String>,
    /// `x-amz-meta-*`, by the name after that prefix.
    pub metadata: BTreeMap<String, String>,
}

impl Headers {
    /// Creates headers with only a `Content-Type`.
    #[must_use]
    pub fn content_type(value: &str) -> Self {
        Self { content_type: Some(value.to_owned()), ..Self::default() }
    }
}

/// A stored object. It never changes; a PUT replaces it.
#[derive(Clone, Debug)]
pub struct Object {
    /// The bytes.
    pub body: Bytes,
    /// The headers.
    pub headers: Headers,
    /// The entity tag, without quotes: the hexadecimal MD5 of the bytes. For a multipart upload, it is the MD5 of the
    /// MD5s of all parts, a hyphen and the number of parts.
    pub etag: String,
    /// The time when it was stored, in whole seconds, like `Last-Modified`.
    pub last_modified: OffsetDateTime,
    /// Sorted by key.
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) encryption: Encryption,
    /// The checksum that was sent with the upload.
    pub(crate) checksum: Option<Checksum>,
    /// The lengths of the parts of a multipart upload, in bytes. Empty for any other upload.
    pub(crate) part_lengths: Vec<usize>,
}

impl Object {
    /// Creates an object that is stored now.
    #[must_use]
    pub fn new(body: impl Into<Bytes>, headers: Headers) -> Self {
        let body = body.into();
        Self {
            etag: hex::encode(Md5::checksum(&body)),
            last_modified: now(),
            body,
            headers,
            tags: BTreeMap::new(),
            encryption: Encryption::default(),
            checksum: None,
            part_lengths: Vec::new(),
        }
    }

    pub(crate) fn storage_class(&self) -> &str {
        self.headers.storage_class.as_deref().unwrap_or("STANDARD")
    }
}

/// Returns the current time in whole seconds.
pub(crate) fn now() -> OffsetDateTime {
    let now = OffsetDateTime::now_utc();
    now.replace_nanosecond(0).unwrap_or(now)
}
