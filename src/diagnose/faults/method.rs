//! The method, if the URL tells it.

use alloc::format;

use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::quoted;

/// Compares the method that was sent with the operation that AWS's SDKs name in the query.
pub(super) fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let (Some(sent), Some(operation)) = (facts.method(), facts.url.value("x-id")) else { return };
    let Some(signed) = method_of(&operation).filter(|signed| *signed != sent) else { return };
    let what = format!(
        "The request was sent with the method {}, but the URL is for {operation}, which is a {signed}.",
        quoted::value(sent)
    );
    let fix = format!("Send {signed}, or sign a URL for the method that the client sends.");
    findings.add(Cause::WrongMethod, Certainty::Likely, what, fix);
}

/// Returns the method of an operation that a URL without a body can be for.
pub(super) fn method_of(operation: &str) -> Option<&'static str> {
    match operation {
        "GetObject" | "ListParts" | "ListBuckets" => Some("GET"),
        "PutObject" | "UploadPart" | "CopyObject" | "UploadPartCopy" => Some("PUT"),
        "DeleteObject" | "AbortMultipartUpload" => Some("DELETE"),
        "HeadObject" => Some("HEAD"),
        _ => None,
    }
}
