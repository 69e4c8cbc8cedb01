//! A signed form: its URL, its fields and its expiry.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use time::OffsetDateTime;

use super::html_form;
use crate::endpoint::target::Target;
use crate::error::Error;
use crate::signing::{Pending, Validity, push_quoted};
use crate::sigv4::{Scope, WipedString};

/// A form that carries its own authorization: whoever has it can upload within its limits until it expires.
///
/// The client sends a POST request to the [URL](Self::url), as `multipart/form-data`. Its body has the
/// [fields](Self::fields), and then the file in a field named `file`. S3 ignores any field after the file.
/// [`to_html_form`](Self::to_html_form) returns a page that sends this request, and [`to_curl`](Self::to_curl) a
/// command.
///
/// `Debug` shows no values of fields, because the signature and the session token are among them. For the same reason
/// the fields are wiped from memory when dropped.
///
/// ```
/// use presign::{Bucket, Credentials};
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let form = Bucket::new("photos")?
///     .post_policy()
///     .key("boat.jpg")
///     .content_type("image/jpeg")
///     .sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
/// assert_eq!(form.url(), "https://photos.s3.us-east-1.amazonaws.com/");
/// let names: Vec<_> = form.fields().map(|(name, _)| name).collect();
/// assert_eq!(names[..2], ["Content-Type", "key"]);
/// assert_eq!(names.last(), Some(&"x-amz-signature"));
/// # Ok::<(), presign::Error>(())
/// ```
#[doc(alias = "presigned", alias = "pre-signed")]
#[derive(Clone, PartialEq, Eq)]
pub struct PresignedPost {
    url: String,
    /// One line `name:value` for each field. Names and values contain no line feed, and names contain no colon.
    fields: WipedString,
    /// The name of each open field, followed by a line feed.
    open: String,
    validity: Validity,
}

impl PresignedPost {
    /// Creates a form from its lines and the names of its open fields.
    pub(crate) fn new<'a>(
        url: String,
        fields: WipedString,
        open_fields: impl Iterator<Item = &'a str> + Clone,
        validity: Validity,
    ) -> Self {
        let mut open = String::with_capacity(open_fields.clone().map(|name| name.len() + "\n".len()).sum());
        open_fields.for_each(|name| open.extend([name, "\n"]));
        Self { url, fields, open, validity }
    }

    /// Returns the URL to send the form to: the bucket's URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the names and values of all fields except the file, in the order in which to send them:
    ///
    /// - the fields of the policy, in the order in which they were added
    /// - `key`
    /// - the fields of the signature
    ///
    /// The value of an [open field](Self::open_fields) is its prefix.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.fields.split('\n').map(|line| line.split_once(':').unwrap_or((line, "")))
    }

    /// Returns the names of the fields that the client may complete. Their values in [`fields`](Self::fields) are
    /// prefixes. [`content_type_starts_with`](super::PostPolicy::content_type_starts_with) and
    /// [`field_starts_with`](super::PostPolicy::field_starts_with) add open fields.
    ///
    /// S3 requires these fields to be present. It also accepts the prefix alone; the object then has the content type
    /// `image/`, for example.
    ///
    /// The key of [`key_starts_with`](super::PostPolicy::key_starts_with) is not an open field. It is already complete,
    /// because it ends with `${filename}`.
    pub fn open_fields(&self) -> impl Iterator<Item = &str> + Clone {
        self.open.split_terminator('\n')
    }

    /// Returns when the form was signed, in UTC, in whole seconds.
    pub fn signed_at(&self) -> OffsetDateTime {
        self.validity.signed_at()
    }

    /// Returns when the form expires, in UTC: `expires_in` after signing, or earlier if the credentials expire first.
    ///
    /// If the credentials have a session token and [when they expire](crate::Credentials::with_expiry) is not known,
    /// this is only an upper bound: the form works no longer than the session.
    pub fn expires_at(&self) -> OffsetDateTime {
        // Every form has an expiry, so the default is never used.
        self.validity.expires_at().unwrap_or(self.validity.signed_at())
    }

    /// Returns both times, and whether the credentials expire first.
    pub fn validity(&self) -> Validity {
        self.validity
    }

    /// Returns an HTML page with the form, ready to use. It has an input for each open field, a file picker and a
    /// button, and loads nothing from elsewhere. Everything in it is escaped.
    ///
    /// A script sets an open content type to the type of the chosen file. The other [open fields](Self::open_fields)
    /// are text inputs. If scripts are disabled, the browser sends the prefix as the content type.
    ///
    /// Whoever sees the page can upload.
    ///
    /// ```
    /// use presign::{Bucket, Credentials};
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let bucket = Bucket::new("photos")?;
    /// let form = bucket.post_policy().key("boat.jpg").sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
    /// assert!(form.to_html_form().contains(r#"action="https://photos.s3.us-east-1.amazonaws.com/""#));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn to_html_form(&self) -> String {
        let is_open = |name| self.open_fields().any(|open| open == name);
        html_form::page(&self.url, self.fields().map(|(name, value)| (name, value, is_open(name))))
    }

    /// Returns a command line for a POSIX shell that uploads the file at this path. (Curl reads `-` as standard input.)
    /// [Open fields](Self::open_fields) are sent with only their prefix.
    ///
    /// It contains the signature, so treat it like the form itself.
    ///
    /// ```
    /// use presign::{Bucket, Credentials};
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let bucket = Bucket::new("photos")?;
    /// let form = bucket.post_policy().key("boat.jpg").sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
    /// assert!(form.to_curl("boat.jpg").starts_with("curl --globoff --path-as-is --form-string 'key=boat.jpg' "));
    /// assert!(form.to_curl("boat.jpg").contains(r#" --form 'file=@"boat.jpg"' "#));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn to_curl(&self, file: &str) -> String {
        let mut command = String::from("curl --globoff --path-as-is");
        for (name, value) in self.fields() {
            // `--form` would read a value that begins with `@` or `<` from a file, and would take text after `;` as a
            // type.
            command.push_str(" --form-string ");
            push_quoted(&[name, "=", value], &mut command);
        }
        let file = file.replace('\\', r"\\").replace('"', r#"\""#);
        command.push_str(" --form ");
        push_quoted(&["file=@\"", &file, "\""], &mut command);
        command.push(' ');
        push_quoted(&[&self.url], &mut command);
        command
    }
}

impl fmt::Debug for PresignedPost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresignedPost")
            .field("url", &self.url)
            .field("fields", &self.fields().map(|(name, _)| name).collect::<Vec<_>>())
            .field("open_fields", &self.open_fields().collect::<Vec<_>>())
            .field("validity", &self.validity)
            .finish()
    }
}

/// A form without its signature, created by [`PostPolicy::prepare_at`](super::PostPolicy::prepare_at). It borrows
/// nothing, so it can be held across an await.
///
/// ```
/// use presign::sigv4::SigningKey;
/// use presign::{Bucket, Credentials, Identity};
/// use time::macros::datetime;
///
/// let (access_key_id, secret) = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let (bucket, now) = (Bucket::new("photos")?, datetime!(2026-11-23 12:00 UTC));
/// let policy = bucket.post_policy().key("boat.jpg");
///
/// let prepared = policy.prepare_at(&Identity::new(access_key_id), now)?;
/// // A KMS would compute this signature with a key that never leaves it.
/// let signature = SigningKey::derive(secret, &prepared.scope()).sign(prepared.message());
/// let form = prepared.finish(signature.as_bytes())?;
/// assert_eq!(form, policy.sign_at(&Credentials::new(access_key_id, secret), now)?);
/// # Ok::<(), presign::Error>(())
/// ```
#[must_use = "a prepared form does nothing until `finish` is called"]
pub struct PreparedPost {
    unsigned: PresignedPost,
    pending: Pending,
    region: String,
    service: String,
}

impl PreparedPost {
    pub(super) fn new(unsigned: PresignedPost, pending: Pending, target: &Target) -> Self {
        Self { unsigned, pending, region: target.region().into(), service: target.service().into() }
    }

    /// Returns the day, region and service that the signing key must be for.
    pub fn scope(&self) -> Scope<'_> {
        Scope::from_checked(self.pending.date.date(), &self.region, &self.service)
    }

    /// Returns the string to sign, which is the policy in base64.
    pub fn message(&self) -> &[u8] {
        self.pending.message(&self.unsigned.fields)
    }

    /// Adds the signature and returns the form. The signature is the raw bytes of HMAC-SHA256 over
    /// [`message`](Self::message). Only the server can tell whether it is valid.
    ///
    /// # Errors
    ///
    /// [`InvalidSignature`](crate::ErrorKind::InvalidSignature) for a signature of another length, such as hexadecimal
    /// digits.
    pub fn finish(self, signature: &[u8]) -> Result<PresignedPost, Error> {
        let mut post = self.unsigned;
        self.pending.finish(signature, &mut post.fields)?;
        Ok(post)
    }
}

impl fmt::Debug for PreparedPost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedPost")
            .field("scope", &format_args!("{}", self.scope()))
            .field("unsigned", &self.unsigned)
            .finish_non_exhaustive()
    }
}
