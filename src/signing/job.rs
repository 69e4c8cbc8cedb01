//! What a [`Signer`](crate::Signer) works with: the job, the string to sign, and the proof that it was signed.

use alloc::string::{String, ToString};
use core::fmt;
use core::marker::PhantomData;

use super::pending::{Pending, Trace};
#[cfg(feature = "post")]
use super::unsigned_form::UnsignedForm;
use super::unsigned_url::UnsignedUrl;
use super::validity::Validity;
use crate::credentials::Identity;
use crate::endpoint::target::Target;
use crate::error::{Error, Repr};
use crate::sigv4::{Algorithm, AmzDate, Scope, SigningKey};

/// A request or form for a [`Signer`](crate::Signer) to sign.
///
/// ```
/// use presign::sigv4::SigningKey;
/// use presign::{Bucket, Error, Identity, Signed, Signer, SigningJob};
/// use time::macros::datetime;
///
/// struct Derives {
///     identity: Identity,
/// }
///
/// impl Signer for Derives {
///     fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
///         assert_eq!(job.scope().to_string(), "20261123/us-east-1/s3/aws4_request");
///         let unsigned = job.identify(&self.identity)?;
///         assert!(unsigned.message().starts_with(b"AWS4-HMAC-SHA256\n20261123T120000Z\n"));
///         let scope = unsigned.scope();
///         unsigned.sign(&scope, &SigningKey::derive("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", &scope))
///     }
/// }
///
/// let signer = Derives { identity: Identity::new("AKIAIOSFODNN7EXAMPLE") };
/// let url = Bucket::new("photos")?.get_object("boat.jpg").sign_at(&signer, datetime!(2026-11-23 12:00 UTC))?;
/// assert!(url.as_str().contains("?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F"));
/// # Ok::<(), presign::Error>(())
/// ```
pub struct SigningJob<'j> {
    artifact: Unidentified<'j>,
    /// Where the URL or form is appended.
    out: &'j mut String,
    trace: Option<&'j mut Trace>,
}

enum Unidentified<'j> {
    Url(&'j UnsignedUrl<'j>),
    #[cfg(feature = "post")]
    Form(&'j UnsignedForm<'j>),
}

impl<'j> SigningJob<'j> {
    pub(crate) fn new(url: &'j UnsignedUrl<'j>, out: &'j mut String, trace: Option<&'j mut Trace>) -> Self {
        Self { artifact: Unidentified::Url(url), out, trace }
    }

    #[cfg(feature = "post")]
    pub(crate) fn of_form(form: &'j UnsignedForm<'j>, out: &'j mut String) -> Self {
        Self { artifact: Unidentified::Form(form), out, trace: None }
    }

    /// Returns the day, region and service that the signing key must be derived for.
    ///
    /// Provisional until the signer is known; use [`Unsigned::scope`] for the final scope.
    pub fn scope(&self) -> Scope<'_> {
        let (target, date) = self.artifact.target_and_date();
        target.scope(date, if target.takes_only_sigv4a() { Algorithm::Sigv4a } else { Algorithm::Sigv4 })
    }

    /// Sets the identity that signs, and writes the string to sign.
    ///
    /// # Errors
    ///
    /// - [`EmptyCredentials`](crate::ErrorKind::EmptyCredentials),
    ///   [`MalformedCredentials`](crate::ErrorKind::MalformedCredentials) and
    ///   [`UntrimmedCredentials`](crate::ErrorKind::UntrimmedCredentials) for an access key ID or token that is empty,
    ///   has a control character, or begins or ends with white space or a quotation mark.
    /// - [`SwappedCredentials`](crate::ErrorKind::SwappedCredentials) for the identity of credentials whose access key
    ///   ID and secret are swapped.
    /// - [`SessionTokenRequired`](crate::ErrorKind::SessionTokenRequired) for an access key ID `ASIA...` without a
    ///   session token.
    /// - [`ExpiredCredentials`](crate::ErrorKind::ExpiredCredentials) when the identity has expired by the signing
    ///   time.
    /// - [`Sigv4aRequired`](crate::ErrorKind::Sigv4aRequired), [`Sigv4Required`](crate::ErrorKind::Sigv4Required) and
    ///   [`SessionCredentials`](crate::ErrorKind::SessionCredentials) when the target does not accept this identity's
    ///   kind of signature.
    /// - [`Sigv4aForm`](crate::ErrorKind::Sigv4aForm) for a form and an identity that signs with SigV4A.
    /// - [`LifetimeTooShort`](crate::ErrorKind::LifetimeTooShort) when the identity expires within a second of signing,
    ///   or expires before the URL would and the request
    ///   [requires its full lifetime](crate::PresignRequest::require_full_lifetime).
    /// - [`UnknownCredentialsExpiry`](crate::ErrorKind::UnknownCredentialsExpiry) when the request requires its full
    ///   lifetime, and the identity has a session token but no expiry.
    /// - [`ExpiryBeyondSession`](crate::ErrorKind::ExpiryBeyondSession) for an expiry of over 36 hours on AWS, when the
    ///   identity has a session token but no expiry.
    /// - [`InvalidTime`](crate::ErrorKind::InvalidTime) when the URL or form would expire after the year 9999.
    /// - [`FormTooLong`](crate::ErrorKind::FormTooLong) for a form over 20 KiB.
    pub fn identify(self, identity: &Identity) -> Result<Unsigned<'j>, Error> {
        let Self { artifact, out, trace } = self;
        let (pending, target) = match artifact {
            Unidentified::Url(url) => (url.write_unsigned(identity, out, trace)?, url.target),
            #[cfg(feature = "post")]
            Unidentified::Form(form) => (form.write_unsigned(identity, out)?, form.target),
        };
        Ok(Unsigned { pending, target, out })
    }

    /// Returns the URL to sign, or `None` for a form or a traced URL.
    #[cfg(feature = "std")]
    pub(crate) fn untraced_url(&self) -> Option<&'j UnsignedUrl<'j>> {
        match self.artifact {
            Unidentified::Url(url) if self.trace.is_none() => Some(url),
            _ => None,
        }
    }

    /// Completes the job with the signed URL that `write` appends.
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
            Self::Url(url) => (url.target, url.date),
            #[cfg(feature = "post")]
            Self::Form(form) => (form.target, form.date),
        }
    }
}

impl fmt::Debug for SigningJob<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningJob").field("scope", &format_args!("{}", self.scope())).finish_non_exhaustive()
    }
}

/// A request or form whose string to sign is complete. See [`Signer`](crate::Signer) for an example.
pub struct Unsigned<'j> {
    pending: Pending,
    target: &'j Target,
    /// The URL or fields without the signature. `pending` has the offset of the string to sign.
    out: &'j mut String,
}

impl<'j> Unsigned<'j> {
    /// Returns the signed scope: the day, region and service that the signing key must be derived for. It has no region
    /// for SigV4A.
    pub fn scope(&self) -> Scope<'j> {
        self.target.scope(self.pending.date, self.pending.algorithm())
    }

    /// Returns the string to sign. For a form, this is the base64-encoded policy.
    pub fn message(&self) -> &[u8] {
        self.pending.message(self.out)
    }

    /// Signs with a key, given with the scope that it was derived for. The algorithm must be [`Algorithm::Sigv4`].
    ///
    /// ```
    /// use presign::sigv4::SigningKey;
    /// use presign::{Error, Identity, Signed, Signer, SigningJob};
    ///
    /// /// Fetches the secret for each signature, from a store that may fail.
    /// struct Vault(Identity);
    /// # impl Vault { fn secret(&self) -> std::io::Result<String> { Ok("wJalrXUtnFEMI".into()) } }
    ///
    /// impl Signer for Vault {
    ///     fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
    ///         let unsigned = job.identify(&self.0)?;
    ///         let scope = unsigned.scope();
    ///         let key = SigningKey::derive(&self.secret().map_err(Error::signer)?, &scope);
    ///         unsigned.sign(&scope, &key)
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// - [`ScopeMismatch`](crate::ErrorKind::ScopeMismatch), naming both scopes, when the key's scope is not
    ///   [this scope](Self::scope).
    /// - [`InvalidSignature`](crate::ErrorKind::InvalidSignature) when the algorithm is [`Algorithm::Sigv4a`].
    pub fn sign(self, scope: &Scope<'_>, key: &SigningKey) -> Result<Signed<'j>, Error> {
        let own = self.scope();
        if own != *scope {
            return Err(Repr::ScopeMismatch { key: scope.to_string().into(), request: own.to_string().into() }.into());
        }
        let signature = key.sign(self.message());
        self.finish(signature.as_bytes())
    }

    /// Completes the URL or form with a signature of [`message`](Self::message) that was computed elsewhere. See
    /// [`Signer`](crate::Signer) for an example.
    ///
    /// For [`Algorithm::Sigv4`], pass the 32 raw bytes of HMAC-SHA256. For [`Algorithm::Sigv4a`], pass the DER form of
    /// ECDSA with SHA-256. Only its form is checked; only the server can verify the signature.
    ///
    /// # Errors
    ///
    /// [`InvalidSignature`](crate::ErrorKind::InvalidSignature) for a signature of another length or form, such as
    /// hexadecimal digits.
    pub fn finish(self, signature: &[u8]) -> Result<Signed<'j>, Error> {
        self.pending.finish(signature, self.out)?;
        Ok(Signed { validity: self.pending.validity, job: PhantomData })
    }
}

impl fmt::Debug for Unsigned<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unsigned").field("scope", &format_args!("{}", self.scope())).finish_non_exhaustive()
    }
}

/// Proof that a job was signed. Only this crate can create one.
#[derive(Debug)]
pub struct Signed<'j> {
    pub(crate) validity: Validity,
    job: PhantomData<&'j mut ()>,
}
