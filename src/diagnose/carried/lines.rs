//! Line breaks in a URL, and the encoding of mails that puts them there.

use alloc::format;
use alloc::string::String;

use super::pairs::count_digits;
use super::undone::Undone;
use crate::diagnose::cause::Cause;
use crate::diagnose::finding::Certainty;
use crate::diagnose::names::SIGNATURE_DIGITS;

const FIX: &str = "Join the lines without anything between them, or send the URL in a form that isn't wrapped.";

pub(super) fn undo(undone: &mut Undone) {
    if let Some(url) = decode_quoted_printable(&undone.url) {
        undone.replace(url);
        undone.add(
            Cause::LineWrapped,
            Certainty::Certain,
            "The URL is in the quoted-printable encoding of a mail's source, with `=3D` in place of `=`.",
            "Copy the URL from the mail as it is displayed, or decode the mail first.",
        );
    }
    if !undone.url.contains(['\n', '\r']) {
        return;
    }
    let (url, breaks) = join(&undone.url);
    undone.replace(url);
    if breaks > 0 {
        let what = match breaks {
            1 => "The URL has a line break in it.".into(),
            _ => format!("The URL has {breaks} line breaks in it."),
        };
        undone.add(Cause::LineWrapped, Certainty::Certain, what, FIX);
    }
}

/// Decodes quoted-printable text (RFC 2045, section 6.7). Every `=` in it begins an escape or ends a line, which is not
/// so in a query.
fn decode_quoted_printable(text: &str) -> Option<String> {
    if !text.contains("=3D") {
        return None;
    }
    let mut decoded = String::with_capacity(text.len());
    let mut parts = text.split('=');
    decoded.push_str(parts.next()?);
    for part in parts {
        if let Some(rest) = part.strip_prefix("\r\n").or(part.strip_prefix('\n')) {
            decoded.push_str(rest);
            continue;
        }
        let (digits, rest) = part.split_at_checked(2)?;
        let byte = u8::from_str_radix(digits, 16).ok().filter(|byte| byte.is_ascii_graphic())?;
        decoded.push(char::from(byte));
        decoded.push_str(rest);
    }
    Some(decoded)
}

/// Joins the lines of a URL, without the marks of quoted text. Returns how many breaks were within the URL: after the
/// last digit of a signature other text may follow.
fn join(text: &str) -> (String, usize) {
    let mut joined = String::with_capacity(text.len());
    let mut breaks: usize = 0;
    // The number of `=` in the parameter so far.
    let mut equals: usize = 0;
    for line in text.split(['\n', '\r']) {
        let line = line.trim_matches([' ', '\t', '>']);
        if line.is_empty() {
            continue;
        }
        if !joined.is_empty() {
            if ends_with_signature(&joined) && !line.starts_with('&') {
                break;
            }
            // A mail program ends a line that continues with `=`, and a shell with a backslash.
            if joined.ends_with('\\') || joined.ends_with('=') && equals > 1 && !line.starts_with('&') {
                joined.pop();
            }
            breaks = breaks.saturating_add(1);
        }
        for character in line.chars() {
            equals = match character {
                '&' | '?' => 0,
                '=' => equals.saturating_add(1),
                _ => equals,
            };
        }
        joined.push_str(line);
    }
    (joined, breaks)
}

fn ends_with_signature(text: &str) -> bool {
    let name = "X-Amz-Signature=";
    let Some(at) = text.len().checked_sub(SIGNATURE_DIGITS) else { return false };
    let Some((before, digits)) = text.split_at_checked(at) else { return false };
    before.ends_with(name) && count_digits(digits) == SIGNATURE_DIGITS
}
