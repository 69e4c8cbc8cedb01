//! Operations of multipart uploads.

use super::copy_source::with_copy_source;
use crate::error::Repr;
use crate::method::Method;
use crate::request::{Operation, PresignRequest};
use crate::s3::{Bucket, CopySource};

/// Operations of multipart uploads. Source: the [user guide][aws] of S3.
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
impl Bucket {
    /// Starts a multipart upload (CreateMultipartUpload). The XML of the response contains the upload ID:
    /// `s3::xml::CreateMultipartUploadResult` (feature `xml`) parses it.
    ///
    /// With [`checksum_algorithm`](PresignRequest::checksum_algorithm), every part needs a checksum of that algorithm, and
    /// without it none may have one: see [`upload_parts`](Self::upload_parts).
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
    /// it to some of the object's bytes. The XML of the response contains the ETag, or an error in spite of status 200:
    /// `s3::xml::CopyResult` (feature `xml`) parses it.
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

    /// Assembles the parts into the object (CompleteMultipartUpload). The XML body lists their numbers and ETags:
    /// `s3::xml::CompleteMultipartUploadBody` (feature `xml`) writes it.
    ///
    /// A response with status 200 may contain an error: parse it, for instance with
    /// `s3::xml::CompleteMultipartUploadResult`.
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

    /// Lists the parts that have been uploaded so far (ListParts). `s3::xml::ListPartsPage` (feature `xml`) parses the
    /// response.
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
}

/// Adds `uploadId`. An empty ID is an error, because AbortMultipartUpload could become DeleteObject.
fn with_upload_id<'a>(mut request: PresignRequest<'a>, upload_id: &str) -> PresignRequest<'a> {
    if upload_id.is_empty() {
        request.note(Repr::EmptyUploadId {}.into());
    }
    request.query("uploadId", upload_id)
}
