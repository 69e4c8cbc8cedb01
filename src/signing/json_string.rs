//! Strings in JSON.

use alloc::string::String;

/// Appends a text as it is written between the quotation marks of a JSON string (RFC 8259, section 7), with the same
/// escapes as serde_json. That can't write to a given buffer without `std`, and would leave the session token in those
/// of its own.
pub(super) fn push_escaped(text: &str, out: &mut String) {
    // Nearly every text passes here.
    if !has_escapes(text) {
        out.push_str(text);
        return;
    }
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => {
                let digit = char::from_digit(u32::from(c) & 15, 16).unwrap_or_default();
                out.push_str(if c < '\u{10}' { "\\u000" } else { "\\u001" });
                out.push(digit);
            }
            c => out.push(c),
        }
    }
}

fn has_escapes(text: &str) -> bool {
    let is_escaped = |byte: &u8| (*byte < b' ') | (*byte == b'"') | (*byte == b'\\');
    // Without branches, so that the compiler checks many bytes at once.
    let (sixteens, rest) = text.as_bytes().as_chunks::<16>();
    let any = |any, sixteen: &[u8; 16]| any | sixteen.iter().fold(false, |any, byte| any | is_escaped(byte));
    sixteens.iter().fold(false, any) || rest.iter().any(is_escaped)
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn escapes_are_those_of_serde_json() {
        for c in ('\0'..='\u{ff}').chain(['日', '\u{2028}', '\u{10ffff}']) {
            for text in [format!("{c}"), format!("a{c}{c}b")] {
                let mut out = String::from("\"");
                push_escaped(&text, &mut out);
                out.push('"');
                assert_eq!(out, serde_json::to_string(&text).unwrap());
            }
        }
    }
}
