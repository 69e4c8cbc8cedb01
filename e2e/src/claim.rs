//! What a request says about its own signature, in its query, its `Authorization` header or the fields of a form:
//! well formed, not yet believed.

use hyper::header::{AUTHORIZATION, HeaderMap};
use percent_encoding::percent_decode_str;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Duration, OffsetDateTime, PrimitiveDateTime};

use crate::refusal::Refusal;

mod form;

/// Seven days in seconds, the longest life of a presigned URL.
const MAX_EXPIRES: u32 = 604_800;

const AMZ_DATE: &[BorrowedFormatItem<'_>] =
    format_description!(version = 2, "[year][month][day]T[hour][minute][second]Z");

/// The parameters without which a presigned URL is none. `X-Amz-Security-Token` is the one that may be missing.
const REQUIRED: [&str; 6] =
    ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature"];
const TOKEN: &str = "X-Amz-Security-Token";
const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// Who says to have signed, for where, and which headers the signature covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) carrier: Carrier,
    pub(crate) access_key_id: String,
    pub(crate) region: String,
    pub(crate) service: String,
    pub(crate) session_token: Option<String>,
    pub(crate) signed_headers: Vec<String>,
}

/// Where the signature stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carrier {
    /// In the `Authorization` header, with the `x-amz-date` that goes with it.
    Header { signed_at: Option<OffsetDateTime> },
    /// In the fields of a form.
    Form { signed_at: OffsetDateTime },
    /// In the query, with the life that the URL was given.
    Query { signed_at: OffsetDateTime, expires: Duration },
}

impl Claim {
    /// Reads the claim of a request, `None` if it is anonymous.
    ///
    /// # Errors
    ///
    /// Everything that makes S3 answer before it looks at the signature: two claims at once, Signature Version 2,
    /// a parameter that is missing, repeated or malformed.
    pub(crate) fn read(query: &str, headers: &HeaderMap) -> Result<Option<Self>, Refusal> {
        let parameters = decode_query(query)?;
        let is = |wanted: &str| parameters.iter().any(|(name, _)| name.eq_ignore_ascii_case(wanted));
        let in_query = REQUIRED.iter().any(|name| is(name));
        let version_2 = is("Signature") && is("AWSAccessKeyId");
        let authorization = headers.get(AUTHORIZATION);

        match (authorization, in_query || version_2) {
            (Some(_), true) => Err(two_claims()),
            (None, true) if version_2 => Err(version_2_refused()),
            (None, true) => from_query(&parameters).map(Some),
            (Some(value), false) => {
                let value = value.to_str().map_err(|_| header_malformed("the header is not visible ASCII"))?;
                from_header(value, headers).map(Some)
            }
            (None, false) => Ok(None),
        }
    }
}

fn from_query(parameters: &[(String, String)]) -> Result<Claim, Refusal> {
    let mut values = [None; REQUIRED.len()];
    let mut session_token = None;
    for (name, value) in parameters {
        let slot = if name.eq_ignore_ascii_case(TOKEN) {
            &mut session_token
        } else if let Some(i) = REQUIRED.iter().position(|r| name.eq_ignore_ascii_case(r)) {
            &mut values[i]
        } else {
            continue;
        };
        let exact = name == TOKEN || REQUIRED.contains(&name.as_str());
        if !exact || slot.replace(value.as_str()).is_some() {
            return Err(malformed(format!("The parameter {name} is repeated or misspelt.")));
        }
    }
    let [Some(algorithm), Some(credential), Some(date), Some(expires), Some(signed_headers), Some(signature)] = values
    else {
        return Err(malformed(
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, \
             X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
        ));
    };

    if algorithm != ALGORITHM {
        return Err(malformed(format!("X-Amz-Algorithm only supports {ALGORITHM}")));
    }
    let Some([access_key_id, scope_date, region, service]) = split_credential(credential) else {
        return Err(malformed(
            "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; \
             expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".",
        ));
    };
    let signed_at = parse_amz_date(date)
        .ok_or_else(|| malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""))?;
    if date.get(..8) != Some(scope_date) {
        return Err(malformed(format!(
            "Error parsing the X-Amz-Credential parameter; the date \"{scope_date}\" is not that of X-Amz-Date."
        )));
    }
    let expires = parse_expires(expires)?;
    let signed_headers = parse_signed_headers(signed_headers)
        .ok_or_else(|| malformed("X-Amz-SignedHeaders must be lower-case names, sorted, each once"))?;
    if !is_signature(signature) {
        return Err(malformed("X-Amz-Signature must be 64 lower-case hexadecimal digits"));
    }

    Ok(Claim {
        carrier: Carrier::Query { signed_at, expires },
        access_key_id: access_key_id.to_owned(),
        region: region.to_owned(),
        service: service.to_owned(),
        session_token: session_token.map(str::to_owned),
        signed_headers,
    })
}

fn from_header(authorization: &str, headers: &HeaderMap) -> Result<Claim, Refusal> {
    let Some((ALGORITHM, fields)) = authorization.split_once(' ') else {
        return Err(version_2_refused());
    };
    let field = |wanted: &str| {
        fields
            .split(',')
            .filter_map(|field| field.trim().split_once('='))
            .find_map(|(name, value)| (name == wanted).then_some(value))
    };
    let [access_key_id, _, region, service] = field("Credential")
        .and_then(split_credential)
        .ok_or_else(|| header_malformed("the Credential is mal-formed"))?;
    let signed_headers = field("SignedHeaders")
        .and_then(parse_signed_headers)
        .ok_or_else(|| header_malformed("the SignedHeaders are mal-formed"))?;
    let session_token =
        headers.get("x-amz-security-token").map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());

    let signed_at = headers.get("x-amz-date").and_then(|value| parse_amz_date(value.to_str().ok()?));

    Ok(Claim {
        carrier: Carrier::Header { signed_at },
        access_key_id: access_key_id.to_owned(),
        region: region.to_owned(),
        service: service.to_owned(),
        session_token,
        signed_headers,
    })
}

/// `key/date/region/service/aws4_request` without its last part, which is always the same.
fn split_credential(credential: &str) -> Option<[&str; 4]> {
    let mut parts = credential.split('/');
    let known = [parts.next()?, parts.next()?, parts.next()?, parts.next()?];
    let complete = parts.next() == Some("aws4_request") && parts.next().is_none();
    (complete && known.iter().all(|part| !part.is_empty())).then_some(known)
}

fn is_signature(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn parse_amz_date(text: &str) -> Option<OffsetDateTime> {
    // A sign in front of the year is fine for `time`, and not for S3.
    let digits = text.len() == 16 && text.bytes().all(|b| b.is_ascii_digit() || b == b'T' || b == b'Z');
    digits.then_some(())?;
    PrimitiveDateTime::parse(text, AMZ_DATE).ok().map(PrimitiveDateTime::assume_utc)
}

fn parse_expires(text: &str) -> Result<Duration, Refusal> {
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if text.strip_prefix('-').is_some_and(is_number) {
        return Err(malformed("X-Amz-Expires must be non-negative"));
    }
    if !is_number(text) {
        return Err(malformed("X-Amz-Expires should be a number"));
    }
    match text.parse::<u32>() {
        Ok(seconds) if seconds <= MAX_EXPIRES => Ok(Duration::seconds(seconds.into())),
        _ => Err(malformed(format!(
            "X-Amz-Expires must be less than a week (in seconds); \
             that is, the given X-Amz-Expires must be less than {MAX_EXPIRES} seconds"
        ))),
    }
}

fn parse_signed_headers(list: &str) -> Option<Vec<String>> {
    let names: Vec<String> = list.split(';').map(str::to_owned).collect();
    let lower_case = names.iter().all(|name| !name.is_empty() && !name.bytes().any(|b| b.is_ascii_uppercase()));
    (lower_case && names.is_sorted_by(|a, b| a < b)).then_some(names)
}

/// Splits and decodes a query as S3 does: `+` is a space, a bare name has the empty value.
fn decode_query(query: &str) -> Result<Vec<(String, String)>, Refusal> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(name)?, decode(value)?))
        })
        .collect()
}

fn decode(text: &str) -> Result<String, Refusal> {
    let refusal = || Refusal::bad_request("InvalidURI", "Couldn't parse the specified URI.");
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        rest = &rest[at + 1..];
        let escape = rest.as_bytes().get(..2).ok_or_else(refusal)?;
        if !escape.iter().all(u8::is_ascii_hexdigit) {
            return Err(refusal());
        }
    }
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().map_err(|_| refusal())?;
    Ok(decoded.into_owned())
}

fn malformed(message: impl Into<String>) -> Refusal {
    Refusal::bad_request("AuthorizationQueryParametersError", message)
}

fn header_malformed(what: &str) -> Refusal {
    Refusal::bad_request("AuthorizationHeaderMalformed", format!("The authorization header is malformed; {what}."))
}

/// The refusal of a request that claims to be signed in two ways.
pub(crate) fn two_claims() -> Refusal {
    Refusal::bad_request(
        "InvalidArgument",
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, \
         Signature query string parameter or the Authorization header should be specified",
    )
    .detail("ArgumentName", "Authorization")
}

fn version_2_refused() -> Refusal {
    Refusal::bad_request(
        "InvalidRequest",
        "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    )
}

#[cfg(test)]
mod tests;
