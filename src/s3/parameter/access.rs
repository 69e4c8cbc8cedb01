//! Parameters for access control, and for who pays.

use zeroize::Zeroizing;

use super::operations::{CREATES_AND_BUCKET, DELETES};
use crate::error::{Byte, Error, Found, Repr};
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
///
/// let shared = bucket.put_object("boat.jpg").grant_read(r#"id="79a59df900b949e5", id="11112222aaaabbbb""#);
/// let header = ("x-amz-grant-read", r#"id="79a59df900b949e5", id="11112222aaaabbbb""#);
/// assert!(shared.sign_at(&credentials, now)?.headers().eq([header]));
///
/// // Other grants. `grant_write` is for a new bucket.
/// let owner = r#"id="79a59df900b949e5""#;
/// let upload = bucket.put_object("boat.jpg").grant_full_control(owner).grant_read_acp(owner).grant_write_acp(owner);
/// assert_eq!(upload.sign_at(&credentials, now)?.headers().count(), 3);
/// let create = bucket.create_bucket().grant_write(owner);
/// assert!(create.sign_at(&credentials, now)?.headers().eq([("x-amz-grant-write", owner)]));
///
/// // A session that may only read, in a directory bucket.
/// let directory = Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").build()?;
/// let session = directory.create_session().session_mode("ReadOnly").sign_at(&credentials, now)?;
/// assert!(session.headers().eq([("x-amz-create-session-mode", "ReadOnly")]));
/// # Ok::<(), presign::Error>(())
/// ```
impl PresignRequest<'_> {
    /// Sets the canned ACL of the object or bucket: a [`CannedAcl`](crate::s3::CannedAcl). Signs the header
    /// `x-amz-acl`, which the client must send. Buckets created since 2023 have ACLs disabled by default and reject
    /// most canned ACLs.
    pub fn acl(self, acl: impl AsRef<str>) -> Self {
        self.only_for("acl", CREATES_AND_BUCKET).set_keyword("acl", "x-amz-acl", acl.as_ref(), CannedAcl::WORDS)
    }

    /// Gives these grantees every permission: to read the object, or to list the bucket and create objects in it, and to
    /// read and change the ACL. Signs the header `x-amz-grant-full-control`, which the client must send.
    ///
    /// Grantees are written as S3 expects them, such as `id="79a59df900b949e5"`, separated by commas. A grantee has the
    /// type `id` (the canonical user ID of an account), `uri` (of a group, such as
    /// `http://acs.amazonaws.com/groups/global/AllUsers`) or `emailAddress`. Source: [Access control list overview][aws].
    ///
    /// S3 accepts either grants or an [`acl`](Self::acl), not both, and neither for a bucket that has ACLs disabled, as
    /// buckets created since 2023 have by default.
    ///
    /// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
    pub fn grant_full_control(self, grantees: impl AsRef<str>) -> Self {
        self.grant("grant_full_control", "x-amz-grant-full-control", grantees.as_ref(), CREATES_AND_BUCKET)
    }

    /// Lets these grantees, written as for [`grant_full_control`](Self::grant_full_control), read the object or list the
    /// bucket. Signs the header `x-amz-grant-read`, which the client must send.
    pub fn grant_read(self, grantees: impl AsRef<str>) -> Self {
        self.grant("grant_read", "x-amz-grant-read", grantees.as_ref(), CREATES_AND_BUCKET)
    }

    /// Lets these grantees, written as for [`grant_full_control`](Self::grant_full_control), read the ACL of the object
    /// or bucket. Signs the header `x-amz-grant-read-acp`, which the client must send.
    pub fn grant_read_acp(self, grantees: impl AsRef<str>) -> Self {
        self.grant("grant_read_acp", "x-amz-grant-read-acp", grantees.as_ref(), CREATES_AND_BUCKET)
    }

    /// Lets these grantees, written as for [`grant_full_control`](Self::grant_full_control), create objects in the bucket
    /// (CreateBucket). Signs the header `x-amz-grant-write`, which the client must send.
    pub fn grant_write(self, grantees: impl AsRef<str>) -> Self {
        self.grant("grant_write", "x-amz-grant-write", grantees.as_ref(), &[Operation::CreateBucket])
    }

    /// Lets these grantees, written as for [`grant_full_control`](Self::grant_full_control), change the ACL of the object
    /// or bucket. Signs the header `x-amz-grant-write-acp`, which the client must send.
    pub fn grant_write_acp(self, grantees: impl AsRef<str>) -> Self {
        self.grant("grant_write_acp", "x-amz-grant-write-acp", grantees.as_ref(), CREATES_AND_BUCKET)
    }

    fn grant(self, setter: &'static str, header: &'static str, grantees: &str, operations: &[Operation]) -> Self {
        let mut request = self.only_for(setter, operations);
        if let Err(error) = check_grantees(setter, grantees) {
            request.note(error);
        }
        request.set_header(header, grantees)
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

    /// Authenticates with a device, as a bucket with MFA delete demands before it deletes a version (DeleteObject,
    /// DeleteObjects). The device is given by its serial number, or by its ARN if it is virtual, and the code by the 6
    /// digits that it shows. Signs the header `x-amz-mfa`, which the client must send.
    ///
    /// The code is valid for half a minute or so, and the URL with it. The header is wiped from memory with the request
    /// and with the [`PresignedUrl`](crate::PresignedUrl). S3 accepts it over HTTPS only.
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let delete = bucket.delete_object("boat.jpg").version_id("3").mfa("20899872", "301749");
    /// assert!(delete.sign_at(&credentials, now)?.headers().eq([("x-amz-mfa", "20899872 301749")]));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn mfa(self, serial_number: impl AsRef<str>, code: impl AsRef<str>) -> Self {
        let (serial_number, code) = (serial_number.as_ref(), code.as_ref());
        let mut request = self.only_for("mfa", DELETES);
        if let Err(error) = check_mfa(serial_number, code) {
            request.note(error);
        }
        let value = Zeroizing::new([serial_number, " ", code].concat());
        request.set_header("x-amz-mfa", value.as_str())
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

/// Checks that each grantee is written as `type="value"` or `type=value`. S3 answers 400 to anything else.
fn check_grantees(setter: &'static str, grantees: &str) -> Result<(), Error> {
    const TYPES: [&str; 3] = ["id", "uri", "emailAddress"];
    for grantee in grantees.split(',') {
        let (name, value) = grantee.split_once('=').unwrap_or((grantee, ""));
        let is_known = TYPES.iter().any(|known| name.trim_ascii().eq_ignore_ascii_case(known));
        if !is_known || value.trim_matches(['"', ' ']).is_empty() {
            return Err(Repr::InvalidGrantee { setter, found: Found::new(grantee) }.into());
        }
    }
    Ok(())
}

/// Checks that both values are what the header separates by a space.
fn check_mfa(serial_number: &str, code: &str) -> Result<(), Error> {
    if serial_number.is_empty() {
        return Err(Repr::EmptyMfaSerialNumber {}.into());
    }
    if let Some((offset, byte)) = serial_number.bytes().enumerate().find(|(_, byte)| !byte.is_ascii_graphic()) {
        return Err(Repr::MfaSerialNumberWithOther { offset, byte: Byte(byte) }.into());
    }
    let is_code = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
    if is_code { Ok(()) } else { Err(Repr::InvalidMfa {}.into()) }
}
