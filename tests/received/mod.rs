//! A request to a server, read from bytes: a good one, signed by the library or by the naive implementation, that is then
//! encoded in another way, changed, and perhaps signed again. At each step, the library and the naive verifier must
//! agree on whether to accept it, and on what to serve.
//!
//! Shared by a property test and a fuzz target. Nearly every sequence of bytes is a request, so that both can shorten a
//! failing one.

mod by_hand;
mod by_library;
mod changes;
mod encodings;
mod servers;
mod words;

use std::collections::BTreeSet;

use arbitrary::{Result, Unstructured};
#[cfg(feature = "std")]
use presign::CachedSigner;
use presign::Credentials;
use presign::s3::SessionCredentials;
use presign::verify::{Policy, Rejection, Request, Unverified, VerifyingKey};
use time::OffsetDateTime;

use self::servers::SECOND;
use self::words::{DATES, choose_mostly_first, rarely};
use crate::verifier::{self, Key, Served, Server};

/// A request, and the server that receives it.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    request: verifier::Request,
    server: Server,
    key: Key,
    holder: Holder,
    now: OffsetDateTime,
}

/// The type of the library that has the key.
#[derive(Clone, Copy, Debug)]
enum Holder {
    Credentials,
    ScopedSigner,
    #[cfg(feature = "std")]
    CachedSigner,
}

const HOLDERS: &[Holder] = &[
    Holder::Credentials,
    Holder::ScopedSigner,
    #[cfg(feature = "std")]
    Holder::CachedSigner,
];

/// What a check found.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// How many requests were checked, how many of them were accepted as they were signed, and how many with a change
    /// after which they were signed again.
    pub(crate) requests: usize,
    pub(crate) accepted: usize,
    pub(crate) accepted_with_a_change: usize,
    /// The rejections, and the checks of the naive verifier that failed.
    pub(crate) rejections: BTreeSet<String>,
    pub(crate) failed_checks: BTreeSet<&'static str>,
}

impl Tally {
    /// Reads a request and checks each step.
    pub(crate) fn check(&mut self, bytes: &[u8]) -> Result<()> {
        let mut input = Unstructured::new(bytes);
        let signed = Exchange::signed(&mut input)?;
        let is_accepted = self.compare(&signed);

        let mut exchange = signed.clone();
        encodings::encode_otherwise(&mut exchange.request, &exchange.server, &mut input)?;
        assert_eq!(self.compare(&exchange), is_accepted, "encoded in another way:\n{signed:?}\n{exchange:?}");

        changes::change(&mut exchange, &mut input)?;
        if rarely(&mut input, 3)? {
            changes::change(&mut exchange, &mut input)?;
        }
        self.compare(&exchange);
        exchange.sign();
        let is_accepted_with_a_change = self.compare(&exchange);

        self.requests += 1;
        self.accepted += usize::from(is_accepted);
        self.accepted_with_a_change += usize::from(is_accepted_with_a_change);
        Ok(())
    }

    /// Returns whether the request is accepted.
    fn compare(&mut self, exchange: &Exchange) -> bool {
        let expected =
            verifier::verify(&exchange.request, &exchange.server, &exchange.key, exchange.now.unix_timestamp_nanos());
        match (exchange.verify(), expected) {
            (Ok(served), Ok(expected)) => {
                assert_eq!(served, expected, "{exchange:?}");
                true
            }
            (Err(rejection), Err(check)) => {
                self.rejections
                    .insert(format!("{rejection:?}").split([' ', '{']).next().unwrap_or_default().to_owned());
                self.failed_checks.insert(check);
                false
            }
            (found, expected) => panic!("{found:?}, but expected {expected:?}: {exchange:?}"),
        }
    }
}

impl Exchange {
    /// Returns a request whose signature is right. Most are accepted.
    fn signed(input: &mut Unstructured<'_>) -> Result<Self> {
        let &(date, seconds) = choose_mostly_first(input, DATES)?;
        let signed_at = seconds * SECOND;
        let mut exchange = Self {
            request: verifier::Request {
                method: String::new(),
                target: String::new(),
                headers: Vec::new(),
                authority: None,
            },
            server: servers::server(input)?,
            key: servers::key(input, signed_at)?,
            holder: *input.choose(HOLDERS)?,
            now: servers::now(input, signed_at)?,
        };
        let is_signed = input.arbitrary()? && by_library::sign(&mut exchange, at(signed_at), input)?;
        if !is_signed {
            by_hand::sign(&mut exchange, date, input)?;
        }
        Ok(exchange)
    }

    /// Signs the request as it is, if it has a signature at all.
    fn sign(&mut self) {
        const NAME: &str = "X-Amz-Signature=";
        let Some(start) = self.request.target.find(NAME).map(|at| at + NAME.len()) else { return };
        let end = self.request.target[start..].find('&').map_or(self.request.target.len(), |length| start + length);
        let mut request = self.request.clone();
        request.target.replace_range(start..end, &"0".repeat(64));
        if let Ok(signature) = verifier::signature(&request, &self.server, &self.key) {
            self.request.target.replace_range(start..end, &signature);
        }
    }

    /// Verifies the request with the library.
    fn verify(&self) -> std::result::Result<Served, Rejection> {
        let headers: Vec<_> = self.request.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let mut request = Request::new(&self.request.method, &self.request.target, &headers);
        if let Some(authority) = &self.request.authority {
            request = request.authority(authority);
        }
        let unverified = Unverified::parse(&request)?;
        let verified = unverified.verify_at(&*self.verifying_key(&unverified), &self.policy(), self.now)?;
        assert_eq!(verified.access_key_id(), self.key.access_key_id);
        let (path, (bucket, key)) = (verified.path(), verified.bucket_and_key());
        assert_eq!(format!("/{}", verified.key()), path);
        assert!(!bucket.contains('/'), "{bucket}");
        assert!(path == format!("/{bucket}/{key}") || (key.is_empty() && path == format!("/{bucket}")), "{path}");
        Ok(Served { path: path.into_owned(), payload_hash: verified.payload_hash().map(hex::encode) })
    }

    fn policy(&self) -> Policy {
        let server = self.server.clone();
        let mut policy = Policy::new(server.service, server.region)
            .max_clock_skew(server.max_clock_skew)
            .max_expires(server.max_expires)
            .stripped_prefix(server.stripped_prefix);
        for name in server.unsigned_headers {
            policy = policy.dangerous_allow_unsigned_header(name);
        }
        if server.allows_all_unsigned_headers {
            policy = policy.dangerous_allow_unsigned_amz_headers();
        }
        if server.takes_headers_from_query {
            policy = policy.dangerous_take_amz_headers_from_query();
        }
        policy
    }

    fn verifying_key(&self, unverified: &Unverified<'_>) -> Box<dyn VerifyingKey> {
        match (self.holder, self.session_credentials()) {
            (Holder::Credentials, None) => Box::new(self.credentials()),
            (Holder::Credentials, Some(session)) => Box::new(session),
            #[cfg(feature = "std")]
            (Holder::CachedSigner, None) => Box::new(CachedSigner::new(self.credentials())),
            #[cfg(feature = "std")]
            (Holder::CachedSigner, Some(session)) => Box::new(CachedSigner::from(session)),
            (Holder::ScopedSigner, None) => Box::new(self.credentials().scoped(&unverified.scope())),
            (Holder::ScopedSigner, Some(session)) => Box::new(session.scoped(&unverified.scope())),
        }
    }

    fn credentials(&self) -> Credentials {
        let mut credentials = Credentials::new(&self.key.access_key_id, &self.key.secret);
        if let Some((_, token)) = &self.key.token {
            credentials = credentials.with_session_token(token);
        }
        if let Some(expiry) = self.key.expires_at {
            credentials = credentials.with_expiry(at(expiry));
        }
        credentials
    }

    /// Returns the key, if it is that of a session of S3 Express, which always has an expiry.
    fn session_credentials(&self) -> Option<SessionCredentials> {
        let (_, token) = self.key.token.as_ref().filter(|(name, _)| *name == "X-Amz-S3session-Token")?;
        let expiry = at(self.key.expires_at?);
        Some(SessionCredentials::new(&self.key.access_key_id, &self.key.secret, token, expiry))
    }
}

impl verifier::Request {
    /// Adds the host as a header, as `:authority`, or as both.
    fn set_host(&mut self, host: &str, input: &mut Unstructured<'_>) -> Result<()> {
        let (has_header, has_authority) = *input.choose(&[(true, false), (false, true), (true, true)])?;
        if has_header {
            self.headers.push(("Host".into(), host.as_bytes().to_vec()));
        }
        self.authority = has_authority.then(|| host.to_owned());
        Ok(())
    }
}

fn at(time: verifier::Time) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(time).expect("a time of the years 0 to 9999")
}
