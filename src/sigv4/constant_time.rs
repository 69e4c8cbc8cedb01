//! Comparing secrets in constant time.

use hmac::Hmac;
use hmac::digest::CtOutput;
use sha2::Sha256;

const BLOCK: usize = 32;

/// Returns whether two secrets are equal. The time depends only on their lengths.
pub(crate) fn are_equal(one: &[u8], other: &[u8]) -> bool {
    let blocks = one.chunks(BLOCK).zip(other.chunks(BLOCK));
    (one.len() == other.len()) & blocks.fold(true, |equal, (one, other)| equal & (code(one) == code(other)))
}

/// Returns up to 32 bytes in the type that is compared in constant time, and wiped from memory when dropped.
fn code(bytes: &[u8]) -> CtOutput<Hmac<Sha256>> {
    let mut block = [0; BLOCK];
    block[..bytes.len()].copy_from_slice(bytes);
    CtOutput::new(block.into())
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn every_byte_counts() {
        for length in 0..100 {
            let secret: Vec<u8> = (0..length).collect();
            assert!(are_equal(&secret, &secret.clone()));
            for at in 0..usize::from(length) {
                let mut other = secret.clone();
                other[at] ^= 0x80;
                assert!(!are_equal(&secret, &other), "{length} bytes, byte {at}");
                assert!(!are_equal(&secret, &secret[..at]), "{length} bytes, cut at {at}");
            }
            assert!(!are_equal(&secret, &[&*secret, &[0]].concat()));
        }
    }
}
