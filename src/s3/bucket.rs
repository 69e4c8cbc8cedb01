//! A bucket and its address.

use alloc::string::String;
use core::fmt;

use super::addressing::Addressing;
use super::endpoint::{Endpoints, Options, Settings, resolve};
use crate::endpoint::target::Target;
use crate::error::Error;

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
    /// Where requests about the bucket itself go, when that is elsewhere.
    pub(super) control: Option<Target>,
}

impl Bucket {
    /// A bucket on AWS in us-east-1. For everything else there is [`builder`](Self::builder).
    ///
    /// # Errors
    ///
    /// [`InvalidBucketName`](crate::ErrorKind::InvalidBucketName) for an empty name, one over 255 bytes, one with a slash or
    /// a control character, `.` and `..`; what [`BucketBuilder::build`] says of the names of directory buckets and of ARNs.
    pub fn new(name: impl Into<String>) -> Result<Self, Error> {
        Self::builder(name).build()
    }

    /// A bucket anywhere, by its name, by the alias of an access point, or by the ARN of an access point (of S3, S3 Object
    /// Lambda or S3 on Outposts). A name that ends in `--x-s3` or `--xa-s3` is that of a directory bucket (S3 Express One
    /// Zone) or an access point of one. The ARN of a multi-region access point has no region, and only signers of
    /// [SigV4A](crate::Algorithm::Sigv4a) sign for it.
    ///
    /// ```
    /// use presign::Bucket;
    ///
    /// let access_point = Bucket::builder("arn:aws:s3:eu-west-1:123456789012:accesspoint/app").build()?;
    /// assert_eq!(access_point.url(), "https://app-123456789012.s3-accesspoint.eu-west-1.amazonaws.com");
    /// assert_eq!(access_point.region(), "eu-west-1");
    ///
    /// let express = Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").build()?;
    /// assert_eq!(express.url(), "https://photos--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com");
    /// assert_eq!(express.signing_service(), "s3express");
    ///
    /// let fips = Bucket::builder("photos").region("us-gov-west-1").fips(true).dual_stack(true).build()?;
    /// assert_eq!(fips.url(), "https://photos.s3-fips.dualstack.us-gov-west-1.amazonaws.com");
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn builder(name_or_arn: impl Into<String>) -> BucketBuilder {
        let options = Options {
            addressing: Addressing::Auto,
            dual_stack: false,
            fips: false,
            accelerate: false,
            global_endpoint: false,
            use_arn_region: true,
            express_session_auth: true,
            access_points: true,
            multi_region_access_points: true,
        };
        BucketBuilder { name: name_or_arn.into(), region: None, endpoint: None, options }
    }

    /// The name, alias or ARN.
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

    /// The region that URLs are signed for. Of a multi-region access point it is the region set, `*`.
    pub fn region(&self) -> &str {
        self.target.region()
    }

    /// The signing name that URLs are signed for: `s3`, `s3express`, `s3-object-lambda` or `s3-outposts`.
    pub fn signing_service(&self) -> &str {
        self.target.service()
    }
}

impl TryFrom<&str> for Bucket {
    type Error = Error;

    /// Creates a bucket, like [`Bucket::new`].
    fn try_from(name: &str) -> Result<Self, Error> {
        Self::new(name)
    }
}

impl TryFrom<String> for Bucket {
    type Error = Error;

    /// Creates a bucket, like [`Bucket::new`].
    fn try_from(name: String) -> Result<Self, Error> {
        Self::new(name)
    }
}

/// A builder for a [`Bucket`], created by [`Bucket::builder`].
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct BucketBuilder {
    name: String,
    region: Option<String>,
    endpoint: Option<String>,
    options: Options,
}

/// Leaves the endpoint out: until it is checked, it may hold a password.
impl fmt::Debug for BucketBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BucketBuilder")
            .field("name", &self.name)
            .field("region", &self.region)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// Sources: [the endpoint rules of S3][endpoints], and for each setting the page of AWS's documentation that it names.
///
/// [endpoints]: https://docs.aws.amazon.com/general/latest/gr/s3.html
impl BucketBuilder {
    /// The region that URLs are signed for, and on AWS go to. Until this is called it is the ARN's, and else us-east-1.
    /// S3-compatible services say theirs in their documentation (`auto`, `garage`, ...).
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The URL of a server that is not AWS's, or of a proxy: `http` or `https`, with a port and a base path if it has them.
    #[doc(alias = "minio")]
    #[doc(alias = "endpoint_url")]
    #[doc(alias = "r2")]
    #[doc(alias = "localstack")]
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoint = Some(url.into());
        self
    }

    /// Where the bucket's name stands. Directory buckets are addressed in one way only, and ignore this but for
    /// [`Addressing::Cname`].
    #[doc(alias = "force_path_style")]
    #[doc(alias = "path_style")]
    pub fn addressing(mut self, addressing: Addressing) -> Self {
        self.options.addressing = addressing;
        self
    }

    /// Use AWS's hosts that are reached over IPv6 too ([dual-stack endpoints][aws]): `photos.s3.dualstack.eu-west-1...`.
    ///
    /// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/dual-stack-endpoints.html
    pub fn dual_stack(mut self, dual_stack: bool) -> Self {
        self.options.dual_stack = dual_stack;
        self
    }

    /// Use AWS's hosts with validated cryptography ([FIPS 140][aws]): `photos.s3-fips.us-east-1...`.
    ///
    /// [aws]: https://aws.amazon.com/compliance/fips/
    pub fn fips(mut self, fips: bool) -> Self {
        self.options.fips = fips;
        self
    }

    /// Use the nearest edge of AWS's network ([Transfer Acceleration][aws]): `photos.s3-accelerate.amazonaws.com`. It must
    /// be enabled for the bucket, whose name can't have dots.
    ///
    /// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration.html
    pub fn accelerate(mut self, accelerate: bool) -> Self {
        self.options.accelerate = accelerate;
        self
    }

    /// In us-east-1, use the old host without a region: `photos.s3.amazonaws.com`. Other regions keep their own host, as
    /// the global one redirects for them, and a redirect breaks a signature.
    pub fn global_endpoint(mut self, global: bool) -> Self {
        self.options.global_endpoint = global;
        self
    }

    /// Sets whether an ARN may name another region than [`region`](Self::region). The default is `true`. URLs are signed for
    /// the ARN's region.
    pub fn use_arn_region(mut self, use_arn_region: bool) -> Self {
        self.options.use_arn_region = use_arn_region;
        self
    }

    /// Whether the requests for the objects of a directory bucket may be signed with the credentials of a session
    /// ([CreateSession][aws]), as they may until this is called. With `false` such credentials are an error, as they
    /// always are for copies and for CreateSession itself.
    ///
    /// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html
    pub fn express_session_auth(mut self, session_auth: bool) -> Self {
        self.options.express_session_auth = session_auth;
        self
    }

    /// Refuse the ARNs of access points, for a program whose buckets are all named by others and are to be buckets.
    pub fn disable_access_points(mut self, disable: bool) -> Self {
        self.options.access_points = !disable;
        self
    }

    /// Refuse the ARNs of multi-region access points.
    pub fn disable_multi_region_access_points(mut self, disable: bool) -> Self {
        self.options.multi_region_access_points = !disable;
        self
    }

    /// Checks all of it, and works out host and path.
    ///
    /// # Errors
    ///
    /// - [`InvalidBucketName`](crate::ErrorKind::InvalidBucketName): in the path as [`Bucket::new`] says; in a host name
    ///   anything but 3 to 63 lower-case letters, digits, hyphens and dots, and over https on AWS a dot; of a directory
    ///   bucket one without the ID of a zone.
    /// - [`InvalidArn`](crate::ErrorKind::InvalidArn), `PartitionMismatch`, `ArnRegionMismatch`, `AccessPointsDisabled`: an
    ///   ARN that is malformed, or not allowed here.
    /// - [`UnsupportedCombination`](crate::ErrorKind::UnsupportedCombination): settings for which S3 has no host, such as a
    ///   custom endpoint with `fips`, `dual_stack` or `accelerate`, or an ARN in path style.
    /// - [`InvalidRegion`](crate::ErrorKind::InvalidRegion): not a DNS label.
    /// - [`InvalidEndpointScheme`](crate::ErrorKind::InvalidEndpointScheme), `EndpointUserInfo`, `EndpointQuery`,
    ///   `EndpointFragment`, `EndpointWithoutHost`, `InvalidEndpointHost`, `InvalidEndpointPort`, `InvalidPath`,
    ///   `MalformedEscape`, `DotSegment`: the endpoint's URL.
    /// - [`BucketUnderIpAddress`](crate::ErrorKind::BucketUnderIpAddress): virtual-hosted under an IP address.
    /// - [`EndpointRequired`](crate::ErrorKind::EndpointRequired): [`Addressing::Cname`] without an endpoint.
    pub fn build(mut self) -> Result<Bucket, Error> {
        // AWS's own regions are in lower case, in hosts and in scopes; those of other servers need not be.
        if let (Some(region), None) = (&mut self.region, &self.endpoint) {
            region.make_ascii_lowercase();
        }
        let Endpoints { requests, control } = resolve(
            &self.name,
            Settings { region: self.region.as_deref(), endpoint: self.endpoint.as_deref(), options: self.options },
        )?;
        Ok(Bucket { name: self.name, target: requests, control })
    }
}
