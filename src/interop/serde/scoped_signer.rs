//! Sending a signing key for one day, region and service to another process.

use core::mem;

use serde_core::de::{Deserialize, Deserializer, Error as _};
use serde_core::ser::{Error as _, Serialize, SerializeStruct, Serializer};
use zeroize::Zeroizing;

use super::moment;
use super::object::Object;
use crate::credentials::{Identity, TokenKind};
use crate::signers::ScopedSigner;
use crate::sigv4::amz_date::{AmzDate, date_digits};
use crate::sigv4::{Algorithm, Scope, check_region, check_service, hex_digits};

const ACCESS_KEY_ID: &str = "access_key_id";
const SECURITY_TOKEN: &str = "security_token";
const S3SESSION_TOKEN: &str = "s3session_token";
const ALGORITHM: &str = "algorithm";
const EXPIRES_AT: &str = "expires_at";
const DATE: &str = "date";
const REGION: &str = "region";
const SERVICE: &str = "service";
const KEY: &str = "key";

const fn token_field(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Security => SECURITY_TOKEN,
        TokenKind::S3Session => S3SESSION_TOKEN,
    }
}

/// Serializes the signer for a process that signs without the secret access key (feature `serde`): `access_key_id`,
/// `algorithm`, `date` (`20261123`), `region`, `service` and `key` (64 hexadecimal digits). If present:
/// `security_token` or `s3session_token`, and `expires_at` (RFC 3339, in UTC, in whole seconds).
///
/// The output includes the key: whoever has it can sign anything in its [scope](ScopedSigner::scope), for as long as
/// [`ScopedSigner`] describes. Send it over a confidential channel, keep it out of logs, and wipe the text once it has
/// arrived. `examples/edge_worker.rs` shows both ends.
///
/// Serializing a signer whose scope [has no region](Scope::without_region) is an error: it could not be deserialized.
///
/// ```
/// use presign::sigv4::{AmzDate, Scope};
/// use presign::{Credentials, ScopedSigner};
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let now = "20261123T120000Z".parse::<AmzDate>()?;
/// let scoped = credentials.scoped(&Scope::new(now.date(), "eu-west-1", "s3")?);
///
/// let handed_on: ScopedSigner = serde_json::from_str(&serde_json::to_string(&scoped)?)?;
/// assert_eq!(handed_on.scope(), scoped.scope());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl Serialize for ScopedSigner {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (identity, scope) = (self.identity(), self.scope());
        if scope.region().is_empty() {
            return Err(S::Error::custom(
                "a scoped signer without a region can't be serialized: give its scope a region",
            ));
        }
        let token = identity.token();
        let expires_at = identity.expires_at().map(|at| moment::<S::Error>(EXPIRES_AT, at)).transpose()?;
        let date = date_digits(scope.date());
        let key = Zeroizing::new(hex_digits(&self.key_bytes()));
        let text = |digits| core::str::from_utf8(digits).map_err(S::Error::custom);

        let optional = usize::from(token.is_some()) + usize::from(expires_at.is_some());
        let mut json = serializer.serialize_struct("ScopedSigner", 6 + optional)?;
        json.serialize_field(ACCESS_KEY_ID, identity.access_key_id())?;
        if let Some((kind, token)) = &token {
            json.serialize_field(token_field(*kind), token.as_str())?;
        }
        if let Some(expires_at) = &expires_at {
            json.serialize_field(EXPIRES_AT, expires_at)?;
        }
        json.serialize_field(ALGORITHM, identity.algorithm().as_str())?;
        json.serialize_field(DATE, text(&date)?)?;
        json.serialize_field(REGION, scope.region())?;
        json.serialize_field(SERVICE, scope.service())?;
        json.serialize_field(KEY, text(&*key)?)?;
        json.end()
    }
}

/// Deserializes what [`Serialize`] wrote. Other fields are ignored.
///
/// `serde_json::from_reader` copies every value, and so the key, to a buffer that it does not wipe. `from_str` and
/// `from_slice` don't.
///
/// # Errors
///
/// When a required field is missing, or a field is not a string or is repeated; when the access key ID or token is
/// empty, has a control character, or has white space or a quotation mark at either end; when the access key ID begins
/// with `ASIA` and there is no token; when both tokens are present; when the algorithm is not `AWS4-HMAC-SHA256`, the
/// only one that such a key can sign; or when the expiry, date, region, service or key is invalid. No error shows a
/// value.
impl<'de> Deserialize<'de> for ScopedSigner {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names =
            &[ACCESS_KEY_ID, SECURITY_TOKEN, S3SESSION_TOKEN, EXPIRES_AT, ALGORITHM, DATE, REGION, SERVICE, KEY];
        let mut object = Object::read("scoped signer", names, deserializer)?;
        let mut identity = Identity::new(mem::take(&mut *object.required_text(ACCESS_KEY_ID)?));
        for kind in [TokenKind::Security, TokenKind::S3Session] {
            if let Some(mut token) = object.text(token_field(kind))? {
                if identity.encoded_token().is_some() {
                    return Err(object.conflict(S3SESSION_TOKEN, SECURITY_TOKEN));
                }
                identity = identity.with_token(kind, mem::take(&mut *token));
            }
        }
        if let Some(ends) = object.moment(EXPIRES_AT)? {
            identity = identity.with_expiry(ends);
        }
        identity.check_parts().map_err(D::Error::custom)?;
        if object.required_text(ALGORITHM)?.as_str() != Algorithm::Sigv4.as_str() {
            return Err(object.error(ALGORITHM, "is not AWS4-HMAC-SHA256, the only supported algorithm"));
        }

        let date = object.required_text(DATE)?;
        let midnight = [date.as_str(), "T000000Z"].concat().parse::<AmzDate>();
        let date = midnight.map_err(|_| object.error(DATE, "is not a valid date in the form YYYYMMDD"))?.date();
        let (region, service) = (object.required_text(REGION)?, object.required_text(SERVICE)?);
        // The library's own errors show the value found, which may be a key that was put there by mistake.
        check_region(&region).map_err(|_| {
            object.error(REGION, "is not a region of 1 to 63 letters, digits, underscores and inner hyphens")
        })?;
        check_service(&service).map_err(|_| object.error(SERVICE, "is not a valid signing name, such as s3"))?;
        let scope = Scope::new(date, &region, &service).map_err(D::Error::custom)?;

        let mut key = Zeroizing::new([0; 32]);
        hex::decode_to_slice(object.required_text(KEY)?.as_bytes(), key.as_mut_slice())
            .map_err(|_| object.error(KEY, "is not 64 hexadecimal digits"))?;
        Ok(Self::of_key(identity, &scope, &key))
    }
}
