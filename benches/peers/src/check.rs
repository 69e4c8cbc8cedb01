//! Checks that a URL is correct: presign must create the same URL from the same time and parameters.

use presign::s3::Addressing;
use presign::{Bucket, Credentials};
use presign_peers::Settings;
use presign_peers::peers::Time;
use time::{Date, Month, OffsetDateTime};

/// The parameters that presign adds to every query.
const STANDARD: [&str; 7] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
];

/// Checks a URL byte for byte, including the signature. Only the order of the query may differ, since S3 accepts any.
///
/// # Panics
///
/// When the URLs differ.
pub fn check(url: &str, key: &str, time: Time, settings: &Settings) {
    let (origin, pairs) = take_apart(url, key);
    let value = |name: &str| pairs.iter().find(|(given, _)| *given == name).map(|(_, value)| *value);
    let signed_at = parse_date(value("X-Amz-Date").expect("a date"));
    assert!(time != Time::Fixed || signed_at == OffsetDateTime::from(settings.now), "signed at {signed_at}");

    let mut credentials = Credentials::new(settings.access_key_id, settings.secret_access_key);
    if let Some(token) = &settings.session_token {
        credentials = credentials.with_session_token(token);
    }
    // Use the origin of the URL: rust-s3 has another form of host name.
    let bucket =
        Bucket::builder(settings.bucket).region(settings.region).endpoint(origin).addressing(Addressing::Cname);
    let bucket = bucket.build().expect("a valid origin");
    let mut request = bucket.get_object(key).expires_in(settings.expires_in);
    // The SDK adds a parameter with the name of the operation.
    for (name, value) in pairs.iter().filter(|(name, _)| !STANDARD.contains(name)) {
        request = request.query(*name, *value);
    }
    let own = request.sign_at(&credentials, signed_at).expect("a valid key");
    assert_eq!((origin, &pairs), (take_apart(own.as_str(), key).0, &take_apart(own.as_str(), key).1));
}

/// Returns the origin and the sorted query parameters.
fn take_apart<'u>(url: &'u str, key: &str) -> (&'u str, Vec<(&'u str, &'u str)>) {
    let (location, query) = url.split_once('?').expect("a query");
    let origin = location.strip_suffix(key).and_then(|start| start.strip_suffix('/')).expect("the key, unencoded");
    let mut pairs: Vec<_> = query.split('&').map(|pair| pair.split_once('=').expect("a value")).collect();
    pairs.sort_unstable();
    (origin, pairs)
}

/// Parses `YYYYMMDD'T'HHMMSS'Z'`.
fn parse_date(text: &str) -> OffsetDateTime {
    let number = |at: std::ops::Range<usize>| text[at].parse::<u8>().expect("digits");
    let year = text[..4].parse().expect("digits");
    let month = Month::try_from(number(4..6)).expect("a month");
    let date = Date::from_calendar_date(year, month, number(6..8)).expect("a date");
    date.with_hms(number(9..11), number(11..13), number(13..15)).expect("a time").assume_utc()
}
