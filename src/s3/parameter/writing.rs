//! What is stored with an object.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};

use time::OffsetDateTime;

use crate::error::{Byte, Error, Found, Repr};
use crate::request::PresignRequest;
use crate::sigv4::append_component;

const METADATA: &str = "x-amz-meta-";

/// Parameters of S3's requests: uploads (PutObject, CreateMultipartUpload, CopyObject). Each is a signed header, so the client
/// can send nothing else in its place; what is not signed the client decides.
impl PresignRequest<'_> {
    /// The Content-Type, such as `image/jpeg`.
    pub fn content_type(self, content_type: impl AsRef<str>) -> Self {
        self.set_header("content-type", content_type)
    }

    /// The size of the body in bytes: no more and no less can be uploaded.
    pub fn content_length(self, bytes: u64) -> Self {
        self.set_header("content-length", bytes.to_string())
    }

    /// The Cache-Control that later downloads have.
    pub fn cache_control(self, cache_control: impl AsRef<str>) -> Self {
        self.set_header("cache-control", cache_control)
    }

    /// The Content-Disposition that later downloads have, as it stands; for a file name there is
    /// [`download_as`](Self::download_as).
    pub fn content_disposition(self, content_disposition: impl AsRef<str>) -> Self {
        self.set_header("content-disposition", content_disposition)
    }

    /// The Content-Encoding, such as `gzip`.
    pub fn content_encoding(self, content_encoding: impl AsRef<str>) -> Self {
        self.set_header("content-encoding", content_encoding)
    }

    /// The Content-Language.
    pub fn content_language(self, content_language: impl AsRef<str>) -> Self {
        self.set_header("content-language", content_language)
    }

    /// Sets the `Expires` header of later downloads, for caches. The URL itself expires with
    /// [`expires_in`](Self::expires_in).
    pub fn expires_header(self, at: OffsetDateTime) -> Self {
        self.set_http_date("expires", at)
    }

    /// Metadata of the caller's own: the header `x-amz-meta-` and the name. The name is the same in any case, and names and
    /// values together may have 2 KB. Values are ASCII, as S3 would give anything else back in an encoding of mail.
    pub fn metadata(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (name.as_ref(), value.as_ref());
        if name.is_empty() {
            self.note(Repr::EmptyMetadataName {}.into());
            return self;
        }
        if let Some((offset, byte)) = value.bytes().enumerate().find(|(_, byte)| !byte.is_ascii()) {
            self.note(Repr::NonAsciiMetadata { name: Found::new(name), offset, byte: Byte(byte) }.into());
        }
        let mut header = String::with_capacity(METADATA.len() + name.len());
        header.push_str(METADATA);
        header.push_str(name);
        header.make_ascii_lowercase();
        self.set_header(&header, value)
    }

    /// Where the object is kept: a [`StorageClass`](crate::s3::StorageClass).
    pub fn storage_class(self, storage_class: impl AsRef<str>) -> Self {
        self.set_header("x-amz-storage-class", storage_class)
    }

    /// Tags, at most 10, each a name and a value: `[("project", "regatta")]`.
    pub fn tagging<K: AsRef<str>, V: AsRef<str>>(self, tags: impl IntoIterator<Item = (K, V)>) -> Self {
        self.set_checked_header("x-amz-tagging", tagging(tags))
    }

    /// Where a bucket that is a website sends those who ask for the object: a key with a slash in front, or a URL.
    pub fn website_redirect_location(self, location: impl AsRef<str>) -> Self {
        self.set_header("x-amz-website-redirect-location", location)
    }

    /// Locks the object until then, by an [`ObjectLockMode`](crate::s3::ObjectLockMode). S3 asks for a checksum of the body with
    /// it: [`checksum`](Self::checksum).
    pub fn object_lock(self, mode: impl AsRef<str>, until: OffsetDateTime) -> Self {
        self.set_header("x-amz-object-lock-mode", mode).set_date_time("x-amz-object-lock-retain-until-date", until)
    }

    /// Whether the object is under legal hold: locked until that is taken back. S3 asks for a checksum of the body with it:
    /// [`checksum`](Self::checksum).
    pub fn object_lock_legal_hold(self, hold: bool) -> Self {
        self.set_header("x-amz-object-lock-legal-hold", if hold { "ON" } else { "OFF" })
    }

    /// The size in bytes that the whole object has: S3 then refuses to put parts together that are not that (CompleteMultipartUpload).
    pub fn mpu_object_size(self, bytes: u64) -> Self {
        self.set_header("x-amz-mp-object-size", bytes.to_string())
    }

    /// Appends the body to the object, which has so many bytes (PutObject in a directory bucket).
    pub fn write_offset_bytes(self, bytes: u64) -> Self {
        self.set_header("x-amz-write-offset-bytes", bytes.to_string())
    }
}

/// `name=value&...`, percent-encoded. The limits are S3's: [Categorizing your storage using tags][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
fn tagging<K: AsRef<str>, V: AsRef<str>>(tags: impl IntoIterator<Item = (K, V)>) -> Result<String, Error> {
    const MAX_TAGS: usize = 10;
    let (mut text, mut names) = (String::new(), BTreeSet::new());
    for (name, value) in tags {
        let (name, value) = (name.as_ref(), value.as_ref());
        let reason = match (name.chars().count(), value.chars().count()) {
            _ if names.len() == MAX_TAGS => "it is the 11th, and at most 10 are allowed",
            (0, _) => "its name is empty",
            (129.., _) => "its name is over 128 characters long",
            (_, 257..) => "its value is over 256 characters long",
            _ if !names.insert(String::from(name)) => "its name is there already",
            _ => {
                if !text.is_empty() {
                    text.push('&');
                }
                append_component(name, &mut text);
                text.push('=');
                append_component(value, &mut text);
                continue;
            }
        };
        return Err(Repr::InvalidTag { name: Found::new(name), reason }.into());
    }
    Ok(text)
}
