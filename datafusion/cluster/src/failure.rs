//! Why a program failed.

use std::fmt::{self, Display, Formatter};

use ballista_core::error::BallistaError;
use datafusion::error::DataFusionError;

/// A message for standard error.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<DataFusionError> for Failure {
    fn from(error: DataFusionError) -> Self {
        Self::new(error.strip_backtrace())
    }
}

impl From<BallistaError> for Failure {
    fn from(error: BallistaError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new(error.to_string())
    }
}

impl From<presign_config::Error> for Failure {
    fn from(error: presign_config::Error) -> Self {
        Self::new(error.to_string())
    }
}

impl From<presign::Error> for Failure {
    fn from(error: presign::Error) -> Self {
        Self::new(error.to_string())
    }
}
