//! The value of `X-Amz-Signature`.

use crate::sigv4::{Algorithm, check_signature, parse_hash};

/// A signature in the form that its algorithm gives: 32 bytes, or for SigV4A an ECDSA signature in DER.
#[derive(Clone, Copy)]
pub(super) struct ClaimedSignature {
    bytes: [u8; LONGEST],
    length: usize,
}

/// The longest ECDSA signature for P-256 in DER.
const LONGEST: usize = 72;
const HASH: usize = 32;

impl ClaimedSignature {
    /// Parses lower-case hexadecimal digits.
    pub(super) fn parse(algorithm: Algorithm, digits: &str) -> Option<Self> {
        let mut bytes = [0; LONGEST];
        let length = digits.len() / 2;
        if let Algorithm::Sigv4 = algorithm {
            bytes[..HASH].copy_from_slice(&parse_hash(digits)?);
        } else {
            let is_lower_case = !digits.bytes().any(|byte| byte.is_ascii_uppercase());
            let signature = bytes.get_mut(..length).filter(|_| is_lower_case)?;
            hex::decode_to_slice(digits, signature).ok()?;
            check_signature(algorithm, signature).ok()?;
        }
        Some(Self { bytes, length })
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}
