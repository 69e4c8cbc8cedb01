//! Why a command failed, and its exit status.

use std::fmt::Display;

use crate::advice;

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

impl From<presign_config::Error> for Failure {
    fn from(error: presign_config::Error) -> Self {
        // What a credential process prints is read by the library too.
        let message = || Self::new(advice::for_command(&error.to_string()));
        error.as_presign().map_or_else(message, Self::from)
    }
}

impl From<presign::Error> for Failure {
    fn from(error: presign::Error) -> Self {
        Self::from(&error)
    }
}

impl From<&presign::Error> for Failure {
    fn from(error: &presign::Error) -> Self {
        let message = advice::for_command(&error.to_string());
        match error.fault() {
            presign::Fault::Request => Self::usage(message),
            _ => Self::new(message),
        }
    }
}
