//! From everything that is known to a diagnosis.

use alloc::vec::Vec;

use time::OffsetDateTime;

use super::attempt::Attempt;
use super::diagnosis::Diagnosis;
use super::facts::Facts;
use super::finding::Findings;
use super::search::Outcome;
use super::{answers, carried, client, compare, faults, given, search};
use crate::credentials::Credentials;

/// Explains why a request with a presigned URL failed.
///
/// It never fails itself: whatever is given is used as far as it can be read. `credentials` are those that signed the
/// URL, or that are believed to have. With them, many causes are proven that are otherwise only likely. `now` is the time
/// of the request.
///
/// See [the module](crate::diagnose) for an example.
pub fn explain(attempt: &Attempt, credentials: Option<&Credentials>, now: OffsetDateTime) -> Diagnosis {
    let undone = carried::undo(&attempt.url);
    let facts = Facts::new(attempt, &undone.url, now);
    let mut findings = Findings::default();
    undone.find(attempt, &mut findings);
    faults::find(&facts, &mut findings);
    client::find(&facts, &mut findings);
    // Before the answers: whether the signature is explained decides what they add.
    let comparison = compare::find(&facts, &mut findings);
    answers::find(&facts, &mut findings);
    let mut secrets: Vec<&Credentials> = credentials.into_iter().collect();
    secrets.extend(&attempt.credentials);
    let mut outcome = Outcome::Unexplained;
    if !secrets.is_empty() && !facts.has_accepted_signature() {
        let mut proven = Findings::default();
        outcome = search::find(&facts, &secrets, &mut proven);
        if outcome != Outcome::Unexplained {
            // The secret has shown what is wrong with the signature, or that nothing is.
            findings.drop_guesses_about_the_signature();
            undone.prove(attempt, &mut findings);
            given::find(&facts, &secrets, &mut findings);
        }
        findings.merge(proven);
    }
    match outcome {
        Outcome::Right => given::suspect_the_server(&facts, &mut findings),
        // The signature is that of what the server received, so what differs from the URL was meant to.
        Outcome::SignedAsReceived => findings.drop_differences(),
        Outcome::Explained | Outcome::Unexplained => answers::find_unexplained(&facts, &mut findings),
    }
    Diagnosis { findings: findings.sorted(), comparison }
}
