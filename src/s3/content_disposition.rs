//! The name under which a browser saves a download.

use alloc::format;
use alloc::string::String;

use crate::sigv4::encode_component;

/// A Content-Disposition (RFC 6266) that every client reads, in ASCII as HTTP needs it.
///
/// `filename` is what old clients understand: everything that they would take for something else (RFC 6266, appendix D) is
/// an underscore there, a quotation mark and a percent sign too. Where that is another name than the one meant,
/// `filename*` (RFC 8187) says the right one, and clients that know it prefer it.
///
/// Path separators and control characters are underscores in both: no client keeps them (RFC 6266, section 4.3), and
/// each has a way of its own to be rid of them.
pub(crate) fn attachment(file_name: &str) -> String {
    let name: String = file_name.chars().map(|c| if is_path_or_control(c) { '_' } else { c }).collect();
    let fallback: String =
        name.chars().map(|c| if matches!(c, ' '..='~') && !matches!(c, '"' | '%') { c } else { '_' }).collect();
    if fallback == name {
        return format!("attachment; filename=\"{name}\"");
    }
    // Percent-encoding more than RFC 8187's `attr-char` demands is the same name.
    format!("attachment; filename=\"{fallback}\"; filename*=UTF-8''{}", encode_component(&name))
}

fn is_path_or_control(c: char) -> bool {
    matches!(c, '/' | '\\') || c.is_control()
}
