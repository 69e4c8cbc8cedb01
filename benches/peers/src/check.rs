//! That a URL is right: presign, given what the URL says about itself, comes to the same one.

use presign::s3::Addressing;
use presign::{Bucket, Credentials};
use presign_peers::Settings;
use presign_peers::peers::Time;
use time::{Date, Month, OffsetDateTime};

/// What presign adds to each query by itself.
const STANDARD: [&str; 7] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
];

/// Compares byte for byte, the signature among the rest, but for the order of the query, which S3 leaves open.
///
/// # Panics
///
/// Where the two differ.
pub fn check(url: &str, key: &str, time: Time, settings: &Settings) {
    let (origin, pairs) = take_apart(url, key);
    let value = |name: &str| pairs.iter().find(|(given, _)| *given == name).map(|(_, value)| *value);
    let signed_at = parse_date(value("X-Amz-Date").expect("a date"));
    assert!(time != Time::Fixed || signed_at == OffsetDateTime::from(settings.now), "signed at {signed_at}");

    let mut credentials = Credentials::new(settings.access_key_id, settings.secret_access_key);
    if let Some(token) = &settings.session_token {
        credentials = credentials.with_session_token(token);
    }
    // rust-s3 writes the region's host in another way.
    let bucket =
        Bucket::builder(settings.bucket).region(settings.region).endpoint(origin).addressing(Addressing::Cname);
    let bucket = bucket.build().expect("a valid origin");
    let mut request = bucket.get_object(key).expires_in(settings.expires_in);
    // The SDK names the operation.
    for (name, value) in pairs.iter().filter(|(name, _)| !STANDARD.contains(name)) {
        request = request.query(*name, *value);
    }
    let own = request.sign_at(&credentials, signed_at).expect("a key that can be signed");
    assert_eq!((origin, &pairs), (take_apart(own.as_str(), key).0, &take_apart(own.as_str(), key).1));
}

/// The origin, and the sorted query.
fn take_apart<'u>(url: &'u str, key: &str) -> (&'u str, Vec<(&'u str, &'u str)>) {
    let (location, query) = url.split_once('?').expect("a query");
    let origin = location.strip_suffix(key).and_then(|start| start.strip_suffix('/')).expect("the key, as it is");
    let mut pairs: Vec<_> = query.split('&').map(|pair| pair.split_once('=').expect("a value")).collect();
    pairs.sort_unstable();
    (origin, pairs)
}

/// From YYYYMMDD'T'HHMMSS'Z'.
fn parse_date(text: &str) -> OffsetDateTime {
    let number = |at: std::ops::Range<usize>| text[at].parse::<u8>().expect("digits");
    let year = text[..4].parse().expect("digits");
    let month = Month::try_from(number(4..6)).expect("a month");
    let date = Date::from_calendar_date(year, month, number(6..8)).expect("a date");
    date.with_hms(number(9..11), number(11..13), number(13..15)).expect("a time").assume_utc()
}
