//! The method, the payload hash, and the lines of the string to sign.

use alloc::format;

use crate::diagnose::cause::Cause;
use crate::diagnose::compare::change::Change;
use crate::diagnose::comparison::Part;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};

pub(super) fn find(facts: &Facts<'_>, change: &Change, findings: &mut Findings) {
    let (Some(expected), Some(received)) = (change.expected.text(), change.received.text()) else { return };
    let (ours, theirs) = (facts.quote(expected), facts.quote(received));
    match change.part {
        Part::Method => findings.add(
            Cause::WrongMethod,
            Certainty::Certain,
            format!("The request was sent with the method {ours}, and it reached the server as {theirs}."),
            "Find what changes the method on the way: a redirect turns PUT and POST into GET, and some proxies do.",
        ),
        Part::PayloadHash => payload_hash(facts, expected, received, findings),
        Part::Region => findings.add(
            Cause::RegionMismatch,
            Certainty::Certain,
            format!("The URL is signed for the region {ours}, and the server checks it for {theirs}."),
            "Sign for the server's region: set `region` of the bucket or service.",
        ),
        Part::Service => findings.add(
            Cause::ServiceMismatch,
            Certainty::Certain,
            format!("The URL is signed for the service {ours}, and the server checks it for {theirs}."),
            "Sign for the server's service.",
        ),
        Part::Day => findings.add(
            Cause::ScopeDate,
            Certainty::Certain,
            format!("The URL's credential is of the day {ours}, and the server checks it for {theirs}."),
            "Sign with the same day in `X-Amz-Credential` as in `X-Amz-Date`, both in UTC.",
        ),
        Part::Date => findings.add(
            Cause::SignedDate,
            Certainty::Certain,
            format!("`X-Amz-Date` of the URL is {ours}, and the server took the time {theirs}."),
            "Send no header `X-Amz-Date` or `Date` with the URL: the server may take the time from there.",
        ),
        Part::Algorithm => findings.add(
            Cause::QueryChanged,
            Certainty::Certain,
            format!("The URL is signed with {ours}, and the server checks it with {theirs}."),
            "Sign with the algorithm that the server supports.",
        ),
        _ => {}
    }
}

fn payload_hash(facts: &Facts<'_>, expected: &str, received: &str, findings: &mut Findings) {
    let sent = facts.header("x-amz-content-sha256");
    let was_sent = sent.is_some_and(|sent| sent.trim() == received);
    let expected = if expected.len() == 64 { "a hash" } else { "`UNSIGNED-PAYLOAD`" };
    let (what, certainty) = match was_sent {
        true => ("the value of the header `x-amz-content-sha256` that was sent", Certainty::Certain),
        false if received == "UNSIGNED-PAYLOAD" => ("`UNSIGNED-PAYLOAD`", Certainty::Likely),
        false => ("a hash, probably that of the body", Certainty::Likely),
    };
    findings.add(
        Cause::PayloadHash,
        certainty,
        format!("A URL like this signs {expected} as the payload hash, and the server checked it with {what}."),
        "Send no header `x-amz-content-sha256` with the URL unless it is signed. If it is, send the signed value.",
    );
}
