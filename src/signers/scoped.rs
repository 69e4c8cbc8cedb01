//! A key for one day, region and service, in the hands of someone who does not have the secret.

use alloc::boxed::Box;
use alloc::string::ToString;
use core::fmt;

use time::Date;
use zeroize::Zeroizing;

use crate::credentials::{Credentials, Identity};
use crate::error::{Error, Repr};
use crate::signing::{Signed, Signer, SigningJob};
use crate::sigv4::{Algorithm, Scope, SigningKey};

/// Signs with a key that was derived for one day, region and service. It holds no secret access key, so that a process at
/// the edge can sign with the date of that day, there, and with no other. Made by
/// [`Credentials::scoped`](crate::Credentials::scoped), or from the bytes of a key.
///
/// That does not make it harmless a day later. Whoever has the key can use it at any time to sign for any moment of its day, and
/// a URL lives up to 7 days from there: a key that leaked is good until 7 days after its day, which is nearly 8 days in all.
/// Less with temporary credentials, as nothing of theirs works when the session has ended, and with a bucket policy on
/// `s3:signatureAge`. Deactivating the access key ends it at once.
#[derive(Clone)]
pub struct ScopedSigner {
    identity: Identity,
    key: SigningKey,
    date: Date,
    region: Box<str>,
    service: Box<str>,
}

impl Credentials {
    /// Derives the key for one scope, for a process that is to sign there and must not have the secret.
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
    /// Of a key that was derived elsewhere: whose it is, what it is for, and its 32 bytes. It signs with
    /// [`Algorithm::Sigv4`], whatever the identity says.
    pub fn from_key(identity: Identity, scope: &Scope<'_>, key: [u8; 32]) -> Self {
        Self::with_key(identity, scope, SigningKey::from_bytes(key))
    }

    pub(crate) fn with_key(identity: Identity, scope: &Scope<'_>, key: SigningKey) -> Self {
        // What is computed here is an HMAC.
        let identity = identity.with_algorithm(Algorithm::Sigv4);
        Self { identity, key, date: scope.date(), region: scope.region().into(), service: scope.service().into() }
    }

    /// The key itself, to hand on: whoever has it can sign anything in its [scope](Self::scope).
    pub fn key_bytes(&self) -> Zeroizing<[u8; 32]> {
        self.key.to_bytes()
    }

    /// Returns the day, region and service that it signs for.
    pub fn scope(&self) -> Scope<'_> {
        Scope::from_checked(self.date, &self.region, &self.service)
    }

    /// Returns the identity that signs.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }
}

impl Signer for ScopedSigner {
    /// # Errors
    ///
    /// Besides those of [`SigningJob::identify`]: [`ScopeMismatch`](crate::ErrorKind::ScopeMismatch), naming both scopes,
    /// for a request in another scope.
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        if job.scope() != self.scope() {
            // Where no key of SigV4 would do, another scope is no help.
            job.check_identity(&self.identity)?;
            let (key, request) = (self.scope().to_string().into(), job.scope().to_string().into());
            return Err(Repr::ScopeMismatch { key, request }.into());
        }
        Ok(job.identify(&self.identity)?.sign(&self.key))
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
