//! S3's operations, named as in its API.

mod buckets;
mod copy_source;
mod multipart;
mod objects;

use super::Bucket;
use crate::method::Method;
use crate::request::PresignRequest;
use crate::signing::PathKind;

/// Requests for any other operation.
impl Bucket {
    /// Creates a request for any other operation on an object. Every setter is allowed. Add other parameters with
    /// [`query`](PresignRequest::query) and [`header`](PresignRequest::header).
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::Method;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// // GetObjectAcl
    /// let url = bucket.request(Method::Get, "boat.jpg").query("acl", "").sign_at(&credentials, now)?;
    /// assert!(url.as_str().contains("&acl="));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn request<'a>(&'a self, method: Method, key: &'a str) -> PresignRequest<'a> {
        PresignRequest::new(&self.target, method, PathKind::Object, key)
    }

    /// Creates a request for any other operation on the bucket itself.
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::Method;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// // GetBucketLocation
    /// let url = bucket.bucket_request(Method::Get).query("location", "").sign_at(&credentials, now)?;
    /// assert!(url.as_str().contains("&location="));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn bucket_request(&self, method: Method) -> PresignRequest<'_> {
        PresignRequest::new(&self.target, method, PathKind::Bucket, "")
    }

    /// Creates a request for any other operation that creates, deletes or configures the bucket, such as setting its
    /// policy or its encryption. A directory bucket has a separate host for these
    /// ([regional endpoint API operations][aws]). For other buckets, this is the same as
    /// [`bucket_request`](Self::bucket_request).
    ///
    /// ```
    /// use presign::{Bucket, Method};
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").build()?;
    /// // GetBucketPolicy
    /// let url = bucket.control_request(Method::Get).query("policy", "").sign_at(&credentials, now)?;
    /// assert!(url.as_str().starts_with("https://s3express-control.us-west-2.amazonaws.com/photos--usw2-az1--x-s3?"));
    /// # Ok::<(), presign::Error>(())
    /// ```
    ///
    /// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-Regions-and-Zones.html
    pub fn control_request(&self, method: Method) -> PresignRequest<'_> {
        PresignRequest::new(self.control.as_ref().unwrap_or(&self.target), method, PathKind::Bucket, "")
    }
}
