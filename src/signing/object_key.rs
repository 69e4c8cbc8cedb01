//! The rules for object keys, checked in one place.

#[cfg(feature = "post")]
use super::form_field::{FILE_NAME, file_names};
use crate::error::{Error, Repr};
use crate::sigv4::path::DotSegments;

/// An object key that S3 accepts: neither empty nor too long. Everything else is allowed: a leading slash, `//`, control
/// characters. Dot segments are rejected by [`check_dot_segments`](Self::check_dot_segments), unless the caller allows
/// them.
#[derive(Clone, Copy)]
pub(crate) struct ObjectKey<'a>(&'a str);

/// In bytes of UTF-8 ([Naming Amazon S3 objects][aws]).
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
pub(crate) const MAX_KEY_LENGTH: usize = 1024;

const FIELD: &str = "object key";

impl<'a> ObjectKey<'a> {
    /// Parses the key of a request.
    pub(crate) fn new(text: &'a str) -> Result<Self, Error> {
        // DELETE of an object would become DELETE of the bucket.
        let if_empty = ", so the URL would name the bucket: use `bucket_request` for bucket operations";
        check_length(FIELD, text, if_empty)?;
        Ok(Self(text))
    }

    /// Parses the key that is copied from. Its dot segments do no harm: clients don't resolve them in a header.
    pub(crate) fn of_copy_source(text: &'a str) -> Result<Self, Error> {
        check_length("copy source key", text, ", but only objects can be copied: give the key of the object")?;
        Ok(Self(text))
    }

    /// Parses the key of a form, in which S3 replaces `${filename}`.
    #[cfg(feature = "post")]
    pub(crate) fn of_form(text: &'a str) -> Result<Self, Error> {
        if text.is_empty() {
            return Err(Repr::FormWithoutKey {}.into());
        }
        // A file without a name leaves this much, which may be nothing.
        let length = text.len() - file_names(text).count() * FILE_NAME.len();
        if length > MAX_KEY_LENGTH {
            return Err(Repr::KeyTooLong { field: FIELD, length }.into());
        }
        Ok(Self(text))
    }

    /// Returns the key, not encoded.
    pub(crate) fn as_str(self) -> &'a str {
        self.0
    }

    /// Rejects a key with a `.` or `..` segment. The hint says what allows it.
    pub(crate) fn check_dot_segments(self, hint: &'static str) -> Result<(), Error> {
        DotSegments::Raw.check(FIELD, self.0, hint)
    }
}

fn check_length(field: &'static str, key: &str, if_empty: &'static str) -> Result<(), Error> {
    match key.len() {
        0 => Err(Repr::EmptyKey { field, hint: if_empty }.into()),
        1..=MAX_KEY_LENGTH => Ok(()),
        length => Err(Repr::KeyTooLong { field, length }.into()),
    }
}
