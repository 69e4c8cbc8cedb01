//! The lines of a canonical request.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::change::{Change, Side};
use super::query;
use crate::diagnose::comparison::Part;

/// The lines of a canonical request. What is `None` is not known.
#[derive(Default)]
pub(super) struct Lines<'a> {
    pub(super) method: Option<Cow<'a, str>>,
    pub(super) path: Option<Cow<'a, str>>,
    pub(super) query: Option<Cow<'a, str>>,
    /// The values of the headers, as far as they are known.
    pub(super) headers: BTreeMap<String, Option<Cow<'a, str>>>,
    /// Whether a header that is not there was not signed.
    pub(super) has_all_headers: bool,
    pub(super) signed_headers: Option<Cow<'a, str>>,
    pub(super) payload_hash: Option<Cow<'a, str>>,
}

impl<'a> Lines<'a> {
    /// Splits a canonical request. If it is not complete, its last line does not count.
    pub(super) fn parse(text: &'a str, is_complete: bool) -> Self {
        let text = if is_complete { text } else { text.rsplit_once('\n').map_or("", |(lines, _)| lines) };
        if text.is_empty() {
            return Self::default();
        }
        let mut lines = text.splitn(4, '\n');
        let mut next = || lines.next().map(Cow::Borrowed);
        let (method, path, query) = (next(), next(), next());
        let rest = lines.next().unwrap_or_default();
        if !is_complete {
            let (block, has_end) = rest.split_once("\n\n").map_or((rest, false), |(block, _)| (block, true));
            let headers = headers_of(block);
            return Self { method, path, query, headers, has_all_headers: has_end, ..Self::default() };
        }
        // From the end, since the value of a header may contain anything.
        let (rest, payload_hash) = split_last_line(rest);
        let (block, signed_headers) = split_last_line(rest);
        let headers = headers_of(block);
        Self { method, path, query, headers, has_all_headers: true, signed_headers, payload_hash }
    }

    /// Adds the lines that differ.
    pub(super) fn compare(&self, received: &Lines<'_>, changes: &mut Vec<Change>) {
        line(Part::Method, &self.method, &received.method, changes);
        line(Part::Path, &self.path, &received.path, changes);
        if let (Some(expected), Some(received)) = (&self.query, &received.query) {
            query::compare(expected, received, changes);
        }
        self.compare_headers(received, changes);
        line(Part::SignedHeaders, &self.signed_headers, &received.signed_headers, changes);
        line(Part::PayloadHash, &self.payload_hash, &received.payload_hash, changes);
    }

    fn compare_headers(&self, received: &Lines<'_>, changes: &mut Vec<Change>) {
        let mut names: Vec<&String> = self.headers.keys().chain(received.headers.keys()).collect();
        names.sort();
        names.dedup();
        for name in names {
            let (expected, received) = (self.side(name), received.side(name));
            let is_change = match (&expected, &received) {
                (Side::Text(expected), Side::Text(received)) => expected != received,
                // Some servers write the name of a header that they have not received, and no value.
                (Side::Unknown, Side::Text(received)) => received.is_empty(),
                (Side::Missing, Side::Text(received)) => !received.is_empty(),
                (Side::Text(_) | Side::Unknown, Side::Missing) => true,
                (_, Side::Unknown) | (Side::Missing, Side::Missing) => false,
            };
            if is_change {
                changes.push(Change { part: Part::Header(name.clone()), expected, received });
            }
        }
    }

    fn side(&self, name: &str) -> Side {
        match self.headers.get(name) {
            Some(Some(value)) => Side::of(value),
            Some(None) => Side::Unknown,
            None if self.has_all_headers => Side::Missing,
            None => Side::Unknown,
        }
    }
}

type Line<'a> = Option<Cow<'a, str>>;

/// Adds a line that differs. One that is not known does not.
fn line(part: Part, expected: &Line<'_>, received: &Line<'_>, changes: &mut Vec<Change>) {
    if let (Some(expected), Some(received)) = (expected, received)
        && expected != received
    {
        changes.push(Change { part, expected: Side::of(expected), received: Side::of(received) });
    }
}

fn split_last_line(text: &str) -> (&str, Option<Cow<'_, str>>) {
    match text.rsplit_once('\n') {
        Some((rest, last)) => (rest, Some(Cow::Borrowed(last))),
        None if text.is_empty() => ("", None),
        None => ("", Some(Cow::Borrowed(text))),
    }
}

/// Splits the lines of headers. A line that begins with no name belongs to the value before it.
fn headers_of(block: &str) -> BTreeMap<String, Option<Cow<'_, str>>> {
    const MOST: usize = 1000;
    let mut headers = BTreeMap::new();
    let mut last: Option<String> = None;
    for line in block.trim_end_matches('\n').split('\n') {
        let named = line.split_once(':').filter(|(name, _)| is_name(name));
        let (name, separator, value) = match (named, &last) {
            (Some((name, value)), _) => (String::from(name), ",", value),
            (None, Some(last)) => (last.clone(), "\n", line),
            (None, None) => continue,
        };
        if headers.len() >= MOST {
            break;
        }
        match headers.entry(name.clone()).or_insert(None) {
            none @ None => *none = Some(Cow::Borrowed(value)),
            Some(before) => {
                let before: &mut String = Cow::to_mut(before);
                before.push_str(separator);
                before.push_str(value);
            }
        }
        last = Some(name);
    }
    headers
}

/// Returns whether a text is the name of a signed header.
fn is_name(text: &str) -> bool {
    let is_character =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.!#$%&'*+^`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_character)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "GET\n/a\nb=c\ncontent-type:a:b\n c\n\nd\nhost:h\n\ncontent-type;host\nUNSIGNED-PAYLOAD";

    #[test]
    fn lines_of_a_whole_text() {
        let lines = Lines::parse(TEXT, true);
        assert_eq!(lines.method.as_deref(), Some("GET"));
        assert_eq!(lines.path.as_deref(), Some("/a"));
        assert_eq!(lines.query.as_deref(), Some("b=c"));
        assert_eq!(lines.signed_headers.as_deref(), Some("content-type;host"));
        assert_eq!(lines.payload_hash.as_deref(), Some("UNSIGNED-PAYLOAD"));
        assert_eq!(lines.headers["content-type"].as_deref(), Some("a:b\n c\n\nd"));
        assert_eq!(lines.headers["host"].as_deref(), Some("h"));
        assert_eq!(lines.headers.len(), 2);
    }

    #[test]
    fn what_was_cut_is_not_known() {
        let whole = Lines::parse(TEXT, true);
        for end in (0..TEXT.len()).filter(|end| TEXT.is_char_boundary(*end)) {
            let mut changes = Vec::new();
            whole.compare(&Lines::parse(&TEXT[..end], false), &mut changes);
            // The blank line in the value of a header can't be told from that after the headers.
            changes.retain(|change| !matches!(change.part, Part::Header(_)));
            assert!(changes.is_empty(), "{end}");
        }
    }
}
