//! The access key ID, and whether a session token goes with it.

use alloc::format;

use crate::credentials::{Stray, TokenKind, find_stray, is_temporary, looks_like_access_key_id, looks_like_secret};
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::quoted;

pub(super) fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let Some(credential) = &facts.claims.credential else { return };
    let id = &*credential.access_key_id;
    // Only AWS's own keys are known to have these forms.
    let on_aws = |elsewhere| if facts.is_on_aws() { Certainty::Certain } else { elsewhere };
    // A `+` that was not encoded is a space now.
    if looks_like_secret(&id.replace(' ', "+")) {
        let what = "The URL has the secret access key in the place of the access key ID. Everybody who saw the URL knows the \
                    secret.";
        let fix = "Deactivate this key at once and create another one. Then pass the access key ID first and the secret second.";
        return findings.add(Cause::KeyAndSecretSwapped, on_aws(Certainty::Likely), what, fix);
    }
    if let Some(Stray { at, what: stray }) = find_stray(id) {
        let what = format!("The access key ID {at} with {stray}, so the server does not know it.");
        let fix = "Trim the access key ID and the secret where they are read from a file or the environment.";
        findings.add(Cause::UnknownAccessKey, on_aws(Certainty::Likely), what, fix);
    }
    find_token(facts, id, on_aws(Certainty::Possible), findings);
    if facts.is_on_aws() {
        find_kind(facts, findings);
    }
}

/// Compares the kind of key with the token.
fn find_token(facts: &Facts<'_>, id: &str, certainty: Certainty, findings: &mut Findings) {
    let is_empty = |kind| match kind {
        TokenKind::Security => facts.url.parameter("X-Amz-Security-Token").is_some_and(|token| token.is_empty()),
        TokenKind::S3Session => facts.url.parameter("X-Amz-S3session-Token").is_some_and(|token| token.is_empty()),
    };
    let token = facts.claims.token;
    let has_token = token.is_some_and(|kind| !is_empty(kind));
    // A token under another name is reported as that.
    let is_misspelled = findings.has(Cause::MisspelledParameter);
    if is_temporary(id)
        && !has_token
        && !is_misspelled
        && !findings.has_certain(Cause::CutShort)
        && !findings.has_certain(Cause::CutAtAmpersand)
    {
        let what = format!(
            "The URL is signed with temporary credentials ({}), but has no session token, so the server does not know the key.",
            quoted::access_key_id(id),
        );
        let fix =
            "Set the session token on the credentials: `Credentials::with_session_token`, or `AWS_SESSION_TOKEN`.";
        return findings.add(Cause::TokenMissing, certainty, what, fix);
    }
    if token.is_some() && !has_token {
        let what = "The URL has an empty session token.";
        let fix =
            "Leave the session token out if the credentials have none. A variable that is set to nothing is not unset.";
        return findings.add(Cause::TokenUnexpected, Certainty::Likely, what, fix);
    }
    if has_token && looks_like_access_key_id(id) && !is_temporary(id) {
        let what = format!(
            "The URL is signed with a long-term key ({}), but has a session token, which belongs to another key.",
            quoted::access_key_id(id),
        );
        let fix = "Take the access key ID, the secret and the session token from the same credentials. Unset `AWS_SESSION_TOKEN` \
                   if the key has none.";
        findings.add(Cause::TokenUnexpected, certainty, what, fix);
    }
}

/// Compares the parameter of the token with the kind of bucket.
fn find_kind(facts: &Facts<'_>, findings: &mut Findings) {
    match (facts.claims.token, facts.claims.service()) {
        (Some(TokenKind::S3Session), Some("s3")) => {
            let what = "The URL has the session token of a directory bucket (`X-Amz-S3session-Token`), but is signed for S3 and \
                        not for S3 Express.";
            let fix = "Use ordinary credentials, or the host of the directory bucket.";
            findings.add(Cause::TokenUnexpected, Certainty::Certain, what, fix);
        }
        // CreateSession and copies need ordinary credentials, and other operations accept them in some policies.
        (Some(TokenKind::Security), Some("s3express")) if facts.url.parameter("session").is_none() => {
            let what = "The URL of a directory bucket has the session token of ordinary credentials (`X-Amz-Security-Token`). \
                        Most operations on its objects take that of CreateSession (`X-Amz-S3session-Token`).";
            let fix = "Sign with `SessionCredentials`, which CreateSession returns.";
            findings.add(Cause::TokenUnexpected, Certainty::Possible, what, fix);
        }
        _ => {}
    }
}
