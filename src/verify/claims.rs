//! What a URL claims: the parsed parameters of its signature.

use alloc::borrow::Cow;

use time::{Duration, OffsetDateTime};

use super::claimed_signature::ClaimedSignature;
use super::headers::SignedNames;
use super::policy::LONGEST;
use super::rejection::Rejection;
use super::values::{Role, Values};
use crate::credentials::TokenKind;
use crate::sigv4::amz_date::{self, day_of};
use crate::sigv4::escaped::Escaped;
use crate::sigv4::{Algorithm, AmzDate, check_region, check_region_set, check_service};

/// The parameters of a signature, parsed.
pub(super) struct Claims<'a> {
    pub(super) algorithm: Algorithm,
    pub(super) access_key_id: Cow<'a, str>,
    pub(super) region: Region<'a>,
    pub(super) service: Cow<'a, str>,
    pub(super) date: ClaimedDate<'a>,
    /// In seconds.
    pub(super) expires: u32,
    pub(super) token: Option<(TokenKind, Escaped<'a>)>,
    pub(super) names: SignedNames<'a>,
    pub(super) content_sha256: Option<Escaped<'a>>,
    pub(super) signature: ClaimedSignature,
    /// The canonical query, if it is a part of the received one and the path is canonical by the rule of S3.
    pub(super) canonical_query: Option<&'a str>,
}

/// The value of `X-Amz-Date`, and its text, which is signed.
pub(super) struct ClaimedDate<'a> {
    pub(super) time: AmzDate,
    pub(super) text: Cow<'a, str>,
}

impl<'a> ClaimedDate<'a> {
    pub(super) fn parse(text: Cow<'a, str>) -> Option<Self> {
        Some(Self { time: amz_date::parse(&text)?, text })
    }
}

/// Where a signature is valid.
pub(super) enum Region<'a> {
    /// In the region of the scope.
    One(Cow<'a, str>),
    /// In the regions of `X-Amz-Region-Set`, with SigV4A.
    Set(Cow<'a, str>),
}

impl<'a> Claims<'a> {
    pub(super) fn expires_at(&self) -> OffsetDateTime {
        self.date.time.time().saturating_add(Duration::seconds(self.expires.into()))
    }

    pub(super) fn parse(values: &Values<'a>) -> Result<Self, Rejection> {
        let algorithm = parse_algorithm(values.required(Role::Algorithm))?;
        let credential = Credential::parse(algorithm, values.required(Role::Credential));
        let Credential { access_key_id, day, region, service } = credential.ok_or(Rejection::InvalidCredential)?;
        let date = values.required(Role::Date).text().and_then(ClaimedDate::parse);
        let date = date.ok_or(Rejection::InvalidDate)?;
        let date_day = day_of(&date.text);
        if *day != *date_day {
            return Err(Rejection::ScopeDate { scope: day.into(), date: date_day.into() });
        }
        let expires = parse_expires(values.required(Role::Expires))?;
        let names = SignedNames::parse(values.required(Role::SignedHeaders))?;
        let region = match region {
            Some(region) => Region::One(region),
            None => Region::Set(parse_region_set(values.get(Role::RegionSet))?),
        };
        let digits = values.required(Role::Signature).text();
        let signature = digits.and_then(|digits| ClaimedSignature::parse(algorithm, &digits));
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
            algorithm,
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

fn parse_algorithm(algorithm: Escaped<'_>) -> Result<Algorithm, Rejection> {
    // Without the feature `sigv4a`, no key can verify SigV4A.
    let known: &[_] =
        if cfg!(feature = "sigv4a") { &[Algorithm::Sigv4, Algorithm::Sigv4a] } else { &[Algorithm::Sigv4] };
    let found = known.iter().find(|known| algorithm.is(known.as_str()));
    found.copied().ok_or(Rejection::UnknownAlgorithm)
}

/// The value of `X-Amz-Credential`.
struct Credential<'a> {
    /// It may contain slashes.
    access_key_id: Cow<'a, str>,
    day: Cow<'a, str>,
    /// SigV4A has none.
    region: Option<Cow<'a, str>>,
    service: Cow<'a, str>,
}

impl<'a> Credential<'a> {
    fn parse(algorithm: Algorithm, credential: Escaped<'a>) -> Option<Self> {
        let (rest, terminator) = credential.rsplit_once(b'/')?;
        let (rest, service) = rest.rsplit_once(b'/')?;
        let (rest, region) = match algorithm {
            Algorithm::Sigv4 => rest.rsplit_once(b'/').map(|(rest, region)| (rest, Some(region)))?,
            Algorithm::Sigv4a => (rest, None),
        };
        let (access_key_id, day) = rest.rsplit_once(b'/')?;
        let region = match region {
            Some(region) => Some(region.text().filter(|region| check_region(region).is_ok())?),
            None => None,
        };
        let service = service.text().filter(|service| check_service(service).is_ok())?;
        let day = day.text().filter(|day| day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()))?;
        let access_key_id = access_key_id.text().filter(|id| !id.is_empty())?;
        terminator.is("aws4_request").then_some(Self { access_key_id, day, region, service })
    }
}

fn parse_region_set(set: Option<Escaped<'_>>) -> Result<Cow<'_, str>, Rejection> {
    let set = set.ok_or(Rejection::MissingParameter { name: "X-Amz-Region-Set" })?;
    set.text().filter(|set| check_region_set(set).is_ok()).ok_or(Rejection::InvalidRegionSet)
}

fn parse_expires(expires: Escaped<'_>) -> Result<u32, Rejection> {
    let text = expires.text().unwrap_or_default();
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match text.strip_prefix('-') {
        Some(digits) if is_number(digits) => return Err(Rejection::NegativeExpires),
        _ if !is_number(&text) => return Err(Rejection::ExpiresNotANumber),
        _ => {}
    }
    // A number that does not fit in a `u32` is too large as well.
    match text.parse() {
        Ok(seconds) if seconds <= LONGEST => Ok(seconds),
        _ => Err(Rejection::ExpiresTooLong { seconds: LONGEST }),
    }
}
