//! What S3 takes for an object key.

use crate::error::{Error, Repr};

/// In bytes of UTF-8 ([Naming Amazon S3 objects][aws]).
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
const MAX_KEY_LENGTH: usize = 1024;

/// That a key is neither empty nor too long. Everything else is a key: a leading slash, `//`, control characters.
pub(crate) fn check_object_key(key: &str) -> Result<(), Error> {
    match key.len() {
        // DELETE of an object would become DELETE of the bucket.
        0 => Err(Repr::EmptyKey {}.into()),
        1..=MAX_KEY_LENGTH => Ok(()),
        length => Err(Repr::KeyTooLong { length }.into()),
    }
}
