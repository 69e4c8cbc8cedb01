//! The upload requests for all parts of a file.

use core::iter::FusedIterator;
use core::ops::Range;
use core::time::Duration;

use super::Bucket;
use crate::error::{Error, Repr};
use crate::request::PresignRequest;

/// S3's limits for multipart uploads: [Amazon S3 multipart upload limits][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
pub(super) const MAX_PARTS: u16 = 10_000;
const MIN_PART_SIZE: u64 = 5 * MIB;
const MAX_PART_SIZE: u64 = 5 * 1024 * MIB;
const MAX_FILE_SIZE: u64 = MAX_PARTS as u64 * MAX_PART_SIZE;
const MIB: u64 = 1024 * 1024;

impl Bucket {
    /// Splits a file into parts and returns an [`upload_part`](Self::upload_part) request and a byte range for each.
    /// Memory use does not depend on the number of parts.
    ///
    /// The last part is the rest of the file. An empty file has one empty part, which S3 accepts, because an upload
    /// without parts can't be completed.
    ///
    /// # Expiry
    ///
    /// All URLs of an upload that takes hours must be valid for hours: set [`expires_in`](UploadParts::expires_in). If
    /// the credentials expire before that, so do the URLs, and the upload fails in the middle. Each URL's
    /// [`expires_at`](crate::PresignedUrl::expires_at) and [`is_shortened`](crate::Validity::is_shortened) say so;
    /// [`require_full_lifetime`](UploadParts::require_full_lifetime) makes it an error of the first part.
    ///
    /// # Checksums
    ///
    /// Set a [`checksum`](PresignRequest::checksum) for every part if the upload was created with a
    /// [`checksum_algorithm`](PresignRequest::checksum_algorithm), always of that algorithm, and list it again when you
    /// complete the upload. S3 doesn't require this if the upload's
    /// [`checksum_type`](PresignRequest::checksum_type) is `FULL_OBJECT`.
    ///
    /// Set none if the upload was created without an algorithm. S3 otherwise answers `InvalidRequest` with status 400:
    /// "Checksum Type mismatch occurred, expected checksum Type: null, actual checksum Type: sha256".
    /// [`Checksum::Md5`](super::Checksum::Md5) is the header `Content-MD5`, which is always allowed. Cloudflare R2 does
    /// not implement SHA-1 and SHA-256 for parts: it answers 501.
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::s3::UploadParts;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("films")?;
    /// let file_size = 20_000_000;
    /// let part_size = UploadParts::part_size_for(file_size);
    /// let mut ranges = Vec::new();
    /// for part in bucket.upload_parts("regatta.mp4", "VXBsb2FkIElE", file_size, part_size)? {
    ///     let url = part.request.sign_at(&credentials, now)?;
    ///     assert!(url.as_str().contains(&format!("partNumber={}&uploadId=VXBsb2FkIElE", part.number)));
    ///     ranges.push(part.range);
    /// }
    /// assert_eq!(ranges, [0..8_388_608, 8_388_608..16_777_216, 16_777_216..20_000_000]);
    /// # Ok::<(), presign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// - [`PartSizeOutOfRange`](crate::ErrorKind::PartSizeOutOfRange) for a part size outside 5 MiB to 5 GiB.
    /// - [`TooManyParts`](crate::ErrorKind::TooManyParts) for more than 10,000 parts. The message gives the smallest
    ///   part size that works.
    /// - [`FileTooLarge`](crate::ErrorKind::FileTooLarge) for a file larger than 10,000 parts of 5 GiB.
    pub fn upload_parts<'a>(
        &'a self,
        key: &'a str,
        upload_id: &'a str,
        file_size: u64,
        part_size: u64,
    ) -> Result<UploadParts<'a>, Error> {
        if !(MIN_PART_SIZE..=MAX_PART_SIZE).contains(&part_size) {
            return Err(Repr::PartSizeOutOfRange { found: part_size }.into());
        }
        if file_size > MAX_FILE_SIZE {
            return Err(Repr::FileTooLarge { file_size }.into());
        }
        let parts = file_size.div_ceil(part_size).max(1);
        match u16::try_from(parts) {
            Ok(last @ 1..=MAX_PARTS) => {
                let numbers = 1..last + 1;
                let (expires_in, full_lifetime) = (None, false);
                Ok(UploadParts {
                    bucket: self,
                    key,
                    upload_id,
                    file_size,
                    part_size,
                    numbers,
                    expires_in,
                    full_lifetime,
                })
            }
            _ => {
                let smallest = file_size.div_ceil(MAX_PARTS.into());
                Err(Repr::TooManyParts { file_size, part_size, parts, smallest }.into())
            }
        }
    }
}

/// An iterator over the parts of a file, in order. Created by [`Bucket::upload_parts`]. Its length is exact.
///
/// ```
/// use presign::Bucket;
/// use presign::s3::UploadParts;
///
/// let (bucket, file_size) = (Bucket::new("films")?, 20_000_000_000);
/// let parts = bucket.upload_parts("regatta.mp4", "VXBsb2FkIElE", file_size, UploadParts::part_size_for(file_size))?;
/// assert_eq!(parts.len(), 2385);
/// assert_eq!(parts.last().map(|part| part.range), Some(19_998_441_472..20_000_000_000));
/// # Ok::<(), presign::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct UploadParts<'a> {
    bucket: &'a Bucket,
    key: &'a str,
    upload_id: &'a str,
    file_size: u64,
    part_size: u64,
    /// The numbers of the remaining parts.
    numbers: Range<u16>,
    expires_in: Option<Duration>,
    full_lifetime: bool,
}

impl UploadParts<'_> {
    /// Returns a suitable part size, in bytes, for a file of this many bytes. It is a whole number of mebibytes, at
    /// least 8 MiB and at most 5 GiB, and gives at most 10,000 parts whenever 5 GiB per part allows that.
    ///
    /// ```
    /// use presign::s3::UploadParts;
    ///
    /// assert_eq!(UploadParts::part_size_for(1_000), 8 * 1024 * 1024);
    /// assert_eq!(UploadParts::part_size_for(1_000_000_000_000), 96 * 1024 * 1024);
    /// ```
    pub const fn part_size_for(file_size: u64) -> u64 {
        let size = file_size.div_ceil(MAX_PARTS as u64).div_ceil(MIB).saturating_mul(MIB);
        if size < 8 * MIB {
            8 * MIB
        } else if size > MAX_PART_SIZE {
            MAX_PART_SIZE
        } else {
            size
        }
    }

    /// Sets how long the URLs of all parts are valid, like [`PresignRequest::expires_in`].
    #[must_use = "this returns the parts with their expiry"]
    pub fn expires_in(mut self, expires_in: Duration) -> Self {
        self.expires_in = Some(expires_in);
        self
    }

    /// Makes signing a part fail if the credentials expire before its URL, like
    /// [`PresignRequest::require_full_lifetime`].
    ///
    /// ```
    /// use presign::s3::UploadParts;
    /// use presign::{Bucket, Credentials, ErrorKind};
    /// use std::time::Duration;
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    ///     .with_expiry(datetime!(2026-11-23 13:00 UTC));
    /// let (bucket, now) = (Bucket::new("films")?, datetime!(2026-11-23 12:00 UTC));
    /// let parts = bucket
    ///     .upload_parts("regatta.mp4", "VXBsb2FkIElE", 20_000_000, 8 * 1024 * 1024)?
    ///     .expires_in(Duration::from_secs(6 * 3600));
    ///
    /// let url = parts.clone().next().unwrap().request.sign_at(&credentials, now)?;
    /// assert_eq!(url.expires_at(), Some(datetime!(2026-11-23 13:00 UTC))); // after one hour, not six
    ///
    /// let first = parts.require_full_lifetime().next().unwrap();
    /// let error = first.request.sign_at(&credentials, now).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::LifetimeTooShort);
    /// # Ok::<(), presign::Error>(())
    /// ```
    #[must_use = "this returns the parts with this requirement"]
    pub fn require_full_lifetime(mut self) -> Self {
        self.full_lifetime = true;
        self
    }
}

impl<'a> Iterator for UploadParts<'a> {
    type Item = UploadPart<'a>;

    fn next(&mut self) -> Option<UploadPart<'a>> {
        let number = self.numbers.next()?;
        let start = u64::from(number - 1) * self.part_size;
        let mut request = self.bucket.upload_part(self.key, self.upload_id, number);
        if let Some(expires_in) = self.expires_in {
            request = request.expires_in(expires_in);
        }
        if self.full_lifetime {
            request = request.require_full_lifetime();
        }
        Some(UploadPart { number, range: start..(start + self.part_size).min(self.file_size), request })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.numbers.size_hint()
    }
}

impl ExactSizeIterator for UploadParts<'_> {}
impl FusedIterator for UploadParts<'_> {}

/// One part of a multipart upload.
///
/// With its checksum, for an upload that was created with `checksum_algorithm(ChecksumAlgorithm::Sha256)`:
///
/// ```
/// use presign::Bucket;
/// use presign::s3::Checksum;
/// # use presign::Credentials;
/// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
///
/// let (bucket, file) = (Bucket::new("films")?, b"a short film");
/// for part in bucket.upload_parts("regatta.mp4", "VXBsb2FkIElE", file.len() as u64, 8 * 1024 * 1024)? {
///     let bytes = &file[part.range.start as usize..part.range.end as usize];
///     let url = part.request.checksum(Checksum::sha256_of(bytes)).sign_at(&credentials, now)?;
///     assert!(url.as_str().contains("&partNumber=1&uploadId=VXBsb2FkIElE"));
/// }
/// # Ok::<(), presign::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UploadPart<'a> {
    /// The part number, from 1. CompleteMultipartUpload lists parts by this number.
    pub number: u16,
    /// The bytes of the file that are in this part.
    pub range: Range<u64>,
    /// The upload of this part. Sign it, or first set an expiry or a checksum.
    pub request: PresignRequest<'a>,
}
