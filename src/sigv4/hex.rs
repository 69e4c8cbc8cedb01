//! Lower-case hexadecimal, written in place.

use core::fmt;

/// Returns the hexadecimal digits of a hash. They are computed instead of looked up, so that the processor can handle
/// many at once.
pub(crate) fn hex_digits(hash: &[u8; 32]) -> [u8; 64] {
    let digit = |half: u8| half + if half < 10 { b'0' } else { b'a' - 10 };
    let mut digits = [0; 64];
    for (pair, &byte) in digits.as_chunks_mut().0.iter_mut().zip(hash) {
        *pair = [digit(byte >> 4), digit(byte & 15)];
    }
    digits
}

/// Writes the hexadecimal digits of any bytes, in blocks of 32 bytes (the length of a SHA-256 hash) through a buffer on
/// the stack.
pub(crate) fn write_hex<W: fmt::Write>(bytes: &[u8], out: &mut W) -> fmt::Result {
    let mut write = |digits: &[u8]| out.write_str(core::str::from_utf8(digits).map_err(|_| fmt::Error)?);
    let (blocks, rest) = bytes.as_chunks();
    blocks.iter().try_for_each(|block| write(&hex_digits(block)))?;
    if rest.is_empty() {
        return Ok(());
    }
    let mut digits = [0; 64];
    let digits = &mut digits[..2 * rest.len()];
    hex::encode_to_slice(rest, digits).map_err(|_| fmt::Error)?;
    write(digits)
}
