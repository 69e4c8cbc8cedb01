//! Whether a label of an internationalized host name can be decoded.
//!
//! Clients that show such a name in its own script decode it, and reject the whole URL if they can't.

/// Returns whether the part of a label after `xn--`, in lower case, is the Punycode of a text that is not ASCII
/// (RFC 3492, section 6.2).
pub(super) fn is_valid(encoded: &str) -> bool {
    let (basic, extended) = encoded.rsplit_once('-').unwrap_or(("", encoded));
    !extended.is_empty() && decode(basic.len(), extended.bytes()).is_some()
}

/// Decodes the deltas, which insert characters into a text that has `basic` ASCII characters.
fn decode(basic: usize, mut digits: impl ExactSizeIterator<Item = u8>) -> Option<()> {
    const BASE: u32 = 36;
    let (mut code_point, mut index, mut bias) = (128_u32, 0_u32, 72_u32);
    let mut length = u32::try_from(basic).ok()?;
    while digits.len() > 0 {
        let (start, mut weight, mut position) = (index, 1_u32, BASE);
        loop {
            let digit = digit(digits.next()?)?;
            index = index.checked_add(digit.checked_mul(weight)?)?;
            let threshold = position.saturating_sub(bias).clamp(1, 26);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            position += BASE;
        }
        length += 1;
        bias = adapt(index - start, length, start == 0);
        code_point = code_point.checked_add(index / length)?;
        char::from_u32(code_point)?;
        index = index % length + 1;
    }
    Some(())
}

fn digit(byte: u8) -> Option<u32> {
    match byte {
        b'a'..=b'z' => Some(u32::from(byte - b'a')),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 26),
        _ => None,
    }
}

/// Adapts the bias to the size of the deltas (RFC 3492, section 6.1).
fn adapt(delta: u32, length: u32, is_first: bool) -> u32 {
    let mut delta = delta / if is_first { 700 } else { 2 };
    delta += delta / length;
    let mut steps = 0;
    while delta > 455 {
        delta /= 35;
        steps += 36;
    }
    steps + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Some of the samples of RFC 3492, section 7.1, in lower case, and common names.
    #[test]
    fn names_that_decode() {
        for valid in [
            "mnchen-3ya",
            "egbpdaj6bu4bxfgehfvwxn",
            "ihqwcrb4cv8a8dqg056pqjye",
            "proprostnemluvesky-uyb24dma41a",
            "de-jg4avhby1noc0d",
            "3b-ww4c5e180e575a65lsy2b",
            "80ak6aa92e",
            "bcher-kva",
        ] {
            assert!(is_valid(valid), "{valid}");
        }
    }

    #[test]
    fn names_that_do_not_decode() {
        for invalid in ["", "abc-", "99999999", "mnchen-3y", "z_", "zzzzzzzzzzzzzzzzzzzzzzzz", "9999999999a", "-"] {
            assert!(!is_valid(invalid), "{invalid}");
        }
    }
}
