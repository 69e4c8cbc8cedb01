//! The SigV4A key pair and signature.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use p256::ecdsa::{self, DerSignature, signature::Signer as _};
use p256::elliptic_curve::PrimeField;
use p256::{NonZeroScalar, Scalar};
use zeroize::Zeroizing;

use super::algorithm::Algorithm;
use super::hashing::{BLOCK, Hmac};
use super::hex::write_hex;
use super::signing_key::place_secret;
use super::wiped_stack::{P256_STACK, on_wiped_stack};
use crate::error::{Error, Repr};

/// A P-256 private key and its public key, derived from an access key. Wiped from memory when dropped. Moving it leaves
/// a copy; a [`Sigv4aSigner`](crate::sigv4a::Sigv4aSigner) has its key on the heap, so it can be moved.
///
/// ```
/// use presign::sigv4a::SigningKey;
///
/// let key = SigningKey::derive("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")?;
/// assert_eq!(
///     key.sign(b"").to_string(),
///     "3045022065299e83a613ec9604db652779f1afa66bd35446a3009362b27e5626ded0ffe4\
///      022100edd168e146800481dc447fc5fcd40c7a858f8e6367e32a7eac7c7a1e3c7ccb6a",
/// );
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [SP 800-108r1], the KDF in counter mode, with the labels of AWS's implementation ([aws-c-auth]).
///
/// [SP 800-108r1]: https://doi.org/10.6028/NIST.SP.800-108r1
/// [aws-c-auth]: https://github.com/awslabs/aws-c-auth
#[derive(Clone)]
pub struct SigningKey(ecdsa::SigningKey);

/// The prefix of the secret access key in key derivation.
const SECRET_PREFIX: &str = "AWS4A";

/// The last counter to try.
const LAST_COUNTER: u8 = 254;

/// Returns the input of the KDF: the number of the only block, the label, a zero, the context, and the length of the
/// output in bits.
fn kdf_input(access_key_id: &str, counter: u8) -> Vec<u8> {
    let label = Algorithm::Sigv4a.as_str().as_bytes();
    let (block, bits) = (1u32.to_be_bytes(), 256u32.to_be_bytes());
    [&block, label, &[0], access_key_id.as_bytes(), &[counter], &bits].concat()
}

impl SigningKey {
    /// Derives the key pair.
    ///
    /// # Errors
    ///
    /// [`NoSigv4aKey`](crate::ErrorKind::NoSigv4aKey) when all 254 candidates are beyond the order of the curve. One
    /// candidate in 2³² is, so this does not happen in practice.
    pub fn derive(access_key_id: &str, secret_access_key: &str) -> Result<Self, Error> {
        on_wiped_stack::<P256_STACK, _>(|| Self::derive_here(access_key_id, secret_access_key))
    }

    /// Derives the key pair to a place where it stays: moving it would leave a copy.
    pub(crate) fn derive_shared(access_key_id: &str, secret_access_key: &str) -> Result<Arc<Self>, Error> {
        on_wiped_stack::<P256_STACK, _>(|| Self::derive_here(access_key_id, secret_access_key).map(Arc::new))
    }

    fn derive_here(access_key_id: &str, secret_access_key: &str) -> Result<Self, Error> {
        let mut prefixed = Zeroizing::new(String::with_capacity(SECRET_PREFIX.len() + secret_access_key.len()));
        prefixed.push_str(SECRET_PREFIX);
        prefixed.push_str(secret_access_key);
        let mut block = Zeroizing::new([0; BLOCK]);
        place_secret(&prefixed, &mut block);
        let hmac = Hmac::new(&block);

        let candidates = (1..=LAST_COUNTER).map(|counter| {
            let mut candidate = Zeroizing::new([0; 32]);
            hmac.clone().finish(&kdf_input(access_key_id, counter), &mut candidate);
            candidate
        });
        Self::of_first(candidates)
    }

    fn of_first(mut candidates: impl Iterator<Item = Zeroizing<[u8; 32]>>) -> Result<Self, Error> {
        candidates.find_map(|candidate| Self::of(&candidate)).ok_or_else(|| Repr::NoSigv4aKey {}.into())
    }

    /// Returns the private key for a candidate of at most n - 2: the candidate plus one.
    ///
    /// There are no comparisons here. A candidate of n or more is not a scalar, and n - 1 becomes the zero scalar,
    /// which is not a key. `p256` checks both in constant time, so timing shows only whether the candidate was
    /// accepted.
    fn of(candidate: &[u8; 32]) -> Option<Self> {
        let scalar = Zeroizing::new(Option::<Scalar>::from(Scalar::from_repr((*candidate).into()))?);
        #[expect(clippy::arithmetic_side_effects, reason = "scalars are added modulo n, which can't overflow")]
        let next = Zeroizing::new(*scalar + Scalar::ONE);
        let key = Zeroizing::new(Option::<NonZeroScalar>::from(NonZeroScalar::new(*next))?);
        Some(Self(ecdsa::SigningKey::from(*key)))
    }

    /// Returns the public key, which verifies signatures: a P-256 point in uncompressed SEC 1 form (section 2.3.3). AWS
    /// derives the same key from its copy of the secret, so there is no need to register it.
    ///
    /// ```
    /// use presign::sigv4a::SigningKey;
    ///
    /// let key = SigningKey::derive("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")?;
    /// assert_eq!(key.public_key()[0], 4); // uncompressed: the two coordinates follow
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn public_key(&self) -> [u8; 65] {
        let mut bytes = [0; 65];
        let point = self.0.verifying_key().to_sec1_point(false);
        bytes.iter_mut().zip(point.as_bytes()).for_each(|(to, from)| *to = *from);
        bytes
    }

    /// Signs a message with ECDSA over its SHA-256, with the nonce of RFC 6979.
    pub fn sign(&self, message: &[u8]) -> Signature {
        // RFC 6979 retries until a nonce is usable, so this can't fail.
        on_wiped_stack::<P256_STACK, _>(|| Signature(self.0.sign(message)))
    }
}

#[cfg(feature = "verify")]
impl SigningKey {
    /// Returns whether a signature in DER is that of a message.
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        use p256::ecdsa::signature::Verifier;
        let signature = DerSignature::from_bytes(signature);
        signature.is_ok_and(|signature| self.0.verifying_key().verify(message, &signature).is_ok())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(redacted)")
    }
}

/// An ECDSA signature. `Display` gives its DER form in lower-case hexadecimal digits; `Debug` shows nothing of it.
#[derive(Clone)]
pub struct Signature(DerSignature);

impl Signature {
    /// Returns the DER form, at most 72 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(self.as_bytes(), f)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use zeroize::ZeroizeOnDrop;

    use super::*;
    use crate::error::ErrorKind;

    /// Returns the order of P-256 (SP 800-186, section 3.2.1.3) plus `and`, which must not carry out of the last byte.
    fn order(and: i8) -> [u8; 32] {
        let mut order = [0; 32];
        hex::decode_to_slice("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", &mut order).unwrap();
        order[31] = order[31].checked_add_signed(and).unwrap();
        order
    }

    fn private_key(candidate: [u8; 32]) -> Option<[u8; 32]> {
        SigningKey::of(&candidate).map(|key| key.0.to_bytes().into())
    }

    /// The key type is another crate's, so the test can check only that it implements `ZeroizeOnDrop`.
    #[test]
    fn the_private_key_is_wiped() {
        fn is_wiped<T: ZeroizeOnDrop>() {}
        is_wiped::<ecdsa::SigningKey>();
    }

    #[test]
    fn candidates_up_to_the_order_less_two() {
        let number = |last| core::array::from_fn(|index| if index == 31 { last } else { 0 });
        assert_eq!(private_key(number(0)), Some(number(1)));
        assert_eq!(private_key(number(254)), Some(number(255)));
        assert_eq!(private_key(order(-3)), Some(order(-2)));
        assert_eq!(private_key(order(-2)), Some(order(-1)));
        assert_eq!([order(-1), order(0), order(1), [0xff; 32]].map(private_key), [None; 4]);
    }

    #[test]
    fn the_first_candidate_that_is_a_key() {
        let candidates = |last| [order(-1), [0xff; 32], order(0), last].into_iter().map(Zeroizing::new);
        let key = SigningKey::of_first(candidates([7; 32]).chain([Zeroizing::new([9; 32])])).unwrap();
        assert_eq!(key.0.to_bytes()[..], *[&[7; 31][..], &[8]].concat());

        let error = SigningKey::of_first(candidates(order(0))).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NoSigv4aKey);
        assert_eq!(
            error.to_string(),
            "no SigV4A key can be derived from the credentials, because all 254 candidates are out of range for P-256: \
             use another access key"
        );
    }
}
