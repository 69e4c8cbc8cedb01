//! Checksums and hashes of an empty body, which some SDKs sign when they presign an upload.

use super::method::method_of;
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::sigv4::EMPTY_PAYLOAD_HASH;

/// The checksums of an empty body, by header or parameter.
const OF_NOTHING: [(&str, &str); 12] = [
    ("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg=="),
    ("x-amz-checksum-crc32", "AAAAAA=="),
    ("x-amz-checksum-crc32c", "AAAAAA=="),
    ("x-amz-checksum-crc64nvme", "AAAAAAAAAAA="),
    ("x-amz-checksum-md5", "1B2M2Y8AsgTpgAmY7PhCfg=="),
    ("x-amz-checksum-sha1", "2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
    ("x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
    (
        "x-amz-checksum-sha512",
        "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
    ),
    ("x-amz-checksum-xxhash3", "LQaABTjTlMI="),
    ("x-amz-checksum-xxhash64", "70bbN1HY6Zk="),
    ("x-amz-checksum-xxhash128", "maoG0wFHmNhgAcMkRo1Jfw=="),
    ("x-amz-content-sha256", EMPTY_PAYLOAD_HASH),
];

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
