//! The signing path itself: the URL is written once into the caller's buffer, and hashed from there.

use alloc::string::{String, ToString};
use core::fmt::{self, Write};
use core::marker::PhantomData;
use core::ops::Range;

use sha2::{Digest, Sha256};
use time::Duration;

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

/// A request that waits for a [`Signer`](crate::Signer).
pub struct SigningJob<'j> {
    draft: Draft<'j>,
    /// Holds the URL up to and without its `?`.
    out: &'j mut String,
    /// Where [`PresignRequest::trace_at`](crate::PresignRequest::trace_at) wants the canonical request and the string to
    /// sign.
    trace: Option<&'j mut [String; 2]>,
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
}

pub(crate) enum DraftPath {
    InUrl(Range<usize>),
    Apart(String),
}

/// How long the URL is asked to live.
#[derive(Clone, Copy)]
pub(crate) enum Expiry {
    After { seconds: u32, lifetime: Lifetime },
    Never,
}

/// What happens when the credentials end before the URL would.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lifetime {
    /// The URL ends with them.
    MayEndSooner,
    /// That is an error.
    Full,
}

impl<'j> SigningJob<'j> {
    pub(crate) fn new(draft: Draft<'j>, out: &'j mut String, trace: Option<&'j mut [String; 2]>) -> Self {
        Self { draft, out, trace }
    }

    /// The day, region and service that the key must be for.
    pub fn scope(&self) -> Scope<'_> {
        self.draft.scope()
    }

    /// Says who signs, and so settles what is to be signed.
    ///
    /// # Errors
    ///
    /// - [`EmptyCredentials`](crate::ErrorKind::EmptyCredentials) and
    ///   [`MalformedCredentials`](crate::ErrorKind::MalformedCredentials) for an access key ID or token that is empty or has a
    ///   control character.
    /// - [`ExpiredCredentials`](crate::ErrorKind::ExpiredCredentials) when the identity has ended at the signing time.
    /// - [`LifetimeTooShort`](crate::ErrorKind::LifetimeTooShort) when it ends before the URL would and the request
    ///   [requires its full lifetime](crate::PresignRequest::require_full_lifetime).
    pub fn identify(self, identity: &Identity) -> Result<Unsigned<'j>, Error> {
        let Self { draft, out, trace } = self;
        let pending = draft.write_unsigned(identity, out, trace)?;
        Ok(Unsigned { pending, target: draft.target, out })
    }
}

impl fmt::Debug for SigningJob<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningJob").field("scope", &format_args!("{}", self.scope())).finish_non_exhaustive()
    }
}

/// A request that knows who signs it and lacks only the signature.
pub struct Unsigned<'j> {
    pending: Pending,
    target: &'j Target,
    /// The URL without its signature, and behind it the string to sign.
    out: &'j mut String,
}

impl<'j> Unsigned<'j> {
    /// The day, region and service that the key must be for.
    pub fn scope(&self) -> Scope<'_> {
        Scope::from_checked(self.pending.date.date(), self.target.region(), self.target.service())
    }

    /// The string to sign.
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

/// What is known of a URL that lacks only its signature.
#[derive(Clone, Copy)]
pub(crate) struct Pending {
    /// Where the URL ends for now, and the string to sign begins.
    url_end: usize,
    pub(crate) date: AmzDate,
    pub(crate) validity: Validity,
}

impl Pending {
    pub(crate) fn message<'a>(&self, out: &'a str) -> &'a [u8] {
        &out.as_bytes()[self.url_end..]
    }

    pub(crate) fn finish(&self, signature: &[u8], out: &mut String) {
        out.truncate(self.url_end);
        out.push_str("&X-Amz-Signature=");
        written(write_hex(signature, out));
    }
}

impl Draft<'_> {
    fn scope(&self) -> Scope<'_> {
        Scope::from_checked(self.date.date(), self.target.region(), self.target.service())
    }

    /// Writes the query, then the canonical request's ending behind it, hashes both where they stand, and leaves the
    /// string to sign in the ending's place.
    ///
    /// Everything is in one buffer, which the caller may have sized: so signing allocates nothing of its own, and the
    /// hash is fed few and large pieces.
    pub(crate) fn write_unsigned(
        &self,
        identity: &Identity,
        out: &mut String,
        trace: Option<&mut [String; 2]>,
    ) -> Result<Pending, Error> {
        identity.check(self.now)?;
        self.target.check_identity(identity)?;
        let (seconds, validity) = self.lifetime(identity)?;
        let ending = Ending::new(self.headers, self.target.host_line(), self.payload_hash);

        out.push('?');
        let query_start = out.len();
        self.write_query(identity, seconds, &ending, out);
        let url_end = out.len();
        written(ending.write_to(out));

        let path = match &self.path {
            DraftPath::InUrl(range) => &out[range.clone()],
            DraftPath::Apart(path) => path,
        };
        let mut hash = Sha256::new();
        hash.update(self.method.as_str());
        hash.update("\n");
        hash.update(path);
        hash.update("\n");
        hash.update(&out[query_start..]);
        let hash = hash.finalize().into();
        let query = &out[query_start..url_end];
        let request = CanonicalRequest::with_ending(self.method.as_str(), path, query, ending);
        debug_assert_eq!(request.hash(), hash, "what was hashed in place is the canonical request");

        let string_to_sign = StringToSign::new(identity.algorithm(), self.date, self.scope(), hash);
        if let Some([canonical_request, message]) = trace {
            *canonical_request = request.to_string();
            *message = string_to_sign.to_string();
        }
        out.truncate(url_end);
        written(string_to_sign.write_to(out));
        Ok(Pending { url_end, date: self.date, validity })
    }

    /// The value of X-Amz-Expires, and what comes of it. The credentials' end shortens it, to whole seconds.
    fn lifetime(&self, identity: &Identity) -> Result<(Option<u32>, Validity), Error> {
        let signed_at = self.date.time();
        let Expiry::After { seconds: requested, lifetime } = self.expiry else {
            let ends = identity.expires_at().and_then(|ends| AmzDate::new(ends).ok());
            return Ok((None, Validity::new(signed_at, ends.map(AmzDate::time))));
        };
        let available =
            identity.expires_at().map(|ends| ends.unix_timestamp().saturating_sub(signed_at.unix_timestamp()));
        let seconds = match available.map(|available| (available, u32::try_from(available))) {
            Some((available, Ok(seconds))) if seconds < requested => {
                // Ends within the second: no URL is that short.
                if lifetime == Lifetime::Full || seconds == 0 {
                    return Err(Repr::LifetimeTooShort { available, requested }.into());
                }
                seconds
            }
            _ => requested,
        };
        let expires_at = signed_at.checked_add(Duration::seconds(seconds.into()));
        let expires_at = expires_at.ok_or(Repr::InvalidTime { year: 10_000 })?;
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
        written(self.scope().write_to(out, "%2F"));
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
