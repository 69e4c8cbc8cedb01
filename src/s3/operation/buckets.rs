//! Operations on buckets.

use crate::error::Repr;
use crate::method::Method;
use crate::request::{Operation, PresignRequest};
use crate::s3::endpoint::BucketKind;
use crate::s3::{Bucket, Checksum};

/// Operations on buckets. Source: the [API reference][aws] of S3.
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
impl Bucket {
    /// Lists up to 1,000 keys of the bucket (ListObjectsV2). `s3::xml::ListObjectsV2Page` (feature `xml`) parses the
    /// response.
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.list_objects_v2().prefix("2026/").delimiter("/").sign_at(&credentials, now)?;
    /// assert!(url.as_str().contains("&delimiter=%2F&list-type=2&prefix=2026%2F"));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn list_objects_v2(&self) -> PresignRequest<'_> {
        self.bucket_request(Method::Get).query("list-type", "2").with_operation(Operation::ListObjectsV2)
    }

    /// Lists up to 1,000 versions and delete markers (ListObjectVersions).
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.list_object_versions().prefix("boat.jpg").sign_at(&credentials, now)?;
    /// assert!(url.as_str().contains("&prefix=boat.jpg&versions="));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn list_object_versions(&self) -> PresignRequest<'_> {
        self.bucket_request(Method::Get).query("versions", "").with_operation(Operation::ListObjectVersions)
    }

    /// Lists up to 1,000 multipart uploads that are neither completed nor aborted (ListMultipartUploads).
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.list_multipart_uploads().max_uploads(100).sign_at(&credentials, now)?;
    /// assert!(url.as_str().contains("&max-uploads=100&uploads="));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn list_multipart_uploads(&self) -> PresignRequest<'_> {
        self.bucket_request(Method::Get).query("uploads", "").with_operation(Operation::ListMultipartUploads)
    }

    /// Deletes up to 1,000 objects, which the XML body lists (DeleteObjects). S3 requires the checksum of that body, so
    /// the URL can delete only these objects. `s3::xml::DeleteObjectsBody` (feature `xml`) writes the body and has its
    /// checksum.
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::s3::Checksum;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let body = "<Delete><Object><Key>boat.jpg</Key></Object><Object><Key>harbor.jpg</Key></Object></Delete>";
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.delete_objects(Checksum::sha256_of(body)).sign_at(&credentials, now)?;
    /// assert!(url.headers().map(|(name, _)| name).eq(["x-amz-checksum-sha256"]));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn delete_objects(&self, checksum: Checksum) -> PresignRequest<'_> {
        self.bucket_request(Method::Post)
            .query("delete", "")
            .checksum(checksum)
            .with_operation(Operation::DeleteObjects)
    }

    /// Creates the bucket (CreateBucket). Outside us-east-1, the XML body must name the region.
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.create_bucket().sign_at(&credentials, now)?;
    /// assert_eq!(url.method().as_str(), "PUT");
    /// assert!(url.as_str().starts_with("https://photos.s3.us-east-1.amazonaws.com/?"));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn create_bucket(&self) -> PresignRequest<'_> {
        self.bucket_only(self.control_request(Method::Put).with_operation(Operation::CreateBucket), "CreateBucket")
    }

    /// Deletes the bucket, which must be empty (DeleteBucket).
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.delete_bucket().sign_at(&credentials, now)?;
    /// assert_eq!(url.method().as_str(), "DELETE");
    /// assert!(url.as_str().starts_with("https://photos.s3.us-east-1.amazonaws.com/?"));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn delete_bucket(&self) -> PresignRequest<'_> {
        self.bucket_only(self.control_request(Method::Delete).with_operation(Operation::DeleteBucket), "DeleteBucket")
    }

    /// Requests [session credentials](crate::s3::SessionCredentials) for a directory bucket of S3 Express
    /// (CreateSession). The XML of the response contains them: `SessionCredentials::from_xml` (feature `xml`) parses it.
    /// Only directory buckets have sessions. For any other bucket, the request is signed all the same, and the server
    /// decides how to respond.
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::s3::SessionMode;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").build()?;
    /// let url = bucket.create_session().session_mode(SessionMode::ReadOnly).sign_at(&credentials, now)?;
    /// assert!(url.as_str().contains("&session="));
    /// assert!(url.headers().eq([("x-amz-create-session-mode", "ReadOnly")]));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn create_session(&self) -> PresignRequest<'_> {
        self.bucket_request(Method::Get)
            .query("session", "")
            .without_session_auth()
            .with_operation(Operation::CreateSession)
    }

    /// Checks that the bucket exists and that the signer may access it (HeadBucket).
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.head_bucket().sign_at(&credentials, now)?;
    /// assert_eq!(url.method().as_str(), "HEAD");
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn head_bucket(&self) -> PresignRequest<'_> {
        self.bucket_request(Method::Head).without_session_auth().with_operation(Operation::HeadBucket)
    }

    /// Rejects an operation that access points don't have, as the rule-set does.
    fn bucket_only<'a>(&self, mut request: PresignRequest<'a>, what: &'static str) -> PresignRequest<'a> {
        if self.kind == BucketKind::AccessPoint {
            let hint = "create the request for the bucket that it belongs to";
            request.note(Repr::UnsupportedOperation { what, on: "an access point", hint }.into());
        }
        request
    }
}
