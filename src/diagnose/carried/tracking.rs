//! Parameters that mail programs and social networks add to links.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::pairs::map_pairs;
use super::undone::Undone;
use crate::diagnose::cause::Cause;
use crate::diagnose::finding::Certainty;
use crate::diagnose::names::SIGNATURE;
use crate::diagnose::quoted;
use crate::diagnose::tracking::is_tracking;

const FIX: &str = "Send the URL without them. Turn off link tracking where the URL is published.";

/// Removes such parameters at the end of the query. Before the signature they may have been signed.
pub(super) fn undo(undone: &mut Undone) {
    let url = undone.url.clone();
    let Some((_, query)) = url.split_once('?') else { return };
    let names: Vec<&str> = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default()).collect();
    let Some(signature) = names.iter().position(|name| *name == SIGNATURE) else { return };
    // Where the signature is sorted among the other parameters, so are those that were signed.
    let is_sorted = names.iter().position(|name| *name == "X-Amz-SignedHeaders").is_some_and(|at| at > signature);
    let tracking = || names.iter().copied().enumerate().filter(|(_, name)| is_tracking(name));
    let added: Vec<&str> = tracking().filter(|(at, _)| *at > signature && !is_sorted).map(|(_, name)| name).collect();
    let others: Vec<&str> = tracking().filter(|(at, _)| *at < signature || is_sorted).map(|(_, name)| name).collect();
    if !others.is_empty() {
        let what = format!(
            "The query has {}, which trackers add to links. They were signed, or added later.",
            quoted::list(others)
        );
        undone.add(Cause::TrackingParameter, Certainty::Possible, what, FIX);
    }
    if added.is_empty() {
        return;
    }
    let what = format!("After the signature, the query has {}, which trackers add to links.", quoted::list(added));
    let mut at: usize = 0;
    // Pairs that are removed leave a mark, since the query may have empty ones.
    let changed = map_pairs(&url, |pair| {
        let is_after = at > signature;
        at = at.saturating_add(1);
        let name = pair.split('=').next().unwrap_or_default();
        (is_after && is_tracking(name)).then(|| String::from("\n"))
    });
    if let Some(changed) = changed {
        undone.replace(changed.replace("&\n", ""));
        undone.changes.retain(|change| change.cause != Cause::TrackingParameter);
        undone.add(Cause::TrackingParameter, Certainty::Likely, what, FIX);
    }
}
