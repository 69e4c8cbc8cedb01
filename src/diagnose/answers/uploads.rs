//! The server does not accept the upload.

mod checksums;

use alloc::format;
use alloc::string::String;

use super::forms::is_form;
use crate::diagnose::answer::Answer;
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};

pub(super) fn find(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    checksums::find(facts, answer, findings);
    let is_chunked =
        facts.header("transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
    let needs_length = answer.is(&["MissingContentLength"]) || answer.status == 411;
    if needs_length || answer.says("transfer-encoding") || answer.status == 501 && is_chunked {
        findings.add(
            Cause::ChunkedUpload,
            Certainty::Certain,
            "The client sent the upload without its length, as with `Transfer-Encoding: chunked`, and the server needs \
             that.",
            "Send `Content-Length`: give the client a file or a buffer rather than a stream, or tell it the length.",
        );
    }
    if answer.is(&["AccessControlListNotSupported"]) {
        findings.add(
            Cause::AclDisabled,
            Certainty::Certain,
            "The URL sets an ACL, and ACLs are disabled for the bucket (object ownership: bucket owner enforced).",
            "Sign without `acl`, and give access with the policy of the bucket.",
        );
    }
    if answer.says("must be made over a secure connection") || answer.says("requires https") {
        let what = if answer.says("kms") { "KMS encryption" } else { "a customer's encryption key" };
        findings.add(
            Cause::SseCOverHttp,
            Certainty::Certain,
            format!("The request uses {what} over HTTP, and servers accept that over HTTPS only."),
            "Sign for an endpoint with `https`.",
        );
    }
    let is_size = answer.is(&["EntityTooLarge", "EntityTooSmall", "MaxMessageLengthExceeded"]) || answer.status == 413;
    if is_size && !is_form(facts) {
        size(facts, answer, findings);
    }
}

fn size(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    let number = |name: &str| {
        let text =
            answer.element(name).filter(|text| text.len() <= 20 && text.bytes().all(|byte| byte.is_ascii_digit()));
        text.map(String::from)
    };
    let proposed = number("ProposedSize").map_or_else(String::new, |size| format!(" ({size} bytes)"));
    let limit = number("MaxSizeAllowed").or_else(|| number("MinSizeAllowed"));
    let limit = limit.map_or_else(String::new, |limit| format!(" The limit is {limit} bytes."));
    let how = if answer.is(&["EntityTooSmall"]) { "smaller" } else { "larger" };
    let is_part = facts.url.parameter("uploadId").is_some() && how == "smaller";
    findings.add(
        Cause::UploadSize,
        Certainty::Certain,
        format!("The upload{proposed} is {how} than the server allows.{limit}"),
        match () {
            () if is_part => "Make every part but the last at least 5 MiB.",
            () if how == "larger" => {
                "Upload objects over 5 GiB in parts. If a form or a proxy sets the limit, raise it there."
            }
            () => "Upload a larger file, or allow smaller ones in the form: `content_length_range`.",
        },
    );
}
