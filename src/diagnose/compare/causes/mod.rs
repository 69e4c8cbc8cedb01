//! What the differences mean.

mod equal;
mod headers;
mod path;
mod query;
mod request;

use crate::diagnose::answer::Echo;
use crate::diagnose::compare::change::Change;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::Findings;

/// Adds what the differences mean, or what it means that there are none.
pub(super) fn find(facts: &Facts<'_>, echo: &Echo, changes: &[Change], findings: &mut Findings) {
    for change in changes {
        request::find(facts, change, findings);
        headers::find(facts, change, findings);
        path::find(facts, change, findings);
    }
    query::find(facts, changes, findings);
    if changes.is_empty() {
        equal::find(facts, echo, findings);
    }
}
