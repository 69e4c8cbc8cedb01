//! The server: its time, policy and key.

use std::time::Duration;

use presign::Credentials;
use presign::sigv4::Scope;
use presign::verify::{Policy, Rejection};
use time::macros::datetime;

use super::{Table, get};
use crate::attempt::Attempt;
use crate::util::{ACCESS_KEY_ID, NOW, SECRET, credentials};

#[test]
fn times_policies_and_keys() {
    let mut table = Table::default();
    let second = time::Duration::SECOND;
    let at = |now| move |attempt: &mut Attempt| attempt.now = now;
    let end = datetime!(2026-11-23 12:15 UTC);
    let expired = |server_time| Rejection::Expired { expires: 900, expires_at: end, server_time };
    table.accepted("15 minutes early", at(datetime!(2026-11-23 11:45 UTC)));
    table.rejected("a second earlier", at(datetime!(2026-11-23 11:44:59 UTC)), Rejection::NotYetValid);
    table.accepted("the last second", at(datetime!(2026-11-23 12:14:59.999999999 UTC)));
    table.rejected("the end", at(end), expired(end));
    table.rejected(
        "a second later",
        at(datetime!(2026-11-23 12:15:01 UTC)),
        expired(datetime!(2026-11-23 12:15:01 UTC)),
    );
    table.rejected(
        "skew does not delay the expiry",
        move |a| {
            a.policy = a.policy.clone().max_clock_skew(Duration::from_secs(3600));
            a.now = end;
        },
        expired(end),
    );
    table.accepted("more skew", |a| {
        a.policy = a.policy.clone().max_clock_skew(Duration::MAX);
        a.now = datetime!(0001-01-01 0:00 UTC);
    });
    table.rejected(
        "no skew",
        move |a| {
            a.policy = a.policy.clone().max_clock_skew(Duration::ZERO);
            a.now = NOW - second;
        },
        Rejection::NotYetValid,
    );
    table.rejected(
        "an expiry of zero",
        |a| a.set("X-Amz-Expires", "0"),
        Rejection::Expired { expires: 0, expires_at: NOW, server_time: NOW },
    );
    table.accepted("the longest expiry of the policy", |a| {
        a.policy = a.policy.clone().max_expires(Duration::from_secs(900))
    });
    table.rejected(
        "a shorter expiry",
        |a| a.policy = a.policy.clone().max_expires(Duration::from_secs(899)),
        Rejection::ExpiresTooLong { seconds: 899 },
    );

    let wrong_region =
        |found: &str, expected: &str| Rejection::WrongRegion { found: found.into(), expected: expected.into() };
    table.rejected(
        "another region",
        |a| a.policy = Policy::new("s3", "eu-west-1"),
        wrong_region("us-east-1", "eu-west-1"),
    );
    table.rejected(
        "a region in another case",
        |a| a.policy = Policy::new("s3", "US-EAST-1"),
        wrong_region("us-east-1", "US-EAST-1"),
    );
    table.rejected(
        "another service",
        |a| a.policy = Policy::new("sts", "us-east-1"),
        Rejection::WrongService { found: "s3".into(), expected: "sts".into() },
    );
    table.rejected(
        "the region comes before the time",
        move |a| {
            a.policy = Policy::new("s3", "eu-west-1");
            a.now = end;
        },
        wrong_region("us-east-1", "eu-west-1"),
    );

    let key = |key: fn() -> Credentials| move |attempt: &mut Attempt| attempt.key = Box::new(key());
    table.rejected("another secret", key(|| Credentials::new(ACCESS_KEY_ID, "another")), Rejection::SignatureMismatch);
    table.rejected("another access key", key(|| Credentials::new("AKIDOTHER", SECRET)), Rejection::UnknownAccessKeyId);
    table.rejected("a key with a token", key(|| credentials().with_session_token("token")), Rejection::MissingToken);
    table.rejected("a key that has expired", key(|| credentials().with_expiry(NOW)), Rejection::ExpiredToken);
    table.accepted("a key that expires in a second", key(|| credentials().with_expiry(NOW + time::Duration::SECOND)));
    let scoped = |day: time::Date, region: &'static str, service: &'static str| {
        move |attempt: &mut Attempt| {
            attempt.key = Box::new(credentials().scoped(&Scope::new(day, region, service).unwrap()))
        }
    };
    table.accepted("a key of the scope", scoped(NOW.date(), "us-east-1", "s3"));
    table.rejected(
        "a key of the next day",
        scoped(datetime!(2026-11-24 0:00 UTC).date(), "us-east-1", "s3"),
        Rejection::KeyOfAnotherScope,
    );
    table.rejected("a key of another region", scoped(NOW.date(), "eu-west-1", "s3"), Rejection::KeyOfAnotherScope);
    table.rejected("a key of another service", scoped(NOW.date(), "us-east-1", "sts"), Rejection::KeyOfAnotherScope);
    #[cfg(feature = "std")]
    {
        table.accepted("a key that is cached", |a| a.key = Box::new(presign::CachedSigner::new(credentials())));
        let other = || presign::CachedSigner::new(Credentials::new(ACCESS_KEY_ID, "another"));
        table.rejected("another cached secret", move |a| a.key = Box::new(other()), Rejection::SignatureMismatch);
    }
    table.rejected("a token for a key without one", |a| a.append("&X-Amz-Security-Token=x"), Rejection::InvalidToken);
    table.rejected("a token of the other kind", |a| a.append("&X-Amz-S3session-Token=x"), Rejection::InvalidToken);
    table.rejected(
        "both kinds of tokens",
        |a| a.append("&X-Amz-S3session-Token=x&X-Amz-Security-Token=x"),
        Rejection::InvalidToken,
    );
    table.check(27, get);
}
