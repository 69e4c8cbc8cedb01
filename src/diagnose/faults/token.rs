//! Whether the session token arrived as it was.

use crate::credentials::is_temporary;
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::names::TOKENS;

/// How programming languages print a missing value.
const NO_VALUE: [&str; 6] = ["nil", "none", "null", "undefined", "(null)", "nan"];

pub(super) fn find(facts: &Facts<'_>, findings: &mut Findings) {
    for name in TOKENS {
        let Some(what) =
            facts.url.parameter(name).and_then(|token| mangled(token.raw(), &token.text().unwrap_or_default()))
        else {
            continue;
        };
        // AWS's tokens are base64. Those of other servers are at least text without spaces, such as a JWT.
        let id = facts.claims.credential.as_ref().map_or("", |credential| &credential.access_key_id);
        let certainty = match facts.is_on_aws() || is_temporary(id) {
            true => Certainty::Certain,
            false => Certainty::Likely,
        };
        let fix = "Encode the session token once, with `%2B` for `+`, `%2F` for `/` and `%3D` for `=`, and pass it on unchanged.";
        findings.add(Cause::TokenMangled, certainty, what, fix);
    }
}

/// Returns what is wrong with a token, which is not shown.
fn mangled(raw: &str, token: &str) -> Option<&'static str> {
    let has_escape = |text: &str| ["%2B", "%2F", "%3D", "%2b", "%2f", "%3d"].iter().any(|escape| text.contains(escape));
    let is_of_token = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=-_.~:@,".contains(&byte);
    if token.is_empty() {
        None
    } else if NO_VALUE.iter().any(|word| token.eq_ignore_ascii_case(word)) {
        Some("The session token is the word that a program prints for a missing value, such as `None` or `null`.")
    } else if raw.contains('+') {
        Some("The session token has a `+` that is not encoded, and in a query that stands for a space.")
    } else if has_escape(token) {
        Some("The session token is percent-encoded twice: it has `%252B`, `%252F` or `%253D` in it.")
    } else if token.contains(' ') {
        Some("The session token has a space in it, where a `+` was decoded.")
    } else if token.contains("(MISSING)") {
        Some("A function that formats text changed the session token.")
    } else if !token.bytes().all(is_of_token) {
        Some("The session token has characters in it that no token has, such as quotes or control characters.")
    } else {
        None
    }
}
