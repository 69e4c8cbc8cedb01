//! Checksums that do not match the body.

use alloc::format;
use alloc::string::String;

use crate::diagnose::answer::Answer;
use crate::diagnose::cause::Cause;
use crate::diagnose::empty_body::OF_NOTHING;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::url::decoded;

const CODES: [&str; 5] =
    ["BadDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch", "InvalidDigest", "ContentSHA256Mismatch"];

pub(super) fn find(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    if answer.says("checksum type mismatch") || answer.says("checksum algorithm") && answer.says("expected") {
        findings.add(
            Cause::ChecksumType,
            Certainty::Certain,
            format!("The part has another checksum than the upload was begun with.{}", message(facts, answer)),
            "Give every part a checksum of the algorithm that CreateMultipartUpload named, or name none there and \
             give none.",
        );
        return;
    }
    let is_checksum = |text: &str| answer.says("x-amz-checksum-") && answer.says(text);
    let is_mismatch = answer.is(&CODES)
        || is_checksum("header is invalid")
        || is_checksum("do not match")
        || is_checksum("did not match")
        || answer.says("you specified did not match the calculated checksum");
    if !is_mismatch {
        return;
    }
    if let Some(name) = signed_for_nothing(facts) {
        findings.add(
            Cause::EmptyBodyChecksum,
            Certainty::Certain,
            format!("The URL signs `{name}`, with the checksum of an empty body, and the upload is not empty."),
            "Sign without a checksum: some SDKs add it unless told otherwise (`requestChecksumCalculation: \
             WHEN_REQUIRED`). Or sign that of the body.",
        );
        return;
    }
    findings.add(
        Cause::ChecksumMismatch,
        Certainty::Certain,
        format!(
            "The body that the server received does not match the checksum that was sent.{}",
            message(facts, answer)
        ),
        "Compute the checksum from the bytes that are sent, and in the right form: base64 of the raw hash, not of its \
         digits.",
    );
}

fn message(facts: &Facts<'_>, answer: &Answer<'_>) -> String {
    answer
        .filled_message()
        .map_or_else(String::new, |message| format!(" The server says {}.", facts.quote_message(message)))
}

/// Returns the name of a parameter or a header with the checksum of an empty body.
fn signed_for_nothing(facts: &Facts<'_>) -> Option<String> {
    let in_query = facts.url.parameters().find_map(|parameter| {
        let name = decoded(parameter.name).to_ascii_lowercase();
        is_of_nothing(&name, &decoded(parameter.value)).then_some(name)
    });
    let in_headers = || {
        let mut signed = facts.attempt.headers.iter().filter(|(name, _)| facts.claims.signs(name));
        signed
            .find(|(name, value)| is_of_nothing(&name.to_ascii_lowercase(), value))
            .map(|(name, _)| name.to_ascii_lowercase())
    };
    let name = in_query.or_else(in_headers)?;
    // It is one of a few names, and so not a secret.
    Some(name)
}

fn is_of_nothing(name: &str, value: &str) -> bool {
    OF_NOTHING.contains(&(name, value.trim()))
}
