//! Parameters for access control, and for who pays.

use super::operations::{CREATES_AND_BUCKET, DELETES};
use crate::method::Method;
use crate::request::{Operation, PresignRequest};
use crate::s3::{CannedAcl, SessionMode};

/// S3 parameters: access control, and who pays.
///
/// ```
/// use presign::Bucket;
/// use presign::s3::CannedAcl;
/// # use presign::Credentials;
/// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
///
/// let bucket = Bucket::new("photos")?;
/// let upload = bucket.put_object("boat.jpg").acl(CannedAcl::Private).expected_bucket_owner("111122223333");
/// assert!(upload.sign_at(&credentials, now)?.headers().eq([
///     ("x-amz-acl", "private"),
///     ("x-amz-expected-bucket-owner", "111122223333"),
/// ]));
///
/// let download = bucket.get_object("boat.jpg").request_payer().sign_at(&credentials, now)?;
/// assert!(download.as_str().contains("&x-amz-request-payer=requester"));
/// # Ok::<(), presign::Error>(())
/// ```
impl PresignRequest<'_> {
    /// Sets the canned ACL of the object or bucket: a [`CannedAcl`](crate::s3::CannedAcl). Signs the header
    /// `x-amz-acl`, which the client must send. Buckets created since 2023 have ACLs disabled by default and reject
    /// most canned ACLs.
    pub fn acl(self, acl: impl AsRef<str>) -> Self {
        self.only_for("acl", CREATES_AND_BUCKET).set_keyword("acl", "x-amz-acl", acl.as_ref(), CannedAcl::WORDS)
    }

    /// Confirms that the requester pays for the request, as a Requester Pays bucket demands. On GET and HEAD, sets the
    /// query parameter `x-amz-request-payer`, so that a browser can use the URL. Otherwise, signs the header of that
    /// name, which the client must send.
    pub fn request_payer(self) -> Self {
        match self.method() {
            Method::Get | Method::Head => self.set_query("x-amz-request-payer", "requester"),
            _ => self.set_header("x-amz-request-payer", "requester"),
        }
    }

    /// Requires the bucket to belong to this account, given as 12 digits; otherwise S3 returns 403. This protects
    /// against a bucket name that now belongs to someone else. Signs the header `x-amz-expected-bucket-owner`, which
    /// the client must send; a browser that follows a link can't.
    pub fn expected_bucket_owner(self, account_id: impl AsRef<str>) -> Self {
        self.set_account_id("expected_bucket_owner", "x-amz-expected-bucket-owner", account_id.as_ref())
    }

    /// Deletes the object even if it is locked in `GOVERNANCE` mode (DeleteObject, DeleteObjects). Signs the header
    /// `x-amz-bypass-governance-retention`, which the client must send.
    pub fn bypass_governance_retention(self) -> Self {
        self.only_for("bypass_governance_retention", DELETES).set_header("x-amz-bypass-governance-retention", "true")
    }

    /// Sets what the session of [`create_session`](crate::Bucket::create_session) may do: a
    /// [`SessionMode`](crate::s3::SessionMode). Signs the header `x-amz-create-session-mode`, which the client must
    /// send.
    pub fn session_mode(self, mode: impl AsRef<str>) -> Self {
        self.only_for("session_mode", &[Operation::CreateSession]).set_keyword(
            "session_mode",
            "x-amz-create-session-mode",
            mode.as_ref(),
            SessionMode::WORDS,
        )
    }
}
