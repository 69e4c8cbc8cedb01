//! Servers and their keys.

use std::time::Duration;

use arbitrary::{Result, Unstructured};
use time::OffsetDateTime;

use super::at;
use super::words::{choose_mostly_first, rarely};
use crate::verifier::{Key, Server, Time};

pub(super) const SECOND: Time = 1_000_000_000;
const TOKEN: &str = "IQoJb3JpZ2luX2VjEJ//////////wEaCXVz+/x==";

/// Returns the settings of a server. Most are strict.
pub(super) fn server(input: &mut Unstructured<'_>) -> Result<Server> {
    const SKEWS: &[Duration] = &[Duration::from_secs(900), Duration::ZERO, Duration::MAX, Duration::from_millis(1)];
    const LONGEST: &[Duration] =
        &[Duration::from_secs(604_800), Duration::from_secs(900), Duration::from_millis(899_999), Duration::MAX];
    Ok(Server {
        service: input.choose(&["s3", "execute-api", "s3express", "sts", "s3-outposts"])?.to_string(),
        region: input.choose(&["us-east-1", "eu-west-1", "a_b-1"])?.to_string(),
        max_clock_skew: *choose_mostly_first(input, SKEWS)?,
        max_expires: *choose_mostly_first(input, LONGEST)?,
        stripped_prefix: choose_mostly_first(input, &["", "/storage", "/sto%72age", "/a/../b", "/é"])?.to_string(),
        unsigned_headers: if rarely(input, 3)? { vec!["X-Amz-Cf-Id".into(), "x-amz-acl".into()] } else { vec![] },
        allows_all_unsigned_headers: rarely(input, 6)?,
        takes_headers_from_query: rarely(input, 3)?,
    })
}

/// Returns a key, which mostly has not expired.
pub(super) fn key(input: &mut Unstructured<'_>, signed_at: Time) -> Result<Key> {
    let token = match input.int_in_range(0..=3)? {
        0 | 1 => None,
        2 => Some(("X-Amz-Security-Token", TOKEN.to_owned())),
        _ => Some(("X-Amz-S3session-Token", TOKEN.to_owned())),
    };
    let after = |seconds: Time| Some(signed_at + seconds * SECOND);
    let expires_at = match token {
        Some(("X-Amz-S3session-Token", _)) => *choose_mostly_first(input, &[after(300), after(0)])?,
        _ => *choose_mostly_first(input, &[None, after(300), after(0)])?,
    };
    Ok(Key {
        access_key_id: choose_mostly_first(input, &["AKIDEXAMPLE", "a/user", "é"])?.to_string(),
        secret: choose_mostly_first(input, &["wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "s"])?.to_string(),
        token,
        expires_at,
    })
}

/// Returns a time at which the URL is mostly valid.
pub(super) fn now(input: &mut Unstructured<'_>, signed_at: Time) -> Result<OffsetDateTime> {
    let seconds = *choose_mostly_first(input, &[0, 1, 299, 300, 899, 900, 604_800, -1, -900, -901, -86_400])?;
    let nanoseconds = *choose_mostly_first(input, &[0, 1, 999_999_999])?;
    let now = signed_at + seconds * SECOND + nanoseconds;
    // Some of these times are in the year before the first, or after the last.
    Ok(OffsetDateTime::from_unix_timestamp_nanos(now).unwrap_or(at(signed_at)))
}
