//! Both texts of both sides.

use alloc::vec::Vec;

use super::canonical::Lines;
use super::change::Change;
use super::string_to_sign::StringLines;
use crate::diagnose::answer::Echo;

/// Returns the lines that differ, in their order.
pub(super) fn changes(request: &Lines<'_>, string: &StringLines<'_>, echo: &Echo) -> Vec<Change> {
    let mut changes = Vec::new();
    let received = echo.canonical_request.as_ref().map(|echoed| Lines::parse(&echoed.text, echoed.is_complete));
    if let Some(received) = &received {
        request.compare(received, &mut changes);
    }
    if let Some(echoed) = &echo.string_to_sign {
        // The hash says no more than the texts that are hashed.
        let with_hash = received.is_none();
        string.compare(&StringLines::parse(&echoed.text, echoed.is_complete), with_hash, &mut changes);
    }
    changes
}
