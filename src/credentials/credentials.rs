//! An access key and its secret.

use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::identity::{Identity, TokenKind};
use crate::sigv4::{HMAC_STACK, SECRET_PREFIX, Scope, Signature, SigningKey, on_wiped_stack};

/// An access key: its ID and secret, and for temporary credentials the session token and expiry.
///
/// The secret and the token are wiped from memory when dropped and never shown. Constructors never fail; signing
/// reports credentials that are empty, malformed, swapped or expired.
///
/// ```
/// use presign::Credentials;
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
///     .with_session_token("AQoDYXdzEPT//////////wEXAMPLE")
///     .with_expiry(datetime!(2026-11-23 18:00 UTC));
/// assert!(!format!("{credentials:?}").contains("wJalrXUtnFEMI"));
/// ```
#[derive(Clone)]
pub struct Credentials {
    identity: Identity,
    /// Includes the `AWS4` prefix of key derivation, so that signing needs no copy of the secret.
    prefixed_secret: Zeroizing<String>,
}

impl Credentials {
    /// Creates credentials from an access key ID (`AKIA...`) and its secret access key. Temporary credentials
    /// (`ASIA...`) also need their [session token](Self::with_session_token).
    ///
    /// ```
    /// use presign::Credentials;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// assert_eq!(credentials.access_key_id(), "AKIAIOSFODNN7EXAMPLE");
    /// assert_eq!(credentials.expires_at(), None);
    /// ```
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Self {
        let secret = Zeroizing::new(secret_access_key.into());
        let mut prefixed_secret = Zeroizing::new(String::with_capacity(SECRET_PREFIX.len() + secret.len()));
        prefixed_secret.push_str(SECRET_PREFIX);
        prefixed_secret.push_str(&secret);
        Self { identity: Identity::with_secret(access_key_id, &secret), prefixed_secret }
    }

    /// Adds the session token of temporary credentials, from STS, SSO, or an instance or container role. For the
    /// credentials that CreateSession of S3 Express returns, use [`SessionCredentials`](crate::s3::SessionCredentials).
    ///
    /// ```
    /// use presign::{Bucket, Credentials};
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", "secret").with_session_token("token");
    /// let url = Bucket::new("photos")?.get_object("boat.jpg").sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
    /// assert!(url.as_str().contains("&X-Amz-Security-Token=token&"));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn with_session_token(mut self, token: impl Into<String>) -> Self {
        self.identity = self.identity.with_token(TokenKind::Security, token);
        self
    }

    /// Sets when the credentials expire. A URL expires no later than its credentials, and
    /// [`PresignedUrl::expires_at`](crate::PresignedUrl::expires_at) then returns their expiry, in whole seconds.
    ///
    /// Call it for all credentials with a session token: otherwise a URL stops working with its session, earlier than
    /// `expires_at` says. Without it, [`require_full_lifetime`](crate::PresignRequest::require_full_lifetime) is an
    /// error, and so is an expiry of over 36 hours on AWS, where no session is valid for longer.
    ///
    /// ```
    /// use presign::{Bucket, Credentials};
    /// use std::time::Duration;
    /// use time::macros::datetime;
    ///
    /// let session = Credentials::new("ASIAIOSFODNN7EXAMPLE", "secret").with_session_token("token");
    /// let session = session.with_expiry(datetime!(2026-11-23 13:00 UTC));
    /// let bucket = Bucket::new("photos")?;
    /// let request = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(7 * 24 * 60 * 60));
    /// let url = request.sign_at(&session, datetime!(2026-11-23 12:00 UTC))?;
    /// assert_eq!(url.expires_at(), Some(datetime!(2026-11-23 13:00 UTC)));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn with_expiry(mut self, ends: OffsetDateTime) -> Self {
        self.identity = self.identity.with_expiry(ends);
        self
    }

    /// Returns the access key ID. It is not a secret: every URL shows it.
    pub fn access_key_id(&self) -> &str {
        self.identity.access_key_id()
    }

    /// Returns when the credentials expire, if known.
    pub fn expires_at(&self) -> Option<OffsetDateTime> {
        self.identity.expires_at()
    }

    /// Returns the identity: everything except the secret.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Converts the credentials to those of an S3 Express session, whose token is sent in another parameter.
    pub(crate) fn of_session(self, token: String) -> Self {
        Self { identity: self.identity.with_token(TokenKind::S3Session, token), ..self }
    }

    /// Returns the secret access key.
    #[cfg(any(feature = "diagnose", feature = "sigv4a"))]
    pub(crate) fn secret(&self) -> &str {
        &self.prefixed_secret[SECRET_PREFIX.len()..]
    }

    /// Derives the key for a scope, to a place where it stays: moving it would leave a copy.
    pub(crate) fn derive_key(&self, scope: &Scope<'_>) -> Arc<SigningKey> {
        on_wiped_stack::<HMAC_STACK, _>(|| Arc::new(SigningKey::derive_prefixed(&self.prefixed_secret, scope)))
    }

    /// Derives the key for a scope, signs one message and forgets the key.
    pub(crate) fn sign_message(&self, scope: &Scope<'_>, message: &[u8]) -> Signature {
        on_wiped_stack::<HMAC_STACK, _>(|| SigningKey::derive_prefixed(&self.prefixed_secret, scope).sign(message))
    }

    /// Derives the key for a scope, verifies one signature and forgets the key.
    #[cfg(feature = "verify")]
    pub(crate) fn verify_message(&self, scope: &Scope<'_>, message: &[u8], signature: &[u8]) -> bool {
        on_wiped_stack::<HMAC_STACK, _>(|| {
            SigningKey::derive_prefixed(&self.prefixed_secret, scope).verify(message, signature)
        })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("identity", &self.identity).field("secret", &"redacted").finish()
    }
}
