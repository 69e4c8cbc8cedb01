//! A form whose signature and fields are correct.

use core::fmt;
use core::ops::RangeInclusive;

use time::OffsetDateTime;

use super::conditions::{Sizes, is_ignored};
use super::fields::Fields;
use super::form_rejection::FormRejection;
use crate::verify::rejection::Rejection;

/// A form that was verified, except for the size of its file. Only
/// [`UnverifiedForm::verify_at`](crate::verify::UnverifiedForm::verify_at) creates one.
///
/// The file follows the fields, so its size is not known yet: call [`check_size`](Self::check_size) after it was read,
/// and before the object can be seen.
///
/// Serve the key and the fields that this type returns: `${filename}` is replaced in them, and a condition of the
/// policy covers each. A key may contain dot segments: a server that keeps objects in files must not use them as file
/// names.
#[derive(Clone, Copy)]
#[must_use]
pub struct VerifiedForm<'f> {
    pub(super) access_key_id: &'f str,
    pub(super) key: &'f str,
    pub(super) fields: &'f Fields<'f>,
    pub(super) sizes: Option<Sizes>,
    pub(super) expires_at: OffsetDateTime,
}

impl<'f> VerifiedForm<'f> {
    /// Returns the access key ID that signed the form.
    pub fn access_key_id(&self) -> &'f str {
        self.access_key_id
    }

    /// Returns the key of the object. It is never empty.
    pub fn key(&self) -> &'f str {
        self.key
    }

    /// Returns the value of a field, if it is one of [`fields`](Self::fields). The name may be in any case. See
    /// [`PostForm`](crate::verify::PostForm) for an example.
    pub fn field(&self, name: &str) -> Option<&'f str> {
        if is_about_object(name) { self.fields.get(name) } else { None }
    }

    /// Returns the names, as they were sent, and the values of the fields, in the order of the form.
    ///
    /// It leaves out the fields of the signature, such as `policy` and `x-amz-security-token`, and those whose name
    /// begins with `x-ignore-`.
    pub fn fields(&self) -> impl Iterator<Item = (&'f str, &'f str)> {
        self.fields.iter().filter(|(name, _)| is_about_object(name))
    }

    /// Returns the sizes that the file may have, in bytes, or `None` if the policy does not limit them.
    ///
    /// A server should stop reading once the file is larger.
    #[must_use = "the server must compare it with the size of the file"]
    pub fn size_range(&self) -> Option<RangeInclusive<u64>> {
        self.sizes.map(|(min, max)| min..=max)
    }

    /// Returns when the form expires.
    pub fn expires_at(&self) -> OffsetDateTime {
        self.expires_at
    }

    /// Checks the size of the whole file, in bytes. See [`PostForm`](crate::verify::PostForm) for an example.
    ///
    /// # Errors
    ///
    /// [`TooSmall`](FormRejection::TooSmall) or [`TooLarge`](FormRejection::TooLarge).
    pub fn check_size(&self, size: u64) -> Result<(), Rejection> {
        match self.sizes {
            Some((min, _)) if size < min => Err(FormRejection::TooSmall { size, min }.into()),
            Some((_, max)) if size > max => Err(FormRejection::TooLarge { size, max }.into()),
            _ => Ok(()),
        }
    }
}

/// Returns whether a field describes the object: it is neither a field of the signature nor ignored.
fn is_about_object(name: &str) -> bool {
    const SIGNATURE: [&str; 6] =
        ["policy", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-security-token", "x-amz-signature"];
    !is_ignored(name) && !SIGNATURE.iter().any(|own| name.eq_ignore_ascii_case(own))
}

/// Shows no value but that of the key.
impl fmt::Debug for VerifiedForm<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedForm")
            .field("access_key_id", &self.access_key_id)
            .field("key", &self.key)
            .field("size_range", &self.size_range())
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}
