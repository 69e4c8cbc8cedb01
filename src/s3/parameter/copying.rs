//! Parameters for copies.

use time::OffsetDateTime;

use super::operations::COPIES;
use crate::request::{Operation, PresignRequest};
use crate::s3::{ByteRange, CustomerKey, Directive};

/// S3 parameters: copies (CopyObject, UploadPartCopy).
///
/// ```
/// use presign::Bucket;
/// use presign::s3::{CopySource, Directive};
/// # use presign::Credentials;
/// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
///
/// let bucket = Bucket::new("photos")?;
/// let copy = bucket
///     .copy_object("2026/boat.jpg", &CopySource::new("drafts", "boat.jpg")?)
///     .metadata_directive(Directive::Replace)
///     .content_type("image/jpeg");
/// assert!(copy.sign_at(&credentials, now)?.headers().eq([
///     ("content-type", "image/jpeg"),
///     ("x-amz-copy-source", "drafts/boat.jpg"),
///     ("x-amz-metadata-directive", "REPLACE"),
/// ]));
///
/// // Only the source that you have seen: its ETag, or its time of modification.
/// let source = CopySource::new("drafts", "boat.jpg")?;
/// let same = bucket.copy_object("boat.jpg", &source).copy_source_if_match("\"7778aef8\"").tagging_directive("REPLACE");
/// assert_eq!(same.sign_at(&credentials, now)?.headers().count(), 3);
/// let unchanged = bucket.copy_object("boat.jpg", &source).copy_source_if_unmodified_since(now);
/// assert!(unchanged.sign_at(&credentials, now)?.headers().any(|(_, value)| value == "Mon, 23 Nov 2026 12:00:00 GMT"));
/// // Only if it has changed.
/// let changed = bucket.copy_object("boat.jpg", &source).copy_source_if_none_match("\"7778aef8\"");
/// assert_eq!(changed.copy_source_if_modified_since(now).sign_at(&credentials, now)?.headers().count(), 3);
///
/// // A part of a large object, which is encrypted with a key of the customer and belongs to another account.
/// let part = bucket
///     .upload_part_copy("film.mp4", "VXBsb2FkIElE", 1, &source)
///     .copy_source_range(0..8_388_608)
///     .copy_source_sse_c([7; 32])
///     .expected_source_bucket_owner("111122223333");
/// let part = part.sign_at(&credentials, now)?;
/// assert!(part.headers().any(|header| header == ("x-amz-copy-source-range", "bytes=0-8388607")));
/// # Ok::<(), presign::Error>(())
/// ```
impl PresignRequest<'_> {
    /// Copies only these bytes of the source (UploadPartCopy). The range must have a first and a last byte. Signs the
    /// header `x-amz-copy-source-range`, which the client must send.
    pub fn copy_source_range(self, range: impl Into<ByteRange>) -> Self {
        self.only_for("copy_source_range", &[Operation::UploadPartCopy])
            .set_checked_header("x-amz-copy-source-range", range.into().closed_header())
    }

    /// Copies only if the source's ETag is `etag`. Signs the header `x-amz-copy-source-if-match`, which the client must
    /// send.
    pub fn copy_source_if_match(self, etag: impl AsRef<str>) -> Self {
        self.only_for("copy_source_if_match", COPIES).set_header("x-amz-copy-source-if-match", etag)
    }

    /// Copies only if the source's ETag is not `etag`. Signs the header `x-amz-copy-source-if-none-match`, which the
    /// client must send.
    pub fn copy_source_if_none_match(self, etag: impl AsRef<str>) -> Self {
        self.only_for("copy_source_if_none_match", COPIES).set_header("x-amz-copy-source-if-none-match", etag)
    }

    /// Copies only if the source has changed since this time. Signs the header `x-amz-copy-source-if-modified-since`,
    /// which the client must send.
    pub fn copy_source_if_modified_since(self, at: OffsetDateTime) -> Self {
        self.only_for("copy_source_if_modified_since", COPIES).set_http_date("x-amz-copy-source-if-modified-since", at)
    }

    /// Copies only if the source has not changed since this time. Signs the header
    /// `x-amz-copy-source-if-unmodified-since`, which the client must send.
    pub fn copy_source_if_unmodified_since(self, at: OffsetDateTime) -> Self {
        self.only_for("copy_source_if_unmodified_since", COPIES)
            .set_http_date("x-amz-copy-source-if-unmodified-since", at)
    }

    /// Sets whether the copy takes its metadata from the source or from the request: a
    /// [`Directive`](crate::s3::Directive) (CopyObject). Signs the header `x-amz-metadata-directive`, which the client
    /// must send.
    pub fn metadata_directive(self, directive: impl AsRef<str>) -> Self {
        self.only_for("metadata_directive", &[Operation::CopyObject]).set_keyword(
            "metadata_directive",
            "x-amz-metadata-directive",
            directive.as_ref(),
            Directive::WORDS,
        )
    }

    /// Sets whether the copy takes its tags from the source or from the request: a [`Directive`](crate::s3::Directive)
    /// (CopyObject). Signs the header `x-amz-tagging-directive`, which the client must send.
    pub fn tagging_directive(self, directive: impl AsRef<str>) -> Self {
        self.only_for("tagging_directive", &[Operation::CopyObject]).set_keyword(
            "tagging_directive",
            "x-amz-tagging-directive",
            directive.as_ref(),
            Directive::WORDS,
        )
    }

    /// Sets the customer-provided key that the source is encrypted with (SSE-C). Signs the three headers
    /// `x-amz-copy-source-server-side-encryption-customer-*`. The client must send them, so whoever uses the URL learns
    /// the key.
    pub fn copy_source_sse_c(self, key: impl Into<CustomerKey>) -> Self {
        let key = key.into();
        self.only_for("copy_source_sse_c", COPIES)
            .set_header("x-amz-copy-source-server-side-encryption-customer-algorithm", "AES256")
            .set_header("x-amz-copy-source-server-side-encryption-customer-key", key.to_base64().as_str())
            .set_header("x-amz-copy-source-server-side-encryption-customer-key-md5", key.md5_base64())
    }

    /// Requires the source's bucket to belong to this account, given as 12 digits; otherwise S3 returns 403. Signs the
    /// header `x-amz-source-expected-bucket-owner`, which the client must send.
    pub fn expected_source_bucket_owner(self, account_id: impl AsRef<str>) -> Self {
        self.only_for("expected_source_bucket_owner", COPIES).set_account_id(
            "expected_source_bucket_owner",
            "x-amz-source-expected-bucket-owner",
            account_id.as_ref(),
        )
    }
}
