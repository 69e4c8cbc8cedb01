//! The signature does not match, and the server may not say why.

use alloc::format;

use crate::diagnose::answer::Answer;
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};
use crate::diagnose::tracking::is_tracking;
use crate::diagnose::url::decoded;
use crate::diagnose::{methods, signed_headers};

/// Returns whether the server says that the signature is wrong.
pub(in crate::diagnose) fn is_mismatch(answer: &Answer<'_>) -> bool {
    answer.is(&["SignatureDoesNotMatch", "InvalidSignature"])
        || answer.says("signature we calculated does not match")
        || answer.says("invalid signature")
}

/// Adds what may be the reason if nothing else has explained a wrong signature.
pub(super) fn find(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    if !is_mismatch(answer) || findings.has_any(Certainty::Likely) {
        return;
    }
    if let Some(name) = facts.url.parameters().map(|parameter| decoded(parameter.name)).find(|name| is_tracking(name)) {
        findings.add(
            Cause::TrackingParameter,
            Certainty::Likely,
            format!("The query has {}, which mail programs and social networks add to links.", facts.quote(&name)),
            "Send the URL without it, and keep link trackers from changing it.",
        );
        // Nobody signs such a parameter on purpose.
        return;
    }
    // `compare` looks at what the server received.
    if answer.echo().is_empty() {
        signed_headers::suspect(facts, facts.header("content-type"), findings);
        facts.method().into_iter().for_each(|method| methods::suspect(facts, method, findings));
    }
    if findings.has_any(Certainty::Likely) {
        return;
    }
    findings.add(
        Cause::SignatureMismatch,
        Certainty::Likely,
        "The server computed another signature than the one in the URL, and nothing shows why.",
        "Check the secret access key, the method, the host that the server receives, and that nothing changes the \
         URL. With the credentials, `explain` tries them all.",
    );
    findings.add(
        Cause::WrongSecret,
        Certainty::Possible,
        "Another secret access key than the server's may have signed the URL.",
        "Check that the secret access key belongs to the access key ID in the URL.",
    );
}
