//! Where the bucket's name goes in a URL: into the host, into the path, or nowhere.

/// Where the bucket's name goes in a URL, for [`BucketBuilder::addressing`](super::BucketBuilder::addressing).
///
/// ```
/// use presign::Bucket;
/// use presign::s3::Addressing;
///
/// let url = |addressing| -> Result<String, presign::Error> {
///     let bucket = Bucket::builder("photos").endpoint("https://s3.example.com").addressing(addressing).build()?;
///     Ok(bucket.url().to_owned())
/// };
/// assert_eq!(url(Addressing::VirtualHosted)?, "https://photos.s3.example.com");
/// assert_eq!(url(Addressing::Path)?, "https://s3.example.com/photos");
/// assert_eq!(url(Addressing::Cname)?, "https://s3.example.com");
/// assert_eq!(url(Addressing::Auto)?, url(Addressing::Path)?);
/// # Ok::<(), presign::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Addressing {
    /// On AWS, follows AWS's own endpoint rules: in the host, or in the path if the name is not valid in a host. On any
    /// other endpoint, in the path, except for the few services that require the bucket in the host (see the
    /// [table](crate::s3)). boto3 and the AWS CLI choose the path too.
    #[default]
    Auto,
    /// In the host: `https://photos.s3.us-east-1.amazonaws.com/boat.jpg`.
    VirtualHosted,
    /// In the path: `https://s3.us-east-1.amazonaws.com/photos/boat.jpg`.
    Path,
    /// Nowhere: the endpoint's host already identifies the bucket, and the server accepts signatures for this host, as
    /// with a custom domain. A CDN usually sends the host of its origin instead: sign for the origin, and call
    /// [`with_base_url`](crate::PresignedUrl::with_base_url).
    Cname,
}
