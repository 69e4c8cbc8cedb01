//! Bytes given as base64 or as hexadecimal digits. Nothing is trimmed or completed, because a text that needs it may
//! have been cut off.

use base64ct::{Base64, Encoding};

use crate::error::Byte;

/// Why a text can't be decoded. It holds no character that could be part of a valid text, which may be secret.
pub(super) enum Undecodable {
    /// The character is not in the alphabet, or is padding before the end.
    Character { offset: usize, byte: Byte },
    /// The text does not have this length.
    Length { expected: usize },
    /// The base64 has bits after the last byte.
    ExcessBits,
}

/// Decodes base64 with padding (RFC 4648, section 4). It must fill `bytes`.
pub(super) fn decode_base64(text: &str, bytes: &mut [u8]) -> Result<(), Undecodable> {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    check(text, is_allowed, 4 * bytes.len().div_ceil(3))?;
    let padding_start = (8 * bytes.len()).div_ceil(6);
    match text.find('=') {
        Some(offset) if offset < padding_start => Err(Undecodable::Character { offset, byte: Byte(b'=') }),
        _ => Base64::decode(text, bytes).map(drop).map_err(|_| Undecodable::ExcessBits),
    }
}

/// Decodes hexadecimal digits in upper or lower case. They must fill `bytes`.
pub(super) fn decode_hex(text: &str, bytes: &mut [u8]) -> Result<(), Undecodable> {
    let expected = 2 * bytes.len();
    check(text, |byte| byte.is_ascii_hexdigit(), expected)?;
    hex::decode_to_slice(text, bytes).map_err(|_| Undecodable::Length { expected })
}

fn check(text: &str, is_allowed: impl Fn(u8) -> bool, expected: usize) -> Result<(), Undecodable> {
    match text.bytes().enumerate().find(|&(_, byte)| !is_allowed(byte)) {
        Some((offset, byte)) => Err(Undecodable::Character { offset, byte: Byte(byte) }),
        None if text.len() != expected => Err(Undecodable::Length { expected }),
        None => Ok(()),
    }
}
