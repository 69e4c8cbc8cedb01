//! A presigned request that was read, but not checked.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

use super::buffer::Buffer;
use super::canonical::{Hashed, Received, parse_hash};
use super::claims::{Claims, Role};
use super::headers::{SignedNames, written};
use super::policy::{LONGEST, Policy};
use super::rejection::Rejection;
use super::verified::Verified;
use super::verifying_key::{Verifier, VerifyingKey};
use crate::credentials::{Identity, TokenKind};
use crate::endpoint::target::PathRule;
use crate::sigv4::amz_date::day_of;
use crate::sigv4::received::{Escaped, Request};
use crate::sigv4::{Algorithm, AmzDate, Scope, StringToSign, are_equal, check_region, check_service};

/// A presigned request that was read, but not checked: everything in it is only claimed.
///
/// See [the module](crate::verify) for an example.
pub struct Unverified<'a> {
    received: Received<'a>,
    access_key_id: Cow<'a, str>,
    region: Cow<'a, str>,
    service: Cow<'a, str>,
    date: AmzDate,
    expires: u32,
    token: Option<(TokenKind, Escaped<'a>)>,
    signature: [u8; 32],
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
        let claims = Claims::of(request)?;
        check_method_and_host(request)?;
        if !claims.required(Role::Algorithm).is(Algorithm::Sigv4.as_str()) {
            return Err(Rejection::UnknownAlgorithm);
        }
        let (access_key_id, [day, region, service]) = parse_credential(claims.required(Role::Credential))?;
        let date = parse_date(claims.required(Role::Date))?;
        if *day != *day_of(date.text().as_str()) {
            return Err(Rejection::ScopeDate { scope: day.into(), date: day_of(date.text().as_str()).into() });
        }
        let expires = parse_expires(claims.required(Role::Expires))?;
        let names = SignedNames::parse(claims.required(Role::SignedHeaders))?;
        let signature = claims.required(Role::Signature).text().and_then(|digits| parse_hash(&digits));

        let (path, query) = request.path_and_query();
        let (security, session) = (claims.get(Role::SecurityToken), claims.get(Role::SessionToken));
        Ok(Self {
            received: Received {
                request: *request,
                path,
                query: query.unwrap_or_default(),
                names,
                content_sha256: claims.get(Role::ContentSha256),
                rule: PathRule::of(&service),
            },
            access_key_id,
            region,
            service,
            date,
            expires,
            token: match (security, session) {
                (Some(_), Some(_)) => return Err(Rejection::InvalidToken),
                (Some(token), None) => Some((TokenKind::Security, token)),
                (None, Some(token)) => Some((TokenKind::S3Session, token)),
                (None, None) => None,
            },
            signature: signature.ok_or(Rejection::InvalidSignature)?,
        })
    }

    /// Returns the access key ID: the name of the key to verify with.
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// Returns the day, region and service.
    pub fn scope(&self) -> Scope<'_> {
        Scope::from_checked(self.date.date(), &self.region, &self.service)
    }

    /// Returns the kind of the session token and the token, which temporary credentials have. It is a secret.
    pub fn session_token(&self) -> Option<(TokenKind, Zeroizing<String>)> {
        let (kind, token) = self.token?;
        Some((kind, Zeroizing::new(token.text()?.into_owned())))
    }

    /// Returns the time of signing.
    pub fn signed_at(&self) -> OffsetDateTime {
        self.date.time()
    }

    /// Returns when the URL expires.
    pub fn expires_at(&self) -> OffsetDateTime {
        self.date.time().saturating_add(Duration::seconds(self.expires.into()))
    }

    /// Returns the lower-case names of the signed headers, in ascending order.
    pub fn signed_headers(&self) -> impl Iterator<Item = Cow<'a, str>> {
        self.received.names.iter().filter_map(Escaped::text)
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
        // A key always calls this. If one did not, nothing would be verified.
        let mut payload = Err(Rejection::SignatureMismatch);
        key.check(&scope, &mut |identity, verifier| {
            payload = self.check_identity(identity, now).and_then(|()| self.check_signature(policy, &scope, verifier));
        });
        Ok(Verified {
            access_key_id: &self.access_key_id,
            path: self.received.path,
            rule: self.received.rule,
            payload_hash: payload?,
            expires_at: self.expires_at(),
        })
    }

    fn check_scope(&self, policy: &Policy) -> Result<(), Rejection> {
        let wrong = |found: &str, expected: &str| (found.into(), expected.into());
        if *self.region != *policy.region {
            let (found, expected) = wrong(&self.region, &policy.region);
            return Err(Rejection::WrongRegion { found, expected });
        }
        if *self.service != *policy.service {
            let (found, expected) = wrong(&self.service, &policy.service);
            return Err(Rejection::WrongService { found, expected });
        }
        let seconds = policy.max_expires.as_secs();
        match u32::try_from(seconds) {
            Ok(seconds) if self.expires > seconds => Err(Rejection::ExpiresTooLong { seconds }),
            _ => Ok(()),
        }
    }

    fn check_time(&self, policy: &Policy, now: OffsetDateTime) -> Result<(), Rejection> {
        let skew = Duration::try_from(policy.max_clock_skew).unwrap_or(Duration::MAX);
        if self.signed_at() > now.saturating_add(skew) {
            return Err(Rejection::NotYetValid);
        }
        let expires_at = self.expires_at();
        if now >= expires_at {
            return Err(Rejection::Expired { expires: self.expires, expires_at, server_time: now });
        }
        Ok(())
    }

    fn check_identity(&self, identity: &Identity, now: OffsetDateTime) -> Result<(), Rejection> {
        if identity.access_key_id() != self.access_key_id() {
            return Err(Rejection::UnknownAccessKeyId);
        }
        match (identity.encoded_token(), self.token) {
            (None, None) => {}
            (Some(_), None) => return Err(Rejection::MissingToken),
            (Some((kind, expected)), Some((claimed_kind, token))) if kind == claimed_kind => {
                let is_equal = if token.is_canonical() {
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

    /// Returns the payload hash that was signed.
    fn check_signature(
        &self,
        policy: &Policy,
        scope: &Scope<'_>,
        verifier: Verifier<'_>,
    ) -> Result<Option<[u8; 32]>, Rejection> {
        let Hashed { canonical_request, payload } = self.received.hash(policy)?;
        let mut message = Buffer::<STRING_TO_SIGN>::new();
        written(StringToSign::new(Algorithm::Sigv4, self.date, *scope, canonical_request).write_to(&mut message))?;
        match verifier(message.as_str().as_bytes(), &self.signature) {
            Some(true) => Ok(payload),
            Some(false) => Err(Rejection::SignatureMismatch),
            None => Err(Rejection::KeyOfAnotherScope),
        }
    }
}

/// The longest string to sign: a region has at most 63 bytes, and a service 64.
const STRING_TO_SIGN: usize = 320;

fn check_method_and_host(request: &Request<'_>) -> Result<(), Rejection> {
    let is_method = |method: &str| {
        !method.is_empty()
            && method.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    if !is_method(request.method()) {
        return Err(Rejection::InvalidMethod);
    }
    let mut hosts =
        request.headers().iter().filter(|(name, _)| name.eq_ignore_ascii_case("host")).map(|(_, host)| host);
    let (host, another) = (hosts.next(), hosts.next());
    let differs = match (host, request.pseudo_authority()) {
        (Some(host), Some(authority)) => **host != *authority.as_bytes(),
        _ => false,
    };
    if another.is_some() || differs { Err(Rejection::AmbiguousHost) } else { Ok(()) }
}

/// Returns the access key ID, which may contain slashes, and the day, region and service.
fn parse_credential(credential: Escaped<'_>) -> Result<(Cow<'_, str>, [Cow<'_, str>; 3]), Rejection> {
    let parse = || {
        let (rest, terminator) = credential.rsplit_once(b'/')?;
        let (rest, service) = rest.rsplit_once(b'/')?;
        let (rest, region) = rest.rsplit_once(b'/')?;
        let (key, day) = rest.rsplit_once(b'/')?;
        let (day, region, service) = (day.text()?, region.text()?, service.text()?);
        let is_day = day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit());
        let is_scope = check_region(&region).is_ok() && check_service(&service).is_ok();
        let key = key.text().filter(|key| !key.is_empty())?;
        (terminator.is("aws4_request") && is_day && is_scope).then_some((key, [day, region, service]))
    };
    parse().ok_or(Rejection::InvalidCredential)
}

fn parse_date(date: Escaped<'_>) -> Result<AmzDate, Rejection> {
    date.text().and_then(|date| date.parse().ok()).ok_or(Rejection::InvalidDate)
}

fn parse_expires(expires: Escaped<'_>) -> Result<u32, Rejection> {
    let text = expires.text().unwrap_or_default();
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match text.strip_prefix('-') {
        Some(digits) if is_number(digits) => return Err(Rejection::NegativeExpires),
        _ if !is_number(&text) => return Err(Rejection::ExpiresNotANumber),
        _ => {}
    }
    // Digits that are no `u32` are a larger number.
    match text.parse() {
        Ok(seconds) if seconds <= LONGEST => Ok(seconds),
        _ => Err(Rejection::ExpiresTooLong { seconds: LONGEST }),
    }
}

/// Shows neither the signature nor the session token.
impl fmt::Debug for Unverified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unverified")
            .field("access_key_id", &self.access_key_id)
            .field("scope", &format_args!("{}", self.scope()))
            .field("signed_at", &self.signed_at())
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
