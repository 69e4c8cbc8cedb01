//! Steps 4 and 5 of the specification: the signing key, and the signature it makes.

use alloc::string::String;
use core::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use super::Scope;
use super::hex::write_hex;
use crate::amz_date::date_digits;

/// A key for one day, region and service, derived from a secret access key. Wiped from memory when dropped.
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
    /// Keyed once: a signature then starts from this state and saves the two compressions that take the key in.
    state: Hmac<Sha256>,
    bytes: Zeroizing<[u8; 32]>,
}

impl SigningKey {
    /// Derives the key: `HMAC(HMAC(HMAC(HMAC("AWS4" + secret, date), region), service), "aws4_request")`.
    pub fn derive(secret_access_key: &str, scope: &Scope<'_>) -> Self {
        let mut prefixed = Zeroizing::new(String::with_capacity(SECRET_PREFIX.len() + secret_access_key.len()));
        prefixed.push_str(SECRET_PREFIX);
        prefixed.push_str(secret_access_key);
        Self::derive_prefixed(&prefixed, scope)
    }

    /// Derives from a secret that has its `AWS4` in front already.
    pub(crate) fn derive_prefixed(prefixed_secret: &str, scope: &Scope<'_>) -> Self {
        let mut key = mac(&keyed(prefixed_secret.as_bytes()), &date_digits(scope.date()));
        for part in [scope.region(), scope.service(), "aws4_request"] {
            key = mac(&keyed(&*key), part.as_bytes());
        }
        Self { state: keyed(&*key), bytes: key }
    }

    /// Takes a key that was derived elsewhere.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        let bytes = Zeroizing::new(bytes);
        Self { state: keyed(&*bytes), bytes }
    }

    /// The key itself: whoever has it can sign anything in its scope.
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        self.bytes.clone()
    }

    /// Signs, which is HMAC-SHA256 of the message.
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.state.clone().chain_update(message).finalize().into_bytes().into())
    }

    /// Takes in the beginning that many messages share. What it fills of a block is then hashed once for all of them.
    #[cfg(feature = "std")]
    pub(crate) fn begin(&self, beginning: &[u8]) -> BegunSignature {
        BegunSignature(self.state.clone().chain_update(beginning))
    }
}

/// Signatures whose messages all begin alike. Wiped from memory when dropped, as it stands for the key.
#[cfg(feature = "std")]
pub(crate) struct BegunSignature(Hmac<Sha256>);

#[cfg(feature = "std")]
impl BegunSignature {
    /// Signs the message that goes on like this.
    pub(crate) fn sign(&self, rest: &[u8]) -> Signature {
        Signature(self.0.clone().chain_update(rest).finalize().into_bytes().into())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(redacted)")
    }
}

/// What precedes the secret access key where a key is derived from it.
pub(crate) const SECRET_PREFIX: &str = "AWS4";

/// HMAC-SHA256, ready for a message. The key is brought to the length of a block first (RFC 2104, section 2), which is
/// the form that can be taken in without a length to check.
fn keyed(key: &[u8]) -> Hmac<Sha256> {
    let mut block = Zeroizing::new([0; 64]);
    let digest;
    let key = if key.len() > block.len() {
        let mut output = Sha256::digest(key);
        digest = Zeroizing::new(<[u8; 32]>::from(output));
        output.as_mut_slice().zeroize();
        &digest[..]
    } else {
        key
    };
    block[..key.len()].copy_from_slice(key);
    Hmac::new((&*block).into())
}

fn mac(state: &Hmac<Sha256>, message: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut output = state.clone().chain_update(message).finalize().into_bytes();
    let bytes = Zeroizing::new(output.into());
    output.as_mut_slice().zeroize();
    bytes
}

/// A signature. `Display` gives its 64 lower-case hexadecimal digits; `Debug` shows nothing of it.
#[derive(Clone, Copy)]
pub struct Signature([u8; 32]);

impl Signature {
    /// The raw bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
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
