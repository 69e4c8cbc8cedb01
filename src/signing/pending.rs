//! A URL or form that is complete except for its signature, and the trace of its computation.

use alloc::string::String;
use core::fmt;

use zeroize::Zeroizing;

use super::validity::Validity;
use crate::error::Error;
use crate::sigv4::{Algorithm, AmzDate, check_signature, write_hex};

/// The steps that [`PresignRequest::trace_at`](crate::PresignRequest::trace_at) reports.
#[derive(Default)]
pub(crate) struct Trace {
    pub(crate) canonical_request: Zeroizing<String>,
    pub(crate) string_to_sign: String,
}

/// A URL or form that is complete except for its signature.
#[derive(Clone, Copy)]
pub(crate) struct Pending {
    pub(crate) artifact: Artifact,
    /// The offset of the string to sign, which extends to the end of the buffer.
    pub(crate) message_start: usize,
    pub(crate) date: AmzDate,
    pub(crate) validity: Validity,
}

/// What the signature completes.
#[derive(Clone, Copy)]
pub(crate) enum Artifact {
    /// The string to sign follows the URL in the buffer. The signature replaces it.
    Url(Algorithm),
    /// The string to sign is the last field so far, and the signature is the next. The algorithm is always SigV4.
    #[cfg(feature = "post")]
    Form,
}

impl Pending {
    pub(crate) fn message<'a>(&self, out: &'a str) -> &'a [u8] {
        &out.as_bytes()[self.message_start..]
    }

    pub(super) fn algorithm(&self) -> Algorithm {
        match self.artifact {
            Artifact::Url(algorithm) => algorithm,
            #[cfg(feature = "post")]
            Artifact::Form => Algorithm::Sigv4,
        }
    }

    /// Appends the signature. On an error, the buffer is unchanged.
    pub(crate) fn finish(&self, signature: &[u8], out: &mut String) -> Result<(), Error> {
        check_signature(self.algorithm(), signature)?;
        match self.artifact {
            Artifact::Url(_) => {
                out.truncate(self.message_start);
                out.push_str("&X-Amz-Signature=");
            }
            #[cfg(feature = "post")]
            Artifact::Form => out.push_str("\nx-amz-signature:"),
        }
        written(write_hex(signature, out));
        Ok(())
    }
}

/// Unwraps the result of writing to a `String`.
#[expect(clippy::expect_used, reason = "`fmt::Write` for `String` never returns an error")]
pub(crate) fn written(result: fmt::Result) {
    result.expect("writing to a string never fails");
}
