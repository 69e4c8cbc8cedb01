//! Compares what was expected with what the server says it received.

mod canonical;
mod causes;
mod change;
mod from_url;
mod paths;
mod query;
mod rendered;
mod string_to_sign;
mod texts;
mod trace;

use super::comparison::Comparison;
use super::facts::Facts;
use super::finding::Findings;

/// Compares the URL, and what is known of the request, with what the server received, and adds what the differences
/// mean.
pub(super) fn find(facts: &Facts<'_>, findings: &mut Findings) -> Option<Comparison> {
    // The content of an object may look like anything.
    let answer = facts.answer.as_ref().filter(|answer| answer.status >= 300)?;
    let echo = answer.echo();
    if echo.is_empty() {
        return None;
    }
    let request = from_url::canonical_request(facts);
    let string = from_url::string_to_sign(facts);
    let changes = texts::changes(&request, &string, &echo);
    causes::find(facts, &echo, &changes, findings);
    Some(rendered::comparison(&changes, &facts.secrets))
}
