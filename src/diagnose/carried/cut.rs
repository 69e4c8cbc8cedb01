//! URLs that end early. What is missing can't be restored.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::pairs::count_digits;
use super::undone::Undone;
use crate::diagnose::cause::Cause;
use crate::diagnose::claims::Claims;
use crate::diagnose::finding::Certainty;
use crate::diagnose::names::{OPTIONAL, REQUIRED, SIGNATURE, whole_digits};
use crate::diagnose::url::{Parameter, Url};
use crate::sigv4::Algorithm;

/// Lengths at which columns of databases, programs and systems cut text.
const LIMITS: [usize; 16] = [100, 128, 200, 250, 255, 256, 500, 512, 1000, 1023, 1024, 2000, 2047, 2048, 2083, 4096];

const FIX: &str = "Use the whole URL. Where it is stored or logged, allow for its length, which a session token can bring to \
                   several thousand bytes.";

pub(super) fn find(undone: &mut Undone) {
    let url = Url::split(&undone.url);
    let parameters: Vec<Parameter<'_>> = url.parameters().collect();
    let (Some(first), Some(last)) = (parameters.first(), parameters.last()) else { return };
    let algorithm = Claims::of(&url).algorithm;
    let cut = match &*parameters {
        [only] => at_ampersand(*only),
        _ => None,
    };
    if let Some((certainty, what)) = cut {
        let fix = "Put the URL in quotes in a shell. In the query of another URL, encode it.";
        return undone.add(Cause::CutAtAmpersand, certainty, what, fix);
    }
    let has = |name: &str| parameters.iter().any(|parameter| parameter.name.is(name));
    let is_presigned = REQUIRED.into_iter().any(has) || first.name.raw().starts_with("X-Amz-");
    if !is_presigned {
        return;
    }
    if let Some(certainty) = certainty(*last, algorithm, has) {
        let length = undone.url.len();
        let at_limit = if LIMITS.contains(&length) { ", a usual limit" } else { "" };
        let is = if certainty == Certainty::Certain { "is" } else { "may be" };
        let what =
            format!("The URL {is} cut short: it ends after {length} bytes{at_limit}, {}.", place(*last, algorithm));
        undone.add(Cause::CutShort, certainty, what, FIX);
    }
}

/// Returns whether the only parameter is one that others must follow.
fn at_ampersand(only: Parameter<'_>) -> Option<(Certainty, String)> {
    let name = only.name.raw();
    let is_whole = incomplete(only, None).is_none();
    let is_of_signature = REQUIRED.iter().chain(&OPTIONAL).chain(&["AWSAccessKeyId"]).any(|other| *other == name);
    if is_of_signature && is_whole {
        let what = format!(
            "Of the query, only `{name}` is left: the URL ends before its first `&`. A shell cuts it there unless it is in \
             quotes, and so does a program that puts it in the query of another URL without encoding it."
        );
        return Some((Certainty::Certain, what));
    }
    // S3 doesn't allow these without a signature.
    if name.starts_with("response-") {
        let what = "The query has only one parameter and no signature: the URL may have been cut at its first `&`, as a shell \
                    does unless it is in quotes.";
        return Some((Certainty::Possible, what.into()));
    }
    None
}

fn certainty(last: Parameter<'_>, algorithm: Option<Algorithm>, has: impl Fn(&str) -> bool) -> Option<Certainty> {
    let begins_missing = |name: &str| {
        let mut names = REQUIRED.iter().chain(&OPTIONAL).filter(|whole| whole.starts_with(name));
        names.any(|whole| !has(whole) && REQUIRED.contains(whole))
    };
    match incomplete(last, algorithm) {
        Some(Incomplete::Name) if begins_missing(last.name.raw()) => Some(Certainty::Certain),
        // The signature is last, or what follows it is cut.
        Some(Incomplete::Signature | Incomplete::Ellipsis) => Some(Certainty::Certain),
        Some(_) if !has(SIGNATURE) => Some(Certainty::Certain),
        // Or these parameters were never there.
        _ => {
            let missing = REQUIRED.iter().filter(|name| !has(name)).count();
            (!has(SIGNATURE) && missing > 1 && has("X-Amz-Algorithm")).then_some(Certainty::Possible)
        }
    }
}

/// How the last parameter is incomplete.
enum Incomplete {
    Name,
    Value,
    Signature,
    /// A program that shortens text for display.
    Ellipsis,
}

fn incomplete(last: Parameter<'_>, algorithm: Option<Algorithm>) -> Option<Incomplete> {
    let (name, value) = (last.name.raw(), last.value.raw());
    if value.ends_with("...") || value.ends_with('\u{2026}') || value.ends_with("%E2%80%A6") {
        return Some(Incomplete::Ellipsis);
    }
    let decoded = last.value.text().unwrap_or_default();
    let is_cut = match name {
        "X-Amz-Algorithm" => ["AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"]
            .iter()
            .any(|whole| whole.starts_with(&*decoded) && decoded != *whole),
        "X-Amz-Credential" => !decoded.ends_with("/aws4_request") && !decoded.ends_with("aws4_request"),
        "X-Amz-Date" => {
            let is_of_date = |byte: u8| byte.is_ascii_digit() || byte == b'T';
            decoded.len() < "20261123T120000Z".len() && decoded.bytes().all(is_of_date)
        }
        SIGNATURE => {
            let digits = count_digits(value);
            return (digits < whole_digits(algorithm, value) && digits == value.len()).then_some(Incomplete::Signature);
        }
        _ => {
            let is_beginning = |whole: &&str| whole.starts_with(name) && *whole != name;
            let is_name = value.is_empty() && name.len() > 2 && REQUIRED.iter().chain(&OPTIONAL).any(is_beginning);
            return is_name.then_some(Incomplete::Name);
        }
    };
    is_cut.then_some(Incomplete::Value)
}

/// Returns where the URL ends, in words.
fn place(last: Parameter<'_>, algorithm: Option<Algorithm>) -> String {
    match incomplete(last, algorithm) {
        Some(Incomplete::Signature) => {
            let (value, digits) = (last.value.raw(), count_digits(last.value.raw()));
            format!("after {digits} of the {} digits of the signature", whole_digits(algorithm, value))
        }
        Some(Incomplete::Ellipsis) => "with dots that a program put in the place of the rest".into(),
        Some(Incomplete::Name) => "within the name of a parameter".into(),
        Some(Incomplete::Value) if last.name.is("X-Amz-Credential") && !last.value.raw().contains(['%', '/']) => {
            "at the first `%`, where cron ends a command unless it is written `\\%`".into()
        }
        Some(Incomplete::Value) => format!("within the value of `{}`", last.name.raw()),
        None => "before the signature".into(),
    }
}
