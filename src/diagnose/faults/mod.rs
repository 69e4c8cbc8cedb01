//! Faults that the URL shows by itself, or together with what was sent.

mod body;
mod credentials;
mod headers;
mod host;
mod mechanism;
mod method;
mod parameters;
mod path;
mod place;
mod token;
mod validity;
mod values;

use super::facts::Facts;
use super::finding::Findings;

/// Adds the faults of the URL. There are none if the server did what the URL is for.
pub(super) fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.has_succeeded() || !mechanism::find(facts, findings) {
        return;
    }
    parameters::find(facts, findings);
    values::find(facts, findings);
    validity::find(facts, findings);
    credentials::find(facts, findings);
    token::find(facts, findings);
    headers::find(facts, findings);
    method::find(facts, findings);
    body::find(facts, findings);
    host::find(facts, findings);
    place::find(facts, findings);
    path::find(facts, findings);
}
