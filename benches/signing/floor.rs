//! The floor: the hashing that the protocol requires, and nothing else.

use std::hint::black_box;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The secret with its prefix, the first key of key derivation.
const PREFIXED_SECRET: &str = "AWS4wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// An HMAC state that has already processed its key, which saves two compressions per signature.
pub(crate) type Keyed = Hmac<Sha256>;

/// Everything about a URL that is known without hashing.
pub(crate) struct LaidOut {
    pub(crate) canonical_request: String,
    /// Without its last line, the hash of the canonical request.
    pub(crate) string_to_sign: String,
    /// Without the signature.
    pub(crate) url: String,
}

impl LaidOut {
    pub(crate) fn sign(&self, keyed: &Keyed, out: &mut String) {
        out.push_str(&self.url);
        let url_end = out.len();
        self.write_message(out);
        let signature = hmac(keyed, &out[url_end..]);
        out.truncate(url_end);
        push_hex(&signature, out);
    }

    /// Appends the string to sign.
    pub(crate) fn write_message(&self, out: &mut String) {
        out.push_str(&self.string_to_sign);
        push_hex(&Sha256::digest(&self.canonical_request).into(), out);
    }

    /// Returns the number of blocks of both hashes, without those of the key.
    pub(crate) fn blocks(&self) -> usize {
        blocks(self.canonical_request.len()) + keyed_blocks(self.string_to_sign.len() + 64)
    }
}

/// Derives the signing key of the first day.
pub(crate) fn derive() -> Keyed {
    let keyed = |key: &[u8]| Keyed::new_from_slice(key).expect("HMAC accepts keys of any length");
    let secret = keyed(black_box(PREFIXED_SECRET).as_bytes());
    let parts = ["20261123", "us-east-1", "s3", "aws4_request"];
    parts.into_iter().fold(secret, |key, part| keyed(key.chain_update(part).finalize().into_bytes().as_slice()))
}

/// Returns the number of blocks of [`derive`]: four short messages, and five keys of two blocks each.
pub(crate) fn derivation_blocks() -> usize {
    4 * keyed_blocks("aws4_request".len()) + 5 * 2
}

/// Returns the number of blocks of an HMAC of a message of this length, without those of the key. The outer hash has
/// one block.
pub(crate) fn keyed_blocks(length: usize) -> usize {
    blocks(length) + 1
}

/// Returns the number of blocks of a SHA-256, which pads the message with at least nine bytes.
fn blocks(length: usize) -> usize {
    (length + 9).div_ceil(64)
}

pub(crate) fn hmac(keyed: &Keyed, message: &str) -> [u8; 32] {
    keyed.clone().chain_update(message).finalize().into_bytes().into()
}

/// Appends a hash in hexadecimal. The digits are computed, which the compiler vectorizes. The crate `hex` would take a
/// tenth of the floor's time.
pub(crate) fn push_hex(hash: &[u8; 32], out: &mut String) {
    let mut digits = [0; 64];
    for (pair, byte) in digits.chunks_exact_mut(2).zip(hash) {
        let digit = |half: u8| half + if half < 10 { b'0' } else { b'a' - 10 };
        pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
    }
    out.push_str(std::str::from_utf8(&digits).expect("ASCII"));
}
