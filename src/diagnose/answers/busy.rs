//! The server is not able to answer now.

use alloc::format;

use crate::diagnose::answer::Answer;
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};

const CODES: [&str; 9] = [
    "SlowDown",
    "ServiceUnavailable",
    "InternalError",
    "InternalFailure",
    "RequestTimeout",
    "RequestLimitExceeded",
    "Throttling",
    "TooManyRequests",
    "XMinioServerNotInitialized",
];

pub(super) fn find(_: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    let is_busy = answer.is(&CODES) || matches!(answer.status, 429 | 500 | 502 | 503 | 504);
    if is_busy {
        findings.add(
            Cause::ServerBusy,
            if answer.is(&CODES) { Certainty::Likely } else { Certainty::Possible },
            format!("The server failed or is overloaded ({}). The URL is not at fault.", answer.status),
            "Send the same request again later, with growing pauses.",
        );
    }
}
