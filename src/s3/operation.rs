//! The operations of S3, by the API's own names.

use alloc::string::ToString;

use super::Bucket;
use super::object_key::check_object_key;
use crate::error::Repr;
use crate::method::Method;
use crate::request::{PresignRequest, RequestPath};

/// What S3 numbers the parts of an upload with.
const PART_NUMBERS: core::ops::RangeInclusive<u16> = 1..=10_000;

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

    /// CreateMultipartUpload: begins an upload in parts. The answer's XML holds the upload ID.
    pub fn create_multipart_upload<'a>(&'a self, key: &'a str) -> PresignRequest<'a> {
        self.request(Method::Post, key).query("uploads", "")
    }

    /// UploadPart: one part, numbered from 1 to 10,000. The answer's `ETag` header is needed to complete the upload.
    pub fn upload_part<'a>(&'a self, key: &'a str, upload_id: &str, part_number: u16) -> PresignRequest<'a> {
        let mut request = self.request(Method::Put, key).query("partNumber", part_number.to_string());
        if !PART_NUMBERS.contains(&part_number) {
            request.note(Repr::InvalidPartNumber { found: part_number }.into());
        }
        with_upload_id(request, upload_id)
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

    /// HeadBucket: whether the bucket is there and may be entered.
    pub fn head_bucket(&self) -> PresignRequest<'_> {
        self.bucket_request(Method::Head)
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

    /// DeleteBucket: the bucket must be empty.
    pub fn delete_bucket(&self) -> PresignRequest<'_> {
        self.control_request(Method::Delete)
    }
}

/// Without an ID, CompleteMultipartUpload is no operation at all, and AbortMultipartUpload may become DeleteObject.
fn with_upload_id<'a>(mut request: PresignRequest<'a>, upload_id: &str) -> PresignRequest<'a> {
    if upload_id.is_empty() {
        request.note(Repr::EmptyUploadId {}.into());
    }
    request.query("uploadId", upload_id)
}
