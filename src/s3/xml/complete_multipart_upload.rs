//! The body of CompleteMultipartUpload, and its response.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::checksums::Checksums;
use super::list_parts::ListedPart;
use super::s3_error::read;
use super::writer::{NAMESPACE, unrepresentable, write_element};
use crate::error::{Error, Repr};
use crate::s3::Checksum;
use crate::s3::upload_parts::MAX_PARTS;

/// A part in the body of CompleteMultipartUpload: its number, its entity tag, and its checksum if the upload declared an
/// algorithm. See [`CompleteMultipartUploadBody`] for an example.
///
/// It converts from `(number, etag)`, and from a [`ListedPart`] with all its checksums.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CompletedPart {
    number: u16,
    etag: Box<str>,
    checksums: Checksums,
}

impl CompletedPart {
    /// Creates a part from its number and its entity tag: the header `ETag` of the response to UploadPart, with its
    /// quotation marks or without.
    pub fn new(number: u16, etag: impl Into<String>) -> Self {
        Self { number, etag: etag.into().into(), checksums: Checksums::default() }
    }

    /// Adds the part's checksum, of the [`checksum_algorithm`](crate::PresignRequest::checksum_algorithm) that the
    /// upload was created with. S3 requires it then, unless the checksum type is `FULL_OBJECT`. An upload without an
    /// algorithm has no checksums, even if its parts were sent with `Content-MD5`. See [`CompleteMultipartUploadBody`]
    /// for an example.
    #[must_use = "this returns the part with its checksum"]
    pub fn checksum(mut self, checksum: Checksum) -> Self {
        self.checksums.set(checksum);
        self
    }

    /// Returns the part number.
    pub fn number(&self) -> u16 {
        self.number
    }
}

impl<S: Into<String>> From<(u16, S)> for CompletedPart {
    fn from((number, etag): (u16, S)) -> Self {
        Self::new(number, etag)
    }
}

impl From<&ListedPart> for CompletedPart {
    fn from(part: &ListedPart) -> Self {
        Self { number: part.number(), etag: part.etag().into(), checksums: part.all_checksums().clone() }
    }
}

/// The body of [`complete_multipart_upload`](crate::Bucket::complete_multipart_upload): the list of the parts. `Display`
/// and [`as_str`](Self::as_str) give its exact text.
///
/// ```
/// use presign::s3::Checksum;
/// use presign::s3::xml::{CompleteMultipartUploadBody, CompletedPart};
///
/// // In any order: the body has them sorted, as S3 requires.
/// let body = CompleteMultipartUploadBody::new([(2, "\"0c78aef8\""), (1, "\"7778aef8\"")])?;
/// assert!(body.as_str().contains("<Part><ETag>&quot;7778aef8&quot;</ETag><PartNumber>1</PartNumber></Part><Part>"));
///
/// // With the checksums of an upload that declared an algorithm.
/// let part = CompletedPart::new(1, "\"7778aef8\"").checksum(Checksum::Crc32(0x3610_a686));
/// let body = CompleteMultipartUploadBody::new([part])?;
/// assert!(body.as_str().contains("<ChecksumCRC32>NhCmhg==</ChecksumCRC32>"));
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [CompleteMultipartUpload][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CompleteMultipartUploadBody(String);

impl CompleteMultipartUploadBody {
    /// Creates the body from the parts, in any order: `(number, etag)`, [`CompletedPart`] or [`&ListedPart`](ListedPart).
    ///
    /// # Errors
    ///
    /// - [`NoParts`](crate::ErrorKind::NoParts) for an empty list.
    /// - [`InvalidPartNumber`](crate::ErrorKind::InvalidPartNumber) for a number outside 1 to 10,000.
    /// - [`DuplicatePart`](crate::ErrorKind::DuplicatePart) for a number that is listed twice.
    /// - [`EmptyEtag`](crate::ErrorKind::EmptyEtag) for a part without its entity tag.
    /// - [`NotInXml`](crate::ErrorKind::NotInXml) for an entity tag with a character that XML can't represent.
    pub fn new(parts: impl IntoIterator<Item: Into<CompletedPart>>) -> Result<Self, Error> {
        let mut parts: Vec<CompletedPart> = parts.into_iter().map(Into::into).collect();
        if parts.is_empty() {
            return Err(Repr::NoParts {}.into());
        }
        parts.sort_by_key(|part| part.number);
        let mut previous = 0;
        let mut body = format!("<CompleteMultipartUpload xmlns=\"{NAMESPACE}\">");
        for CompletedPart { number, etag, checksums } in &parts {
            let number = *number;
            if !(1..=MAX_PARTS).contains(&number) {
                return Err(Repr::InvalidPartNumber { found: number }.into());
            }
            if number == previous {
                return Err(Repr::DuplicatePart { number }.into());
            }
            if etag.is_empty() {
                return Err(Repr::EmptyEtag { number }.into());
            }
            if let Some((offset, character)) = unrepresentable(etag) {
                let character = u32::from(character);
                return Err(Repr::EtagNotInXml { number, offset, character }.into());
            }
            previous = number;
            body.push_str("<Part>");
            write_element("ETag", etag, &mut body);
            checksums.write(&mut body);
            write_element("PartNumber", &format!("{number}"), &mut body);
            body.push_str("</Part>");
        }
        body.push_str("</CompleteMultipartUpload>");
        Ok(Self(body))
    }

    /// Returns the text to send.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the text to send.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl AsRef<[u8]> for CompleteMultipartUploadBody {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl From<CompleteMultipartUploadBody> for String {
    fn from(body: CompleteMultipartUploadBody) -> Self {
        body.0
    }
}

impl fmt::Display for CompleteMultipartUploadBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The response to [`complete_multipart_upload`](crate::Bucket::complete_multipart_upload): the new object.
///
/// The status says nothing about the outcome. S3 sends status 200 and then white space until the object is assembled,
/// which may take minutes, and an error document if it fails after all. An upload has succeeded if and only if
/// [`parse`](Self::parse) does.
///
/// ```
/// use presign::s3::xml::CompleteMultipartUploadResult;
///
/// let object = CompleteMultipartUploadResult::parse(
///     "\n \n<CompleteMultipartUploadResult><Key>regatta.mp4</Key><ETag>&quot;3858f622-3&quot;</ETag>\
///      </CompleteMultipartUploadResult>",
/// )?;
/// assert_eq!(object.etag(), Some("\"3858f622-3\""));
///
/// let failed = "\n \n<Error><Code>InternalError</Code><Message>Please try again.</Message></Error>";
/// assert_eq!(
///     CompleteMultipartUploadResult::parse(failed).unwrap_err().to_string(),
///     "CompleteMultipartUpload response is an S3 error: InternalError: Please try again.",
/// );
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [CompleteMultipartUpload][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CompleteMultipartUploadResult {
    location: Option<Box<str>>,
    bucket: Option<Box<str>>,
    key: Option<Box<str>>,
    etag: Option<Box<str>>,
    checksums: Checksums,
}

impl CompleteMultipartUploadResult {
    /// Parses the body of the response, whatever its status.
    ///
    /// # Errors
    ///
    /// - [`S3Error`](crate::ErrorKind::S3Error) for an error document.
    /// - [`InvalidXml`](crate::ErrorKind::InvalidXml) for a body that is not well-formed XML. If it ends early, the
    ///   connection was lost, and the upload may have succeeded: check whether the object exists.
    /// - [`InvalidResponse`](crate::ErrorKind::InvalidResponse) for another document.
    pub fn parse(body: impl AsRef<[u8]>) -> Result<Self, Error> {
        read(body.as_ref(), "CompleteMultipartUpload response", &["CompleteMultipartUploadResult"], |root| {
            Ok(Self {
                location: root.optional("Location")?,
                bucket: root.optional("Bucket")?,
                key: root.optional("Key")?,
                etag: root.optional("ETag")?,
                checksums: Checksums::of(root),
            })
        })
    }

    /// Returns the URL of the object.
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// Returns the name of the bucket.
    pub fn bucket(&self) -> Option<&str> {
        self.bucket.as_deref()
    }

    /// Returns the key of the object.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Returns the entity tag of the object, in quotation marks. Ceph sends none.
    pub fn etag(&self) -> Option<&str> {
        self.etag.as_deref()
    }

    /// Returns the element and the base64 of each checksum of the object, such as `("ChecksumCRC64NVME", "BgQ0...")`. A
    /// composite checksum ends in a hyphen and the number of parts.
    pub fn checksums(&self) -> impl Iterator<Item = (&str, &str)> {
        self.checksums.iter()
    }
}
