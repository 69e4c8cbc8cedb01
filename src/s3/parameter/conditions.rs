//! Parameters for conditional requests.

use alloc::string::ToString;

use time::OffsetDateTime;

use super::operations::{IF_MATCH, IF_NONE_MATCH, READS};
use crate::request::{Operation, PresignRequest};

/// S3 parameters: conditions (RFC 9110, section 13). If a condition is not met, S3 returns 304 Not Modified or 412
/// Precondition Failed. Times are rounded down to seconds.
///
/// ```
/// use presign::Bucket;
/// # use presign::Credentials;
/// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
///
/// let bucket = Bucket::new("photos")?;
/// let create = bucket.put_object("boat.jpg").if_none_match("*");
/// assert!(create.sign_at(&credentials, now)?.headers().eq([("if-none-match", "*")]));
///
/// let refresh = bucket.get_object("boat.jpg").if_modified_since(now);
/// let date = "Mon, 23 Nov 2026 12:00:00 GMT";
/// assert!(refresh.sign_at(&credentials, now)?.headers().eq([("if-modified-since", date)]));
///
/// let replace = bucket.put_object("boat.jpg").if_match("\"7778aef8\"");
/// assert!(replace.sign_at(&credentials, now)?.headers().eq([("if-match", "\"7778aef8\"")]));
/// let unchanged = bucket.get_object("boat.jpg").if_unmodified_since(now);
/// assert!(unchanged.sign_at(&credentials, now)?.headers().eq([("if-unmodified-since", date)]));
///
/// // In a directory bucket: delete what was listed, and nothing newer.
/// let directory = Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").build()?;
/// let delete = directory.delete_object("boat.jpg").if_match_size(48213).if_match_last_modified_time(now);
/// assert!(delete.sign_at(&credentials, now)?.headers().eq([
///     ("x-amz-if-match-last-modified-time", date),
///     ("x-amz-if-match-size", "48213"),
/// ]));
/// let abort = directory.abort_multipart_upload("boat.jpg", "VXBsb2FkIElE").if_match_initiated_time(now);
/// assert!(abort.sign_at(&credentials, now)?.headers().eq([("x-amz-if-match-initiated-time", date)]));
/// # Ok::<(), presign::Error>(())
/// ```
impl PresignRequest<'_> {
    /// Requires the object's ETag to be `etag`, including the quotation marks. Signs the header `if-match`, which the
    /// client must send.
    pub fn if_match(self, etag: impl AsRef<str>) -> Self {
        self.only_for("if_match", IF_MATCH).set_header("if-match", etag)
    }

    /// Requires the object's ETag to differ from `etag`. On an upload, `*` requires that the key does not exist yet.
    /// Signs the header `if-none-match`, which the client must send.
    pub fn if_none_match(self, etag: impl AsRef<str>) -> Self {
        self.only_for("if_none_match", IF_NONE_MATCH).set_header("if-none-match", etag)
    }

    /// Requires the object to have changed since this time. Signs the header `if-modified-since`, which the client must
    /// send.
    pub fn if_modified_since(self, at: OffsetDateTime) -> Self {
        self.only_for("if_modified_since", READS).set_http_date("if-modified-since", at)
    }

    /// Requires the object not to have changed since this time. Signs the header `if-unmodified-since`, which the
    /// client must send.
    pub fn if_unmodified_since(self, at: OffsetDateTime) -> Self {
        self.only_for("if_unmodified_since", READS).set_http_date("if-unmodified-since", at)
    }

    /// Deletes the object only if it is this many bytes (DeleteObject in a directory bucket). Signs the header
    /// `x-amz-if-match-size`, which the client must send.
    pub fn if_match_size(self, bytes: u64) -> Self {
        self.only_for("if_match_size", &[Operation::DeleteObject]).set_header("x-amz-if-match-size", bytes.to_string())
    }

    /// Deletes the object only if it was last modified at this time (DeleteObject in a directory bucket). Signs the
    /// header `x-amz-if-match-last-modified-time`, which the client must send.
    pub fn if_match_last_modified_time(self, at: OffsetDateTime) -> Self {
        self.only_for("if_match_last_modified_time", &[Operation::DeleteObject])
            .set_http_date("x-amz-if-match-last-modified-time", at)
    }

    /// Aborts the upload only if it was initiated at this time (AbortMultipartUpload in a directory bucket). Signs the
    /// header `x-amz-if-match-initiated-time`, which the client must send.
    pub fn if_match_initiated_time(self, at: OffsetDateTime) -> Self {
        self.only_for("if_match_initiated_time", &[Operation::AbortMultipartUpload])
            .set_http_date("x-amz-if-match-initiated-time", at)
    }
}
