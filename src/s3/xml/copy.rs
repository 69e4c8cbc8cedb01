//! The responses to CopyObject and UploadPartCopy.

use alloc::boxed::Box;

use time::OffsetDateTime;

use super::checksums::Checksums;
use super::s3_error::read;
use crate::error::Error;
use crate::s3::Checksum;

/// The response to [`upload_part_copy`](crate::Bucket::upload_part_copy) or
/// [`copy_object`](crate::Bucket::copy_object): the entity tag of the copy.
///
/// As with CompleteMultipartUpload, S3 can send an error document with status 200. A copy has succeeded if and only if
/// [`parse`](Self::parse) does.
///
/// ```
/// use presign::s3::xml::{CompleteMultipartUploadBody, CopyResult};
///
/// let copy = CopyResult::parse(
///     "<CopyPartResult><LastModified>2026-11-23T12:00:00.000Z</LastModified><ETag>\"7778aef8\"</ETag></CopyPartResult>",
/// )?;
/// let body = CompleteMultipartUploadBody::new([(1, copy.etag())])?;
/// assert!(body.as_str().contains("<ETag>&quot;7778aef8&quot;</ETag><PartNumber>1</PartNumber>"));
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Sources: [CopyObject][object], [UploadPartCopy][part].
///
/// [object]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
/// [part]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
#[doc(alias = "CopyPartResult")]
#[doc(alias = "CopyObjectResult")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CopyResult {
    etag: Box<str>,
    last_modified: Option<OffsetDateTime>,
    checksums: Checksums,
}

impl CopyResult {
    /// Parses the body of the response, whatever its status.
    ///
    /// # Errors
    ///
    /// - [`S3Error`](crate::ErrorKind::S3Error) for an error document.
    /// - [`InvalidXml`](crate::ErrorKind::InvalidXml) for a body that is not well-formed XML.
    /// - [`InvalidResponse`](crate::ErrorKind::InvalidResponse) for another document, and for one without an entity tag
    ///   or with an invalid time.
    pub fn parse(body: impl AsRef<[u8]>) -> Result<Self, Error> {
        read(body.as_ref(), "copy response", &["CopyPartResult", "CopyObjectResult"], |root| {
            Ok(Self {
                etag: root.filled_text("ETag")?.into(),
                last_modified: root.time("LastModified")?,
                checksums: Checksums::of(root),
            })
        })
    }

    /// Returns the entity tag of the copy, in quotation marks.
    pub fn etag(&self) -> &str {
        &self.etag
    }

    /// Returns when the copy was made, in UTC and whole seconds.
    pub fn last_modified(&self) -> Option<OffsetDateTime> {
        self.last_modified
    }

    /// Returns whether S3 has this checksum of the copy.
    ///
    /// ```
    /// use presign::s3::Checksum;
    /// use presign::s3::xml::CopyResult;
    ///
    /// let copy = CopyResult::parse(
    ///     "<CopyObjectResult><ETag>\"7778aef8\"</ETag><ChecksumCRC32>NhCmhg==</ChecksumCRC32></CopyObjectResult>",
    /// )?;
    /// assert!(copy.has_checksum(Checksum::Crc32(0x3610_a686)));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn has_checksum(&self, checksum: Checksum) -> bool {
        self.checksums.contains(checksum)
    }
}
