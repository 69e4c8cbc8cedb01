//! S3's operations, named as in its API.

use alloc::string::{String, ToString};

use super::endpoint::BucketKind;
use super::keyword::check_keyword;
use super::{Bucket, Checksum, CopySource, ObjectAttribute};
use crate::error::Repr;
use crate::method::Method;
use crate::request::{Operation, PresignRequest};
use crate::signing::{ObjectKey, RequestPath};

/// Each operation creates a [`PresignRequest`]. Source: the [API reference][aws] of S3.
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
    /// which may take minutes. An object over 5 GB must be copied in parts, with
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
    /// [`ObjectAttribute`](super::ObjectAttribute).
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
        let mut names = String::new();
        for (index, attribute) in attributes.into_iter().enumerate() {
            let attribute = attribute.as_ref();
            if let Err(error) = check_keyword("get_object_attributes", attribute, ObjectAttribute::WORDS) {
                request.note(error);
            }
            if index > 0 {
                names.push(',');
            }
            names.push_str(attribute);
        }
        if names.is_empty() {
            request.note(Repr::NoObjectAttributes {}.into());
        }
        request.header("x-amz-object-attributes", names).with_operation(Operation::GetObjectAttributes)
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

    /// Starts a multipart upload (CreateMultipartUpload). The XML of the response contains the upload ID.
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.create_multipart_upload("regatta.mp4").sign_at(&credentials, now)?;
    /// assert_eq!(url.method().as_str(), "POST");
    /// assert!(url.as_str().contains("&uploads="));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn create_multipart_upload<'a>(&'a self, key: &'a str) -> PresignRequest<'a> {
        self.request(Method::Post, key)
            .query("uploads", "")
            .without_body()
            .with_operation(Operation::CreateMultipartUpload)
    }

    /// Uploads one part, numbered from 1 to 10,000 (UploadPart). Keep the `ETag` header of the response: it is needed
    /// to complete the upload.
    ///
    /// For all parts of a file, use [`upload_parts`](Self::upload_parts).
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.upload_part("regatta.mp4", "VXBsb2FkIElE", 1).sign_at(&credentials, now)?;
    /// assert!(url.as_str().contains("&partNumber=1&uploadId=VXBsb2FkIElE"));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn upload_part<'a>(&'a self, key: &'a str, upload_id: &str, part_number: u16) -> PresignRequest<'a> {
        with_upload_id(self.request(Method::Put, key).part_number(part_number), upload_id)
            .with_operation(Operation::UploadPart)
    }

    /// Copies one part from an object (UploadPartCopy). [`copy_source_range`](PresignRequest::copy_source_range) limits
    /// it to some of the object's bytes. The XML of the response contains the ETag.
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::s3::CopySource;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let source = CopySource::new("drafts", "regatta.mp4")?;
    /// let part = bucket.upload_part_copy("regatta.mp4", "VXBsb2FkIElE", 1, &source).copy_source_range(0..5_000_000);
    /// assert!(part.sign_at(&credentials, now)?.headers().eq([
    ///     ("x-amz-copy-source", "drafts/regatta.mp4"),
    ///     ("x-amz-copy-source-range", "bytes=0-4999999"),
    /// ]));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn upload_part_copy<'a>(
        &'a self,
        key: &'a str,
        upload_id: &str,
        part_number: u16,
        source: &CopySource,
    ) -> PresignRequest<'a> {
        with_copy_source(self.upload_part(key, upload_id, part_number), source)
            .with_operation(Operation::UploadPartCopy)
    }

    /// Assembles the parts into the object (CompleteMultipartUpload). The XML body lists their numbers and ETags.
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let request = bucket.complete_multipart_upload("regatta.mp4", "VXBsb2FkIElE").mpu_object_size(20_000_000);
    /// let url = request.sign_at(&credentials, now)?;
    /// assert!(url.as_str().contains("&uploadId=VXBsb2FkIElE"));
    /// assert!(url.headers().eq([("x-amz-mp-object-size", "20000000")]));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn complete_multipart_upload<'a>(&'a self, key: &'a str, upload_id: &str) -> PresignRequest<'a> {
        with_upload_id(self.request(Method::Post, key), upload_id).with_operation(Operation::CompleteMultipartUpload)
    }

    /// Aborts a multipart upload and frees the storage of its parts (AbortMultipartUpload).
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::ErrorKind;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.abort_multipart_upload("regatta.mp4", "VXBsb2FkIElE").sign_at(&credentials, now)?;
    /// assert_eq!(url.method().as_str(), "DELETE");
    /// let error = bucket.abort_multipart_upload("regatta.mp4", "").sign_at(&credentials, now).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::EmptyUploadId);
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn abort_multipart_upload<'a>(&'a self, key: &'a str, upload_id: &str) -> PresignRequest<'a> {
        with_upload_id(self.request(Method::Delete, key), upload_id).with_operation(Operation::AbortMultipartUpload)
    }

    /// Lists the parts that have been uploaded so far (ListParts).
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.list_parts("regatta.mp4", "VXBsb2FkIElE").max_parts(100).sign_at(&credentials, now)?;
    /// assert!(url.as_str().contains("&max-parts=100&uploadId=VXBsb2FkIElE"));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn list_parts<'a>(&'a self, key: &'a str, upload_id: &str) -> PresignRequest<'a> {
        with_upload_id(self.request(Method::Get, key), upload_id).with_operation(Operation::ListParts)
    }

    /// Lists up to 1,000 keys of the bucket (ListObjectsV2).
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
    /// the URL can delete only these objects.
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

    /// Requests [session credentials](super::SessionCredentials) for a directory bucket of S3 Express (CreateSession).
    /// The XML of the response contains them. Only directory buckets have sessions. For any other bucket, the request
    /// is signed all the same, and the server decides how to respond.
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
        let path = self.check_is_no_url(key).and_then(|()| ObjectKey::new(key)).map(RequestPath::Object);
        PresignRequest::new(&self.target, method, path)
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
        PresignRequest::new(&self.target, method, Ok(RequestPath::Bucket))
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
        PresignRequest::new(self.control.as_ref().unwrap_or(&self.target), method, Ok(RequestPath::Bucket))
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

/// Adds `uploadId`. An empty ID is an error, because AbortMultipartUpload could become DeleteObject.
fn with_upload_id<'a>(mut request: PresignRequest<'a>, upload_id: &str) -> PresignRequest<'a> {
    if upload_id.is_empty() {
        request.note(Repr::EmptyUploadId {}.into());
    }
    request.query("uploadId", upload_id)
}

/// Adds the copy source. S3 Express does not accept session credentials for copies.
fn with_copy_source<'a>(mut request: PresignRequest<'a>, source: &CopySource) -> PresignRequest<'a> {
    if source.has_empty_version_id() {
        request.note(Repr::EmptyVersionId {}.into());
    }
    request.header("x-amz-copy-source", source.to_string()).without_body().without_session_auth()
}
