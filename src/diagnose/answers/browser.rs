//! What a browser does before and after the request: CORS.

use crate::diagnose::answer::{Answer, Maker};
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};

/// What browsers say if they don't give the response to the script: Chromium, Firefox, Safari.
const BLOCKED: [&str; 5] = [
    "blocked by cors policy",
    "cross-origin request blocked",
    "not allowed by access-control-allow-origin",
    "no 'access-control-allow-origin' header",
    "cors preflight",
];

/// What `fetch` says, without a reason.
const VAGUE: [&str; 3] = ["failed to fetch", "networkerror when attempting to fetch", "load failed"];

const FIX: &str = "Give the bucket a CORS rule for the page's origin, the method, and each header that the script \
                   sends. The guide to CORS has one.";

/// Looks at what the browser says, and at a good answer without CORS headers.
pub(super) fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let error = facts.attempt.client_error.as_deref().unwrap_or_default().to_ascii_lowercase();
    let says = |texts: &[&str]| texts.iter().any(|text| error.contains(text));
    let is_preflight = error.contains("preflight");
    let (is_blocked, is_vague) = (says(&BLOCKED), says(&VAGUE));
    let is_good = facts.answer.as_ref().is_some_and(|answer| matches!(answer.status, 200..=299 | 304));
    // An answer without CORS headers, although the browser asks for them.
    let lacks_cors = facts
        .answer
        .as_ref()
        .is_some_and(|answer| answer.knows_headers() && answer.header("access-control-allow-origin").is_none());
    if is_good && !is_preflight && (is_blocked || is_vague || facts.header("origin").is_some() && lacks_cors) {
        let is_read = matches!(facts.method(), None | Some("GET" | "HEAD"));
        let certainty = if is_blocked || is_vague { Certainty::Likely } else { Certainty::Possible };
        if is_read && facts.method() != Some("OPTIONS") {
            findings.add(
                Cause::CachedWithoutCors,
                certainty,
                "The response is good but has no CORS headers, so the browser keeps it from the script. Usually the \
                 browser loaded the URL earlier without CORS, such as for an `<img>`, and its cache gives that \
                 response again.",
                "Load it with `crossorigin` from the beginning, or fetch it with `cache: 'reload'`, or sign another \
                 URL for the script. If no other request came first, the bucket has no CORS rule for the page's \
                 origin.",
            );
        } else {
            preflight(certainty, findings);
        }
    } else if is_blocked {
        preflight(if is_preflight { Certainty::Certain } else { Certainty::Likely }, findings);
    } else if is_vague {
        preflight(Certainty::Likely, findings);
    }
}

/// Looks at the answer to a preflight request.
pub(super) fn find_in_answer(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    let says_cors = answer.says("corsresponse") || answer.says("cors is not enabled");
    let is_preflight =
        facts.method() == Some("OPTIONS") || answer.element("Method").is_some() && answer.is(&["AccessForbidden"]);
    let is_refused = matches!(answer.status, 400 | 401 | 403 | 404 | 405);
    if says_cors {
        preflight(Certainty::Certain, findings);
    } else if is_preflight && is_refused && !matches!(answer.maker(), Maker::Page(_)) {
        // A preflight request has no need of a signature.
        preflight(if facts.claims.is_s3() { Certainty::Certain } else { Certainty::Likely }, findings);
    }
}

fn preflight(certainty: Certainty, findings: &mut Findings) {
    findings.add(
        Cause::CorsPreflight,
        certainty,
        "The browser asked whether the page may send the request, and the bucket has no CORS rule that allows it. The \
         signature is not at fault.",
        FIX,
    );
}
