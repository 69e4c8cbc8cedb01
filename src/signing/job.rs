//! The job that a signer receives and returns signed: a URL or a form.

use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;

use super::pending::{Pending, Trace};
#[cfg(feature = "post")]
use super::unsigned_form::UnsignedForm;
use super::unsigned_url::UnsignedUrl;
use super::validity::Validity;
use crate::credentials::Identity;
use crate::endpoint::target::Target;
use crate::error::Error;
use crate::sigv4::{Algorithm, AmzDate, Scope, SigningKey};

/// A request, or a form, that waits for a [`Signer`](crate::Signer).
pub struct SigningJob<'j> {
    draft: Unidentified<'j>,
    /// The URL or form is appended here.
    out: &'j mut String,
    trace: Option<&'j mut Trace>,
}

enum Unidentified<'j> {
    Url(&'j UnsignedUrl<'j>),
    #[cfg(feature = "post")]
    Form(&'j UnsignedForm<'j>),
}

impl<'j> SigningJob<'j> {
    pub(crate) fn new(draft: &'j UnsignedUrl<'j>, out: &'j mut String, trace: Option<&'j mut Trace>) -> Self {
        Self { draft: Unidentified::Url(draft), out, trace }
    }

    #[cfg(feature = "post")]
    pub(crate) fn of_form(draft: &'j UnsignedForm<'j>, out: &'j mut String) -> Self {
        Self { draft: Unidentified::Form(draft), out, trace: None }
    }

    /// The day, region and service that the key must be for.
    ///
    /// Provisional until the signer is known; use [`Unsigned::scope`] for the final scope.
    pub fn scope(&self) -> Scope<'_> {
        let (target, date) = self.draft.target_and_date();
        target.scope(date, if target.takes_only_sigv4a() { Algorithm::Sigv4a } else { Algorithm::Sigv4 })
    }

    /// Checks that the target accepts this kind of signature, as [`identify`](Self::identify) does.
    pub(crate) fn check_identity(&self, identity: &Identity) -> Result<(), Error> {
        match &self.draft {
            Unidentified::Url(draft) => draft.target.check_identity(identity, draft.session_auth),
            #[cfg(feature = "post")]
            Unidentified::Form(draft) => draft.check_identity(identity),
        }
    }

    /// Says who signs, and so settles what is to be signed.
    ///
    /// # Errors
    ///
    /// - [`EmptyCredentials`](crate::ErrorKind::EmptyCredentials) and
    ///   [`MalformedCredentials`](crate::ErrorKind::MalformedCredentials) for an access key ID or token that is empty or has a
    ///   control character.
    /// - [`ExpiredCredentials`](crate::ErrorKind::ExpiredCredentials) when the identity has ended at the signing time.
    /// - [`Sigv4aRequired`](crate::ErrorKind::Sigv4aRequired), [`Sigv4Required`](crate::ErrorKind::Sigv4Required) and
    ///   [`SessionCredentials`](crate::ErrorKind::SessionCredentials) when its signature is none that is taken there;
    ///   [`Sigv4aForm`](crate::ErrorKind::Sigv4aForm) for a form and SigV4A.
    /// - [`LifetimeTooShort`](crate::ErrorKind::LifetimeTooShort) when it ends before the signature would and the request
    ///   [requires its full lifetime](crate::PresignRequest::require_full_lifetime).
    /// - [`FormTooLong`](crate::ErrorKind::FormTooLong) for a form over 20 KiB.
    pub fn identify(self, identity: &Identity) -> Result<Unsigned<'j>, Error> {
        let Self { draft, out, trace } = self;
        let (pending, target) = match draft {
            Unidentified::Url(draft) => (draft.write_unsigned(identity, out, trace)?, draft.target),
            #[cfg(feature = "post")]
            Unidentified::Form(draft) => (draft.write_unsigned(identity, out)?, draft.target),
        };
        Ok(Unsigned { pending, target, out })
    }

    /// Returns the URL that is to be signed. Returns `None` for a form, and for a URL whose steps are traced.
    #[cfg(feature = "std")]
    pub(crate) fn untraced_url(&self) -> Option<&'j UnsignedUrl<'j>> {
        match self.draft {
            Unidentified::Url(url) if self.trace.is_none() => Some(url),
            _ => None,
        }
    }

    /// Completes the URL with what `write` appends.
    #[cfg(feature = "std")]
    pub(crate) fn complete(
        self,
        write: impl FnOnce(&mut String) -> Result<Validity, Error>,
    ) -> Result<Signed<'j>, Error> {
        Ok(Signed { validity: write(self.out)?, job: PhantomData })
    }
}

impl<'j> Unidentified<'j> {
    fn target_and_date(&self) -> (&'j Target, AmzDate) {
        match self {
            Self::Url(draft) => (draft.target, draft.date),
            #[cfg(feature = "post")]
            Self::Form(draft) => (draft.target, draft.date),
        }
    }
}

impl fmt::Debug for SigningJob<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningJob").field("scope", &format_args!("{}", self.scope())).finish_non_exhaustive()
    }
}

/// A request, or a form, that knows who signs it and lacks only the signature.
pub struct Unsigned<'j> {
    pending: Pending,
    target: &'j Target,
    /// The URL or the fields without the signature, and the string to sign where `pending` says.
    out: &'j mut String,
}

impl<'j> Unsigned<'j> {
    /// The day, region and service that the key must be for, as they are signed: without a region for SigV4A.
    pub fn scope(&self) -> Scope<'_> {
        self.target.scope(self.pending.date, self.pending.algorithm())
    }

    /// The string to sign: of a form, its base64 policy.
    pub fn message(&self) -> &[u8] {
        self.pending.message(self.out)
    }

    /// Signs with a key for [this scope](Self::scope), which is one of [`Algorithm::Sigv4`].
    pub fn sign(self, key: &SigningKey) -> Signed<'j> {
        let signature = key.sign(self.message());
        self.finish(signature.as_bytes())
    }

    /// Takes a signature that was computed elsewhere over [`message`](Self::message): the raw bytes of HMAC-SHA256, or for
    /// an identity of [`Algorithm::Sigv4a`] the DER form of ECDSA with SHA-256. Whether they are the right ones only the
    /// server can tell.
    pub fn finish(self, signature: &[u8]) -> Signed<'j> {
        self.pending.finish(signature, self.out);
        Signed { validity: self.pending.validity, job: PhantomData }
    }
}

impl fmt::Debug for Unsigned<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unsigned").field("scope", &format_args!("{}", self.scope())).finish_non_exhaustive()
    }
}

/// Proof that a job was signed, which only this crate can give.
#[derive(Debug)]
pub struct Signed<'j> {
    pub(crate) validity: Validity,
    job: PhantomData<&'j mut ()>,
}
