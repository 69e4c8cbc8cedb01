//! A URL, its query or the values in it, percent-encoded once more.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::pairs::find_in_any_case;
use super::undone::Undone;
use crate::diagnose::cause::Cause;
use crate::diagnose::finding::Certainty;
use crate::diagnose::names::SIGNATURE;
use crate::diagnose::url::Url;
use crate::sigv4::escaped::Escaped;

const FIX: &str = "Use the URL as it was signed: it is already encoded, and no program may encode it again.";

/// As often as this, something may have encoded the URL.
const DEPTH: usize = 4;

pub(super) fn undo(undone: &mut Undone) {
    let mut first = None;
    for _ in 0..DEPTH {
        let Some((url, what)) = decode_whole(&undone.url)
            .or_else(|| decode_question_mark(&undone.url))
            .or_else(|| decode_query(&undone.url))
            .or_else(|| decode_values(&undone.url))
        else {
            break;
        };
        undone.replace(url);
        first.get_or_insert(what);
    }
    if let Some(what) = first {
        undone.add(Cause::EncodedTwice, Certainty::Certain, what, FIX);
    }
}

type Decoded = (String, &'static str);

/// Decodes `https%3A%2F%2F...`. A client that takes it for a path puts its own host before it.
fn decode_whole(url: &str) -> Option<Decoded> {
    const SCHEMES: [&str; 4] = ["https%3a", "http%3a", "https%253a", "http%253a"];
    let start = SCHEMES.into_iter().filter_map(|scheme| find_in_any_case(url, scheme)).min()?;
    let is_path =
        !url.contains('?') && find_in_any_case(url, "%3FX-Amz-").or(find_in_any_case(url, "%26X-Amz-")).is_some();
    (start == 0 || is_path).then_some(())?;
    Some((decode(url.get(start..)?)?, "The whole URL is percent-encoded: it begins with `https%3A` or `http%3A`."))
}

/// Decodes `/boat.jpg%3FX-Amz-Algorithm=...`, where a program took the query for a part of the path.
fn decode_question_mark(url: &str) -> Option<Decoded> {
    let at = find_in_any_case(url, "%3FX-Amz-")?;
    let (place, query) = (url.get(..at)?, url.get(at..)?.get("%3F".len()..)?);
    // A key may have such a text in it, and the query follows after its own `?`.
    if url.contains('?') {
        return None;
    }
    let what =
        "The `?` before the query is percent-encoded as `%3F`, so the server takes the query for a part of the path.";
    Some(([place, "?", query].concat(), what))
}

/// Decodes `?X-Amz-Algorithm%3DAWS4-HMAC-SHA256%26X-Amz-...`.
fn decode_query(url: &str) -> Option<Decoded> {
    let (place, query) = url.split_once('?')?;
    let first = query.split(['&', '=']).next()?;
    let is_encoded = first.starts_with("X-Amz-") && find_in_any_case(first, "%3D").is_some()
        || find_in_any_case(query, "%26X-Amz-").is_some()
            && query.starts_with("X-Amz-")
            && Url::split(url).parameter(SIGNATURE).is_none();
    is_encoded.then_some(())?;
    Some((
        [place, "?", &decode(query)?].concat(),
        "The `=` and `&` of the query are percent-encoded as `%3D` and `%26`.",
    ))
}

/// Decodes `X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%252F20261123...`. No credential that was signed has a `%`.
fn decode_values(url: &str) -> Option<Decoded> {
    let credential = Url::split(url).value("X-Amz-Credential")?;
    let is_escaped = ["%2F", "%252F"].into_iter().any(|escape| find_in_any_case(&credential, escape).is_some());
    if credential.contains('/') || !is_escaped {
        return None;
    }
    let (place, query) = url.split_once('?')?;
    // What encodes a query may leave the path as it is. If no `%` in the path is one that was not encoded, it was too.
    let escapes = place.matches('%').count();
    let place = match escapes > 0 && place.matches("%25").count() == escapes {
        true => place.replace("%25", "%"),
        false => place.to_string(),
    };
    let what = "The URL is percent-encoded twice: its credential has `%252F` in place of `%2F`.";
    Some(([&place, "?", &query.replace("%25", "%")].concat(), what))
}

fn decode(text: &str) -> Option<String> {
    // A buffer that grows would leave parts of a token in freed memory.
    let mut bytes = Vec::with_capacity(text.len());
    bytes.extend(Escaped::of_path(text).bytes());
    String::from_utf8(bytes).ok().filter(|decoded| decoded.len() < text.len())
}
