//! The URL has expired, or is not valid yet.

use alloc::format;
use alloc::string::String;

use time::OffsetDateTime;

use crate::diagnose::answer::Answer;
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::shown;
use crate::sigv4::rfc3339::parse_date_time;

/// What servers say of a URL that has expired: S3 and most others, Ceph, Google, Garage, and AWS's other services.
const EXPIRED: [&str; 7] = [
    "request has expired",
    "url has expired",
    "request signature expired",
    "date is too old",
    "signature expired",
    "policy expired",
    "policy has expired",
];

const NOT_YET: [&str; 4] =
    ["request is not valid yet", "signature not yet current", "is not yet valid", "date is in the future"];

const SKEWED: [&str; 2] = ["difference between the request time and the", "request time too skewed"];

/// A difference between two clocks that is worth mentioning, in seconds.
const SKEW: i64 = 300;

pub(super) fn find(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    let says_any = |texts: &[&str]| texts.iter().any(|text| answer.says(text));
    let is_past = facts.claims.expires_at().is_some_and(|at| at <= facts.server_time());
    let is_skewed = answer.is(&["RequestTimeTooSkewed", "RequestInTheFuture"]) || says_any(&SKEWED);
    if says_any(&EXPIRED) || answer.is(&["ExpiredRequest", "RequestExpired", "RequestIsExpired"]) {
        expired(facts, answer, findings);
    } else if says_any(&NOT_YET) || is_skewed && !is_past {
        not_yet(facts, answer, findings);
    } else if is_skewed {
        expired(facts, answer, findings);
    }
}

fn expired(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    let now = facts.server_time();
    let is_form = answer.says("policy");
    let what = if is_form { "The policy of the form" } else { "The URL" };
    let of_element = answer.element("Expires").and_then(parse_date_time);
    let expired_at = of_element.or(facts.claims.expires_at().filter(|_| !is_form));
    let when = match expired_at {
        Some(at) if at <= now => format!("{what} expired at {}{}.", shown::time(at), before(facts, at)),
        // Such as STS, which accepts a URL for 15 minutes, whatever it says.
        Some(at) => format!(
            "The server says that {} has expired, although it is valid until {} by its own text. Some servers accept \
             one for a few minutes only.",
            what.replacen("The", "the", 1),
            shown::time(at)
        ),
        None => format!("The server says that {} has expired.", what.replacen("The", "the", 1)),
    };
    let fix = match facts.claims.expires {
        Some(seconds @ ..60) => format!(
            "Sign a new one, and give it a longer life than {}: `expires_in`.",
            shown::duration(i64::try_from(seconds).unwrap_or(0))
        ),
        _ => "Sign a new one shortly before it is used, with a longer life if clients need it: `expires_in`.".into(),
    };
    findings.add(Cause::Expired, Certainty::Certain, when, fix);
    let is_valid_here = expired_at.is_some_and(|at| facts.now < at && at <= now);
    let skew = facts.server_clock().map_or(0, |clock| shown::seconds_between(facts.now, clock));
    if is_valid_here && skew > SKEW {
        findings.add(
            Cause::ClockSkew,
            Certainty::Likely,
            format!("The server's clock is {} ahead of the time of the request.", shown::duration(skew)),
            "Set the clock of the machine that signs, with NTP.",
        );
    }
}

/// Writes how long before the answer the URL expired.
fn before(facts: &Facts<'_>, expired_at: OffsetDateTime) -> String {
    let now = facts.server_time();
    let ago = shown::duration(shown::seconds_between(expired_at, now));
    let clock = if facts.server_clock().is_some() { "by the server's clock" } else { "by the time of the request" };
    format!(", {ago} before {} {clock}", shown::time(now))
}

fn not_yet(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    let of_request = answer.element("RequestTime").and_then(parse_date_time);
    let Some(signed_at) = facts.claims.signed_at().or(of_request) else {
        findings.add(
            Cause::ClockSkew,
            Certainty::Certain,
            "The server says that the time of the signature is too far from its own clock.",
            "Set the clock of the machine that signs, with NTP.",
        );
        return;
    };
    let now = facts.server_time();
    let ahead = shown::seconds_between(now, signed_at);
    let how = match ahead {
        1.. => format!("{} ahead of", shown::duration(ahead)),
        0 => "at".into(),
        _ => format!("{} behind", shown::duration(ahead)),
    };
    let clock = if facts.server_clock().is_some() { "the server's clock" } else { "the time of the request" };
    findings.add(
        Cause::ClockSkew,
        Certainty::Certain,
        format!(
            "The URL was signed at {}, which is {how} {clock} ({}). The server does not accept that.",
            shown::time(signed_at),
            shown::time(now)
        ),
        "Set the clock of the machine that signs, with NTP, and sign a new URL. Don't sign for a time in the future.",
    );
}
