//! Lower-case hexadecimal, written in place.

use core::fmt;

/// Returns the hexadecimal digits of a hash. They are computed instead of looked up, so that the processor can handle
/// many at once, and paired only at the end, so that it handles 16 and not 8.
pub(crate) fn hex_digits(hash: &[u8; 32]) -> [u8; 64] {
    let digit = |half: u8| half + b'0' + if half < 10 { 0 } else { b'a' - b'0' - 10 };
    let (mut high, mut low) = ([0; 32], [0; 32]);
    for ((high, low), byte) in high.iter_mut().zip(&mut low).zip(hash) {
        (*high, *low) = (digit(byte >> 4), digit(byte & 15));
    }
    let mut digits = [0; 64];
    for (pair, (high, low)) in digits.as_chunks_mut().0.iter_mut().zip(high.into_iter().zip(low)) {
        *pair = [high, low];
    }
    digits
}

/// Parses the digits of a hash. Upper-case digits are not accepted. Like [`hex_digits`], it handles many digits at once:
/// with the crate `hex`, a sixth of the time of verifying a URL was spent here.
#[cfg(feature = "verify")]
pub(crate) fn parse_hash(digits: &str) -> Option<[u8; 32]> {
    let digits: &[u8; 64] = digits.as_bytes().try_into().ok()?;
    let is_digit = |digit: u8| digit.is_ascii_digit() | matches!(digit, b'a'..=b'f');
    let halves = digits.map(|digit| digit.wrapping_sub(if digit < b'a' { b'0' } else { b'a' - 10 }));
    let mut hash = [0; 32];
    for (byte, &[high, low]) in hash.iter_mut().zip(halves.as_chunks().0) {
        *byte = high << 4 | low;
    }
    digits.iter().fold(true, |all, &digit| all & is_digit(digit)).then_some(hash)
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

#[cfg(all(test, feature = "verify"))]
mod tests {
    use super::*;

    #[test]
    fn a_hash_has_64_lower_case_digits() {
        let hash: [u8; 32] = core::array::from_fn(|index| (index * 37 + 5) as u8);
        let digits = hex_digits(&hash);
        let parse = |digits: &[u8]| parse_hash(core::str::from_utf8(digits).unwrap());
        assert_eq!(parse(&digits), Some(hash));
        assert_eq!(parse(&digits[1..]), None);
        // Miri takes a second for a few hundred.
        let step = if cfg!(miri) { 9 } else { 1 };
        for at in (0..64).step_by(step) {
            for byte in (0..128).step_by(step) {
                let mut other = digits;
                other[at] = byte;
                let is_digit = matches!(byte, b'0'..=b'9' | b'a'..=b'f');
                let expected = is_digit.then(|| hex::decode(other).unwrap().try_into().unwrap());
                assert_eq!(parse(&other), expected, "{at} {byte}");
            }
        }
    }
}
