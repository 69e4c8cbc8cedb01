//! Signature Version 4A: a signature that is valid in several regions.
//!
//! Its key pair is derived from the access key alone, not from the date or region. The regions in which a signature is
//! valid are listed in the parameter `X-Amz-Region-Set`.
//!
//! Multi-region access points of S3 and a few other services require SigV4A. For an ordinary bucket or service,
//! [`Sigv4aSigner`] signs for its one region. S3 Express and the token services don't accept SigV4A.
//!
//! ```
//! use presign::sigv4a::Sigv4aSigner;
//! use presign::{Bucket, Credentials};
//! use time::macros::datetime;
//!
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! let signer = Sigv4aSigner::new(credentials);
//! let everywhere = Bucket::builder("arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap").build()?;
//!
//! let url = everywhere.get_object("boat.jpg").sign_at(&signer, datetime!(2026-11-23 12:00 UTC))?;
//! assert!(url.as_str().starts_with(
//!     "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/boat.jpg?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256"
//! ));
//! assert!(url.as_str().contains("&X-Amz-Region-Set=%2A&"));
//! # Ok::<(), presign::Error>(())
//! ```
//!
//! Signatures are deterministic ([RFC 6979]): signing the same request in the same second gives the same URL.
//!
//! Source: [AWS Signature Version 4 for API requests][aws], SigV4a.
//!
//! [aws]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
//! [RFC 6979]: https://www.rfc-editor.org/rfc/rfc6979

use alloc::sync::Arc;
use core::fmt;

use crate::credentials::{Credentials, Identity};
use crate::error::Error;
use crate::signing::{Signed, Signer, SigningJob};
use crate::sigv4::Algorithm;
pub use crate::sigv4::signing_key_v4a::{Signature, SigningKey};

/// Signs with SigV4A. See [the module](crate::sigv4a) for an example.
///
/// The key pair is derived once, when the signer is created, and is valid for every day, region and service. The secret
/// access key is not kept.
///
/// For an ordinary bucket or service, the signature is valid in its one region. Signing a form is
/// [an error](crate::ErrorKind::Sigv4aForm).
///
/// A SigV4A signature takes about a hundred times as long as a SigV4 signature, and three times that without the feature
/// `std`: with it, the first signer of a process computes a table for all of them. Share a signer between threads by
/// reference or in an `Arc`.
#[derive(Clone)]
pub struct Sigv4aSigner {
    identity: Identity,
    /// Shared, because a signer that is moved or cloned would leave a copy of its key each time. An error is returned on
    /// signing, like every other error in the credentials.
    key: Result<Arc<SigningKey>, Error>,
}

impl Sigv4aSigner {
    /// Creates a signer from long-term or temporary credentials. The session token and the expiry have the same effect
    /// as with SigV4.
    ///
    /// ```
    /// use presign::Credentials;
    /// use presign::sigv4a::Sigv4aSigner;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let signer = Sigv4aSigner::new(credentials);
    /// assert_eq!(signer.identity().algorithm().to_string(), "AWS4-ECDSA-P256-SHA256");
    /// ```
    pub fn new(credentials: Credentials) -> Self {
        Self {
            identity: credentials.identity().clone().with_algorithm(Algorithm::Sigv4a),
            key: SigningKey::derive_shared(credentials.access_key_id(), credentials.secret()),
        }
    }

    /// Returns whether a signature is that of a message. A key that can't be derived has not signed it.
    #[cfg(feature = "verify")]
    pub(crate) fn verify_message(&self, message: &[u8], signature: &[u8]) -> bool {
        self.key.as_ref().is_ok_and(|key| key.verify(message, signature))
    }

    /// Returns the identity that signs.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }
}

impl Signer for Sigv4aSigner {
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        let unsigned = job.identify(&self.identity)?;
        let key = self.key.as_ref().map_err(Error::clone)?;
        let signature = key.sign(unsigned.message());
        unsigned.finish(signature.as_bytes())
    }
}

impl From<Credentials> for Sigv4aSigner {
    fn from(credentials: Credentials) -> Self {
        Self::new(credentials)
    }
}

impl fmt::Debug for Sigv4aSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sigv4aSigner").field("identity", &self.identity).field("key", &"redacted").finish()
    }
}
