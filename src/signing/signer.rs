//! The `Signer` trait.

use alloc::boxed::Box;
use alloc::sync::Arc;

use super::batch_key::BatchKey;
use super::job::{Signed, SigningJob};
use crate::credentials::Credentials;
use crate::error::Error;
use crate::sigv4::Scope;

/// Signs requests and forms. Implemented by [`Credentials`], [`CachedSigner`](crate::CachedSigner) and
/// [`ScopedSigner`](crate::ScopedSigner). Implement it for your own signer, such as an HSM or rotating credentials.
///
/// A signer receives a [`SigningJob`] and returns it signed, in two steps:
///
/// 1. [`SigningJob::identify`] sets the identity, which is part of the string to sign.
/// 2. [`Unsigned::sign`](crate::Unsigned::sign) or [`Unsigned::finish`](crate::Unsigned::finish) adds the signature.
///
/// Only this crate can create the argument and the return value, so a signer can't combine one identity with another
/// identity's key by accident.
///
/// ```
/// use presign::{Bucket, Credentials, Error, Identity, Signed, Signer, SigningJob};
/// use std::sync::RwLock;
/// use time::macros::datetime;
///
/// /// Credentials that another thread may replace at any time.
/// struct Rotating(RwLock<Credentials>);
///
/// impl Signer for Rotating {
///     fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
///         let credentials = self.0.read().map_err(|_| Error::signer("the credentials' lock is poisoned"))?.clone();
///         credentials.sign(job)
///     }
/// }
///
/// /// A device that holds the secret, and computes HMAC-SHA256 with the key that it derives for a scope.
/// struct Hsm {
///     identity: Identity,
/// }
/// # impl Hsm { fn hmac(&self, _scope: &str, _message: &[u8]) -> std::io::Result<[u8; 32]> { Ok([0xab; 32]) } }
///
/// impl Signer for Hsm {
///     fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
///         let unsigned = job.identify(&self.identity)?;
///         let signature = self.hmac(&unsigned.scope().to_string(), unsigned.message()).map_err(Error::signer)?;
///         unsigned.finish(&signature)
///     }
/// }
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let (bucket, now) = (Bucket::new("photos")?, datetime!(2026-11-23 12:00 UTC));
/// let request = bucket.get_object("boat.jpg");
///
/// let rotating = Rotating(RwLock::new(credentials.clone()));
/// assert_eq!(request.sign_at(&rotating, now)?, request.sign_at(&credentials, now)?);
///
/// let hsm = Hsm { identity: Identity::new("AKIAIOSFODNN7EXAMPLE") };
/// assert!(request.sign_at(&hsm, now)?.as_str().ends_with(&format!("&X-Amz-Signature={}", "ab".repeat(32))));
/// # Ok::<(), Error>(())
/// ```
///
/// For an asynchronous signer such as a KMS, use [`PresignRequest::prepare_at`](crate::PresignRequest::prepare_at).
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not sign",
    label = "not a `Signer`",
    note = "pass a reference to credentials, such as `&Credentials::new(access_key_id, secret_access_key)`, or to a \
            `CachedSigner` or `ScopedSigner`",
    note = "a `Result` or an `Option` must be unwrapped first, as in `&Credentials::from_env()?`"
)]
pub trait Signer {
    /// Signs one request or form.
    ///
    /// # Errors
    ///
    /// The errors of [`SigningJob::identify`] and of [`Unsigned::finish`](crate::Unsigned::finish), and failures of the
    /// signer itself ([`Error::signer`]).
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error>;

    /// Returns the identity and the key for a scope, if they are in memory. Then
    /// [`PresignRequest::sign_each_at`](crate::PresignRequest::sign_each_at) signs with them, several times faster than
    /// if it called [`sign`](Self::sign) for each URL.
    ///
    /// The default is `None`. Implement it only to pass on the key of another signer; see [`BatchKey`].
    fn batch_key(&self, scope: &Scope<'_>) -> Option<BatchKey> {
        let _ = scope;
        None
    }
}

/// Derives the signing key for each URL. To sign many URLs, use [`CachedSigner`](crate::CachedSigner), or
/// [`PresignRequest::sign_each_at`](crate::PresignRequest::sign_each_at).
impl Signer for Credentials {
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        let unsigned = job.identify(self.identity())?;
        let signature = self.sign_message(&unsigned.scope(), unsigned.message());
        unsigned.finish(signature.as_bytes())
    }

    fn batch_key(&self, scope: &Scope<'_>) -> Option<BatchKey> {
        Some(BatchKey::new(self.identity().clone(), self.derive_key(scope)))
    }
}

impl<S: Signer + ?Sized> Signer for &S {
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        (**self).sign(job)
    }

    fn batch_key(&self, scope: &Scope<'_>) -> Option<BatchKey> {
        (**self).batch_key(scope)
    }
}

impl<S: Signer + ?Sized> Signer for Box<S> {
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        (**self).sign(job)
    }

    fn batch_key(&self, scope: &Scope<'_>) -> Option<BatchKey> {
        (**self).batch_key(scope)
    }
}

impl<S: Signer + ?Sized> Signer for Arc<S> {
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        (**self).sign(job)
    }

    fn batch_key(&self, scope: &Scope<'_>) -> Option<BatchKey> {
        (**self).batch_key(scope)
    }
}
