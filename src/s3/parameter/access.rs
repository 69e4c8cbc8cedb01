//! Who may do what, and who pays for it.

use crate::method::Method;
use crate::request::PresignRequest;

/// Parameters of S3's requests: access.
impl PresignRequest<'_> {
    /// Who may read or write the object or bucket: a [`CannedAcl`](crate::s3::CannedAcl). Buckets made since 2023 have access
    /// control lists switched off, and refuse most of them.
    pub fn acl(self, acl: impl AsRef<str>) -> Self {
        self.set_header("x-amz-acl", acl)
    }

    /// Agrees that the requester pays, for a bucket that is set up so. On GET and HEAD it is a query parameter, so that a
    /// browser can use the URL; otherwise a header.
    pub fn request_payer(self) -> Self {
        match self.method() {
            Method::Get | Method::Head => self.set_query("x-amz-request-payer", "requester"),
            _ => self.set_header("x-amz-request-payer", "requester"),
        }
    }

    /// The account, as 12 digits, that must own the bucket, or S3 answers 403: a protection against a name that changed
    /// hands. It is a signed header, which a link in a browser can't send.
    pub fn expected_bucket_owner(self, account_id: impl AsRef<str>) -> Self {
        self.set_header("x-amz-expected-bucket-owner", account_id)
    }

    /// Deletes an object in spite of a lock of the mode `GOVERNANCE` (DeleteObject, DeleteObjects).
    pub fn bypass_governance_retention(self) -> Self {
        self.set_header("x-amz-bypass-governance-retention", "true")
    }

    /// What the session of [`create_session`](crate::Bucket::create_session) may do: a
    /// [`SessionMode`](crate::s3::SessionMode).
    pub fn session_mode(self, mode: impl AsRef<str>) -> Self {
        self.set_header("x-amz-create-session-mode", mode)
    }
}
