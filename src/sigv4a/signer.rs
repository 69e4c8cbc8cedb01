//! The signer of SigV4A.

use core::fmt;

use super::SigningKey;
use crate::algorithm::Algorithm;
use crate::credentials::{Credentials, Identity};
use crate::error::Error;
use crate::signer::{Signed, Signer, SigningJob};

/// Signs with SigV4A as the owner of its credentials. The key pair is derived once, when the signer is made, and is good for
/// every day and place; the secret access key is not kept.
///
/// An ordinary bucket or service is signed for the one region that it has. A form is
/// [an error](crate::ErrorKind::Sigv4aForm).
///
/// A signature takes hundreds of times as long as one of SigV4. A program that depends on the crate `p256` with its features
/// `std` and `precomputed-tables` has them in half the time. Share one signer between threads by reference or in an `Arc`. [The module](crate::sigv4a) has an example.
#[derive(Clone)]
pub struct Sigv4aSigner {
    identity: Identity,
    /// What went wrong with it is told when it is used, as everything about credentials is.
    key: Result<SigningKey, Error>,
}

impl Sigv4aSigner {
    /// Of credentials, long-term or temporary. Their end and their token mean what they mean for SigV4.
    pub fn new(credentials: Credentials) -> Self {
        Self {
            identity: credentials.identity().clone().with_algorithm(Algorithm::Sigv4a),
            key: SigningKey::derive(credentials.access_key_id(), credentials.secret()),
        }
    }

    /// Whom it signs as.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }
}

impl Signer for Sigv4aSigner {
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        let unsigned = job.identify(&self.identity)?;
        let key = self.key.as_ref().map_err(Error::clone)?;
        let signature = key.sign(unsigned.message());
        Ok(unsigned.finish(signature.as_bytes()))
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
