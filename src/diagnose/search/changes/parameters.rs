//! A parameter was added, removed or changed after signing.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::diagnose::cause::Cause;
use crate::diagnose::search::candidate::{Candidate, Part};
use crate::diagnose::search::change::{Change, Rank};
use crate::diagnose::search::escaping::Escaping;
use crate::diagnose::search::known::Known;
use crate::diagnose::tracking::is_tracking;
use crate::diagnose::url::decoded;
use crate::sigv4::escaped::Escaped;

/// The parameters of a signature that faulty signers leave out of what they sign, or add later.
const OWN: [&str; 6] = [
    "X-Amz-Expires",
    "X-Amz-Content-Sha256",
    "X-Amz-SignedHeaders",
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
];

/// Parameters that a server or a proxy may remove, with their usual values, encoded.
const LOST: [(&str, &str); 20] = [
    ("x-id", "GetObject"),
    ("x-id", "PutObject"),
    ("x-id", "HeadObject"),
    ("x-id", "DeleteObject"),
    ("x-id", "UploadPart"),
    ("x-id", "ListObjectsV2"),
    ("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"),
    ("x-amz-checksum-mode", "ENABLED"),
    ("x-amz-acl", "public-read"),
    ("x-amz-acl", "private"),
    ("response-content-disposition", "attachment"),
    ("response-content-disposition", "inline"),
    ("response-content-type", "application%2Foctet-stream"),
    ("response-content-type", "application%2Fpdf"),
    ("response-content-type", "image%2Fjpeg"),
    ("response-content-type", "image%2Fpng"),
    ("response-content-type", "text%2Fplain"),
    ("response-content-type", "text%2Fhtml"),
    ("response-cache-control", "no-cache"),
    ("response-cache-control", "no-store"),
];

/// Usual lifetimes in seconds.
const LIFETIMES: [&str; 16] = [
    "60", "120", "300", "600", "900", "1200", "1800", "3600", "7200", "21600", "43200", "86400", "172800", "259200",
    "604800", "604799",
];

/// How many parameters are left out one by one.
const MOST: usize = 64;

pub(super) fn find<'a>(known: &'a Known<'a>, base: &Candidate<'a>, changes: &mut Vec<Change<'a>>) {
    let signature_at = known.facts.url.parameters().position(|parameter| parameter.name.is("X-Amz-Signature"));
    let of_caller = || base.query.iter().filter(|(name, ..)| !is_own(name));

    for (name, _, at) in of_caller().take(MOST) {
        let shown = known.shown(&decoded(Escaped::of_query(name)));
        let is_late = signature_at.is_some_and(|signature_at| at > signature_at);
        let cause = if is_tracking(name) { Cause::TrackingParameter } else { Cause::QueryChanged };
        let rank = if is_late || cause == Cause::TrackingParameter { Rank::Usual } else { Rank::Unusual };
        let change = Change::new(Part::Parameter(at), rank, move |candidate| {
            candidate.query.retain(|_, other| other != at);
        });
        changes.push(added(change, cause, shown));
    }
    let mut groups: Vec<(Vec<usize>, &'static str, Cause)> = Vec::new();
    let positions = |keep: &dyn Fn(&str, usize) -> bool| -> Vec<usize> {
        let mut positions: Vec<_> = of_caller().filter(|(name, _, at)| keep(name, *at)).map(|(.., at)| at).collect();
        positions.sort_unstable();
        positions
    };
    let tracking = positions(&|name, _| is_tracking(name));
    groups.push((tracking, "All tracking parameters", Cause::TrackingParameter));
    if let Some(signature_at) = signature_at {
        let late = positions(&|_, at| at > signature_at);
        groups.push((late, "Everything after `X-Amz-Signature`", Cause::QueryChanged));
    }
    groups.push((positions(&|_, _| true), "All parameters besides those of the signature", Cause::QueryChanged));
    for (positions, what, cause) in groups.into_iter().filter(|(positions, ..)| positions.len() > 1) {
        let change = Change::new(Part::QueryValues, Rank::Usual, move |candidate| {
            candidate.query.retain(|_, at| positions.binary_search(&at).is_err());
        });
        changes.push(added(change, cause, what.into()));
    }

    for name in OWN {
        let Some((_, _, at)) = base.query.iter().find(|(other, ..)| *other == name) else { continue };
        let rank = if name == "X-Amz-Expires" { Rank::Usual } else { Rank::Unusual };
        let change =
            Change::new(Part::Parameter(at), rank, move |candidate| candidate.query.retain(|other, _| other != name));
        changes.push(change.because(Cause::QueryChanged, move || {
            let what = format!("The signer did not sign the parameter `{name}`, which the URL has.");
            (what, "Sign all parameters of the URL except `X-Amz-Signature`, and add none later.".into())
        }));
    }
    lost(base, changes);
    lifetimes(base, changes);
    let once = Change::new(Part::QueryValues, Rank::Usual, |candidate| {
        candidate.query.map_values(|value| Escaping::Once.apply(value));
    });
    changes.push(once.because(Cause::EncodedTwice, || {
        let what = "The values of the query were signed once percent-encoded, and the URL has them encoded twice.";
        (what.into(), "Use the URL as the signer returned it. Nothing may percent-encode it again.".into())
    }));
}

fn added<'a>(change: Change<'a>, cause: Cause, shown: String) -> Change<'a> {
    change.because(cause, move || {
        let fix = match cause {
            Cause::TrackingParameter => "Remove it from the URL, and turn off link tracking where the URL is sent.",
            _ => "Remove it from the URL, or add it before signing: a signature covers the whole query.",
        };
        (format!("{shown} was added to the query after signing."), fix.into())
    })
}

/// A parameter was signed and is not in the URL any more.
fn lost<'a>(base: &Candidate<'a>, changes: &mut Vec<Change<'a>>) {
    for (name, value) in LOST.into_iter().filter(|(name, _)| base.query.get(name).is_none()) {
        let change = Change::new(Part::Parameter(usize::MAX), Rank::Unusual, move |candidate| {
            candidate.query.set(name, value);
        });
        changes.push(change.because(Cause::QueryChanged, move || {
            let what = format!("The URL was signed with `{name}={value}` in its query, which is missing now.");
            (what, "Use the URL as the signer returned it, with every parameter.".into())
        }));
    }
}

/// The lifetime was changed after signing.
fn lifetimes<'a>(base: &Candidate<'a>, changes: &mut Vec<Change<'a>>) {
    const NAME: &str = "X-Amz-Expires";
    for signed in LIFETIMES.into_iter().filter(|&signed| base.query.get(NAME).is_some_and(|own| own != signed)) {
        let rank = if matches!(signed, "900" | "3600" | "86400") { Rank::Usual } else { Rank::Rare };
        let change = Change::new(Part::Parameter(usize::MAX), rank, move |candidate| candidate.query.set(NAME, signed));
        changes.push(change.because(Cause::QueryChanged, move || {
            let what = format!("`{NAME}` was {signed} when the URL was signed, and was changed later.");
            (what, "Sign another URL with the lifetime that you need. It can't be changed in a signed URL.".into())
        }));
    }
}

/// Returns whether a parameter belongs to the signature, by its canonical name.
fn is_own(name: &str) -> bool {
    name.get(.."X-Amz-".len()).is_some_and(|start| start == "X-Amz-")
}
