//! The URL beside the credentials that were given.

use super::cause::Cause;
use super::facts::Facts;
use super::finding::{Certainty, Findings};
use super::{answers, signed_headers};
use crate::credentials::Credentials;

/// Adds that the URL has no session token although the credentials have one, or the other way round. The URL was signed
/// with their secret.
pub(super) fn find(facts: &Facts<'_>, credentials: &[&Credentials], findings: &mut Findings) {
    let claimed = facts.claims.credential.as_ref().map(|credential| &*credential.access_key_id);
    let Some(given) = credentials.iter().find(|credentials| Some(credentials.access_key_id()) == claimed) else {
        return;
    };
    // The token of AWS IoT is added after signing, and a server that answers well has no objection.
    let is_refused = facts.answer.as_ref().is_some_and(|answer| answer.status >= 400);
    if !is_refused {
        return;
    }
    match (given.identity().encoded_token().is_some(), facts.claims.token.is_some()) {
        (true, false) => findings.add(
            Cause::TokenMissing,
            Certainty::Certain,
            "The given credentials have a session token, and the URL has none.",
            "Sign with all three parts of the credentials: `with_session_token`.",
        ),
        (false, true) => findings.add(
            Cause::TokenUnexpected,
            Certainty::Certain,
            "The URL has a session token, and the given credentials of the same key have none.",
            "Take the access key ID, the secret and the session token from the same credentials. Unset \
             `AWS_SESSION_TOKEN` if the key has none.",
        ),
        _ => {}
    }
}

/// Adds what is left to suppose if the URL is signed with the given secret for what was sent, and the server still refuses
/// it.
pub(super) fn suspect_the_server(facts: &Facts<'_>, findings: &mut Findings) {
    let Some(answer) = &facts.answer else { return };
    let is_mismatch = answers::is_mismatch(answer);
    if is_mismatch {
        // What was sent is right, and proxies change it.
        signed_headers::suspect_rewritten(facts, findings);
    }
    // Ceph answers so to a wrong signature too.
    let says_nothing = answer.status == 403 && answer.message().is_empty();
    let certainty = match (is_mismatch, says_nothing) {
        (true, _) if !findings.has_any(Certainty::Likely) => Certainty::Likely,
        (true, _) | (_, true) => Certainty::Possible,
        _ => return,
    };
    findings.add(
        Cause::WrongSecret,
        certainty,
        "The URL is signed with the given secret for exactly this request. If the server refuses its signature, it has \
         another secret for the access key, or a proxy changes the request on its way.",
        "Check the secret that the server has. Then compare the request that it receives with the one that was sent.",
    );
}
