//! The names of user-defined metadata.

use crate::error::{Error, Found, Repr};

/// The beginning of the name of the header or field.
pub(super) const PREFIX: &str = "x-amz-meta-";

/// Checks a name without the prefix.
pub(super) fn check_metadata_name(name: &str) -> Result<(), Error> {
    if name.is_empty() {
        return Err(Repr::EmptyMetadataName {}.into());
    }
    if name.get(..PREFIX.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(PREFIX)) {
        return Err(Repr::MetadataNameWithPrefix { name: Found::new(name) }.into());
    }
    Ok(())
}
