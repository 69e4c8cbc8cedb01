//! Why credentials or settings can't be used.

use std::fmt::{self, Display, Formatter};

/// The reason for which there are no credentials or settings.
///
/// The message says what is wrong with which variable, file or profile, then what to do. It shows no secret.
#[derive(Clone, Debug)]
pub struct Error(Repr);

#[derive(Clone, Debug)]
enum Repr {
    Found(String),
    Bucket(presign::Error),
}

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(Repr::Found(message.into()))
    }

    /// Returns the error of presign, if it was presign that rejected a bucket's name or a setting.
    pub fn as_presign(&self) -> Option<&presign::Error> {
        match &self.0 {
            Repr::Found(_) => None,
            Repr::Bucket(error) => Some(error),
        }
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Found(message) => f.write_str(message),
            Repr::Bucket(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    // The message of presign's error is the message of this one, so its source is the next cause.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.as_presign().and_then(std::error::Error::source)
    }
}

impl From<presign::Error> for Error {
    fn from(error: presign::Error) -> Self {
        Self(Repr::Bucket(error))
    }
}
