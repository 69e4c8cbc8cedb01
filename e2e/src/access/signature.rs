//! The checks of a signature in the header `Authorization` that s3s does not make: region, service, time, session token,
//! and unsigned headers.
//!
//! When the access hook runs, s3s has already verified the signature. It tells the hook only the access key, so the rest
//! is read from the request again. If the signature cannot be read, the result is `None` and the hook denies the request.

use hyper::header::HeaderMap;
use s3s::{S3Error, S3ErrorCode, S3Result, s3_error};
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Duration, OffsetDateTime, PrimitiveDateTime};

use super::unsigned_headers;
use crate::users::{TokenCheck, User};

/// How far the signer's clock may be from the server's.
const MAX_CLOCK_SKEW: Duration = Duration::minutes(15);

const AMZ_DATE: &[BorrowedFormatItem<'_>] =
    format_description!(version = 2, "[year][month][day]T[hour][minute][second]Z");

/// A SigV4 signature: who signed, when, for which scope, and which headers. The hexadecimal digits are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Signature {
    pub(super) access_key_id: String,
    region: String,
    service: String,
    signed_at: OffsetDateTime,
    session_token: Option<String>,
    /// Names in lower case.
    signed_headers: Vec<String>,
}

impl Signature {
    /// Reads the signature in the header `Authorization`.
    pub(super) fn read(headers: &HeaderMap) -> Option<Self> {
        // A value that is not visible ASCII becomes one that no credential, date or token equals.
        let values =
            |name: &'static str| headers.get_all(name).iter().map(|value| value.to_str().unwrap_or("\u{fffd}"));
        let authorization = only(values("authorization"))?.strip_prefix("AWS4-HMAC-SHA256 ")?;
        let [credential, signed_headers, _] = authorization.split(',').map(str::trim).collect::<Vec<_>>()[..] else {
            return None;
        };
        let (credential, signed_headers) =
            (credential.strip_prefix("Credential=")?, signed_headers.strip_prefix("SignedHeaders=")?);
        let [access_key_id, _, region, service, "aws4_request"] = credential.split('/').collect::<Vec<_>>()[..] else {
            return None;
        };
        Some(Self {
            access_key_id: access_key_id.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            signed_at: PrimitiveDateTime::parse(only(values("x-amz-date"))?, AMZ_DATE).ok()?.assume_utc(),
            session_token: optional(values("x-amz-security-token"))?.map(str::to_owned),
            signed_headers: signed_headers.split(';').map(str::to_owned).collect(),
        })
    }

    /// Checks what s3s does not check.
    ///
    /// # Errors
    ///
    /// The error of the first check that fails: another region or service, a time out of range, a missing or wrong
    /// token, or an unsigned header.
    pub(super) fn check(&self, user: &User, region: &str, headers: &HeaderMap, now: OffsetDateTime) -> S3Result<()> {
        self.check_scope(region)?;
        if (now - self.signed_at).abs() > MAX_CLOCK_SKEW {
            return Err(s3_error!(
                RequestTimeTooSkewed,
                "The difference between the request time and the current time is too large."
            ));
        }
        match user.check_token(self.session_token.as_deref()) {
            TokenCheck::Right => {}
            // S3 does not know a temporary key without its token.
            TokenCheck::Missing => return Err(s3_error!(InvalidAccessKeyId)),
            TokenCheck::Wrong => {
                return Err(s3_error!(InvalidToken, "The provided token is malformed or otherwise invalid."));
            }
        }
        self.check_signed_headers(headers)
    }

    fn check_scope(&self, region: &str) -> S3Result<()> {
        let malformed = |reason: String| -> S3Error {
            let message = format!("The authorization header is malformed; {reason}");
            S3Error::with_message(S3ErrorCode::AuthorizationHeaderMalformed, message)
        };
        if self.region != region {
            return Err(malformed(format!("the region '{}' is wrong; expecting '{region}'", self.region)));
        }
        // s3s also accepts signatures for `sts`.
        if self.service != "s3" {
            return Err(malformed(format!("incorrect service \"{}\".", self.service)));
        }
        Ok(())
    }

    /// Checks that `host` and all `x-amz-*` headers are signed. s3s obeys them even if they are unsigned.
    fn check_signed_headers(&self, headers: &HeaderMap) -> S3Result<()> {
        let is_signed = |name: &str| self.signed_headers.iter().any(|signed| signed == name);
        let may_be_unsigned = |name: &str| !name.starts_with("x-amz-") || name == "x-amz-content-sha256";
        let all_signed = headers.keys().all(|name| may_be_unsigned(name.as_str()) || is_signed(name.as_str()));
        if all_signed && is_signed("host") { Ok(()) } else { Err(unsigned_headers()) }
    }
}

/// Returns the only value, or `None` if there is none or more than one.
fn only<'a>(mut values: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let value = values.next()?;
    values.next().is_none().then_some(value)
}

/// Returns the only value or, if there is none, `Some(None)`. Returns `None` if there is more than one.
fn optional<'a>(values: impl Iterator<Item = &'a str>) -> Option<Option<&'a str>> {
    let mut values = values.peekable();
    if values.peek().is_none() { Some(None) } else { only(values).map(Some) }
}

#[cfg(test)]
mod tests;
