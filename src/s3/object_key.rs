//! The rules for object keys.

use crate::error::{Error, Repr};

/// The maximum length of a key, in bytes of UTF-8 ([Naming Amazon S3 objects][aws]).
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
const MAX_KEY_LENGTH: usize = 1024;

/// Checks that a key is neither empty nor too long. Everything else is allowed: a leading slash, `//`, control
/// characters.
pub(crate) fn check_object_key(key: &str) -> Result<(), Error> {
    // Without a key, the DELETE of an object would become the DELETE of the bucket.
    check("object key", key, ", so the URL would name the bucket: use `bucket_request` for bucket operations")
}

/// Checks the key of a copy source in the same way.
pub(crate) fn check_source_key(key: &str) -> Result<(), Error> {
    check("copy source key", key, ", but only objects can be copied: give the key of the object")
}

fn check(field: &'static str, key: &str, hint: &'static str) -> Result<(), Error> {
    match key.len() {
        0 => Err(Repr::EmptyKey { field, hint }.into()),
        1..=MAX_KEY_LENGTH => Ok(()),
        length => Err(Repr::KeyTooLong { field, length }.into()),
    }
}
