//! Expiries, signing times and dates as text.

use std::time::Duration;

use presign::sigv4::{AmzDate, Scope};
use presign::{Bucket, ErrorKind, Method, Service};
use time::macros::{date, datetime};

use crate::signed;
use crate::util::errors::assert_error;
use crate::util::{NOW, credentials};

#[test]
fn expiries() {
    let expiry = |expires_in| signed(|request| request.expires_in(expires_in));
    assert_error(
        expiry(Duration::ZERO),
        ErrorKind::ExpiryTooShort,
        "expiry of 0 s is too short: use 1 second to 7 days (rounded down to whole seconds)",
    );
    assert_error(
        expiry(Duration::from_millis(999)),
        ErrorKind::ExpiryTooShort,
        "expiry of 0.999 s is too short: use 1 second to 7 days (rounded down to whole seconds)",
    );
    assert_error(
        expiry(Duration::from_secs(604_801)),
        ErrorKind::ExpiryTooLong,
        "expiry of 604801 s is too long: SigV4 allows at most 604800 s (7 days)",
    );
    assert_eq!(expiry(Duration::MAX).unwrap_err().kind(), ErrorKind::ExpiryTooLong);
    assert!(expiry(Duration::from_millis(1_999)).unwrap().contains("&X-Amz-Expires=1&"));
    assert!(expiry(Duration::from_millis(604_800_999)).unwrap().contains("&X-Amz-Expires=604800&"));
    assert_error(
        signed(|request| request.without_expiry()),
        ErrorKind::ExpiryRequired,
        "service \"s3\" requires URLs to expire: use `without_expiry` only for services that allow it",
    );
}

#[test]
fn expiries_over_the_maximum_of_a_service() {
    for (name, host, by, longest) in [
        ("sts", "sts.us-east-1.amazonaws.com", "AWS STS", "900 s (15 minutes)"),
        ("rds-db", "db.abcdefghijkl.us-east-1.rds.amazonaws.com", "Amazon RDS", "900 s (15 minutes)"),
        (
            "bedrock-agentcore",
            "bedrock-agentcore.us-east-1.amazonaws.com",
            "Amazon Bedrock AgentCore",
            "300 s (5 minutes)",
        ),
        ("transcribe", "transcribestreaming.us-east-1.amazonaws.com", "Amazon Transcribe", "300 s (5 minutes)"),
    ] {
        let service = Service::new(name, "us-east-1", format!("https://{host}")).unwrap();
        let sign = |seconds, window| {
            let request = service.request(Method::Get, "/").expires_in(Duration::from_secs(seconds));
            let request = if window > 0 { request.cacheable(Duration::from_secs(window)) } else { request };
            request.sign_at(&credentials(), NOW)
        };
        let message = format!("expiry of 3600 s is too long: {by} allows at most {longest}");
        assert_error(sign(3600, 0), ErrorKind::ExpiryTooLong, &message);
        let message =
            format!("expiry of 901 s (including the cache window of 841 s) is too long: {by} allows at most {longest}");
        assert_error(sign(60, 841), ErrorKind::ExpiryTooLong, &message);
        assert!(sign(60, 240).is_ok());
        // The expiry of another server is its own.
        let elsewhere = Service::new(name, "us-east-1", "https://example.com").unwrap();
        let request = elsewhere.request(Method::Get, "/").expires_in(Duration::from_secs(3600));
        assert!(request.sign_at(&credentials(), NOW).is_ok());
    }
    let sts = Service::new("sts", "us-east-1", "https://sts.us-east-1.amazonaws.com").unwrap();
    assert_error(
        sts.request(Method::Get, "/").expires_in(Duration::ZERO).sign_at(&credentials(), NOW),
        ErrorKind::ExpiryTooShort,
        "expiry of 0 s is too short: use 1 second to 15 minutes (rounded down to whole seconds)",
    );
    // AWS STS accepts it for 15 minutes, which no time can express.
    let late = sts.request(Method::Get, "/").expires_in(Duration::from_secs(1));
    assert_error(
        late.sign_at(&credentials(), datetime!(9999-12-31 23:50 UTC)),
        ErrorKind::InvalidTime,
        "year 10000 is out of range: the signing time and the time of expiry must be in the years 0 to 9999",
    );
}

#[test]
fn times() {
    let bucket = Bucket::new("photos").unwrap();
    let at = |at| bucket.get_object("boat.jpg").sign_at(&credentials(), at);
    assert_error(
        at(datetime!(-0001-12-31 23:59:59 UTC)),
        ErrorKind::InvalidTime,
        "year -1 is out of range: the signing time and the time of expiry must be in the years 0 to 9999",
    );
    // The message has the year in UTC, even if the type can't represent that time.
    let beyond = |year| {
        format!("year {year} is out of range: the signing time and the time of expiry must be in the years 0 to 9999")
    };
    assert_error(at(datetime!(9999-12-31 23:59:59 -01:00)), ErrorKind::InvalidTime, &beyond(10_000));
    assert_error(at(datetime!(0000-01-01 00:00 +01:00)), ErrorKind::InvalidTime, &beyond(-1));
    assert_error(at(datetime!(-9999-01-01 00:00 +01:00)), ErrorKind::InvalidTime, &beyond(-10_000));
    assert_error(
        at(datetime!(9999-12-31 23:59:59 UTC)),
        ErrorKind::InvalidTime,
        "year 10000 is out of range: the signing time and the time of expiry must be in the years 0 to 9999",
    );
    assert!(at(datetime!(0000-01-01 00:00 UTC)).is_ok());
    assert_eq!(Scope::new(date!(-0001 - 12 - 31), "a", "s3").unwrap_err().kind(), ErrorKind::InvalidTime);

    for wrong in [
        "",
        "20130524",
        "20130524T000000",
        "20130524T000000z",
        "2013-05-24T00:00:00Z",
        "20130524T000000Z ",
        "+0130524T000000Z",
        "20130229T000000Z",
        "20131301T000000Z",
        "20130524T240000Z",
        "20130524T006000Z",
        "20130524T000060Z",
        "２0130524T0000Z",
    ] {
        let message = format!("date {wrong:?} is not a valid time in the form YYYYMMDD'T'HHMMSS'Z'");
        assert_error(wrong.parse::<AmzDate>(), ErrorKind::InvalidDate, &message);
    }
}
