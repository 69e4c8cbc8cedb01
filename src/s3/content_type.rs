//! Checks that a client can send a content type.

use crate::error::{Error, Found, Repr};
use crate::sigv4::find_non_token;

const IF_UNKNOWN: &str = "leave it out if the type is unknown";

/// Checks that the content type is a media type (RFC 9110, section 8.3.1) that a client can send for a file. Its
/// parameters are not checked.
pub(super) fn check_content_type(content_type: &str) -> Result<(), Error> {
    let (media_type, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    let media_type = media_type.trim();
    let is_token = |text: &str| !text.is_empty() && find_non_token(text).is_none();
    let (problem, hint) = match media_type.split_once('/') {
        // A browser's `File.type` is empty if the type is unknown.
        None if content_type.trim().is_empty() => ("is empty", IF_UNKNOWN),
        // A star is valid in a token, but no media type has one (RFC 6838, section 4.2).
        _ if media_type.contains('*') => {
            ("is a pattern, which no client sends", "leave it out, or use a form with `content_type_starts_with`")
        }
        Some((kind, subtype)) if is_token(kind) && is_token(subtype) => {
            let needs_boundary = media_type.eq_ignore_ascii_case("multipart/form-data");
            if !needs_boundary || parameters.to_ascii_lowercase().contains("boundary=") {
                return Ok(());
            }
            ("is that of a form, to which clients add a boundary", "give the type of the file, or leave it out")
        }
        _ => ("is not a media type such as `image/jpeg`", IF_UNKNOWN),
    };
    Err(Repr::InvalidContentType { found: Found::new(content_type), problem, hint }.into())
}

/// Checks that a content type can begin with this prefix.
#[cfg(feature = "post")]
pub(super) fn check_content_type_prefix(prefix: &str) -> Result<(), Error> {
    if !prefix.contains('*') {
        return Ok(());
    }
    let (problem, hint) = ("is a pattern, but this is a prefix", "write it without `*`, such as `image/`");
    Err(Repr::InvalidContentType { found: Found::new(prefix), problem, hint }.into())
}
