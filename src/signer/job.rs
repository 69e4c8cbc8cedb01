//! The signing path itself: the URL is written once into the caller's buffer, and hashed from there. A form takes the same
//! path, and what is signed of it stands in the buffer as well.

use alloc::string::{String, ToString};
use core::fmt::{self, Write};
use core::marker::PhantomData;
use core::ops::Range;

use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

use crate::amz_date::AmzDate;
use crate::credentials::Identity;
use crate::error::{Error, Repr};
use crate::method::Method;
use crate::presigned::Validity;
use crate::sigv4::canonical_query::split_at_name;
use crate::sigv4::{
    CanonicalHeaders, CanonicalQuery, CanonicalRequest, Ending, Scope, SigningKey, StringToSign, write_hex,
};
use crate::target::Target;

/// A request, or a form, that waits for a [`Signer`](crate::Signer).
pub struct SigningJob<'j> {
    draft: AnyDraft<'j>,
    /// Holds the URL up to and without its `?`; of a form, nothing yet.
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
    Url(Draft<'j>),
    #[cfg(feature = "post")]
    Form(FormDraft<'j>),
}

/// All that a request has settled before it is known who signs it.
pub(crate) struct Draft<'j> {
    pub(crate) target: &'j Target,
    pub(crate) method: Method,
    /// Where the path to be hashed stands: in the URL itself, or beside it when what is signed is not what is sent.
    pub(crate) path: DraftPath,
    pub(crate) query: &'j CanonicalQuery,
    pub(crate) headers: &'j CanonicalHeaders,
    pub(crate) payload_hash: &'j str,
    /// When it is signed.
    pub(crate) now: AmzDate,
    /// When it says that it was signed: now, or the start of the window in which the URL stays the same.
    pub(crate) date: AmzDate,
    pub(crate) expiry: Expiry,
    /// Whether the credentials of an S3 Express session may sign it.
    pub(crate) session_auth: bool,
}

pub(crate) enum DraftPath {
    InUrl(Range<usize>),
    Apart(String),
}

/// All that a form has settled before it is known who signs it.
#[cfg(feature = "post")]
pub(crate) struct FormDraft<'j> {
    pub(crate) target: &'j Target,
    pub(crate) date: AmzDate,
    pub(crate) expiry: ExpiresAfter,
    pub(crate) fields: &'j dyn FormFields,
}

/// The fields of a form, which can be written when it is known who signs it and until when.
#[cfg(feature = "post")]
pub(crate) trait FormFields: Send + Sync {
    /// Appends a line `name:value` for each field but the signature, with line feeds between them. The value of the last one
    /// is the string to sign; gives where it begins.
    fn write_to(&self, out: &mut String, identity: &Identity, expires_at: OffsetDateTime) -> Result<usize, Error>;
}

/// How long a signature is asked to live.
#[derive(Clone, Copy)]
pub(crate) enum Expiry {
    After(ExpiresAfter),
    Never,
}

#[derive(Clone, Copy)]
pub(crate) struct ExpiresAfter {
    pub(crate) seconds: u32,
    pub(crate) lifetime: Lifetime,
}

/// What happens when the credentials end before the signature would.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lifetime {
    /// It ends with them.
    MayEndSooner,
    /// That is an error.
    Full,
}

impl<'j> SigningJob<'j> {
    pub(crate) fn new(draft: Draft<'j>, out: &'j mut String, trace: Option<&'j mut Trace>) -> Self {
        Self { draft: AnyDraft::Url(draft), out, trace }
    }

    #[cfg(feature = "post")]
    pub(crate) fn of_form(draft: FormDraft<'j>, out: &'j mut String) -> Self {
        Self { draft: AnyDraft::Form(draft), out, trace: None }
    }

    /// The day, region and service that the key must be for.
    pub fn scope(&self) -> Scope<'_> {
        match &self.draft {
            AnyDraft::Url(draft) => scope(draft.target, draft.date),
            #[cfg(feature = "post")]
            AnyDraft::Form(draft) => scope(draft.target, draft.date),
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
    /// - [`LifetimeTooShort`](crate::ErrorKind::LifetimeTooShort) when it ends before the signature would and the request
    ///   [requires its full lifetime](crate::PresignRequest::require_full_lifetime).
    /// - [`FormTooLong`](crate::ErrorKind::FormTooLong) for a form over 20 KiB.
    pub fn identify(self, identity: &Identity) -> Result<Unsigned<'j>, Error> {
        let Self { draft, out, trace } = self;
        // Borrowed: moved out of the job, the draft would be copied.
        let (pending, target) = match &draft {
            AnyDraft::Url(draft) => (draft.write_unsigned(identity, out, trace)?, draft.target),
            #[cfg(feature = "post")]
            AnyDraft::Form(draft) => (draft.write_unsigned(identity, out)?, draft.target),
        };
        Ok(Unsigned { pending, target, out })
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
    /// The day, region and service that the key must be for.
    pub fn scope(&self) -> Scope<'_> {
        scope(self.target, self.pending.date)
    }

    /// The string to sign: of a form, its base64 policy.
    pub fn message(&self) -> &[u8] {
        self.pending.message(self.out)
    }

    /// Signs with a key for [this scope](Self::scope).
    pub fn sign(self, key: &SigningKey) -> Signed<'j> {
        let signature = key.sign(self.message());
        self.finish(signature.as_bytes())
    }

    /// Takes a signature that was computed elsewhere: the raw bytes of HMAC-SHA256 over [`message`](Self::message).
    /// Whether they are the right ones only the server can tell.
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

/// Proof that a job was signed, which only [`Unsigned`] can give.
#[derive(Debug)]
pub struct Signed<'j> {
    pub(crate) validity: Validity,
    job: PhantomData<&'j mut ()>,
}

/// What is known of a URL or form that lacks only its signature.
#[derive(Clone, Copy)]
pub(crate) struct Pending {
    artefact: Artefact,
    /// Where the string to sign begins, which goes to the end.
    message_start: usize,
    pub(crate) date: AmzDate,
    pub(crate) validity: Validity,
}

/// What the signature completes.
#[derive(Clone, Copy)]
enum Artefact {
    /// The string to sign stands behind it, and makes room for the signature.
    Url,
    /// The string to sign is its last field, and the signature is the next.
    #[cfg(feature = "post")]
    Form,
}

impl Pending {
    pub(crate) fn message<'a>(&self, out: &'a str) -> &'a [u8] {
        &out.as_bytes()[self.message_start..]
    }

    pub(crate) fn finish(&self, signature: &[u8], out: &mut String) {
        match self.artefact {
            Artefact::Url => {
                out.truncate(self.message_start);
                out.push_str("&X-Amz-Signature=");
            }
            #[cfg(feature = "post")]
            Artefact::Form => out.push_str("\nx-amz-signature:"),
        }
        written(write_hex(signature, out));
    }
}

fn scope(target: &Target, date: AmzDate) -> Scope<'_> {
    Scope::from_checked(date.date(), target.region(), target.service())
}

impl ExpiresAfter {
    /// For how many seconds the signature lives, and until when. The identity's end shortens it, to whole seconds.
    fn settle(self, identity: &Identity, signed_at: OffsetDateTime) -> Result<(u32, OffsetDateTime), Error> {
        let requested = self.seconds;
        let available =
            identity.expires_at().map(|ends| ends.unix_timestamp().saturating_sub(signed_at.unix_timestamp()));
        let seconds = match available.map(|available| (available, u32::try_from(available))) {
            Some((available, Ok(seconds))) if seconds < requested => {
                // Ends within the second: nothing is that short.
                if self.lifetime == Lifetime::Full || seconds == 0 {
                    return Err(Repr::LifetimeTooShort { available, requested }.into());
                }
                seconds
            }
            _ => requested,
        };
        let expires_at = signed_at.checked_add(Duration::seconds(seconds.into()));
        Ok((seconds, expires_at.ok_or(Repr::InvalidTime { year: 10_000 })?))
    }
}

#[cfg(feature = "post")]
impl FormDraft<'_> {
    pub(crate) fn write_unsigned(&self, identity: &Identity, out: &mut String) -> Result<Pending, Error> {
        identity.check(self.date)?;
        self.target.check_identity(identity, true)?;
        let signed_at = self.date.time();
        let (_, expires_at) = self.expiry.settle(identity, signed_at)?;
        let message_start = self.fields.write_to(out, identity, expires_at)?;
        let validity = Validity::new(signed_at, Some(expires_at));
        Ok(Pending { artefact: Artefact::Form, message_start, date: self.date, validity })
    }
}

impl Draft<'_> {
    /// Writes the query, then the canonical request's ending behind it, hashes both where they stand, and leaves the
    /// string to sign in the ending's place.
    ///
    /// Everything is in one buffer, which the caller may have sized: so signing allocates nothing of its own, and the
    /// hash is fed few and large pieces. Headers with a secret in them are never written there, as the buffer is the
    /// caller's: those are hashed where they are.
    pub(crate) fn write_unsigned(
        &self,
        identity: &Identity,
        out: &mut String,
        trace: Option<&mut Trace>,
    ) -> Result<Pending, Error> {
        identity.check(self.now)?;
        self.target.check_identity(identity, self.session_auth)?;
        let (seconds, validity) = self.lifetime(identity)?;
        let ending = Ending::new(self.headers, self.target.host_line(), self.payload_hash);

        out.push('?');
        let query_start = out.len();
        self.write_query(identity, seconds, &ending, out);
        let url_end = out.len();
        let in_place = !self.headers.is_secret();
        if in_place {
            written(ending.write_to(out));
        }

        let path = match &self.path {
            DraftPath::InUrl(range) => &out[range.clone()],
            DraftPath::Apart(path) => path,
        };
        let query = &out[query_start..url_end];
        let request = CanonicalRequest::with_ending(self.method.as_str(), path, query, ending);
        let hash = if in_place {
            let mut hash = Sha256::new();
            hash.update(self.method.as_str());
            hash.update("\n");
            hash.update(path);
            hash.update("\n");
            hash.update(&out[query_start..]);
            hash.finalize().into()
        } else {
            request.hash()
        };
        debug_assert_eq!(request.hash(), hash, "what was hashed in place is the canonical request");

        let string_to_sign = StringToSign::new(identity.algorithm(), self.date, scope(self.target, self.date), hash);
        if let Some(trace) = trace {
            trace.canonical_request = request.to_wiped_string();
            trace.string_to_sign = string_to_sign.to_string();
        }
        out.truncate(url_end);
        written(string_to_sign.write_to(out));
        Ok(Pending { artefact: Artefact::Url, message_start: url_end, date: self.date, validity })
    }

    /// The value of X-Amz-Expires, and what comes of it.
    fn lifetime(&self, identity: &Identity) -> Result<(Option<u32>, Validity), Error> {
        let signed_at = self.date.time();
        let Expiry::After(expiry) = self.expiry else {
            let ends = identity.expires_at().and_then(|ends| AmzDate::new(ends).ok());
            return Ok((None, Validity::new(signed_at, ends.map(AmzDate::time))));
        };
        let (seconds, expires_at) = expiry.settle(identity, signed_at)?;
        Ok((Some(seconds), Validity::new(signed_at, Some(expires_at))))
    }

    /// The signature's parameters and the caller's, in canonical order, without the signature itself.
    fn write_query(&self, identity: &Identity, seconds: Option<u32>, ending: &Ending<'_>, out: &mut String) {
        let mut merge = Merge { rest: self.query.as_str(), first: true };
        merge.name("X-Amz-Algorithm", out);
        out.push_str(identity.algorithm().as_str());
        merge.name("X-Amz-Credential", out);
        out.push_str(identity.encoded_access_key_id());
        out.push_str("%2F");
        written(scope(self.target, self.date).write_to(out, "%2F"));
        merge.name("X-Amz-Date", out);
        written(self.date.write_to(out));
        if let Some(seconds) = seconds {
            merge.name("X-Amz-Expires", out);
            written(write!(out, "{seconds}"));
        }
        if let Some((kind, token)) = identity.encoded_token() {
            merge.name(kind.parameter_name(), out);
            out.push_str(token);
        }
        merge.name("X-Amz-SignedHeaders", out);
        written(ending.write_signed_headers_encoded(out));
        if !merge.rest.is_empty() {
            out.push('&');
            out.push_str(merge.rest);
        }
    }
}

/// Lays two sorted lists of parameters together.
struct Merge<'a> {
    /// The caller's parameters that are yet to come.
    rest: &'a str,
    first: bool,
}

impl Merge<'_> {
    /// Writes the caller's parameters that sort before the name, then `name=`.
    fn name(&mut self, name: &str, out: &mut String) {
        // The usual names are in lower case and sort after all of these.
        if !self.rest.is_empty() {
            let (before, rest) = split_at_name(self.rest, name);
            self.rest = rest;
            if let Some(before) = before.strip_suffix('&').or((!before.is_empty()).then_some(before)) {
                self.separate(out);
                out.push_str(before);
            }
        }
        self.separate(out);
        out.push_str(name);
        out.push('=');
    }

    fn separate(&mut self, out: &mut String) {
        if !self.first {
            out.push('&');
        }
        self.first = false;
    }
}

/// Writing into a `String` can't fail; its `Result` is only its trait's.
fn written(result: fmt::Result) {
    debug_assert!(result.is_ok());
}
