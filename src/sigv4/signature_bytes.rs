//! The form of a signature that was computed elsewhere.

use super::Algorithm;
use crate::error::{Error, Repr};

/// Checks that a signature has the form that its algorithm gives. Whether it is valid is for the server to verify.
pub(crate) fn check_signature(algorithm: Algorithm, signature: &[u8]) -> Result<(), Error> {
    let length = signature.len();
    match algorithm {
        Algorithm::Sigv4 if length != 32 => Err(Repr::InvalidSignature { length }.into()),
        Algorithm::Sigv4a if !is_ecdsa_der(signature) => Err(Repr::InvalidSigv4aSignature { length }.into()),
        _ => Ok(()),
    }
}

/// Returns whether this is an ECDSA signature for P-256 in DER: `SEQUENCE { r INTEGER, s INTEGER }` (RFC 3279, section
/// 2.2.3). The feature `sigv4a` is not required for a device's signature, so this does not use `p256`.
fn is_ecdsa_der(signature: &[u8]) -> bool {
    // The content is at most 70 bytes long, so each length is a single byte (X.690, section 8.1.3.4).
    let [0x30, length, content @ ..] = signature else { return false };
    usize::from(*length) == content.len()
        && after_integer(content).and_then(after_integer).is_some_and(<[u8]>::is_empty)
}

/// Returns what follows a positive INTEGER of at most 256 bits, in its shortest form (X.690, section 8.3).
fn after_integer(der: &[u8]) -> Option<&[u8]> {
    let [0x02, length, rest @ ..] = der else { return None };
    let (integer, rest) = rest.split_at_checked((*length).into())?;
    let magnitude = match integer {
        // A zero byte is only for a first bit of 1, which would be a sign.
        [0, magnitude @ ..] if magnitude.first().is_some_and(|&first| first >= 0x80) => magnitude,
        magnitude @ [0x01..=0x7f, ..] => magnitude,
        _ => return None,
    };
    (magnitude.len() <= 32).then_some(rest)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    fn signature(r: &[u8], s: &[u8]) -> Vec<u8> {
        let integer = |value: &[u8]| [&[0x02, value.len() as u8], value].concat();
        let content = [integer(r), integer(s)].concat();
        [&[0x30, content.len() as u8], &*content].concat()
    }

    #[test]
    fn ecdsa_signatures_in_der() {
        let (low, high) = ([0x7f; 32], [&[0][..], &[0xff; 32]].concat());
        for signature in [signature(&[1], &[1]), signature(&low, &high), signature(&high, &high)] {
            assert!(is_ecdsa_der(&signature), "{signature:02x?}");
            assert!((8..=72).contains(&signature.len()));
            // Each byte of the structure matters, and so do both ends.
            for at in [0, 1, 2, 3] {
                let mut changed = signature.clone();
                changed[at] ^= 1;
                assert!(!is_ecdsa_der(&changed), "{changed:02x?}");
            }
            assert!(!is_ecdsa_der(&signature[..signature.len() - 1]));
            assert!(!is_ecdsa_der(&[&*signature, &[0]].concat()));
        }
        for integer in
            [&[][..], &[0], &[0x80], &[0xff; 32], &[0, 1], &[0, 0, 0x80], &[1; 33], &[&[0], &[0xff; 33][..]].concat()]
        {
            assert!(!is_ecdsa_der(&signature(integer, &[1])), "{integer:02x?}");
            assert!(!is_ecdsa_der(&signature(&[1], integer)), "{integer:02x?}");
        }
        let three = [0x30, 9, 2, 1, 1, 2, 1, 1, 2, 1, 1];
        for other in [&[][..], &[0x30], &[0x30, 0], &three, &[0; 32], &[0x30; 64]] {
            assert!(!is_ecdsa_der(other), "{other:02x?}");
        }
    }
}
