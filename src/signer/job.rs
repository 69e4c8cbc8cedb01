//! What a signer is handed, and gives back signed: a URL, or a form.

use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;

use zeroize::Zeroizing;

use super::draft::Draft;
#[cfg(feature = "post")]
use super::form::FormDraft;
#[cfg(feature = "std")]
use super::moment::Moment;
use crate::algorithm::Algorithm;
use crate::amz_date::AmzDate;
use crate::credentials::Identity;
use crate::error::Error;
use crate::presigned::Validity;
use crate::sigv4::{Scope, SigningKey, write_hex};
use crate::target::Target;

/// A request, or a form, that waits for a [`Signer`](crate::Signer).
pub struct SigningJob<'j> {
    draft: AnyDraft<'j>,
    /// What is signed is appended to it.
    out: &'j mut String,
    trace: Option<&'j mut Trace>,
}

/// What [`PresignRequest::trace_at`](crate::PresignRequest::trace_at) keeps of the steps.
#[derive(Default)]
pub(crate) struct Trace {
    pub(crate) canonical_request: Zeroizing<String>,
    pub(crate) string_to_sign: String,
}

enum AnyDraft<'j> {
    Url(&'j Draft<'j>),
    #[cfg(feature = "post")]
    Form(&'j FormDraft<'j>),
}

impl<'j> SigningJob<'j> {
    pub(crate) fn new(draft: &'j Draft<'j>, out: &'j mut String, trace: Option<&'j mut Trace>) -> Self {
        Self { draft: AnyDraft::Url(draft), out, trace }
    }

    #[cfg(feature = "post")]
    pub(crate) fn of_form(draft: &'j FormDraft<'j>, out: &'j mut String) -> Self {
        Self { draft: AnyDraft::Form(draft), out, trace: None }
    }

    /// The day, region and service that the key must be for.
    ///
    /// As it is not known yet who signs, the region is there wherever SigV4 is taken; [`Unsigned::scope`] is what is signed.
    pub fn scope(&self) -> Scope<'_> {
        let (target, date) = self.draft.target_and_date();
        target.scope(date, if target.takes_only_sigv4a() { Algorithm::Sigv4a } else { Algorithm::Sigv4 })
    }

    /// That the identity's signature is one that is taken here, which [`identify`](Self::identify) would say too.
    pub(super) fn check_identity(&self, identity: &Identity) -> Result<(), Error> {
        match &self.draft {
            AnyDraft::Url(draft) => draft.target.check_identity(identity, draft.session_auth),
            #[cfg(feature = "post")]
            AnyDraft::Form(draft) => draft.check_identity(identity),
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
            AnyDraft::Url(draft) => (draft.write_unsigned(identity, out, trace)?, draft.target),
            #[cfg(feature = "post")]
            AnyDraft::Form(draft) => (draft.write_unsigned(identity, out)?, draft.target),
        };
        Ok(Unsigned { pending, target, out })
    }

    /// Signs with the key of this scope and what is kept of the moment, which is renewed where it is of another one. Of the
    /// moment itself one expiry is kept, and a URL with another is signed without: so two in turn don't undo each other's work.
    #[cfg(feature = "std")]
    pub(super) fn sign_keeping(
        self,
        identity: &Identity,
        key: &SigningKey,
        kept: &mut Option<Moment>,
    ) -> Result<Signed<'j>, Error> {
        match self.draft {
            AnyDraft::Url(draft) if self.trace.is_none() && draft.has_moment() => {
                let moment = match kept {
                    Some(moment) if moment.is_for(draft) => {
                        draft.target.check_identity(identity, draft.session_auth)?;
                        moment
                    }
                    Some(moment) if moment.is_of_the_time_of(draft) => return Ok(self.identify(identity)?.sign(key)),
                    Some(moment) => {
                        moment.renew(draft, identity, key)?;
                        moment
                    }
                    None => kept.insert(Moment::new(draft, identity, key)?),
                };
                Ok(Signed { validity: moment.sign(draft, self.out)?, job: PhantomData })
            }
            _ => Ok(self.identify(identity)?.sign(key)),
        }
    }
}

impl<'j> AnyDraft<'j> {
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

/// What is known of a URL or form that lacks only its signature.
#[derive(Clone, Copy)]
pub(crate) struct Pending {
    pub(super) artefact: Artefact,
    /// Where the string to sign begins, which goes to the end.
    pub(super) message_start: usize,
    pub(crate) date: AmzDate,
    pub(crate) validity: Validity,
}

/// What the signature completes.
#[derive(Clone, Copy)]
pub(super) enum Artefact {
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

    fn algorithm(&self) -> Algorithm {
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

/// Writing into a `String` can't fail; its `Result` is only its trait's.
pub(super) fn written(result: fmt::Result) {
    debug_assert!(result.is_ok());
}
