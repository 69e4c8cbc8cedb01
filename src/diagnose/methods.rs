//! Methods that do not fit a URL.

use alloc::format;

use super::cause::Cause;
use super::facts::Facts;
use super::finding::{Certainty, Findings};

/// Adds that a request with this method, whose signature does not match, was probably signed for another one.
pub(super) fn suspect(facts: &Facts<'_>, method: &str, findings: &mut Findings) {
    let Some((certainty, why)) = suspicion(facts, method) else { return };
    // What explains the failure better needs no company.
    if certainty == Certainty::Possible && findings.has_any(Certainty::Likely) {
        return;
    }
    findings.add(
        Cause::WrongMethod,
        certainty,
        format!(
            "The request was sent as {}, and a URL works only with the method that was signed. {why}",
            shown(method)
        ),
        "Send the method that was signed, or sign a URL for this one.",
    );
}

fn suspicion(facts: &Facts<'_>, method: &str) -> Option<(Certainty, &'static str)> {
    use Certainty::{Likely, Possible};
    let has = |name: &str| facts.url.parameter(name).is_some();
    let overrides_response =
        || facts.url.parameters().any(|parameter| decoded_begins(parameter.name.raw(), "response-"));
    let signs_upload = || {
        let names = || facts.claims.signed_headers.iter().flatten();
        names().any(|name| matches!(&**name, "content-type" | "content-md5" | "x-amz-acl" | "x-amz-storage-class"))
            || names().any(|name| name.starts_with("x-amz-meta-"))
    };
    if !facts.claims.is_s3() {
        return None;
    }
    match method {
        "HEAD" => Some((Likely, "Most are signed for GET, and HEAD is another method.")),
        "PUT" | "POST" | "DELETE" | "PATCH" if overrides_response() => {
            Some((Likely, "Its parameters `response-...` are those of a download, so it is one for GET."))
        }
        "GET" if has("partNumber") && has("uploadId") => {
            Some((Likely, "Its parameters are those of an upload of a part, so it is one for PUT."))
        }
        "GET" if signs_upload() => {
            Some((Likely, "Its signed headers are those of an upload, so it is probably one for PUT."))
        }
        "POST" if !["uploads", "uploadId", "delete", "select", "restore"].into_iter().any(has) => Some((
            Likely,
            "POST to an object exists only for multipart uploads and a few others; most uploads are PUT.",
        )),
        "PATCH" => Some((Likely, "S3 has no such operation.")),
        "PUT" | "DELETE" => Some((Possible, "The URL does not say for which one that was.")),
        _ => None,
    }
}

fn decoded_begins(name: &str, beginning: &str) -> bool {
    name.get(..beginning.len()).is_some_and(|found| found.eq_ignore_ascii_case(beginning))
}

/// Writes a method, which may be any text, if it is one of the usual ones.
fn shown(method: &str) -> &str {
    if method.len() <= 10 && method.bytes().all(|byte| byte.is_ascii_uppercase()) { method } else { "another method" }
}
