//! What must not stay in memory, computed without the library.

use base64ct::{Base64, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use sha2::digest::common::hazmat::SerializableState;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use crate::search::Secret;
use crate::util::SECRET;

/// A session token like those of STS. It has characters that are escaped in a URL.
pub(crate) const TOKEN: &str = "IQoJb3JpZ2luX2VjEHQaCXVzLWVhc3QtMSJHMEUCIQDJgYQfx3Kw/81Ls0+ob5LhqR7vX2cTmUeWnZk4pIgB6A+9\
                                tfH0yVdKr1NxGuO3sPjC5waMEz7QiD2bYl8Fk/SvXoUhRg4JnTqB6ZyWm0cLpIeKdA9tV1xNrHfO+5uCjGsPwM3E==";

const BLOCK: usize = 64;

/// Returns the secret access key, and the session token in every form in which it is written.
pub(crate) fn credentials() -> Vec<Secret> {
    let mut secrets = vec![Secret::new("secret access key", SECRET.as_bytes())];
    secrets.extend(in_base64("session token", TOKEN));
    let mut encoded = Zeroizing::new(String::with_capacity(3 * TOKEN.len()));
    for character in TOKEN.chars() {
        match character {
            '/' => encoded.push_str("%2F"),
            '+' => encoded.push_str("%2B"),
            '=' => encoded.push_str("%3D"),
            other => encoded.push(other),
        }
    }
    secrets.extend(in_base64("encoded session token", &encoded));
    secrets
}

/// Returns a text as it is, and in base64 at each of the three positions in a group of three bytes.
fn in_base64(name: &str, text: &str) -> Vec<Secret> {
    let encoded = |skipped: usize| {
        let text = Zeroizing::new(Base64::encode_string(&text.as_bytes()[skipped..]));
        Secret::new(format!("{name} in base64"), text.as_bytes())
    };
    [0, 1, 2].map(encoded).into_iter().chain([Secret::new(name, text.as_bytes())]).collect()
}

/// Returns the four keys that are derived for a service in us-east-1 on the day of the tests, and everything that HMAC
/// computes from these and from the secret access key.
pub(crate) fn keys(service: &str) -> Vec<Secret> {
    let mut key = [0; BLOCK];
    key[..4].copy_from_slice(b"AWS4");
    key[4..][..SECRET.len()].copy_from_slice(SECRET.as_bytes());
    let mut secrets = of_hmac("secret access key", &key);
    for (name, part) in [
        ("date key", "20261123"),
        ("region key", "us-east-1"),
        ("service key", service),
        ("signing key", "aws4_request"),
    ] {
        let code = Hmac::<Sha256>::new_from_slice(&key).unwrap().chain_update(part).finalize().into_bytes();
        key = [0; BLOCK];
        key[..32].copy_from_slice(&code);
        secrets.push(Secret::new(name, &code));
        secrets.extend(of_hmac(name, &key));
    }
    let string_to_sign = format!("AWS4-HMAC-SHA256\n20261123T120000Z\n20261123/us-east-1/{service}/aws4_request\n");
    let mut blocks = [key.map(|byte| byte ^ 0x36), [0; BLOCK]].concat();
    blocks[BLOCK..].copy_from_slice(&string_to_sign.as_bytes()[..BLOCK]);
    secrets.push(Secret::new("state of the signature", &state_after(&blocks)));
    blocks.zeroize();
    secrets
}

/// Returns what HMAC makes of a key: the two padded blocks and the states after them (RFC 2104).
fn of_hmac(name: &str, key: &[u8; BLOCK]) -> Vec<Secret> {
    let part = |which: &str, pad: u8| {
        let block = key.map(|byte| byte ^ pad);
        let state = state_after(&block);
        [
            Secret::new(format!("{which} block of the {name}"), &block[..32]),
            Secret::new(format!("{which} state of the {name}"), &state),
        ]
    };
    [part("inner", 0x36), part("outer", 0x5c)].into_iter().flatten().collect()
}

/// Returns the state of SHA-256 after whole blocks, as `sha2` has it in memory.
fn state_after(blocks: &[u8]) -> [u8; 32] {
    let serialized = Sha256::new().chain_update(blocks).serialize();
    let (words, _) = serialized[..32].as_chunks();
    let mut state = [0; 32];
    for (to, word) in state.chunks_mut(4).zip(words) {
        to.copy_from_slice(&u32::from_le_bytes(*word).to_ne_bytes());
    }
    state
}

/// Returns the private key of SigV4A, as `p256` has it in memory and as bytes.
#[cfg(feature = "sigv4a")]
pub(crate) fn private_key() -> Vec<Secret> {
    use p256::Scalar;
    use p256::elliptic_curve::PrimeField;

    let mut key = [0; BLOCK];
    key[..5].copy_from_slice(b"AWS4A");
    key[5..][..SECRET.len()].copy_from_slice(SECRET.as_bytes());
    let candidate = Hmac::<Sha256>::new_from_slice(&key)
        .unwrap()
        .chain_update([0, 0, 0, 1])
        .chain_update("AWS4-ECDSA-P256-SHA256\0")
        .chain_update(crate::util::ACCESS_KEY_ID)
        .chain_update([1, 0, 0, 1, 0])
        .finalize()
        .into_bytes();
    let scalar = Scalar::from_repr(candidate).unwrap() + Scalar::ONE;
    // Montgomery form: the number times 2^256, and its words in the order of the machine.
    let radix = (0..256).fold(Scalar::ONE, |power, _| power.double());
    let in_memory = |scalar: Scalar| {
        let mut bytes: [u8; 32] = scalar.to_repr().into();
        bytes.reverse();
        if cfg!(target_endian = "big") {
            bytes.chunks_mut(8).for_each(<[u8]>::reverse);
        }
        bytes
    };
    let mut secrets = of_hmac("secret access key for SigV4A", &key);
    secrets.extend([
        Secret::new("private key", &scalar.to_repr()),
        Secret::new("private key", &in_memory(scalar)),
        Secret::new("private key", &in_memory(scalar * radix)),
        Secret::new("candidate for the private key", &candidate),
    ]);
    secrets
}
