//! Checks for the query parameters that S3 copies into headers of its response.

use crate::error::{Byte, Error, Found, Repr};
use crate::sigv4::is_ascii_text;

/// The beginning of the names of these parameters, such as `response-content-type`.
const PREFIX: &str = "response-";

/// Returns whether S3 copies the value of this parameter into a header of its response.
pub(super) fn is_response_override(name: &str) -> bool {
    name.get(..PREFIX.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(PREFIX))
}

/// Checks that the value of a response override is valid in a header of the response.
///
/// A line break would begin another header, and some servers send it. S3 rejects what ISO 8859-1 can't represent.
pub(super) fn check_response_override(name: &str, value: &str) -> Result<(), Error> {
    // Nearly every value passes here.
    if is_ascii_text(value) {
        return Ok(());
    }
    let byte_at = |offset: usize| Byte(value.as_bytes()[offset]);
    // The control characters of ISO 8859-1 too: some servers end a line at U+0085.
    if let Some((offset, _)) = value.char_indices().find(|&(_, c)| c.is_control() && c != '\t') {
        return Err(Repr::InvalidResponseOverride { name: Found::new(name), offset, byte: byte_at(offset) }.into());
    }
    if let Some((offset, _)) = value.char_indices().find(|&(_, c)| c > '\u{ff}') {
        let hint = if name.eq_ignore_ascii_case("response-content-disposition") {
            "use `download_as` for a file name"
        } else {
            "use only characters of ISO 8859-1"
        };
        return Err(
            Repr::ResponseOverrideNotLatin1 { name: Found::new(name), offset, byte: byte_at(offset), hint }.into()
        );
    }
    Ok(())
}
