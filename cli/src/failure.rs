//! Why a command failed, and its exit status.

use std::fmt::Display;

/// The reason for which a command ends without a result.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What is wrong with which value, then what to do.
    pub(crate) message: String,
    /// 1 if the command was right but can't be carried out, 2 if it must be written otherwise.
    pub(crate) status: u8,
}

impl Failure {
    /// The command was right but can't be carried out.
    pub(crate) fn new(message: impl Display) -> Self {
        Self { message: message.to_string(), status: 1 }
    }

    /// The command must be written otherwise.
    pub(crate) fn usage(message: impl Display) -> Self {
        Self { message: message.to_string(), status: 2 }
    }
}

/// What the library's messages advise, and what that is on the command line.
const ADVICE: [(&str, &str); 4] = [
    ("call `allow_dot_segments`", "pass --allow-dot-segments"),
    ("use `bucket_request` for bucket operations", "give a key"),
    ("pass the time to `sign_at`", "use --at"),
    ("call `expires_in`", "use --expires-in"),
];

impl From<presign_config::Error> for Failure {
    fn from(error: presign_config::Error) -> Self {
        error.as_presign().map_or_else(|| Self::new(&error), Self::from)
    }
}

impl From<presign::Error> for Failure {
    fn from(error: presign::Error) -> Self {
        Self::from(&error)
    }
}

impl From<&presign::Error> for Failure {
    fn from(error: &presign::Error) -> Self {
        let message =
            ADVICE.iter().fold(error.to_string(), |message, (library, command)| message.replace(library, command));
        match error.fault() {
            presign::Fault::Request => Self::usage(message),
            _ => Self::new(message),
        }
    }
}
