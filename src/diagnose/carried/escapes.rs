//! Escapes of HTML, JSON and shells.

use alloc::string::String;

use super::pairs::find_in_any_case;
use super::undone::Undone;
use crate::diagnose::cause::Cause;
use crate::diagnose::finding::Certainty;

/// A way of writing a URL in another language.
struct Language {
    cause: Cause,
    /// Each escape, and what it stands for.
    escapes: &'static [(&'static str, &'static str)],
    /// What is left of the escape of `&` if something takes a character away or encodes it.
    separators: &'static [&'static str],
    what: &'static str,
    fix: &'static str,
}

/// JSON comes before HTML, because HTML in JSON has escapes of both: `\u0026amp;`.
const LANGUAGES: [Language; 3] = [
    Language {
        cause: Cause::JsonEscaped,
        escapes: &[
            (r"\u0026", "&"),
            (r"\u003d", "="),
            (r"\u003f", "?"),
            (r"\u002f", "/"),
            (r"\u0025", "%"),
            (r"\x26", "&"),
            (r"\x3d", "="),
            (r"\/", "/"),
        ],
        separators: &["%5Cu0026", "u0026"],
        what: r"The URL has the escapes of a JSON string in it, such as `\u0026` in place of `&`.",
        fix: "Decode the JSON with a parser, and use the string that it returns.",
    },
    Language {
        cause: Cause::HtmlEscaped,
        escapes: &[
            ("&amp%3B", "&"),
            ("&amp;", "&"),
            ("&#38;", "&"),
            ("&#038;", "&"),
            ("&#x26;", "&"),
            ("&#x3d;", "="),
            ("&#61;", "="),
            ("&equals;", "="),
            ("&#x2f;", "/"),
            ("&#47;", "/"),
            ("&#x3f;", "?"),
            ("&quest;", "?"),
        ],
        separators: &["%26amp%3B"],
        what: "The URL has the escapes of HTML or XML in it, such as `&amp;` in place of `&`, so its parameters have other \
               names than were signed.",
        fix: "Decode the text with an HTML or XML parser, or copy the URL from the page as it is displayed.",
    },
    Language {
        cause: Cause::ShellEscaped,
        escapes: &[
            (r"\&", "&"),
            (r"\?", "?"),
            (r"\=", "="),
            (r"\%", "%"),
            (r"\;", ";"),
            (r"\~", "~"),
            ("^&", "&"),
            ("`&", "&"),
        ],
        separators: &[],
        what: "The URL has the escapes of a shell in it, such as a backslash before `&`.",
        fix: "Put the URL in single quotes without escapes.",
    },
];

/// Escapes of `&` may be escaped again as often as this.
const DEPTH: usize = 4;

pub(super) fn undo(undone: &mut Undone) {
    for language in &LANGUAGES {
        let mut found = false;
        for _ in 0..DEPTH {
            let Some(url) = language.decode(&undone.url).or_else(|| language.decode_separators(&undone.url)) else {
                break;
            };
            undone.replace(url);
            found = true;
        }
        if found {
            undone.add(language.cause, Certainty::Certain, language.what, language.fix);
        }
    }
}

impl Language {
    /// Returns the decoded text, or `None` if there is no escape in the scheme or the query of a presigned URL. A
    /// key may have some.
    fn decode(&self, text: &str) -> Option<String> {
        find_in_any_case(text, "X-Amz-").or_else(|| find_in_any_case(text, "AWSAccessKeyId"))?;
        let query = text.find('?').unwrap_or(0);
        let mut decoded = String::with_capacity(text.len());
        let mut at: usize = 0;
        let mut is_proven = false;
        while let Some(character) = text.get(at..)?.chars().next() {
            let escape = match character {
                '&' | '\\' | '^' | '`' => self.at_start(text.get(at..)?),
                _ => None,
            };
            match escape {
                Some((length, meaning)) => {
                    decoded.push_str(meaning);
                    is_proven |= at >= query || at < "https:/".len();
                    at = at.saturating_add(length);
                }
                None => {
                    decoded.push(character);
                    at = at.saturating_add(character.len_utf8());
                }
            }
        }
        is_proven.then_some(decoded)
    }

    /// Decodes separators that lost a part, or were encoded, if the query has no others.
    fn decode_separators(&self, text: &str) -> Option<String> {
        let (place, query) = text.split_once('?').filter(|_| !text.contains('&'))?;
        // The longer form counts only if all have it: what precedes the shorter one may be the end of a value.
        let count = |text: &str| query.matches(text).count();
        let shortest = self.separators.last().map(|separator| count(separator))?;
        let separator = self.separators.iter().find(|separator| shortest > 0 && count(separator) == shortest)?;
        query.contains(&[separator, "X-Amz-"].concat()).then_some(())?;
        Some([place, "?", &query.replace(separator, "&")].concat())
    }

    fn at_start(&self, text: &str) -> Option<(usize, &'static str)> {
        let begins = |escape: &str| {
            text.as_bytes().get(..escape.len()).is_some_and(|start| start.eq_ignore_ascii_case(escape.as_bytes()))
        };
        let (escape, meaning) = self.escapes.iter().find(|(escape, _)| begins(escape))?;
        Some((escape.len(), meaning))
    }
}
