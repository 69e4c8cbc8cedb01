//! The credentials of a session of S3 Express.

use alloc::format;
use alloc::string::String;
use core::fmt;

use time::OffsetDateTime;

use crate::credentials::{Credentials, Identity};
use crate::error::{Error, Repr};
#[cfg(feature = "std")]
use crate::signers::CachedSigner;
use crate::signers::ScopedSigner;
use crate::signing::{Signed, Signer, SigningJob};
use crate::sigv4::Scope;
use crate::sigv4::rfc3339::parse_date_time;

/// The credentials that CreateSession of S3 Express gives: good for the objects of one directory bucket, for five minutes.
///
/// A type of their own, as their token travels as `X-Amz-S3session-Token` and that of [`Credentials`] as
/// `X-Amz-Security-Token`: neither can be written where the other belongs. A request that a session can't sign is
/// [`SessionCredentials`](crate::ErrorKind::SessionCredentials): one to any other bucket or service, a copy, HeadBucket,
/// CreateSession itself, and what creates, deletes or configures the bucket.
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
/// # let _ = create_session;
///
/// // Whoever sends that request gives its answer to `SessionCredentials::from_xml`, or reads it with a parser.
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
    pub fn new(
        access_key_id: impl Into<String>,
        secret_access_key: impl Into<String>,
        session_token: impl Into<String>,
        expiration: OffsetDateTime,
    ) -> Self {
        let credentials = Credentials::new(access_key_id, secret_access_key).with_expiry(expiration);
        Self(credentials.of_session(session_token.into()))
    }

    /// Parses the body of a CreateSession response.
    ///
    /// ```
    /// use presign::s3::SessionCredentials;
    ///
    /// let session = SessionCredentials::from_xml(
    ///     r#"<?xml version="1.0" encoding="UTF-8"?>
    ///     <CreateSessionResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
    ///         <Credentials>
    ///             <AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId>
    ///             <Expiration>2026-11-23T12:05:00Z</Expiration>
    ///             <SecretAccessKey>secret</SecretAccessKey>
    ///             <SessionToken>token</SessionToken>
    ///         </Credentials>
    ///     </CreateSessionResult>"#,
    /// )?;
    /// assert_eq!(session.identity().access_key_id(), "ASIAIOSFODNN7EXAMPLE");
    /// # Ok::<(), presign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`InvalidSessionAnswer`](crate::ErrorKind::InvalidSessionAnswer) where one of the four elements is missing (the answer
    /// is an error of S3's, say), stands twice, or holds anything but text without escapes, and for an expiration that is no
    /// moment.
    pub fn from_xml(answer: &str) -> Result<Self, Error> {
        let credentials = element(answer, "Credentials")?;
        let text = |name| {
            let text = element(credentials, name)?.trim();
            // None of the four has a character that would need one.
            let is_text = !text.is_empty() && !text.contains(['<', '&']);
            if is_text { Ok(text) } else { Err(invalid(name, "is empty or is no plain text")) }
        };
        let problem = "is not a moment in RFC 3339's form, such as 2026-11-23T12:00:00Z";
        let expiration = parse_date_time(text("Expiration")?).ok_or_else(|| invalid("Expiration", problem))?;
        Ok(Self::new(text("AccessKeyId")?, text("SecretAccessKey")?, text("SessionToken")?, expiration))
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

/// What stands between the tags of the one element of that name. No more of XML is in CreateSession's answer.
fn element<'a>(xml: &'a str, name: &'static str) -> Result<&'a str, Error> {
    let (start, end) = (format!("<{name}>"), format!("</{name}>"));
    let (_, rest) = xml.split_once(&start).ok_or_else(|| invalid(name, "is missing"))?;
    let (content, rest) = rest.split_once(&end).ok_or_else(|| invalid(name, "has no end"))?;
    if content.contains(&start) || rest.contains(&start) {
        return Err(invalid(name, "stands twice"));
    }
    Ok(content)
}

fn invalid(element: &'static str, problem: &'static str) -> Error {
    Repr::InvalidSessionAnswer { element, problem }.into()
}

impl fmt::Debug for SessionCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionCredentials").field("identity", self.identity()).field("secret", &"redacted").finish()
    }
}
