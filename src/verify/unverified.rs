//! A presigned request that was read, but not checked.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::as_signed;
use super::canonical::Received;
use super::claims::{Claims, Region};
use super::headers::written;
use super::notable_headers::NotableHeaders;
use super::policy::Policy;
use super::rejection::Rejection;
use super::values::Values;
use super::verified::Verified;
use super::verifying_key::{Verifier, VerifyingKey};
use crate::credentials::{Identity, TokenKind};
use crate::endpoint::target::PathRule;
use crate::sigv4::escaped::Escaped;
use crate::sigv4::received::Request;
use crate::sigv4::{Algorithm, Scope, StringToSign, are_equal};

/// A presigned request that was read, but not checked: everything in it is only claimed.
///
/// See [the module](crate::verify) for an example.
pub struct Unverified<'a> {
    pub(super) received: Received<'a>,
}

impl<'a> Unverified<'a> {
    /// Reads the parameters of the signature. It needs no secret, and does not look at the headers that are signed.
    ///
    /// ```
    /// use presign::verify::{Rejection, Request, Unverified};
    /// use time::macros::datetime;
    ///
    /// let target = "/boat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256\
    ///     &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261123%2Feu-west-1%2Fs3%2Faws4_request\
    ///     &X-Amz-Date=20261123T120000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host\
    ///     &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    /// let unverified = Unverified::parse(&Request::new("GET", target, &[]))?;
    /// assert_eq!(unverified.access_key_id(), "AKIAIOSFODNN7EXAMPLE");
    /// assert_eq!(unverified.scope().to_string(), "20261123/eu-west-1/s3/aws4_request");
    /// assert_eq!(unverified.expires_at(), datetime!(2026-11-23 12:15 UTC));
    ///
    /// assert_eq!(Unverified::parse(&Request::new("GET", "/", &[])).unwrap_err(), Rejection::NotPresigned);
    /// # Ok::<(), Rejection>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A [`Rejection`] for a request that is not presigned or is malformed, such as one without `X-Amz-Date`, with a
    /// malformed escape or with `X-Amz-Expires=604801`.
    pub fn parse(request: &Request<'a>) -> Result<Self, Rejection> {
        let headers = NotableHeaders::of(request);
        let checked = headers.check_method_and_host(request.method());
        if !headers.has_authorization
            && checked.is_ok()
            && let Some(received) = as_signed::read(request, headers)
        {
            return Ok(Self { received });
        }
        let values = Values::of(request, &headers)?;
        checked?;
        let (path, query) = request.path_and_query();
        let claims = Claims::parse(&values)?;
        let (query, rule) = (query.unwrap_or_default(), PathRule::of(&claims.service));
        Ok(Self { received: Received { request: *request, path, query, headers, claims, rule } })
    }

    pub(super) fn claims(&self) -> &Claims<'a> {
        &self.received.claims
    }

    /// Returns the access key ID: the name of the key to verify with.
    pub fn access_key_id(&self) -> &str {
        &self.claims().access_key_id
    }

    /// Returns the algorithm of the signature.
    pub fn algorithm(&self) -> Algorithm {
        self.claims().algorithm
    }

    /// Returns the day, region and service. With [`Algorithm::Sigv4a`], the region is empty.
    pub fn scope(&self) -> Scope<'_> {
        let region = match &self.claims().region {
            Region::One(region) => region,
            Region::Set(_) => "",
        };
        Scope::from_checked(self.claims().date.time.date(), region, &self.claims().service)
    }

    /// Returns the kind of the session token and the token, which temporary credentials have. It is a secret.
    pub fn session_token(&self) -> Option<(TokenKind, Zeroizing<String>)> {
        let (kind, token) = self.claims().token?;
        Some((kind, Zeroizing::new(token.text()?.into_owned())))
    }

    /// Returns the time of signing.
    pub fn signed_at(&self) -> OffsetDateTime {
        self.claims().date.time.time()
    }

    /// Returns when the URL expires.
    pub fn expires_at(&self) -> OffsetDateTime {
        self.claims().expires_at()
    }

    /// Returns the lower-case names of the signed headers, in ascending order.
    pub fn signed_headers(&self) -> impl Iterator<Item = Cow<'a, str>> {
        self.claims().names.iter().filter_map(Escaped::text)
    }

    /// Checks the signature and everything else that a server must check.
    ///
    /// `key` is the key with this [access key ID](Self::access_key_id), and `now` the time of the server.
    ///
    /// ```
    /// use presign::verify::{Policy, Rejection, Request, Unverified};
    /// use presign::{Bucket, CachedSigner, Credentials};
    /// use time::macros::datetime;
    ///
    /// let now = datetime!(2026-11-23 12:00 UTC);
    /// let key = CachedSigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
    /// let url = Bucket::new("photos")?.get_object("a boat.jpg").sign_at(&key, now)?;
    /// let target = url.as_str().strip_prefix("https://photos.s3.us-east-1.amazonaws.com").unwrap();
    ///
    /// let headers: [(&str, &[u8]); 1] = [("Host", b"photos.s3.us-east-1.amazonaws.com")];
    /// let request = Request::new("GET", target, &headers);
    /// let unverified = Unverified::parse(&request)?;
    /// let verified = unverified.verify_at(&key, &Policy::new("s3", "us-east-1"), now)?;
    /// assert_eq!(verified.key(), "a boat.jpg");
    ///
    /// let later = datetime!(2026-11-23 12:15 UTC);
    /// let rejection = unverified.verify_at(&key, &Policy::new("s3", "us-east-1"), later).unwrap_err();
    /// assert_eq!((rejection.code(), rejection.status()), ("AccessDenied", 403));
    /// assert_eq!(rejection.to_string(), "Request has expired");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The first [`Rejection`] in the order of [the module](crate::verify#what-is-checked).
    pub fn verify_at(
        &self,
        key: &dyn VerifyingKey,
        policy: &Policy,
        now: OffsetDateTime,
    ) -> Result<Verified<'_>, Rejection> {
        self.check_scope(policy)?;
        self.check_time(policy, now)?;
        let scope = self.scope();
        // Before the key is asked, since a `CachedSigner` is locked while it checks.
        let hashed = self.received.hash(policy);
        // A key always calls this. If one did not, nothing would be verified.
        let mut payload = Err(Rejection::SignatureMismatch);
        key.check(self.algorithm(), &scope, &mut |identity, verifier| {
            payload = self.check_identity(identity, now).and_then(|()| {
                let (canonical_request, payload) = hashed.as_ref().map_err(Clone::clone)?;
                self.check_signature(&scope, *canonical_request, verifier).map(|()| *payload)
            });
        });
        Ok(Verified {
            path: self.received.path,
            rule: self.received.rule,
            payload_hash: payload?,
            claims: self.claims(),
        })
    }

    fn check_scope(&self, policy: &Policy) -> Result<(), Rejection> {
        let wrong = |found: &str, expected: &str| (found.into(), expected.into());
        let (region, is_ours) = match &self.claims().region {
            Region::One(region) => (region, **region == *policy.region),
            Region::Set(set) => (set, set.split(',').any(|pattern| matches(pattern, &policy.region))),
        };
        if !is_ours {
            let (found, expected) = wrong(region, &policy.region);
            return Err(Rejection::WrongRegion { found, expected });
        }
        if *self.claims().service != *policy.service {
            let (found, expected) = wrong(&self.claims().service, &policy.service);
            return Err(Rejection::WrongService { found, expected });
        }
        let seconds = policy.max_expires.as_secs();
        match u32::try_from(seconds) {
            Ok(seconds) if self.claims().expires > seconds => Err(Rejection::ExpiresTooLong { seconds }),
            _ => Ok(()),
        }
    }

    fn check_time(&self, policy: &Policy, now: OffsetDateTime) -> Result<(), Rejection> {
        // Both limits are whole seconds, so it is enough to compare those.
        let (signed_at, server_time) = (self.claims().date.time.unix_timestamp(), now.unix_timestamp());
        if signed_at > server_time && policy.is_too_early(self.signed_at(), now) {
            return Err(Rejection::NotYetValid);
        }
        let expires = self.claims().expires;
        if server_time >= signed_at + i64::from(expires) {
            return Err(Rejection::Expired { expires, expires_at: self.expires_at(), server_time: now });
        }
        Ok(())
    }

    fn check_identity(&self, identity: &Identity, now: OffsetDateTime) -> Result<(), Rejection> {
        if identity.access_key_id() != self.access_key_id() {
            return Err(Rejection::UnknownAccessKeyId);
        }
        match (identity.encoded_token(), self.claims().token) {
            (None, None) => {}
            (Some(_), None) => return Err(Rejection::MissingToken),
            (Some((kind, expected)), Some((claimed_kind, token))) if kind == claimed_kind => {
                let is_equal = if self.claims().canonical_query.is_some() || token.is_canonical() {
                    are_equal(token.raw().as_bytes(), expected.as_bytes())
                } else {
                    let mut encoded = Zeroizing::new(String::with_capacity(3 * token.raw().len()));
                    written(token.recode(&mut *encoded))?;
                    are_equal(encoded.as_bytes(), expected.as_bytes())
                };
                if !is_equal {
                    return Err(Rejection::InvalidToken);
                }
            }
            _ => return Err(Rejection::InvalidToken),
        }
        match identity.expires_at() {
            Some(expiry) if expiry <= now => Err(Rejection::ExpiredToken),
            _ => Ok(()),
        }
    }

    fn check_signature(
        &self,
        scope: &Scope<'_>,
        canonical_request: [u8; 32],
        verifier: Verifier<'_>,
    ) -> Result<(), Rejection> {
        let message = StringToSign::new(self.algorithm(), self.claims().date.time, *scope, canonical_request);
        match message
            .with_bytes(&self.claims().date.text, |message| verifier(message, self.claims().signature.as_bytes()))
        {
            Some(true) => Ok(()),
            Some(false) => Err(Rejection::SignatureMismatch),
            None => Err(Rejection::KeyOfAnotherScope),
        }
    }
}

/// Returns whether a region matches a pattern, in which `*` stands for any characters.
fn matches(pattern: &str, region: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == region };
    let Some(mut region) = region.strip_prefix(start) else { return false };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return region.ends_with(part);
        }
        // The earliest place leaves most for the other parts.
        let Some((_, after)) = region.split_once(part) else { return false };
        region = after;
    }
    true
}

/// Shows neither the signature nor the session token.
impl fmt::Debug for Unverified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unverified")
            .field("access_key_id", &self.claims().access_key_id)
            .field("scope", &format_args!("{}", self.scope()))
            .field("signed_at", &self.signed_at())
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
