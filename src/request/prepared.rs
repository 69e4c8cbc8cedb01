//! A URL that waits for a signature from elsewhere.

use alloc::string::String;
use core::fmt;

use crate::error::Error;
use crate::method::Method;
use crate::signing::{Pending, PresignedUrl};
use crate::sigv4::{HeaderLines, Scope, WipedString};

/// A URL without its signature, created by [`PresignRequest::prepare_at`](crate::PresignRequest::prepare_at). It
/// borrows nothing, so it can be held across an await.
///
/// ```
/// use presign::sigv4::SigningKey;
/// use presign::{Bucket, Credentials, Identity};
/// use time::macros::datetime;
///
/// let (access_key_id, secret) = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let (bucket, now) = (Bucket::new("photos")?, datetime!(2026-11-23 12:00 UTC));
/// let request = bucket.get_object("boat.jpg");
///
/// let prepared = request.prepare_at(&Identity::new(access_key_id), now)?;
/// assert_eq!(prepared.scope().to_string(), "20261123/us-east-1/s3/aws4_request");
/// // A KMS would compute this signature with a key that never leaves it.
/// let signature = SigningKey::derive(secret, &prepared.scope()).sign(prepared.message());
/// let url = prepared.finish(signature.as_bytes())?;
/// assert_eq!(url, request.sign_at(&Credentials::new(access_key_id, secret), now)?);
/// # Ok::<(), presign::Error>(())
/// ```
#[must_use = "a prepared URL does nothing until it is finished"]
pub struct Prepared {
    /// The URL without its signature, followed by the string to sign. It contains the session token.
    pub(crate) out: WipedString,
    pub(crate) pending: Pending,
    /// The region of the scope.
    pub(crate) region: String,
    pub(crate) service: String,
    pub(crate) method: Method,
    pub(crate) has_body: bool,
    pub(crate) headers: HeaderLines,
    pub(crate) endpoint_end: usize,
}

impl Prepared {
    /// Returns the date, region and service that the signing key must be derived for. SigV4A has no region.
    pub fn scope(&self) -> Scope<'_> {
        Scope::from_checked(self.pending.date.date(), &self.region, &self.service)
    }

    /// Returns the string to sign.
    pub fn message(&self) -> &[u8] {
        self.pending.message(&self.out)
    }

    /// Completes the URL with the signature of [`message`](Self::message): the raw bytes of HMAC-SHA256, or for
    /// [`Algorithm::Sigv4a`](crate::Algorithm::Sigv4a) the DER form of ECDSA with SHA-256. Only its form
    /// is checked.
    ///
    /// # Errors
    ///
    /// [`InvalidSignature`](crate::ErrorKind::InvalidSignature) for a signature of another length or form, such as
    /// hexadecimal digits.
    pub fn finish(mut self, signature: &[u8]) -> Result<PresignedUrl, Error> {
        self.pending.finish(signature, &mut self.out)?;
        let Self { out, pending, method, has_body, headers, endpoint_end, .. } = self;
        Ok(PresignedUrl::new(out.into_string(), endpoint_end, method, has_body, headers, pending.validity))
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared")
            .field("scope", &format_args!("{}", self.scope()))
            .field("method", &self.method)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}
