//! A `#` that is not encoded.

use alloc::string::ToString;

use super::pairs::find_in_any_case;
use super::undone::Undone;
use crate::diagnose::cause::Cause;
use crate::diagnose::finding::Certainty;

/// Encodes a `#` before the signature, and removes a fragment after it, which does no harm.
pub(super) fn undo(undone: &mut Undone) {
    let Some((before, fragment)) = undone.url.split_once('#') else { return };
    if find_in_any_case(fragment, "X-Amz-").is_none() && find_in_any_case(fragment, "Signature=").is_none() {
        let before = before.to_string();
        return undone.replace(before);
    }
    let url = undone.url.replace('#', "%23");
    undone.replace(url);
    undone.add(
        Cause::Fragment,
        Certainty::Certain,
        "The URL has a `#` that is not encoded, so clients send nothing from there on, and the signature is missing.",
        "Encode the `#` as `%23` before signing; `presign` does so in every key.",
    );
}
