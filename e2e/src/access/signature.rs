//! The checks of a signature in a header or a form that s3s does not make: region, service, signing times in the future,
//! session token, and unsigned headers. Of a presigned URL, `presign::verify` has checked all of that.
//!
//! When the access hook runs, s3s has already verified the signature and the policy of a form. It tells the hook only
//! the access key, so the rest is read from the request again. If the signature cannot be read, the result is `None` and
//! the hook denies the request.

use hyper::header::HeaderMap;
use s3s::{S3Error, S3ErrorCode, S3Result, s3_error};
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Duration, OffsetDateTime, PrimitiveDateTime};

use crate::post_form::PostForm;
use crate::users::{TokenCheck, User};

/// How far the signer's clock may be ahead of the server's. A signature in a header also expires after this time.
const MAX_CLOCK_SKEW: Duration = Duration::minutes(15);

const AMZ_DATE: &[BorrowedFormatItem<'_>] =
    format_description!(version = 2, "[year][month][day]T[hour][minute][second]Z");

/// A SigV4 signature: who signed, when, for which scope, and which headers. The hexadecimal digits are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signature {
    pub(super) access_key_id: String,
    carrier: Carrier,
    region: String,
    service: String,
    signed_at: OffsetDateTime,
    session_token: Option<String>,
    /// Names in lower case. The signature of a form covers no headers.
    signed_headers: Vec<String>,
}

/// The part of the request that contains the signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carrier {
    Header,
    Form,
}

impl Signature {
    /// Reads the signature in the fields of a form.
    pub(crate) fn in_form(form: &PostForm) -> Option<Self> {
        // Without this field, s3s looks for Signature Version 2.
        form.field("x-amz-signature")?;
        let (credential, date) = (form.field("x-amz-credential")?, form.field("x-amz-date")?);
        Self::new(Carrier::Form, credential, date, form.field("x-amz-security-token"), "")
    }

    /// Reads the signature in the header `Authorization`.
    pub(super) fn in_header(headers: &HeaderMap) -> Option<Self> {
        // A value that is not visible ASCII becomes one that no credential, date or token equals.
        let values =
            |name: &'static str| headers.get_all(name).iter().map(|value| value.to_str().unwrap_or("\u{fffd}"));
        let authorization = only(values("authorization"))?.strip_prefix("AWS4-HMAC-SHA256 ")?;
        let [credential, signed_headers, _] = authorization.split(',').map(str::trim).collect::<Vec<_>>()[..] else {
            return None;
        };
        let (credential, signed_headers) =
            (credential.strip_prefix("Credential=")?, signed_headers.strip_prefix("SignedHeaders=")?);
        let token = optional(values("x-amz-security-token"))?;
        Self::new(Carrier::Header, credential, only(values("x-amz-date"))?, token, signed_headers)
    }

    fn new(
        carrier: Carrier,
        credential: &str,
        date: &str,
        session_token: Option<&str>,
        signed_headers: &str,
    ) -> Option<Self> {
        let [access_key_id, _, region, service, "aws4_request"] = credential.split('/').collect::<Vec<_>>()[..] else {
            return None;
        };
        Some(Self {
            access_key_id: access_key_id.to_owned(),
            carrier,
            region: region.to_owned(),
            service: service.to_owned(),
            signed_at: PrimitiveDateTime::parse(date, AMZ_DATE).ok()?.assume_utc(),
            session_token: session_token.map(str::to_owned),
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
        self.check_times(now)?;
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
        if self.region != region {
            return Err(self.invalid(format!("the region '{}' is wrong; expecting '{region}'", self.region)));
        }
        // s3s also accepts signatures for `sts`.
        if self.service != "s3" {
            return Err(self.invalid(format!("incorrect service \"{}\"", self.service)));
        }
        Ok(())
    }

    fn check_times(&self, now: OffsetDateTime) -> S3Result<()> {
        match self.carrier {
            Carrier::Header if (now - self.signed_at).abs() > MAX_CLOCK_SKEW => Err(s3_error!(
                RequestTimeTooSkewed,
                "The difference between the request time and the current time is too large."
            )),
            _ if self.signed_at - now > MAX_CLOCK_SKEW => Err(s3_error!(AccessDenied, "Request is not valid yet")),
            _ => Ok(()),
        }
    }

    /// Checks that `host` and all `x-amz-*` headers are signed. Anyone who has a URL can add headers, and s3s obeys
    /// them even if they are unsigned: `x-amz-copy-source` turns an upload into a copy.
    fn check_signed_headers(&self, headers: &HeaderMap) -> S3Result<()> {
        let is_signed = |name: &str| self.signed_headers.iter().any(|signed| signed == name);
        let may_be_unsigned = |name: &str| !name.starts_with("x-amz-") || name == "x-amz-content-sha256";
        let all_signed = headers.keys().all(|name| may_be_unsigned(name.as_str()) || is_signed(name.as_str()));
        if all_signed && (self.carrier == Carrier::Form || is_signed("host")) {
            return Ok(());
        }
        Err(s3_error!(AccessDenied, "There were headers present in the request which were not signed"))
    }

    /// Returns the error for an invalid part of the signature. The code depends on the carrier.
    fn invalid(&self, message: String) -> S3Error {
        let code = match self.carrier {
            Carrier::Header => S3ErrorCode::AuthorizationHeaderMalformed,
            Carrier::Form => S3ErrorCode::InvalidArgument,
        };
        S3Error::with_message(code, message)
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
