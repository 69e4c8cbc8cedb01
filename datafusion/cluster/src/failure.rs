//! Why a program failed.

use std::fmt::{self, Display, Formatter};

use ballista_core::error::BallistaError;
use datafusion::error::DataFusionError;

/// A message for standard error.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    is_passing: bool,
}

impl Failure {
    /// Creates a failure that would occur again.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), is_passing: false }
    }

    /// Creates the failure of a job from Ballista's message. That of the query itself is quoted in it.
    pub(crate) fn of_job(message: &str) -> Self {
        if !message.contains("Task failed due to runtime execution error") {
            return Self { message: message.to_owned(), is_passing: true };
        }
        Self::new(innermost(message).unwrap_or_else(|| message.to_owned()))
    }

    /// Returns whether another attempt may succeed, as after the loss of an executor.
    pub(crate) fn is_passing(&self) -> bool {
        self.is_passing
    }
}

/// Returns the text that is quoted last in the `Debug` form of an error. Quotation marks in it are escaped.
fn innermost(message: &str) -> Option<String> {
    let (_, quoted) = message.rsplit_once("(\"")?;
    let (quoted, _) = quoted.rsplit_once("\")")?;
    serde_json::from_str(&format!("\"{quoted}\"")).ok()
}

impl Display for Failure {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
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
