//! Looking for texts.

/// Returns whether a text contains one of these.
pub(super) fn has_any(error: &str, texts: &[&str]) -> bool {
    texts.iter().any(|text| error.contains(text))
}
