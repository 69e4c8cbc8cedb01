//! Parameters for checksums.

use super::operations::{BODIES, CHECKSUM_ALGORITHMS, CHECKSUM_TYPES, READS};
use crate::method::Method;
use crate::request::PresignRequest;
use crate::s3::{Checksum, ChecksumAlgorithm, ChecksumType};
use crate::sigv4::write_hex;

/// S3 parameters: checksums. No checksum is signed or requested by default.
///
/// ```
/// use presign::Bucket;
/// use presign::s3::{Checksum, ChecksumAlgorithm, ChecksumType};
/// # use presign::Credentials;
/// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
///
/// let bucket = Bucket::new("photos")?;
/// let upload = bucket.put_object("hello.txt").checksum(Checksum::sha256_of("hello"));
/// let sha256 = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
/// assert!(upload.sign_at(&credentials, now)?.headers().eq([("x-amz-checksum-sha256", sha256)]));
///
/// let multipart = bucket
///     .create_multipart_upload("regatta.mp4")
///     .checksum_algorithm(ChecksumAlgorithm::Crc64Nvme)
///     .checksum_type(ChecksumType::FullObject);
/// assert!(multipart.sign_at(&credentials, now)?.headers().eq([
///     ("x-amz-checksum-algorithm", "CRC64NVME"),
///     ("x-amz-checksum-type", "FULL_OBJECT"),
/// ]));
///
/// // In other headers: `Content-MD5`, or the payload hash of the signature.
/// let upload = bucket.put_object("hello.txt").content_md5(*b"\x5d\x41\x40\x2a\xbc\x4b\x2a\x76\xb9\x71\x9d\x91\x10\x17\xc5\x92");
/// assert!(upload.sign_at(&credentials, now)?.headers().eq([("content-md5", "XUFAKrxLKna5cZ2REBfFkg==")]));
/// let upload = bucket.put_object("hello.txt").payload_sha256([0xab; 32]);
/// assert!(upload.sign_at(&credentials, now)?.headers().eq([("x-amz-content-sha256", &*"ab".repeat(32))]));
/// # Ok::<(), presign::Error>(())
/// ```
impl PresignRequest<'_> {
    /// Sets the checksum of the body, so that S3 accepts no other body with the URL. For CompleteMultipartUpload, it is
    /// the checksum of the whole object. Signs the header of the checksum, such as `x-amz-checksum-sha256`, which the
    /// client must send.
    pub fn checksum(self, checksum: Checksum) -> Self {
        let (name, value) = checksum.header();
        self.only_for("checksum", BODIES).set_header(name, value)
    }

    /// Sets the MD5 of the body, as 16 raw bytes: the same as [`Checksum::Md5`]. Signs the header `content-md5`, which
    /// the client must send.
    pub fn content_md5(self, md5: [u8; 16]) -> Self {
        self.only_for("content_md5", BODIES).checksum(Checksum::Md5(md5))
    }

    /// Sets the SHA-256 of the body, as 32 raw bytes. It becomes the payload hash of the signature, and the signed
    /// header `x-amz-content-sha256`, which the client must send.
    ///
    /// For a [`Service`](crate::Service), such as a Lambda function URL or API Gateway, this is the only way to sign a
    /// request with a body. Without it, the request is signed for an empty body.
    ///
    /// S3 and Ceph check this hash. Some S3-compatible servers reject every hash in a URL. Use
    /// [`checksum`](Self::checksum) there, which has the same effect.
    pub fn payload_sha256(self, sha256: [u8; 32]) -> Self {
        let mut digits = alloc::string::String::with_capacity(64);
        // Writing to a string can't fail.
        let _ = write_hex(&sha256, &mut digits);
        self.set_header("x-amz-content-sha256", digits)
    }

    /// Sets the algorithm of the object's checksum: a [`ChecksumAlgorithm`](crate::s3::ChecksumAlgorithm).
    ///
    /// For CreateMultipartUpload and CopyObject, signs the header `x-amz-checksum-algorithm`. For other operations,
    /// signs the header `x-amz-sdk-checksum-algorithm`, and S3 then also requires a checksum of that algorithm. The
    /// client must send the header.
    pub fn checksum_algorithm(self, algorithm: impl AsRef<str>) -> Self {
        let begins_upload = self.method() == Method::Post && self.has_query("uploads");
        let name = if begins_upload || self.has_header("x-amz-copy-source") {
            "x-amz-checksum-algorithm"
        } else {
            "x-amz-sdk-checksum-algorithm"
        };
        self.only_for("checksum_algorithm", CHECKSUM_ALGORITHMS).set_keyword(
            "checksum_algorithm",
            name,
            algorithm.as_ref(),
            ChecksumAlgorithm::WORDS,
        )
    }

    /// Sets what the checksum of a multipart upload covers: a [`ChecksumType`](crate::s3::ChecksumType)
    /// (CreateMultipartUpload, CompleteMultipartUpload). Signs the header `x-amz-checksum-type`, which the client must
    /// send.
    pub fn checksum_type(self, checksum_type: impl AsRef<str>) -> Self {
        self.only_for("checksum_type", CHECKSUM_TYPES).set_keyword(
            "checksum_type",
            "x-amz-checksum-type",
            checksum_type.as_ref(),
            ChecksumType::WORDS,
        )
    }

    /// Requests the object's checksum in a response header (GetObject, HeadObject). Signs the header
    /// `x-amz-checksum-mode`, which the client must send; a browser that follows a link can't.
    pub fn checksum_mode(self) -> Self {
        self.only_for("checksum_mode", READS).set_header("x-amz-checksum-mode", "ENABLED")
    }
}
