//! Where a request goes, and who signs it: the options that most commands share.

use clap::{Args, ValueEnum};
use presign::s3::Addressing;
use presign::sigv4a::Sigv4aSigner;
use presign::{Bucket, CachedSigner, Credentials, Signer};
use presign_config::{Overrides, Profile, credentials};

use crate::failure::Failure;

/// The options of a bucket and its signer.
#[derive(Args, Debug)]
#[command(next_help_heading = "Place and signer")]
pub(crate) struct PlaceArgs {
    /// The region, such as eu-west-1
    #[arg(long, short = 'r', value_name = "REGION")]
    region: Option<String>,
    /// The endpoint of a server other than AWS
    #[arg(long, short = 'u', value_name = "URL")]
    endpoint_url: Option<String>,
    /// Where the bucket goes: into the host, into the path, or nowhere
    #[arg(long, value_enum, value_name = "STYLE")]
    addressing: Option<Style>,
    /// The profile of the shared config and credentials files
    #[arg(long, short = 'p', value_name = "NAME")]
    profile: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Style {
    /// What the server supports
    Auto,
    /// https://BUCKET.HOST/KEY
    Virtual,
    /// https://HOST/BUCKET/KEY
    Path,
    /// The endpoint's host is the bucket
    Cname,
}

/// A bucket, and the credentials that sign for it.
pub(crate) struct Place {
    pub(crate) bucket: Bucket,
    pub(crate) credentials: Credentials,
}

impl PlaceArgs {
    /// Returns the bucket with this name or ARN, and the credentials.
    pub(crate) fn load(&self, bucket: &str) -> Result<Place, Failure> {
        let profile = Profile::load(self.profile.as_deref())?;
        let addressing = self.addressing.map(|style| match style {
            Style::Auto => Addressing::Auto,
            Style::Virtual => Addressing::VirtualHosted,
            Style::Path => Addressing::Path,
            Style::Cname => Addressing::Cname,
        });
        let overrides =
            Overrides { region: self.region.as_deref(), endpoint_url: self.endpoint_url.as_deref(), addressing };
        let bucket = presign_config::bucket(bucket, &overrides, &profile)?;
        Ok(Place { bucket, credentials: credentials(&profile)? })
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
