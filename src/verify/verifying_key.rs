//! The keys that verify a signature.

use crate::credentials::{Credentials, Identity};
use crate::s3::SessionCredentials;
#[cfg(feature = "std")]
use crate::signers::CachedSigner;
use crate::signers::ScopedSigner;
#[cfg(feature = "sigv4a")]
use crate::signers::sigv4a::Sigv4aSigner;
use crate::sigv4::{Algorithm, Scope};

/// A key that verifies signatures: credentials or a signer of this crate.
///
/// A server that has a secret access key can use it for both signing and verifying. The session token and the expiry of
/// the key are checked as well. This trait can't be implemented outside this crate. See
/// [`PostForm`](crate::verify::PostForm) for an example.
///
/// - [`Credentials`], and [`SessionCredentials`] of S3 Express, derive the signing key for each request.
/// - [`CachedSigner`](crate::CachedSigner) keeps the signing key of each day. It derives the key pair of SigV4A for each
///   request, which takes longer than verifying.
/// - [`ScopedSigner`] verifies the signatures of its own day, region and service.
/// - `Sigv4aSigner` keeps the key pair of SigV4A, and verifies only its signatures.
pub trait VerifyingKey: Key {}

/// The part of the trait that callers can't see.
pub trait Key {
    #[doc(hidden)]
    fn check(&self, algorithm: Algorithm, scope: &Scope<'_>, check: Check<'_>);
}

/// A function that a key calls with its identity, and with a function that verifies the signature of a message.
type Check<'c> = &'c mut dyn FnMut(&Identity, Verifier<'_>);

/// Returns whether a signature is that of a message, or `None` if the key is not for the scope.
pub(super) type Verifier<'v> = &'v dyn Fn(&[u8], &[u8]) -> Option<bool>;

impl VerifyingKey for Credentials {}

impl Key for Credentials {
    fn check(&self, algorithm: Algorithm, scope: &Scope<'_>, check: Check<'_>) {
        check(self.identity(), &|message, signature| match algorithm {
            Algorithm::Sigv4 => Some(self.verify_message(scope, message, signature)),
            Algorithm::Sigv4a => verify_sigv4a(self, message, signature),
        });
    }
}

impl VerifyingKey for SessionCredentials {}

impl Key for SessionCredentials {
    fn check(&self, algorithm: Algorithm, scope: &Scope<'_>, check: Check<'_>) {
        self.as_credentials().check(algorithm, scope, check);
    }
}

impl VerifyingKey for ScopedSigner {}

impl Key for ScopedSigner {
    fn check(&self, algorithm: Algorithm, scope: &Scope<'_>, check: Check<'_>) {
        let is_ours = algorithm == Algorithm::Sigv4 && self.scope() == *scope;
        check(self.identity(), &|message, signature| is_ours.then(|| self.verify_message(message, signature)));
    }
}

#[cfg(feature = "std")]
impl VerifyingKey for CachedSigner {}

#[cfg(feature = "std")]
impl Key for CachedSigner {
    fn check(&self, algorithm: Algorithm, scope: &Scope<'_>, check: Check<'_>) {
        match algorithm {
            Algorithm::Sigv4 => self.with_verifier(scope, |identity, verify| {
                check(identity, &|message, signature| Some(verify(message, signature)));
            }),
            Algorithm::Sigv4a => self.credentials().check(algorithm, scope, check),
        }
    }
}

#[cfg(feature = "sigv4a")]
impl VerifyingKey for Sigv4aSigner {}

#[cfg(feature = "sigv4a")]
impl Key for Sigv4aSigner {
    fn check(&self, algorithm: Algorithm, _: &Scope<'_>, check: Check<'_>) {
        let is_ours = algorithm == Algorithm::Sigv4a;
        check(self.identity(), &|message, signature| is_ours.then(|| self.verify_message(message, signature)));
    }
}

#[cfg(feature = "sigv4a")]
fn verify_sigv4a(credentials: &Credentials, message: &[u8], signature: &[u8]) -> Option<bool> {
    Some(Sigv4aSigner::new(credentials.clone()).verify_message(message, signature))
}

/// A URL that is signed with SigV4A is rejected before its key is looked up.
#[cfg(not(feature = "sigv4a"))]
fn verify_sigv4a(_: &Credentials, _: &[u8], _: &[u8]) -> Option<bool> {
    None
}
