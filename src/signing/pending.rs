//! A URL or form that lacks only its signature, and the trace of how it came about.

use alloc::string::String;
use core::fmt;

use zeroize::Zeroizing;

use super::validity::Validity;
use crate::sigv4::{Algorithm, AmzDate, write_hex};

/// The steps that [`PresignRequest::trace_at`](crate::PresignRequest::trace_at) reports.
#[derive(Default)]
pub(crate) struct Trace {
    pub(crate) canonical_request: Zeroizing<String>,
    pub(crate) string_to_sign: String,
}

/// A URL or form that is complete except for its signature.
#[derive(Clone, Copy)]
pub(crate) struct Pending {
    pub(crate) artefact: Artefact,
    /// The offset of the string to sign, which extends to the end of the buffer.
    pub(crate) message_start: usize,
    pub(crate) date: AmzDate,
    pub(crate) validity: Validity,
}

/// The kind of artefact that the signature completes.
#[derive(Clone, Copy)]
pub(crate) enum Artefact {
    /// The string to sign stands behind it, and makes room for the signature.
    Url(Algorithm),
    /// The string to sign is its last field, and the signature is the next. SigV4 signs it, as no other does.
    #[cfg(feature = "post")]
    Form,
}

impl Pending {
    pub(crate) fn message<'a>(&self, out: &'a str) -> &'a [u8] {
        &out.as_bytes()[self.message_start..]
    }

    pub(super) fn algorithm(&self) -> Algorithm {
        match self.artefact {
            Artefact::Url(algorithm) => algorithm,
            #[cfg(feature = "post")]
            Artefact::Form => Algorithm::Sigv4,
        }
    }

    pub(crate) fn finish(&self, signature: &[u8], out: &mut String) {
        match self.artefact {
            Artefact::Url(_) => {
                out.truncate(self.message_start);
                out.push_str("&X-Amz-Signature=");
            }
            #[cfg(feature = "post")]
            Artefact::Form => out.push_str("\nx-amz-signature:"),
        }
        written(write_hex(signature, out));
    }
}

/// Takes the result of writing into a `String`.
#[expect(clippy::expect_used, reason = "`String` implements `fmt::Write` without errors")]
pub(crate) fn written(result: fmt::Result) {
    result.expect("writing into a string never fails");
}
