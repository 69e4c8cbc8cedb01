//! When the URL is valid.

use alloc::format;

use time::{Duration, OffsetDateTime};

use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::quoted;
use crate::diagnose::shown;
use crate::endpoint::lifetime::{Expires, Lifetime, SIGV4};

/// How many seconds the date may be ahead of the clock of S3, and of that of AWS's other services.
const SKEW: i64 = 15 * 60;
const SKEW_OF_OTHERS: i64 = 5 * 60;

pub(super) fn find(facts: &Facts<'_>, findings: &mut Findings) {
    find_range(facts, findings);
    let Some(signed_at) = facts.claims.signed_at() else { return };
    find_skew(facts, signed_at, findings);
    let lifetime = lifetime(facts);
    let expires_at = match lifetime.expires {
        Expires::Honored => facts.claims.expires_at(),
        Expires::Ignored => signed_at.checked_add(Duration::seconds(lifetime.longest.into())),
    };
    if let Some(expires_at) = expires_at {
        find_expired(facts, expires_at, findings);
    }
}

/// Returns the limits of the service. Those of AWS's services don't count elsewhere.
fn lifetime(facts: &Facts<'_>) -> &'static Lifetime {
    match facts.claims.service() {
        Some(service) if facts.is_on_aws() => Lifetime::on_aws(service),
        _ => &SIGV4,
    }
}

fn find_range(facts: &Facts<'_>, findings: &mut Findings) {
    const FIX: &str = "Sign a new URL with an expiry in that range, in seconds.";
    let Some(value) = facts.url.value("X-Amz-Expires") else { return };
    let longest = SIGV4.longest;
    if !facts.claims.expires.is_some_and(|seconds| (1..=longest.into()).contains(&seconds)) {
        let what = format!(
            "`X-Amz-Expires` is {}, and only a number of seconds from 1 to {longest} ({}) is allowed.",
            quoted::value(&value),
            SIGV4.words
        );
        return findings.add(Cause::ExpiryOutOfRange, Certainty::Certain, what, FIX);
    }
    let Lifetime { by, longest, words, expires } = *lifetime(facts);
    if let Some(seconds) =
        facts.claims.expires.filter(|seconds| *seconds > longest.into() && expires == Expires::Honored)
    {
        let what = format!("`X-Amz-Expires` is {seconds}, and {by} accepts at most {longest} seconds ({words}).");
        findings.add(Cause::ExpiryOutOfRange, Certainty::Likely, what, FIX);
    }
}

fn find_skew(facts: &Facts<'_>, signed_at: OffsetDateTime, findings: &mut Findings) {
    let skew = if facts.is_on_aws() && !facts.claims.is_s3() { SKEW_OF_OTHERS } else { SKEW };
    let ahead = shown::seconds_between(facts.server_time(), signed_at);
    let Some(certainty) = certainty(facts).filter(|_| ahead > skew) else { return };
    let what = format!(
        "The URL says that it was signed at {}, which is {} later than the time of the request, {}. Servers accept no \
         date more than {} ahead.",
        shown::time(signed_at),
        shown::duration(ahead),
        shown::time(facts.server_time()),
        shown::duration(skew),
    );
    let fix = "Set the clock of the machine that signs, with NTP, and check that it converts local time to UTC.";
    findings.add(Cause::ClockSkew, certainty, what, fix);
}

/// Adds that the URL has expired, if it had at the time of the request and the answer agrees.
pub(super) fn find_expired(facts: &Facts<'_>, expires_at: OffsetDateTime, findings: &mut Findings) {
    let Some(certainty) = certainty(facts).filter(|_| facts.server_time() >= expires_at) else { return };
    // A URL that never was valid is reported as that.
    if findings.has(Cause::ExpiryOutOfRange) {
        return;
    }
    let what = format!(
        "The URL expired at {}, and the time of the request is {}, {} later.",
        shown::time(expires_at),
        shown::time(facts.server_time()),
        shown::duration(shown::seconds_between(expires_at, facts.server_time())),
    );
    findings.add(Cause::Expired, certainty, what, "Sign a new URL, with a longer expiry if clients need more time.");
}

/// Returns how certain it is that the time of the request is the cause. Servers look at it before the signature, and an
/// answer that is about something else shows that the time was right.
fn certainty(facts: &Facts<'_>) -> Option<Certainty> {
    let Some(answer) = &facts.answer else { return Some(Certainty::Certain) };
    match answer.code() {
        "" | "AccessDenied" | "AccessDeniedException" | "RequestTimeTooSkewed"
            if matches!(answer.status, 400..=403) =>
        {
            Some(Certainty::Certain)
        }
        code if code.contains("xpired") => Some(Certainty::Certain),
        _ if matches!(answer.status, 400..=403) => Some(Certainty::Possible),
        _ => None,
    }
}
