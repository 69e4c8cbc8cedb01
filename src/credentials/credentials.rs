//! Who signs: the identity and its secret.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
#[cfg(any(feature = "post", feature = "serde"))]
use alloc::vec::Vec;
use core::fmt;
#[cfg(any(feature = "post", feature = "serde"))]
use core::mem;

use time::OffsetDateTime;
use zeroize::Zeroizing;

use crate::error::{Byte, Error, Repr};
use crate::sigv4::{Algorithm, AmzDate, SECRET_PREFIX, Scope, SigningKey, append_component, encode_component};

/// An access key: its ID and secret, and for temporary credentials the session token and expiry.
///
/// The secret and the token are wiped from memory when dropped and never shown. Constructors never fail; signing
/// reports credentials that are empty, malformed or expired.
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
    /// Creates credentials from an access key ID (`AKIA...`, `ASIA...`) and its secret access key.
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Self {
        let secret = Zeroizing::new(secret_access_key.into());
        let mut prefixed_secret = Zeroizing::new(String::with_capacity(SECRET_PREFIX.len() + secret.len()));
        prefixed_secret.push_str(SECRET_PREFIX);
        prefixed_secret.push_str(&secret);
        let mut identity = Identity::new(access_key_id);
        identity.defect = identity.defect.or_else(|| defect("secret access key", &secret, ""));
        Self { identity, prefixed_secret }
    }

    /// Adds the session token of temporary credentials, from STS, SSO, or an instance or container role. For the
    /// credentials that CreateSession of S3 Express returns, use [`SessionCredentials`](crate::s3::SessionCredentials).
    pub fn with_session_token(mut self, token: impl Into<String>) -> Self {
        self.identity = self.identity.with_token(TokenKind::Security, token);
        self
    }

    /// Sets when the credentials expire. A URL expires no later than its credentials, and
    /// [`PresignedUrl::expires_at`](crate::PresignedUrl::expires_at) then returns their expiry, in whole seconds.
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

    /// Turns these into the credentials of an S3 Express session, whose token is sent in another parameter.
    pub(crate) fn of_session(self, token: String) -> Self {
        Self { identity: self.identity.with_token(TokenKind::S3Session, token), ..self }
    }

    /// Returns the secret access key.
    #[cfg(feature = "sigv4a")]
    pub(crate) fn secret(&self) -> &str {
        &self.prefixed_secret[SECRET_PREFIX.len()..]
    }

    pub(crate) fn derive_key(&self, scope: &Scope<'_>) -> SigningKey {
        SigningKey::derive_prefixed(&self.prefixed_secret, scope)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("identity", &self.identity).field("secret", &"redacted").finish()
    }
}

/// The identity that a URL is signed as: the public half of credentials. A custom signer signs as an identity.
#[derive(Clone)]
pub struct Identity {
    access_key_id: Box<str>,
    /// Percent-encoded once, because every URL needs it.
    encoded_access_key_id: Box<str>,
    token: Option<Token>,
    algorithm: Algorithm,
    expires_at: Option<OffsetDateTime>,
    /// An error in the access key ID or the secret: found on construction, and returned on signing.
    defect: Option<Error>,
}

#[derive(Clone)]
struct Token {
    kind: TokenKind,
    encoded: Zeroizing<String>,
    defect: Option<Error>,
}

/// The kind of a session token, which decides its query parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// `X-Amz-Security-Token`: for temporary credentials from STS.
    Security,
    /// `X-Amz-S3session-Token`: for the [credentials](crate::s3::SessionCredentials) that CreateSession of S3 Express
    /// returns.
    S3Session,
}

impl TokenKind {
    pub(crate) const fn parameter_name(self) -> &'static str {
        match self {
            Self::Security => "X-Amz-Security-Token",
            Self::S3Session => "X-Amz-S3session-Token",
        }
    }
}

impl Identity {
    /// Creates an identity from an access key ID. The algorithm is [`Algorithm::Sigv4`].
    pub fn new(access_key_id: impl Into<String>) -> Self {
        let access_key_id = access_key_id.into();
        let mut identity = Self {
            encoded_access_key_id: encode_component(&access_key_id).to_string().into(),
            access_key_id: access_key_id.into(),
            token: None,
            algorithm: Algorithm::Sigv4,
            expires_at: None,
            defect: None,
        };
        identity.defect = defect("access key ID", &identity.access_key_id, "");
        identity
    }

    /// Sets the session token, replacing any earlier one.
    pub fn with_token(mut self, kind: TokenKind, token: impl Into<String>) -> Self {
        let token = Zeroizing::new(token.into());
        let defect = defect("session token", &token, ": leave it out for credentials that have none");
        // Sized for the worst case: a buffer that grows would leave parts of the token in freed memory.
        let mut encoded = Zeroizing::new(String::with_capacity(3 * token.len()));
        // Escapes pass through a buffer on the stack. Pieces that end with the escaped character put only that
        // character there.
        let is_escaped = |character: char| !character.is_ascii_alphanumeric() && !"-._~".contains(character);
        token.split_inclusive(is_escaped).for_each(|piece| append_component(piece, &mut encoded));
        self.token = Some(Token { kind, encoded, defect });
        self
    }

    /// Sets the algorithm that the signer computes.
    pub fn with_algorithm(mut self, algorithm: Algorithm) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// Sets when the credentials expire.
    pub fn with_expiry(mut self, ends: OffsetDateTime) -> Self {
        self.expires_at = Some(ends);
        self
    }

    /// Returns the access key ID.
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// Returns the algorithm.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Returns when the credentials expire, if known.
    pub fn expires_at(&self) -> Option<OffsetDateTime> {
        self.expires_at
    }

    pub(crate) fn encoded_access_key_id(&self) -> &str {
        &self.encoded_access_key_id
    }

    /// Returns the kind of the token, and the token percent-encoded.
    pub(crate) fn encoded_token(&self) -> Option<(TokenKind, &str)> {
        self.token.as_ref().map(|token| (token.kind, token.encoded.as_str()))
    }

    /// Returns the kind of the token, and the token itself.
    #[cfg(any(feature = "post", feature = "serde"))]
    #[expect(clippy::expect_used, reason = "`with_token` takes text, and encodes it")]
    pub(crate) fn token(&self) -> Option<(TokenKind, Zeroizing<String>)> {
        let (kind, encoded) = self.encoded_token()?;
        // Sized for the worst case, as in `with_token`.
        let mut decoded = Zeroizing::new(Vec::with_capacity(encoded.len()));
        decoded.extend(percent_encoding::percent_decode_str(encoded));
        let token = String::from_utf8(mem::take(&mut *decoded)).expect("the token was text before it was encoded");
        Some((kind, Zeroizing::new(token)))
    }

    /// Checks that the access key ID, the secret and the token are not empty and have no control characters.
    pub(crate) fn check_parts(&self) -> Result<(), Error> {
        let token_defect = self.token.as_ref().and_then(|token| token.defect.as_ref());
        self.defect.as_ref().or(token_defect).map_or(Ok(()), |defect| Err(defect.clone()))
    }

    /// Checks that the identity is valid and has not expired at this time.
    pub(crate) fn check(&self, now: AmzDate) -> Result<(), Error> {
        self.check_parts()?;
        match self.expires_at {
            Some(ended) if ended <= now.time() => {
                let ended = AmzDate::new(ended).map_or_else(|_| ended.to_string(), |ended| ended.to_string());
                Err(Repr::ExpiredCredentials { ended: ended.into(), now: now.to_string().into() }.into())
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("access_key_id", &self.access_key_id)
            .field("token", &self.token.as_ref().map(|token| (token.kind, "redacted")))
            .field("algorithm", &self.algorithm)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

fn defect(field: &'static str, value: &str, hint: &'static str) -> Option<Error> {
    if value.is_empty() {
        return Some(Repr::EmptyCredentials { field, hint }.into());
    }
    let control = value.bytes().enumerate().find(|(_, byte)| byte.is_ascii_control());
    control.map(|(offset, byte)| Repr::MalformedCredentials { field, offset, byte: Byte(byte) }.into())
}
