//! The syntax of header names and values.

use alloc::borrow::Cow;

use crate::error::{Byte, Error, Found, Repr};

/// Checks that a name is a token, and returns it in lower case.
pub(super) fn check_name(name: &str) -> Result<Cow<'_, str>, Error> {
    if name.is_empty() {
        return Err(Repr::EmptyHeaderName {}.into());
    }
    // The table maps a zero byte to zero, but zero is not valid in a token.
    if !any(name.bytes(), |byte| (byte == 0) | (CANONICAL[usize::from(byte)] != byte)) {
        return Ok(Cow::Borrowed(name));
    }
    match find_non_token(name) {
        Some((offset, byte)) => Err(Repr::InvalidHeaderName { found: Found::new(name), offset, byte }.into()),
        None => Ok(Cow::Owned(name.to_ascii_lowercase())),
    }
}

pub(super) fn check_value(name: &str, value: &str) -> Result<(), Error> {
    match find_control(value) {
        Some((offset, byte)) => Err(Repr::InvalidHeaderValue { name: Found::new(name), offset, byte }.into()),
        None => Ok(()),
    }
}

/// Returns whether any item matches. It does not stop at the first match: usually there is none, and without the early
/// exit the compiler can check many bytes at once.
pub(super) fn any<T>(items: impl Iterator<Item = T>, is_such: impl Fn(T) -> bool) -> bool {
    items.fold(false, |found, item| found | is_such(item))
}

/// Finds the first byte that is not valid in a header name, a token (RFC 9110, section 5.6.2), and its offset.
pub(crate) fn find_non_token(name: &str) -> Option<(usize, Byte)> {
    let is_token = |byte: u8| CANONICAL[usize::from(byte)] != 0;
    name.bytes().enumerate().find(|&(_, byte)| !is_token(byte)).map(|(offset, byte)| (offset, Byte(byte)))
}

/// Finds the first byte that is not valid in a header value (RFC 9110, section 5.5), and its offset.
pub(crate) fn find_control(value: &str) -> Option<(usize, Byte)> {
    let is_control = |byte: u8| byte.is_ascii_control() && byte != b'\t';
    if !any(value.bytes(), is_control) {
        return None;
    }
    value.bytes().enumerate().find(|&(_, byte)| is_control(byte)).map(|(offset, byte)| (offset, Byte(byte)))
}

/// The lower case of each token byte; 0 for a byte that is not valid in a token.
static CANONICAL: [u8; 256] = {
    let tokens = b"!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut table = [0; 256];
    let mut index = 0;
    while index < tokens.len() {
        table[tokens[index] as usize] = tokens[index].to_ascii_lowercase();
        index += 1;
    }
    table
};
