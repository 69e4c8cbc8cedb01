//! The canonical request of a request as it was received.

use alloc::borrow::Cow;

use super::buffer::Buffer;
use super::claims::Claims;
use super::headers::{Index, Unsent, is_graphic, written};
use super::notable_headers::NotableHeaders;
use super::parameters::Sorted;
use super::plain_headers::PlainHeaders;
use super::policy::Policy;
use super::rejection::Rejection;
use crate::endpoint::target::PathRule;
use crate::sigv4::escaped::Escaped;
use crate::sigv4::received::Request;
use crate::sigv4::{CanonicalRequest, EMPTY_PAYLOAD_HASH, UNSIGNED_PAYLOAD, encode_path, normalize_path, parse_hash};

/// A request, and what was parsed from its target and headers.
pub(super) struct Received<'a> {
    pub(super) request: Request<'a>,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) headers: NotableHeaders<'a>,
    pub(super) claims: Claims<'a>,
    pub(super) rule: PathRule,
}

/// Enough room for most headers and for the query.
const ROOM: usize = 4096;

impl Received<'_> {
    /// Checks that the required headers are signed. Returns the hash of the canonical request, and the payload hash if the
    /// body is signed.
    pub(super) fn hash(&self, policy: &Policy) -> Result<([u8; 32], Option<[u8; 32]>), Rejection> {
        let (method, names) = (self.request.method(), self.claims.names);
        let hash_any = || self.write(policy, Unsent::Rejected, |request| request.hash_on_stack());
        let Some(query) = self.canonical_query(policy) else { return hash_any() };
        // Most URLs sign nothing but the host.
        if let (PathRule::S3, None, Some(host)) = (self.rule, self.claims.content_sha256, self.only_host()) {
            return Ok((CanonicalRequest::hash_of_host(method, self.path, query, host, UNSIGNED_PAYLOAD), None));
        }
        let Some(headers) = PlainHeaders::of(&self.request, &self.headers, names) else { return hash_any() };
        let (payload_hash, payload) = self.payload(headers.content_sha256())?;
        let (lines, names) = (headers.lines(), headers.names());
        let request = CanonicalRequest::of_lines(method, self.path, query, lines, names, &payload_hash);
        Ok((request.hash_on_stack(), payload))
    }

    /// Returns the canonical query, if it is a part of the received one, and the received path is canonical too.
    fn canonical_query(&self, policy: &Policy) -> Option<&str> {
        let is_canonical = match self.rule {
            PathRule::S3 => true,
            PathRule::Generic => matches!(normalized(self.path), Cow::Borrowed(_)) && is_plain(self.path),
        };
        self.claims.canonical_query.filter(|_| is_canonical && policy.stripped_prefix.is_empty())
    }

    /// Returns the host, if no other header is signed or has to be signed.
    fn only_host(&self) -> Option<&[u8]> {
        let is_alone = self.claims.names.is_host_alone() && self.headers.amz_headers == 0;
        self.headers.host.filter(|host| is_alone && is_graphic(host))
    }

    /// Calls a function with the canonical request of any request, whose parts are written to a buffer.
    pub(super) fn write<T>(
        &self,
        policy: &Policy,
        unsent: Unsent,
        call: impl FnOnce(CanonicalRequest<'_>) -> T,
    ) -> Result<(T, Option<[u8; 32]>), Rejection> {
        let mut out = Buffer::<ROOM>::new();
        let index = Index::of(&self.request, self.claims.names);
        if let Unsent::Rejected = unsent {
            index.check_unsigned(self.claims.names, policy)?;
        }

        let sorted = Sorted::of(self.query);
        let from_query = Some(&sorted).filter(|_| policy.headers_may_be_in_query);
        let content_sha256 = index.write_lines(&self.request, self.claims.names, from_query, unsent, &mut out)?;
        let lines_end = out.len();
        written(self.claims.names.write(&mut out))?;
        let names_end = out.len();
        written(sorted.write(&mut out))?;
        let query_end = out.len();
        let path = self.canonical_path(policy)?;
        written(match (self.rule, &path) {
            (_, Path::Canonical(_)) => Ok(()),
            (PathRule::S3, Path::Encoded(path)) => Escaped::of_path(path).recode(&mut out),
            (PathRule::Generic, Path::Encoded(path)) => encode_path(&**path).write_to(&mut out),
        })?;

        let (payload_hash, payload) = self.payload(content_sha256.map(|range| out.slice(range)))?;
        let path = match path {
            Path::Canonical(path) => path,
            Path::Encoded(_) => out.slice(query_end..out.len()),
        };
        let (lines, names) = (out.slice(0..lines_end), out.slice(lines_end..names_end));
        let query = out.slice(names_end..query_end);
        let request = CanonicalRequest::of_lines(self.request.method(), path, query, lines, names, &payload_hash);
        Ok((call(request), payload))
    }

    /// Returns the path as it was signed, with the prefix that a proxy removed.
    fn canonical_path(&self, policy: &Policy) -> Result<Path<'_>, Rejection> {
        let prefix = &*policy.stripped_prefix;
        let whole: Cow<'_, str> =
            if prefix.is_empty() { self.path.into() } else { [prefix, self.path].concat().into() };
        if let PathRule::Generic = self.rule {
            let normal = normalized(&whole);
            // A dot segment must not lead out of the prefix.
            if !prefix.is_empty() && *normal != [&*normalized(prefix), &*normalized(self.path)].concat() {
                return Err(Rejection::InvalidTarget);
            }
            return Ok(match normal {
                Cow::Borrowed(_) if prefix.is_empty() && is_plain(self.path) => Path::Canonical(self.path),
                normal => Path::Encoded(normal.into_owned().into()),
            });
        }
        Ok(match whole {
            Cow::Borrowed(path) if Escaped::of_path(path).is_canonical() => Path::Canonical(path),
            whole => Path::Encoded(whole),
        })
    }

    /// Returns the last line of the canonical request, and its hash if it is one. `header` is the signed header
    /// `x-amz-content-sha256`.
    fn payload<'h>(&'h self, header: Option<&'h str>) -> Result<(Cow<'h, str>, Option<[u8; 32]>), Rejection> {
        let is_s3 = self.rule == PathRule::S3;
        let parameter = self.claims.content_sha256.filter(|_| is_s3);
        let line = match (parameter, header) {
            (Some(parameter), Some(header)) if !parameter.is(header) => return Err(Rejection::TwoPayloadHashes),
            (Some(parameter), _) => parameter.text().ok_or(Rejection::InvalidPayloadHash)?,
            (None, Some(header)) => header.into(),
            (None, None) if is_s3 => UNSIGNED_PAYLOAD.into(),
            (None, None) => EMPTY_PAYLOAD_HASH.into(),
        };
        if line == UNSIGNED_PAYLOAD {
            return Ok((line, None));
        }
        let hash = parse_hash(&line).ok_or(Rejection::InvalidPayloadHash)?;
        Ok((line, Some(hash)))
    }
}

enum Path<'a> {
    /// In canonical form.
    Canonical(&'a str),
    /// To be encoded as the rule says.
    Encoded(Cow<'a, str>),
}

/// Returns the normalized path, without a copy if it is already normal.
pub(super) fn normalized(path: &str) -> Cow<'_, str> {
    let is_normal = path.starts_with('/') && !path.contains("//") && !path.contains("/.");
    if is_normal { path.into() } else { normalize_path(path).into() }
}

/// Returns whether encoding leaves the path unchanged.
fn is_plain(path: &str) -> bool {
    path.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/'))
}
