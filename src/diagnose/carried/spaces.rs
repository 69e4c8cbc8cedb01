//! White space within a URL, as it is or encoded.

use alloc::string::String;

use super::pairs::{count_digits, map_pairs, map_values};
use super::undone::Undone;
use crate::diagnose::cause::Cause;
use crate::diagnose::finding::Certainty;
use crate::diagnose::names::{SIGNATURE, SIGNATURE_DIGITS, TOKENS, is_of_signature};

const FIX: &str = "Remove the white space. Copy the URL without wrapping its lines.";

pub(super) fn undo(undone: &mut Undone) {
    undo_in_path(undone);
    undo_in_query(undone);
    undo_encoded(undone);
}

/// Returns whether text programs insert this character where a line may break, and nobody sees it.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn is_space(character: char) -> bool {
    character.is_whitespace() || is_invisible(character)
}

/// A space in the path is a part of the key that was not encoded, or was decoded.
fn undo_in_path(undone: &mut Undone) {
    let (place, query) = match undone.url.split_once('?') {
        Some((place, query)) => (place, Some(query)),
        None => return,
    };
    if !place.contains(' ') {
        return;
    }
    let place = place.replace(' ', "%20");
    let url = query.map_or_else(|| place.clone(), |query| [&place, "?", query].concat());
    undone.replace(url);
    undone.add(
        Cause::PathEncoding,
        Certainty::Possible,
        "The path of the URL has a space in it, which the signer encoded as `%20`.",
        "Send the URL as it was signed, with `%20` in place of the space.",
    );
}

fn undo_in_query(undone: &mut Undone) {
    if !undone.url.contains(is_space) {
        return;
    }
    // After the last digit of the signature, other text may follow.
    let end = undone.url.find(&[SIGNATURE, "="].concat()).and_then(|at| {
        let start = at.checked_add(SIGNATURE.len())?.checked_add(1)?;
        let digits = count_digits(undone.url.get(start..)?);
        let end = start.checked_add(digits)?;
        let rest = undone.url.get(end..)?;
        (digits == SIGNATURE_DIGITS && rest.starts_with(is_space) && !rest.contains('&')).then_some(end)
    });
    if let Some(url) = end.and_then(|end| undone.url.get(..end)).map(String::from) {
        undone.replace(url);
    }
    let mut is_wrapped = false;
    let changed = map_pairs(&undone.url, |pair| {
        if !pair.contains(is_space) {
            return None;
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name: String = name.chars().filter(|character| !is_space(*character)).collect();
        let value: String = if TOKENS.contains(&&*name) {
            // In the session token it may have been a `+`.
            value.chars().map(|character| if is_space(character) { '+' } else { character }).collect()
        } else if is_of_signature(&name) {
            is_wrapped = true;
            value.chars().filter(|character| !is_space(*character)).collect()
        } else {
            value.replace(' ', "%20")
        };
        Some(if pair.contains('=') { [&name, "=", &value].concat() } else { name })
    });
    if let Some(url) = changed {
        undone.replace(url);
    }
    if is_wrapped {
        undone.add(Cause::LineWrapped, Certainty::Certain, "The query of the URL has white space in it.", FIX);
    }
}

/// Removes `%0A`, `%20` and the like from values that can't have them.
fn undo_encoded(undone: &mut Undone) {
    const BREAKS: [&str; 4] = ["%0D", "%0A", "%09", "%E2%80%8B"];
    let changed = map_values(&undone.url, |name, value| {
        let is_scope = |value: &str| value.len() < 200 && (value.contains("%2F") || value.contains('/'));
        let mut removed = String::from(value);
        if name == "X-Amz-Credential" {
            // The access key ID may really end with a line break, if it was read from a file, or have spaces.
            let key = removed.find("%2F").or_else(|| removed.find('/')).filter(|_| is_scope(value))?;
            let scope = removed.split_off(key);
            let is_read_from_file = BREAKS.iter().any(|part| removed.ends_with(part) || removed.starts_with(part));
            if !is_read_from_file {
                removed = remove(removed, &BREAKS);
            }
            removed.push_str(&remove(remove(scope, &BREAKS), &["%20"]));
        } else if name == SIGNATURE || name == "X-Amz-Date" || name == "X-Amz-SignedHeaders" || name == "X-Amz-Expires"
        {
            removed = remove(remove(removed, &BREAKS), &["%20"]);
        }
        (removed.len() < value.len()).then_some(removed)
    });
    if let Some(url) = changed {
        undone.replace(url);
        undone.add(
            Cause::LineWrapped,
            Certainty::Certain,
            "The query of the URL has encoded white space in it, such as `%0A` for a line break.",
            FIX,
        );
    }
}

fn remove(mut text: String, parts: &[&str]) -> String {
    for part in parts {
        for part in [*part, &part.to_ascii_lowercase()] {
            if text.contains(part) {
                text = text.replace(part, "");
            }
        }
    }
    text
}
