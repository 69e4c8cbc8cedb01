//! Checks when URLs expire, and that they report it correctly.

mod util;

use std::time::Duration;

use presign::{Bucket, Credentials, ErrorKind, Method, PresignedUrl, Service};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::util::{NOW, credentials};

fn signed(credentials: &Credentials, at: OffsetDateTime, expires_in: Duration) -> PresignedUrl {
    let bucket = Bucket::new("photos").unwrap();
    bucket.get_object("boat.jpg").expires_in(expires_in).sign_at(credentials, at).unwrap()
}

fn seconds_in(url: &PresignedUrl) -> Option<u64> {
    let (_, rest) = url.as_str().split_once("X-Amz-Expires=")?;
    rest.split('&').next()?.parse().ok()
}

#[test]
fn the_default_expiry_is_fifteen_minutes() {
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
fn credentials_that_expire_first_shorten_the_url() {
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
        assert_eq!(url.validity().is_shortened(), expected < 3600, "{ends}");
    }
    assert!(!signed(&credentials(), NOW, hour).validity().is_shortened());
}

#[cfg(feature = "std")]
#[test]
fn a_cached_signer_reports_a_shortened_expiry() {
    let signer = presign::CachedSigner::new(credentials().with_expiry(NOW + Duration::from_secs(600)));
    let bucket = Bucket::new("photos").unwrap();
    // The second URL of a second is signed with the parts of the first.
    for (seconds, is_shortened) in [(600, false), (600, false), (601, true), (601, true), (600, false)] {
        let request = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(seconds));
        assert_eq!(request.sign_at(&signer, NOW).unwrap().validity().is_shortened(), is_shortened, "{seconds}");
        let validity = request.sign_into(&signer, NOW, &mut String::new()).unwrap();
        assert_eq!(validity.is_shortened(), is_shortened, "{seconds}");
    }
}

/// An upload takes longer than its credentials last. The caller can know before anything is handed out.
#[test]
fn all_parts_of_a_file_have_the_same_expiry() {
    const MIB: u64 = 1024 * 1024;
    let bucket = Bucket::new("films").unwrap();
    let (hour, day) = (Duration::from_secs(3600), Duration::from_secs(86_400));
    let parts = |expires_in| bucket.upload_parts("k", "id", 12 * MIB, 5 * MIB).unwrap().expires_in(expires_in);
    let credentials = credentials().with_expiry(NOW + hour);

    for part in parts(day) {
        let url = part.request.sign_at(&credentials, NOW).unwrap();
        assert_eq!((url.expires_at(), url.validity().is_shortened()), (Some(NOW + hour), true));
    }
    for part in parts(hour).require_full_lifetime() {
        let url = part.request.sign_at(&credentials, NOW).unwrap();
        assert_eq!((url.expires_at(), url.validity().is_shortened()), (Some(NOW + hour), false));
    }
    for part in parts(day).require_full_lifetime() {
        let error = part.request.sign_at(&credentials, NOW).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::LifetimeTooShort);
    }
    // The expiry that a caller sets for one part wins.
    let part = parts(day).last().unwrap();
    let url = part.request.expires_in(hour).sign_at(&credentials, NOW).unwrap();
    assert!(!url.validity().is_shortened());
    // Without an expiry, a part has that of any request.
    let part = bucket.upload_parts("k", "id", MIB, 5 * MIB).unwrap().next().unwrap();
    assert_eq!(part.request.sign_at(&credentials, NOW).unwrap().expires_at(), Some(NOW + hour / 4));
}

/// The URL is that of credentials without an expiry, and only the reported time differs. So it is with a signer that keeps
/// the text of a second.
#[test]
fn the_requested_expiry_can_be_kept() {
    let bucket = Bucket::new("photos").unwrap();
    let request = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(3600));
    let keep = request.clone().keep_requested_expiry();
    let unlimited = request.sign_at(&credentials(), NOW).unwrap();
    for (ends, expires_at) in [
        (datetime!(2026-11-23 12:00:01 UTC), datetime!(2026-11-23 12:00:01 UTC)),
        (datetime!(2026-11-23 13:30:00.9 +01:00), datetime!(2026-11-23 12:30 UTC)),
        (datetime!(2026-11-23 13:00:01 UTC), datetime!(2026-11-23 13:00 UTC)),
    ] {
        let ending = credentials().with_expiry(ends);
        let url = keep.sign_at(&ending, NOW).unwrap();
        assert_eq!((url.as_str(), url.expires_at()), (unlimited.as_str(), Some(expires_at)));
        assert_eq!(url.validity().is_shortened(), expires_at < NOW + Duration::from_secs(3600));
        #[cfg(feature = "std")]
        {
            let cached = presign::CachedSigner::new(ending);
            let urls = [&request, &keep, &request, &keep].map(|request| request.sign_at(&cached, NOW).unwrap());
            assert_eq!(urls[1], url);
            assert_eq!(urls[3], url);
            assert_eq!(urls[2], urls[0]);
            assert_eq!(urls[0].expires_at(), url.expires_at());
        }
    }

    // The last call counts, and credentials that are useless are an error either way.
    let ending = credentials().with_expiry(datetime!(2026-11-23 12:30 UTC));
    let full = keep.clone().require_full_lifetime();
    assert_eq!(full.sign_at(&ending, NOW).unwrap_err().kind(), ErrorKind::LifetimeTooShort);
    assert!(full.keep_requested_expiry().sign_at(&ending, NOW).is_ok());
    let at_once = credentials().with_expiry(datetime!(2026-11-23 12:00:00.9 UTC));
    assert_eq!(keep.sign_at(&at_once, NOW).unwrap_err().kind(), ErrorKind::LifetimeTooShort);
    assert_eq!(keep.sign_at(&credentials().with_expiry(NOW), NOW).unwrap_err().kind(), ErrorKind::ExpiredCredentials);
}

#[cfg(feature = "post")]
#[test]
fn the_requested_expiry_of_a_form_can_be_kept() {
    let bucket = Bucket::new("photos").unwrap();
    let policy = bucket.post_policy().key("boat.jpg").expires_in(Duration::from_secs(3600));
    let ending = credentials().with_expiry(datetime!(2026-11-23 12:30 UTC));
    let unlimited = policy.sign_at(&credentials(), NOW).unwrap();
    let form = policy.clone().keep_requested_expiry().sign_at(&ending, NOW).unwrap();
    assert!(form.fields().eq(unlimited.fields()));
    assert_eq!(form.expires_at(), datetime!(2026-11-23 12:30 UTC));
    assert!(!policy.sign_at(&ending, NOW).unwrap().fields().eq(form.fields()), "the policy is shortened by default");
}

#[test]
fn the_maximum_expiry_is_seven_days() {
    let url = signed(&credentials(), NOW, Duration::from_secs(604_800));
    assert_eq!(url.expires_at(), Some(datetime!(2026-11-30 12:00 UTC)));
}

#[test]
fn a_url_without_expiry_expires_with_its_credentials() {
    let iot = Service::new("iotdevicegateway", "us-east-1", "wss://example-ats.iot.us-east-1.amazonaws.com").unwrap();
    let request = iot.request(Method::Get, "/mqtt").without_expiry();
    let url = request.sign_at(&credentials(), NOW).unwrap();
    assert_eq!((seconds_in(&url), url.expires_at()), (None, None));

    let ends = datetime!(2026-11-23 14:00:00.7 +01:00);
    let url = request.sign_at(&credentials().with_expiry(ends), NOW).unwrap();
    assert_eq!((seconds_in(&url), url.expires_at()), (None, Some(datetime!(2026-11-23 13:00 UTC))));
}

/// AWS STS goes by the signing time alone, whatever `X-Amz-Expires` says.
#[test]
fn a_url_of_sts_expires_after_fifteen_minutes() {
    let sts = Service::new("sts", "us-east-1", "https://sts.us-east-1.amazonaws.com").unwrap();
    let request = sts.request(Method::Get, "/").query("Action", "GetCallerIdentity");
    let (in_ten_minutes, in_an_hour) = (NOW + Duration::from_secs(600), NOW + Duration::from_secs(3600));
    let requests = [
        (request.clone(), Some(900)),
        (request.clone().expires_in(Duration::from_secs(60)), Some(60)),
        (request.without_expiry(), None),
    ];
    for (request, stated) in requests {
        for (ends, lifetime) in [(None, 900), (Some(in_ten_minutes), 600), (Some(in_an_hour), 900)] {
            let credentials = ends.map_or(credentials(), |ends| credentials().with_expiry(ends));
            let expected = Some(NOW + Duration::from_secs(lifetime));
            let url = request.sign_at(&credentials, NOW).unwrap();
            assert_eq!((seconds_in(&url), url.expires_at()), (stated.map(|stated| stated.min(lifetime)), expected));
            assert_eq!(request.sign_into(&credentials, NOW, &mut String::new()).unwrap(), url.validity());
            assert_eq!(request.trace_at(&credentials, NOW).unwrap().url(), &url);
            let prepared = request.prepare_at(credentials.identity(), NOW).unwrap();
            assert_eq!(prepared.finish(&[0; 32]).unwrap().expires_at(), expected);
        }
    }
}

/// The two share a scope, and so a cached signing key and text.
#[cfg(feature = "std")]
#[test]
fn sts_of_another_server_has_an_expiry_of_its_own() {
    let [aws, other] = ["https://sts.us-east-1.amazonaws.com", "https://minio.example.com"]
        .map(|endpoint| Service::new("sts", "us-east-1", endpoint).unwrap());
    let signer = presign::CachedSigner::new(credentials());
    let sign = |service: &Service, expiry: Option<u64>| {
        let request = service.request(Method::Get, "/");
        let request = match expiry {
            Some(seconds) => request.expires_in(Duration::from_secs(seconds)),
            None => request.without_expiry(),
        };
        request.sign_at(&signer, NOW).unwrap().expires_at()
    };
    let at = |seconds| Some(NOW + Duration::from_secs(seconds));
    for _ in 0..2 {
        assert_eq!((sign(&aws, Some(60)), sign(&other, Some(60))), (at(900), at(60)));
        assert_eq!((sign(&aws, None), sign(&other, None)), (at(900), None));
    }
    assert_eq!(sign(&other, Some(604_800)), at(604_800));
}

#[test]
fn a_cacheable_url_is_the_same_throughout_its_window() {
    let bucket = Bucket::new("photos").unwrap();
    let request = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(600));
    let hour = request.clone().cacheable(Duration::from_secs(3600));
    let sign = |at| hour.sign_at(&credentials(), at).unwrap();

    let url = sign(NOW);
    assert_eq!((url.signed_at(), url.expires_at()), (NOW, Some(datetime!(2026-11-23 13:10 UTC))));
    assert_eq!(seconds_in(&url), Some(4200));
    for within in [datetime!(2026-11-23 12:00:00.5 UTC), datetime!(2026-11-23 14:59:59.999 +02:00)] {
        assert_eq!(sign(within), url);
    }
    let next = sign(datetime!(2026-11-23 13:00 UTC));
    assert_eq!(next.signed_at(), datetime!(2026-11-23 13:00 UTC));
    assert_ne!(next, url);
    assert_eq!(request.sign_at(&credentials(), NOW).unwrap().signed_at(), NOW, "there is no window unless one is set");
}

#[test]
fn a_cacheable_url_is_valid_for_its_expiry_plus_at_most_its_window() {
    let bucket = Bucket::new("photos").unwrap();
    let (expiry, day) = (Duration::from_secs(600), time::Duration::DAY);
    for seconds in [1, 7, 60, 86_400, 604_200] {
        let window = Duration::from_secs(seconds);
        let request = bucket.get_object("boat.jpg").expires_in(expiry).cacheable(window);
        for now in [
            NOW,
            NOW + Duration::from_millis(1_999),
            NOW + day,
            datetime!(1969-12-31 23:59:59 UTC),
            datetime!(0001-01-01 00:00:01 UTC),
        ] {
            let url = request.sign_at(&credentials(), now).unwrap();
            let (from, until) = (url.signed_at(), url.expires_at().unwrap());
            assert!(from <= now && now < from + window, "{now} {seconds} {from}");
            // Fractions of a second are cut off, including those of the signing time.
            assert!(
                until + Duration::from_secs(1) > now + expiry && until <= now + expiry + window,
                "{now} {seconds} {until}"
            );
            assert_eq!(from.unix_timestamp().rem_euclid(i64::try_from(seconds).unwrap()), 0);
        }
    }
}

#[test]
fn a_cacheable_url_expires_with_its_credentials() {
    let bucket = Bucket::new("photos").unwrap();
    let request =
        bucket.get_object("boat.jpg").expires_in(Duration::from_secs(600)).cacheable(Duration::from_secs(3600));
    let now = datetime!(2026-11-23 12:30 UTC);
    let ending = |ends| credentials().with_expiry(ends);

    let url = request.sign_at(&ending(datetime!(2026-11-23 12:31 UTC)), now).unwrap();
    assert_eq!((seconds_in(&url), url.expires_at()), (Some(1860), Some(datetime!(2026-11-23 12:31 UTC))));
    // The credentials are valid at the start of the window but have expired by now.
    let error = request.sign_at(&ending(datetime!(2026-11-23 12:15 UTC)), now).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ExpiredCredentials);
    let full = request.clone().require_full_lifetime();
    let error = full.sign_at(&ending(datetime!(2026-11-23 13:09:59 UTC)), now).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the credentials expire 4199 s after signing, but 4200 s were requested: renew them, or request a shorter \
         expiry"
    );
    assert!(full.sign_at(&ending(datetime!(2026-11-23 13:10 UTC)), now).is_ok());
}

#[test]
fn a_window_needs_an_expiry() {
    let iot = Service::new("iotdevicegateway", "us-east-1", "wss://example-ats.iot.us-east-1.amazonaws.com").unwrap();
    let request = iot.request(Method::Get, "/mqtt").without_expiry().cacheable(Duration::from_secs(3600));
    let error = request.sign_at(&credentials(), NOW).unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (
            ErrorKind::CacheWindowWithoutExpiry,
            "`cacheable` extends the expiry, but `without_expiry` leaves none to extend: call only one of them"
        )
    );
    assert!(request.expires_in(Duration::from_secs(600)).sign_at(&credentials(), NOW).is_ok());
}

#[test]
fn a_window_and_an_expiry_together_are_at_most_seven_days() {
    let bucket = Bucket::new("photos").unwrap();
    let sign = |window| {
        bucket
            .get_object("boat.jpg")
            .expires_in(Duration::from_secs(600))
            .cacheable(window)
            .sign_at(&credentials(), NOW)
    };
    assert!(sign(Duration::from_secs(604_200)).is_ok());
    let error = sign(Duration::from_secs(604_201)).unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (
            ErrorKind::ExpiryTooLong,
            "expiry of 604801 s (including the cache window of 604201 s) is too long: SigV4 allows at most 604800 s \
             (7 days)"
        )
    );
    assert_eq!(sign(Duration::MAX).unwrap_err().kind(), ErrorKind::ExpiryTooLong);
    let error = sign(Duration::from_millis(999)).unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (
            ErrorKind::CacheWindowTooShort,
            "cache window of 0.999 s is too short: use at least 1 second (rounded down to whole seconds)"
        )
    );
    // This window starts before the year 0.
    let early = bucket.get_object("boat.jpg").cacheable(Duration::from_secs(604_000 - 900 + 1));
    assert_eq!(
        early.sign_at(&credentials(), datetime!(0000-01-01 00:00 UTC)).unwrap_err().kind(),
        ErrorKind::InvalidTime
    );
}
