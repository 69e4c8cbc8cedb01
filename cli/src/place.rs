//! Where a request goes, and who signs it.

use presign::sigv4a::Sigv4aSigner;
use presign::{Bucket, CachedSigner, Credentials, Signer};
use presign_config::{PlaceArgs, credentials};

use crate::failure::Failure;

/// A bucket, and the credentials that sign for it.
pub(crate) struct Place {
    pub(crate) bucket: Bucket,
    pub(crate) credentials: Credentials,
}

impl Place {
    /// Returns the bucket with this name or ARN, and the credentials.
    pub(crate) fn load(options: &PlaceArgs, bucket: &str) -> Result<Self, Failure> {
        let profile = options.profile()?;
        let bucket = presign_config::bucket(bucket, &options.overrides(), &profile)?;
        Ok(Self { bucket, credentials: credentials(&profile)? })
    }
}

/// Returns a signer for the bucket: only a multi-region access point needs SigV4A.
pub(crate) fn signer(bucket: &Bucket, credentials: Credentials) -> Box<dyn Signer + Sync> {
    if bucket.region() == "*" {
        Box::new(Sigv4aSigner::new(credentials))
    } else {
        Box::new(CachedSigner::new(credentials))
    }
}
