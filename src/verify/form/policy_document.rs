//! The policy of a form: when it expires, and its conditions.

use alloc::format;
use alloc::vec::Vec;

use base64ct::{Base64, Encoding};
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::condition::{Condition, invalid, invalid_json};
use super::form_rejection::FormRejection;
use super::json::Json;
use crate::sigv4::rfc3339::parse_date_time;

/// A policy document.
///
/// Source: [POST policy][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
pub(super) struct PolicyDocument {
    pub(super) expiration: OffsetDateTime,
    pub(super) conditions: Vec<Condition>,
}

impl PolicyDocument {
    /// Decodes and parses the field `policy`. Nothing is guessed: a member that occurs twice is an error, and so is an
    /// unknown one.
    pub(super) fn decode(policy: &str) -> Result<Self, FormRejection> {
        let json = Base64::decode_vec(policy).map(Zeroizing::new);
        let json = json.map_err(|_| invalid("invalid Base64 encoding."))?;
        let Some(Json::Object(members)) = Json::parse(&json) else { return Err(invalid_json()) };
        let (mut expiration, mut conditions) = (None, None);
        for (name, value) in members {
            let member = match name.as_str() {
                "expiration" => &mut expiration,
                "conditions" => &mut conditions,
                other => return Err(invalid(format!("Unexpected: '{}'", other.to_lowercase()))),
            };
            if member.replace(value).is_some() {
                return Err(invalid_json());
            }
        }
        let expiration = expiration.ok_or_else(|| invalid("Policy missing expiration."))?;
        let conditions = conditions.ok_or_else(|| invalid("Policy missing conditions."))?;
        let Json::Text(text) = expiration else { return Err(invalid_json()) };
        let expiration =
            parse_expiration(&text).ok_or_else(|| invalid(format!("Invalid 'expiration' value: '{}'", *text)))?;
        let Json::List(conditions) = conditions else {
            return Err(invalid("Invalid 'conditions' value: must be a List."));
        };
        let conditions = conditions.into_iter().map(Condition::parse).collect::<Result<_, _>>()?;
        Ok(Self { expiration, conditions })
    }
}

/// Parses `YYYY-MM-DDTHH:MM:SSZ`, perhaps with a fraction, which is cut off. S3 accepts no other form.
fn parse_expiration(text: &str) -> Option<OffsetDateTime> {
    let is_utc = text.ends_with('Z') && text.as_bytes().get("YYYY-MM-DD".len()) == Some(&b'T');
    parse_date_time(text).filter(|_| is_utc)
}
