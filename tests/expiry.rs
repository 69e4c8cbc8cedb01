//! A URL says honestly when it stops working.

use std::time::Duration;

use presign::{Bucket, Credentials, Method, PresignedUrl, Service};
use time::OffsetDateTime;
use time::macros::datetime;

const NOW: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);

fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
}

fn signed(credentials: &Credentials, at: OffsetDateTime, expires_in: Duration) -> PresignedUrl {
    let bucket = Bucket::new("photos").unwrap();
    bucket.get_object("boat.jpg").expires_in(expires_in).sign_at(credentials, at).unwrap()
}

fn seconds_in(url: &PresignedUrl) -> Option<u64> {
    let (_, rest) = url.as_str().split_once("X-Amz-Expires=")?;
    rest.split('&').next()?.parse().ok()
}

#[test]
fn fifteen_minutes_until_told_otherwise() {
    let bucket = Bucket::new("photos").unwrap();
    let url = bucket.get_object("boat.jpg").sign_at(&credentials(), NOW).unwrap();
    assert_eq!(seconds_in(&url), Some(900));
    assert_eq!((url.signed_at(), url.expires_at()), (NOW, Some(datetime!(2026-11-23 12:15 UTC))));
    assert_eq!((url.validity().signed_at(), url.validity().expires_at()), (url.signed_at(), url.expires_at()));
}

#[test]
fn the_signing_time_is_in_utc_and_whole_seconds() {
    let url = signed(&credentials(), datetime!(2026-11-24 01:30:15.999 +13:30), Duration::from_millis(1_999));
    assert_eq!(url.signed_at(), datetime!(2026-11-23 12:00:15 UTC));
    assert_eq!(url.expires_at(), Some(datetime!(2026-11-23 12:00:16 UTC)));
    assert!(
        url.as_str()
            .contains("%2F20261123%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20261123T120015Z&X-Amz-Expires=1&")
    );
}

#[test]
fn credentials_that_end_first_shorten_the_url() {
    let hour = Duration::from_secs(3600);
    let ending = |at| credentials().with_expiry(at);
    for (ends, expected) in [
        (datetime!(2026-11-23 12:00:01 UTC), 1),
        (datetime!(2026-11-23 12:30 UTC), 1800),
        (datetime!(2026-11-23 12:30:00.9 UTC), 1800),
        (datetime!(2026-11-23 14:30 +02:00), 1800),
        (datetime!(2026-11-23 13:00 UTC), 3600),
        (datetime!(2026-11-23 13:00:01 UTC), 3600),
        (datetime!(9999-12-31 23:59:59 UTC), 3600),
    ] {
        let url = signed(&ending(ends), NOW, hour);
        assert_eq!(seconds_in(&url), Some(expected), "{ends}");
        assert_eq!(url.expires_at(), Some(NOW + Duration::from_secs(expected)), "{ends}");
    }
}

#[test]
fn seven_days_are_the_most() {
    let url = signed(&credentials(), NOW, Duration::from_secs(604_800));
    assert_eq!(url.expires_at(), Some(datetime!(2026-11-30 12:00 UTC)));
}

#[test]
fn a_url_without_expiry_ends_with_its_credentials() {
    let iot = Service::new("iotdevicegateway", "us-east-1", "wss://example-ats.iot.us-east-1.amazonaws.com").unwrap();
    let request = iot.request(Method::Get, "/mqtt").without_expiry();
    let url = request.sign_at(&credentials(), NOW).unwrap();
    assert_eq!((seconds_in(&url), url.expires_at()), (None, None));

    let ends = datetime!(2026-11-23 14:00:00.7 +01:00);
    let url = request.sign_at(&credentials().with_expiry(ends), NOW).unwrap();
    assert_eq!((seconds_in(&url), url.expires_at()), (None, Some(datetime!(2026-11-23 13:00 UTC))));
}
