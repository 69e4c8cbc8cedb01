//! A bucket and its address.

use alloc::string::String;
use core::fmt;

use super::addressing::Addressing;
use super::endpoint::{BucketEndpoint, resolve};
use crate::error::Error;
use crate::target::Target;

/// A bucket: its name, its region, and the host and path that its requests go to. It is always valid, since it is checked
/// and worked out once, when it is made.
///
/// ```
/// use presign::Bucket;
/// use presign::s3::Addressing;
///
/// assert_eq!(Bucket::new("photos")?.url(), "https://photos.s3.us-east-1.amazonaws.com");
///
/// let minio = Bucket::builder("photos").endpoint("http://127.0.0.1:9000").build()?;
/// assert_eq!(minio.url(), "http://127.0.0.1:9000/photos");
///
/// let cdn = Bucket::builder("photos").endpoint("https://photos.example.com").addressing(Addressing::Cname).build()?;
/// assert_eq!(cdn.url(), "https://photos.example.com");
/// # Ok::<(), presign::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bucket {
    name: String,
    pub(super) target: Target,
}

impl Bucket {
    /// A bucket on AWS in us-east-1. For everything else there is [`builder`](Self::builder).
    ///
    /// # Errors
    ///
    /// [`InvalidBucketName`](crate::ErrorKind::InvalidBucketName) for an empty name, one over 255 bytes, one with a slash or
    /// a control character, `.`, `..`, an ARN, and a name that ends in `--x-s3`, `--xa-s3` or `--op-s3`.
    pub fn new(name: impl Into<String>) -> Result<Self, Error> {
        Self::builder(name).build()
    }

    /// A bucket anywhere.
    pub fn builder(name: impl Into<String>) -> BucketBuilder {
        BucketBuilder {
            name: name.into(),
            region: None,
            endpoint: None,
            addressing: Addressing::Auto,
            global_endpoint: false,
        }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bucket's own URL, without a slash at its end.
    pub fn url(&self) -> &str {
        self.target.base_url()
    }

    /// The host that is signed and sent, with a port that is not the scheme's own.
    pub fn host(&self) -> &str {
        self.target.host()
    }

    /// The region that URLs are signed for.
    pub fn region(&self) -> &str {
        self.target.region()
    }

    /// The signing name that URLs are signed for: `s3`.
    pub fn signing_service(&self) -> &str {
        self.target.service()
    }
}

impl TryFrom<&str> for Bucket {
    type Error = Error;

    /// As [`Bucket::new`].
    fn try_from(name: &str) -> Result<Self, Error> {
        Self::new(name)
    }
}

impl TryFrom<String> for Bucket {
    type Error = Error;

    /// As [`Bucket::new`].
    fn try_from(name: String) -> Result<Self, Error> {
        Self::new(name)
    }
}

/// What is known of a bucket until it is [built](Self::build). Made by [`Bucket::builder`].
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct BucketBuilder {
    name: String,
    region: Option<String>,
    endpoint: Option<String>,
    addressing: Addressing,
    global_endpoint: bool,
}

/// Leaves the endpoint out: until it is checked, it may hold a password.
impl fmt::Debug for BucketBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BucketBuilder")
            .field("name", &self.name)
            .field("region", &self.region)
            .field("addressing", &self.addressing)
            .field("global_endpoint", &self.global_endpoint)
            .finish_non_exhaustive()
    }
}

impl BucketBuilder {
    /// The region that URLs are signed for, and on AWS go to; us-east-1 until this is called. S3-compatible services say
    /// theirs in their documentation (`auto`, `garage`, ...).
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The URL of a server that is not AWS's, or of a proxy: `http` or `https`, with a port and a base path if it has them.
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoint = Some(url.into());
        self
    }

    /// Where the bucket's name stands.
    pub fn addressing(mut self, addressing: Addressing) -> Self {
        self.addressing = addressing;
        self
    }

    /// In us-east-1, use the old host without a region: `photos.s3.amazonaws.com`. Other regions keep their own host, as
    /// the global one redirects for them, and a redirect breaks a signature.
    pub fn global_endpoint(mut self, global: bool) -> Self {
        self.global_endpoint = global;
        self
    }

    /// Checks all of it, and works out host and path.
    ///
    /// # Errors
    ///
    /// - [`InvalidBucketName`](crate::ErrorKind::InvalidBucketName): in the path as [`Bucket::new`] says; in a host name
    ///   anything but 3 to 63 lower-case letters, digits, hyphens and dots, and over https on AWS a dot.
    /// - [`InvalidRegion`](crate::ErrorKind::InvalidRegion): not a DNS label.
    /// - [`InvalidEndpointScheme`](crate::ErrorKind::InvalidEndpointScheme), `EndpointUserInfo`, `EndpointQuery`,
    ///   `EndpointFragment`, `EndpointWithoutHost`, `InvalidEndpointHost`, `InvalidEndpointPort`, `InvalidPath`,
    ///   `MalformedEscape`, `DotSegment`: the endpoint's URL.
    /// - [`BucketUnderIpAddress`](crate::ErrorKind::BucketUnderIpAddress): virtual-hosted under an IP address.
    /// - [`EndpointRequired`](crate::ErrorKind::EndpointRequired): [`Addressing::Cname`] without an endpoint.
    pub fn build(self) -> Result<Bucket, Error> {
        let target = resolve(&BucketEndpoint {
            name: &self.name,
            region: self.region.as_deref().unwrap_or("us-east-1"),
            endpoint: self.endpoint.as_deref(),
            addressing: self.addressing,
            global_endpoint: self.global_endpoint,
        })?;
        Ok(Bucket { name: self.name, target })
    }
}
