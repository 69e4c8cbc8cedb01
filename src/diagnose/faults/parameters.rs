//! The parameters of the signature: whether each is there once, under its name.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::names::{OPTIONAL, REQUIRED, TOKENS};
use crate::diagnose::quoted;
use crate::sigv4::Algorithm;

/// What took parameters away. They are not reported as missing then.
const CUT: [Cause; 3] = [Cause::CutAtAmpersand, Cause::CutShort, Cause::Fragment];

pub(super) fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let counts = Counts::of(facts);
    let mut misspelled: Vec<String> = Vec::new();
    let mut missing: Vec<&str> = Vec::new();
    for (name, Count { exact, similar }) in counts.required() {
        match (exact, similar) {
            (0, Some(written)) => misspelled.push(format!("{} in place of `{name}`", quoted::list([&**written]))),
            (0, None) if is_required(facts, name) => missing.push(name),
            _ => {}
        }
    }
    if facts.claims.algorithm == Some(Algorithm::Sigv4a) && facts.url.parameter("X-Amz-Region-Set").is_none() {
        missing.push("X-Amz-Region-Set");
    }
    if !misspelled.is_empty() {
        let what = format!("The URL has the parameter {}.", misspelled.join(", and "));
        let fix = "Write the names of the parameters as the specification does. Case matters.";
        findings.add(Cause::MisspelledParameter, Certainty::Certain, what, fix);
    }
    for (name, count) in counts.tokens() {
        if let (0, Some(written)) = (count.exact, &count.similar) {
            let what = format!("The URL has the parameter {} in place of `{name}`.", quoted::list([&**written]));
            let fix = "Write the names of the parameters as the specification does. Case matters.";
            findings.add(Cause::MisspelledParameter, Certainty::Likely, what, fix);
        }
    }
    if !missing.is_empty() && !CUT.iter().any(|cause| findings.has_certain(*cause)) {
        let noun = if missing.len() == 1 { "parameter" } else { "parameters" };
        let what = format!("The URL does not have the {noun} {} of the signature.", quoted::list(missing));
        let fix =
            "Use the whole URL as the signer returned it. What stores or rewrites it may have removed parameters.";
        findings.add(Cause::MissingParameter, Certainty::Certain, what, fix);
    }
    find_repeated(&counts, findings);
}

fn find_repeated(counts: &Counts, findings: &mut Findings) {
    let repeated = counts.0.iter().filter(|(_, count)| count.exact > 1).map(|(name, _)| *name);
    let names: Vec<&str> = repeated.collect();
    if !names.is_empty() {
        let what = format!("The URL has {} more than once.", quoted::list(names));
        let fix = "Sign a URL that has no signature yet. A URL that is signed again keeps the parameters of the first signature.";
        findings.add(Cause::RepeatedParameter, Certainty::Certain, what, fix);
    }
    let in_two_cases =
        counts.0.iter().filter(|(_, count)| count.exact == 1 && count.similar.is_some()).map(|(name, _)| *name);
    let names: Vec<&str> = in_two_cases.collect();
    if !names.is_empty() {
        let what = format!("The URL has {}, and again in another spelling.", quoted::list(names));
        findings.add(
            Cause::MisspelledParameter,
            Certainty::Possible,
            what,
            "Leave out the one that is not in the specification.",
        );
    }
}

/// Returns whether servers reject a URL without this parameter. Services other than S3 accept some that don't expire.
fn is_required(facts: &Facts<'_>, name: &str) -> bool {
    name != "X-Amz-Expires" || facts.claims.is_s3() || facts.claims.credential.is_none()
}

/// How often each parameter of the signature occurs.
struct Counts([(&'static str, Count); REQUIRED.len() + OPTIONAL.len()]);

#[derive(Default)]
struct Count {
    exact: usize,
    /// The first name that is spelled in another way.
    similar: Option<String>,
}

impl Counts {
    fn of(facts: &Facts<'_>) -> Self {
        let mut names = REQUIRED.into_iter().chain(OPTIONAL);
        let mut counts = Self(core::array::from_fn(|_| (names.next().unwrap_or_default(), Count::default())));
        for parameter in facts.url.parameters() {
            if !parameter.name.raw().starts_with(['X', 'x', '%']) {
                continue;
            }
            let name = parameter.name.text().unwrap_or_default();
            let Some((expected, count)) = counts.0.iter_mut().find(|(expected, _)| is_similar(&name, expected)) else {
                continue;
            };
            match name == *expected {
                true => count.exact = count.exact.saturating_add(1),
                false => {
                    count.similar.get_or_insert_with(|| name.to_string());
                }
            }
        }
        counts
    }

    fn tokens(&self) -> impl Iterator<Item = (&'static str, &Count)> {
        self.0.iter().filter(|(name, _)| TOKENS.contains(name)).map(|(name, count)| (*name, count))
    }

    fn required(&self) -> impl Iterator<Item = (&'static str, &Count)> {
        self.0.iter().take(REQUIRED.len()).map(|(name, count)| (*name, count))
    }
}

/// Returns whether two names differ at most in their case and their hyphens.
pub(super) fn is_similar(name: &str, expected: &str) -> bool {
    fn letters(name: &str) -> impl Iterator<Item = u8> {
        name.bytes().filter(|byte| !b"-_".contains(byte)).map(|byte| byte.to_ascii_lowercase())
    }
    name == expected || name.len() <= expected.len().saturating_add(4) && letters(name).eq(letters(expected))
}
