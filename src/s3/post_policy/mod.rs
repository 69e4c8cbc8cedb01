//! POST policies: uploads from a browser's form, within limits that the signer sets.

mod form_field;
mod html_form;
mod presigned_post;
mod sign;

use alloc::vec::Vec;
use core::fmt;
use core::ops::RangeInclusive;
use core::time::Duration;

use self::form_field::{check_field, check_reserved};
pub use self::presigned_post::{PreparedPost, PresignedPost};
use super::Bucket;
use super::endpoint::BucketKind;
use super::metadata::{self, check_metadata_name};
use crate::endpoint::lifetime::SIGV4;
use crate::error::{Error, Repr};
use crate::signing::{FILE_NAME, FormField, IfCredentialsExpire};

/// A policy for uploads with a form: what may be uploaded, and until when. Create it with [`Bucket::post_policy`], set
/// its limits, and sign it, for example with [`sign_at`](Self::sign_at). Signing borrows the policy, so it can be
/// signed any number of times.
///
/// A form can do more than a presigned PUT:
///
/// - It can limit the size of the upload.
/// - It can let the client choose the end of the key, the content type or any other field.
///
/// Each setter adds a field to the form and a matching condition to the policy, so the two always agree. The bucket and
/// the session token have conditions too. S3 rejects a field without a condition, so nobody can add one to the form.
///
/// Without [`content_length_range`](Self::content_length_range), a policy does not limit the size. Whoever has the form
/// can then upload 5 GiB at a time, as often as they like until it expires, at the expense of the bucket's owner.
///
/// S3 replaces `${filename}` in the value of any field with the name of the uploaded file, and checks the conditions
/// only after that. So the condition on such a value covers only the text before `${filename}`. For example,
/// `key("uploads/${filename}")` allows any key that begins with `uploads/`: the client can choose it by renaming the
/// file or by changing the field. It is therefore an error unless you call
/// [`allow_file_name_variable`](Self::allow_file_name_variable). Otherwise a user called `${filename}` could widen a
/// policy that contains the user's name. [`key_starts_with`](Self::key_starts_with) needs no such call. Some servers
/// other than AWS's do not replace `${filename}`.
///
/// Avoid `$` elsewhere in keys and values: it is not known whether AWS accepts it. AWS documents the escape `\$`, which
/// is not valid in JSON, and two users report that AWS rejects the plain character.
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
    /// Whether the key's `${filename}` is that of `key_starts_with`.
    key_is_prefix: bool,
    /// The caller's other fields, in the order in which they were added.
    fields: Vec<FormField>,
    content_length: Option<RangeInclusive<u64>>,
    expires_in: Duration,
    if_credentials_expire: IfCredentialsExpire,
    dot_segments_allowed: bool,
    file_name_variable_allowed: bool,
    /// The first invalid argument of a setter.
    error: Option<Error>,
}

impl Bucket {
    /// Creates a policy for uploads from a browser's form (PostObject). Only general purpose buckets support it: for a
    /// directory bucket or an access point, signing fails with
    /// [`UnsupportedOperation`](crate::ErrorKind::UnsupportedOperation). Some S3-compatible services, such as R2, do
    /// not support it.
    ///
    /// ```
    /// use presign::Bucket;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let policy = bucket.post_policy().key_starts_with("uploads/alice/").content_length_range(1..=10_000_000);
    /// let form = policy.sign_at(&credentials, now)?;
    /// assert!(form.fields().any(|field| field == ("key", "uploads/alice/${filename}")));
    /// # Ok::<(), presign::Error>(())
    /// ```
    #[doc(alias = "generate_presigned_post")]
    #[doc(alias = "createPresignedPost")]
    pub fn post_policy(&self) -> PostPolicy<'_> {
        let on = match self.kind {
            BucketKind::GeneralPurpose => None,
            BucketKind::Directory => Some("a directory bucket"),
            BucketKind::AccessPoint => Some("an access point"),
        };
        let unsupported = |on| {
            let (what, hint) = ("a form upload", "presign a PUT, or use a general purpose bucket by its name");
            Error::from(Repr::UnsupportedOperation { what, on, hint })
        };
        PostPolicy {
            bucket: self,
            key: None,
            key_is_prefix: false,
            fields: Vec::new(),
            content_length: None,
            expires_in: SIGV4.default_expiry(),
            if_credentials_expire: IfCredentialsExpire::Shorten,
            dot_segments_allowed: false,
            error: on.map(unsupported),
            file_name_variable_allowed: false,
        }
    }
}

impl PostPolicy<'_> {
    /// Sets the key of the object. For a key that contains `${filename}`, see
    /// [`allow_file_name_variable`](Self::allow_file_name_variable).
    ///
    /// ```
    /// use presign::{Bucket, Credentials};
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let (bucket, now) = (Bucket::new("photos")?, datetime!(2026-11-23 12:00 UTC));
    /// let exactly = bucket.post_policy().key("uploads/boat.jpg").sign_at(&credentials, now)?;
    /// assert!(exactly.fields().any(|field| field == ("key", "uploads/boat.jpg")));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn key(self, key: impl AsRef<str>) -> Self {
        self.set_key(FormField::new("key", key.as_ref()))
    }

    fn set_key(mut self, key: FormField) -> Self {
        if let Err(error) = check_field(&key) {
            self.note(error);
        }
        if self.key.replace(key).is_some() {
            self.note(Repr::DuplicateFormField { name: "key".into() }.into());
        }
        self
    }

    /// Allows any key that begins with the prefix. The form's field is the prefix followed by `${filename}`, so the
    /// object is named after its file unless the client chooses another name.
    ///
    /// End the prefix with a slash: `alice` would also allow `alice-and-bob/boat.jpg`. With an empty prefix, the client
    /// can replace every object in the bucket.
    pub fn key_starts_with(mut self, prefix: impl AsRef<str>) -> Self {
        let prefix = prefix.as_ref();
        let key = FormField::of_parts(["key", ""], [prefix, FILE_NAME]);
        self.check_prefix(&key, prefix);
        self.key_is_prefix = true;
        self.set_key(key)
    }

    /// Sets the content type of the object. S3 does not check that the content matches it.
    pub fn content_type(self, content_type: impl AsRef<str>) -> Self {
        self.field("Content-Type", content_type)
    }

    /// Allows any content type that begins with the prefix, such as `image/`: an
    /// [open field](PresignedPost::open_fields). S3 does not check that the content matches it, and serves
    /// `image/svg+xml` with its scripts.
    pub fn content_type_starts_with(self, prefix: impl AsRef<str>) -> Self {
        self.field_starts_with("Content-Type", prefix)
    }

    /// Limits the size of the file to this range of bytes, both ends included. S3 itself accepts at most 5 GiB in a
    /// form.
    ///
    /// Without this, a form does not limit the size: see [`PostPolicy`].
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

    /// Adds any other field, with exactly this value: `Cache-Control`, `Content-Disposition`, `tagging` (as XML:
    /// `<Tagging><TagSet><Tag><Key>album</Key><Value>harbor</Value></Tag></TagSet></Tagging>`),
    /// `x-amz-storage-class`, `x-amz-server-side-encryption`, ...
    pub fn field(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.insert(FormField::new(name.as_ref(), value.as_ref()))
    }

    /// Adds any other field, with any value that begins with the prefix: an [open field](PresignedPost::open_fields).
    /// AWS documents this for `acl`, `Cache-Control`, `Content-Disposition`, `Content-Encoding`, `Expires`,
    /// `success_action_redirect` and metadata.
    ///
    /// ```
    /// use presign::{Bucket, Credentials};
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let bucket = Bucket::new("photos")?;
    /// let form = bucket.post_policy().key("boat.jpg").field_starts_with("x-amz-meta-album", "2026-");
    /// let form = form.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
    /// assert!(form.open_fields().eq(["x-amz-meta-album"]));
    /// assert!(form.fields().any(|field| field == ("x-amz-meta-album", "2026-")));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn field_starts_with(mut self, name: impl AsRef<str>, prefix: impl AsRef<str>) -> Self {
        let field = FormField::new(name.as_ref(), prefix.as_ref()).opened();
        self.check_prefix(&field, prefix.as_ref());
        self.insert(field)
    }

    /// Adds metadata to the object, in the field `x-amz-meta-` followed by the name. Unlike in a header, the value need
    /// not be ASCII. S3 returns it encoded as in RFC 2047.
    pub fn metadata(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let name = name.as_ref();
        match check_metadata_name(name) {
            Ok(()) => self.insert(FormField::of_parts([metadata::PREFIX, name], [value.as_ref(), ""])),
            Err(error) => {
                self.note(error);
                self
            }
        }
    }

    /// Sets the canned ACL of the object, such as `public-read`. AWS rejects it in buckets where ACLs are disabled,
    /// which is the default for new buckets.
    pub fn acl(self, acl: impl AsRef<str>) -> Self {
        self.field("acl", acl)
    }

    /// Sets the status of S3's response: 200, 201 (with XML that names the object) or 204. The default is 204.
    pub fn success_action_status(mut self, status: u16) -> Self {
        let text = match status {
            200 => "200",
            201 => "201",
            204 => "204",
            found => {
                self.note(Repr::InvalidSuccessStatus { found }.into());
                return self;
            }
        };
        self.field("success_action_status", text)
    }

    /// Redirects the browser to this absolute URL after the upload, with `bucket`, `key` and `etag` in the query.
    pub fn success_action_redirect(self, url: impl AsRef<str>) -> Self {
        self.field("success_action_redirect", url)
    }

    /// Sets how long the form is valid: 1 second to 7 days, rounded down to seconds. The default is 15 minutes.
    pub fn expires_in(mut self, expires_in: Duration) -> Self {
        self.expires_in = expires_in;
        self
    }

    /// Makes signing fail if the credentials expire before the form would, or if they have a session token and
    /// [when they expire](crate::Credentials::with_expiry) is not known. By default the form expires with them.
    pub fn require_full_lifetime(mut self) -> Self {
        self.if_credentials_expire = IfCredentialsExpire::Fail;
        self
    }

    /// Signs the requested expiry even if the credentials expire before the form. The form then expires with them, and
    /// [`expires_at`](PresignedPost::expires_at) reports that time, but the `expiration` of the policy does not show it.
    /// If both this and [`require_full_lifetime`](Self::require_full_lifetime) are called, the last call counts.
    pub fn keep_requested_expiry(mut self) -> Self {
        self.if_credentials_expire = IfCredentialsExpire::Keep;
        self
    }

    /// Allows a key with a `.` or `..` segment. S3 stores such a key unchanged, but browsers and most libraries can't
    /// fetch the object, and servers that keep objects as files may treat the key as a path.
    pub fn allow_dot_segments(mut self) -> Self {
        self.dot_segments_allowed = true;
        self
    }

    /// Allows `${filename}` in [`key`](Self::key), [`field`](Self::field), [`metadata`](Self::metadata) and the other
    /// setters, which is an error by default. The policy then allows any value that begins with the text before
    /// `${filename}`. Before you call this, make sure that no value contains text from someone else.
    ///
    /// It is always an error in a prefix, which would end there.
    ///
    /// ```
    /// use presign::Bucket;
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let policy = bucket.post_policy().key("uploads/${filename}.jpg").allow_file_name_variable();
    /// # let _ = policy;
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn allow_file_name_variable(mut self) -> Self {
        self.file_name_variable_allowed = true;
        self
    }

    /// Checks that there is no `${filename}` in the prefix that the field's value begins with.
    fn check_prefix(&mut self, field: &FormField, prefix: &str) {
        if let Some(offset) = field.file_name().filter(|&offset| offset < prefix.len()) {
            self.note(Repr::FileNameVariableInPrefix { name: field.name().into(), offset }.into());
        }
    }

    fn insert(mut self, field: FormField) -> Self {
        let duplicate = self.fields.iter().any(|other| other.name().eq_ignore_ascii_case(field.name()));
        let checked = check_reserved(field.name()).and_then(|()| check_field(&field));
        if let Err(error) = checked {
            self.note(error);
        } else if duplicate {
            self.note(Repr::DuplicateFormField { name: field.name().into() }.into());
        } else {
            self.fields.push(field);
        }
        self
    }

    fn note(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }
}

/// Shows the key, and only the names of other fields: their values may be secret.
impl fmt::Debug for PostPolicy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostPolicy")
            .field("url", &self.url())
            .field("key", &self.key.as_ref().map(FormField::value))
            .field("fields", &self.fields.iter().map(FormField::name).collect::<Vec<_>>())
            .field("content_length", &self.content_length)
            .field("expires_in", &self.expires_in)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}
