//! Errors for invalid arguments: each names the field, the value found and what is allowed.

mod fault;
mod kind;
mod mistakes;
mod shown;

use alloc::boxed::Box;
use core::fmt;

pub use self::fault::Fault;
pub use self::kind::ErrorKind;
pub(crate) use self::kind::Repr;
pub(crate) use self::shown::{Byte, Found};

/// The error type of every fallible function in this crate.
///
/// It is one pointer wide and opaque. Match on [`kind`](Error::kind) or [`fault`](Error::fault), print it with `Display`, and follow
/// [`source`](core::error::Error::source) to the cause. The message names the field, the value found and what is
/// allowed. Where the value may be a secret (a header, a credential, the user part of an endpoint), the message gives
/// its name and the position instead.
///
/// These are mistakes that are found before a URL exists. If a server rejects a finished URL, see the guide on
/// [troubleshooting](crate::_documentation::troubleshooting).
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

/// The field of errors in the path of an endpoint's URL.
pub(crate) const ENDPOINT_PATH: &str = "endpoint path";

impl Error {
    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind()
    }

    /// Returns which part of a service is at fault, which decides whether it answers its client with 400 or 500. The
    /// documentation of each [`ErrorKind`] names its fault.
    ///
    /// `DotSegment`, `InvalidPath` and `MalformedEscape` have two: [`Fault::Configuration`] for the path of an endpoint,
    /// and [`Fault::Request`] for a key or the path of a request.
    ///
    /// ```
    /// use presign::{Bucket, Credentials, Error, Fault};
    /// use time::macros::datetime;
    ///
    /// fn status(error: &Error) -> u16 {
    ///     match error.fault() {
    ///         Fault::Request => 400, // the client may read the message
    ///         Fault::Configuration => 500,
    ///         Fault::Credentials | Fault::Signer => 503, // may be over soon
    ///     }
    /// }
    ///
    /// let now = datetime!(2026-11-23 12:00 UTC);
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let bucket = Bucket::new("photos")?;
    /// assert_eq!(status(&bucket.get_object("a/../b").sign_at(&credentials, now).unwrap_err()), 400);
    /// assert_eq!(status(&bucket.get_object("b").sign_at(&credentials.with_expiry(now), now).unwrap_err()), 503);
    /// assert_eq!(status(&Bucket::builder("photos").region("null").build().unwrap_err()), 500);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn fault(&self) -> Fault {
        match &*self.0 {
            Repr::DotSegment { field: ENDPOINT_PATH, .. }
            | Repr::InvalidPath { field: ENDPOINT_PATH, .. }
            | Repr::MalformedEscape { field: ENDPOINT_PATH, .. } => Fault::Configuration,
            repr => repr.kind().fault(),
        }
    }

    /// Wraps a failure of your own [`Signer`](crate::Signer), such as an HSM that did not answer or a credential store
    /// that is locked. The given error becomes the [`source`](core::error::Error::source). `Display` does not repeat its
    /// text, and `Debug` shows its `Debug` output, so keep secrets out of it.
    ///
    /// ```
    /// use presign::{Error, ErrorKind};
    /// use std::error::Error as _;
    ///
    /// let error = Error::signer(std::io::Error::other("slot 3 is locked"));
    /// assert_eq!(error.kind(), ErrorKind::Signer);
    /// assert_eq!(error.to_string(), "the signer failed");
    /// assert_eq!(error.source().unwrap().to_string(), "slot 3 is locked");
    /// assert!(format!("{error:?}").contains("slot 3 is locked"));
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

/// Shows the source too, because `unwrap` and `main` print nothing but this.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = f.debug_struct("Error");
        fields.field("kind", &self.kind()).field("message", &format_args!("{self}"));
        if let Some(source) = core::error::Error::source(self) {
            fields.field("source", &source);
        }
        fields.finish()
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
