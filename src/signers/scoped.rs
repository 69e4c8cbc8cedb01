//! A signer for one day, region and service, without the secret access key.

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt;

use time::Date;
use zeroize::{Zeroize, Zeroizing};

use crate::credentials::{Credentials, Identity};
use crate::error::Error;
use crate::signing::{BatchKey, Signed, Signer, SigningJob};
use crate::sigv4::{Algorithm, HMAC_STACK, Scope, SigningKey, on_wiped_stack};

/// Signs with a key that was derived for one day, region and service, for processes that must not have the secret
/// access key. It can't sign anything else.
///
/// Created by [`Credentials::scoped`](crate::Credentials::scoped), or from the bytes of a key.
///
/// A leaked key remains usable for almost eight days: it can sign for any time of its day, at any later time, and a URL
/// is valid for up to 7 days after its signing time. To shorten that, use temporary credentials, because nothing signed
/// with them works after the session has expired, or a bucket policy on `s3:signatureAge`. Deactivating the access key
/// revokes the key at once.
///
/// ```
/// use presign::sigv4::Scope;
/// use presign::{Bucket, Credentials, ErrorKind};
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let signer = credentials.scoped(&Scope::new(datetime!(2026-11-23 0:00 UTC).date(), "us-east-1", "s3")?);
/// assert_eq!(signer.scope().to_string(), "20261123/us-east-1/s3/aws4_request");
///
/// let bucket = Bucket::new("photos")?;
/// let next_day = bucket.get_object("boat.jpg").sign_at(&signer, datetime!(2026-11-24 0:00 UTC));
/// assert_eq!(next_day.unwrap_err().kind(), ErrorKind::ScopeMismatch);
/// # Ok::<(), presign::Error>(())
/// ```
#[derive(Clone)]
pub struct ScopedSigner {
    identity: Identity,
    /// Shared, because a signer that is moved or cloned would leave a copy of its key each time.
    key: Arc<SigningKey>,
    date: Date,
    region: Box<str>,
    service: Box<str>,
}

impl Credentials {
    /// Derives the key for one scope, for a process that signs without the secret access key.
    ///
    /// ```
    /// use presign::sigv4::{AmzDate, Scope};
    /// use presign::{Bucket, Credentials};
    /// use std::time::Duration;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let now = "20261123T120000Z".parse::<AmzDate>()?;
    /// let edge = credentials.scoped(&Scope::new(now.date(), "us-east-1", "s3")?);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let request = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(60));
    /// assert_eq!(request.sign_at(&edge, now.time())?, request.sign_at(&credentials, now.time())?);
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn scoped(&self, scope: &Scope<'_>) -> ScopedSigner {
        ScopedSigner::with_key(self.identity().clone(), scope, self.derive_key(scope))
    }
}

impl ScopedSigner {
    /// Creates a signer from a key that was derived elsewhere for this scope. It signs with [`Algorithm::Sigv4`],
    /// whatever algorithm the identity has.
    ///
    /// ```
    /// use presign::sigv4::Scope;
    /// use presign::{Credentials, Identity, ScopedSigner};
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let scope = Scope::new(datetime!(2026-11-23 0:00 UTC).date(), "us-east-1", "s3")?;
    /// let key = credentials.scoped(&scope).key_bytes(); // sent to another process, which has no secret
    /// let signer = ScopedSigner::from_key(Identity::new("AKIAIOSFODNN7EXAMPLE"), &scope, *key);
    /// assert_eq!(signer.scope(), scope);
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn from_key(identity: Identity, scope: &Scope<'_>, mut key: [u8; 32]) -> Self {
        let signer = Self::of_key(identity, scope, &key);
        key.zeroize();
        signer
    }

    pub(crate) fn of_key(identity: Identity, scope: &Scope<'_>, key: &[u8; 32]) -> Self {
        Self::with_key(identity, scope, on_wiped_stack::<HMAC_STACK, _>(|| Arc::new(SigningKey::of(key))))
    }

    fn with_key(identity: Identity, scope: &Scope<'_>, key: Arc<SigningKey>) -> Self {
        // The key is for HMAC, so the algorithm can only be SigV4.
        let identity = identity.with_algorithm(Algorithm::Sigv4);
        Self { identity, key, date: scope.date(), region: scope.region().into(), service: scope.service().into() }
    }

    /// Returns the bytes of the key. Whoever has them can sign anything in its [scope](Self::scope).
    pub fn key_bytes(&self) -> Zeroizing<[u8; 32]> {
        self.key.to_bytes()
    }

    /// Returns the day, region and service that it signs for.
    pub fn scope(&self) -> Scope<'_> {
        Scope::from_checked(self.date, &self.region, &self.service)
    }

    /// Returns whether a signature is that of a message. Compares in constant time.
    #[cfg(feature = "verify")]
    pub(crate) fn verify_message(&self, message: &[u8], signature: &[u8]) -> bool {
        self.key.verify(message, signature)
    }

    /// Returns the identity that signs.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }
}

impl Signer for ScopedSigner {
    /// # Errors
    ///
    /// The errors of [`SigningJob::identify`], and [`ScopeMismatch`](crate::ErrorKind::ScopeMismatch), naming both
    /// scopes, for a request in another scope.
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        job.identify(&self.identity)?.sign(&self.scope(), &self.key)
    }

    fn batch_key(&self, scope: &Scope<'_>) -> Option<BatchKey> {
        (*scope == self.scope()).then(|| BatchKey::new(self.identity.clone(), self.key.clone()))
    }
}

impl fmt::Debug for ScopedSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScopedSigner")
            .field("identity", &self.identity)
            .field("scope", &format_args!("{}", self.scope()))
            .field("key", &"redacted")
            .finish()
    }
}
