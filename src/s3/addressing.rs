//! Where the bucket's name goes in a URL: into the host, into the path, or nowhere.

/// Where the bucket's name goes in a URL, for [`BucketBuilder::addressing`](super::BucketBuilder::addressing).
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
    /// Nowhere: the endpoint's host already identifies the bucket, as with a custom domain or a CDN.
    Cname,
}
