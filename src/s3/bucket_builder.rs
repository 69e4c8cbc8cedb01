//! The builder of a bucket.

use alloc::string::String;
use core::fmt;

use super::addressing::Addressing;
use super::bucket::Bucket;
use super::endpoint::{Endpoints, Options, Settings, check_region_on_aws, resolve};
use crate::error::Error;

impl Bucket {
    /// Creates a builder for a bucket in any region and on any server. The bucket is given by its name, by the alias of
    /// an access point, or by the ARN of an access point (of S3, S3 Object Lambda or S3 on Outposts).
    ///
    /// Some names and ARNs have a special meaning:
    ///
    /// - A name that ends in `--x-s3` is a directory bucket (S3 Express One Zone).
    /// - A name that ends in `--xa-s3` is an access point of a directory bucket.
    /// - The ARN of a multi-region access point has no region. Only signers of [SigV4A](crate::Algorithm::Sigv4a) can
    ///   sign for it.
    ///
    /// At the endpoint of another [known](BucketBuilder::provider_rules) service, all names are those of ordinary
    /// buckets.
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
            provider_rules: true,
        };
        BucketBuilder { name: name_or_arn.into(), region: None, endpoint: None, options }
    }
}

/// A builder for a [`Bucket`], created by [`Bucket::builder`].
///
/// ```
/// use presign::Bucket;
///
/// let builder = Bucket::builder("photos").endpoint("http://127.0.0.1:3900").region("garage");
/// assert_eq!(builder.build()?.url(), "http://127.0.0.1:3900/photos");
/// # Ok::<(), presign::Error>(())
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct BucketBuilder {
    name: String,
    region: Option<String>,
    endpoint: Option<String>,
    options: Options,
}

/// Omits the endpoint, which may contain a password until it is checked.
impl fmt::Debug for BucketBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BucketBuilder")
            .field("name", &self.name)
            .field("region", &self.region)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// Sources: [the endpoint rules of S3][endpoints], and the pages that the settings link to.
///
/// [endpoints]: https://docs.aws.amazon.com/general/latest/gr/s3.html
impl BucketBuilder {
    /// Sets the region that URLs are signed for and, on AWS, sent to. The default is the region of the ARN or of the
    /// endpoint's host (see the [table](crate::s3) of known hosts), or else us-east-1. For another S3-compatible
    /// service, see its documentation (`garage`, ...).
    ///
    /// ```
    /// use presign::Bucket;
    ///
    /// let bucket = Bucket::builder("photos").region("eu-west-1").build()?;
    /// assert_eq!(bucket.url(), "https://photos.s3.eu-west-1.amazonaws.com");
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets the URL of an S3-compatible server or a proxy: `http` or `https`, optionally with a port and a base path.
    ///
    /// ```
    /// use presign::Bucket;
    ///
    /// let proxied = Bucket::builder("photos").endpoint("https://files.example.com/storage").build()?;
    /// assert_eq!(proxied.url(), "https://files.example.com/storage/photos");
    /// # Ok::<(), presign::Error>(())
    /// ```
    #[doc(alias = "minio")]
    #[doc(alias = "endpoint_url")]
    #[doc(alias = "r2")]
    #[doc(alias = "localstack")]
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoint = Some(url.into());
        self
    }

    /// Sets where the bucket's name goes in the URL. Directory buckets have only one form of address and ignore this,
    /// except for [`Addressing::Cname`].
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::s3::Addressing;
    ///
    /// let bucket = Bucket::builder("photos").addressing(Addressing::Path).build()?;
    /// assert_eq!(bucket.url(), "https://s3.us-east-1.amazonaws.com/photos");
    /// # Ok::<(), presign::Error>(())
    /// ```
    #[doc(alias = "force_path_style")]
    #[doc(alias = "path_style")]
    pub fn addressing(mut self, addressing: Addressing) -> Self {
        self.options.addressing = addressing;
        self
    }

    /// Sets whether to use AWS's hosts that are also reachable over IPv6 ([dual-stack endpoints][aws]):
    /// `photos.s3.dualstack.eu-west-1...`.
    ///
    /// ```
    /// use presign::Bucket;
    ///
    /// let bucket = Bucket::builder("photos").region("eu-west-1").dual_stack(true).build()?;
    /// assert_eq!(bucket.url(), "https://photos.s3.dualstack.eu-west-1.amazonaws.com");
    /// # Ok::<(), presign::Error>(())
    /// ```
    ///
    /// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/dual-stack-endpoints.html
    pub fn dual_stack(mut self, dual_stack: bool) -> Self {
        self.options.dual_stack = dual_stack;
        self
    }

    /// Sets whether to use AWS's hosts with validated cryptography ([FIPS 140][aws]): `photos.s3-fips.us-east-1...`.
    ///
    /// ```
    /// use presign::Bucket;
    ///
    /// let bucket = Bucket::builder("photos").fips(true).build()?;
    /// assert_eq!(bucket.url(), "https://photos.s3-fips.us-east-1.amazonaws.com");
    /// # Ok::<(), presign::Error>(())
    /// ```
    ///
    /// [aws]: https://aws.amazon.com/compliance/fips/
    pub fn fips(mut self, fips: bool) -> Self {
        self.options.fips = fips;
        self
    }

    /// Sets whether to use the nearest edge location of AWS's network ([Transfer Acceleration][aws]):
    /// `photos.s3-accelerate.amazonaws.com`. Acceleration must be enabled for the bucket, whose name must not contain
    /// dots.
    ///
    /// ```
    /// use presign::Bucket;
    ///
    /// let bucket = Bucket::builder("photos").region("eu-west-1").accelerate(true).build()?;
    /// assert_eq!(bucket.url(), "https://photos.s3-accelerate.amazonaws.com");
    /// assert_eq!(bucket.region(), "eu-west-1");
    /// # Ok::<(), presign::Error>(())
    /// ```
    ///
    /// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration.html
    pub fn accelerate(mut self, accelerate: bool) -> Self {
        self.options.accelerate = accelerate;
        self
    }

    /// Sets whether to use the old host without a region for us-east-1: `photos.s3.amazonaws.com`. Other regions keep
    /// their own hosts, because the global host redirects their requests, and a redirect breaks the signature.
    ///
    /// ```
    /// use presign::Bucket;
    ///
    /// let bucket = Bucket::builder("photos").global_endpoint(true).build()?;
    /// assert_eq!(bucket.url(), "https://photos.s3.amazonaws.com");
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn global_endpoint(mut self, global: bool) -> Self {
        self.options.global_endpoint = global;
        self
    }

    /// Sets whether an ARN may name a region other than [`region`](Self::region). The default is `true`. URLs are
    /// signed for the ARN's region.
    ///
    /// ```
    /// use presign::{Bucket, ErrorKind};
    ///
    /// let builder = Bucket::builder("arn:aws:s3:eu-west-1:123456789012:accesspoint/app").region("us-east-1");
    /// assert_eq!(builder.clone().build()?.region(), "eu-west-1");
    /// assert_eq!(builder.use_arn_region(false).build().unwrap_err().kind(), ErrorKind::ArnRegionMismatch);
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn use_arn_region(mut self, use_arn_region: bool) -> Self {
        self.options.use_arn_region = use_arn_region;
        self
    }

    /// Sets whether session credentials ([CreateSession][aws]) may sign requests for the objects of a directory bucket.
    /// The default is `true`. With `false`, signing with them fails, as it always does for copies and for CreateSession
    /// itself.
    ///
    /// ```
    /// use presign::s3::SessionCredentials;
    /// use presign::{Bucket, ErrorKind};
    /// use time::macros::datetime;
    ///
    /// let (now, expiry) = (datetime!(2026-11-23 12:00 UTC), datetime!(2026-11-23 12:05 UTC));
    /// let session = SessionCredentials::new("ASIAIOSFODNN7EXAMPLE", "secret", "token", expiry);
    /// let bucket = Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").express_session_auth(false).build()?;
    /// let error = bucket.get_object("boat.jpg").sign_at(&session, now).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::SessionCredentials);
    /// # Ok::<(), presign::Error>(())
    /// ```
    ///
    /// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html
    pub fn express_session_auth(mut self, session_auth: bool) -> Self {
        self.options.express_session_auth = session_auth;
        self
    }

    /// Sets whether to reject the ARNs of access points. Use this if other people choose the bucket names, and a name
    /// must be that of a bucket.
    ///
    /// ```
    /// use presign::{Bucket, ErrorKind};
    ///
    /// let named_by_others = "arn:aws:s3:us-east-1:123456789012:accesspoint/app";
    /// let error = Bucket::builder(named_by_others).disable_access_points(true).build().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::AccessPointsDisabled);
    /// ```
    pub fn disable_access_points(mut self, disable: bool) -> Self {
        self.options.access_points = !disable;
        self
    }

    /// Sets whether to reject the ARNs of multi-region access points.
    ///
    /// ```
    /// use presign::{Bucket, ErrorKind};
    ///
    /// let named_by_others = "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap";
    /// let error = Bucket::builder(named_by_others).disable_multi_region_access_points(true).build().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::AccessPointsDisabled);
    /// ```
    pub fn disable_multi_region_access_points(mut self, disable: bool) -> Self {
        self.options.multi_region_access_points = !disable;
        self
    }

    /// Sets whether to apply what this crate knows about the service at the endpoint: its region, the addressing that
    /// it supports, whether a bucket is in the endpoint already, and whether access points and directory buckets exist
    /// there (see the [table](crate::s3)). The default is `true`. Use `false` if the service has changed since, or still
    /// allows more for an older bucket. The region, the endpoint and the addressing are then used unchecked.
    ///
    /// ```
    /// use presign::s3::Addressing;
    /// use presign::{Bucket, ErrorKind};
    ///
    /// let cos = Bucket::builder("photos-1250000000").endpoint("https://cos.ap-guangzhou.myqcloud.com");
    /// let by_path = cos.addressing(Addressing::Path); // which it supports only for buckets created before 2024
    /// assert_eq!(by_path.clone().build().unwrap_err().kind(), ErrorKind::UnsupportedAddressing);
    /// let old = by_path.region("ap-guangzhou").provider_rules(false).build()?;
    /// assert_eq!(old.url(), "https://cos.ap-guangzhou.myqcloud.com/photos-1250000000");
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn provider_rules(mut self, provider_rules: bool) -> Self {
        self.options.provider_rules = provider_rules;
        self
    }

    /// Checks the settings, resolves the host and path, and returns the bucket.
    ///
    /// # Errors
    ///
    /// - [`InvalidBucketName`](crate::ErrorKind::InvalidBucketName) for a bucket name that is not valid:
    ///   - in a path: see [`Bucket::new`]
    ///   - in a host: anything other than 3 to 63 lower-case letters, digits, hyphens and dots; with HTTPS on AWS, also
    ///     a name with a dot
    ///   - for a directory bucket: a name without a zone ID
    /// - [`InvalidArn`](crate::ErrorKind::InvalidArn), `PartitionMismatch`, `ArnRegionMismatch` and
    ///   `AccessPointsDisabled` for an ARN that is malformed, or not allowed here.
    /// - [`UnsupportedCombination`](crate::ErrorKind::UnsupportedCombination) for settings that S3 has no host for,
    ///   such as a custom endpoint with `fips`, `dual_stack` or `accelerate`, or an ARN with path-style addressing, and
    ///   for an access point or directory bucket at an endpoint [known](Self::provider_rules) to have none.
    /// - [`InvalidRegion`](crate::ErrorKind::InvalidRegion) for a region that is not a DNS label (on another
    ///   server than AWS's, `_` is allowed too) or, on AWS, does not have the form of a region's name: a zone such as
    ///   `us-east-1a`, a place, `null`.
    /// - [`InvalidEndpointScheme`](crate::ErrorKind::InvalidEndpointScheme), `EndpointUserInfo`, `EndpointQuery`,
    ///   `EndpointFragment`, `EndpointWithoutHost`, `InvalidEndpointHost`, `InvalidEndpointPort`, `InvalidPath`,
    ///   `MalformedEscape` and `DotSegment` for an endpoint URL that is not valid.
    /// - [`BucketUnderIpAddress`](crate::ErrorKind::BucketUnderIpAddress) for virtual-hosted addressing on an IP
    ///   address.
    /// - [`EndpointRegionMismatch`](crate::ErrorKind::EndpointRegionMismatch), `EndpointNamesBucket`,
    ///   `UnsupportedAddressing` and `WebsiteEndpoint` for an endpoint whose host is [known](Self::provider_rules) to
    ///   reject the request.
    /// - [`EndpointRequired`](crate::ErrorKind::EndpointRequired) for [`Addressing::Cname`], or the alias of an outpost in
    ///   its beta stage, without an endpoint.
    ///
    /// ```
    /// use presign::{Bucket, ErrorKind};
    ///
    /// let error = Bucket::builder("photos").endpoint("https://s3.example.com").fips(true).build().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::UnsupportedCombination);
    /// ```
    pub fn build(mut self) -> Result<Bucket, Error> {
        if let Some(region) = &mut self.region {
            check_region_on_aws(region, self.endpoint.as_deref(), self.options)?;
        }
        let Endpoints { requests, control, kind } = resolve(
            &self.name,
            Settings { region: self.region.as_deref(), endpoint: self.endpoint.as_deref(), options: self.options },
        )?;
        let target = requests.of_bucket(&self.name);
        Ok(Bucket { name: self.name, target, control, kind })
    }
}
