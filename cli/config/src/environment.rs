//! Environment variables.

use crate::error::Error;

/// Returns the value of a variable. An empty one counts as not set.
pub(crate) fn variable(name: &str) -> Result<Option<String>, Error> {
    match std::env::var_os(name) {
        None => Ok(None),
        Some(value) if value.is_empty() => Ok(None),
        // The value may be a secret with one wrong byte.
        Some(value) => value.into_string().map(Some).map_err(|_| Error::new(format!("{name} is not UTF-8"))),
    }
}

/// Returns the value of the first variable that is set.
pub(crate) fn first_of(names: &[&str]) -> Result<Option<String>, Error> {
    for name in names {
        if let Some(value) = variable(name)? {
            return Ok(Some(value));
        }
    }
    Ok(None)
}
