//! The credentials of a session of S3 Express.

use alloc::string::String;
use core::fmt;

use time::OffsetDateTime;

use crate::credentials::{Credentials, Identity};
use crate::error::Error;
#[cfg(feature = "std")]
use crate::signer::CachedSigner;
use crate::signer::{ScopedSigner, Signed, Signer, SigningJob};
use crate::sigv4::Scope;

/// The credentials that CreateSession of S3 Express gives: good for the objects of one directory bucket, for five minutes.
///
/// A type of their own, as their token travels as `X-Amz-S3session-Token` and that of [`Credentials`] as
/// `X-Amz-Security-Token`: neither can be written where the other belongs. A request that a session can't sign is
/// [`SessionCredentials`](crate::ErrorKind::SessionCredentials): one to any other bucket or service, a copy, HeadBucket,
/// CreateSession itself, and what creates, deletes or configures the bucket.
///
/// A URL ends with its session. One that has to live longer is signed with the ordinary credentials, which a directory bucket
/// takes as well.
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
/// # let _ = create_session;
///
/// // Whoever sends that request reads these four from `Credentials` in the answer's XML.
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
    /// Of the four parts of CreateSession's answer: `AccessKeyId`, `SecretAccessKey`, `SessionToken` and `Expiration`.
    pub fn new(
        access_key_id: impl Into<String>,
        secret_access_key: impl Into<String>,
        session_token: impl Into<String>,
        expiration: OffsetDateTime,
    ) -> Self {
        let credentials = Credentials::new(access_key_id, secret_access_key).with_expiry(expiration);
        Self(credentials.of_session(session_token.into()))
    }

    /// All of this but the secret: who signs, until when.
    pub fn identity(&self) -> &Identity {
        self.0.identity()
    }

    /// Derives the key for one scope, as [`Credentials::scoped`] does.
    pub fn scoped(&self, scope: &Scope<'_>) -> ScopedSigner {
        self.0.scoped(scope)
    }
}

/// Derives the signing key anew each time. For many URLs, there is [`CachedSigner::from`](CachedSigner).
impl Signer for SessionCredentials {
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        self.0.sign(job)
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
