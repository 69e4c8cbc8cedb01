//! The signed headers, and those that were sent.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::quoted;

pub(super) fn find(facts: &Facts<'_>, findings: &mut Findings) {
    find_host(facts, findings);
    find_customer_key(facts, findings);
    if facts.knows_headers() {
        let signed = lower(facts.claims.signed_headers.iter().flatten());
        let sent = lower(facts.attempt.headers.iter().map(|(name, _)| name));
        find_not_signed(facts, &signed, &sent, findings);
        find_missing(facts, &signed, &sent, findings);
    } else {
        find_perhaps_missing(facts, findings);
    }
}

fn lower<'a>(names: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    names.map(|name| name.to_ascii_lowercase()).collect()
}

fn find_host(facts: &Facts<'_>, findings: &mut Findings) {
    let signed = facts.claims.signed_headers.as_ref();
    if signed.is_some() && !facts.claims.signs("host") && !findings.has_certain(Cause::CutShort) {
        let what = "The signature does not cover the header `host`, which servers require.";
        findings.add(Cause::HostNotSigned, Certainty::Certain, what, "Sign `host`, in lower case, in every URL.");
    }
}

/// S3 rejects keys for encryption that everybody on the way can read.
fn find_customer_key(facts: &Facts<'_>, findings: &mut Findings) {
    const PREFIX: &str = "server-side-encryption-customer-";
    let is_of_key = |name: &str| name.to_ascii_lowercase().contains(PREFIX);
    let mut signed = facts.claims.signed_headers.iter().flatten();
    let has_key = signed.any(|name| is_of_key(name)) || facts.attempt.headers.iter().any(|(name, _)| is_of_key(name));
    if has_key && facts.url.scheme.eq_ignore_ascii_case("http") {
        let certainty = if facts.is_on_aws() { Certainty::Certain } else { Certainty::Likely };
        let what = "The request has a customer-provided encryption key (SSE-C), and S3 accepts that only over HTTPS.";
        findings.add(Cause::SseCOverHttp, certainty, what, "Use an `https://` endpoint.");
    }
}

/// S3 rejects a request with an `x-amz-*` header that is not signed, except for the hash of the payload.
fn find_not_signed(facts: &Facts<'_>, signed: &BTreeSet<String>, sent: &BTreeSet<String>, findings: &mut Findings) {
    let is_checked = |name: &&String| name.starts_with("x-amz-") && *name != "x-amz-content-sha256";
    let names: Vec<&str> = sent.difference(signed).filter(is_checked).map(|name| &**name).collect();
    if names.is_empty() || !facts.claims.is_s3() {
        return;
    }
    let certainty = match &facts.answer {
        // S3 names such headers if they are the reason.
        Some(answer) if answer.is(&["AccessDenied"]) && !answer.message().is_empty() && !answer.says("not signed") => {
            Certainty::Possible
        }
        _ if facts.is_on_aws() => Certainty::Certain,
        Some(_) => Certainty::Likely,
        None => Certainty::Possible,
    };
    let headers = if names.len() == 1 { "header" } else { "headers" };
    let what = format!("The request has the {headers} {}, which the signature does not cover.", quoted::list(names));
    let fix = "Send only the `x-amz-*` headers that were signed, or sign those that are needed: `header` or the setter for it.";
    findings.add(Cause::HeaderNotSigned, certainty, what, fix);
}

fn find_missing(facts: &Facts<'_>, signed: &BTreeSet<String>, sent: &BTreeSet<String>, findings: &mut Findings) {
    // AWS takes `x-amz-*` headers from the query too.
    let in_query = |name: &str| {
        name.starts_with("x-amz-") && facts.url.parameters().any(|parameter| parameter.name.is_in_any_case(name))
    };
    let missing = signed.difference(sent).filter(|name| *name != "host").take(LISTED).filter(|name| !in_query(name));
    let names: Vec<&str> = missing.map(|name| &**name).collect();
    if names.is_empty() {
        return;
    }
    // Clients add these by themselves, so a list of headers may lack them.
    const AUTOMATIC: [&str; 3] = ["content-length", "user-agent", "accept"];
    let certainty = match names.iter().all(|name| AUTOMATIC.contains(name)) {
        true => Certainty::Possible,
        false => Certainty::Certain,
    };
    let (headers, are) = if names.len() == 1 { ("header", "is") } else { ("headers", "are") };
    let what = format!(
        "The {headers} {} {are} signed, but the request does not have {}.",
        quoted::list(names),
        if are == "is" { "it" } else { "them" }
    );
    let fix = "Send every signed header with the signed value. `PresignedUrl::headers` lists them.";
    findings.add(Cause::HeaderMissing, certainty, what, fix);
}

/// More headers than these are not looked at one by one.
const LISTED: usize = 50;

/// If the request failed and nobody says what was sent, the headers are worth a look.
fn find_perhaps_missing(facts: &Facts<'_>, findings: &mut Findings) {
    let names: Vec<&str> =
        facts.claims.signed_headers.iter().flatten().map(|name| &**name).filter(|name| *name != "host").collect();
    if facts.answer.is_none() || names.is_empty() {
        return;
    }
    let what = format!("The client must send {} with the values that were signed.", quoted::list(names));
    findings.add(
        Cause::HeaderMissing,
        Certainty::Possible,
        what,
        "Compare the headers that the client sends with the signed ones.",
    );
}
