//! What the parameters of a signature claim, as far as they can be read.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use time::{Duration, OffsetDateTime};

use super::url::Url;
use crate::credentials::TokenKind;
use crate::sigv4::{Algorithm, AmzDate};

/// What the parameters of a signature claim. A parameter that is missing or malformed is `None`.
pub(super) struct Claims {
    pub(super) algorithm: Option<Algorithm>,
    pub(super) credential: Option<Credential>,
    pub(super) date: Option<AmzDate>,
    /// In seconds. It may be out of range.
    pub(super) expires: Option<u64>,
    /// In the order of the parameter.
    pub(super) signed_headers: Option<Vec<String>>,
    /// The kind of the session token, if there is one.
    pub(super) token: Option<TokenKind>,
}

/// The parts of `X-Amz-Credential`.
pub(super) struct Credential {
    pub(super) access_key_id: String,
    /// Eight digits if it is right.
    pub(super) day: String,
    /// Empty for SigV4A.
    pub(super) region: String,
    pub(super) service: String,
}

impl Claims {
    pub(super) fn of(url: &Url<'_>) -> Self {
        let algorithm = match url.value("X-Amz-Algorithm").as_deref() {
            Some("AWS4-HMAC-SHA256") => Some(Algorithm::Sigv4),
            Some("AWS4-ECDSA-P256-SHA256") => Some(Algorithm::Sigv4a),
            _ => None,
        };
        let names = |names: &str| names.split(';').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let has = |name| url.parameter(name).is_some();
        Self {
            algorithm,
            credential: url.value("X-Amz-Credential").and_then(|text| Credential::parse(&text)),
            date: url.value("X-Amz-Date").and_then(|text| text.parse().ok()),
            expires: url.value("X-Amz-Expires").and_then(|text| text.parse().ok()),
            signed_headers: url.value("X-Amz-SignedHeaders").map(|text| names(&text)),
            token: match (has("X-Amz-Security-Token"), has("X-Amz-S3session-Token")) {
                (true, _) => Some(TokenKind::Security),
                (_, true) => Some(TokenKind::S3Session),
                _ => None,
            },
        }
    }

    pub(super) fn signed_at(&self) -> Option<OffsetDateTime> {
        self.date.map(AmzDate::time)
    }

    /// Returns when the URL expires, if that is within the years that exist.
    pub(super) fn expires_at(&self) -> Option<OffsetDateTime> {
        let seconds = i64::try_from(self.expires?).ok()?;
        self.signed_at()?.checked_add(Duration::seconds(seconds))
    }

    pub(super) fn service(&self) -> Option<&str> {
        self.credential.as_ref().map(|credential| &*credential.service)
    }

    /// Returns whether the URL is one of S3, whose paths are not normalized and whose bodies are not signed.
    pub(super) fn is_s3(&self) -> bool {
        matches!(self.service(), Some("s3" | "s3express" | "s3-outposts" | "s3-object-lambda"))
    }

    pub(super) fn signs(&self, header: &str) -> bool {
        self.signed_headers.iter().flatten().any(|name| name.eq_ignore_ascii_case(header))
    }
}

impl Credential {
    /// Parses `key/day/region/service/aws4_request`, or without the region. The key may contain slashes.
    fn parse(text: &str) -> Option<Self> {
        let mut parts: Vec<_> = text.rsplit('/').collect();
        let is_day = |part: &str| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_digit());
        let [end, service, third, rest @ ..] = &*parts else { return None };
        if *end != "aws4_request" {
            return None;
        }
        let (service, region, day) = match rest {
            [_, ..] if is_day(third) && !rest.first().is_some_and(|part| is_day(part)) => (*service, "", *third),
            [day, _, ..] => (*service, *third, *day),
            _ => return None,
        };
        let used = if region.is_empty() { 3 } else { 4 };
        let (service, region, day) = (service.to_owned(), region.to_owned(), day.to_owned());
        let mut key = parts.split_off(used);
        key.reverse();
        Some(Self { access_key_id: key.join("/"), day, region, service })
    }
}
