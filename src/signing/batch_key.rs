//! What signs many URLs of one request.

use alloc::sync::Arc;
use core::fmt;

use crate::credentials::Identity;
use crate::sigv4::SigningKey;

/// An identity and its signing key for one scope, with which
/// [`PresignRequest::sign_each_at`](crate::PresignRequest::sign_each_at) signs many URLs. A
/// [`Signer`](crate::Signer) that wraps another one passes it on:
///
/// ```
/// use presign::sigv4::Scope;
/// use presign::{BatchKey, CachedSigner, Error, Signed, Signer, SigningJob};
///
/// /// Counts the signatures that are requested one at a time.
/// struct Counting(CachedSigner, std::sync::atomic::AtomicUsize);
///
/// impl Signer for Counting {
///     fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
///         self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
///         self.0.sign(job)
///     }
///
///     fn batch_key(&self, scope: &Scope<'_>) -> Option<BatchKey> {
///         self.0.batch_key(scope)
///     }
/// }
/// ```
pub struct BatchKey {
    pub(crate) identity: Identity,
    pub(crate) key: Arc<SigningKey>,
}

impl BatchKey {
    pub(crate) fn new(identity: Identity, key: Arc<SigningKey>) -> Self {
        Self { identity, key }
    }
}

impl fmt::Debug for BatchKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchKey").field("identity", &self.identity).field("key", &"redacted").finish()
    }
}
