//! What the client said when there was no response.

mod connection;
mod dns;
mod tls;
mod words;

use alloc::string::String;

use super::facts::Facts;
use super::finding::Findings;

/// Adds what the client's error says.
pub(super) fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let Some(error) = &facts.attempt.client_error else { return };
    // What goes on for longer is a log.
    const LONGEST: usize = 1 << 16;
    let error: String = error.chars().take(LONGEST).flat_map(char::to_lowercase).collect();
    // A client that did not trust a certificate has resolved the host.
    if !tls::find(facts, &error, findings) && !dns::find(facts, &error, findings) {
        connection::find(facts, &error, findings);
    }
}
