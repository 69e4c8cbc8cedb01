//! Another path was signed.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::writings::WAYS;
use crate::diagnose::cause::Cause;
use crate::diagnose::search::base::{path, recoded};
use crate::diagnose::search::candidate::{Candidate, Part};
use crate::diagnose::search::change::{Change, Rank};
use crate::diagnose::search::escaping::Escaping;
use crate::diagnose::search::known::Known;
use crate::diagnose::url::decoded;
use crate::endpoint::target::PathRule;
use crate::sigv4::escaped::Escaped;
use crate::sigv4::{encode_path, normalize_path};

/// Prefixes that proxies remove, besides the name of the bucket.
const PREFIXES: [&str; 8] = ["storage", "s3", "minio", "storage/v1/s3", "api", "v1", "files", "objects"];

pub(super) fn find<'a>(known: &'a Known<'a>, base: &Candidate<'a>, changes: &mut Vec<Change<'a>>) {
    let rule = PathRule::of(&base.scope.service);
    let raw = known.facts.url.path;
    // Before the rule of other services, which normalizes too.
    normalization(changes);
    for (escaping, how, rank) in WAYS {
        encoding(rule, how, rank, changes, move |path| escaping.apply(path).into_owned());
    }
    encoding(rule, "as it is in the URL, which is not its canonical form", Rank::Usual, changes, move |_| raw.into());
    match rule {
        PathRule::S3 => {
            encoding(
                rule,
                "by the rule of other services than S3: normalized, and encoded once more",
                Rank::Usual,
                changes,
                move |_| path(raw, PathRule::Generic).into_owned(),
            );
        }
        PathRule::Generic => {
            encoding(
                rule,
                "by the rule of S3: not normalized, and encoded only once",
                Rank::Usual,
                changes,
                move |_| recoded(raw).into_owned(),
            );
            encoding(rule, "without normalizing it", Rank::Usual, changes, move |_| encode_path(raw).to_string());
        }
    }
    encoding(rule, "with its slashes escaped as `%2F`", Rank::Unusual, changes, |path| {
        let (slash, key) = path.split_at(usize::from(path.starts_with('/')));
        [slash, &Escaping::Escaped("/").apply(key)].concat()
    });
    encoding(rule, "with the slashes after its first segment escaped as `%2F`", Rank::Unusual, changes, |path| {
        let second = path.char_indices().filter(|&(_, character)| character == '/').nth(1);
        let (before, key) = path.split_at(second.map_or(path.len(), |(at, _)| at.saturating_add(1)));
        [before, &Escaping::Escaped("/").apply(key)].concat()
    });
    encoding(rule, "without its first slash", Rank::Usual, changes, |path| {
        path.strip_prefix('/').unwrap_or(path).into()
    });
    prefixes(known, base, changes);
    places(rule, base, changes);
}

/// How many places in the path are changed one by one.
const MOST_PLACES: usize = 12;

/// The path differs in one place, or in one escape.
fn places<'a>(rule: PathRule, base: &Candidate<'a>, changes: &mut Vec<Change<'a>>) {
    let at_each = |text: &'static str| base.path.match_indices(text).map(|(at, _)| at).take(MOST_PLACES);
    for at in at_each("/").skip(1) {
        let edit = move |path: &str| replaced(path, at, "/", "//");
        let change = Change::new(Part::Path, Rank::Unusual, edited(edit));
        changes.push(change.because(Cause::PathNormalized, || {
            let what = "The path was signed with two slashes in a row, and the URL has one: something joined them.";
            (what.into(), "Nothing may change the path of a signed URL. In nginx, set `merge_slashes off`.".into())
        }));
    }
    for at in at_each("%20") {
        let how = "with a plus sign where the URL has a space: something decoded the `+` of the key as in a query";
        encoding(rule, how, Rank::Unusual, changes, move |path| replaced(path, at, "%20", "%2B"));
    }
    let every = |path: &str| path.replace("%20", "%2B");
    encoding(rule, "with plus signs where the URL has spaces", Rank::Unusual, changes, every);
    let mut escapes: Vec<String> =
        base.path.match_indices('%').filter_map(|(at, _)| base.path.get(at..at + 3)).map(String::from).collect();
    escapes.sort_unstable();
    escapes.dedup();
    if escapes.len() > 1 {
        for escape in escapes.into_iter().take(MOST_PLACES) {
            let twice = escape.replacen('%', "%25", 1);
            let edit = move |path: &str| path.replace(&escape, &twice);
            encoding(rule, "with one kind of character percent-encoded twice", Rank::Unusual, changes, edit);
        }
    }
}

/// Returns a path with one text in place of another one, if that is there.
fn replaced(path: &str, at: usize, from: &str, to: &str) -> String {
    match path.split_at_checked(at) {
        Some((before, after)) if after.starts_with(from) => [before, to, &after[from.len()..]].concat(),
        _ => path.into(),
    }
}

fn encoding<'a>(
    rule: PathRule,
    how: &'static str,
    rank: Rank,
    changes: &mut Vec<Change<'a>>,
    edit: impl Fn(&str) -> String + 'a,
) {
    changes.push(Change::new(Part::Path, rank, edited(edit)).because(Cause::PathEncoding, move || {
        let fix = match rule {
            PathRule::S3 => {
                "Percent-encode the key once, everything but `A-Z a-z 0-9 - . _ ~ /`, and both sign and send the result."
            }
            PathRule::Generic => {
                "Normalize the path that is sent, percent-encode it once more, everything but `A-Z a-z 0-9 - . _ ~ /`, \
                 and sign the result."
            }
        };
        (format!("The signer signed the path {how}."), fix.into())
    }));
}

/// Returns a function that changes the path of a candidate.
fn edited<'a>(edit: impl Fn(&str) -> String + 'a) -> impl Fn(&mut Candidate<'a>) + 'a {
    move |candidate| {
        let path = edit(&candidate.path);
        if path != candidate.path {
            candidate.path = path.into();
        }
    }
}

/// The signed path has fewer or more slashes and dot segments.
fn normalization(changes: &mut Vec<Change<'_>>) {
    let mut add = |how: &'static str, rank, edit: fn(&str) -> String| {
        let change = Change::new(Part::Path, rank, edited(edit));
        changes.push(change.because(Cause::PathNormalized, move || {
            let what = format!("The path was signed {how}, and the URL has it otherwise.");
            let fix = "For S3, sign and send the key as it is: nothing may remove dot segments or join slashes. Keys \
                       without `//`, `.` and `..` avoid the difference.";
            (what, fix.into())
        }));
    };
    add("with dot segments removed and slashes joined", Rank::Usual, normalize_path);
    add("with slashes joined", Rank::Usual, |path| {
        let mut out = String::with_capacity(path.len());
        for character in path.chars() {
            if character != '/' || !out.ends_with('/') {
                out.push(character);
            }
        }
        out
    });
    add("with a second slash at its beginning", Rank::Usual, |path| ["/", path].concat());
    add("with a second slash after its first segment", Rank::Unusual, |path| {
        match path.strip_prefix('/').and_then(|path| path.split_once('/')) {
            Some((first, rest)) => ["/", first, "//", rest].concat(),
            None => path.into(),
        }
    });
    add("with a slash at its end", Rank::Usual, |path| [path, "/"].concat());
    add("without the slash at its end", Rank::Usual, |path| path.strip_suffix('/').unwrap_or(path).into());
}

/// A proxy removed or added the first segments.
fn prefixes<'a>(known: &'a Known<'a>, base: &Candidate<'a>, changes: &mut Vec<Change<'a>>) {
    const FIX: &str = "Sign for the path that reaches the server: let the proxy keep the path, or sign for the server's \
                       own host and path and hand the URL out under the proxy's (`PresignedUrl::with_base_url`).";
    let ends = base.path.match_indices('/').skip(1).map(|(at, _)| at);
    for (at, (count, rank)) in ends.zip([(1, Rank::Usual), (2, Rank::Usual), (3, Rank::Unusual)]) {
        let removed = base.path.get(..at).unwrap_or_default();
        let shown = known.shown(&decoded(Escaped::of_path(removed)));
        let change = Change::new(Part::PathPrefix, rank, edited(move |path| without_segments(path, count).into()));
        changes.push(change.because(Cause::PathPrefix, move || {
            (format!("The path was signed without {shown}, with which the URL begins."), FIX.into())
        }));
    }
    let bucket = base.host.split('.').next().unwrap_or_default();
    let named = known.facts.answer.as_ref().and_then(|answer| answer.element("BucketName")).unwrap_or_default();
    let prefixes = [bucket, named].into_iter().map(|bucket| (String::from(bucket), Rank::Usual));
    let prefixes = prefixes.chain(PREFIXES.map(|prefix| (prefix.into(), Rank::Rare)));
    for (prefix, rank) in prefixes.filter(|(prefix, _)| !prefix.is_empty()) {
        let added = ["/", &prefix].concat();
        let change = Change::new(Part::PathPrefix, rank, edited(move |path: &str| [&added, path].concat()));
        changes.push(change.because(Cause::PathPrefix, move || {
            (
                format!("The path was signed with {} before it, which the URL does not have.", known.shown(&prefix)),
                FIX.into(),
            )
        }));
    }
}

/// Returns a path without its first segments.
fn without_segments(path: &str, count: usize) -> &str {
    let end = path.match_indices('/').nth(count);
    end.and_then(|(at, _)| path.get(at..)).unwrap_or(path)
}
