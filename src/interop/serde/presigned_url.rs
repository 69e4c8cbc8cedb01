//! A presigned URL as the response of an API.

use alloc::collections::BTreeSet;
use alloc::string::String;
use core::mem;

use serde_core::de::{Deserialize, Deserializer};
use serde_core::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};
use time::OffsetDateTime;

use super::moment;
use super::object::{Object, Texts};
use super::place::authority_end;
use crate::endpoint::lifetime::{Expires, Lifetime, SIGV4};
use crate::endpoint::url::Schemes;
use crate::method::Method;
use crate::signing::{PresignedUrl, Validity};
use crate::sigv4::reserved_names::{check_header, is_secret_header};
use crate::sigv4::{AmzDate, CanonicalHeaders, HeaderName, HeaderValue, Repeated, check_escapes};

const URL: &str = "url";
const METHOD: &str = "method";
const HEADERS: &str = "headers";
const SIGNED_AT: &str = "signed_at";
const EXPIRES_AT: &str = "expires_at";
const BASE_PATH: &str = "base_path";
const HAS_BODY: &str = "has_body";
pub(super) const IS_SHORTENED: &str = "is_shortened";

/// Serializes a URL for an API response (feature `serde`): `url`, `method`, `headers` (an object of the headers that
/// the client must send, in order), `signed_at` and `expires_at` (RFC 3339, in UTC; null if the URL has no expiry).
///
/// Three fields are rare:
///
/// - `base_path`, if the endpoint has one, for [`with_base_url`](PresignedUrl::with_base_url);
/// - `has_body`, which is false for a PUT, POST or PATCH without a body, such as CopyObject, for
///   [`to_curl`](PresignedUrl::to_curl);
/// - `is_shortened`, which is true if the [credentials expire first](Validity::is_shortened).
///
/// The output includes the signature and the session token, and whoever has it can use the URL: keep it out of logs.
/// The value of a signed header may be a secret as well.
///
/// ```
/// use presign::{Bucket, Credentials};
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let bucket = Bucket::new("photos")?;
/// let upload = bucket.put_object("boat.jpg").content_type("image/jpeg");
/// let json = serde_json::to_value(upload.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?)?;
/// assert_eq!(json["method"], "PUT");
/// assert_eq!(json["headers"]["content-type"], "image/jpeg");
/// assert_eq!(json["expires_at"], "2026-11-23T12:15:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl Serialize for PresignedUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let base_path = self.base_path();
        let lacks_body = has_body_by_default(self.method()) && !self.has_body();
        let is_shortened = self.validity().is_shortened();
        let rare = [!base_path.is_empty(), lacks_body, is_shortened].into_iter().map(usize::from).sum::<usize>();
        let mut json = serializer.serialize_struct("PresignedUrl", 5 + rare)?;
        json.serialize_field(URL, self.as_str())?;
        json.serialize_field(METHOD, self.method().as_str())?;
        json.serialize_field(HEADERS, &Pairs(self.headers()))?;
        json.serialize_field(SIGNED_AT, &moment::<S::Error>(SIGNED_AT, self.signed_at())?)?;
        let expires_at = self.expires_at().map(|at| moment::<S::Error>(EXPIRES_AT, at)).transpose()?;
        json.serialize_field(EXPIRES_AT, &expires_at)?;
        if !base_path.is_empty() {
            json.serialize_field(BASE_PATH, base_path)?;
        }
        if lacks_body {
            json.serialize_field(HAS_BODY, &false)?;
        }
        if is_shortened {
            json.serialize_field(IS_SHORTENED, &true)?;
        }
        json.end()
    }
}

/// Deserializes what [`Serialize`] wrote, for a client in Rust (feature `serde`). Other fields are ignored.
///
/// The URL, the headers and the times must agree. Only the server can tell whether the signature is valid, and for which
/// host: a program that sends the request should check [`as_str`](PresignedUrl::as_str) if it does not trust the sender.
///
/// ```
/// use presign::{Bucket, Credentials, PresignedUrl};
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let bucket = Bucket::new("photos")?;
/// let upload = bucket.put_object("boat.jpg").content_type("image/jpeg");
/// let signed = upload.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
///
/// let arrived: PresignedUrl = serde_json::from_str(&serde_json::to_string(&signed)?)?;
/// assert_eq!(arrived, signed);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// When a required field is missing, repeated or of another type, or when:
///
/// - `url` is not an absolute URL as this crate writes it, or lacks a parameter of the signature or has it twice;
/// - `method` is not one of [`Method`]'s;
/// - a header can't be signed, or `headers` are not those in `X-Amz-SignedHeaders`;
/// - `signed_at` is not the `X-Amz-Date` of the URL;
/// - `expires_at` is before `signed_at` or after `X-Amz-Expires` (for AWS STS, which ignores it, after 15 minutes), or is
///   null although the URL has `X-Amz-Expires`;
/// - `base_path` is not the beginning of the URL's path.
///
/// No error shows a value.
impl<'de> Deserialize<'de> for PresignedUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = &[URL, METHOD, HEADERS, SIGNED_AT, EXPIRES_AT, BASE_PATH, HAS_BODY, IS_SHORTENED];
        let mut object = Object::read_collections("presigned URL", names, deserializer)?;
        let mut url = object.required_text(URL)?;
        let syntax = "is not an absolute URL as it was signed";
        let (place, query) = url.split_once('?').ok_or_else(|| object.error(URL, "has no query"))?;
        let origin = authority_end(place, Schemes::HttpAndWebSocket).ok_or_else(|| object.error(URL, syntax))?;
        let query = Parameters::parse(query).ok_or_else(|| {
            object.error(URL, "has a query that is not encoded, or lacks a valid parameter of the signature")
        })?;
        let base_path = object.text(BASE_PATH)?;
        let base_end = origin + base_path.as_ref().map_or(0, |path| path.len());
        if !is_base_path(base_path.as_ref().map_or("", |path| path.as_str()), &place[origin..]) {
            return Err(object.error(BASE_PATH, "is not the beginning of the URL's path"));
        }

        let method: Method = object
            .required_text(METHOD)?
            .parse()
            .map_err(|_| object.error(METHOD, "is not GET, HEAD, PUT, POST, DELETE, PATCH or OPTIONS"))?;
        let headers = to_headers(&object.required_map(HEADERS)?)
            .ok_or_else(|| object.error(HEADERS, "has a header that is invalid, can't be signed or occurs twice"))?;
        if headers.names_with_host()[1] != query.signed_headers {
            return Err(object.error(HEADERS, "does not have the names in the URL's `X-Amz-SignedHeaders`"));
        }

        let signed_at = object.required_moment(SIGNED_AT)?;
        if signed_at != query.date.time() {
            return Err(object.error(SIGNED_AT, "is not the `X-Amz-Date` of the URL"));
        }
        let outside = "is before `signed_at`, or after the URL expires";
        let expires_at = match object.moment(EXPIRES_AT)? {
            Some(at) => Some(query.expiry(at).ok_or_else(|| object.error(EXPIRES_AT, outside))?),
            None if query.expires.is_none() => None,
            None => return Err(object.error(EXPIRES_AT, "is missing, but the URL has `X-Amz-Expires`")),
        };

        let has_body = object.flag(HAS_BODY)?.unwrap_or(true) && has_body_by_default(method);
        let is_shortened = object.flag(IS_SHORTENED)?.unwrap_or(false);
        let validity = Validity::new(query.date, expires_at).shortened(is_shortened);
        Ok(Self::new(mem::take(&mut *url), base_end, method, has_body, headers.to_sent(), validity))
    }
}

/// Returns whether a client sends a body with the method, unless `has_body` says otherwise.
fn has_body_by_default(method: Method) -> bool {
    matches!(method, Method::Put | Method::Post | Method::Patch)
}

/// Returns whether a path begins with an endpoint's base path, which is empty, or begins with a slash and does not end
/// with one.
fn is_base_path(base: &str, path: &str) -> bool {
    let rest = path.strip_prefix(base);
    let is_whole = base.is_empty() || base.starts_with('/') && !base.ends_with('/');
    is_whole && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What the query says about the signature.
struct Parameters<'a> {
    date: AmzDate,
    /// Percent-encoded.
    signed_headers: &'a str,
    /// Seconds after the date.
    expires: Option<u32>,
    /// How long the service accepts the URL, in seconds. It is longer than `expires` if the service ignores that.
    longest: Option<u32>,
}

impl<'a> Parameters<'a> {
    /// Returns `None` for a query that this crate does not write.
    fn parse(query: &'a str) -> Option<Self> {
        let is_encoded = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%&=".contains(&byte);
        if !query.bytes().all(is_encoded) || check_escapes("query", query).is_err() {
            return None;
        }
        // The inner `Option` is for a parameter that is missing, the outer one for a parameter that occurs twice.
        let only = |name: &str| {
            let mut values = query.split('&').filter_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
            let value = values.next();
            values.next().is_none().then_some(value)
        };
        let signature = only("X-Amz-Signature")??;
        if signature.is_empty() || !signature.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let expires = match only("X-Amz-Expires")? {
            Some(seconds) => Some(seconds.parse().ok().filter(|seconds| (1..=SIGV4.longest).contains(seconds))?),
            None => None,
        };
        let signed_headers = only("X-Amz-SignedHeaders")??;
        let date = only("X-Amz-Date")??.parse().ok()?;
        let service = only("X-Amz-Credential")??.rsplit("%2F").nth(1)?;
        let longest = expires.map(|seconds| match Lifetime::on_aws(service) {
            Lifetime { expires: Expires::Ignored, longest, .. } => *longest.max(&seconds),
            _ => seconds,
        });
        Some(Self { date, signed_headers, expires, longest })
    }

    /// Returns the time at which the URL expires, if the URL can expire then.
    fn expiry(&self, at: OffsetDateTime) -> Option<AmzDate> {
        let (at, last) = (AmzDate::new(at).ok()?, self.longest.map(|seconds| self.date.after(seconds)));
        let is_in_time = last.is_none_or(|last| last.is_some_and(|last| at <= last));
        (self.date <= at && is_in_time).then_some(at)
    }
}

/// Returns the headers, or `None` if one is invalid, can't be signed or occurs twice.
fn to_headers(pairs: &Texts) -> Option<CanonicalHeaders> {
    let (mut headers, mut names) = (CanonicalHeaders::new(), BTreeSet::new());
    for (name, value) in pairs {
        check_header(name).ok()?;
        let name = HeaderName::parse(name).ok()?;
        let value = HeaderValue::parse(&name, value).ok().filter(HeaderValue::is_ascii)?;
        if !names.insert(String::from(name.as_str())) {
            return None;
        }
        headers.add(&name, &value, Repeated::IsReplaced, is_secret_header(name.as_str()));
    }
    Some(headers.in_order().into_owned())
}

/// Serializes names and values as an object. Each name occurs once.
pub(super) struct Pairs<I>(pub(super) I);

impl<'a, I: Iterator<Item = (&'a str, &'a str)> + Clone> Serialize for Pairs<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = serializer.serialize_map(Some(self.0.clone().count()))?;
        for (name, value) in self.0.clone() {
            json.serialize_entry(name, value)?;
        }
        json.end()
    }
}
