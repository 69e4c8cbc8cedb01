//! What the server's answer says.

mod addressing;
mod browser;
mod busy;
mod credentials;
mod denied;
mod empty_key;
mod forms;
mod names;
mod objects;
mod pages;
mod parameters;
mod redirects;
mod regions;
mod services;
mod signature;
mod times;
mod uploads;

pub(super) use self::signature::is_mismatch;
use super::answer::Answer;
use super::facts::Facts;
use super::finding::Findings;

type Rule = fn(&Facts<'_>, &Answer<'_>, &mut Findings);

/// Those that look at what others have found come last.
const RULES: [Rule; 14] = [
    times::find,
    parameters::find,
    regions::find,
    redirects::find,
    addressing::find,
    credentials::find,
    objects::find,
    uploads::find,
    forms::find,
    services::find,
    browser::find_in_answer,
    busy::find,
    pages::find,
    denied::find,
];

/// Adds what the answer says.
pub(super) fn find(facts: &Facts<'_>, findings: &mut Findings) {
    browser::find(facts, findings);
    empty_key::find(facts, findings);
    let Some(answer) = &facts.answer else { return };
    if !is_good(facts, answer) {
        RULES.iter().for_each(|rule| rule(facts, answer, findings));
    }
}

/// Adds what may be the reason for a wrong signature, if nothing has explained it.
pub(super) fn find_unexplained(facts: &Facts<'_>, findings: &mut Findings) {
    if let Some(answer) = facts.answer.as_ref().filter(|answer| !is_good(facts, answer)) {
        signature::find(facts, answer, findings);
    }
}

/// Returns whether the request succeeded. S3 reports the errors of three operations with status 200, none of which is a
/// download: the content of an object may look like anything.
fn is_good(facts: &Facts<'_>, answer: &Answer<'_>) -> bool {
    let may_be_error = matches!(facts.method(), Some("PUT" | "POST")) && answer.is_error_document();
    matches!(answer.status, 200..=299 | 304) && !may_be_error
}
