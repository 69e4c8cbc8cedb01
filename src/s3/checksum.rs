//! Checksums of a body, which S3 verifies when the body arrives.

use alloc::string::String;

use base64ct::{Base64, Encoding};
use md5::Md5;
use sha2::{Digest, Sha256};

/// A checksum of a body, computed by the caller, for [`checksum`](crate::PresignRequest::checksum). A URL that signs it
/// accepts only that body. No checksum is signed by default.
///
/// ```
/// use presign::Bucket;
/// use presign::s3::Checksum;
/// # use presign::Credentials;
/// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
///
/// let bucket = Bucket::new("photos")?;
/// let url = bucket.put_object("hello.txt").checksum(Checksum::Crc32(0x3610_a686)).sign_at(&credentials, now)?;
/// assert_eq!(url.headers().collect::<Vec<_>>(), [("x-amz-checksum-crc32", "NhCmhg==")]);
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [Checking object integrity in Amazon S3][aws]. The header's value is the base64 of the checksum's bytes, the
/// most significant byte first.
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Checksum {
    /// `x-amz-checksum-crc32`: the CRC-32 of zip and Ethernet.
    Crc32(u32),
    /// `x-amz-checksum-crc32c`: the CRC-32 with the Castagnoli polynomial.
    Crc32c(u32),
    /// `x-amz-checksum-crc64nvme`: the CRC-64 of the NVM Express specification.
    Crc64Nvme(u64),
    /// `x-amz-checksum-sha1`.
    Sha1([u8; 20]),
    /// `x-amz-checksum-sha256`.
    Sha256([u8; 32]),
    /// `x-amz-checksum-sha512`.
    Sha512([u8; 64]),
    /// `Content-MD5`, which every S3-compatible server supports.
    Md5([u8; 16]),
}

impl Checksum {
    /// Computes the SHA-256 of a body.
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::s3::Checksum;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.put_object("hello.txt").checksum(Checksum::sha256_of("hello")).sign_at(&credentials, now)?;
    /// assert!(url.headers().eq([("x-amz-checksum-sha256", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=")]));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn sha256_of(body: impl AsRef<[u8]>) -> Self {
        Self::Sha256(Sha256::digest(body).into())
    }

    /// Computes the MD5 of a body, for servers that accept no other checksum, such as Ceph for
    /// [`delete_objects`](crate::Bucket::delete_objects).
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::s3::Checksum;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let url = bucket.put_object("hello.txt").checksum(Checksum::md5_of("hello")).sign_at(&credentials, now)?;
    /// assert!(url.headers().eq([("content-md5", "XUFAKrxLKna5cZ2REBfFkg==")]));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn md5_of(body: impl AsRef<[u8]>) -> Self {
        Self::Md5(Md5::digest(body).into())
    }

    /// Returns the name and value of the header.
    pub(crate) fn header(self) -> (&'static str, String) {
        let name = match self {
            Self::Crc32(_) => "x-amz-checksum-crc32",
            Self::Crc32c(_) => "x-amz-checksum-crc32c",
            Self::Crc64Nvme(_) => "x-amz-checksum-crc64nvme",
            Self::Sha1(_) => "x-amz-checksum-sha1",
            Self::Sha256(_) => "x-amz-checksum-sha256",
            Self::Sha512(_) => "x-amz-checksum-sha512",
            Self::Md5(_) => "content-md5",
        };
        (name, self.base64())
    }

    /// Returns the name and text of the XML element.
    #[cfg(feature = "xml")]
    pub(crate) fn element(self) -> (&'static str, String) {
        let name = match self {
            Self::Crc32(_) => "ChecksumCRC32",
            Self::Crc32c(_) => "ChecksumCRC32C",
            Self::Crc64Nvme(_) => "ChecksumCRC64NVME",
            Self::Sha1(_) => "ChecksumSHA1",
            Self::Sha256(_) => "ChecksumSHA256",
            Self::Sha512(_) => "ChecksumSHA512",
            Self::Md5(_) => "ChecksumMD5",
        };
        (name, self.base64())
    }

    fn base64(self) -> String {
        match self {
            Self::Crc32(value) | Self::Crc32c(value) => Base64::encode_string(&value.to_be_bytes()),
            Self::Crc64Nvme(value) => Base64::encode_string(&value.to_be_bytes()),
            Self::Sha1(value) => Base64::encode_string(&value),
            Self::Sha256(value) => Base64::encode_string(&value),
            Self::Sha512(value) => Base64::encode_string(&value),
            Self::Md5(value) => Base64::encode_string(&value),
        }
    }
}
