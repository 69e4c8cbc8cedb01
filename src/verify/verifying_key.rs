//! The keys that verify a signature.

use crate::credentials::{Credentials, Identity};
use crate::s3::SessionCredentials;
#[cfg(feature = "std")]
use crate::signers::CachedSigner;
use crate::signers::ScopedSigner;
use crate::sigv4::Scope;

/// A key that verifies signatures: credentials or a signer of this crate.
///
/// A server that has a secret access key can use it for both signing and verifying. The session token and the expiry of
/// the key are checked as well. This trait can't be implemented outside this crate.
///
/// - [`Credentials`], and [`SessionCredentials`] of S3 Express, derive the signing key for each request.
/// - [`CachedSigner`](crate::CachedSigner) keeps the signing key of each day.
/// - [`ScopedSigner`] verifies the signatures of its own day, region and service.
pub trait VerifyingKey: Key {}

/// The part of the trait that callers can't see.
pub trait Key {
    #[doc(hidden)]
    fn check(&self, scope: &Scope<'_>, check: Check<'_>);
}

/// What is done with a key: it gets the identity, and a function that verifies a signature of a message.
type Check<'c> = &'c mut dyn FnMut(&Identity, Verifier<'_>);

/// Returns whether a signature is that of a message, or `None` if the key is not for the scope.
pub(super) type Verifier<'v> = &'v dyn Fn(&[u8], &[u8]) -> Option<bool>;

impl VerifyingKey for Credentials {}

impl Key for Credentials {
    fn check(&self, scope: &Scope<'_>, check: Check<'_>) {
        check(self.identity(), &|message, signature| Some(self.verify_message(scope, message, signature)));
    }
}

impl VerifyingKey for SessionCredentials {}

impl Key for SessionCredentials {
    fn check(&self, scope: &Scope<'_>, check: Check<'_>) {
        self.as_credentials().check(scope, check);
    }
}

impl VerifyingKey for ScopedSigner {}

impl Key for ScopedSigner {
    fn check(&self, scope: &Scope<'_>, check: Check<'_>) {
        let verify = |message: &[u8], signature: &[u8]| {
            (self.scope() == *scope).then(|| self.verify_message(message, signature))
        };
        check(self.identity(), &verify);
    }
}

#[cfg(feature = "std")]
impl VerifyingKey for CachedSigner {}

#[cfg(feature = "std")]
impl Key for CachedSigner {
    fn check(&self, scope: &Scope<'_>, check: Check<'_>) {
        self.with_verifier(scope, |identity, verify| {
            check(identity, &|message, signature| Some(verify(message, signature)));
        });
    }
}
