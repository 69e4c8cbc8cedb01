//! The path.

use alloc::format;
use alloc::string::String;

use crate::diagnose::cause::Cause;
use crate::diagnose::compare::change::Change;
use crate::diagnose::compare::paths::PathChange;
use crate::diagnose::comparison::Part;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};

pub(super) fn find(facts: &Facts<'_>, change: &Change, findings: &mut Findings) {
    let (Part::Path, Some(expected), Some(received)) = (&change.part, change.expected.text(), change.received.text())
    else {
        return;
    };
    let what = |how: &str| {
        format!(
            "The path of the URL is {}, and the server received {}{how}.",
            facts.quote(expected),
            facts.quote(received)
        )
    };
    let is_bucket =
        |prefix: &str| Some(prefix) == facts.url.host().split('.').next().map(|label| format!("/{label}")).as_deref();
    let (cause, what, fix) = match PathChange::of(expected, received) {
        // How other services encode a path differs.
        PathChange::Encoded if !facts.claims.is_s3() => return,
        PathChange::Encoded => (
            Cause::PathEncoding,
            what(": it is encoded in another way"),
            "Send the URL byte for byte: don't decode it, and don't encode it again.",
        ),
        PathChange::Normalized => (
            Cause::PathNormalized,
            what(": dot segments were removed or slashes merged"),
            "Turn that off (curl: `--path-as-is`; nginx: `merge_slashes off` and a `proxy_pass` without a path), or \
             use keys without `//`, `.` and `..`.",
        ),
        PathChange::Added(prefix) if is_bucket(prefix) => (
            Cause::PathPrefix,
            what(": a proxy moved the bucket from the host to the path"),
            "Sign for path-style addressing, or have the proxy pass the host and the path as they are.",
        ),
        PathChange::Removed(prefix) | PathChange::Added(prefix) | PathChange::Replaced { expected: prefix, .. } => (
            Cause::PathPrefix,
            what(&first_segments(facts, prefix)),
            "Have the proxy pass the path as it is, or sign for the path that the server receives and hand the URL \
             out `with_base_url`.",
        ),
        PathChange::Other => (Cause::PathEncoding, what(""), "Have every proxy pass the path as it is."),
    };
    findings.add(cause, Certainty::Certain, what, fix);
}

fn first_segments(facts: &Facts<'_>, prefix: &str) -> String {
    match prefix {
        "" => ": the first segments differ".into(),
        prefix => format!(": a proxy changed the first segments ({})", facts.quote(prefix)),
    }
}
