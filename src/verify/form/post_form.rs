//! A form as it was received. Nothing in it has been checked.

use core::fmt;

use super::fields::Fields;
use super::unverified_form::UnverifiedForm;
use crate::verify::rejection::Rejection;

/// A form that uploads a file, as a server received it: the bucket, the fields before the file, and the name of the
/// file.
///
/// The fields are checked before the file is read, and the size of the file after it:
///
/// ```
/// use presign::verify::{Policy, PostForm, Rejection, VerifyingKey};
/// use presign::{Bucket, Credentials};
/// use time::OffsetDateTime;
/// use time::macros::datetime;
///
/// /// Stores the file of a form, and returns its key. `file` is what follows the fields.
/// fn upload(
///     fields: &[(&str, &str)],
///     file: &mut dyn Iterator<Item = &[u8]>,
///     key: &dyn VerifyingKey,
///     now: OffsetDateTime,
/// ) -> Result<String, Rejection> {
///     let unverified = PostForm::new("photos", fields).file_name("boat.jpg").parse()?;
///     let form = unverified.verify_at(key, &Policy::new("s3", "us-east-1"), now)?;
///
///     let largest = form.size_range().map_or(5 << 30, |range| *range.end());
///     let mut size = 0;
///     for chunk in file {
///         size += chunk.len() as u64;
///         if size > largest {
///             break;
///         }
///         // Write the chunk to a place where nobody can see it yet.
///     }
///     form.check_size(size)?;
///     // Now it may become an object, with this type and the metadata in `form.fields()`.
///     let _content_type = form.field("content-type").unwrap_or("application/octet-stream");
///     Ok(form.key().to_owned())
/// }
///
/// let key = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let now = datetime!(2026-11-23 12:00 UTC);
/// let bucket = Bucket::new("photos")?;
/// let post = bucket.post_policy().key_starts_with("uploads/").content_length_range(1..=1000).sign_at(&key, now)?;
/// let fields: Vec<_> = post.fields().collect();
///
/// let mut file = [&[1; 600][..], &[2; 400]].into_iter();
/// assert_eq!(upload(&fields, &mut file, &key, now)?, "uploads/boat.jpg");
///
/// let mut large = [&[1; 600][..], &[2; 600]].into_iter();
/// let rejection = upload(&fields, &mut large, &key, now).unwrap_err();
/// assert_eq!((rejection.code(), rejection.status()), ("EntityTooLarge", 400));
///
/// let with_acl: Vec<_> = fields.iter().copied().chain([("acl", "public-read")]).collect();
/// let rejection = upload(&with_acl, &mut [].into_iter(), &key, now).unwrap_err();
/// assert_eq!(rejection.message(), "Invalid according to Policy: Extra input fields: acl");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # What is checked
///
/// The first failure is the answer, in this order:
///
/// - The fields are at most 20 KiB long. Names are compared without regard to case, and none occurs twice. Servers
///   differ in which value they use.
/// - There is a key, and there are the fields of one signature. Each of them has the required form.
/// - The region and the service are those of the [`Policy`](crate::verify::Policy).
/// - The form is already valid, give or take the [clock skew](crate::verify::Policy::max_clock_skew).
/// - The session token is that of the key, and the key has not expired.
/// - The signature of the policy is correct. It is compared in constant time.
/// - The policy is well formed. A member that occurs twice or is unknown is an error.
/// - The policy has not expired, and the form was signed at most [7 days](crate::verify::Policy::max_expires) ago.
/// - Every condition is met, after `${filename}` was replaced in all fields. A condition on a field that is missing is
///   not met.
/// - A condition covers the bucket, and every field but `policy`, `x-amz-signature` and those that begin with
///   `x-ignore-`.
///
/// Some checks are left to the server: that the request has no `Authorization` header and exactly one file, the
/// [size](crate::verify::VerifiedForm::check_size) of the file, who may do what, and the values of the fields that the
/// policy lets the client choose. Forms signed with SigV4A or Signature Version 2 are rejected.
///
/// The whole check takes time that is almost linear in the length of the fields.
///
/// Sources: [form fields][fields], [POST policy][policy] and [its signature][signature].
///
/// [fields]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html
/// [policy]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
/// [signature]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html
#[derive(Clone, Copy)]
#[must_use]
pub struct PostForm<'a> {
    bucket: &'a str,
    fields: &'a [(&'a str, &'a str)],
    file_name: Option<&'a str>,
}

impl<'a> PostForm<'a> {
    /// Creates a form from the bucket that it was sent to, and the names and values of all fields before the file, in
    /// the order of the form. Fields after the file must be ignored, as S3 does.
    pub fn new(bucket: &'a str, fields: &'a [(&'a str, &'a str)]) -> Self {
        Self { bucket, fields, file_name: None }
    }

    /// Sets the name of the file: the parameter `filename` in the `Content-Disposition` of its part, which may be
    /// empty.
    ///
    /// It takes the place of `${filename}` in the values of the fields, without any folders before it. If the part has
    /// no such parameter, don't call this: then `${filename}` stays, as on AWS.
    pub fn file_name(mut self, name: &'a str) -> Self {
        self.file_name = Some(name);
        self
    }

    /// Reads the fields of the signature. It needs no secret.
    ///
    /// ```
    /// use presign::verify::{FormRejection, PostForm, Rejection};
    ///
    /// let fields = [("key", "boat.jpg"), ("policy", "e30="), ("x-amz-algorithm", "AWS4-HMAC-SHA256")];
    /// let rejection = PostForm::new("photos", &fields).parse().unwrap_err();
    /// assert_eq!(rejection, Rejection::Form(FormRejection::MissingField { name: "X-Amz-Credential" }));
    /// ```
    ///
    /// # Errors
    ///
    /// A [`Rejection`] for fields that are too long, for a field that occurs twice, and for a field of the signature
    /// that is missing or malformed, such as `x-amz-date` with the value `2026-11-23`.
    pub fn parse(&self) -> Result<UnverifiedForm<'a>, Rejection> {
        UnverifiedForm::parse(self.bucket, Fields::collect(self.fields, self.file_name)?)
    }
}

/// Shows the names of the fields, but not their values, which may be secret.
impl fmt::Debug for PostForm<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct Names<'a>(&'a [(&'a str, &'a str)]);
        impl fmt::Debug for Names<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
            }
        }
        f.debug_struct("PostForm")
            .field("bucket", &self.bucket)
            .field("fields", &Names(self.fields))
            .field("file_name", &self.file_name)
            .finish()
    }
}
