//! What functions that format text make of `%2F`, if they are given the URL as their format.

use alloc::format;
use alloc::string::String;

use super::pairs::map_values;
use super::undone::Undone;
use crate::diagnose::cause::Cause;
use crate::diagnose::finding::Certainty;
use crate::diagnose::names::TOKENS;
use crate::diagnose::url::Url;
use crate::endpoint::region::has_aws_form;

const FIX: &str = "Print the URL as a value, not as the format: `fmt.Print(url)` in Go, `printf '%s' \"$url\"` in a shell. In a \
                   batch file, write `%%` for each `%`.";

pub(super) fn undo(undone: &mut Undone) {
    undo_doubled(undone);
    type Undo = fn(&str, &str, &str) -> Option<String>;
    let ways: [(Undo, &str); 3] = [
        (go, "Go's `fmt` formatted the URL: it has `%!F(MISSING)` in place of `%2F`."),
        (printf, "`printf` formatted the URL: it has `0.000000` in place of `%2F`."),
        (
            eaten,
            "A batch file, or a function that formats text, took the escapes of the URL: the credential has lost its \
                 separators `%2F`.",
        ),
    ];
    let day = Url::split(&undone.url).value("X-Amz-Date").and_then(|date| date.get(..8).map(String::from));
    for (way, what) in ways {
        let changed = map_values(&undone.url, |name, value| way(name, value, day.as_deref().unwrap_or("")));
        if let Some(url) = changed {
            undone.replace(url);
            undone.add(Cause::FormatString, Certainty::Certain, what, FIX);
        }
    }
}

/// Undoes Go's `%!F(MISSING)`. It lost a digit, which follows from the letter in these parameters.
fn go(name: &str, value: &str, _: &str) -> Option<String> {
    if !value.contains("(MISSING)") {
        return None;
    }
    // Base64 has `/`, `+` and `=`, and names of headers only `;` between them.
    let first_digit = |verb: char| match verb {
        'F' => Some('2'),
        'B' if TOKENS.contains(&name) => Some('2'),
        'B' | 'D' => Some('3'),
        _ => None,
    };
    let mut parts = value.split("(MISSING)").peekable();
    let mut undone = String::with_capacity(value.len());
    while let Some(part) = parts.next() {
        let verb = part.chars().next_back();
        let restored = verb.filter(|_| parts.peek().is_some()).and_then(|verb| {
            let before = part.strip_suffix(verb)?.strip_suffix("%!")?;
            Some((before, first_digit(verb)?, verb))
        });
        match restored {
            Some((before, digit, verb)) => undone.extend([before, &format!("%{digit}{verb}")]),
            None if parts.peek().is_some() => undone.extend([part, "(MISSING)"]),
            None => undone.push_str(part),
        }
    }
    (undone != value).then_some(undone)
}

/// Undoes `%%`, if every `%` is doubled.
fn undo_doubled(undone: &mut Undone) {
    let count = undone.url.matches("%%").count();
    if count == 0 || count.saturating_mul(2) != undone.url.matches('%').count() {
        return;
    }
    let url = undone.url.replace("%%", "%");
    undone.replace(url);
    let what = "The URL has `%%` in place of `%`, as a batch file or a format string needs it.";
    undone.add(
        Cause::FormatString,
        Certainty::Certain,
        what,
        "Write one `%` where the URL is a value and not a format.",
    );
}

/// Undoes what `printf` in C and in shells prints for the format `%2F` without a value.
fn printf(name: &str, value: &str, _: &str) -> Option<String> {
    let is_credential = name == "X-Amz-Credential" && value.ends_with("aws4_request");
    (is_credential && !has_separator(value) && value.contains("0.000000")).then(|| value.replace("0.000000", "%2F"))
}

/// Undoes the loss of `%`, of `%2`, or of all of `%2F` in the credential, and that of `%3B` between the signed headers. In
/// other parameters it can't be told what was lost.
fn eaten(name: &str, value: &str, day: &str) -> Option<String> {
    match name {
        "X-Amz-SignedHeaders" => {
            // Names of headers are in lower case.
            let left = ["3B", "B"].into_iter().find(|left| value.contains(left))?;
            let is_eaten = value.starts_with(|first: char| first.is_ascii_lowercase()) && !value.contains([';', '%']);
            is_eaten.then(|| value.replace(left, "%3B"))
        }
        "X-Amz-Credential" if !has_separator(value) && day.len() == 8 => {
            let parts = ["2F", "F", ""].into_iter().find_map(|left| parts_of_credential(value, day, left))?;
            Some(parts.join("%2F"))
        }
        _ => None,
    }
}

/// Splits a credential at what is left of its separators.
fn parts_of_credential<'v>(value: &'v str, day: &'v str, left: &str) -> Option<[&'v str; 5]> {
    let end = "aws4_request";
    let (key, place) = value.strip_suffix(end)?.strip_suffix(left)?.rsplit_once(day)?;
    let (key, place) = (key.strip_suffix(left)?, place.strip_prefix(left)?);
    let (region, service) = match left {
        "" => {
            let lengths = place.char_indices().map(|(at, _)| at).take(LONGEST_REGION);
            place.split_at(lengths.filter(|at| place.get(..*at).is_some_and(has_aws_form)).last()?)
        }
        left => place.split_once(left)?,
    };
    Some([key, day, region, service, end])
}

const LONGEST_REGION: usize = 40;

fn has_separator(value: &str) -> bool {
    value.contains('/') || value.contains('%')
}
