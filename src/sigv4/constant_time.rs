//! Comparing secrets in constant time.

use ctutils::CtEq;

/// Returns whether two secrets are equal. The time depends only on their lengths.
pub(crate) fn are_equal(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
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
