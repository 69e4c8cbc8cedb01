//! The file name under which a browser saves a download.

use alloc::format;
use alloc::string::String;

use crate::sigv4::encode_component;

/// Returns a Content-Disposition (RFC 6266) that every client understands. It is in ASCII, as HTTP requires.
///
/// `filename` is for old clients. Every character that they could misread (RFC 6266, appendix D) becomes an underscore,
/// including quotation marks and percent signs. A run of spaces becomes one space, because the signature folds runs of
/// spaces, but some servers do not fold those inside quotation marks. If that changes the name, `filename*` (RFC 8187)
/// follows with the original name. Clients that support it prefer it.
///
/// Path separators and control characters become underscores in both. No client keeps them (RFC 6266, section 4.3), and
/// each client removes them in its own way.
pub(crate) fn attachment(file_name: &str) -> String {
    let name: String = file_name.chars().map(|c| if is_path_or_control(c) { '_' } else { c }).collect();
    let mut fallback = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            ' ' if fallback.ends_with(' ') => {}
            ' '..='~' if !matches!(c, '"' | '%') => fallback.push(c),
            _ => fallback.push('_'),
        }
    }
    if fallback == name {
        return format!("attachment; filename=\"{name}\"");
    }
    // This escapes more than RFC 8187's `attr-char` requires, but it decodes to the same name.
    format!("attachment; filename=\"{fallback}\"; filename*=UTF-8''{}", encode_component(&name))
}

fn is_path_or_control(c: char) -> bool {
    matches!(c, '/' | '\\') || c.is_control()
}
