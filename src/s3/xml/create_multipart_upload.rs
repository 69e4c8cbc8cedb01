//! The response to CreateMultipartUpload.

use alloc::boxed::Box;

use super::s3_error::read;
use crate::error::Error;

/// The response to [`create_multipart_upload`](crate::Bucket::create_multipart_upload): the ID of the upload.
///
/// ```
/// use presign::s3::xml::CreateMultipartUploadResult;
///
/// let upload = CreateMultipartUploadResult::parse(
///     r#"<?xml version="1.0" encoding="UTF-8"?>
///     <InitiateMultipartUploadResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
///         <Bucket>films</Bucket><Key>regatta.mp4</Key><UploadId>VXBsb2FkIElE</UploadId>
///     </InitiateMultipartUploadResult>"#,
/// )?;
/// assert_eq!(upload.upload_id(), "VXBsb2FkIElE");
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [CreateMultipartUpload][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
#[doc(alias = "InitiateMultipartUploadResult")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CreateMultipartUploadResult {
    upload_id: Box<str>,
    bucket: Option<Box<str>>,
    key: Option<Box<str>>,
}

impl CreateMultipartUploadResult {
    /// Parses the body of the response.
    ///
    /// # Errors
    ///
    /// - [`S3Error`](crate::ErrorKind::S3Error) for an error document.
    /// - [`InvalidXml`](crate::ErrorKind::InvalidXml) for a body that is not well-formed XML.
    /// - [`InvalidResponse`](crate::ErrorKind::InvalidResponse) for another document, and for one without an upload ID.
    pub fn parse(body: impl AsRef<[u8]>) -> Result<Self, Error> {
        read(body.as_ref(), "CreateMultipartUpload response", &["InitiateMultipartUploadResult"], |root| {
            Ok(Self {
                upload_id: root.filled_text("UploadId")?.into(),
                bucket: root.optional("Bucket")?,
                key: root.optional("Key")?,
            })
        })
    }

    /// Returns the upload ID, as the other operations of the upload take it. It is never empty.
    pub fn upload_id(&self) -> &str {
        &self.upload_id
    }

    /// Returns the name of the bucket.
    pub fn bucket(&self) -> Option<&str> {
        self.bucket.as_deref()
    }

    /// Returns the key of the future object.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }
}
