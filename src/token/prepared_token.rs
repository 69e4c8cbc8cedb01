//! A token that waits for a signature from elsewhere.

use core::fmt;

use super::AuthToken;
use super::format::TokenFormat;
use crate::error::Error;
use crate::request::Prepared;
use crate::sigv4::Scope;

/// A token that lacks only its signature, created by `prepare_at` of each token for an asynchronous signer, such as a
/// key in a KMS. It borrows nothing, so it can be kept across an await.
///
/// ```
/// use presign::token::{AuthToken, Rds};
/// use presign::{Error, Identity};
/// use time::OffsetDateTime;
///
/// # async fn hmac_in_kms(_scope: String, _message: &[u8]) -> std::io::Result<[u8; 32]> { Ok([0; 32]) }
/// async fn password(database: &Rds, now: OffsetDateTime) -> Result<AuthToken, Error> {
///     let prepared = database.prepare_at(&Identity::new("AKIAIOSFODNN7EXAMPLE"), now)?;
///     let signature = hmac_in_kms(prepared.scope().to_string(), prepared.message()).await.map_err(Error::signer)?;
///     prepared.finish(&signature)
/// }
/// ```
#[must_use = "a prepared token does nothing until it is finished"]
pub struct PreparedToken {
    prepared: Prepared,
    format: TokenFormat,
}

impl PreparedToken {
    pub(super) fn new(prepared: Prepared, format: TokenFormat) -> Self {
        Self { prepared, format }
    }

    /// Returns the date, region and service that the signing key must be derived for.
    pub fn scope(&self) -> Scope<'_> {
        self.prepared.scope()
    }

    /// Returns the string to sign.
    pub fn message(&self) -> &[u8] {
        self.prepared.message()
    }

    /// Completes the token with the HMAC-SHA256 of [`message`](Self::message), as raw bytes.
    ///
    /// # Errors
    ///
    /// - [`InvalidSignature`](crate::ErrorKind::InvalidSignature) for a signature of another length, such as
    ///   hexadecimal digits.
    /// - [`TokenTooLong`](crate::ErrorKind::TokenTooLong) for a token of [`Eks`](super::Eks) over 4,096 bytes.
    pub fn finish(self, signature: &[u8]) -> Result<AuthToken, Error> {
        self.format.token(self.prepared.finish(signature)?)
    }
}

impl fmt::Debug for PreparedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedToken").field("prepared", &self.prepared).finish_non_exhaustive()
    }
}
