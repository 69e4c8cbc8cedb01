//! Base64, encoding only (RFC 4648, section 4).

use alloc::string::String;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The length of what [`push_base64`] appends for that many bytes.
pub(crate) const fn base64_length(bytes: usize) -> usize {
    bytes.div_ceil(3) * 4
}

/// Appends with padding. Where the bytes are a secret the caller gives a string that has room, so that no part of it stays
/// behind in memory that was outgrown.
pub(crate) fn push_base64(bytes: &[u8], out: &mut String) {
    out.reserve(base64_length(bytes.len()));
    for group in bytes.chunks(3) {
        let bits = match *group {
            [a, b, c] => u32::from_be_bytes([0, a, b, c]),
            [a, b] => u32::from_be_bytes([0, a, b, 0]),
            [a] => u32::from_be_bytes([0, a, 0, 0]),
            _ => return,
        };
        for position in 0..4 {
            let digit = (bits >> (18 - 6 * position)) & 0x3f;
            out.push(if position <= group.len() { char::from(ALPHABET[digit as usize]) } else { '=' });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648, section 10.
    #[test]
    fn test_vectors() {
        let rows = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (text, expected) in rows {
            let mut encoded = String::new();
            push_base64(text.as_bytes(), &mut encoded);
            assert_eq!((encoded.as_str(), encoded.len()), (expected, base64_length(text.len())));
        }
    }

    /// All 64 digits, in the order of the RFC's table 1.
    #[test]
    fn alphabet() {
        let sixes = (0..64u32).collect::<alloc::vec::Vec<_>>();
        let mut bytes = alloc::vec::Vec::new();
        for four in sixes.chunks(4) {
            let bits = four.iter().fold(0, |bits, six| bits << 6 | six);
            bytes.extend_from_slice(&bits.to_be_bytes()[1..]);
        }
        let mut encoded = String::new();
        push_base64(&bytes, &mut encoded);
        let expected: String = ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['+', '/']).collect();
        assert_eq!(encoded, expected);
    }
}
