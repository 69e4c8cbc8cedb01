//! The hashing that the protocol demands, and nothing else.

use std::hint::black_box;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The secret, as it is laid out for the first key.
const PREFIXED_SECRET: &str = "AWS4wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// An HMAC that has taken its key in: two compressions less for each signature.
pub(crate) type Keyed = Hmac<Sha256>;

/// One URL as far as it can be known without hashing.
pub(crate) struct LaidOut {
    pub(crate) canonical_request: String,
    /// Without its last line, which is the canonical request's hash.
    pub(crate) string_to_sign: String,
    /// Without the signature.
    pub(crate) url: String,
}

impl LaidOut {
    pub(crate) fn sign(&self, keyed: &Keyed, out: &mut String) {
        out.push_str(&self.url);
        let url_end = out.len();
        out.push_str(&self.string_to_sign);
        push_hex(&Sha256::digest(&self.canonical_request).into(), out);
        let signature = hmac(keyed, &out[url_end..]);
        out.truncate(url_end);
        push_hex(&signature, out);
    }

    /// The blocks of both hashes, with a key that is taken in already.
    pub(crate) fn blocks(&self) -> usize {
        blocks(self.canonical_request.len()) + keyed_blocks(self.string_to_sign.len() + 64)
    }
}

/// The signing key of the first day.
pub(crate) fn derive() -> Keyed {
    let keyed = |key: &[u8]| Keyed::new_from_slice(key).expect("HMAC takes a key of any length");
    let secret = keyed(black_box(PREFIXED_SECRET).as_bytes());
    let parts = ["20261123", "us-east-1", "s3", "aws4_request"];
    parts.into_iter().fold(secret, |key, part| keyed(key.chain_update(part).finalize().into_bytes().as_slice()))
}

/// What [`derive`] takes: four short messages, and five keys, of two blocks each, to be taken in.
pub(crate) fn derivation_blocks() -> usize {
    4 * keyed_blocks("aws4_request".len()) + 5 * 2
}

/// Of an HMAC of a message of this length, whose key is taken in already; the outer hash is one block more.
pub(crate) fn keyed_blocks(length: usize) -> usize {
    blocks(length) + 1
}

/// Of SHA-256, which appends at least nine bytes.
fn blocks(length: usize) -> usize {
    (length + 9).div_ceil(64)
}

pub(crate) fn hmac(keyed: &Keyed, message: &str) -> [u8; 32] {
    keyed.clone().chain_update(message).finalize().into_bytes().into()
}

/// By arithmetic, which the compiler does for many bytes at once: the crate `hex` would be a tenth of the whole floor.
pub(crate) fn push_hex(hash: &[u8; 32], out: &mut String) {
    let mut digits = [0; 64];
    for (pair, byte) in digits.chunks_exact_mut(2).zip(hash) {
        let digit = |half: u8| half + if half < 10 { b'0' } else { b'a' - 10 };
        pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
    }
    out.push_str(std::str::from_utf8(&digits).expect("ASCII"));
}
