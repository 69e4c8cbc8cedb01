//! The canonical request of a request as it was received.

use alloc::borrow::Cow;

use super::buffer::Buffer;
use super::headers::{Index, SignedNames, written};
use super::parameters::{Sorted, already_canonical};
use super::policy::Policy;
use super::rejection::Rejection;
use crate::endpoint::target::PathRule;
use crate::sigv4::received::{Escaped, Request};
use crate::sigv4::{CanonicalRequest, EMPTY_PAYLOAD_HASH, UNSIGNED_PAYLOAD, encode_path, normalize_path};

/// What is hashed of a request.
pub(super) struct Received<'a> {
    pub(super) request: Request<'a>,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) names: SignedNames<'a>,
    /// The value of `X-Amz-Content-Sha256` in the query.
    pub(super) content_sha256: Option<Escaped<'a>>,
    pub(super) rule: PathRule,
}

/// The hash of a canonical request, and the payload hash in it.
pub(super) struct Hashed {
    pub(super) canonical_request: [u8; 32],
    pub(super) payload: Option<[u8; 32]>,
}

/// Enough room for the host.
const SMALL: usize = 512;
/// Enough room for most headers, and for a query that must be sorted.
const LARGE: usize = 4096;

impl Received<'_> {
    /// Checks which headers are signed, and hashes the canonical request.
    pub(super) fn hash(&self, policy: &Policy) -> Result<Hashed, Rejection> {
        match already_canonical(self.query).filter(|_| !policy.headers_may_be_in_query) {
            Some(query) if self.names.is_host_alone() => self.hash_with::<SMALL>(policy, Some(query)),
            query => self.hash_with::<LARGE>(policy, query),
        }
    }

    fn hash_with<const N: usize>(&self, policy: &Policy, query: Option<&str>) -> Result<Hashed, Rejection> {
        let mut out = Buffer::<N>::new();
        let index = Index::of(&self.request, self.names);
        index.check_unsigned(self.names, policy)?;

        let sorted = if query.is_none() { Some(Sorted::of(self.query)) } else { None };
        let from_query = sorted.as_ref().filter(|_| policy.headers_may_be_in_query);
        let content_sha256 = index.write_lines(&self.request, self.names, from_query, &mut out)?;
        let lines_end = out.len();
        written(self.names.write(&mut out))?;
        let names_end = out.len();
        if let Some(sorted) = &sorted {
            written(sorted.write(&mut out))?;
        }
        let query_end = out.len();
        let path = self.canonical_path(policy)?;
        written(match (self.rule, &path) {
            (_, Path::Canonical(_)) => Ok(()),
            (PathRule::S3, Path::Encoded(path)) => Escaped::of_path(path).recode(&mut out),
            (PathRule::Generic, Path::Encoded(path)) => encode_path(&**path).write_to(&mut out),
        })?;

        let header = content_sha256.map(|range| out.slice(range));
        let (payload_hash, payload) = self.payload(header)?;
        let path = match path {
            Path::Canonical(path) => path,
            Path::Encoded(_) => out.slice(query_end..out.len()),
        };
        let query = query.unwrap_or(out.slice(names_end..query_end));
        let (lines, names) = (out.slice(0..lines_end), out.slice(lines_end..names_end));
        let request = CanonicalRequest::of_lines(self.request.method(), path, query, lines, names, &payload_hash);
        let canonical_request = if self.names.is_host_alone() { request.hash_on_stack() } else { request.hash() };
        Ok(Hashed { canonical_request, payload })
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

    /// Returns the last line of the canonical request, and the hash in it.
    fn payload<'h>(&'h self, header: Option<&'h str>) -> Result<(Cow<'h, str>, Option<[u8; 32]>), Rejection> {
        let is_s3 = self.rule == PathRule::S3;
        let parameter = self.content_sha256.filter(|_| is_s3);
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

/// Parses the 64 lower-case digits of a SHA-256.
pub(super) fn parse_hash(digits: &str) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    let is_lower_case = !digits.bytes().any(|byte| byte.is_ascii_uppercase());
    (is_lower_case && hex::decode_to_slice(digits, &mut hash).is_ok()).then_some(hash)
}
