//! A customer's own encryption key.

use alloc::string::String;
use core::fmt;

use base64ct::{Base64, Encoding};
use md5::{Digest, Md5};
use zeroize::Zeroizing;

/// A customer-provided AES-256 key (SSE-C), as 32 raw bytes. S3 encrypts an object with it and does not store it. The
/// key is wiped from memory when dropped, and never shown.
///
/// ```
/// use presign::Bucket;
/// use presign::s3::CustomerKey;
/// # use presign::Credentials;
/// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
///
/// let key = CustomerKey::from(b"0123456789abcdef0123456789abcdef");
/// let bucket = Bucket::new("photos")?;
/// let url = bucket.get_object("boat.jpg").sse_c(key).sign_at(&credentials, now)?;
/// assert_eq!(
///     url.headers().collect::<Vec<_>>(),
///     [
///         ("x-amz-server-side-encryption-customer-algorithm", "AES256"),
///         ("x-amz-server-side-encryption-customer-key", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
///         ("x-amz-server-side-encryption-customer-key-md5", "hRasmdxgYDKV3nvbahU1MA=="),
///     ],
/// );
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [Using server-side encryption with customer-provided keys][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
#[derive(Clone)]
pub struct CustomerKey(Zeroizing<[u8; 32]>);

impl CustomerKey {
    /// Returns the key in base64, in a buffer that never grows.
    pub(crate) fn to_base64(&self) -> Zeroizing<String> {
        Zeroizing::new(Base64::encode_string(&*self.0))
    }

    /// Returns the MD5 of the raw bytes in base64. S3 uses it to check that the key arrived intact.
    pub(crate) fn md5_base64(&self) -> String {
        Base64::encode_string(&Md5::digest(self.0.as_slice()))
    }
}

impl From<[u8; 32]> for CustomerKey {
    fn from(key: [u8; 32]) -> Self {
        Self(Zeroizing::new(key))
    }
}

impl From<&[u8; 32]> for CustomerKey {
    fn from(key: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*key))
    }
}

impl From<Zeroizing<[u8; 32]>> for CustomerKey {
    fn from(key: Zeroizing<[u8; 32]>) -> Self {
        Self(key)
    }
}

impl From<&CustomerKey> for CustomerKey {
    fn from(key: &CustomerKey) -> Self {
        key.clone()
    }
}

impl fmt::Debug for CustomerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CustomerKey(redacted)")
    }
}
