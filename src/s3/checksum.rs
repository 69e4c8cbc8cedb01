//! Checksums of a body, which S3 verifies when the body arrives.

use alloc::string::String;

use base64ct::{Base64, Encoding};
use md5::Md5;
use sha2::{Digest, Sha256};

use super::decode::{Undecodable, decode_base64, decode_hex};
use super::keyword::ChecksumAlgorithm;
use crate::error::{Error, Repr};

/// A checksum of a body, computed by the caller, for [`checksum`](crate::PresignRequest::checksum). A URL that signs it
/// accepts only that body. No checksum is signed by default.
///
/// A client that uploads sends its checksum as text: see [`from_base64`](Self::from_base64) and
/// [`from_hex`](Self::from_hex).
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
    /// `x-amz-checksum-xxhash64`: XXH64 with the seed 0.
    XxHash64(u64),
    /// `x-amz-checksum-xxhash3`: XXH3 of 64 bits with the seed 0.
    XxHash3(u64),
    /// `x-amz-checksum-xxhash128`: XXH3 of 128 bits with the seed 0.
    XxHash128(u128),
    /// `Content-MD5`, which every S3-compatible server supports. S3 does not store it with the object.
    Md5([u8; 16]),
    /// `x-amz-checksum-md5`, which S3 stores with the object as it does the others.
    /// [`ChecksumAlgorithm::Md5`] in [`checksum_algorithm`](crate::PresignRequest::checksum_algorithm) is this one. Older
    /// S3-compatible servers ignore it: use [`Md5`](Self::Md5) there.
    AmzMd5([u8; 16]),
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

    /// Creates a checksum from base64 with padding, as in S3's headers and `Content-MD5`. For
    /// [`ChecksumAlgorithm::Md5`], it is [`Checksum::Md5`], which is `Content-MD5`.
    ///
    /// ```
    /// use presign::s3::{Checksum, ChecksumAlgorithm};
    ///
    /// let checksum = Checksum::from_base64(ChecksumAlgorithm::Crc32, "NhCmhg==")?;
    /// assert_eq!(checksum, Checksum::Crc32(0x3610_a686));
    /// # Ok::<(), presign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`InvalidChecksum`](crate::ErrorKind::InvalidChecksum) for a text that is not base64 (RFC 4648, section 4), or
    /// that encodes more or fewer bytes than the algorithm returns. Base64 without padding, base64url, hexadecimal
    /// digits and white space are errors too.
    pub fn from_base64(algorithm: ChecksumAlgorithm, text: &str) -> Result<Self, Error> {
        let form = Form {
            alphabet: "the base64 alphabet (`A` to `Z`, `a` to `z`, `0` to `9`, `+`, `/`)",
            unit: "characters of base64 with padding",
            other: "from_hex",
        };
        Self::decoded(algorithm, |bytes| decode_base64(text, bytes))
            .map_err(|reason| invalid(algorithm, text, reason, form))
    }

    /// Creates a checksum from hexadecimal digits in upper or lower case, as `sha256sum` prints them. The first two
    /// digits are the most significant byte. For [`ChecksumAlgorithm::Md5`], it is [`Checksum::Md5`], which is
    /// `Content-MD5`.
    ///
    /// ```
    /// use presign::s3::{Checksum, ChecksumAlgorithm};
    ///
    /// let digits = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    /// let checksum = Checksum::from_hex(ChecksumAlgorithm::Sha256, digits)?;
    /// assert_eq!(checksum, Checksum::sha256_of("hello"));
    /// # Ok::<(), presign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`InvalidChecksum`](crate::ErrorKind::InvalidChecksum) for a text with anything but digits, such as a prefix
    /// `0x`, or with more or fewer digits than the algorithm's bytes have.
    pub fn from_hex(algorithm: ChecksumAlgorithm, text: &str) -> Result<Self, Error> {
        let form = Form { alphabet: "hexadecimal digits", unit: "hexadecimal digits", other: "from_base64" };
        Self::decoded(algorithm, |bytes| decode_hex(text, bytes))
            .map_err(|reason| invalid(algorithm, text, reason, form))
    }

    fn decoded(
        algorithm: ChecksumAlgorithm,
        decode: impl Fn(&mut [u8]) -> Result<(), Undecodable>,
    ) -> Result<Self, Undecodable> {
        use ChecksumAlgorithm as Algorithm;

        fn array<const N: usize>(
            decode: impl Fn(&mut [u8]) -> Result<(), Undecodable>,
        ) -> Result<[u8; N], Undecodable> {
            let mut bytes = [0; N];
            decode(&mut bytes)?;
            Ok(bytes)
        }
        Ok(match algorithm {
            Algorithm::Crc32 => Self::Crc32(u32::from_be_bytes(array(decode)?)),
            Algorithm::Crc32c => Self::Crc32c(u32::from_be_bytes(array(decode)?)),
            Algorithm::Crc64Nvme => Self::Crc64Nvme(u64::from_be_bytes(array(decode)?)),
            Algorithm::Sha1 => Self::Sha1(array(decode)?),
            Algorithm::Sha256 => Self::Sha256(array(decode)?),
            Algorithm::Sha512 => Self::Sha512(array(decode)?),
            Algorithm::XxHash64 => Self::XxHash64(u64::from_be_bytes(array(decode)?)),
            Algorithm::XxHash3 => Self::XxHash3(u64::from_be_bytes(array(decode)?)),
            Algorithm::XxHash128 => Self::XxHash128(u128::from_be_bytes(array(decode)?)),
            Algorithm::Md5 => Self::Md5(array(decode)?),
        })
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
            Self::XxHash64(_) => "x-amz-checksum-xxhash64",
            Self::XxHash3(_) => "x-amz-checksum-xxhash3",
            Self::XxHash128(_) => "x-amz-checksum-xxhash128",
            Self::Md5(_) => "content-md5",
            Self::AmzMd5(_) => "x-amz-checksum-md5",
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
            Self::XxHash64(_) => "ChecksumXXHASH64",
            Self::XxHash3(_) => "ChecksumXXHASH3",
            Self::XxHash128(_) => "ChecksumXXHASH128",
            Self::Md5(_) | Self::AmzMd5(_) => "ChecksumMD5",
        };
        (name, self.base64())
    }

    fn base64(self) -> String {
        match self {
            Self::Crc32(value) | Self::Crc32c(value) => Base64::encode_string(&value.to_be_bytes()),
            Self::Crc64Nvme(value) | Self::XxHash64(value) | Self::XxHash3(value) => {
                Base64::encode_string(&value.to_be_bytes())
            }
            Self::XxHash128(value) => Base64::encode_string(&value.to_be_bytes()),
            Self::Sha1(value) => Base64::encode_string(&value),
            Self::Sha256(value) => Base64::encode_string(&value),
            Self::Sha512(value) => Base64::encode_string(&value),
            Self::Md5(value) | Self::AmzMd5(value) => Base64::encode_string(&value),
        }
    }
}

/// How error messages describe a form of the text.
struct Form {
    alphabet: &'static str,
    unit: &'static str,
    /// The function for the other form.
    other: &'static str,
}

fn invalid(algorithm: ChecksumAlgorithm, text: &str, reason: Undecodable, form: Form) -> Error {
    let (algorithm, Form { alphabet, unit, other }) = (algorithm.as_str(), form);
    match reason {
        Undecodable::Character { offset, byte } => {
            Repr::ChecksumWithOther { algorithm, offset, byte, alphabet, other }.into()
        }
        Undecodable::Length { expected } => {
            Repr::InvalidChecksum { algorithm, length: text.len(), expected, unit, other }.into()
        }
        Undecodable::ExcessBits => Repr::ChecksumWithExcessBits { algorithm }.into(),
    }
}
