//! Which key S3 encrypts with.

use alloc::format;
use alloc::string::String;
use base64ct::{Base64, Encoding};

use crate::request::PresignRequest;
use crate::s3::CustomerKey;

/// Parameters of S3's requests: encryption of what is stored (PutObject, CreateMultipartUpload, CopyObject). A bucket has a
/// default for it; these are for another one, or to have it signed.
impl PresignRequest<'_> {
    /// With a key of S3's own (SSE-S3).
    pub fn sse_s3(self) -> Self {
        self.sse("AES256", None)
    }

    /// With this key of KMS (SSE-KMS): its ID, ARN or alias.
    pub fn sse_kms(self, key_id: impl AsRef<str>) -> Self {
        self.sse("aws:kms", Some(key_id.as_ref()))
    }

    /// With the key of KMS that AWS keeps for the account, `aws/s3` (SSE-KMS).
    pub fn sse_kms_default(self) -> Self {
        self.sse("aws:kms", None)
    }

    /// Twice, with this key of KMS (DSSE-KMS): its ID, ARN or alias.
    pub fn sse_kms_dsse(self, key_id: impl AsRef<str>) -> Self {
        self.sse("aws:kms:dsse", Some(key_id.as_ref()))
    }

    /// Whether to ask KMS once for many objects of the bucket, which costs less (an S3 Bucket Key).
    pub fn bucket_key(self, enabled: bool) -> Self {
        let enabled = if enabled { "true" } else { "false" };
        self.set_header("x-amz-server-side-encryption-bucket-key-enabled", enabled)
    }

    /// What KMS binds the encryption to and shows in its log: names and values, such as `[("department", "finance")]`.
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
        self.set_header("x-amz-server-side-encryption-context", Base64::encode_string(json.as_bytes()))
    }

    /// With the customer's own key (SSE-C), given as its 32 raw bytes: on the upload, and on every request for the object
    /// or its parts after it. The client must send the key, so whoever is to use the URL learns it.
    ///
    /// The headers with it are wiped from memory with the request and the [`PresignedUrl`](crate::PresignedUrl), whose
    /// [`headers`](crate::PresignedUrl::headers) shows them.
    pub fn sse_c(self, key: impl Into<CustomerKey>) -> Self {
        let key = key.into();
        self.set_header("x-amz-server-side-encryption-customer-algorithm", "AES256")
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

/// RFC 8259, section 7: what must be escaped, and nothing else.
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
