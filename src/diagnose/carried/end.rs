//! What follows the last character of a URL.

use alloc::string::{String, ToString};

use super::pairs::count_digits;
use super::undone::Undone;
use crate::diagnose::cause::Cause;
use crate::diagnose::claims::Claims;
use crate::diagnose::finding::Certainty;
use crate::diagnose::names::{SIGNATURE, whole_digits};
use crate::diagnose::url::Url;

/// Punctuation that may follow a URL in a text, also encoded.
const PUNCTUATION: [&str; 14] =
    ["%22", "%27", "%29", "%2C", "%3B", "%3E", "%5C", "%5D", "%60", "%7D", "%E2%80%9D", "%E2%80%99", "%C2%BB", "%3C"];

pub(super) fn undo(undone: &mut Undone) {
    let Some((before, last)) = undone.url.rsplit_once('&') else { return };
    let Some((name, value)) = last.split_once('=') else { return };
    let algorithm = Claims::of(&Url::split(&undone.url)).algorithm;
    let length = match name {
        SIGNATURE => Some(count_digits(value)).filter(|digits| *digits >= whole_digits(algorithm, value)),
        // No name of a header or an operation ends with punctuation.
        "X-Amz-SignedHeaders" | "x-id" => {
            value.bytes().rposition(|byte| byte.is_ascii_alphanumeric()).map(|at| at.saturating_add(1))
        }
        _ => None,
    };
    let Some((value, rest)) = length.and_then(|length| value.split_at_checked(length)) else { return };
    if rest.is_empty() {
        return;
    }
    let url = [before, "&", name, "=", value].concat();
    if is_punctuation(rest) {
        undone.replace(url);
        undone.add(
            Cause::TrailingPunctuation,
            Certainty::Certain,
            "Punctuation of the text around the URL follows it, and counts as a part of it.",
            "Use the URL without what follows its last parameter.",
        );
    } else if name == SIGNATURE && rest.starts_with('?') {
        undone.replace(url);
        undone.add(
            Cause::QueryChanged,
            Certainty::Certain,
            "A second `?` follows the signature. It counts as a part of the signature's value.",
            "Send the URL without it. Parameters must be added before signing.",
        );
    }
}

fn is_punctuation(text: &str) -> bool {
    let mut rest: String = text.to_string();
    for encoded in PUNCTUATION {
        for encoded in [encoded, &encoded.to_ascii_lowercase()] {
            if rest.contains(encoded) {
                rest = rest.replace(encoded, "");
            }
        }
    }
    // An ellipsis is that of a URL that was cut short.
    let is_ellipsis = rest.contains("...") || rest.contains('\u{2026}');
    !is_ellipsis && rest.chars().all(|character| ".,;:!)]}>\"'`*|\\\u{201d}\u{2019}\u{bb}".contains(character))
}
