//! The two signing algorithms.

use core::fmt;

/// The algorithm that a URL is signed with. `Display` gives the value of `X-Amz-Algorithm`.
///
/// ```
/// use presign::Algorithm;
///
/// assert_eq!(Algorithm::Sigv4.to_string(), "AWS4-HMAC-SHA256");
/// assert_eq!(Algorithm::default(), Algorithm::Sigv4);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// `AWS4-HMAC-SHA256`: a shared secret; the signature is valid in one region.
    #[default]
    Sigv4,
    /// `AWS4-ECDSA-P256-SHA256`: a key pair; the signature is valid in every region of a set.
    Sigv4a,
}

impl Algorithm {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Sigv4 => "AWS4-HMAC-SHA256",
            Self::Sigv4a => "AWS4-ECDSA-P256-SHA256",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
