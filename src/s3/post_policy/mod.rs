//! POST policies: uploads from a browser's form, within limits that the signer sets.

mod form_field;
mod html_form;
mod presigned_post;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::RangeInclusive;
use core::time::Duration;

use time::OffsetDateTime;

use self::form_field::{check_field, check_reserved};
pub use self::presigned_post::{PreparedPost, PresignedPost};
use super::Bucket;
use super::object_key::check_object_key;
use crate::credentials::Identity;
use crate::error::{Error, Repr};
use crate::signing::{
    DEFAULT_EXPIRY, Expiry, FILE_NAME, FormField, IfCredentialsExpire, SIGV4_LONGEST, Signer, SigningJob, UnsignedForm,
};
use crate::sigv4::amz_date::AmzDate;
use crate::sigv4::path::DotSegments;

/// What may be uploaded with a form, and for how long: made by [`Bucket::post_policy`], completed here, signed by one of the
/// terminal calls. These borrow, so that one policy can be signed again and again.
///
/// A form has what a presigned PUT lacks: a limit to the size, and the freedom to leave the key's end, the content type or
/// any other field to whoever uploads. Each setter gives the form a field and the policy the condition on it, so that the
/// two always agree; the bucket and the session token have theirs too. What has no condition S3 refuses, so nobody adds a
/// field to the form.
///
/// A policy without [`content_length_range`](Self::content_length_range) limits no size: whoever has the form can store 5
/// GiB an upload, as often as they like until it expires, and the bucket's owner pays for it.
///
/// In the value of any field S3 puts the name of the uploaded file in place of `${filename}`, and only then looks at the
/// conditions. A value with `${filename}` in it therefore gets a condition on what precedes it, and on no more:
/// `key("uploads/${filename}")` lets whoever uploads choose any key that begins with `uploads/`, by the file's name or by
/// changing the field. (Some servers that are not AWS's do not replace it.)
///
/// Setters never fail; signing returns the first invalid argument.
///
/// ```
/// use presign::{Bucket, Credentials};
/// use std::time::Duration;
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let post = Bucket::new("photos")?
///     .post_policy()
///     .key_starts_with("uploads/alice/")
///     .content_type_starts_with("image/")
///     .content_length_range(1..=10_000_000)
///     .expires_in(Duration::from_secs(600))
///     .sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
/// assert_eq!(post.url(), "https://photos.s3.us-east-1.amazonaws.com/");
/// assert!(post.fields().any(|field| field == ("key", "uploads/alice/${filename}")));
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Sources: [Browser-based uploads using POST][aws], [its form fields][fields] and [its policy][policy].
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-UsingHTTPPOST.html
/// [fields]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html
/// [policy]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
#[derive(Clone)]
#[must_use = "a policy does nothing until it is signed"]
pub struct PostPolicy<'a> {
    bucket: &'a Bucket,
    key: Option<FormField>,
    /// The caller's others, in the order in which they came.
    fields: Vec<FormField>,
    content_length: Option<RangeInclusive<u64>>,
    expires_in: Duration,
    if_credentials_expire: IfCredentialsExpire,
    dot_segments_allowed: bool,
    /// The first invalid argument of a setter.
    error: Option<Error>,
}

const ALLOW_DOT_SEGMENTS: &str = " when the object is fetched; `allow_dot_segments` signs it all the same";

impl Bucket {
    /// PostObject: an upload from a browser's form. AWS documents it for general purpose buckets; neither directory buckets
    /// nor the ARNs of access points are known to take it. R2 is one of the S3-compatible services that do not have it.
    #[doc(alias = "generate_presigned_post")]
    #[doc(alias = "createPresignedPost")]
    pub fn post_policy(&self) -> PostPolicy<'_> {
        PostPolicy {
            bucket: self,
            key: None,
            fields: Vec::new(),
            content_length: None,
            expires_in: DEFAULT_EXPIRY,
            if_credentials_expire: IfCredentialsExpire::Shorten,
            dot_segments_allowed: false,
            error: None,
        }
    }
}

impl PostPolicy<'_> {
    /// The key that the object gets; with `${filename}` in it, any key that begins with what precedes that.
    pub fn key(mut self, key: impl AsRef<str>) -> Self {
        let key = FormField::new("key", key.as_ref());
        if let Err(error) = check_field(&key) {
            self.note(error);
        }
        if self.key.replace(key).is_some() {
            self.note(Repr::DuplicateFormField { name: "key".into() }.into());
        }
        self
    }

    /// Any key that begins with the prefix. The form's field is the prefix and `${filename}`, so that the object is named
    /// after its file where whoever uploads says nothing else.
    ///
    /// End the prefix with a slash, or `alice` allows `alice-and-bob/boat.jpg` too. An empty one lets every object of the
    /// bucket be replaced.
    pub fn key_starts_with(self, prefix: impl AsRef<str>) -> Self {
        self.key(format!("{}{FILE_NAME}", prefix.as_ref()))
    }

    /// The content type that the object gets. S3 does not look whether the content is of it.
    pub fn content_type(self, content_type: impl AsRef<str>) -> Self {
        self.field("Content-Type", content_type)
    }

    /// Any content type that begins with the prefix, such as `image/`: an [open field](PresignedPost::open_fields). S3 does
    /// not look whether the content is of it, and serves `image/svg+xml` with its scripts.
    pub fn content_type_starts_with(self, prefix: impl AsRef<str>) -> Self {
        self.field_starts_with("Content-Type", prefix)
    }

    /// How many bytes the file may have, both ends included. S3 itself takes no more than 5 GiB in a form.
    ///
    /// Without this a form limits no size: see [`PostPolicy`].
    pub fn content_length_range(mut self, bytes: RangeInclusive<u64>) -> Self {
        let (&start, &end) = (bytes.start(), bytes.end());
        if start > end {
            self.note(Repr::EmptyContentLengthRange { start, end }.into());
        }
        if self.content_length.replace(bytes).is_some() {
            self.note(Repr::DuplicateFormField { name: "content-length-range".into() }.into());
        }
        self
    }

    /// Any other field, with just this value: `Cache-Control`, `Content-Disposition`, `tagging` (as XML),
    /// `x-amz-storage-class`, `x-amz-server-side-encryption`, ...
    pub fn field(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.insert(FormField::new(name.as_ref(), value.as_ref()))
    }

    /// Any other field, with any value that begins with the prefix: an [open field](PresignedPost::open_fields). AWS
    /// documents that of `acl`, `Cache-Control`, `Content-Disposition`, `Content-Encoding`, `Expires`,
    /// `success_action_redirect` and metadata.
    pub fn field_starts_with(self, name: impl AsRef<str>, prefix: impl AsRef<str>) -> Self {
        self.insert(FormField { open: true, ..FormField::new(name.as_ref(), prefix.as_ref()) })
    }

    /// Metadata of the object: the field `x-amz-meta-` and the name. The value need not be ASCII, unlike in a header; S3 gives
    /// it back as RFC 2047 has it.
    pub fn metadata(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        if name.as_ref().is_empty() {
            self.note(Repr::EmptyMetadataName {}.into());
        }
        self.field(format!("x-amz-meta-{}", name.as_ref()), value)
    }

    /// The canned ACL of the object, such as `public-read`. AWS refuses it in buckets where ACLs are disabled, which is what
    /// new buckets are.
    pub fn acl(self, acl: impl AsRef<str>) -> Self {
        self.field("acl", acl)
    }

    /// The status of S3's answer: 200, 201 (with XML that names the object) or 204, which is what it answers until this is
    /// called.
    pub fn success_action_status(mut self, status: u16) -> Self {
        if !matches!(status, 200 | 201 | 204) {
            self.note(Repr::InvalidSuccessStatus { found: status }.into());
        }
        self.field("success_action_status", status.to_string())
    }

    /// Where S3 sends the browser after the upload, with `bucket`, `key` and `etag` in the query. S3 ignores what it can't
    /// read as a URL.
    pub fn success_action_redirect(self, url: impl AsRef<str>) -> Self {
        self.field("success_action_redirect", url)
    }

    /// Sets how long the form is valid: 1 second to 7 days, rounded down to seconds. The default is 15 minutes.
    pub fn expires_in(mut self, expires_in: Duration) -> Self {
        self.expires_in = expires_in;
        self
    }

    /// Makes signing fail if the credentials expire before the form would. By default the form expires with them.
    pub fn require_full_lifetime(mut self) -> Self {
        self.if_credentials_expire = IfCredentialsExpire::Fail;
        self
    }

    /// Signs a key with a `.` or `..` segment. A form would store it as it stands; but no browser and hardly a library
    /// fetches such an object, and servers that keep objects as files may take it for a path.
    pub fn allow_dot_segments(mut self) -> Self {
        self.dot_segments_allowed = true;
        self
    }

    fn insert(mut self, field: FormField) -> Self {
        let duplicate = self.fields.iter().any(|other| other.name.eq_ignore_ascii_case(&field.name));
        let checked = check_reserved(&field.name).and_then(|()| check_field(&field));
        if let Err(error) = checked {
            self.note(error);
        } else if duplicate {
            self.note(Repr::DuplicateFormField { name: field.name.into() }.into());
        } else {
            self.fields.push(field);
        }
        self
    }

    fn note(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }

    /// Signs at a time, in any offset.
    ///
    /// # Errors
    ///
    /// The first of these errors, each with the [`ErrorKind`](crate::ErrorKind) of its name:
    ///
    /// - of a setter: `ReservedFormField` (the signer's own, `file`, ...), `DuplicateFormField` (names are compared in any
    ///   case), `EmptyFormFieldName`, `EmptyMetadataName`, `InvalidFormFieldName`, `InvalidFormFieldValue` (a control
    ///   character but a tab), `EmptyContentLengthRange`, `InvalidSuccessStatus`;
    /// - the key: `FormWithoutKey` (none, or an empty one), `KeyTooLong` (over 1,024 bytes without `${filename}`),
    ///   `DotSegment`;
    /// - the expiry: `ExpiryTooShort` (0, or under a second), `ExpiryTooLong` (over 7 days);
    /// - the time: `InvalidTime` (a year outside 0 to 9999);
    /// - the signer: `EmptyCredentials`, `MalformedCredentials`, `ExpiredCredentials`, `LifetimeTooShort`,
    ///   `ScopeMismatch`, `Sigv4aForm`, `SessionCredentials`, `Signer`;
    /// - all of it: `FormTooLong` (over 20 KiB without the file).
    pub fn sign_at(&self, signer: &dyn Signer, at: OffsetDateTime) -> Result<PresignedPost, Error> {
        let form = self.unsigned_at(at)?;
        let mut out = String::new();
        let validity = signer.sign(SigningJob::of_form(&form, &mut out))?.validity;
        Ok(PresignedPost::new(self.url(), out, self.open_fields(), validity))
    }

    /// Does all but sign, for a signer that has to be awaited; see
    /// [`PresignRequest::prepare_at`](crate::PresignRequest::prepare_at).
    ///
    /// # Errors
    ///
    /// As [`sign_at`](Self::sign_at), with the identity in the place of the signer.
    pub fn prepare_at(&self, identity: &Identity, at: OffsetDateTime) -> Result<PreparedPost, Error> {
        let form = self.unsigned_at(at)?;
        let mut out = String::new();
        let pending = form.write_unsigned(identity, &mut out)?;
        let post = PresignedPost::new(self.url(), out, self.open_fields(), pending.validity);
        Ok(PreparedPost::new(post, pending, &self.bucket.target))
    }

    /// Checks everything that does not depend on the signer.
    fn unsigned_at(&self, at: OffsetDateTime) -> Result<UnsignedForm<'_>, Error> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        let key = self.key.as_ref().filter(|key| !key.value.is_empty()).ok_or(Repr::FormWithoutKey {})?;
        // A file without a name leaves this much.
        let shortest = key.value.replace(FILE_NAME, "");
        if !shortest.is_empty() {
            check_object_key(&shortest)?;
        }
        if !self.dot_segments_allowed {
            DotSegments::Raw.check("object key", &key.value, ALLOW_DOT_SEGMENTS)?;
        }
        let expiry = Expiry {
            seconds: SIGV4_LONGEST.whole_seconds(self.expires_in, None)?,
            if_credentials_expire: self.if_credentials_expire,
        };
        Ok(UnsignedForm {
            target: &self.bucket.target,
            bucket: self.bucket.name(),
            fields: &self.fields,
            key,
            content_length: self.content_length.as_ref(),
            date: AmzDate::new(at)?,
            expiry,
        })
    }

    fn url(&self) -> String {
        let mut url = String::new();
        self.bucket.target.append_bucket_url(&mut url);
        url
    }

    fn open_fields(&self) -> Vec<String> {
        self.fields.iter().filter(|field| field.open).map(|field| field.name.clone()).collect()
    }
}

/// Shows names of fields only, but for the key: their values may be secret.
impl fmt::Debug for PostPolicy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostPolicy")
            .field("url", &self.url())
            .field("key", &self.key.as_ref().map(|key| &key.value))
            .field("fields", &self.fields.iter().map(|field| &field.name).collect::<Vec<_>>())
            .field("content_length", &self.content_length)
            .field("expires_in", &self.expires_in)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}
