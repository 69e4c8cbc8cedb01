//! Differences as they are shown: without secrets, and only the part around the first byte that differs.

use alloc::borrow::ToOwned;
use alloc::string::String;

use super::change::{Change, Side};
use crate::diagnose::comparison::{Comparison, Difference, Part};
use crate::diagnose::quoted::is_public_id;
use crate::diagnose::secrets::{Secrets, hides_header, hides_parameter};
use crate::diagnose::url::decoded;
use crate::sigv4::escaped::Escaped;

/// How many differences are shown.
const MOST: usize = 50;

/// How much of a line is shown before and after the first byte that differs, in characters. A hash fits.
const BEFORE: usize = 40;
const AFTER: usize = 64;

const HIDDEN: &str = "(not shown)";

pub(super) fn comparison(changes: &[Change], secrets: &Secrets) -> Comparison {
    let differences = changes.iter().take(MOST).map(|change| difference(change, secrets)).collect();
    Comparison { differences, has_texts: true, left_out: changes.len().saturating_sub(MOST) }
}

fn difference(change: &Change, secrets: &Secrets) -> Difference {
    let Change { part, expected, received } = change;
    let offset = match (expected.text(), received.text()) {
        (Some(expected), Some(received)) => common_length(expected, received),
        _ => 0,
    };
    let is_hidden = match part {
        Part::Parameter(name) => hides_parameter(name) || hides_credential(name, [expected, received]),
        Part::Header(name) => hides_header(name),
        _ => false,
    };
    let shown = |side: &Side| {
        let text = side.text()?;
        Some(match is_hidden {
            true => HIDDEN.to_owned(),
            false => secrets.redact(text),
        })
    };
    let part = match part {
        Part::Parameter(name) => Part::Parameter(name_of(name, secrets)),
        Part::Header(name) => Part::Header(name_of(name, secrets)),
        part => part.clone(),
    };
    let (expected, received) = match (shown(expected), shown(received)) {
        (Some(expected), Some(received)) if expected == received => (Some(HIDDEN.to_owned()), Some(HIDDEN.to_owned())),
        (Some(expected), Some(received)) => {
            let at = common_length(&expected, &received);
            (Some(window(&expected, at)), Some(window(&received, at)))
        }
        // The name of a header that the server has not received, and no value.
        (None, Some(received)) if received.is_empty() => (None, None),
        (expected, received) => (expected.map(|text| window(&text, 0)), received.map(|text| window(&text, 0))),
    };
    Difference { part, offset, expected, received }
}

/// Returns whether the credential may hold something else than an access key ID.
fn hides_credential(name: &str, pairs: [&Side; 2]) -> bool {
    let has_key = |pair: &str| {
        let value = decoded(Escaped::of_query(pair.split_once('=').map_or("", |(_, value)| value)));
        value.split('/').next().is_some_and(is_public_id) && value.split('/').count() <= 5
    };
    name.eq_ignore_ascii_case("X-Amz-Credential") && !pairs.into_iter().filter_map(Side::text).all(has_key)
}

/// Returns a name from the other side as it is shown.
fn name_of(name: &str, secrets: &Secrets) -> String {
    window(&secrets.redact(name), 0)
}

/// Returns the number of bytes that two texts have in common at their beginning, in whole characters.
fn common_length(one: &str, other: &str) -> usize {
    let pairs = one.char_indices().zip(other.chars());
    let differing = pairs.into_iter().find(|((_, one), other)| one != other).map(|((at, _), _)| at);
    differing.unwrap_or(one.len().min(other.len()))
}

/// Returns the part of a text around a byte. Control characters are escaped.
fn window(text: &str, at: usize) -> String {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = before.char_indices().rev().nth(BEFORE.saturating_sub(1)).map_or(0, |(start, _)| start);
    let end = after.char_indices().nth(AFTER).map_or(after.len(), |(end, _)| end);
    let mut out = String::new();
    out.push_str(if start > 0 { "..." } else { "" });
    for character in before.get(start..).unwrap_or_default().chars().chain(after.get(..end).unwrap_or_default().chars())
    {
        match character {
            '"' | '\'' | '\\' => out.push(character),
            // What terminals obey or don't show.
            _ => out.extend(character.escape_debug()),
        }
    }
    out.push_str(if end < after.len() { "..." } else { "" });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_have_a_limit_and_no_control_characters() {
        assert_eq!(window("abc", 1), "abc");
        assert_eq!(window("a\u{1b}[31m\u{202e}\n'\\", 0), "a\\u{1b}[31m\\u{202e}\\n'\\");
        let long = "ü".repeat(500);
        let shown = window(&long, 400);
        assert!(shown.starts_with("...ü") && shown.ends_with("ü..."));
        assert_eq!(shown.chars().count(), BEFORE + AFTER + 6);
        assert_eq!(window(&long, 401).chars().count(), BEFORE + 3, "within a character");
    }

    #[test]
    fn common_beginnings() {
        assert_eq!(common_length("aüb", "aöb"), 1);
        assert_eq!(common_length("ab", "abc"), 2);
        assert_eq!(common_length("", "a"), 0);
    }
}
