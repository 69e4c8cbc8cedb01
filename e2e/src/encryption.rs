//! Server-side encryption, as a client sees it. Nothing is encrypted, but an object that was stored with a customer key
//! is only returned to a request with that key. (S3 accepts such a key only over TLS, which this server does not have.)

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use s3s::crypto::{Checksum as _, Md5};
use s3s::{S3Result, s3_error};

const ALGORITHM: &str = "x-amz-server-side-encryption";
const KMS_KEY_ID: &str = "x-amz-server-side-encryption-aws-kms-key-id";
const CUSTOMER_ALGORITHM: &str = "x-amz-server-side-encryption-customer-algorithm";
const CUSTOMER_KEY_MD5: &str = "x-amz-server-side-encryption-customer-key-md5";

/// The only algorithm for customer keys.
const AES256: &str = "AES256";

/// How an object is encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Encryption {
    /// With the server's key: SSE-S3, which is the default, or SSE-KMS.
    Managed { algorithm: String, kms_key_id: Option<String> },
    /// With a customer key: SSE-C.
    Customer(CustomerKey),
}

/// A customer key. Only its MD5 in base64 is kept, which identifies the key in every request and response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CustomerKey {
    md5: String,
}

impl Default for Encryption {
    fn default() -> Self {
        Self::Managed { algorithm: AES256.to_owned(), kms_key_id: None }
    }
}

impl Encryption {
    /// Returns the encryption that an upload asks for.
    pub(crate) fn new(algorithm: Option<&str>, kms_key_id: Option<String>, key: Option<CustomerKey>) -> S3Result<Self> {
        match (algorithm, key) {
            (Some(_), Some(_)) => Err(s3_error!(
                InvalidArgument,
                "Server Side Encryption with Customer provided key is incompatible with the encryption method specified"
            )),
            (None, Some(key)) => Ok(Self::Customer(key)),
            (Some(algorithm @ (AES256 | "aws:kms" | "aws:kms:dsse")), None) => {
                Ok(Self::Managed { algorithm: algorithm.to_owned(), kms_key_id })
            }
            (Some(_), None) => Err(s3_error!(InvalidArgument, "The encryption method specified is not supported")),
            (None, None) => Ok(Self::default()),
        }
    }

    /// Checks that a reader has the key that the object needs, and no other key.
    pub(crate) fn unlock(&self, key: Option<&CustomerKey>) -> S3Result<()> {
        match (self, key) {
            (Self::Managed { .. }, None) => Ok(()),
            (Self::Managed { .. }, Some(_)) => {
                Err(s3_error!(InvalidRequest, "The encryption parameters are not applicable to this object."))
            }
            (Self::Customer(_), None) => Err(s3_error!(
                InvalidRequest,
                "The object was stored using a form of Server Side Encryption. \
                 The correct parameters must be provided to retrieve the object."
            )),
            (Self::Customer(needed), Some(key)) if needed == key => Ok(()),
            (Self::Customer(_), Some(_)) => Err(s3_error!(AccessDenied, "Access Denied")),
        }
    }

    /// Writes the encryption into the headers of a response.
    pub(crate) fn write_headers(&self, headers: &mut HeaderMap) {
        let said = match self {
            Self::Managed { algorithm, kms_key_id } => {
                [(ALGORITHM, Some(&**algorithm)), (KMS_KEY_ID, kms_key_id.as_deref())]
            }
            Self::Customer(key) => [(CUSTOMER_ALGORITHM, Some(AES256)), (CUSTOMER_KEY_MD5, Some(&*key.md5))],
        };
        for (name, value) in said {
            if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
    }
}

impl CustomerKey {
    /// Reads the key in the headers of a request.
    ///
    /// # Errors
    ///
    /// The errors of [`new`](Self::new).
    pub(crate) fn in_headers(headers: &HeaderMap) -> S3Result<Option<Self>> {
        Self::after(headers, "x-amz-server-side-encryption-customer-")
    }

    /// Reads the key for the source of a copy.
    ///
    /// # Errors
    ///
    /// The errors of [`new`](Self::new).
    pub(crate) fn of_copy_source(headers: &HeaderMap) -> S3Result<Option<Self>> {
        Self::after(headers, "x-amz-copy-source-server-side-encryption-customer-")
    }

    fn after(headers: &HeaderMap, prefix: &str) -> S3Result<Option<Self>> {
        let text = |name: &str| headers.get(format!("{prefix}{name}")).map(|value| value.to_str().unwrap_or_default());
        Self::new(text("algorithm"), text("key"), text("key-md5"))
    }

    /// Creates the key from the values in a request. Returns `None` if the request has none of them.
    ///
    /// # Errors
    ///
    /// A value is missing, the algorithm is not AES256, the key is not 32 bytes, or the MD5 is not that of the key.
    pub(crate) fn new(algorithm: Option<&str>, key: Option<&str>, md5: Option<&str>) -> S3Result<Option<Self>> {
        let (algorithm, key, md5) = match (algorithm, key, md5) {
            (None, None, None) => return Ok(None),
            (Some(algorithm), Some(key), Some(md5)) => (algorithm, key, md5),
            _ => {
                return Err(s3_error!(
                    InvalidArgument,
                    "Requests specifying Server Side Encryption with Customer provided keys must provide \
                     an appropriate secret key."
                ));
            }
        };
        if algorithm != AES256 {
            return Err(s3_error!(
                InvalidEncryptionAlgorithmError,
                "The encryption request that you specified is not valid. The valid value is AES256."
            ));
        }
        let key = BASE64.decode(key).unwrap_or_default();
        if key.len() != 32 {
            return Err(s3_error!(InvalidArgument, "The secret key was invalid for the specified algorithm."));
        }
        if BASE64.encode(Md5::checksum(&key)) != md5 {
            return Err(s3_error!(
                InvalidArgument,
                "The calculated MD5 hash of the key did not match the hash that was provided."
            ));
        }
        Ok(Some(Self { md5: md5.to_owned() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> CustomerKey {
        let key = [byte; 32];
        let md5 = BASE64.encode(Md5::checksum(&key));
        CustomerKey::new(Some(AES256), Some(&BASE64.encode(key)), Some(&md5)).unwrap().unwrap()
    }

    fn code<T>(result: S3Result<T>) -> Option<String> {
        result.err().map(|e| e.code().as_str().to_owned())
    }

    #[test]
    fn a_key_has_three_parts_that_agree() {
        let zeros = BASE64.encode([0; 32]);
        // head -c 32 /dev/zero | md5sum
        let md5 = "cLyPS3KoaSFGi/joRB3OUQ==";
        let new = |algorithm, key, md5| code(CustomerKey::new(algorithm, key, md5));
        assert_eq!(new(Some(AES256), Some(&zeros), Some(md5)), None);
        assert_eq!(new(None, None, None), None);
        let invalid = Some("InvalidArgument".to_owned());
        assert_eq!(new(None, Some(&zeros), Some(md5)), invalid);
        assert_eq!(new(Some(AES256), None, Some(md5)), invalid);
        assert_eq!(new(Some(AES256), Some(&zeros), None), invalid);
        assert_eq!(new(Some(AES256), Some("AAAA"), Some(md5)), invalid);
        assert_eq!(new(Some(AES256), Some(&zeros), Some("AAAAAAAAAAAAAAAAAAAAAA==")), invalid);
        let wrong = Some("InvalidEncryptionAlgorithmError".to_owned());
        assert_eq!(new(Some("AES128"), Some(&zeros), Some(md5)), wrong);
    }

    #[test]
    fn only_the_right_key_unlocks() {
        let (one, two) = (key(1), key(2));
        let locked = Encryption::Customer(one.clone());
        assert_eq!(code(locked.unlock(Some(&one))), None);
        assert_eq!(code(locked.unlock(Some(&two))).as_deref(), Some("AccessDenied"));
        assert_eq!(code(locked.unlock(None)).as_deref(), Some("InvalidRequest"));
        assert_eq!(code(Encryption::default().unlock(None)), None);
        assert_eq!(code(Encryption::default().unlock(Some(&one))).as_deref(), Some("InvalidRequest"));
    }

    #[test]
    fn one_form_of_encryption() {
        assert_eq!(Encryption::new(None, None, None).unwrap(), Encryption::default());
        assert_eq!(code(Encryption::new(Some("aws:kms"), None, None)), None);
        assert_eq!(code(Encryption::new(Some("ROT13"), None, None)).as_deref(), Some("InvalidArgument"));
        assert_eq!(code(Encryption::new(Some(AES256), None, Some(key(1)))).as_deref(), Some("InvalidArgument"));
    }
}
