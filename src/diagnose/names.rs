//! The names of the parameters of a signature, and the length of its value.

use crate::sigv4::Algorithm;

/// The parameters that every presigned URL of S3 must have.
pub(super) const REQUIRED: [&str; 6] =
    ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature"];

/// The parameters that some URLs have besides.
pub(super) const OPTIONAL: [&str; 4] =
    ["X-Amz-Content-Sha256", "X-Amz-Region-Set", "X-Amz-Security-Token", "X-Amz-S3session-Token"];

/// The parameters of a session token.
pub(super) const TOKENS: [&str; 2] = ["X-Amz-Security-Token", "X-Amz-S3session-Token"];

pub(super) const SIGNATURE: &str = "X-Amz-Signature";

/// The number of hexadecimal digits in a signature of SigV4.
pub(super) const SIGNATURE_DIGITS: usize = 64;

/// Returns the number of hexadecimal digits that a signature has if it is whole. That of SigV4A is in DER, which begins
/// with its length.
pub(super) fn whole_digits(algorithm: Option<Algorithm>, signature: &str) -> usize {
    let length = signature.strip_prefix("30").and_then(|rest| u8::from_str_radix(rest.get(..2)?, 16).ok());
    match (algorithm, length) {
        (Some(Algorithm::Sigv4a), Some(length)) => usize::from(length).saturating_add(2).saturating_mul(2),
        _ => SIGNATURE_DIGITS,
    }
}

/// Returns whether a parameter belongs to the signature and is not a session token. No white space is in its value.
pub(super) fn is_of_signature(name: &str) -> bool {
    REQUIRED.contains(&name)
}
