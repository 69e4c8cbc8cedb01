//! How a copy is made of its source.

use time::OffsetDateTime;

use crate::request::PresignRequest;
use crate::s3::{ByteRange, CustomerKey};

/// Parameters of S3's requests: copies, that is CopyObject and UploadPartCopy.
impl PresignRequest<'_> {
    /// Some bytes of the source, with a first and a last one (UploadPartCopy).
    pub fn copy_source_range(self, range: impl Into<ByteRange>) -> Self {
        self.set_checked_header("x-amz-copy-source-range", range.into().closed_header())
    }

    /// Only if the source has this ETag.
    pub fn copy_source_if_match(self, etag: impl AsRef<str>) -> Self {
        self.set_header("x-amz-copy-source-if-match", etag)
    }

    /// Only if the source has another ETag.
    pub fn copy_source_if_none_match(self, etag: impl AsRef<str>) -> Self {
        self.set_header("x-amz-copy-source-if-none-match", etag)
    }

    /// Only if the source has changed since.
    pub fn copy_source_if_modified_since(self, at: OffsetDateTime) -> Self {
        self.set_http_date("x-amz-copy-source-if-modified-since", at)
    }

    /// Only if the source has not changed since.
    pub fn copy_source_if_unmodified_since(self, at: OffsetDateTime) -> Self {
        self.set_http_date("x-amz-copy-source-if-unmodified-since", at)
    }

    /// Whether the copy's metadata is the source's or the request's: a [`Directive`](crate::s3::Directive) (CopyObject).
    pub fn metadata_directive(self, directive: impl AsRef<str>) -> Self {
        self.set_header("x-amz-metadata-directive", directive)
    }

    /// Whether the copy's tags are the source's or the request's: a [`Directive`](crate::s3::Directive) (CopyObject).
    pub fn tagging_directive(self, directive: impl AsRef<str>) -> Self {
        self.set_header("x-amz-tagging-directive", directive)
    }

    /// The customer's key with which the source is encrypted. The client must send it, so whoever is to use the URL learns it.
    pub fn copy_source_sse_c(self, key: impl Into<CustomerKey>) -> Self {
        let key = key.into();
        self.set_header("x-amz-copy-source-server-side-encryption-customer-algorithm", "AES256")
            .set_header("x-amz-copy-source-server-side-encryption-customer-key", key.to_base64().as_str())
            .set_header("x-amz-copy-source-server-side-encryption-customer-key-md5", key.md5_base64())
    }

    /// The account, as 12 digits, that must own the source's bucket, or S3 answers 403.
    pub fn expected_source_bucket_owner(self, account_id: impl AsRef<str>) -> Self {
        self.set_header("x-amz-source-expected-bucket-owner", account_id)
    }
}
