//! Steps 4 and 5 of the specification: the signing key and the signature.

use alloc::string::String;
use core::fmt;

use hmac::digest::CtOutput;
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use super::Scope;
use super::amz_date::date_digits;
use super::hashing::{BLOCK, Hmac, sha256};
use super::hex::write_hex;
use super::wiped_stack::{HMAC_STACK, on_wiped_stack};

/// A key for one day, region and service, derived from a secret access key. Wiped from memory when dropped. Moving it
/// leaves a copy; a [`ScopedSigner`](crate::ScopedSigner) has its key on the heap, so it can be moved.
///
/// ```
/// use presign::sigv4::{AmzDate, Scope, SigningKey};
///
/// let date: AmzDate = "20130524T000000Z".parse()?;
/// let scope = Scope::new(date.date(), "us-east-1", "s3")?;
/// let key = SigningKey::derive("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", &scope);
/// let string_to_sign = "AWS4-HMAC-SHA256\n\
///     20130524T000000Z\n\
///     20130524/us-east-1/s3/aws4_request\n\
///     3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04";
/// assert_eq!(
///     key.sign(string_to_sign.as_bytes()).to_string(),
///     "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
/// );
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [Create a signed AWS API request][aws], steps 4 and 5.
///
/// [aws]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
#[derive(Clone)]
pub struct SigningKey {
    /// The HMAC state after the key. Starting from it saves two compressions per signature.
    state: Hmac,
    bytes: Zeroizing<[u8; 32]>,
}

impl SigningKey {
    /// Derives the key: `HMAC(HMAC(HMAC(HMAC("AWS4" + secret, date), region), service), "aws4_request")`.
    pub fn derive(secret_access_key: &str, scope: &Scope<'_>) -> Self {
        let mut prefixed = Zeroizing::new(String::with_capacity(SECRET_PREFIX.len() + secret_access_key.len()));
        prefixed.push_str(SECRET_PREFIX);
        prefixed.push_str(secret_access_key);
        on_wiped_stack::<HMAC_STACK, _>(|| Self::derive_prefixed(&prefixed, scope))
    }

    /// Derives the key from a secret that already begins with `AWS4`. Call it [on a wiped stack](on_wiped_stack).
    pub(crate) fn derive_prefixed(prefixed_secret: &str, scope: &Scope<'_>) -> Self {
        // All intermediate keys go through this block, so that only one place must be wiped.
        let mut block = Zeroizing::new([0; BLOCK]);
        place_secret(prefixed_secret, &mut block);
        let mut key = Zeroizing::new([0; 32]);
        let date = date_digits(scope.date());
        for part in [&date, scope.region().as_bytes(), scope.service().as_bytes(), b"aws4_request"] {
            Hmac::new(&block).finish(part, &mut key);
            place_key(&key, &mut block);
        }
        Self { state: Hmac::new(&block), bytes: key }
    }

    /// Creates a signing key from the bytes of a key that was derived elsewhere.
    ///
    /// ```
    /// use presign::sigv4::{Scope, SigningKey};
    /// use time::macros::datetime;
    ///
    /// let scope = Scope::new(datetime!(2026-11-23 0:00 UTC).date(), "us-east-1", "s3")?;
    /// let key = SigningKey::derive("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", &scope);
    /// let copy = SigningKey::from_bytes(*key.to_bytes());
    /// assert_eq!(copy.sign(b"message").as_bytes(), key.sign(b"message").as_bytes());
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn from_bytes(mut bytes: [u8; 32]) -> Self {
        let key = on_wiped_stack::<HMAC_STACK, _>(|| Self::of(&bytes));
        bytes.zeroize();
        key
    }

    pub(crate) fn of(bytes: &[u8; 32]) -> Self {
        let mut block = Zeroizing::new([0; BLOCK]);
        place_key(bytes, &mut block);
        Self { state: Hmac::new(&block), bytes: Zeroizing::new(*bytes) }
    }

    /// Returns the bytes of the key. Whoever has them can sign anything in the key's scope.
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        self.bytes.clone()
    }

    /// Signs a message with HMAC-SHA256.
    pub fn sign(&self, message: &[u8]) -> Signature {
        sign(&self.state, message)
    }

    /// Returns whether a signature is that of a message. Compares in constant time.
    #[cfg(feature = "verify")]
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.state.clone().verify(message, signature)
    }

    /// Hashes the beginning that many strings to sign share: everything before the hash of the canonical request.
    pub(crate) fn begin(&self, beginning: &[u8], begun: &mut BegunSignature) {
        let (blocks, rest) = beginning.as_chunks();
        begun.state = self.state.clone();
        begun.state.update(blocks);
        begun.ending[..rest.len()].copy_from_slice(rest);
        begun.hash_at = rest.len();
    }
}

/// The state for strings to sign that differ only in the hash of the canonical request. Wiped from memory when dropped,
/// since it can sign like the key.
pub(crate) struct BegunSignature {
    /// The state after the whole blocks of the beginning.
    state: Hmac,
    /// The rest of the beginning, less than a block, followed by room for the hash.
    ending: [u8; 2 * BLOCK],
    hash_at: usize,
}

impl BegunSignature {
    /// Creates the state for an empty beginning.
    pub(crate) fn new(key: &SigningKey) -> Self {
        Self { state: key.state.clone(), ending: [0; 2 * BLOCK], hash_at: 0 }
    }

    /// Signs the string to sign that ends with this hash, in hexadecimal digits.
    pub(crate) fn sign(&self, hash_digits: &[u8; 64]) -> Signature {
        let mut ending = self.ending;
        let end = self.hash_at + hash_digits.len();
        ending[self.hash_at..end].copy_from_slice(hash_digits);
        sign(&self.state, &ending[..end])
    }

    /// Signs two strings to sign, faster than one after the other.
    pub(crate) fn sign_both(&self, hash_digits: [&[u8; 64]; 2]) -> [Signature; 2] {
        let mut endings = [self.ending; 2];
        let end = self.hash_at + hash_digits[0].len();
        for (ending, digits) in endings.iter_mut().zip(hash_digits) {
            ending[self.hash_at..end].copy_from_slice(digits);
        }
        let mut signatures = [[0; 32]; 2];
        let mut states = [self.state.clone(), self.state.clone()];
        Hmac::finish_both(&mut states, endings.each_ref().map(|ending| &ending[..end]), &mut signatures);
        signatures.map(Signature)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(redacted)")
    }
}

/// The prefix of the secret access key in key derivation.
pub(crate) const SECRET_PREFIX: &str = "AWS4";

/// Writes a secret of any length to a zeroed block. A secret longer than the block is hashed first (RFC 2104, section
/// 2).
pub(crate) fn place_secret(secret: &str, block: &mut [u8; BLOCK]) {
    match block.get_mut(..secret.len()) {
        Some(place) => place.copy_from_slice(secret.as_bytes()),
        None => {
            let mut digest = sha256(secret.as_bytes());
            place_key(&digest, block);
            digest.zeroize();
        }
    }
}

/// Writes a key to a block and zeroes the rest.
fn place_key(key: &[u8; 32], block: &mut [u8; BLOCK]) {
    let (place, rest) = block.split_at_mut(key.len());
    place.copy_from_slice(key);
    rest.fill(0);
}

fn sign(state: &Hmac, message: &[u8]) -> Signature {
    let mut signature = [0; 32];
    let mut state = state.clone();
    state.finish(message, &mut signature);
    Signature(signature)
}

/// A signature. `Display` gives its 64 lower-case hexadecimal digits; `Debug` shows nothing of it.
#[derive(Clone, Copy)]
pub struct Signature([u8; 32]);

impl Signature {
    /// The number of hexadecimal digits.
    pub(crate) const DIGITS: usize = 64;

    /// Returns the raw bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns whether these 32 bytes are the same signature. Compares in constant time: with `==`, the time would tell
    /// an attacker how many bytes of a guess are right.
    ///
    /// ```
    /// use presign::sigv4::SigningKey;
    ///
    /// let signature = SigningKey::from_bytes([7; 32]).sign(b"message");
    /// assert!(signature.verify_slice(signature.as_bytes()));
    /// assert!(!signature.verify_slice(&[0; 32]));
    /// assert!(!signature.verify_slice(b""));
    /// ```
    pub fn verify_slice(&self, signature: &[u8]) -> bool {
        let code = |bytes: [u8; 32]| CtOutput::<hmac::Hmac<Sha256>>::new(bytes.into());
        signature.try_into().is_ok_and(|signature| code(self.0) == code(signature))
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(redacted)")
    }
}
