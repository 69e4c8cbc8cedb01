//! Operations on objects.

use super::copy_source::with_copy_source;
use crate::method::Method;
use crate::request::{Operation, PresignRequest};
use crate::s3::keyword::join_keywords;
use crate::s3::{Bucket, Checksum, CopySource, ObjectAttribute};

/// Operations on objects. Source: the [API reference][aws] of S3.
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
impl Bucket {
    /// Downloads an object (GetObject).
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.get_object("boat.jpg").download_as("boat.jpg").sign_at(&credentials, now)?;
    /// assert!(url.as_str().starts_with("https://photos.s3.us-east-1.amazonaws.com/boat.jpg?X-Amz-Algorithm="));
    /// # Ok::<(), presign::Error>(())
    /// ```
    #[doc(alias = "generate_presigned_url")]
    pub fn get_object<'a>(&'a self, key: &'a str) -> PresignRequest<'a> {
        self.request(Method::Get, key).with_operation(Operation::GetObject)
    }

    /// Reads the size, type and metadata of an object (HeadObject).
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.head_object("boat.jpg").sign_at(&credentials, now)?;
    /// assert_eq!(url.method().as_str(), "HEAD");
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn head_object<'a>(&'a self, key: &'a str) -> PresignRequest<'a> {
        self.request(Method::Head, key).with_operation(Operation::HeadObject)
    }

    /// Uploads an object, or replaces it (PutObject).
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let upload = bucket.put_object("boat.jpg").content_type("image/jpeg").content_length(48_113);
    /// let url = upload.sign_at(&credentials, now)?;
    /// assert!(url.headers().eq([("content-length", "48113"), ("content-type", "image/jpeg")]));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn put_object<'a>(&'a self, key: &'a str) -> PresignRequest<'a> {
        self.request(Method::Put, key).with_operation(Operation::PutObject)
    }

    /// Deletes an object (DeleteObject).
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.delete_object("boat.jpg").version_id("3HL4kqtJlcpX").sign_at(&credentials, now)?;
    /// assert!(url.as_str().contains("&versionId=3HL4kqtJlcpX"));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn delete_object<'a>(&'a self, key: &'a str) -> PresignRequest<'a> {
        self.request(Method::Delete, key).with_operation(Operation::DeleteObject)
    }

    /// Copies another object to this key (CopyObject). The request has no body. S3 responds when the copy is complete,
    /// which may take minutes. A response with status 200 may contain an error: parse it, for instance with
    /// `s3::xml::CopyResult` (feature `xml`). An object over 5 GB must be copied in parts, with
    /// [`upload_part_copy`](Self::upload_part_copy).
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::s3::CopySource;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let copy = bucket.copy_object("2026/boat.jpg", &CopySource::new("drafts", "boat.jpg")?);
    /// assert!(copy.sign_at(&credentials, now)?.headers().eq([("x-amz-copy-source", "drafts/boat.jpg")]));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn copy_object<'a>(&'a self, key: &'a str, source: &CopySource) -> PresignRequest<'a> {
        with_copy_source(self.request(Method::Put, key), source).with_operation(Operation::CopyObject)
    }

    /// Reads the given attributes of an object (GetObjectAttributes). At least one is required: see
    /// [`ObjectAttribute`](crate::s3::ObjectAttribute).
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::s3::ObjectAttribute;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let request = bucket.get_object_attributes("boat.jpg", [ObjectAttribute::ETag, ObjectAttribute::ObjectSize]);
    /// let url = request.sign_at(&credentials, now)?;
    /// assert!(url.as_str().contains("&attributes="));
    /// assert!(url.headers().eq([("x-amz-object-attributes", "ETag,ObjectSize")]));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn get_object_attributes<'a>(
        &'a self,
        key: &'a str,
        attributes: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> PresignRequest<'a> {
        let mut request = self.request(Method::Get, key).query("attributes", "");
        match join_keywords("get_object_attributes", attributes, ObjectAttribute::WORDS) {
            Ok(names) => request = request.header("x-amz-object-attributes", names),
            Err(error) => request.note(error),
        }
        request.with_operation(Operation::GetObjectAttributes)
    }

    /// Reads the object's tags (GetObjectTagging).
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.get_object_tagging("boat.jpg").sign_at(&credentials, now)?;
    /// assert!(url.as_str().contains("&tagging="));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn get_object_tagging<'a>(&'a self, key: &'a str) -> PresignRequest<'a> {
        self.request(Method::Get, key).query("tagging", "").with_operation(Operation::GetObjectTagging)
    }

    /// Replaces the object's tags with those in the XML body (PutObjectTagging). S3 requires the checksum of that body.
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::s3::Checksum;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let body = "<Tagging><TagSet><Tag><Key>project</Key><Value>regatta</Value></Tag></TagSet></Tagging>";
    /// let url = bucket.put_object_tagging("boat.jpg", Checksum::sha256_of(body)).sign_at(&credentials, now)?;
    /// assert!(url.as_str().contains("&tagging="));
    /// assert!(url.headers().map(|(name, _)| name).eq(["x-amz-checksum-sha256"]));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn put_object_tagging<'a>(&'a self, key: &'a str, checksum: Checksum) -> PresignRequest<'a> {
        self.request(Method::Put, key)
            .query("tagging", "")
            .checksum(checksum)
            .with_operation(Operation::PutObjectTagging)
    }

    /// Removes the object's tags (DeleteObjectTagging).
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.delete_object_tagging("boat.jpg").sign_at(&credentials, now)?;
    /// assert_eq!(url.method().as_str(), "DELETE");
    /// assert!(url.as_str().contains("&tagging="));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn delete_object_tagging<'a>(&'a self, key: &'a str) -> PresignRequest<'a> {
        self.request(Method::Delete, key).query("tagging", "").with_operation(Operation::DeleteObjectTagging)
    }

    /// Restores an archived object for the number of days in the XML body (RestoreObject).
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// // The body is `<RestoreRequest><Days>7</Days></RestoreRequest>`.
    /// let url = bucket.restore_object("boat.jpg").sign_at(&credentials, now)?;
    /// assert_eq!(url.method().as_str(), "POST");
    /// assert!(url.as_str().contains("&restore="));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn restore_object<'a>(&'a self, key: &'a str) -> PresignRequest<'a> {
        self.request(Method::Post, key).query("restore", "").with_operation(Operation::RestoreObject)
    }
}
