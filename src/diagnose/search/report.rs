//! The findings of the search.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::candidate::{Candidate, Part};
use super::change::Change;
use super::changes::{of_other, white_space};
use super::known::Known;
use crate::diagnose::cause::Cause;
use crate::diagnose::finding::{Certainty, Findings};

/// What the search has found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The URL is signed for what was sent, with the secret. If it fails, the signature is not the reason.
    Right,
    /// Something else was signed, or with another secret. The findings say what.
    Explained,
    /// What the server received was signed, with a secret that the server doesn't have.
    SignedAsReceived,
    /// It is not known what was signed.
    Unexplained,
}

/// Adds the mistakes that make up the difference between what was sent and what was signed.
pub(super) fn matched(
    known: &Known<'_>,
    found: &[&Change<'_>],
    signed: &Candidate<'_>,
    findings: &mut Findings,
) -> Outcome {
    let mut outcome = Outcome::Right;
    let mut add = |cause, certainty, (what, fix): (String, String)| {
        findings.add(cause, certainty, what, fix);
        outcome = Outcome::Explained;
    };
    for mistake in found.iter().filter_map(|change| change.mistake.as_ref()) {
        add(mistake.cause, Certainty::Certain, mistake.texts());
    }
    let changed = |part| found.iter().any(|change| change.part == part);
    if let [first, ..] = &*known.credentials
        && !changed(Part::Secret)
    {
        let (claimed, id) = (known.claimed_key_id(), first.access_key_id());
        if claimed != id && !changed(Part::AccessKeyId) {
            add(Cause::WrongSecret, Certainty::Certain, of_other(known, claimed, id));
        }
        if first.secret() != first.secret().trim() {
            // No secret of AWS has white space. Other servers let their users choose it.
            let is_aws = claimed.starts_with("AKIA") || claimed.starts_with("ASIA");
            let certainty = if is_aws { Certainty::Certain } else { Certainty::Likely };
            add(Cause::SecretWhiteSpace, certainty, white_space("the white space around it"));
        }
    }
    let is_unsent =
        |name: &str| !name.eq_ignore_ascii_case("host") && known.sent(&name.to_ascii_lowercase()).is_empty();
    let unsent: Vec<_> = signed.headers.iter().filter(|header| is_unsent(&header.name)).collect();
    if unsent.is_empty() {
        return outcome;
    }
    if known.facts.knows_headers() {
        // One with a value is among the mistakes already.
        if let Some(header) = unsent.iter().find(|header| header.value.is_empty()) {
            let name = known.shown(&header.name);
            let what = format!("The header {name} was signed without a value, and was not sent.");
            add(
                Cause::HeaderMissing,
                Certainty::Certain,
                (what, format!("Send the header {name}, or sign a URL without it.")),
            );
        }
    } else if known.is_refused() {
        let lines: Vec<String> = unsent
            .iter()
            .map(|header| match known.shown_header(&header.name, &header.value) {
                Some(value) => format!("{} with the value {value}", known.shown(&header.name)),
                None => known.shown(&header.name),
            })
            .collect();
        let what =
            format!("The URL is signed with the given secret for requests with the header {}.", lines.join(", "));
        let fix = "Send exactly that with the request. It is not known what was sent: give the headers to find out.";
        findings.add(Cause::HeaderMissing, Certainty::Likely, what, fix);
    }
    outcome
}

/// Adds that the server refuses what the secret has signed.
pub(super) fn server_has_another_secret(known: &Known<'_>, findings: &mut Findings) {
    let id = known.shown_key_id(known.claimed_key_id());
    let what = format!(
        "The given secret signed exactly what the server received, and the server refuses the signature: it has another \
         secret for the access key {id}."
    );
    let fix = "Check the secret on both sides, and sign another URL with the one that is valid now.";
    findings.add(Cause::WrongSecret, Certainty::Certain, what, fix);
}

/// Adds that nothing matches. `agrees` says whether the server computed the same text from the URL.
pub(super) fn unexplained(known: &Known<'_>, agrees: bool, tried: usize, findings: &mut Findings) -> Outcome {
    let claimed = known.claimed_key_id();
    let id = known.shown_key_id(claimed);
    let succeeded = known.facts.answer.as_ref().is_some_and(|answer| answer.status < 400);
    let refused_otherwise = known.facts.answer.is_some() && !known.is_refused();
    // A host of the caller's own may be a CDN, behind which another one was signed.
    let may_be_right = known.facts.answer.is_none() && !known.facts.is_on_aws();
    let likely = match succeeded || refused_otherwise || may_be_right {
        true => Certainty::Possible,
        false => Certainty::Likely,
    };
    if known.credentials.iter().all(|credentials| credentials.access_key_id() != claimed) {
        let what = format!(
            "The URL names the access key {id}, and was not signed with the given secret, which is of another access key. \
             So its signature can't be checked."
        );
        let fix = format!(
            "Give the secret of the access key {id}. Or sign another URL, if the access key that you gave was meant."
        );
        findings.add(Cause::WrongSecret, likely, what, fix);
        return Outcome::Unexplained;
    }
    if agrees {
        let what = format!(
            "The server computed the same text from the request as the signer should have, so only the secret can differ: \
             the URL was not signed with the given secret of the access key {id}."
        );
        let fix = "Check which secret the signer uses, and sign another URL with the one of this access key.";
        findings.add(Cause::WrongSecret, Certainty::Likely, what, fix);
        return Outcome::Unexplained;
    }
    let unknown: Vec<String> = match known.facts.knows_headers() {
        true => Vec::new(),
        false => {
            let names = known.facts.claims.signed_headers.iter().flatten();
            names.filter(|name| !name.eq_ignore_ascii_case("host")).map(|name| known.shown(name)).take(8).collect()
        }
    };
    let certainty = if unknown.is_empty() { likely } else { Certainty::Possible };
    let what = format!(
        "The given secret of the access key {id} signed neither this URL nor any of {tried} requests that differ from it \
         in usual ways. Another secret signed it, or it was signed for another host, or it was changed."
    );
    let fix = match &*unknown {
        [] => "Check that the secret is the one of the access key, and compare the URL with what the signer returned. If it \
               leads through a proxy or a CDN, give the host of the server behind it: `candidate_host`."
            .into(),
        names => format!("Give the values of the signed headers too: {}. Then compare the secret.", names.join(", ")),
    };
    findings.add(Cause::SignatureMismatch, certainty, what, fix);
    Outcome::Unexplained
}
