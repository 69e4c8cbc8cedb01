//! Checksums and hashes of an empty body, which some SDKs sign when they presign an upload.

use super::method::method_of;
use crate::diagnose::cause::Cause;
use crate::diagnose::empty_body::OF_NOTHING;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};

pub(super) fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if !facts.claims.is_s3() || is_copy(facts) {
        return;
    }
    let in_query = |name: &str, value: &str| {
        facts.url.parameters().any(|parameter| parameter.name.is_in_any_case(name) && parameter.value.is(value))
    };
    let in_header = |name: &str, value: &str| facts.claims.signs(name) && facts.header(name) == Some(value);
    let Some((name, _)) = OF_NOTHING.iter().find(|(name, value)| in_query(name, value) || in_header(name, value))
    else {
        return;
    };
    let operation = facts.url.value("x-id");
    let method = operation.as_deref().and_then(method_of).or(facts.method());
    let length = facts.header("content-length").and_then(|length| length.parse::<u64>().ok());
    let is_checksum = name.contains("checksum") || *name == "content-md5";
    // An empty file has this checksum too, and requests without a body this hash.
    let certainty = match (method, length) {
        (Some("GET" | "HEAD" | "DELETE"), _) | (_, Some(0)) => return,
        (Some("PUT"), Some(_)) => Certainty::Certain,
        (Some("PUT"), None) if is_upload(facts) => Certainty::Likely,
        (None, _) if is_checksum && is_upload(facts) => Certainty::Likely,
        (Some("PUT"), None) => Certainty::Possible,
        _ => return,
    };
    let what = alloc::format!(
        "The URL signs `{name}` of an empty body, so the server rejects every upload that is not empty."
    );
    let fix = "Sign no checksum, or that of the body. In the AWS SDKs set `requestChecksumCalculation` to `WHEN_REQUIRED` for the \
               client that presigns.";
    findings.add(Cause::EmptyBodyChecksum, certainty, what, fix);
}

/// Returns whether the request has no body by its nature.
fn is_copy(facts: &Facts<'_>) -> bool {
    facts.claims.signs("x-amz-copy-source") || facts.url.parameter("x-amz-copy-source").is_some()
}

/// Returns whether the URL is for an object or a part, and not for a setting of it.
fn is_upload(facts: &Facts<'_>) -> bool {
    const SETTINGS: [&str; 8] = ["acl", "tagging", "legal-hold", "retention", "uploads", "restore", "delete", "policy"];
    !SETTINGS.iter().any(|name| facts.url.parameter(name).is_some())
}
