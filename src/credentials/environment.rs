//! Credentials from the environment variables that every AWS tool reads.

use alloc::string::String;
use std::ffi::OsString;

use zeroize::Zeroize;

use crate::credentials::Credentials;
use crate::error::{Error, Repr};
use crate::sigv4::rfc3339::parse_date_time;

const EXPIRATION: &str = "AWS_CREDENTIAL_EXPIRATION";

impl Credentials {
    /// Reads `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, and if they are set, `AWS_SESSION_TOKEN` and
    /// `AWS_CREDENTIAL_EXPIRATION` (RFC 3339, as `aws configure export-credentials` writes it). An empty variable
    /// counts as not set.
    ///
    /// # Errors
    ///
    /// [`Environment`](crate::ErrorKind::Environment) when one of the first two is not set, when a variable is not
    /// UTF-8, or when the expiration is not an RFC 3339 time.
    ///
    /// ```
    /// use presign::{Credentials, ErrorKind};
    ///
    /// match Credentials::from_env() {
    ///     Ok(credentials) => println!("{} signs", credentials.access_key_id()),
    ///     Err(error) => assert_eq!(error.kind(), ErrorKind::Environment),
    /// }
    /// ```
    pub fn from_env() -> Result<Self, Error> {
        let access_key_id = required("AWS_ACCESS_KEY_ID")?;
        let mut credentials = Self::new(access_key_id, required("AWS_SECRET_ACCESS_KEY")?);
        if let Some(token) = environment_variable("AWS_SESSION_TOKEN")? {
            credentials = credentials.with_session_token(token);
        }
        if let Some(ends) = environment_variable(EXPIRATION)? {
            let problem = "is not a valid RFC 3339 time, such as 2026-11-23T12:00:00Z";
            credentials =
                credentials.with_expiry(parse_date_time(&ends).ok_or(Repr::Environment { name: EXPIRATION, problem })?);
        }
        Ok(credentials)
    }
}

fn required(name: &'static str) -> Result<String, Error> {
    environment_variable(name)?.ok_or_else(|| Repr::Environment { name, problem: "is not set or is empty" }.into())
}

/// Returns the value of a variable, unless it is not set or empty.
#[expect(clippy::disallowed_methods, reason = "the only place that reads the environment")]
pub(crate) fn environment_variable(name: &'static str) -> Result<Option<String>, Error> {
    match std::env::var_os(name).map(OsString::into_string) {
        None => Ok(None),
        Some(Ok(value)) if value.is_empty() => Ok(None),
        Some(Ok(value)) => Ok(Some(value)),
        Some(Err(value)) => {
            // It may be a secret with one wrong byte.
            value.into_encoded_bytes().zeroize();
            Err(Repr::Environment { name, problem: "is not UTF-8" }.into())
        }
    }
}
