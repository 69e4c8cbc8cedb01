//! A page for people: something in front of the server answered.

use alloc::format;
use alloc::string::String;

use crate::diagnose::answer::{Answer, Maker};
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};

pub(super) fn find(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    let Maker::Page(name) = *answer.maker() else { return };
    // S3's websites answer with pages that have the code of the error.
    let title = answer.element("title").map_or_else(String::new, |title| format!(", {}", facts.quote(title)));
    findings.add(
        Cause::AnsweredByProxy,
        Certainty::Likely,
        format!("The answer is a page of {name} ({}{title}), not one of the S3 server.", answer.status),
        fix(name, answer.status),
    );
}

fn fix(name: &str, status: u16) -> &'static str {
    match (name, status) {
        (_, 413) => "Raise the proxy's limit for the size of a request (nginx: `client_max_body_size`).",
        (_, 502..=504) => "Check that the S3 server runs, and that the proxy reaches it.",
        ("Cloudflare", 403) => {
            "Look in Cloudflare's security events for the rule that blocked the request, and let the host of the \
             bucket pass."
        }
        ("Amazon CloudFront", 403) => {
            "Check that the distribution passes the query and the method on, has no firewall rule or geographic \
             restriction for the request, and does not sign requests itself (origin access control)."
        }
        (_, 404) => "Check that the host leads to the S3 server: the proxy has no such address.",
        _ => "Check the rules of the proxy or firewall, and that the host leads to the S3 server.",
    }
}
