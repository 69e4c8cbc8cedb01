//! The query.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::diagnose::cause::Cause;
use crate::diagnose::compare::change::{Change, Side};
use crate::diagnose::comparison::Part;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::tracking::is_tracking;
use crate::diagnose::url::decoded;
use crate::sigv4::escaped::Escaped;

const SENT_AS_IS: &str = "Send the URL byte for byte: nothing may add, remove or encode a parameter.";

pub(super) fn find(facts: &Facts<'_>, changes: &[Change], findings: &mut Findings) {
    let (mut tracking, mut added, mut removed, mut changed, mut encoded) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for change in changes {
        let name = match &change.part {
            Part::Parameter(name) => name.as_str(),
            Part::Query => {
                findings.add(
                    Cause::QueryEncoding,
                    Certainty::Certain,
                    "The server received the parameters of the query in another order.",
                    SENT_AS_IS,
                );
                continue;
            }
            _ => continue,
        };
        let is_token =
            ["X-Amz-Security-Token", "X-Amz-S3session-Token"].iter().any(|token| name.eq_ignore_ascii_case(token));
        match (&change.expected, &change.received) {
            (Side::Missing, _) if is_tracking(name) => tracking.push(name),
            (Side::Missing, _) => added.push(name),
            (_, Side::Missing) => removed.push(name),
            _ if is_token => findings.add(
                Cause::TokenMangled,
                Certainty::Certain,
                format!("The session token that the server received in `{name}` is not the one in the URL."),
                "Send the URL byte for byte. Often a `+` of the token became a space, or the token was encoded again.",
            ),
            (Side::Text(expected), Side::Text(received)) if are_same(expected, received) => encoded.push(name),
            _ => changed.push(name),
        }
    }
    let mut add = |cause, names: &[&str], how: &str, fix: &str| {
        if !names.is_empty() {
            findings.add(
                cause,
                Certainty::Certain,
                format!("The server received the query with {} {how}.", list(facts, names)),
                fix,
            );
        }
    };
    add(Cause::TrackingParameter, &tracking, "added", "Keep mail programs and link trackers from adding parameters.");
    add(Cause::QueryEncoding, &encoded, "encoded in another way", SENT_AS_IS);
    add(Cause::QueryChanged, &changed, "changed", SENT_AS_IS);
    add(Cause::QueryChanged, &removed, "removed", SENT_AS_IS);
    add(Cause::QueryChanged, &added, "added", SENT_AS_IS);
}

/// Returns whether two pairs decode to the same text.
fn are_same(one: &str, other: &str) -> bool {
    let text = |pair| decoded(Escaped::of_query(pair));
    text(one) == text(other) || decoded(Escaped::of_query(&text(one))) == decoded(Escaped::of_query(&text(other)))
}

/// Writes the first few names.
fn list(facts: &Facts<'_>, names: &[&str]) -> String {
    const SHOWN: usize = 5;
    let quoted: Vec<String> = names.iter().take(SHOWN).map(|name| facts.quote(name)).collect();
    let rest = names.len().saturating_sub(SHOWN);
    let more = if rest == 0 { String::new() } else { format!(" and {rest} more") };
    format!("{}{more}", quoted.join(", "))
}
