//! Parameters of the signature that the server can't read.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::diagnose::answer::Answer;
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};

const REQUIRED: [&str; 6] =
    ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Expires"];

const COPY: &str = "Copy the whole URL again, in quotation marks on a command line, or sign a new one.";

/// What a message contains, what it means, and what to do.
const MESSAGES: [(&str, Cause, &str, &str); 20] = [
    (
        "only one auth mechanism",
        Cause::TwoMechanisms,
        "The request has an `Authorization` header besides the signature in the URL.",
        "Send the URL without the header `Authorization`. Some clients add it by themselves, and keep it after a \
         redirect.",
    ),
    (
        "unsupported authorization type",
        Cause::TwoMechanisms,
        "The request has an `Authorization` header besides the signature in the URL.",
        "Send the URL without the header `Authorization`. Some clients add it by themselves, and keep it after a redirect.",
    ),
    (
        "please use aws4-hmac-sha256",
        Cause::Sigv2,
        "The URL is signed with Signature Version 2, or with no version that the server knows.",
        "Sign with Signature Version 4.",
    ),
    (
        "require aws signature version 4",
        Cause::Sigv2,
        "The object is encrypted with AWS KMS, which requires Signature Version 4. The URL is signed with Version 2.",
        "Sign with Signature Version 4.",
    ),
    (
        "signature, expires and awsaccesskeyid",
        Cause::Sigv2,
        "The URL has some of the parameters of Signature Version 2, but not all.",
        "Sign with Signature Version 4, and copy the whole URL.",
    ),
    (
        "credential is mal-formed",
        Cause::MalformedParameter,
        "`X-Amz-Credential` is not `key/day/region/service/aws4_request`.",
        COPY,
    ),
    (
        "invalid credential date",
        Cause::ScopeDate,
        "The day in `X-Amz-Credential` is not that of `X-Amz-Date`.",
        "Take both from one clock, in UTC, when signing.",
    ),
    (
        "must be specified only once",
        Cause::RepeatedParameter,
        "A parameter of the signature occurs more than once.",
        "Sign a URL that has no parameters of a signature yet.",
    ),
    (
        "must be spelled in this case",
        Cause::MisspelledParameter,
        "A parameter of the signature is spelled in another case.",
        "Send the URL byte for byte: nothing may change its case.",
    ),
    (
        "x-amz-algorithm only supports",
        Cause::MalformedParameter,
        "The server does not support the algorithm in `X-Amz-Algorithm`.",
        "Sign with `AWS4-HMAC-SHA256`.",
    ),
    ("x-amz-date must be", Cause::MalformedParameter, "`X-Amz-Date` is not a time like `20261123T120000Z`.", COPY),
    ("x-amz-expires should be a number", Cause::ExpiryOutOfRange, "`X-Amz-Expires` is not a number of seconds.", COPY),
    (
        "x-amz-expires must be",
        Cause::ExpiryOutOfRange,
        "`X-Amz-Expires` is not within the 1 to 604,800 seconds (7 days) that are allowed.",
        "Sign with an expiry in that range: `expires_in`.",
    ),
    (
        "invalid x-amz-expires",
        Cause::ExpiryOutOfRange,
        "`X-Amz-Expires` is not within the 1 to 604,800 seconds (7 days) that are allowed.",
        "Sign with an expiry in that range: `expires_in`.",
    ),
    (
        "x-amz-signedheaders must be",
        Cause::MalformedParameter,
        "`X-Amz-SignedHeaders` is not a sorted list of lower-case names.",
        COPY,
    ),
    ("x-amz-signature must be", Cause::MalformedParameter, "`X-Amz-Signature` is not 64 hexadecimal digits.", COPY),
    (
        "incorrect service",
        Cause::ServiceMismatch,
        "The URL is signed for another service than the server's.",
        "Sign for the service of the endpoint.",
    ),
    (
        "credential should be scoped to correct service",
        Cause::ServiceMismatch,
        "The URL is signed for another service than the server's.",
        "Sign for the service of the endpoint.",
    ),
    (
        "credential should be scoped with a valid terminator",
        Cause::MalformedParameter,
        "`X-Amz-Credential` does not end with `aws4_request`.",
        COPY,
    ),
    (
        "credential should have exactly 5",
        Cause::MalformedParameter,
        "`X-Amz-Credential` is not `key/day/region/service/aws4_request`.",
        COPY,
    ),
];

pub(super) fn find(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    if answer.says("requires the x-amz-algorithm") || answer.says("must contain 'x-amz-") {
        missing(facts, findings);
        return;
    }
    if answer.says("credential is mal-formed") && is_encoded_twice(facts) {
        findings.add(
            Cause::EncodedTwice,
            Certainty::Certain,
            "The URL was percent-encoded once more after it was signed: `X-Amz-Credential` contains `%252F`.",
            "Use the URL as it was signed, without encoding it again.",
        );
        return;
    }
    if let Some((_, cause, what, fix)) = MESSAGES.iter().find(|(text, ..)| answer.says(text)) {
        let is_service = *cause == Cause::ServiceMismatch;
        let said = if is_service { message(facts, answer) } else { String::new() };
        // A URL of Version 4 may get the same answer, for a header with another signature.
        if *cause == Cause::Sigv2 && facts.claims.algorithm.is_some() {
            return other_version(findings);
        }
        findings.add(*cause, Certainty::Certain, format!("{what}{said}"), *fix);
        return;
    }
    match answer.code() {
        "AuthorizationQueryParametersError" | "AuthorizationHeaderMalformed"
            if !answer.says("the region") && !answer.says("scope") && !findings.has_any(Certainty::Certain) =>
        {
            findings.add(
                Cause::MalformedParameter,
                Certainty::Likely,
                format!("The server can't read the parameters of the signature.{}", message(facts, answer)),
                COPY,
            )
        }
        "InvalidURI" => findings.add(
            Cause::QueryEncoding,
            Certainty::Likely,
            "The server can't parse the URL. Usually a `%` is not followed by two hexadecimal digits.",
            COPY,
        ),
        _ => {}
    }
}

/// The server asks for Signature Version 4, which the URL has.
fn other_version(findings: &mut Findings) {
    findings.add(
        Cause::TwoMechanisms,
        Certainty::Possible,
        "The URL is signed with Signature Version 4, but the server asks for that version. The request may have had the header \
         `Authorization` too, or have lost the parameters of the signature on its way.",
        "Send the URL byte for byte, and without the header `Authorization`.",
    );
}

/// Quotes the message as a sentence.
fn message(facts: &Facts<'_>, answer: &Answer<'_>) -> String {
    answer.filled_message().map_or_else(String::new, |message| format!(" It says {}.", facts.quote_message(message)))
}

fn missing(facts: &Facts<'_>, findings: &mut Findings) {
    // Why they are missing says more.
    if findings.has_any(Certainty::Certain) {
        return;
    }
    let missing: Vec<String> =
        REQUIRED.iter().filter(|name| facts.url.parameter(name).is_none()).map(|name| format!("`{name}`")).collect();
    let names = if missing.is_empty() { "a parameter of the signature".into() } else { missing.join(", ") };
    // What is in the URL did not reach the server.
    let what = if missing.is_empty() { "did not receive" } else { "needs" };
    findings.add(Cause::MissingParameter, Certainty::Certain, format!("The server {what} {names}."), COPY);
}

fn is_encoded_twice(facts: &Facts<'_>) -> bool {
    let credential = facts.url.parameter("X-Amz-Credential");
    credential.is_some_and(|credential| credential.raw().to_ascii_lowercase().contains("%252f"))
}
