//! The request for an object became one for the bucket.

use super::names::{Names, Style};
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};

/// Looks at answers to requests for a bucket, whose path ends with a slash as that of an object without a key does.
pub(super) fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let Some(answer) = &facts.answer else { return };
    let names = Names::of(facts);
    let has_no_key = match names.style {
        Style::Host => facts.url.path == "/",
        Style::Path | Style::Unknown => !names.first_segment.is_empty() && names.rest.is_empty(),
    };
    // Every operation on a bucket has a parameter of its own, but for those that list and create it.
    let is_of_signature = |name: &str| name.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("X-Amz-"));
    let is_plain = facts.url.parameters().all(|parameter| is_of_signature(parameter.name.raw()));
    let is_presigned = facts.url.parameter("X-Amz-Signature").is_some() && facts.claims.is_s3();
    if !is_presigned || !is_plain || !has_no_key || !facts.url.path.ends_with('/') {
        return;
    }
    let is_list = answer.status == 200 && facts.method() == Some("GET") && answer.is_list_of_objects();
    let creates =
        facts.method() == Some("PUT") && answer.is(&["MalformedXML", "InvalidArgument", "BucketAlreadyExists"]);
    if is_list || creates {
        findings.add(
            Cause::EmptyKey,
            Certainty::Likely,
            "The URL has no key, and the server took the request for one for the bucket.",
            "Sign for a key that is not empty.",
        );
    }
}
