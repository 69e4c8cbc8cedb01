//! The values of the parameters of the signature: whether each has the form that the specification requires.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::names::{SIGNATURE, whole_digits};
use crate::diagnose::quoted;
use crate::diagnose::shown;
use crate::sigv4::AmzDate;

pub(super) fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let form = |name: &str, check: fn(&str) -> Option<String>| check(&facts.url.value(name)?);
    let malformed: Vec<String> = [
        form("X-Amz-Algorithm", algorithm),
        form("X-Amz-Credential", credential),
        form("X-Amz-Date", date),
        form("X-Amz-SignedHeaders", signed_headers),
        // What is cut short is reported as that.
        if findings.has_certain(Cause::CutShort) { None } else { signature(facts) },
    ]
    .into_iter()
    .flatten()
    .collect();
    // A value at the end of a URL that is cut short is cut itself.
    if !malformed.is_empty() && !findings.has_certain(Cause::CutShort) {
        let fix = "Use the URL exactly as the signer returned it. If it comes from your own code, compare it with the specification.";
        findings.add(Cause::MalformedParameter, Certainty::Certain, malformed.join(" "), fix);
    } else if is_redacted(facts) {
        let what =
            "The signature of this URL was replaced by a placeholder. If it was sent like this, that is why it failed.";
        findings.add(Cause::MalformedParameter, Certainty::Possible, what, "Send the URL with its signature.");
    }
    if !findings.has(Cause::MalformedParameter) {
        find_day(facts, findings);
    }
}

fn algorithm(value: &str) -> Option<String> {
    let is_known = ["AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"].contains(&value);
    (!is_known).then(|| format!("`X-Amz-Algorithm` is {}, and not `AWS4-HMAC-SHA256`.", quoted::value(value)))
}

fn credential(value: &str) -> Option<String> {
    const FORM: &str = "KEY/YYYYMMDD/REGION/SERVICE/aws4_request";
    let parts: Vec<&str> = value.rsplit('/').collect();
    let is_day = |part: &str| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_digit());
    let what = match &*parts {
        [end, _, _, day, key, ..] if *end == "aws4_request" && is_day(day) => {
            key.is_empty().then_some("has no access key ID before the day")?
        }
        // SigV4A has no region here.
        [end, _, day, key, ..] if *end == "aws4_request" && is_day(day) && !key.is_empty() => return None,
        [_] => "has no `/` in it",
        [end, ..] if *end != "aws4_request" => "does not end with `/aws4_request`",
        [_, _, _, _, _, ..] => "has no day of eight digits in its place",
        _ => "has too few parts",
    };
    Some(format!("`X-Amz-Credential` {what}: its form is {FORM}."))
}

fn date(value: &str) -> Option<String> {
    value.parse::<AmzDate>().err()?;
    Some(format!("`X-Amz-Date` is {}, and not a time in the form YYYYMMDD'T'HHMMSS'Z'.", quoted::value(value)))
}

fn signed_headers(value: &str) -> Option<String> {
    if value.is_empty() {
        // Then `host` is not signed either, which servers report.
        return None;
    }
    let names = || value.split(';');
    let what = if value.bytes().any(|byte| byte.is_ascii_uppercase()) {
        "has capital letters, and names must be in lower case"
    } else if value.contains([',', ' ']) {
        "has a comma or a space, and names must be separated by `;`"
    } else if names().any(str::is_empty) {
        "has an empty name"
    } else if names().zip(names().skip(1)).any(|(name, next)| name == next) {
        "has a name twice"
    } else if names().zip(names().skip(1)).any(|(name, next)| name > next) {
        "is not sorted"
    } else {
        return None;
    };
    Some(format!("`X-Amz-SignedHeaders` {what}."))
}

/// Checks the form of the signature. It is not shown.
fn signature(facts: &Facts<'_>) -> Option<String> {
    let value = facts.url.value(SIGNATURE)?;
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let length = value.len();
    if is_redacted(facts) {
        return None;
    }
    if value.bytes().all(is_digit) {
        let whole = whole_digits(facts.claims.algorithm, &value);
        return (length != whole)
            .then(|| format!("`X-Amz-Signature` has {length} hexadecimal digits, and not {whole}."));
    }
    let what = if value.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        "has capital letters, and its digits must be in lower case"
    } else if length == 44 && value.ends_with('=') {
        "is in base64, and must be in hexadecimal digits"
    } else {
        "has characters that are not hexadecimal digits"
    };
    Some(format!("`X-Amz-Signature` {what}."))
}

/// Returns whether a placeholder was put in the place of the signature, as before a URL is shown to others.
fn is_redacted(facts: &Facts<'_>) -> bool {
    let Some(value) = facts.url.value(SIGNATURE) else { return false };
    let word = value.trim_matches(|character: char| !character.is_ascii_alphanumeric()).to_ascii_lowercase();
    !value.is_empty()
        && (word.bytes().all(|byte| byte == b'x')
            || ["redacted", "signature", "sig", "hidden", "masked"].contains(&&*word))
}

/// Checks that the day in the credential is that of the date.
fn find_day(facts: &Facts<'_>, findings: &mut Findings) {
    let (Some(credential), Some(at)) = (&facts.claims.credential, facts.claims.date) else { return };
    let date = facts.url.value("X-Amz-Date").unwrap_or_default();
    let Some(day) = date.get(..8).filter(|day| *day != credential.day) else { return };
    let what = format!(
        "The URL was signed at {}, but the day in its credential is {} and not {day}.",
        shown::time(at.time()),
        quoted::value(&credential.day),
    );
    let fix = "Take the day of the credential from the same time as `X-Amz-Date`, in UTC. A signing key that is kept is valid for \
               its day only.";
    findings.add(Cause::ScopeDate, Certainty::Certain, what, fix);
}
