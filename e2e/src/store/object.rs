//! What a key holds.

use std::collections::BTreeMap;

use bytes::Bytes;
use s3s::crypto::{Checksum as _, Md5};
use time::OffsetDateTime;

use crate::checksum::Checksum;
use crate::encryption::Encryption;

/// What a PUT carries besides the bytes, and a GET gives back.
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
    /// Only a `Content-Type`.
    #[must_use]
    pub fn content_type(value: &str) -> Self {
        Self { content_type: Some(value.to_owned()), ..Self::default() }
    }
}

/// One stored object. It never changes: a PUT replaces it.
#[derive(Clone, Debug)]
pub struct Object {
    /// The bytes.
    pub body: Bytes,
    /// What came with them.
    pub headers: Headers,
    /// The hexadecimal MD5 of the bytes, without quotes; for a multipart upload that of its parts' MD5s, and their number.
    pub etag: String,
    /// When it was stored, in whole seconds, which is all that `Last-Modified` can say.
    pub last_modified: OffsetDateTime,
    /// Sorted by key.
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) encryption: Encryption,
    /// The checksum that the upload promised.
    pub(crate) checksum: Option<Checksum>,
    /// The lengths of the parts of a multipart upload; empty for any other.
    pub(crate) part_lengths: Vec<usize>,
}

impl Object {
    /// An object that is stored now.
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

/// The time in whole seconds.
pub(crate) fn now() -> OffsetDateTime {
    let now = OffsetDateTime::now_utc();
    now.replace_nanosecond(0).unwrap_or(now)
}
