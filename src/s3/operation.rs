//! The operations of S3, by the API's own names.

use alloc::string::{String, ToString};

use super::object_key::check_object_key;
use super::{Bucket, Checksum, CopySource};
use crate::error::Repr;
use crate::method::Method;
use crate::request::PresignRequest;
use crate::signing::RequestPath;

/// Each operation begins a [`PresignRequest`]. Source: the [API reference][aws] of S3.
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
impl Bucket {
    /// GetObject: downloads an object.
    #[doc(alias = "generate_presigned_url")]
    pub fn get_object<'a>(&'a self, key: &'a str) -> PresignRequest<'a> {
        self.request(Method::Get, key)
    }

    /// HeadObject: the size, type and metadata of an object.
    pub fn head_object<'a>(&'a self, key: &'a str) -> PresignRequest<'a> {
        self.request(Method::Head, key)
    }

    /// PutObject: uploads an object, or replaces it.
    pub fn put_object<'a>(&'a self, key: &'a str) -> PresignRequest<'a> {
        self.request(Method::Put, key)
    }

    /// DeleteObject.
    pub fn delete_object<'a>(&'a self, key: &'a str) -> PresignRequest<'a> {
        self.request(Method::Delete, key)
    }

    /// CopyObject: makes an object of another one, without a body. S3 then answers once the copy is made, which may take
    /// minutes; over 5 GB are copied in parts.
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::s3::CopySource;
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let request = bucket.copy_object("2026/boat.jpg", &CopySource::new("drafts", "boat.jpg")?);
    /// # let _ = request;
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn copy_object<'a>(&'a self, key: &'a str, source: &CopySource) -> PresignRequest<'a> {
        with_copy_source(self.request(Method::Put, key), source)
    }

    /// GetObjectAttributes: those that are asked for, at least one of [`ObjectAttribute`](super::ObjectAttribute).
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::s3::ObjectAttribute;
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let request = bucket.get_object_attributes("boat.jpg", [ObjectAttribute::ETag, ObjectAttribute::ObjectSize]);
    /// # let _ = request;
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn get_object_attributes<'a>(
        &'a self,
        key: &'a str,
        attributes: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> PresignRequest<'a> {
        let mut names = String::new();
        for (index, attribute) in attributes.into_iter().enumerate() {
            if index > 0 {
                names.push(',');
            }
            names.push_str(attribute.as_ref());
        }
        let mut request = self.request(Method::Get, key).query("attributes", "");
        if names.is_empty() {
            request.note(Repr::NoObjectAttributes {}.into());
        }
        request.header("x-amz-object-attributes", names)
    }

    /// GetObjectTagging: the object's tags.
    pub fn get_object_tagging<'a>(&'a self, key: &'a str) -> PresignRequest<'a> {
        self.request(Method::Get, key).query("tagging", "")
    }

    /// PutObjectTagging: replaces the object's tags with those that the body lists in XML. S3 asks for the checksum of that
    /// body.
    pub fn put_object_tagging<'a>(&'a self, key: &'a str, checksum: Checksum) -> PresignRequest<'a> {
        self.request(Method::Put, key).query("tagging", "").checksum(checksum)
    }

    /// DeleteObjectTagging: removes the object's tags.
    pub fn delete_object_tagging<'a>(&'a self, key: &'a str) -> PresignRequest<'a> {
        self.request(Method::Delete, key).query("tagging", "")
    }

    /// RestoreObject: brings an archived object back for some days. The body is XML that says how many.
    pub fn restore_object<'a>(&'a self, key: &'a str) -> PresignRequest<'a> {
        self.request(Method::Post, key).query("restore", "")
    }

    /// CreateMultipartUpload: begins an upload in parts. The answer's XML holds the upload ID.
    pub fn create_multipart_upload<'a>(&'a self, key: &'a str) -> PresignRequest<'a> {
        self.request(Method::Post, key).query("uploads", "").without_body()
    }

    /// UploadPart: one part, numbered from 1 to 10,000. The answer's `ETag` header is needed to complete the upload.
    pub fn upload_part<'a>(&'a self, key: &'a str, upload_id: &str, part_number: u16) -> PresignRequest<'a> {
        with_upload_id(self.request(Method::Put, key).part_number(part_number), upload_id)
    }

    /// UploadPartCopy: one part, copied from an object or, with
    /// [`copy_source_range`](PresignRequest::copy_source_range), from some of its bytes. The answer's XML holds the ETag.
    pub fn upload_part_copy<'a>(
        &'a self,
        key: &'a str,
        upload_id: &str,
        part_number: u16,
        source: &CopySource,
    ) -> PresignRequest<'a> {
        with_copy_source(self.upload_part(key, upload_id, part_number), source)
    }

    /// CompleteMultipartUpload: puts the parts together. The body is XML that lists their numbers and ETags.
    pub fn complete_multipart_upload<'a>(&'a self, key: &'a str, upload_id: &str) -> PresignRequest<'a> {
        with_upload_id(self.request(Method::Post, key), upload_id)
    }

    /// AbortMultipartUpload: gives the upload up, and frees its parts.
    pub fn abort_multipart_upload<'a>(&'a self, key: &'a str, upload_id: &str) -> PresignRequest<'a> {
        with_upload_id(self.request(Method::Delete, key), upload_id)
    }

    /// ListParts: the parts that have been uploaded so far.
    pub fn list_parts<'a>(&'a self, key: &'a str, upload_id: &str) -> PresignRequest<'a> {
        with_upload_id(self.request(Method::Get, key), upload_id)
    }

    /// ListObjectsV2: up to 1,000 keys of the bucket.
    pub fn list_objects_v2(&self) -> PresignRequest<'_> {
        self.bucket_request(Method::Get).query("list-type", "2")
    }

    /// ListObjectVersions: up to 1,000 versions and delete markers.
    pub fn list_object_versions(&self) -> PresignRequest<'_> {
        self.bucket_request(Method::Get).query("versions", "")
    }

    /// ListMultipartUploads: up to 1,000 uploads in parts that are neither completed nor given up.
    pub fn list_multipart_uploads(&self) -> PresignRequest<'_> {
        self.bucket_request(Method::Get).query("uploads", "")
    }

    /// DeleteObjects: deletes up to 1,000 objects, which the body lists in XML. S3 asks for the checksum of that body, so the
    /// URL is for these objects and no others.
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::s3::Checksum;
    ///
    /// let body = "<Delete><Object><Key>boat.jpg</Key></Object><Object><Key>harbour.jpg</Key></Object></Delete>";
    /// let bucket = Bucket::new("photos")?;
    /// let request = bucket.delete_objects(Checksum::sha256_of(body));
    /// # let _ = request;
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn delete_objects(&self, checksum: Checksum) -> PresignRequest<'_> {
        self.bucket_request(Method::Post).query("delete", "").checksum(checksum)
    }

    /// CreateBucket. In another region than us-east-1 the body is XML that says which.
    pub fn create_bucket(&self) -> PresignRequest<'_> {
        self.control_request(Method::Put)
    }

    /// DeleteBucket: deletes the bucket, which must be empty.
    pub fn delete_bucket(&self) -> PresignRequest<'_> {
        self.control_request(Method::Delete)
    }

    /// CreateSession: [credentials](super::SessionCredentials) for a directory bucket of S3 Express, which the answer's XML
    /// holds. Only directory buckets have sessions: what it does to another bucket is for the server to say.
    pub fn create_session(&self) -> PresignRequest<'_> {
        self.bucket_request(Method::Get).query("session", "").without_session_auth()
    }

    /// HeadBucket: whether the bucket is there and may be entered.
    pub fn head_bucket(&self) -> PresignRequest<'_> {
        self.bucket_request(Method::Head).without_session_auth()
    }

    /// Any other operation on an object, to be completed with [`query`](PresignRequest::query) and
    /// [`header`](PresignRequest::header).
    pub fn request<'a>(&'a self, method: Method, key: &'a str) -> PresignRequest<'a> {
        PresignRequest::new(&self.target, method, RequestPath::Object(key), check_object_key(key).err())
    }

    /// Any other operation on the bucket itself.
    pub fn bucket_request(&self, method: Method) -> PresignRequest<'_> {
        PresignRequest::new(&self.target, method, RequestPath::Bucket, None)
    }

    /// Any other operation on the bucket's existence or configuration, such as its policy or its encryption. A directory
    /// bucket has a host of its own for these ([regional endpoint API operations][aws]); for every other bucket this is
    /// [`bucket_request`](Self::bucket_request).
    ///
    /// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-Regions-and-Zones.html
    pub fn control_request(&self, method: Method) -> PresignRequest<'_> {
        PresignRequest::new(self.control.as_ref().unwrap_or(&self.target), method, RequestPath::Bucket, None)
    }
}

/// Adds `uploadId`. An empty ID is an error: AbortMultipartUpload could become DeleteObject.
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
