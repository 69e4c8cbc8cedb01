//! The public half of credentials, and the kinds of session tokens.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
#[cfg(any(feature = "post", feature = "serde"))]
use alloc::vec::Vec;
use core::fmt;
#[cfg(any(feature = "post", feature = "serde"))]
use core::mem;

use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::pasted::{Stray, find_stray};
use crate::error::{Byte, Error, Repr};
use crate::sigv4::{Algorithm, AmzDate, append_component, encode_component};

/// The identity that a URL is signed as: the public half of credentials. A custom signer signs as an identity.
///
/// ```
/// use presign::{Algorithm, Identity, TokenKind};
/// use time::macros::datetime;
///
/// let identity = Identity::new("ASIAIOSFODNN7EXAMPLE")
///     .with_token(TokenKind::Security, "token")
///     .with_expiry(datetime!(2026-11-23 18:00 UTC));
/// assert_eq!(identity.access_key_id(), "ASIAIOSFODNN7EXAMPLE");
/// assert_eq!(identity.algorithm(), Algorithm::Sigv4);
/// assert_eq!(identity.expires_at(), Some(datetime!(2026-11-23 18:00 UTC)));
/// ```
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
///
/// ```
/// use presign::{Bucket, Identity, TokenKind};
/// use time::macros::datetime;
///
/// let identity = Identity::new("ASIAIOSFODNN7EXAMPLE").with_token(TokenKind::S3Session, "token");
/// let express = Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").build()?;
/// let prepared = express.get_object("boat.jpg").prepare_at(&identity, datetime!(2026-11-23 12:00 UTC))?;
/// let url = prepared.finish(&[0; 32])?; // a KMS computes the signature
/// assert!(url.as_str().contains("&X-Amz-S3session-Token=token&"));
/// # Ok::<(), presign::Error>(())
/// ```
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

    /// Creates the identity of credentials with this secret, and keeps only whether the secret is valid.
    pub(super) fn with_secret(access_key_id: impl Into<String>, secret: &str) -> Self {
        let mut identity = Self::new(access_key_id);
        identity.defect = if looks_like_secret(&identity.access_key_id) && looks_like_access_key_id(secret) {
            Some(Repr::SwappedCredentials {}.into())
        } else {
            identity.defect.or_else(|| defect("secret access key", secret, ""))
        };
        identity
    }

    /// Sets the session token, replacing any earlier one.
    pub fn with_token(mut self, kind: TokenKind, token: impl Into<String>) -> Self {
        let token = Zeroizing::new(token.into());
        let defect = defect("session token", &token, ": leave it out if the credentials have none");
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
    ///
    /// ```
    /// use presign::{Algorithm, Bucket, Identity};
    /// use time::macros::datetime;
    ///
    /// let identity = Identity::new("AKIAIOSFODNN7EXAMPLE").with_algorithm(Algorithm::Sigv4a);
    /// let everywhere = Bucket::builder("arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap").build()?;
    /// let prepared = everywhere.get_object("boat.jpg").prepare_at(&identity, datetime!(2026-11-23 12:00 UTC))?;
    /// assert!(prepared.message().starts_with(b"AWS4-ECDSA-P256-SHA256\n20261123T120000Z\n"));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn with_algorithm(mut self, algorithm: Algorithm) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// Sets when the credentials expire. Set it for every identity with a session token; see
    /// [`Credentials::with_expiry`](crate::Credentials::with_expiry).
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

    /// Returns whether it is the identity of a session that expires at a time which nobody gave.
    pub(crate) fn has_unknown_expiry(&self) -> bool {
        self.token.is_some() && self.expires_at.is_none()
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
    #[expect(clippy::expect_used, reason = "`with_token` encoded a string, so the decoded bytes are UTF-8")]
    pub(crate) fn token(&self) -> Option<(TokenKind, Zeroizing<String>)> {
        let (kind, encoded) = self.encoded_token()?;
        // Sized for the worst case, as in `with_token`.
        let mut decoded = Zeroizing::new(Vec::with_capacity(encoded.len()));
        decoded.extend(percent_encoding::percent_decode_str(encoded));
        // The error of `from_utf8` would show the token in a panic.
        let token = String::from_utf8(mem::take(&mut *decoded)).map_err(|error| error.utf8_error());
        let token = token.expect("the token was a string before it was encoded");
        Some((kind, Zeroizing::new(token)))
    }

    /// Checks that the access key ID, the secret and the token are valid, and that there is a token if there must be
    /// one.
    pub(crate) fn check_parts(&self) -> Result<(), Error> {
        let token_defect = self.token.as_ref().and_then(|token| token.defect.as_ref());
        if let Some(defect) = self.defect.as_ref().or(token_defect) {
            return Err(defect.clone());
        }
        if self.token.is_none() && is_temporary(&self.access_key_id) {
            return Err(Repr::SessionTokenRequired {}.into());
        }
        Ok(())
    }

    /// Checks that the identity is valid and has not expired at this time.
    pub(crate) fn check(&self, now: AmzDate) -> Result<(), Error> {
        self.check_parts()?;
        match self.expires_at {
            Some(expiry) if expiry <= now.time() => {
                let expired_at = AmzDate::new(expiry).map_or_else(|_| expiry.to_string(), |date| date.to_string());
                Err(Repr::ExpiredCredentials { expired_at: expired_at.into(), now: now.to_string().into() }.into())
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field(
                "access_key_id",
                &if looks_like_secret(&self.access_key_id) { "redacted" } else { &self.access_key_id },
            )
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
    if let Some((offset, byte)) = control {
        return Some(Repr::MalformedCredentials { field, offset, byte: Byte(byte) }.into());
    }
    find_stray(value).map(|Stray { at, what }| Repr::UntrimmedCredentials { field, at, what }.into())
}

/// The prefix of the access key IDs of temporary credentials.
const TEMPORARY: &str = "ASIA";

/// Returns whether this is the ID of temporary credentials from AWS. Another server's name of a user may begin with
/// these letters too, so nothing but capitals and digits may follow.
pub(crate) fn is_temporary(access_key_id: &str) -> bool {
    access_key_id.strip_prefix(TEMPORARY).is_some_and(|rest| !rest.is_empty() && is_capitals_and_digits(rest))
}

/// Returns whether a text can only be an access key ID of AWS.
pub(crate) fn looks_like_access_key_id(text: &str) -> bool {
    let rest = text.strip_prefix("AKIA").or(text.strip_prefix(TEMPORARY));
    rest.is_some_and(|rest| rest.len() == 16 && is_capitals_and_digits(rest))
}

/// Returns whether a text has the form of AWS's secret access keys, and not that of an ID.
pub(crate) fn looks_like_secret(text: &str) -> bool {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    text.len() == 40 && text.bytes().all(is_base64) && !is_capitals_and_digits(text)
}

fn is_capitals_and_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}
