//! When to do it at all.

use time::OffsetDateTime;

use crate::request::PresignRequest;

/// Conditions (RFC 9110, section 13). Each is a signed header. If it is not met, S3 answers 304 Not Modified or 412
/// Precondition Failed. Times are rounded down to seconds.
impl PresignRequest<'_> {
    /// Requires the object to have this ETag, quotation marks included.
    pub fn if_match(self, etag: impl AsRef<str>) -> Self {
        self.set_header("if-match", etag)
    }

    /// Requires the object to have a different ETag. On an upload, `*` requires that the key does not exist yet.
    pub fn if_none_match(self, etag: impl AsRef<str>) -> Self {
        self.set_header("if-none-match", etag)
    }

    /// Requires the object to have changed since this time.
    pub fn if_modified_since(self, at: OffsetDateTime) -> Self {
        self.set_http_date("if-modified-since", at)
    }

    /// Requires the object not to have changed since this time.
    pub fn if_unmodified_since(self, at: OffsetDateTime) -> Self {
        self.set_http_date("if-unmodified-since", at)
    }
}
