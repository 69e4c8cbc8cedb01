//! What S3 checks before it looks at a signature, and s3s does not.
//!
//! The gate stands in front of s3s rather than in its access hook, because s3s calls the hook only once the
//! signature has proved right: a URL with `X-Amz-Expires=604801` would be a `SignatureDoesNotMatch` there.

use std::sync::Arc;

use hyper::header::HeaderMap;
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use crate::claim::{Carrier, Claim, two_claims};
use crate::post_form::PostForm;
use crate::refusal::Refusal;
use crate::users::{TokenCheck, Users};

/// How far the clock of a signer may be ahead of the server's.
const MAX_CLOCK_SKEW: Duration = Duration::minutes(15);

/// Left in the request for the access hook: the gate knows this access key, and its token is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Admitted {
    pub(crate) access_key_id: String,
}

/// The server's side of the checks.
pub(crate) struct Gate {
    pub(crate) region: String,
    pub(crate) users: Arc<Users>,
}

impl Gate {
    /// Lets a request pass, with the identity that it claims or anonymously.
    ///
    /// # Errors
    ///
    /// S3's answer to a claim that no signature could make good. The first check that fails decides.
    pub(crate) fn admit(
        &self,
        query: &str,
        headers: &HeaderMap,
        now: OffsetDateTime,
    ) -> Result<Option<Admitted>, Refusal> {
        let Some(claim) = Claim::read(query, headers)? else {
            return Ok(None);
        };
        let admitted = self.check(&claim, now)?;
        check_signed_headers(&claim.signed_headers, headers)?;
        Ok(Some(admitted))
    }

    /// The same for a form, whose claim stands in its fields and must stand nowhere else.
    ///
    /// # Errors
    ///
    /// As for [`admit`](Self::admit).
    pub(crate) fn admit_form(
        &self,
        form: &PostForm,
        query: &str,
        headers: &HeaderMap,
        now: OffsetDateTime,
    ) -> Result<Option<Admitted>, Refusal> {
        if Claim::read(query, headers)?.is_some() {
            return Err(two_claims());
        }
        Claim::of_form(form)?.map(|claim| self.check(&claim, now)).transpose()
    }

    fn check(&self, claim: &Claim, now: OffsetDateTime) -> Result<Admitted, Refusal> {
        self.check_scope(claim)?;
        match claim.carrier {
            Carrier::Query { signed_at, expires } => check_times(signed_at, expires, now)?,
            Carrier::Header { signed_at } => signed_at.map_or(Ok(()), |signed_at| check_skew(signed_at, now))?,
            // How long a form is good for, its policy says.
            Carrier::Form { signed_at } => check_not_early(signed_at, now)?,
        }
        self.check_identity(claim)?;
        Ok(Admitted { access_key_id: claim.access_key_id.clone() })
    }

    fn check_scope(&self, claim: &Claim) -> Result<(), Refusal> {
        let (code, subject) = match claim.carrier {
            Carrier::Query { .. } => {
                ("AuthorizationQueryParametersError", "Error parsing the X-Amz-Credential parameter")
            }
            Carrier::Header { .. } => ("AuthorizationHeaderMalformed", "The authorization header is malformed"),
            Carrier::Form { .. } => ("InvalidArgument", "Error parsing the x-amz-credential field"),
        };
        if claim.region != self.region {
            let message = format!("{subject}; the region '{}' is wrong; expecting '{}'", claim.region, self.region);
            return Err(Refusal::bad_request(code, message).detail("Region", &*self.region));
        }
        if claim.service != "s3" {
            let message =
                format!("{subject}; incorrect service \"{}\". This endpoint belongs to \"s3\".", claim.service);
            return Err(Refusal::bad_request(code, message));
        }
        Ok(())
    }

    fn check_identity(&self, claim: &Claim) -> Result<(), Refusal> {
        let unknown = || {
            Refusal::forbidden(
                "InvalidAccessKeyId",
                "The AWS Access Key Id you provided does not exist in our records.",
            )
            .detail("AWSAccessKeyId", &*claim.access_key_id)
        };
        let user = self.users.get(&claim.access_key_id).ok_or_else(unknown)?;
        match user.check_token(claim.session_token.as_deref()) {
            TokenCheck::Right => Ok(()),
            // A temporary key is in no records by itself.
            TokenCheck::Missing => Err(unknown()),
            TokenCheck::Wrong => {
                Err(Refusal::bad_request("InvalidToken", "The provided token is malformed or otherwise invalid."))
            }
        }
    }
}

fn check_times(signed_at: OffsetDateTime, expires: Duration, now: OffsetDateTime) -> Result<(), Refusal> {
    check_not_early(signed_at, now)?;
    let age = now - signed_at;
    if age < expires {
        return Ok(());
    }
    let mut refusal =
        Refusal::access_denied("Request has expired").detail("X-Amz-Expires", expires.whole_seconds().to_string());
    if let Some(end) = signed_at.checked_add(expires) {
        refusal = refusal.detail("Expires", rfc3339(end));
    }
    Err(refusal.detail("ServerTime", rfc3339(now)))
}

fn check_not_early(signed_at: OffsetDateTime, now: OffsetDateTime) -> Result<(), Refusal> {
    if signed_at - now > MAX_CLOCK_SKEW {
        return Err(Refusal::access_denied("Request is not valid yet").detail("ServerTime", rfc3339(now)));
    }
    Ok(())
}

/// A signature in the `Authorization` header is made for one request, and has no life to speak of.
fn check_skew(signed_at: OffsetDateTime, now: OffsetDateTime) -> Result<(), Refusal> {
    if (now - signed_at).abs() > MAX_CLOCK_SKEW {
        let message = "The difference between the request time and the current time is too large.";
        return Err(Refusal::forbidden("RequestTimeTooSkewed", message).detail("ServerTime", rfc3339(now)));
    }
    Ok(())
}

/// Anyone who holds a URL could add an unsigned `x-amz-*` header, and such headers change what a request does:
/// `x-amz-copy-source` turns an upload into a copy, `x-amz-acl` publishes the object.
fn check_signed_headers(signed: &[String], headers: &HeaderMap) -> Result<(), Refusal> {
    let is_signed = |name: &str| signed.iter().any(|s| s == name);
    let must_be_signed = |name: &str| name.starts_with("x-amz-") && name != "x-amz-content-sha256";
    let host = (!is_signed("host")).then_some("host");
    let unsigned: Vec<&str> = headers
        .keys()
        .map(|name| name.as_str())
        .filter(|name| must_be_signed(name) && !is_signed(name))
        .chain(host)
        .collect();
    if unsigned.is_empty() {
        return Ok(());
    }
    let message = "There were headers present in the request which were not signed";
    Err(Refusal::access_denied(message).detail("HeadersNotSigned", unsigned.join(", ")))
}

/// In whole seconds, as S3 writes times in its errors.
fn rfc3339(time: OffsetDateTime) -> String {
    let whole = time.replace_nanosecond(0).unwrap_or(time);
    whole.format(&Rfc3339).unwrap_or_default()
}

#[cfg(test)]
mod tests;
