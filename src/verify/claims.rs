//! What a URL claims: the parameters of its signature, parsed.

use alloc::borrow::Cow;

use time::{Duration, OffsetDateTime};

use super::headers::SignedNames;
use super::policy::LONGEST;
use super::rejection::Rejection;
use super::values::{Role, Values};
use crate::credentials::TokenKind;
use crate::sigv4::amz_date::day_of;
use crate::sigv4::escaped::Escaped;
use crate::sigv4::{Algorithm, AmzDate, check_region, check_service, parse_hash};

/// The parameters of a signature, parsed.
pub(super) struct Claims<'a> {
    pub(super) access_key_id: Cow<'a, str>,
    pub(super) region: Cow<'a, str>,
    pub(super) service: Cow<'a, str>,
    pub(super) date: AmzDate,
    /// In seconds.
    pub(super) expires: u32,
    pub(super) token: Option<(TokenKind, Escaped<'a>)>,
    pub(super) names: SignedNames<'a>,
    pub(super) content_sha256: Option<Escaped<'a>>,
    pub(super) signature: [u8; 32],
    /// The canonical query, if it is a part of the received one and the path is canonical by the rule of S3.
    pub(super) canonical_query: Option<&'a str>,
}

impl<'a> Claims<'a> {
    pub(super) fn expires_at(&self) -> OffsetDateTime {
        self.date.time().saturating_add(Duration::seconds(self.expires.into()))
    }

    pub(super) fn parse(values: &Values<'a>) -> Result<Self, Rejection> {
        if !values.required(Role::Algorithm).is(Algorithm::Sigv4.as_str()) {
            return Err(Rejection::UnknownAlgorithm);
        }
        let (access_key_id, [day, region, service]) = parse_credential(values.required(Role::Credential))?;
        let date = values.required(Role::Date).text().and_then(|date| date.parse().ok());
        let date: AmzDate = date.ok_or(Rejection::InvalidDate)?;
        let date_text = date.text();
        let date_day = day_of(date_text.as_str());
        if *day != *date_day {
            return Err(Rejection::ScopeDate { scope: day.into(), date: date_day.into() });
        }
        let expires = parse_expires(values.required(Role::Expires))?;
        let names = SignedNames::parse(values.required(Role::SignedHeaders))?;
        let signature = values.required(Role::Signature).text().and_then(|digits| parse_hash(&digits));
        let signature = signature.ok_or(Rejection::InvalidSignature)?;
        let (security, session) = (values.get(Role::SecurityToken), values.get(Role::SessionToken));
        let token = match (security, session) {
            (Some(_), Some(_)) => return Err(Rejection::InvalidToken),
            (Some(token), None) => Some((TokenKind::Security, token)),
            (None, Some(token)) => Some((TokenKind::S3Session, token)),
            (None, None) => None,
        };
        let content_sha256 = values.get(Role::ContentSha256);
        let canonical_query = None;
        Ok(Self {
            access_key_id,
            region,
            service,
            date,
            expires,
            token,
            names,
            content_sha256,
            signature,
            canonical_query,
        })
    }
}

/// Returns the access key ID, which may contain slashes, and the day, region and service.
fn parse_credential(credential: Escaped<'_>) -> Result<(Cow<'_, str>, [Cow<'_, str>; 3]), Rejection> {
    let parse = || {
        let (rest, terminator) = credential.rsplit_once(b'/')?;
        let (rest, service) = rest.rsplit_once(b'/')?;
        let (rest, region) = rest.rsplit_once(b'/')?;
        let (key, day) = rest.rsplit_once(b'/')?;
        let (day, region, service) = (day.text()?, region.text()?, service.text()?);
        let is_day = day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit());
        let is_scope = check_region(&region).is_ok() && check_service(&service).is_ok();
        let key = key.text().filter(|key| !key.is_empty())?;
        (terminator.is("aws4_request") && is_day && is_scope).then_some((key, [day, region, service]))
    };
    parse().ok_or(Rejection::InvalidCredential)
}

fn parse_expires(expires: Escaped<'_>) -> Result<u32, Rejection> {
    let text = expires.text().unwrap_or_default();
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match text.strip_prefix('-') {
        Some(digits) if is_number(digits) => return Err(Rejection::NegativeExpires),
        _ if !is_number(&text) => return Err(Rejection::ExpiresNotANumber),
        _ => {}
    }
    // Digits that are no `u32` are a larger number.
    match text.parse() {
        Ok(seconds) if seconds <= LONGEST => Ok(seconds),
        _ => Err(Rejection::ExpiresTooLong { seconds: LONGEST }),
    }
}
