//! Signed headers that are often sent with another value.

use alloc::format;
use alloc::string::String;

use super::cause::Cause;
use super::facts::Facts;
use super::finding::{Certainty, Findings};
use super::secrets::hides_header;

/// Headers that clients and proxies set themselves.
const REWRITTEN: [&str; 12] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "expect",
    "forwarded",
    "te",
    "transfer-encoding",
    "user-agent",
    "via",
    "x-real-ip",
];

/// Returns whether proxies change or remove a header.
pub(super) fn is_rewritten(name: &str) -> bool {
    REWRITTEN.contains(&name) || name.starts_with("x-forwarded-") || name == "x-amzn-trace-id"
}

/// Adds the signed headers that may be the reason why a signature does not match. `content_type` is what the server
/// received, or what was sent.
pub(super) fn suspect(facts: &Facts<'_>, content_type: Option<&str>, findings: &mut Findings) {
    if let Some(missing) = facts.signed_but_not_sent().filter(|missing| !missing.is_empty()) {
        findings.add(
            Cause::HeaderMissing,
            Certainty::Certain,
            format!("The request was sent without the signed header {}.", facts.quote(&missing.join(", "))),
            "Send every signed header with the value that was signed.",
        );
        return;
    }
    suspect_rewritten(facts, findings);
    let names = || names(facts);
    if names().any(|name| name == "content-type") {
        let value = content_type
            .filter(|value| !value.is_empty())
            .map_or_else(String::new, |value| format!(" It was sent with {}.", facts.quote(value)));
        findings.add(
            Cause::HeaderChanged,
            Certainty::Likely,
            format!(
                "The header `content-type` is signed, and many clients send another value or add a charset.{value}"
            ),
            "Send the content type that was signed, character for character, or sign without it.",
        );
    } else if let Some(name) = names().find(|name| name != "host" && !is_rewritten(name) && !hides_header(name)) {
        findings.add(
            Cause::HeaderChanged,
            Certainty::Possible,
            format!("The header {} is signed, and it may have been sent with another value.", facts.quote(&name)),
            "Send every signed header with the value that was signed, character for character.",
        );
    }
}

/// Adds the signed header that clients and proxies set, if there is one.
pub(super) fn suspect_rewritten(facts: &Facts<'_>, findings: &mut Findings) {
    if let Some(name) = names(facts).find(|name| is_rewritten(name)) {
        findings.add(
            Cause::HeaderRewritten,
            Certainty::Likely,
            format!("The header {} is signed, and clients and proxies set it themselves.", facts.quote(&name)),
            "Sign without it.",
        );
    }
}

fn names(facts: &Facts<'_>) -> impl Iterator<Item = String> {
    facts.claims.signed_headers.iter().flatten().map(|name| name.to_ascii_lowercase())
}
