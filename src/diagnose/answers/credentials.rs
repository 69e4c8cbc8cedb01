//! The server does not accept the access key or the session token.

use alloc::format;

use crate::credentials::TokenKind;
use crate::diagnose::answer::Answer;
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::secrets::shown_key;
use crate::diagnose::url::decoded;

const UNKNOWN: [&str; 4] = ["InvalidAccessKeyId", "InvalidClientTokenId", "UnrecognizedClient", "NoSuchAccessKey"];

pub(super) fn find(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    // Google answers so for a URL that has expired, and `times` reports that.
    let is_url_expired = answer.says("signature expired") || answer.says("request has expired");
    let says_token_invalid = answer.says("security token included in the request is invalid");
    if answer.is(&["ExpiredToken"]) && !is_url_expired
        || answer.says("token included in the request is expired")
        || answer.says("provided token has expired") && !is_url_expired
    {
        findings.add(
            Cause::CredentialsExpired,
            Certainty::Certain,
            "The temporary credentials that signed the URL have expired. A URL never outlives them, whatever \
             `X-Amz-Expires` says.",
            "Sign with fresh credentials. For URLs that live longer than a session, sign with those of an IAM user.",
        );
    } else if answer.is(&["InvalidToken", "InvalidTokenId"]) || says_token_invalid && facts.claims.token.is_some() {
        token(facts, findings);
    } else if answer.is(&UNKNOWN)
        || says_token_invalid
        || answer.says("access key id you provided does not exist")
        || answer.says("no such key: gk")
        || answer.says("credential access key has length")
        || answer.says("malformed access key id")
    {
        unknown_key(facts, answer, findings);
    } else if answer.status == 401 && answer.is(&["Unauthorized"]) {
        findings.add(
            Cause::UnknownAccessKey,
            Certainty::Likely,
            "The server does not accept the credentials.",
            "Check that the access key ID exists on this server, and that it was not revoked.",
        );
    }
}

fn unknown_key(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    let id = facts.claims.credential.as_ref().map(|credential| &*credential.access_key_id);
    let id = id.unwrap_or_default();
    if id.len() == 40 && !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        findings.add(
            Cause::KeyAndSecretSwapped,
            Certainty::Likely,
            "The server does not know the access key ID, which has the form of a secret access key: the two were \
             swapped.",
            "Swap them. The secret was in a URL, so replace it with a new one.",
        );
        return;
    }
    if id.starts_with("ASIA") && facts.claims.token.is_none() {
        findings.add(
            Cause::TokenMissing,
            Certainty::Certain,
            "The access key ID is that of temporary credentials (`ASIA...`), and the URL has no session token.",
            "Sign with the session token: `with_session_token`.",
        );
        return;
    }
    if facts.claims.token.is_some() && !facts.is_on_aws() {
        findings.add(
            Cause::CredentialsExpired,
            Certainty::Likely,
            "The server no longer knows the temporary access key, usually because its session is over. A URL never \
             outlives the credentials that signed it.",
            "Sign with fresh credentials.",
        );
        return;
    }
    let shown = if id.is_empty() { "in the URL".into() } else { shown_key(id) };
    let length = if answer.says("credential access key has length") {
        " Its length is not that of this server's keys."
    } else {
        ""
    };
    findings.add(
        Cause::UnknownAccessKey,
        Certainty::Certain,
        format!("The server does not know the access key ID {shown}.{length}"),
        "Check that the key was created on this server or in this partition of AWS, and was neither deactivated nor \
         deleted.",
    );
}

fn token(facts: &Facts<'_>, findings: &mut Findings) {
    let name = match facts.claims.token {
        Some(TokenKind::S3Session) => "X-Amz-S3session-Token",
        _ => "X-Amz-Security-Token",
    };
    let Some(token) = facts.url.parameter(name).filter(|token| !token.is_empty()) else {
        findings.add(
            Cause::TokenMissing,
            Certainty::Likely,
            "The server does not accept the session token, and the URL has none.",
            "Sign with the session token that belongs to the key, and send the whole URL.",
        );
        return;
    };
    let id = facts.claims.credential.as_ref().map(|credential| &*credential.access_key_id);
    if id.is_some_and(|id| id.starts_with("AKIA")) {
        findings.add(
            Cause::TokenUnexpected,
            Certainty::Certain,
            "The access key ID is a long-term one (`AKIA...`), and the URL has a session token.",
            "Sign without a session token, or with the temporary key that it belongs to.",
        );
        return;
    }
    let token = decoded(token);
    if token.contains([' ', '%']) || token.contains(char::is_control) {
        findings.add(
            Cause::TokenMangled,
            Certainty::Certain,
            "The session token in the URL was changed: it contains spaces or percent-escapes, as if it had been \
             decoded or encoded once more.",
            "Take the URL as it was signed. A `+` in the token must be `%2B` in the URL.",
        );
        return;
    }
    findings.add(
        Cause::TokenStale,
        Certainty::Likely,
        "The server does not accept the session token. Usually it belongs to other credentials than the access key ID.",
        "Load the key, the secret and the token together, and replace all three at once. In a region that must be \
         enabled first, only tokens of a regional STS endpoint are valid.",
    );
    findings.add(
        Cause::TokenMangled,
        Certainty::Possible,
        "The session token may have been changed on the way, or copied in part.",
        "Compare its length with that of the token that was signed with.",
    );
}
