//! A bucket and its address.

use alloc::string::String;
use core::str::FromStr;

use super::endpoint::BucketKind;
use crate::endpoint::target::Target;
use crate::error::Error;

/// A bucket: its name, its region, and the host and path of its requests. A `Bucket` is always valid, because
/// everything is checked once, when it is created.
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
    pub(super) name: String,
    pub(super) target: Target,
    /// The target of requests about the bucket itself, if it is not `target`.
    pub(super) control: Option<Target>,
    pub(super) kind: BucketKind,
}

impl Bucket {
    /// Creates a bucket on AWS in us-east-1.
    ///
    /// For another region, use `Bucket::try_from(("photos", "eu-west-1"))`. For an endpoint or other settings, use
    /// [`builder`](Self::builder).
    ///
    /// # Errors
    ///
    /// - [`InvalidBucketName`](crate::ErrorKind::InvalidBucketName) for `.`, `..`, and a name that is empty, over 255
    ///   bytes long, contains a slash or a control character, or begins or ends with white space or a quotation mark.
    /// - The errors of [`BucketBuilder::build`](super::BucketBuilder::build) for the names of directory buckets and for
    ///   ARNs.
    ///
    /// ```
    /// use presign::{Bucket, ErrorKind};
    ///
    /// assert_eq!(Bucket::new("photos")?.host(), "photos.s3.us-east-1.amazonaws.com");
    /// assert_eq!(Bucket::try_from(("photos", "eu-west-1"))?.host(), "photos.s3.eu-west-1.amazonaws.com");
    /// assert_eq!(Bucket::new("photos/2026").unwrap_err().kind(), ErrorKind::InvalidBucketName);
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn new(name: impl Into<String>) -> Result<Self, Error> {
        Self::builder(name).build()
    }

    /// Returns the name, alias or ARN.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the bucket's URL, without a trailing slash.
    pub fn url(&self) -> &str {
        self.target.base_url()
    }

    /// Returns the host that is signed and sent, with the port unless it is the scheme's default.
    ///
    /// ```
    /// use presign::Bucket;
    ///
    /// let minio = Bucket::builder("photos").endpoint("http://127.0.0.1:9000").build()?;
    /// assert_eq!(minio.host(), "127.0.0.1:9000");
    /// let local = Bucket::builder("photos").endpoint("https://minio:443/s3").build()?;
    /// assert_eq!((local.host(), local.url()), ("minio", "https://minio/s3/photos"));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn host(&self) -> &str {
        self.target.host()
    }

    /// Returns the region that URLs are signed for. For a multi-region access point, it is the region set `*`.
    pub fn region(&self) -> &str {
        self.target.region()
    }

    /// Returns the signing name that URLs are signed for: `s3`, `s3express`, `s3-object-lambda` or `s3-outposts`.
    pub fn signing_service(&self) -> &str {
        self.target.service()
    }
}

impl FromStr for Bucket {
    type Err = Error;

    /// Creates a bucket, like [`Bucket::new`].
    fn from_str(name: &str) -> Result<Self, Error> {
        Self::new(name)
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

impl<N: Into<String>, R: Into<String>> TryFrom<(N, R)> for Bucket {
    type Error = Error;

    /// Creates a bucket on AWS from its name and region.
    ///
    /// # Errors
    ///
    /// The errors of [`BucketBuilder::build`](super::BucketBuilder::build).
    fn try_from((name, region): (N, R)) -> Result<Self, Error> {
        Self::builder(name).region(region).build()
    }
}
