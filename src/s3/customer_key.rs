//! A customer's own encryption key.

use alloc::string::String;
use core::fmt;

use base64ct::{Base64, Encoding};
use md5::{Digest, Md5};
use zeroize::Zeroizing;

use super::decode::{Undecodable, decode_base64};
use crate::error::{Error, Repr};

/// A customer-provided AES-256 key (SSE-C), as 32 raw bytes. S3 encrypts an object with it and does not store it. The
/// key is wiped from memory when dropped, and never shown. Create it from an array, from a slice (`try_from`) or
/// [from base64](Self::from_base64).
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
    /// Creates a key from base64 with padding, as `openssl rand -base64 32` prints it and S3's header has it. The text
    /// still belongs to the caller, who should wipe it.
    ///
    /// ```
    /// use presign::ErrorKind;
    /// use presign::s3::CustomerKey;
    ///
    /// let key = CustomerKey::from_base64("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")?;
    /// assert_eq!(format!("{key:?}"), "CustomerKey(redacted)");
    /// assert_eq!(CustomerKey::from_base64("MDEyMw==").unwrap_err().kind(), ErrorKind::InvalidCustomerKey);
    /// # Ok::<(), presign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`InvalidCustomerKey`](crate::ErrorKind::InvalidCustomerKey) for a text that is not base64 (RFC 4648, section 4)
    /// of exactly 32 bytes. Base64 without padding, base64url, hexadecimal digits and a line break at the end are
    /// errors too.
    pub fn from_base64(text: &str) -> Result<Self, Error> {
        let mut key = Self(Zeroizing::new([0; 32]));
        match decode_base64(text, key.0.as_mut_slice()) {
            Ok(()) => Ok(key),
            Err(Undecodable::Character { offset, byte }) => Err(Repr::CustomerKeyWithOther { offset, byte }.into()),
            Err(Undecodable::Length { expected }) => {
                Err(Repr::CustomerKeyOfOtherLength { length: text.len(), expected }.into())
            }
            Err(Undecodable::ExcessBits) => Err(Repr::CustomerKeyWithExcessBits {}.into()),
        }
    }

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

impl TryFrom<&[u8]> for CustomerKey {
    type Error = Error;

    /// Copies a key from 32 raw bytes.
    ///
    /// # Errors
    ///
    /// [`InvalidCustomerKey`](crate::ErrorKind::InvalidCustomerKey) for another number of bytes.
    fn try_from(key: &[u8]) -> Result<Self, Error> {
        match <&[u8; 32]>::try_from(key) {
            Ok(key) => Ok(key.into()),
            Err(_) => Err(Repr::InvalidCustomerKey { length: key.len() }.into()),
        }
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
