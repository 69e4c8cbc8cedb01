//! Parameters for uploads, and for what is stored with an object.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};

use time::OffsetDateTime;

use super::operations::{BODIES, CREATES};
use crate::error::{Byte, Error, Found, Repr};
use crate::request::{Operation, PresignRequest};
use crate::s3::content_type::check_content_type;
use crate::s3::metadata::{self, check_metadata_name};
use crate::s3::{ObjectLockMode, StorageClass};
use crate::signing::push_decimal;
use crate::sigv4::append_component;

/// S3 parameters: uploads (PutObject, CreateMultipartUpload, CopyObject). Each is a signed header: the client must send
/// it, with exactly this value. Whatever is not signed is up to the client.
///
/// ```
/// use presign::Bucket;
/// use presign::s3::StorageClass;
/// # use presign::Credentials;
/// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
///
/// let bucket = Bucket::new("photos")?;
/// let url = bucket
///     .put_object("boat.jpg")
///     .content_type("image/jpeg")
///     .metadata("Album", "harbor")
///     .storage_class(StorageClass::StandardIa)
///     .tagging([("project", "regatta 2026")])
///     .sign_at(&credentials, now)?;
/// assert!(url.headers().eq([
///     ("content-type", "image/jpeg"),
///     ("x-amz-meta-album", "harbor"),
///     ("x-amz-storage-class", "STANDARD_IA"),
///     ("x-amz-tagging", "project=regatta%202026"),
/// ]));
/// # Ok::<(), presign::Error>(())
/// ```
impl PresignRequest<'_> {
    /// Sets the object's `Content-Type`, such as `image/jpeg`. Signs the header `content-type`, which the client must
    /// send. If the type is unknown, leave it out. To allow several types, use a form (feature `post`) with
    /// `content_type_starts_with`.
    pub fn content_type(mut self, content_type: impl AsRef<str>) -> Self {
        self = self.only_for("content_type", CREATES);
        if let Err(error) = check_content_type(content_type.as_ref()) {
            self.note(error);
        }
        self.set_header("content-type", content_type)
    }

    /// Requires the body to be exactly this many bytes. Signs the header `content-length`, which the client must send.
    pub fn content_length(self, bytes: u64) -> Self {
        let mut digits = String::with_capacity(20);
        push_decimal(bytes, &mut digits);
        self.only_for("content_length", BODIES).set_header("content-length", digits)
    }

    /// Sets the `Cache-Control` header of later downloads. Signs the header `cache-control`, which the client must
    /// send.
    pub fn cache_control(self, cache_control: impl AsRef<str>) -> Self {
        self.only_for("cache_control", CREATES).set_header("cache-control", cache_control)
    }

    /// Sets the `Content-Disposition` header of later downloads. Signs the header `content-disposition`, which the
    /// client must send. The value must be ASCII, and is sent unchanged. For a file name, use
    /// [`download_as`](Self::download_as).
    pub fn content_disposition(self, content_disposition: impl AsRef<str>) -> Self {
        self.only_for("content_disposition", CREATES).set_header("content-disposition", content_disposition)
    }

    /// Sets the object's `Content-Encoding`, such as `gzip`. Signs the header `content-encoding`, which the client must
    /// send.
    pub fn content_encoding(self, content_encoding: impl AsRef<str>) -> Self {
        self.only_for("content_encoding", CREATES).set_header("content-encoding", content_encoding)
    }

    /// Sets the object's `Content-Language`. Signs the header `content-language`, which the client must send.
    pub fn content_language(self, content_language: impl AsRef<str>) -> Self {
        self.only_for("content_language", CREATES).set_header("content-language", content_language)
    }

    /// Sets the `Expires` header of later downloads, for caches. Signs the header `expires`, which the client must
    /// send. The URL itself expires with [`expires_in`](Self::expires_in).
    pub fn expires_header(self, at: OffsetDateTime) -> Self {
        self.only_for("expires_header", CREATES).set_http_date("expires", at)
    }

    /// Sets one name and value of the object's user-defined metadata. Signs the header `x-amz-meta-` followed by the
    /// name, which the client must send.
    ///
    /// Names are case-insensitive. All names and values together are limited to 2 KB. Values must be ASCII, because S3
    /// would return anything else in an email encoding (RFC 2047).
    pub fn metadata(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self = self.only_for("metadata", CREATES);
        let (name, value) = (name.as_ref(), value.as_ref());
        if let Err(error) = check_metadata_name(name) {
            self.note(error);
            return self;
        }
        if let Some((offset, byte)) = value.bytes().enumerate().find(|(_, byte)| !byte.is_ascii()) {
            self.note(Repr::NonAsciiMetadata { name: Found::new(name), offset, byte: Byte(byte) }.into());
        }
        self.set_named_header(&[metadata::PREFIX, name].concat(), value)
    }

    /// Sets the object's storage class: a [`StorageClass`](crate::s3::StorageClass). Signs the header
    /// `x-amz-storage-class`, which the client must send.
    pub fn storage_class(self, storage_class: impl AsRef<str>) -> Self {
        self.only_for("storage_class", CREATES).set_keyword(
            "storage_class",
            "x-amz-storage-class",
            storage_class.as_ref(),
            StorageClass::WORDS,
        )
    }

    /// Sets the object's tags: at most 10, each with a name and a value, such as `[("project", "regatta")]`. Names
    /// must not begin with `aws:`. Signs the header `x-amz-tagging`, which the client must send.
    pub fn tagging<K: AsRef<str>, V: AsRef<str>>(self, tags: impl IntoIterator<Item = (K, V)>) -> Self {
        self.only_for("tagging", CREATES).set_checked_header("x-amz-tagging", tagging(tags))
    }

    /// Redirects requests for the object to this location, if the bucket is a website. The location is a key with a
    /// leading slash, or a URL. Signs the header `x-amz-website-redirect-location`, which the client must send.
    pub fn website_redirect_location(self, location: impl AsRef<str>) -> Self {
        self.only_for("website_redirect_location", CREATES).set_header("x-amz-website-redirect-location", location)
    }

    /// Locks the object until this time, in an [`ObjectLockMode`](crate::s3::ObjectLockMode). S3 also requires a
    /// [`checksum`](Self::checksum) of the body. Signs the headers `x-amz-object-lock-mode` and
    /// `x-amz-object-lock-retain-until-date`, which the client must send.
    pub fn object_lock(self, mode: impl AsRef<str>, until: OffsetDateTime) -> Self {
        self.only_for("object_lock", CREATES)
            .set_keyword("object_lock", "x-amz-object-lock-mode", mode.as_ref(), ObjectLockMode::WORDS)
            .set_date_time("x-amz-object-lock-retain-until-date", until)
    }

    /// Sets whether the object is under legal hold, which locks it until the hold is removed. S3 also requires a
    /// [`checksum`](Self::checksum) of the body. Signs the header `x-amz-object-lock-legal-hold`, which the client must
    /// send.
    pub fn object_lock_legal_hold(self, hold: bool) -> Self {
        self.only_for("object_lock_legal_hold", CREATES)
            .set_header("x-amz-object-lock-legal-hold", if hold { "ON" } else { "OFF" })
    }

    /// Requires the whole object to be this many bytes; otherwise S3 does not assemble the parts
    /// (CompleteMultipartUpload). Signs the header `x-amz-mp-object-size`, which the client must send.
    pub fn mpu_object_size(self, bytes: u64) -> Self {
        self.only_for("mpu_object_size", &[Operation::CompleteMultipartUpload])
            .set_header("x-amz-mp-object-size", bytes.to_string())
    }

    /// Appends the body to the object, whose current size is this many bytes (PutObject in a directory bucket). Signs
    /// the header `x-amz-write-offset-bytes`, which the client must send.
    pub fn write_offset_bytes(self, bytes: u64) -> Self {
        self.only_for("write_offset_bytes", &[Operation::PutObject])
            .set_header("x-amz-write-offset-bytes", bytes.to_string())
    }
}

/// Returns the tags as `name=value&...`, percent-encoded. The limits are S3's:
/// [Categorizing your storage using tags][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
fn tagging<K: AsRef<str>, V: AsRef<str>>(tags: impl IntoIterator<Item = (K, V)>) -> Result<String, Error> {
    const MAX_TAGS: usize = 10;
    let (mut text, mut names) = (String::new(), BTreeSet::new());
    for (name, value) in tags {
        let (name, value) = (name.as_ref(), value.as_ref());
        let reason = match (name.chars().count(), value.chars().count()) {
            _ if names.len() == MAX_TAGS => "it is the 11th, but at most 10 are allowed",
            (0, _) => "its name is empty",
            _ if name.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:")) => {
                "names that begin with `aws:` are for AWS's own tags"
            }
            (129.., _) => "its name is longer than 128 characters",
            (_, 257..) => "its value is longer than 256 characters",
            _ if !names.insert(String::from(name)) => "its name is already used",
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
