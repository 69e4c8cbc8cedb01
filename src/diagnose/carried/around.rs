//! The text around a URL: quotes, brackets, a command.

use alloc::format;
use alloc::string::ToString;

use super::pairs::find_in_any_case;
use super::spaces::is_invisible;
use super::undone::Undone;
use crate::diagnose::cause::Cause;
use crate::diagnose::finding::Certainty;

/// What may open and close a URL in a text.
const AROUND: [(char, char); 10] = [
    ('"', '"'),
    ('\'', '\''),
    ('`', '`'),
    ('<', '>'),
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('\u{201c}', '\u{201d}'),
    ('\u{2018}', '\u{2019}'),
    ('\u{ab}', '\u{bb}'),
];

/// Takes the URL out of the text.
pub(super) fn undo(text: &str, undone: &mut Undone) {
    let text = text.trim_matches(|character: char| character.is_whitespace() || is_invisible(character));
    let (before, url) = text.split_at(start(text));
    let quote = before.trim_end_matches('\\');
    let around = quote.chars().next_back().and_then(|last| AROUND.iter().find(|(open, _)| *open == last));
    let Some((open, close)) = around else {
        let is_text = before.is_empty() || before.ends_with([' ', '\t', '\n', '\r', '=']) && !before.contains('?');
        return undone.replace(if is_text { url } else { text }.to_string());
    };
    // A bracket may be in a URL, so only the last one ends it.
    let end = if matches!(open, '(' | '[' | '{' | '\'') { url.rfind(*close) } else { url.find(*close) };
    let inner = &url[..end.unwrap_or(url.len())];
    let inner = if quote.len() < before.len() { inner.trim_end_matches('\\') } else { inner };
    undone.replace(inner.to_string());
    // In a command, the quotes belong to the shell.
    if before.chars().all(|character| !character.is_alphanumeric()) && end.is_some() {
        undone.add(
            Cause::TrailingPunctuation,
            Certainty::Likely,
            format!("The text has `{open}` before the URL and `{close}` after it."),
            "Use the URL without what is around it.",
        );
        undone.changes.iter_mut().for_each(|change| change.prevents_sending = true);
    }
}

/// Returns the index of the scheme, or 0 if there is none near the beginning.
fn start(text: &str) -> usize {
    // What follows the colon may be escaped.
    const SCHEMES: [&str; 10] =
        ["https:/", "https:\\", "https:&", "https%3a", "https%253a", "http:/", "http:\\", "http:&", "wss:/", "ws:/"];
    const FARTHEST: usize = 1000;
    let end = text.char_indices().nth(FARTHEST).map_or(text.len(), |(at, _)| at);
    let beginning = &text[..end];
    SCHEMES.iter().filter_map(|scheme| find_in_any_case(beginning, scheme)).min().unwrap_or(0)
}
