//! The credentials of an S3 Express session.

use alloc::string::String;
use core::fmt;

use time::OffsetDateTime;

use crate::credentials::{Credentials, Identity};
use crate::error::Error;
#[cfg(feature = "std")]
use crate::signers::CachedSigner;
use crate::signers::ScopedSigner;
use crate::signing::{BatchKey, Signed, Signer, SigningJob};
use crate::sigv4::Scope;

/// The credentials that CreateSession of S3 Express returns. They are valid for the objects of one directory bucket,
/// for five minutes.
///
/// They have their own type because their token is sent as `X-Amz-S3session-Token`, and the token of [`Credentials`] as
/// `X-Amz-Security-Token`. With two types, no token can end up in the wrong parameter.
///
/// A session can't sign every request. Signing fails with [`SessionCredentials`](crate::ErrorKind::SessionCredentials)
/// for:
///
/// - a request to any other kind of bucket or to another service
/// - a copy
/// - HeadBucket
/// - CreateSession itself
/// - an operation that creates, deletes or configures the bucket
///
/// A URL expires with its session. For a longer lifetime, sign with ordinary credentials, which directory buckets also
/// accept.
///
/// ```
/// use presign::s3::SessionCredentials;
/// use presign::{Bucket, CachedSigner, Credentials};
/// use std::time::Duration;
/// use time::macros::datetime;
///
/// let now = datetime!(2026-11-23 12:00 UTC);
/// let bucket = Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").build()?;
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let create_session = bucket.create_session().sign_at(&credentials, now)?;
/// assert!(create_session.as_str().contains("&session="));
///
/// // Send that request, and parse the response with `SessionCredentials::from_xml` (feature `xml`) or an XML parser.
/// let session = SessionCredentials::new("ASIAIOSFODNN7EXAMPLE", "secret", "token", datetime!(2026-11-23 12:05 UTC));
/// let signer = CachedSigner::from(session);
/// let url = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(60)).sign_at(&signer, now)?;
/// assert!(url.as_str().contains("&X-Amz-S3session-Token=token&"));
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Sources: [CreateSession][api], [session-based authorization][auth].
///
/// [api]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html
/// [auth]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-create-session.html
#[derive(Clone)]
pub struct SessionCredentials(Credentials);

impl SessionCredentials {
    /// Creates session credentials from the four parts of a CreateSession response: `AccessKeyId`, `SecretAccessKey`,
    /// `SessionToken` and `Expiration`.
    ///
    /// ```
    /// use presign::s3::SessionCredentials;
    /// use time::macros::datetime;
    ///
    /// let expiration = datetime!(2026-11-23 12:05 UTC);
    /// let session = SessionCredentials::new("ASIAIOSFODNN7EXAMPLE", "secret", "token", expiration);
    /// assert_eq!(session.identity().expires_at(), Some(expiration));
    /// ```
    pub fn new(
        access_key_id: impl Into<String>,
        secret_access_key: impl Into<String>,
        session_token: impl Into<String>,
        expiration: OffsetDateTime,
    ) -> Self {
        let credentials = Credentials::new(access_key_id, secret_access_key).with_expiry(expiration);
        Self(credentials.of_session(session_token.into()))
    }

    /// Returns the identity: everything except the secret.
    pub fn identity(&self) -> &Identity {
        self.0.identity()
    }

    #[cfg(feature = "verify")]
    pub(crate) fn as_credentials(&self) -> &Credentials {
        &self.0
    }

    /// Derives the key for one scope, like [`Credentials::scoped`].
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::s3::SessionCredentials;
    /// use presign::sigv4::Scope;
    /// use time::macros::datetime;
    ///
    /// let (now, expiry) = (datetime!(2026-11-23 12:00 UTC), datetime!(2026-11-23 12:05 UTC));
    /// let session = SessionCredentials::new("ASIAIOSFODNN7EXAMPLE", "secret", "token", expiry);
    /// let scoped = session.scoped(&Scope::new(now.date(), "us-west-2", "s3express")?);
    /// let bucket = Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").build()?;
    /// let request = bucket.get_object("boat.jpg");
    /// assert_eq!(request.sign_at(&scoped, now)?, request.sign_at(&session, now)?);
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn scoped(&self, scope: &Scope<'_>) -> ScopedSigner {
        self.0.scoped(scope)
    }
}

/// Derives the signing key again for every signature. To sign many URLs, use [`CachedSigner::from`](CachedSigner).
impl Signer for SessionCredentials {
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        self.0.sign(job)
    }

    fn batch_key(&self, scope: &Scope<'_>) -> Option<BatchKey> {
        self.0.batch_key(scope)
    }
}

#[cfg(feature = "std")]
impl From<SessionCredentials> for CachedSigner {
    fn from(session: SessionCredentials) -> Self {
        Self::new(session.0)
    }
}

impl fmt::Debug for SessionCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionCredentials").field("identity", self.identity()).field("secret", &"redacted").finish()
    }
}
