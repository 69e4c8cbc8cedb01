//! A URL as it was before it was carried, and what carried it.

use alloc::string::String;
use alloc::vec::Vec;

use zeroize::Zeroizing;

use crate::diagnose::attempt::Attempt;
use crate::diagnose::cause::Cause;
use crate::diagnose::finding::{Certainty, Findings};

/// A URL as it was before it was carried, as far as that can be told, and what carried it.
pub(in crate::diagnose) struct Undone {
    pub(in crate::diagnose) url: Zeroizing<String>,
    /// In the order in which they were undone.
    pub(super) changes: Vec<Change>,
}

/// What was undone.
pub(super) struct Change {
    pub(super) cause: Cause,
    pub(super) certainty: Certainty,
    pub(super) what: String,
    pub(super) fix: &'static str,
    /// Whether no request can have been sent with the URL in this form.
    pub(super) prevents_sending: bool,
}

impl Undone {
    pub(super) fn new() -> Self {
        Self { url: Zeroizing::new(String::new()), changes: Vec::new() }
    }

    /// Adds what carried the URL.
    pub(in crate::diagnose) fn find(&self, attempt: &Attempt, findings: &mut Findings) {
        for Change { cause, certainty, what, fix, prevents_sending } in &self.changes {
            // If there is an answer, a request was sent, so what is around the URL was not there.
            let certainty = match *prevents_sending && attempt.status.is_some() {
                true => Certainty::Possible,
                false => *certainty,
            };
            findings.add(*cause, certainty, what.clone(), *fix);
        }
    }

    /// Makes certain what was undone: the secret has shown that the URL was signed without it.
    pub(in crate::diagnose) fn prove(&self, attempt: &Attempt, findings: &mut Findings) {
        let was_sent = |change: &&Change| !(change.prevents_sending && attempt.status.is_some());
        for change in self.changes.iter().filter(|change| change.certainty == Certainty::Likely).filter(was_sent) {
            findings.prove(change.cause);
        }
    }

    pub(super) fn add(&mut self, cause: Cause, certainty: Certainty, what: impl Into<String>, fix: &'static str) {
        self.changes.push(Change { cause, certainty, what: what.into(), fix, prevents_sending: false });
    }

    /// Replaces the URL by what it was before.
    pub(super) fn replace(&mut self, url: String) {
        self.url = Zeroizing::new(url);
    }
}
