//! The syntax of header names and values.

use alloc::borrow::Cow;
use alloc::string::String;

use super::encode::append_component;
use crate::error::{Byte, Error, Found, Repr};

/// The name of a header: a token (RFC 9110, section 5.6.2) in lower case.
pub(crate) struct HeaderName<'a> {
    /// The name as the caller wrote it, for error messages.
    given: &'a str,
    text: Cow<'a, str>,
    /// Whether percent-encoding leaves the name unchanged.
    is_plain: bool,
}

impl<'a> HeaderName<'a> {
    /// Checks a name and changes it to lower case.
    pub(crate) fn parse(name: &'a str) -> Result<Self, Error> {
        if name.is_empty() {
            return Err(Repr::EmptyHeaderName {}.into());
        }
        let classes = classes(name, &NAME_BYTES);
        if classes & NO_TOKEN != 0
            && let Some((offset, byte)) = find_non_token(name)
        {
            return Err(Repr::InvalidHeaderName { found: Found::new(name), offset, byte }.into());
        }
        let text = if classes & UPPER_CASE == 0 { name.into() } else { name.to_ascii_lowercase().into() };
        Ok(Self { given: name, text, is_plain: classes & ESCAPED == 0 })
    }

    /// Returns a name of lower-case letters, digits and hyphens.
    pub(crate) fn known(name: &'static str) -> Self {
        debug_assert!(name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')), "{name}");
        Self { given: name, text: name.into(), is_plain: true }
    }

    /// Returns a name that [`parse`](Self::parse) returned earlier.
    pub(super) fn parsed(name: &'a str) -> Self {
        Self { given: name, text: name.into(), is_plain: classes(name, &NAME_BYTES) & ESCAPED == 0 }
    }

    pub(crate) fn given(&self) -> &'a str {
        self.given
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Appends the name, encoded for the query.
    pub(super) fn append_encoded(&self, out: &mut String) {
        if self.is_plain { out.push_str(&self.text) } else { append_component(&self.text, out) }
    }
}

/// The value of a header (RFC 9110, section 5.5), trimmed.
pub(crate) struct HeaderValue<'a> {
    text: &'a str,
    /// Whether the signature is computed from other text, with runs of spaces and tabs folded.
    folds: bool,
    is_ascii: bool,
}

impl<'a> HeaderValue<'a> {
    /// Checks and trims the value of the header with this name.
    pub(crate) fn parse(name: &HeaderName<'_>, value: &'a str) -> Result<Self, Error> {
        let classes = classes(value, &VALUE_BYTES);
        if classes & CONTROL != 0
            && let Some((offset, byte)) = find_control(value)
        {
            return Err(Repr::InvalidHeaderValue { name: Found::new(name.given), offset, byte }.into());
        }
        Ok(Self::of_classes(value, classes))
    }

    /// Returns a value that [`parse`](Self::parse) returned earlier.
    pub(super) fn parsed(value: &'a str) -> Self {
        Self::of_classes(value, classes(value, &VALUE_BYTES))
    }

    fn of_classes(value: &'a str, classes: u8) -> Self {
        let is_ascii = classes & NON_ASCII == 0;
        if classes & BLANK == 0 {
            return Self { text: value, folds: false, is_ascii };
        }
        // `trim_ascii` removes only spaces and tabs: a value has no other control characters.
        let text = value.trim_ascii();
        Self { text, folds: folds(text), is_ascii }
    }

    pub(super) fn as_str(&self) -> &'a str {
        self.text
    }

    pub(super) fn folds(&self) -> bool {
        self.folds
    }

    pub(crate) fn is_ascii(&self) -> bool {
        self.is_ascii
    }
}

/// Returns whether a text consists of visible ASCII characters, spaces and tabs.
pub(crate) fn is_ascii_text(text: &str) -> bool {
    classes(text, &VALUE_BYTES) & (CONTROL | NON_ASCII) == 0
}

/// Returns whether folding changes a trimmed value. It does not stop at the first match: usually there is none, and
/// without the early exit the compiler can check many bytes at once.
fn folds(value: &str) -> bool {
    let bytes = value.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(false, |folds, (&byte, &next)| folds | (byte == b'\t') | (byte == b' ') & (next == b' '))
}

/// Finds the first byte that is not valid in a header name, and its offset.
pub(crate) fn find_non_token(name: &str) -> Option<(usize, Byte)> {
    find(name, &NAME_BYTES, NO_TOKEN)
}

/// Finds the first byte that is not valid in a header value, and its offset.
pub(crate) fn find_control(value: &str) -> Option<(usize, Byte)> {
    find(value, &VALUE_BYTES, CONTROL)
}

fn find(text: &str, table: &[u8; 256], class: u8) -> Option<(usize, Byte)> {
    // Nearly every text passes here.
    if classes(text, table) & class == 0 {
        return None;
    }
    let found = text.bytes().enumerate().find(|&(_, byte)| table[usize::from(byte)] & class != 0);
    found.map(|(offset, byte)| (offset, Byte(byte)))
}

/// Returns the classes of all bytes of a text. It answers several questions in one pass.
fn classes(text: &str, table: &[u8; 256]) -> u8 {
    text.bytes().fold(0, |classes, byte| classes | table[usize::from(byte)])
}

/// The classes of bytes in a name.
const NO_TOKEN: u8 = 1;
const UPPER_CASE: u8 = 2;
const ESCAPED: u8 = 4;

static NAME_BYTES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => 0,
            b'A'..=b'Z' => UPPER_CASE,
            b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'^' | b'`' | b'|' => ESCAPED,
            _ => NO_TOKEN,
        };
        byte += 1;
    }
    table
};

/// The classes of bytes in a value.
const CONTROL: u8 = 1;
const BLANK: u8 = 2;
const NON_ASCII: u8 = 4;

static VALUE_BYTES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = match byte as u8 {
            b' ' | b'\t' => BLANK,
            b'!'..=b'~' => 0,
            0x80.. => NON_ASCII,
            _ => CONTROL,
        };
        byte += 1;
    }
    table
};
