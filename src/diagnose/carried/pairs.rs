//! The pairs of a query, changed one by one.

use alloc::string::String;

/// Returns the URL with other values in its query, or `None` if no value changes. `change` gets the name and the value
/// as they are written.
pub(super) fn map_values(url: &str, mut change: impl FnMut(&str, &str) -> Option<String>) -> Option<String> {
    map_pairs(url, |pair| {
        let (name, value) = pair.split_once('=')?;
        change(name, value).map(|value| [name, "=", &value].concat())
    })
}

/// Returns the URL with other pairs in its query, or `None` if none changes.
pub(super) fn map_pairs(url: &str, mut change: impl FnMut(&str) -> Option<String>) -> Option<String> {
    let (place, query) = url.split_once('?')?;
    // Sized for the worst case: a buffer that grows would leave parts of a token in freed memory.
    let mut changed = String::with_capacity(url.len().saturating_mul(3));
    changed.push_str(place);
    let mut is_changed = false;
    for (index, pair) in query.split('&').enumerate() {
        changed.push(if index == 0 { '?' } else { '&' });
        match change(pair) {
            Some(other) => {
                is_changed = true;
                changed.push_str(&other);
            }
            None => changed.push_str(pair),
        }
    }
    is_changed.then_some(changed)
}

/// Returns the index of a text in ASCII, in any case.
pub(super) fn find_in_any_case(text: &str, part: &str) -> Option<usize> {
    text.as_bytes().windows(part.len().max(1)).position(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// Returns the number of lower-case hexadecimal digits that a text begins with.
pub(super) fn count_digits(text: &str) -> usize {
    text.bytes().take_while(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte)).count()
}
