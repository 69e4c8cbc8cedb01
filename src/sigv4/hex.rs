//! Lower-case hexadecimal, written in place.

use core::fmt;

/// Writes two digits a byte. Goes by blocks of 32 bytes, the length of every hash here, through a buffer on the stack.
pub(crate) fn write_hex<W: fmt::Write>(bytes: &[u8], out: &mut W) -> fmt::Result {
    let mut buffer = [0; 64];
    bytes.chunks(32).try_for_each(|block| {
        let digits = &mut buffer[..2 * block.len()];
        hex::encode_to_slice(block, digits).map_err(|_| fmt::Error)?;
        out.write_str(core::str::from_utf8(digits).map_err(|_| fmt::Error)?)
    })
}
