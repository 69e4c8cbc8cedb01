//! The ways in which signers percent-encode, applied to text that is encoded as the signature requires it.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::sigv4::encode_component;

/// A way to encode text. It is applied to text in canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escaping {
    /// One text in place of another, such as `+` in place of `%20`.
    Replaced(&'static str, &'static str),
    /// `%2f` in place of `%2F`.
    LowerCase,
    /// These characters are not escaped.
    Raw(&'static str),
    /// These characters are escaped too.
    Escaped(&'static str),
    /// Nothing is escaped.
    Decoded,
    /// `%` is escaped once more.
    Twice,
    /// What was escaped twice is escaped once.
    Once,
    /// Letters outside ASCII are bytes of ISO 8859-1.
    Latin1,
}

impl Escaping {
    /// Returns the text in this encoding. Text that can't be written in it stays as it is.
    pub(super) fn apply(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Replaced(from, to) if text.contains(from) => text.replace(from, to).into(),
            Self::LowerCase if text.contains('%') => rewrite(text, |byte| format!("%{byte:02x}")),
            Self::Raw(set) if text.contains('%') => rewrite(text, |byte| {
                if set.as_bytes().contains(&byte) { char::from(byte).into() } else { format!("%{byte:02X}") }
            }),
            Self::Escaped(set) if text.contains(|character| set.contains(character)) => {
                let mut out = String::with_capacity(text.len().saturating_add(16));
                for character in text.chars() {
                    match set.contains(character) {
                        true => out.extend(character.to_string().bytes().map(|byte| format!("%{byte:02X}"))),
                        false => out.push(character),
                    }
                }
                out.into()
            }
            Self::Decoded if text.contains('%') => {
                String::from_utf8(decode(text)).map_or(text.into(), |decoded| decoded.into())
            }
            Self::Twice if text.contains('%') => text.replace('%', "%25").into(),
            Self::Once if text.contains("%25") => once(text),
            Self::Latin1 if text.contains('%') => latin1(text).map_or(text.into(), |latin1| latin1.into()),
            _ => text.into(),
        }
    }
}

/// Decodes what was encoded twice, once, and encodes everything again.
fn once(text: &str) -> Cow<'_, str> {
    let Ok(text_once) = String::from_utf8(decode(text)) else { return text.into() };
    let decoded = decode(&text_once);
    // A path keeps its slashes.
    let parts: Vec<String> =
        decoded.split(|&byte| byte == b'/').map(|part| encode_component(part).to_string()).collect();
    parts.join(if text.contains('/') { "/" } else { "%2F" }).into()
}

fn latin1(text: &str) -> Option<String> {
    let decoded = String::from_utf8(decode(text)).ok()?;
    let bytes: Option<Vec<u8>> = decoded.chars().map(|character| u8::try_from(u32::from(character)).ok()).collect();
    let bytes = bytes.filter(|bytes| !bytes.is_ascii())?;
    let parts: Vec<String> = bytes.split(|&byte| byte == b'/').map(|part| encode_component(part).to_string()).collect();
    Some(parts.join(if text.contains('/') { "/" } else { "%2F" }))
}

/// Writes each escape anew.
fn rewrite(text: &str, write: impl Fn(u8) -> String) -> Cow<'_, str> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        match after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                out.push_str(&write(byte));
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push('%');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.into()
}

pub(super) fn decode(text: &str) -> Vec<u8> {
    percent_encoding::percent_decode_str(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_text_is_written_in_other_ways() {
        for (escaping, text, expected) in [
            (Escaping::Replaced("%20", "+"), "a%20b%2B", "a+b%2B"),
            (Escaping::LowerCase, "a%2Fb%C3%BC", "a%2fb%c3%bc"),
            (Escaping::Raw("!'()*"), "a%21%27%28%29%2A%2F", "a!'()*%2F"),
            (Escaping::Escaped("~"), "a~b", "a%7Eb"),
            (Escaping::Decoded, "a%20b%2F%C3%BC", "a b/ü"),
            (Escaping::Decoded, "%FF", "%FF"),
            (Escaping::Twice, "a%20b", "a%2520b"),
            (Escaping::Once, "/a%2520b/%252F", "/a%20b//"),
            (Escaping::Once, "a%2520b%252F", "a%20b%2F"),
            (Escaping::Latin1, "/%C3%BC/a", "/%FC/a"),
            (Escaping::Latin1, "%E6%97%A5", "%E6%97%A5"),
            (Escaping::Twice, "plain", "plain"),
            (Escaping::LowerCase, "%zz%2F%", "%zz%2f%"),
        ] {
            assert_eq!(escaping.apply(text), expected, "{escaping:?} {text}");
        }
    }
}
