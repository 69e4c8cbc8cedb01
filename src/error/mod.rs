//! Errors for invalid arguments: each names the field, the value found and what is allowed.

mod kind;
mod shown;

use alloc::boxed::Box;
use core::fmt;

pub use self::kind::ErrorKind;
pub(crate) use self::kind::Repr;
pub(crate) use self::shown::{Byte, Found};

/// The error type of every fallible function in this crate.
///
/// It is one pointer wide and opaque. Match on [`kind`](Error::kind), print it with `Display`, and follow
/// [`source`](core::error::Error::source) to the cause. The message names the field, the value found and what is
/// allowed. Where the value may be a secret (a header, a credential, the user part of an endpoint), the message gives
/// its name and the position instead.
///
/// ```
/// use presign::{Bucket, ErrorKind};
///
/// let error = Bucket::builder("photos").region("eu west 1").build().unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::InvalidRegion);
/// assert_eq!(
///     error.to_string(),
///     r#"region "eu west 1" is not a DNS label: 1 to 63 letters, digits and inner hyphens are allowed"#,
/// );
/// ```
#[derive(Clone)]
pub struct Error(Box<Repr>);

impl Error {
    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind()
    }

    /// Wraps a failure of your own [`Signer`](crate::Signer), such as an HSM that did not answer or a credential store
    /// that is locked. The given error becomes the [`source`](core::error::Error::source); its text is not repeated in
    /// this error's message.
    ///
    /// ```
    /// use presign::{Error, ErrorKind};
    /// use std::error::Error as _;
    ///
    /// let error = Error::signer(std::io::Error::other("slot 3 is locked"));
    /// assert_eq!(error.kind(), ErrorKind::Signer);
    /// assert_eq!(error.to_string(), "the signer failed");
    /// assert_eq!(error.source().unwrap().to_string(), "slot 3 is locked");
    /// ```
    pub fn signer(source: impl Into<Box<dyn core::error::Error + Send + Sync>>) -> Self {
        Repr::Signer { cause: source.into().into() }.into()
    }

    /// Returns the error document that a server sent in place of the expected response.
    #[cfg(feature = "xml")]
    pub(crate) fn answer(&self) -> Option<&(dyn core::error::Error + Send + Sync + 'static)> {
        match &*self.0 {
            Repr::S3Error { answer, .. } => Some(&**answer),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error").field("kind", &self.kind()).field("message", &format_args!("{self}")).finish()
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match &*self.0 {
            Repr::Signer { cause } => Some(&**cause),
            _ => None,
        }
    }
}

impl From<Repr> for Error {
    fn from(repr: Repr) -> Self {
        Self(Box::new(repr))
    }
}
