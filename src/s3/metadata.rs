//! The names of user-defined metadata.

use alloc::string::String;

use crate::error::{Error, Found, Repr};

/// The beginning of the header's or field's name.
const PREFIX: &str = "x-amz-meta-";

/// Returns the name of the header or field, in the same case.
pub(super) fn metadata_header(name: &str) -> Result<String, Error> {
    if name.is_empty() {
        return Err(Repr::EmptyMetadataName {}.into());
    }
    if name.get(..PREFIX.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(PREFIX)) {
        return Err(Repr::MetadataNameWithPrefix { name: Found::new(name) }.into());
    }
    let mut header = String::with_capacity(PREFIX.len() + name.len());
    header.push_str(PREFIX);
    header.push_str(name);
    Ok(header)
}
