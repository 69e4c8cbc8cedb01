//! Parameters for server-side encryption.

use alloc::format;
use alloc::string::String;
use base64ct::{Base64, Encoding};

use super::operations::{CREATES_AND_SESSION, CUSTOMER_KEYS};
use crate::request::PresignRequest;
use crate::s3::CustomerKey;

/// S3 parameters: encryption of stored objects (PutObject, CreateMultipartUpload, CopyObject; CreateSession for
/// the objects of a session). Every bucket has a
/// default encryption. Use these to choose another one, or to make the choice part of the signature.
///
/// ```
/// use presign::Bucket;
/// # use presign::Credentials;
/// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
///
/// let bucket = Bucket::new("photos")?;
/// let upload = bucket.put_object("boat.jpg").sse_kms("alias/photos").bucket_key(true);
/// assert!(upload.sign_at(&credentials, now)?.headers().eq([
///     ("x-amz-server-side-encryption", "aws:kms"),
///     ("x-amz-server-side-encryption-aws-kms-key-id", "alias/photos"),
///     ("x-amz-server-side-encryption-bucket-key-enabled", "true"),
/// ]));
///
/// let twice = bucket.put_object("boat.jpg").sse_kms_dsse("alias/photos").encryption_context([("album", "harbor")]);
/// assert!(twice.sign_at(&credentials, now)?.headers().any(|header| header == (
///     "x-amz-server-side-encryption-context",
///     "eyJhbGJ1bSI6ImhhcmJvciJ9", // {"album":"harbor"}
/// )));
///
/// // A key of the customer is needed again to read the object.
/// let customer_key = [7; 32];
/// let upload = bucket.put_object("boat.jpg").sse_c(customer_key).sign_at(&credentials, now)?;
/// let download = bucket.get_object("boat.jpg").sse_c(customer_key).sign_at(&credentials, now)?;
/// assert!(upload.headers().eq(download.headers()));
/// # Ok::<(), presign::Error>(())
/// ```
impl PresignRequest<'_> {
    /// Encrypts with a key that S3 manages (SSE-S3). Signs the header `x-amz-server-side-encryption`, which the client
    /// must send.
    pub fn sse_s3(self) -> Self {
        self.only_for("sse_s3", CREATES_AND_SESSION).sse("AES256", None)
    }

    /// Encrypts with this KMS key (SSE-KMS), given by its ID, ARN or alias. Signs the headers
    /// `x-amz-server-side-encryption` and `x-amz-server-side-encryption-aws-kms-key-id`, which the client must send.
    pub fn sse_kms(self, key_id: impl AsRef<str>) -> Self {
        self.only_for("sse_kms", CREATES_AND_SESSION).sse("aws:kms", Some(key_id.as_ref()))
    }

    /// Encrypts with the KMS key that AWS manages for the account, `aws/s3` (SSE-KMS). Signs the header
    /// `x-amz-server-side-encryption`, which the client must send.
    pub fn sse_kms_default(self) -> Self {
        self.only_for("sse_kms_default", CREATES_AND_SESSION).sse("aws:kms", None)
    }

    /// Encrypts twice with this KMS key (DSSE-KMS), given by its ID, ARN or alias. Signs the headers
    /// `x-amz-server-side-encryption` and `x-amz-server-side-encryption-aws-kms-key-id`, which the client must send.
    pub fn sse_kms_dsse(self, key_id: impl AsRef<str>) -> Self {
        self.only_for("sse_kms_dsse", CREATES_AND_SESSION).sse("aws:kms:dsse", Some(key_id.as_ref()))
    }

    /// Encrypts twice with the KMS key that AWS manages for the account, `aws/s3` (DSSE-KMS). Signs the header
    /// `x-amz-server-side-encryption`, which the client must send.
    pub fn sse_kms_dsse_default(self) -> Self {
        self.only_for("sse_kms_dsse_default", CREATES_AND_SESSION).sse("aws:kms:dsse", None)
    }

    /// Sets whether to use an S3 Bucket Key: S3 then calls KMS once for many objects of the bucket, which costs less.
    /// Signs the header `x-amz-server-side-encryption-bucket-key-enabled`, which the client must send.
    pub fn bucket_key(self, enabled: bool) -> Self {
        let enabled = if enabled { "true" } else { "false" };
        self.only_for("bucket_key", CREATES_AND_SESSION)
            .set_header("x-amz-server-side-encryption-bucket-key-enabled", enabled)
    }

    /// Sets the encryption context: names and values that KMS binds the encryption to and shows in its logs, such as
    /// `[("department", "finance")]`. Signs the header `x-amz-server-side-encryption-context`, which the client must
    /// send.
    pub fn encryption_context<K: AsRef<str>, V: AsRef<str>>(self, pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut json = String::from("{");
        for (index, (name, value)) in pairs.into_iter().enumerate() {
            if index > 0 {
                json.push(',');
            }
            push_json_string(name.as_ref(), &mut json);
            json.push(':');
            push_json_string(value.as_ref(), &mut json);
        }
        json.push('}');
        self.only_for("encryption_context", CREATES_AND_SESSION)
            .set_header("x-amz-server-side-encryption-context", Base64::encode_string(json.as_bytes()))
    }

    /// Sets the object's customer-provided encryption key (SSE-C), as 32 raw bytes. It is required on the upload, and
    /// on every later request for the object or its parts. Signs the three headers
    /// `x-amz-server-side-encryption-customer-*`. The client must send them, so whoever uses the URL learns the key.
    ///
    /// The headers are wiped from memory with the request and with the [`PresignedUrl`](crate::PresignedUrl), whose
    /// method [`headers`](crate::PresignedUrl::headers) shows them.
    pub fn sse_c(self, key: impl Into<CustomerKey>) -> Self {
        let key = key.into();
        self.only_for("sse_c", CUSTOMER_KEYS)
            .set_header("x-amz-server-side-encryption-customer-algorithm", "AES256")
            .set_header("x-amz-server-side-encryption-customer-key", key.to_base64().as_str())
            .set_header("x-amz-server-side-encryption-customer-key-md5", key.md5_base64())
    }

    fn sse(mut self, algorithm: &str, kms_key_id: Option<&str>) -> Self {
        const KEY_ID: &str = "x-amz-server-side-encryption-aws-kms-key-id";
        self.remove_header(KEY_ID);
        let request = self.set_header("x-amz-server-side-encryption", algorithm);
        match kms_key_id {
            Some(key_id) => request.set_header(KEY_ID, key_id),
            None => request,
        }
    }
}

/// Appends a JSON string. Escapes only what RFC 8259, section 7, requires.
fn push_json_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\0'..='\x1f' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}
