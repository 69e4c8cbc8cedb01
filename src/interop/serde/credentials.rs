//! Credentials from the output of a credential process.

use core::mem;

use serde_core::de::{Deserialize, Deserializer, Error};

use super::object::{Object, Value};
use crate::credentials::Credentials;

const VERSION: &str = "Version";
const ACCESS_KEY_ID: &str = "AccessKeyId";
const SECRET_ACCESS_KEY: &str = "SecretAccessKey";
const SESSION_TOKEN: &str = "SessionToken";
const EXPIRATION: &str = "Expiration";

/// Deserializes the JSON that a credential process and `aws configure export-credentials` print (feature `serde`).
/// Required: `Version`, which must be 1, `AccessKeyId` and `SecretAccessKey`. Optional: `SessionToken` (an empty one
/// counts as none) and `Expiration` (RFC 3339). Other fields are ignored.
///
/// The credentials wipe their copies of the secret and the token. The JSON is the caller's to wipe. If a value has an
/// escape, such as `\/`, serde_json also copies it to a buffer of its own, which it does not wipe;
/// `serde_json::from_reader` copies every value there.
///
/// There is no `Serialize`: a secret access key should not be written anywhere. To let another process sign, send it a
/// [`ScopedSigner`](crate::ScopedSigner).
///
/// ```
/// use presign::Credentials;
///
/// let credentials: Credentials = serde_json::from_str(
///     r#"{
///         "Version": 1,
///         "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
///         "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
///         "SessionToken": "AQoDYXdzEPT//////////wEXAMPLE",
///         "Expiration": "2026-11-23T18:00:00+00:00"
///     }"#,
/// )?;
/// assert_eq!(credentials.access_key_id(), "ASIAIOSFODNN7EXAMPLE");
/// assert!(credentials.expires_at().is_some());
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// When the version is not 1, a required field is missing, a field is not a string or is repeated, the expiration is
/// not in RFC 3339 form, or a credential is not valid: empty, with a control character, with white space or a quotation
/// mark at either end, an ID `ASIA...` without a session token, or an ID and a secret that are swapped. No error shows
/// a value.
///
/// Source: [Sourcing credentials with an external process][aws].
///
/// [aws]: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sourcing-external.html
impl<'de> Deserialize<'de> for Credentials {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = &[VERSION, ACCESS_KEY_ID, SECRET_ACCESS_KEY, SESSION_TOKEN, EXPIRATION];
        let mut object = Object::read("credential process output", names, deserializer)?;
        match object.take(VERSION) {
            Value::Number(1) => {}
            Value::Null => return Err(object.error(VERSION, "is missing")),
            _ => return Err(object.error(VERSION, "is not 1, the only supported version")),
        }
        let [mut access_key_id, mut secret] =
            [object.required_text(ACCESS_KEY_ID)?, object.required_text(SECRET_ACCESS_KEY)?];
        let mut credentials = Self::new(mem::take(&mut *access_key_id), mem::take(&mut *secret));
        if let Some(mut token) = object.text(SESSION_TOKEN)?.filter(|token| !token.is_empty()) {
            credentials = credentials.with_session_token(mem::take(&mut *token));
        }
        if let Some(ends) = object.moment(EXPIRATION)? {
            credentials = credentials.with_expiry(ends);
        }
        credentials.identity().check_parts().map_err(D::Error::custom)?;
        Ok(credentials)
    }
}
