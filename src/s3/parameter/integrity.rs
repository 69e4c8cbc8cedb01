//! Checksums: what arrives is what was meant.

use crate::method::Method;
use crate::request::PresignRequest;
use crate::s3::Checksum;
use crate::sigv4::write_hex;

/// Parameters of S3's requests: checksums. None is there unless it is asked for.
impl PresignRequest<'_> {
    /// The checksum of the body: S3 takes no other body with the URL. (With CompleteMultipartUpload it is the checksum of the
    /// whole object.)
    pub fn checksum(self, checksum: Checksum) -> Self {
        let (name, value) = checksum.header();
        self.set_header(name, value)
    }

    /// The MD5 of the body, 16 raw bytes: the same as [`Checksum::Md5`].
    pub fn content_md5(self, md5: [u8; 16]) -> Self {
        self.checksum(Checksum::Md5(md5))
    }

    /// The SHA-256 of the body, 32 raw bytes, as the payload hash of the signature, and as the header `x-amz-content-sha256`
    /// that the client must send. S3 and Ceph check it; some compatible servers refuse every hash in a URL, and
    /// [`checksum`](Self::checksum) does the same by other means.
    pub fn payload_sha256(self, sha256: [u8; 32]) -> Self {
        let mut digits = alloc::string::String::with_capacity(64);
        // Writing into a string can't fail; the `Result` is only its trait's.
        let _ = write_hex(&sha256, &mut digits);
        self.set_header("x-amz-content-sha256", digits)
    }

    /// What the object's checksum is computed with: a [`ChecksumAlgorithm`](crate::s3::ChecksumAlgorithm).
    ///
    /// CreateMultipartUpload and CopyObject take it as `x-amz-checksum-algorithm`. Everywhere else it is
    /// `x-amz-sdk-checksum-algorithm`, and S3 then asks for a checksum of that kind beside it.
    pub fn checksum_algorithm(self, algorithm: impl AsRef<str>) -> Self {
        let begins_upload = self.method() == Method::Post && self.has_query("uploads");
        let name = if begins_upload || self.has_header("x-amz-copy-source") {
            "x-amz-checksum-algorithm"
        } else {
            "x-amz-sdk-checksum-algorithm"
        };
        self.set_header(name, algorithm)
    }

    /// What the checksum of an upload in parts is of: a [`ChecksumType`](crate::s3::ChecksumType)
    /// (CreateMultipartUpload, CompleteMultipartUpload).
    pub fn checksum_type(self, checksum_type: impl AsRef<str>) -> Self {
        self.set_header("x-amz-checksum-type", checksum_type)
    }

    /// Has S3 send the object's checksum with it, in a header of the answer (GetObject, HeadObject). It is a signed header,
    /// which a link in a browser can't send.
    pub fn checksum_mode(self) -> Self {
        self.set_header("x-amz-checksum-mode", "ENABLED")
    }
}
