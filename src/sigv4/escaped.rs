//! Percent-encoded text as a server received it.

use alloc::borrow::Cow;
use alloc::string::String;
use core::cmp::Ordering;
use core::fmt;

use super::encode::{encode_component, encode_path, is_unreserved, unescaped_length};

/// Percent-encoded text as it was received.
#[derive(Clone, Copy)]
pub(crate) struct Escaped<'a> {
    raw: &'a str,
    /// Whether `+` is a space, as in a query.
    is_query: bool,
}

impl<'a> Escaped<'a> {
    pub(crate) fn of_path(raw: &'a str) -> Self {
        Self { raw, is_query: false }
    }

    pub(crate) fn of_query(raw: &'a str) -> Self {
        Self { raw, is_query: true }
    }

    pub(crate) fn raw(self) -> &'a str {
        self.raw
    }

    pub(crate) fn is_empty(self) -> bool {
        self.raw.is_empty()
    }

    /// Returns the decoded bytes. A `%` that begins no escape stands for itself.
    pub(crate) fn bytes(self) -> impl Iterator<Item = u8> + Clone + 'a {
        let mut rest = self.raw.as_bytes();
        core::iter::from_fn(move || {
            let (&byte, after) = rest.split_first()?;
            rest = after;
            Some(match byte {
                b'+' if self.is_query => b' ',
                b'%' => match escape(after) {
                    Some((escaped, after)) => {
                        rest = after;
                        escaped
                    }
                    None => b'%',
                },
                byte => byte,
            })
        })
    }

    fn is_plain(self) -> bool {
        !self.raw.bytes().any(|byte| byte == b'%' || byte == b'+' && self.is_query)
    }

    /// Returns whether the decoded text is this one.
    pub(crate) fn is(self, text: &str) -> bool {
        self.raw == text && self.is_plain() || self.bytes().eq(text.bytes())
    }

    /// Returns whether the decoded text is this one in any case.
    pub(crate) fn is_in_any_case(self, text: &str) -> bool {
        // Decoding never makes a text longer.
        self.raw.len() >= text.len()
            && self.bytes().map(|byte| byte.to_ascii_lowercase()).eq(text.bytes().map(|byte| byte.to_ascii_lowercase()))
    }

    /// Returns the decoded text, or `None` if it is not UTF-8.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        if self.is_plain() {
            return Some(self.raw.into());
        }
        String::from_utf8(self.bytes().collect()).ok().map(Cow::Owned)
    }

    /// Splits at the last occurrence of an ASCII character, escaped or not.
    pub(crate) fn rsplit_once(self, separator: u8) -> Option<(Self, Self)> {
        let mut before = self.raw.as_bytes();
        loop {
            let at = before.iter().rposition(|&byte| byte == separator || byte == b'%')?;
            if let Some(length) = separator_at(self.raw.as_bytes().get(at..)?, separator) {
                return Some((self.part(self.raw.get(..at)?), self.part(self.raw.get(at + length..)?)));
            }
            before = &before[..at];
        }
    }

    /// Splits at every occurrence of an ASCII character, escaped or not.
    pub(crate) fn split(self, separator: u8) -> impl Iterator<Item = Self> + Clone + 'a {
        let mut rest = Some(self.raw);
        core::iter::from_fn(move || {
            let text = rest?;
            let bytes = text.as_bytes();
            let found = (0..bytes.len()).find_map(|at| Some((at, separator_at(&bytes[at..], separator)?)));
            let part = match found {
                Some((at, length)) => {
                    rest = Some(&text[at + length..]);
                    &text[..at]
                }
                None => {
                    rest = None;
                    text
                }
            };
            Some(self.part(part))
        })
    }

    fn part(self, raw: &'a str) -> Self {
        Self { raw, ..self }
    }

    /// Returns whether the text is encoded as the signature requires it, so that it can be hashed as it is.
    pub(crate) fn is_canonical(self) -> bool {
        canonical_length(self.raw.as_bytes(), self.is_query) == self.raw.len()
    }

    /// Splits after the longest beginning that is encoded as the signature requires it and decodes to UTF-8.
    #[inline]
    pub(crate) fn split_canonical(self) -> (Self, &'a str) {
        let (canonical, rest) = self.raw.split_at(canonical_length(self.raw.as_bytes(), self.is_query));
        (self.part(canonical), rest)
    }

    /// Returns the number of bytes before the first one that is escaped or has to be.
    #[inline]
    pub(crate) fn unreserved_length(self) -> usize {
        unescaped_length(self.raw.as_bytes(), !self.is_query)
    }

    /// Writes the text as the signature requires it: decoded once and encoded once.
    pub(crate) fn recode<W: fmt::Write>(self, out: &mut W) -> fmt::Result {
        if self.is_canonical() {
            return out.write_str(self.raw);
        }
        let mut bytes = self.bytes();
        let mut chunk = [0; 64];
        loop {
            let length = chunk.iter_mut().zip(&mut bytes).map(|(place, byte)| *place = byte).count();
            match &chunk[..length] {
                [] => return Ok(()),
                chunk if self.is_query => encode_component(chunk).write_to(out)?,
                chunk => encode_path(chunk).write_to(out)?,
            }
        }
    }

    /// Compares the texts as the signature requires them.
    pub(crate) fn cmp_recoded(self, other: Self) -> Ordering {
        let (one, two) = (self.raw.as_bytes(), other.raw.as_bytes());
        let chunks = one.as_chunks::<16>().0.iter().zip(two.as_chunks().0);
        let mut common = 16 * chunks.take_while(|(one, two)| one == two).count();
        // Equal text decodes to equal text, unless an escape is cut.
        common -= one[..common].iter().rev().take(2).position(|&byte| byte == b'%').map_or(0, |back| back + 1);
        let rest = |text: Self| text.raw.get(common..).map_or(text, |rest| text.part(rest));
        let (one, two) = (rest(self), rest(other));
        // An escape sorts before every character that is not escaped, and escapes sort as the bytes do.
        let rank = |byte| (is_unreserved(byte), byte);
        one.bytes().map(rank).cmp(two.bytes().map(rank))
    }
}

/// Returns the length of the longest beginning that is encoded as the signature requires it and decodes to UTF-8.
#[inline]
fn canonical_length(text: &[u8], is_query: bool) -> usize {
    let length = unescaped_length(text, !is_query);
    if text.get(length) == Some(&b'%') { canonical_length_from(length, text, is_query) } else { length }
}

/// Returns the same for a text whose first bytes are not escaped.
fn canonical_length_from(mut length: usize, text: &[u8], is_query: bool) -> usize {
    loop {
        let rest = &text[length..];
        match rest.first_chunk().and_then(|escape| canonical_escape(escape, is_query)) {
            None => return length,
            Some(byte) if byte.is_ascii() => length += 3,
            Some(_) => match canonical_characters(rest, is_query) {
                0 => return length,
                escapes => length += 3 * escapes,
            },
        }
        length += unescaped_length(&text[length..], !is_query);
    }
}

/// Returns the number of escapes in a row that are canonical and decode to UTF-8, or some of them if there are many.
fn canonical_characters(text: &[u8], is_query: bool) -> usize {
    let mut decoded = [0; 64];
    let mut count = 0;
    for (place, escape) in decoded.iter_mut().zip(text.as_chunks().0) {
        let Some(byte) = canonical_escape(escape, is_query) else { break };
        *place = byte;
        count += 1;
    }
    // Text between escapes is ASCII, so a character is within consecutive escapes.
    match core::str::from_utf8(&decoded[..count]) {
        Ok(_) => count,
        Err(error) => error.valid_up_to(),
    }
}

/// Decodes an escape with upper-case digits, if the byte has to be escaped.
#[inline]
fn canonical_escape(escape: &[u8; 3], is_query: bool) -> Option<u8> {
    let &[b'%', high, low] = escape else { return None };
    let [high, low] = [high, low].map(|digit| UPPER_CASE_DIGITS[usize::from(digit)]);
    let byte = high << 4 | low;
    let has_to_be_escaped = !byte.is_ascii() || unescaped_length(&[byte], !is_query) == 0;
    ((high | low) < 16 && has_to_be_escaped).then_some(byte)
}

/// The value of each digit, and a larger number for each byte that is none.
static UPPER_CASE_DIGITS: [u8; 256] = {
    let mut values = [u8::MAX; 256];
    let mut value = 0;
    while value < 16 {
        values[b"0123456789ABCDEF"[value] as usize] = value as u8;
        value += 1;
    }
    values
};

/// Decodes the two digits after a `%`, and returns what follows them.
fn escape(after_percent: &[u8]) -> Option<(u8, &[u8])> {
    let ([high, low], rest) = after_percent.split_first_chunk()?;
    let digit = |digit: u8| char::from(digit).to_digit(16).map(|value| value as u8);
    Some(((digit(*high)? << 4) | digit(*low)?, rest))
}

/// Returns the length of the separator that the text begins with.
fn separator_at(text: &[u8], separator: u8) -> Option<usize> {
    match text {
        [byte, ..] if *byte == separator => Some(1),
        [b'%', after @ ..] if escape(after).is_some_and(|(byte, _)| byte == separator) => Some(3),
        _ => None,
    }
}

/// Returns whether a target decodes in only one way: it has no fragment, no space and no control character, every `%` begins
/// an escape, and the decoded text is UTF-8.
pub(super) fn decodes_in_one_way(target: &str) -> bool {
    let bytes = target.as_bytes();
    let is_invalid = |byte: u8| (byte <= b' ') | (byte == 0x7f) | (byte == b'#');
    if bytes.iter().fold(false, |any, &byte| any | is_invalid(byte)) {
        return false;
    }
    let mut has_high = false;
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|&byte| byte == b'%') {
        match escape(&rest[at + 1..]) {
            Some((byte, after)) => (has_high, rest) = (has_high | (byte >= 0x80), after),
            None => return false,
        }
    }
    // The target is UTF-8 before decoding, and escapes of ASCII don't change that.
    !has_high || is_utf8(Escaped::of_path(target).bytes())
}

/// Returns whether the bytes are UTF-8. They are collected in a small buffer on the stack.
fn is_utf8(bytes: impl Iterator<Item = u8>) -> bool {
    let mut buffer = [0; 128];
    let mut length = 0;
    for byte in bytes {
        if length == buffer.len() {
            match core::str::from_utf8(&buffer) {
                Ok(_) => length = 0,
                // The last character continues in the next buffer.
                Err(error) if error.error_len().is_none() => {
                    buffer.copy_within(error.valid_up_to().., 0);
                    length = buffer.len() - error.valid_up_to();
                }
                Err(_) => return false,
            }
        }
        buffer[length] = byte;
        length += 1;
    }
    core::str::from_utf8(&buffer[..length]).is_ok()
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn characters_that_span_buffers() {
        // Miri takes seconds for each.
        for padding in (0..140).step_by(if cfg!(miri) { 61 } else { 1 }) {
            let escaped: String = "a".repeat(padding) + &"%E6%97%A5".repeat(100);
            assert!(decodes_in_one_way(&escaped), "{padding}");
            assert!(!decodes_in_one_way(&(escaped.clone() + "%E6%97")), "{padding}");
            assert!(!decodes_in_one_way(&(escaped + "%FFa")), "{padding}");
        }
    }

    #[test]
    fn recoding_is_decoding_and_encoding() {
        for (raw, path, query) in [
            ("", "", ""),
            ("a/b~", "a/b~", "a%2Fb~"),
            ("%2f%2F", "//", "%2F%2F"),
            ("%61%7e", "a~", "a~"),
            ("a+b%2B", "a%2Bb%2B", "a%20b%2B"),
            ("%c3%bcü*", "%C3%BC%C3%BC%2A", "%C3%BC%C3%BC%2A"),
            ("%2541", "%2541", "%2541"),
        ] {
            for (text, expected) in [(Escaped::of_path(raw), path), (Escaped::of_query(raw), query)] {
                let mut out = String::new();
                text.recode(&mut out).unwrap();
                assert_eq!(out, expected, "{raw}");
                assert_eq!(text.is_canonical(), raw == expected, "{raw}");
            }
        }
    }

    #[test]
    fn names_are_ordered_as_they_are_encoded() {
        let texts = [
            "", "%00", "%20", "+", "-", ".", "%2e", "0", "A", "_", "a", "a%00", "a-", "ab", "%61%62", "~", "%7f", "ü",
            "%C3%BC", "日",
        ];
        for one in texts.map(Escaped::of_query) {
            for other in texts.map(Escaped::of_query) {
                let [mut first, mut second] = [String::new(), String::new()];
                one.recode(&mut first).unwrap();
                other.recode(&mut second).unwrap();
                assert_eq!(one.cmp_recoded(other), first.cmp(&second), "{first} {second}");
            }
        }
    }

    #[test]
    fn separators_may_be_escaped() {
        let parts = |text: &str| -> Vec<_> {
            Escaped::of_query(text).split(b';').map(|part| part.text().unwrap().to_string()).collect()
        };
        assert_eq!(parts("a;b%3Bc%3bd"), ["a", "b", "c", "d"]);
        assert_eq!(parts("%253B;"), ["%3B", ""]);
        let (before, after) = Escaped::of_query("a/b%2Fc%252F").rsplit_once(b'/').unwrap();
        assert_eq!((before.raw(), after.raw()), ("a/b", "c%252F"));
    }
}
