//! Finds what was signed, if the secret is known.
//!
//! A signature covers the method, the host, the path, the query, the signed headers, the payload hash, the time and the
//! scope. If the signature of the URL is not that of what was sent, each of them is changed in the ways in which signers,
//! clients and proxies are known to differ, until the signature matches. That proves the cause: no other text has the same
//! signature.
//!
//! - Each change is tried alone, then pairs of changes to different parts, the most usual pairs first.
//! - What is not known, such as the method or the value of a header, is filled in with what is usual. That is no finding.
//! - A signature of SigV4A takes hundreds of times as long to verify, so only single changes are tried, at most
//!   200 of them.
//!
//! At most 20,000 canonical requests and 32 MiB are hashed. docs/performance.md says how long that takes
//! (`benches/signing/explaining.rs`).

mod base;
mod candidate;
mod change;
mod changes;
mod escaping;
mod keys;
mod known;
mod prover;
mod query;
mod report;

use alloc::vec::Vec;

use self::candidate::{Candidate, Part};
use self::change::Change;
use self::keys::Keys;
use self::known::Known;
use self::prover::{Prover, Seen};
pub(super) use self::report::Outcome;
use super::facts::Facts;
use super::finding::Findings;
use crate::credentials::Credentials;
use crate::sigv4::{Algorithm, on_wiped_stack, parse_hash};

/// More than the stack that the search takes.
const STACK: usize = if cfg!(debug_assertions) { 128 * 1024 } else { 32 * 1024 };

/// Adds what was signed in place of what was sent. The first credentials are those that are believed to have signed the
/// URL.
pub(super) fn find(facts: &Facts<'_>, credentials: &[&Credentials], findings: &mut Findings) -> Outcome {
    on_wiped_stack::<STACK, _>(|| {
        let known = Known::new(facts, credentials);
        search(&known, findings)
    })
}

fn search<'a>(known: &'a Known<'a>, findings: &mut Findings) -> Outcome {
    let claims = &known.facts.claims;
    let (Some(algorithm), Some(credential), Some(base), Some(first)) =
        (claims.algorithm, &claims.credential, base::sent(known), known.credentials.first())
    else {
        return Outcome::Unexplained;
    };
    let Some(signature) = signature(known, algorithm) else { return Outcome::Unexplained };
    let keys = Keys::new(&credential.access_key_id, first.secret());
    let mut prover = Prover::new(algorithm, signature, keys, base.len());

    // The server computed this, and the secret gives the signature: so the server has another secret.
    if let Some(echoed) = known.facts.answer.as_ref().and_then(|answer| answer.string_to_sign())
        && prover.has_signed(&echoed, &base)
    {
        report::server_has_another_secret(known, findings);
        return Outcome::SignedAsReceived;
    }
    if prover.pay(base.len()) && prover.is_signed(&base) {
        return report::matched(known, &[], &base, findings);
    }
    let changes = changes::all(known, &base, &mut prover.keys);
    match find_changes(known, &base, &changes, &mut prover) {
        Some(found) => {
            let mut signed = base.clone();
            found.iter().for_each(|change| change.apply(&mut signed));
            report::matched(known, &found, &signed, findings)
        }
        None => {
            let echoed = known.facts.answer.as_ref().and_then(|answer| answer.string_to_sign());
            let agrees = echoed.is_some_and(|echoed| echoed.trim() == prover.string_to_sign(&base));
            report::unexplained(known, agrees, prover.tried, findings)
        }
    }
}

/// Returns the bytes of the signature. Digits in upper case are accepted: another rule is about them.
fn signature(known: &Known<'_>, algorithm: Algorithm) -> Option<Vec<u8>> {
    let digits = known.facts.url.value("X-Amz-Signature")?.trim().to_ascii_lowercase();
    match algorithm {
        Algorithm::Sigv4 => parse_hash(&digits).map(|hash| hash.to_vec()),
        Algorithm::Sigv4a => hex::decode(digits).ok(),
    }
}

/// Returns the changes with which the signature matches.
fn find_changes<'a, 'c>(
    known: &'a Known<'a>,
    base: &Candidate<'a>,
    changes: &'c [Change<'a>],
    prover: &mut Prover<'a>,
) -> Option<Vec<&'c Change<'a>>> {
    if let Some(found) = fill_in(base, changes, prover) {
        return Some(found);
    }
    let mut seen = Seen::default();
    let mut distinct = Vec::new();
    if let Some(change) = find_single(base, changes, prover, &mut seen, Some(&mut distinct)) {
        return Some([change].into());
    }
    if let Some(received) = changes::received(known, base)
        && let Some(change) = find_single(&received, changes, prover, &mut seen, None)
    {
        return Some([change].into());
    }
    find_pair(base, &distinct, prover)
}

/// Tries the changes one by one, and collects those that make a difference.
fn find_single<'a, 'c>(
    base: &Candidate<'a>,
    changes: &'c [Change<'a>],
    prover: &mut Prover<'a>,
    seen: &mut Seen,
    mut distinct: Option<&mut Vec<&'c Change<'a>>>,
) -> Option<&'c Change<'a>> {
    for change in changes {
        if !prover.pay(base.len()) {
            return None;
        }
        let mut candidate = base.clone();
        change.apply(&mut candidate);
        match prover.is_newly_signed(&candidate, seen) {
            Some(true) => return Some(change),
            Some(false) => distinct.iter_mut().for_each(|distinct| distinct.push(change)),
            None => {}
        }
    }
    None
}

/// Tries pairs of changes to different parts. A pair is tried before all pairs with a less usual change.
fn find_pair<'a, 'c>(
    base: &Candidate<'a>,
    changes: &[&'c Change<'a>],
    prover: &mut Prover<'a>,
) -> Option<Vec<&'c Change<'a>>> {
    if !prover.tries_pairs() {
        return None;
    }
    for (index, second) in changes.iter().enumerate() {
        for first in changes.iter().take(index).filter(|first| first.part != second.part) {
            if !prover.pay(base.len()) {
                return None;
            }
            let mut ordered = [*first, *second];
            ordered.sort_by_key(|change| change.part);
            let mut candidate = base.clone();
            ordered.iter().for_each(|change| change.apply(&mut candidate));
            if prover.is_signed(&candidate) {
                return Some(ordered.into());
            }
        }
    }
    None
}

/// How many ways to fill in what is not known are tried.
const MOST_FILLED: usize = 2000;

/// Fills in the method and the headers, if they are not known, in all combinations.
fn fill_in<'a, 'c>(
    base: &Candidate<'a>,
    changes: &'c [Change<'a>],
    prover: &mut Prover<'a>,
) -> Option<Vec<&'c Change<'a>>> {
    let is_unknown =
        |change: &&Change<'a>| change.mistake.is_none() && matches!(change.part, Part::Method | Part::Header(_));
    let unknown: Vec<_> = changes.iter().filter(is_unknown).collect();
    let mut parts: Vec<Part> = unknown.iter().map(|change| change.part).collect();
    parts.sort_unstable();
    parts.dedup();
    // Each combination so far, beginning with none.
    let mut combinations: Vec<Vec<&'c Change<'a>>> = [Vec::new()].into();
    for part in parts {
        let of_part = || unknown.iter().filter(move |change| change.part == part);
        let longer: Vec<_> = combinations
            .iter()
            .flat_map(|combination| of_part().map(move |&change| [&**combination, &[change]].concat()))
            .take(MOST_FILLED.saturating_sub(combinations.len()))
            .collect();
        for combination in &longer {
            if !prover.pay(base.len()) {
                return None;
            }
            let mut candidate = base.clone();
            combination.iter().for_each(|change| change.apply(&mut candidate));
            if prover.is_signed(&candidate) {
                return Some(combination.clone());
            }
        }
        combinations.extend(longer);
    }
    None
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::Bucket;
    use crate::diagnose::attempt::Attempt;

    #[test]
    fn the_outcome_tells_whether_the_signature_is_the_reason() {
        let at = datetime!(2026-11-23 12:00 UTC);
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        let other = Credentials::new("AKIAIOSFODNN7EXAMPLE", "another secret");
        let bucket = Bucket::new("photos").unwrap();
        let url = bucket.get_object("boat.jpg").sign_at(&credentials, at).unwrap().into_string();
        let unsigned = url.split("&X-Amz-Signature").next().unwrap();
        for (url, method, given, outcome, count) in [
            (&*url, "GET", &credentials, Outcome::Right, 0),
            (&url, "HEAD", &credentials, Outcome::Explained, 1),
            (&url, "GET", &other, Outcome::Unexplained, 1),
            (unsigned, "GET", &credentials, Outcome::Unexplained, 0),
            ("", "GET", &credentials, Outcome::Unexplained, 0),
        ] {
            let attempt = Attempt::new(url).method(method);
            let mut findings = Findings::default();
            assert_eq!(find(&Facts::new(&attempt, url, at), &[given], &mut findings), outcome, "{url} {method}");
            assert_eq!(findings.sorted().len(), count);
        }
    }
}
