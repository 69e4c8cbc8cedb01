//! When to do it at all.

use time::OffsetDateTime;

use crate::request::PresignRequest;

/// Parameters of S3's requests: conditions (RFC 9110, section 13). Each is a signed header, and where it is not met the
/// answer is 304 Not Modified or 412 Precondition Failed. Dates go by the second.
impl PresignRequest<'_> {
    /// Only if the object has this ETag, which is given with its quotation marks.
    pub fn if_match(self, etag: impl AsRef<str>) -> Self {
        self.set_header("if-match", etag)
    }

    /// Only if the object has another ETag. On an upload `*` means: only if there is no object of this key yet.
    pub fn if_none_match(self, etag: impl AsRef<str>) -> Self {
        self.set_header("if-none-match", etag)
    }

    /// Only if the object has changed since.
    pub fn if_modified_since(self, at: OffsetDateTime) -> Self {
        self.set_http_date("if-modified-since", at)
    }

    /// Only if the object has not changed since.
    pub fn if_unmodified_since(self, at: OffsetDateTime) -> Self {
        self.set_http_date("if-unmodified-since", at)
    }
}
