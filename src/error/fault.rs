//! Which part of a service an error is about.

/// What is at fault, by [`Error::fault`](crate::Error::fault). A service that signs for its clients answers 400 to the
/// first, and 500 to the others.
///
/// The faults follow the parts of a URL. If clients choose more than the request, such as the bucket or the signing time,
/// match on the [kind](crate::ErrorKind) of those errors first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// What was requested, and for how long: the key, parameters, headers, checksums, fields of a form, the expiry.
    Request,
    /// Where requests go, and when they are signed: the bucket, region, endpoint or service, the host of a token, the
    /// environment, a signer of another algorithm, the clock. Also what the server at that place responds: an error, or
    /// something other than expected.
    Configuration,
    /// Who signs: credentials or a key that are malformed, expired, in another scope, or expire before the URL.
    Credentials,
    /// The caller's own [`Signer`](crate::Signer) failed, or returned a signature in the wrong form.
    Signer,
}
