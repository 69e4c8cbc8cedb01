//! The server received what the URL says. Then something else was signed.

use crate::diagnose::answer::Echo;
use crate::diagnose::cause::Cause;
use crate::diagnose::compare::canonical::Lines;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::{methods, signed_headers};

pub(super) fn find(facts: &Facts<'_>, echo: &Echo, findings: &mut Findings) {
    let Some(echoed) = &echo.canonical_request else { return };
    let received = Lines::parse(&echoed.text, echoed.is_complete);
    let method = received.method.as_deref().unwrap_or_default();
    signed_headers::suspect(facts, received.headers.get("content-type").and_then(Option::as_deref), findings);
    methods::suspect(facts, method, findings);
    let names = facts.claims.signed_headers.as_ref();
    let signs_only_host = names.is_some_and(|names| names.iter().all(|name| name == "host"));
    // Nothing but the method and the secret can differ then, and most URLs are signed for GET.
    if method == "GET" && signs_only_host && !findings.has(Cause::TrackingParameter) {
        findings.add(
            Cause::WrongSecret,
            Certainty::Likely,
            "The server received exactly the request that the URL describes, and computed another signature. Either \
             another secret access key signed the URL, or it was signed for another method, host or path.",
            "Check that the secret access key belongs to the access key ID in the URL, and that nothing changes the \
             URL after signing.",
        );
    }
}
