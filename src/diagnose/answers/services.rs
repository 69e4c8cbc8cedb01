//! Answers of AWS's services other than S3.

use alloc::format;
use alloc::string::String;

use crate::diagnose::answer::{Answer, Maker};
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};

const NO_TOKEN: [&str; 2] = ["missing authentication token", "request is missing authentication token"];

pub(super) fn find(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    let has_signature = facts.url.parameter("X-Amz-Signature").is_some();
    if NO_TOKEN.iter().any(|text| answer.says(text)) || answer.is(&["MissingAuthenticationToken"]) {
        // API Gateway says so for every path and method that it does not know.
        let (cause, certainty, what) = match has_signature {
            false => (Cause::NotPresigned, Certainty::Certain, "The service received no signature."),
            true => (
                Cause::PathPrefix,
                Certainty::Likely,
                "API Gateway answers so for a path or a method that the API does not have, also if the signature is \
                 right.",
            ),
        };
        let fix = match has_signature {
            false => "Send the whole URL, in quotation marks on a command line.",
            true => "Check the stage and the path of the API, and the method that was signed.",
        };
        findings.add(cause, certainty, what, fix);
    } else if answer.is(&["IncompleteSignature"]) {
        let said = answer
            .filled_message()
            .map_or_else(String::new, |message| format!(" It says {}.", facts.quote_message(message)));
        findings.add(
            Cause::MissingParameter,
            Certainty::Likely,
            format!("The service can't read the signature: a part of it is missing.{said}"),
            "Copy the whole URL again, in quotation marks on a command line, or sign a new one.",
        );
    } else if *answer.maker() == Maker::Json
        && answer.status == 403
        && answer.says("forbidden")
        && answer.code().is_empty()
    {
        findings.add(
            Cause::SignerNotAllowed,
            Certainty::Possible,
            "API Gateway answers so if a policy, an API key, a firewall or a custom domain without a mapping refuses \
             the request.",
            "Check that the signer may do `execute-api:Invoke`, that no API key is required, and that the host is the \
             API's.",
        );
    } else if answer.is(&["OptInRequired", "AccessDenied"]) && *answer.maker() == Maker::Json && answer.says("opt") {
        findings.add(
            Cause::SignerNotAllowed,
            Certainty::Certain,
            "The account of the signer has not enabled the service or the region.",
            "Enable it for the account.",
        );
    }
}
