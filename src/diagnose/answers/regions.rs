//! The URL is signed for another region than the server's.

use alloc::format;
use alloc::string::String;

use crate::diagnose::answer::Answer;
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};

pub(super) fn find(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    let is_about_region = answer.is(&["InvalidRegionName"])
        || answer.says("the region") && (answer.says("is wrong") || answer.says("expecting"))
        || answer.says("unexpected scope")
        || answer.says("credential should be scoped to a valid region");
    let own = facts.claims.credential.as_ref().map(|credential| &*credential.region).unwrap_or_default();
    if is_about_region {
        match expected(answer) {
            Some(region) if region != own => mismatch(facts, own, Some(&region), Certainty::Certain, findings),
            // It is the same: something else is malformed.
            Some(_) => {}
            None => mismatch(facts, own, None, Certainty::Certain, findings),
        }
        return;
    }
    if answer.says("secret key required to complete authentication") {
        of_oracle(facts, own, findings);
        return;
    }
    let of_bucket = answer.header("x-amz-bucket-region").map(str::trim).filter(|region| !region.is_empty());
    let may_be_reason = answer.code().is_empty() || answer.is(&["BadRequest", "SignatureDoesNotMatch"]);
    if let Some(region) = of_bucket.filter(|region| may_be_reason && !own.is_empty() && *region != own) {
        match answer.status {
            400 => mismatch(facts, own, Some(region), Certainty::Certain, findings),
            // The signer may just not be allowed to do this.
            403 => mismatch(facts, own, Some(region), Certainty::Likely, findings),
            _ => {}
        }
    }
}

fn mismatch(facts: &Facts<'_>, own: &str, expected: Option<&str>, certainty: Certainty, findings: &mut Findings) {
    let signed = if own.is_empty() { "another region".into() } else { format!("the region {}", facts.quote(own)) };
    let (what, fix) = match expected {
        Some(region) => {
            let region = facts.quote(region);
            (
                format!("The URL is signed for {signed}, and the server expects {region}."),
                format!("Sign for the region {region}: set `region` of the bucket or service."),
            )
        }
        None => (
            format!("The URL is signed for {signed}, which the server does not accept."),
            "Sign for the server's region, which its documentation or configuration names.".into(),
        ),
    };
    findings.add(Cause::RegionMismatch, certainty, what, fix);
}

/// Returns the region that the server names.
fn expected(answer: &Answer<'_>) -> Option<String> {
    let is_region = |text: &str| {
        !text.is_empty() && text.len() <= 63 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let message = answer.message();
    let lower = message.to_ascii_lowercase();
    let quoted_after = |mark: &str| {
        let end = lower.find(mark)?.checked_add(mark.len())?;
        let rest = message.get(end..)?;
        let (region, _) = rest.trim_start().strip_prefix(['\'', '"'])?.split_once(['\'', '"'])?;
        Some(String::from(region))
    };
    // `expected: '20261123/garage/s3/aws4_request'`
    let in_scope = || quoted_after("expected:").and_then(|scope| scope.split('/').nth(1).map(String::from));
    let of_element = || answer.element("Region").map(String::from);
    let of_header = || answer.header("x-amz-bucket-region").map(String::from);
    let found = quoted_after("expecting").or_else(in_scope).or_else(of_element).or_else(of_header);
    found.filter(|region| is_region(region))
}

/// Oracle's answer for a key that it does not know in this region.
fn of_oracle(facts: &Facts<'_>, own: &str, findings: &mut Findings) {
    let host = facts.url.host();
    let is_other = !own.is_empty() && !host.split('.').any(|label| label == own);
    let certainty = if is_other { Certainty::Likely } else { Certainty::Possible };
    mismatch(facts, own, None, certainty, findings);
    findings.add(
        Cause::UnknownAccessKey,
        if is_other { Certainty::Possible } else { Certainty::Likely },
        "The server found no secret for the access key ID. A new key takes some minutes until it works in every \
         region.",
        "Wait if the key is new. Otherwise check the access key ID, and that the URL is signed for the region in its \
         host.",
    );
}
