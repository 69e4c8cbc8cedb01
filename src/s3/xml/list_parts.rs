//! The response to ListParts.

use alloc::boxed::Box;
use alloc::vec::Vec;

use time::OffsetDateTime;

use super::checksums::Checksums;
use super::element::Element;
use super::s3_error::read;
use crate::error::Error;
use crate::request::PresignRequest;
use crate::s3::Checksum;

/// The response to [`list_parts`](crate::Bucket::list_parts): up to 1,000 parts that have been uploaded so far, by which
/// an upload can be resumed.
///
/// ```
/// use presign::Bucket;
/// use presign::s3::xml::{CompleteMultipartUploadBody, CompletedPart, ListPartsPage};
/// # use presign::Credentials;
/// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
/// # let send = |_| "<ListPartsResult><IsTruncated>false</IsTruncated><Part><PartNumber>1</PartNumber><Size>8388608</Size>\
/// #     <ETag>\"7778aef8\"</ETag></Part></ListPartsResult>";
/// # let send_part = |_| "\"0c78aef8\"";
///
/// let (bucket, key, upload_id, file_size) = (Bucket::new("films")?, "regatta.mp4", "VXBsb2FkIElE", 15_000_000);
/// let mut done: Vec<CompletedPart> = Vec::new();
/// let mut next = Some(bucket.list_parts(key, upload_id));
/// while let Some(request) = next {
///     let page = ListPartsPage::parse(send(request.sign_at(&credentials, now)?))?;
///     done.extend(page.parts().iter().map(CompletedPart::from));
///     next = page.next_request(request);
/// }
///
/// // The same part size as before. Part 1 has arrived already.
/// for part in bucket.upload_parts(key, upload_id, file_size, 8 * 1024 * 1024)? {
///     if !done.iter().any(|other| other.number() == part.number) {
///         let etag = send_part(part.request.sign_at(&credentials, now)?);
///         done.push((part.number, etag).into());
///     }
/// }
/// let body = CompleteMultipartUploadBody::new(done)?;
/// assert_eq!(body.as_str().matches("<Part>").count(), 2);
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [ListParts][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
#[doc(alias = "ListPartsResult")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListPartsPage {
    parts: Vec<ListedPart>,
    /// The number that the next page begins after, if there is one.
    next: Option<u32>,
}

impl ListPartsPage {
    /// Parses the body of the response.
    ///
    /// # Errors
    ///
    /// - [`S3Error`](crate::ErrorKind::S3Error) for an error document, such as NoSuchUpload for an upload that was
    ///   completed or aborted.
    /// - [`InvalidXml`](crate::ErrorKind::InvalidXml) for a body that is not well-formed XML.
    /// - [`InvalidResponse`](crate::ErrorKind::InvalidResponse) for another document, and for one with an element that
    ///   is missing, repeated or invalid.
    pub fn parse(body: impl AsRef<[u8]>) -> Result<Self, Error> {
        const NEXT: &str = "NextPartNumberMarker";
        read(body.as_ref(), "ListParts response", &["ListPartsResult"], |root| {
            let parts = root.children_named("Part").map(ListedPart::of).collect::<Result<Vec<_>, _>>()?;
            let next = if root.flag("IsTruncated")?.unwrap_or_default() {
                let last = || parts.last().map(|part| part.number.into());
                let marker = root.number(NEXT)?.or_else(last);
                Some(marker.ok_or_else(|| root.invalid(NEXT, "is missing, although `IsTruncated` is true"))?)
            } else {
                None
            };
            Ok(Self { parts, next })
        })
    }

    /// Returns the parts of this page, by number.
    pub fn parts(&self) -> &[ListedPart] {
        &self.parts
    }

    /// Returns whether there are more parts.
    pub fn is_truncated(&self) -> bool {
        self.next.is_some()
    }

    /// Returns the [`part_number_marker`](PresignRequest::part_number_marker) of the next page, if there is one.
    pub fn next_part_number_marker(&self) -> Option<u32> {
        self.next
    }

    /// Turns the request for this page into that for the next one, if there is one.
    pub fn next_request<'a>(&self, request: PresignRequest<'a>) -> Option<PresignRequest<'a>> {
        self.next.map(|marker| request.part_number_marker(marker))
    }
}

/// A part in a [`ListPartsPage`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListedPart {
    number: u16,
    etag: Box<str>,
    size: u64,
    last_modified: Option<OffsetDateTime>,
    checksums: Checksums,
}

impl ListedPart {
    fn of(part: Element<'_>) -> Result<Self, Error> {
        Ok(Self {
            number: part.required_number("PartNumber")?,
            etag: part.filled_text("ETag")?.into(),
            size: part.required_number("Size")?,
            last_modified: part.time("LastModified")?,
            checksums: Checksums::of(part),
        })
    }

    /// Returns the part number, from 1.
    pub fn number(&self) -> u16 {
        self.number
    }

    /// Returns the entity tag, in quotation marks.
    pub fn etag(&self) -> &str {
        &self.etag
    }

    /// Returns the size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns when the part was uploaded, in UTC and whole seconds.
    pub fn last_modified(&self) -> Option<OffsetDateTime> {
        self.last_modified
    }

    /// Returns whether S3 has this checksum of the part. Check it before you resume with a file that may have changed.
    ///
    /// ```
    /// use presign::s3::Checksum;
    /// use presign::s3::xml::ListPartsPage;
    ///
    /// let page = ListPartsPage::parse(
    ///     "<ListPartsResult><IsTruncated>false</IsTruncated><Part><PartNumber>1</PartNumber><Size>8388608</Size>\
    ///     <ETag>\"7778aef8\"</ETag><ChecksumCRC32>NhCmhg==</ChecksumCRC32></Part></ListPartsResult>",
    /// )?;
    /// assert!(page.parts()[0].has_checksum(Checksum::Crc32(0x3610_a686)));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn has_checksum(&self, checksum: Checksum) -> bool {
        self.checksums.contains(checksum)
    }

    /// Returns the element and the base64 of each checksum, such as `("ChecksumCRC32", "NhCmhg==")`.
    pub fn checksums(&self) -> impl Iterator<Item = (&str, &str)> {
        self.checksums.iter()
    }

    pub(super) fn all_checksums(&self) -> &Checksums {
        &self.checksums
    }
}
