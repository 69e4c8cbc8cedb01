//! Base64, encoding only (RFC 4648, sections 4 and 5).

use alloc::string::String;

use zeroize::Zeroizing;

type Alphabet = [u8; 64];

const STANDARD: &Alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
#[cfg(feature = "token")]
const URL_SAFE: &Alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The length of what [`push_base64`] appends for that many bytes.
pub(crate) const fn base64_length(bytes: usize) -> usize {
    bytes.div_ceil(3) * 4
}

/// Appends with padding. Where the bytes are a secret the caller gives a string that has room, so that no part of it stays
/// behind in memory that was outgrown.
pub(crate) fn push_base64(bytes: &[u8], out: &mut String) {
    out.reserve(base64_length(bytes.len()));
    push_digits(bytes, STANDARD, out);
    for _ in 0..(3 - bytes.len() % 3) % 3 {
        out.push('=');
    }
}

/// Appends in the alphabet that is safe in URLs, without padding.
#[cfg(feature = "token")]
pub(crate) fn push_base64_url(bytes: &[u8], out: &mut String) {
    out.reserve(base64_length(bytes.len()));
    push_digits(bytes, URL_SAFE, out);
}

/// Groups of three bytes, each of which becomes four digits, that are encoded at once on the stack.
const GROUPS: usize = 16;

fn push_digits(bytes: &[u8], alphabet: &Alphabet, out: &mut String) {
    // What is encoded may be a secret.
    let mut digits = Zeroizing::new([[0; 4]; GROUPS]);
    for groups in bytes.chunks(3 * GROUPS) {
        for (digits, group) in digits.iter_mut().zip(groups.chunks(3)) {
            let bits = match *group {
                [a, b, c] => u32::from_be_bytes([0, a, b, c]),
                [a, b] => u32::from_be_bytes([0, a, b, 0]),
                [a] => u32::from_be_bytes([0, a, 0, 0]),
                _ => return,
            };
            *digits = [18, 12, 6, 0].map(|shift| alphabet[(bits >> shift & 0x3f) as usize]);
        }
        // A byte is one digit and a third, so the last group may have fewer.
        let length = (4 * groups.len()).div_ceil(3);
        let digits = digits.as_flattened().get(..length).unwrap_or_default();
        out.push_str(core::str::from_utf8(digits).unwrap_or_default());
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
            let encoded = encoded_by(push_base64, text.as_bytes());
            assert_eq!((encoded.as_str(), encoded.len()), (expected, base64_length(text.len())));
            #[cfg(feature = "token")]
            assert_eq!(encoded_by(push_base64_url, text.as_bytes()), expected.trim_end_matches('='));
        }
    }

    fn encoded_by(push: fn(&[u8], &mut String), bytes: &[u8]) -> String {
        let mut encoded = String::new();
        push(bytes, &mut encoded);
        encoded
    }

    /// All 64 digits, in the order of the RFC's tables 1 and 2.
    #[test]
    fn alphabets() {
        let sixes = (0..64u32).collect::<alloc::vec::Vec<_>>();
        let mut bytes = alloc::vec::Vec::new();
        for four in sixes.chunks(4) {
            let bits = four.iter().fold(0, |bits, six| bits << 6 | six);
            bytes.extend_from_slice(&bits.to_be_bytes()[1..]);
        }
        let alphabet =
            |last: [char; 2]| -> String { ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(last).collect() };
        assert_eq!(encoded_by(push_base64, &bytes), alphabet(['+', '/']));
        #[cfg(feature = "token")]
        assert_eq!(encoded_by(push_base64_url, &bytes), alphabet(['-', '_']));
    }
}
