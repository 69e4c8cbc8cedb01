//! HTTP methods.

use core::fmt;
use core::str::FromStr;

use crate::error::{Error, Found, Repr};

/// The HTTP methods that S3 and the other services use. `Display` gives the method in upper case, as it is sent, and
/// `FromStr` parses it.
///
/// ```
/// use presign::Method;
///
/// assert_eq!(Method::Get.to_string(), "GET");
/// assert_eq!(Method::Delete.as_str(), "DELETE");
/// assert_eq!("PUT".parse::<Method>()?, Method::Put);
/// # Ok::<(), presign::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`
    Get,
    /// `HEAD`
    Head,
    /// `PUT`
    Put,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
    /// `PATCH`
    Patch,
    /// `OPTIONS`
    Options,
}

impl Method {
    const ALL: [Self; 7] = [Self::Get, Self::Head, Self::Put, Self::Post, Self::Delete, Self::Patch, Self::Options];

    /// Returns the method in upper case, as it is sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Patch => "PATCH",
            Self::Options => "OPTIONS",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl AsRef<str> for Method {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl FromStr for Method {
    type Err = Error;

    /// Parses a method in upper case. Methods are case-sensitive (RFC 9110, section 9.1): a server would treat `get` as
    /// an unknown method.
    ///
    /// # Errors
    ///
    /// [`UnsupportedMethod`](crate::ErrorKind::UnsupportedMethod) for any other text, such as `get` or `CONNECT`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let known = Self::ALL.into_iter().find(|method| method.as_str() == text);
        known.ok_or_else(|| Repr::UnsupportedMethod { found: Found::new(text) }.into())
    }
}
