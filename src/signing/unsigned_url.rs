//! Signing of a URL. The URL is written once, to the caller's buffer, and hashed in place.

use alloc::string::{String, ToString};
use core::fmt::{self, Write};
use core::ops::Range;

use sha2::{Digest, Sha256};

use super::decimal::push_decimal;
use super::expiry::{Expiry, end_of};
use super::pending::{Artifact, Pending, Trace, written};
use super::request_path::RequestPath;
use super::validity::Validity;
use crate::credentials::{Identity, TokenKind};
use crate::endpoint::target::{PathRule, Target};
use crate::error::Error;
use crate::method::Method;
use crate::sigv4::amz_date::{AmzDate, day_of};
use crate::sigv4::canonical_query::split_at_name;
use crate::sigv4::{
    Algorithm, CanonicalHeaders, CanonicalQuery, CanonicalRequest, append_component, append_path, before_hash,
    encode_path, normalize_path, percent_decode, write_hex,
};

/// A request that is complete except for the signer's identity.
#[derive(Clone, Copy)]
pub(crate) struct UnsignedUrl<'j> {
    pub(crate) target: &'j Target,
    pub(crate) method: Method,
    pub(crate) path: RequestPath<'j>,
    /// In order.
    pub(crate) query: &'j CanonicalQuery,
    /// In order.
    pub(crate) headers: &'j CanonicalHeaders,
    pub(crate) payload_hash: &'j str,
    /// The actual signing time.
    pub(crate) now: AmzDate,
    /// The signing time in the URL: `now`, or the start of the cache window.
    pub(crate) date: AmzDate,
    /// `None` for a URL without `X-Amz-Expires`.
    pub(crate) expiry: Option<Expiry>,
    /// Whether the credentials of an S3 Express session may sign the request.
    pub(crate) session_auth: bool,
    /// Whether the session token is appended after signing, and so is not signed.
    pub(crate) token_after_signing: bool,
}

/// The path that is hashed: a range of the URL, or a separate text if the signed path differs from the sent one.
pub(crate) enum SignedPath {
    InUrl(Range<usize>),
    Apart(String),
}

/// The last query parameter before the signature.
const SIGNED_HEADERS: &str = "X-Amz-SignedHeaders";

impl UnsignedUrl<'_> {
    /// Appends the URL without its signature, followed by the string to sign.
    pub(crate) fn write_unsigned(
        &self,
        identity: &Identity,
        out: &mut String,
        trace: Option<&mut Trace>,
    ) -> Result<Pending, Error> {
        let (seconds, validity) = self.settle(identity)?;
        self.reserve(out, || self.length_of_rest(identity));
        let path = self.write_path(out)?;
        let query_start = begin_query(out);
        let date = self.date.text();
        let date = date.as_str();
        let rest = self.write_beginning(identity, date, seconds, out);
        let url_end = self.write_end_of_query(rest, out);
        let hash = self.hash(&path, query_start..url_end, out);
        self.write_unsigned_token(identity, out);
        let message_start = out.len();

        self.write_before_hash(identity, date, out);
        written(write_hex(&hash, out));
        if let Some(trace) = trace {
            trace.canonical_request = self.canonical_request(&path, query_start..url_end, out).to_wiped_string();
            trace.string_to_sign = out[message_start..].to_string();
        }
        let artifact = Artifact::Url(identity.algorithm());
        Ok(Pending { artifact, message_start, date: self.date, validity })
    }

    /// Checks that the identity can sign the request. Returns the value of `X-Amz-Expires`, shortened if the identity
    /// expires first.
    pub(crate) fn settle(&self, identity: &Identity) -> Result<(Option<u32>, Validity), Error> {
        identity.check(self.now)?;
        self.check_identity(identity)?;
        let fixed_end = self.target.lifetime().fixed_end(identity, self.date)?;
        let Some(expiry) = self.expiry else {
            return Ok((None, Validity::new(self.date, fixed_end.or_else(|| end_of(identity)))));
        };
        let (seconds, validity) = expiry.settle(identity, self.date)?;
        Ok((Some(seconds), fixed_end.map_or(validity, |end| validity.until(end))))
    }

    /// Checks that the target accepts the identity's kind of signature, and that its session can last until the URL
    /// expires.
    pub(crate) fn check_identity(&self, identity: &Identity) -> Result<(), Error> {
        self.target.check_identity(identity, self.session_auth)?;
        self.expiry.map_or(Ok(()), |expiry| expiry.check_session(identity, self.target))
    }

    /// Appends the query up to `X-Amz-SignedHeaders=`: the parameters of the signature, merged with the caller's
    /// parameters that sort before that name. Returns the caller's other parameters.
    pub(crate) fn write_beginning(
        &self,
        identity: &Identity,
        date: &str,
        seconds: Option<u32>,
        out: &mut String,
    ) -> &str {
        // Most names begin with a lower-case letter and sort after `X-Amz-`, so there is nothing to merge.
        let [merged, rest] =
            if self.query_comes_last() { ["", self.query.as_str()] } else { [self.query.as_str(), ""] };
        let mut merge = Merge { rest: merged, first: true };
        merge.name("X-Amz-Algorithm", out);
        out.push_str(identity.algorithm().as_str());
        merge.name("X-Amz-Credential", out);
        out.push_str(identity.encoded_access_key_id());
        out.push_str("%2F");
        out.push_str(day_of(date));
        out.push_str(self.target.scope_ending(identity.algorithm())[1]);
        merge.name("X-Amz-Date", out);
        out.push_str(date);
        if let Some(seconds) = seconds {
            merge.name("X-Amz-Expires", out);
            push_decimal(seconds.into(), out);
        }
        if identity.algorithm() == Algorithm::Sigv4a {
            self.write_region_set(&mut merge, out);
        }
        if let Some((kind, token)) = identity.encoded_token().filter(|_| !self.token_after_signing) {
            merge.name(kind.parameter_name(), out);
            out.push_str(token);
        }
        merge.name(SIGNED_HEADERS, out);
        if rest.is_empty() { merge.rest } else { rest }
    }

    /// Returns whether all of the caller's parameters sort after those of the signature.
    pub(crate) fn query_comes_last(&self) -> bool {
        self.query.is_empty() || self.query.names().next().is_none_or(|first| first > SIGNED_HEADERS)
    }

    #[cold]
    fn write_region_set(&self, merge: &mut Merge<'_>, out: &mut String) {
        merge.name("X-Amz-Region-Set", out);
        append_component(self.target.region_set(), out);
    }

    /// Appends the string to sign up to the hash of the canonical request.
    pub(crate) fn write_before_hash(&self, identity: &Identity, date: &str, out: &mut String) {
        let [scope_ending, _] = self.target.scope_ending(identity.algorithm());
        for piece in before_hash(identity.algorithm(), date, scope_ending) {
            out.push_str(piece);
        }
    }

    /// Appends the session token to the signed query, if the service expects an unsigned token.
    fn write_unsigned_token(&self, identity: &Identity, out: &mut String) {
        if let Some((kind, token)) = identity.encoded_token().filter(|_| self.token_after_signing) {
            for piece in ["&", kind.parameter_name(), "=", token] {
                out.push_str(piece);
            }
        }
    }

    /// Appends the names of the signed headers and the rest of the caller's parameters. Returns the offset of the end.
    pub(crate) fn write_end_of_query(&self, rest: &str, out: &mut String) -> usize {
        let [_, names] = self.headers.names_with_host();
        out.push_str(names);
        if !rest.is_empty() {
            out.push('&');
            out.push_str(rest);
        }
        out.len()
    }

    /// Hashes the canonical request, whose query is at the end of the buffer. The buffer is unchanged afterwards.
    ///
    /// The rest of the canonical request is appended to the query, and removed after hashing. Signing therefore needs
    /// no buffer of its own, and the hash processes a few large pieces. If a header is a secret, all headers are hashed
    /// separately: the buffer is the caller's, and a secret must not be written to it.
    pub(crate) fn hash(&self, path: &SignedPath, query: Range<usize>, out: &mut String) -> [u8; 32] {
        if self.headers.is_secret() {
            return self.canonical_request(path, query, out).hash();
        }
        let url_end = query.end;
        written(self.write_after_query(out));
        let hash = Sha256::new();
        let hash = self
            .canonical_request(path, query.clone(), out)
            .before_query()
            .into_iter()
            .fold(hash, Digest::chain_update);
        let hash = hash.chain_update(&out[query.start..]).finalize().into();
        out.truncate(url_end);
        debug_assert_eq!(self.canonical_request(path, query, out).hash(), hash);
        hash
    }

    /// Writes the part of the canonical request after the query.
    pub(crate) fn write_after_query<W: Write>(&self, out: &mut W) -> fmt::Result {
        // For a request without headers, and so with the default payload hash, the target has this part ready.
        if self.headers.is_empty() {
            return out.write_str(self.target.after_query());
        }
        self.request("", "").after_query().into_iter().try_for_each(|piece| out.write_str(piece))
    }

    pub(crate) fn canonical_request<'a>(
        &'a self,
        path: &'a SignedPath,
        query: Range<usize>,
        out: &'a str,
    ) -> CanonicalRequest<'a> {
        self.request(path.of(out), &out[query])
    }

    /// Returns the canonical request with the given path and query.
    #[inline]
    pub(crate) fn request<'a>(&'a self, path: &'a str, query: &'a str) -> CanonicalRequest<'a> {
        let (method, host_line) = (self.method.as_str(), self.target.host_line());
        CanonicalRequest::with_host(method, path, query, host_line, self.headers, self.payload_hash)
    }

    /// Returns an upper bound for the length of everything written after the path: the query, the last lines of the
    /// canonical request and the string to sign. The parts of almost constant length are covered by `CONSTANT`.
    fn length_of_rest(&self, identity: &Identity) -> usize {
        const CONSTANT: usize = 512;
        let (_, token) = identity.encoded_token().unwrap_or((TokenKind::Security, ""));
        let [scope_ending, encoded_scope_ending] = self.target.scope_ending(identity.algorithm());
        let region_set = if identity.algorithm() == Algorithm::Sigv4a { 3 * self.target.region_set().len() } else { 0 };
        let identity = identity.encoded_access_key_id().len() + token.len();
        let scope = scope_ending.len() + encoded_scope_ending.len() + region_set;
        identity + scope + self.length_of_end_of_query() + self.length_after_query() + CONSTANT
    }

    /// Returns an upper bound for the length of what [`write_end_of_query`](Self::write_end_of_query) writes.
    pub(crate) fn length_of_end_of_query(&self) -> usize {
        let [_, names] = self.headers.names_with_host();
        names.len() + "&".len() + self.query.as_str().len()
    }

    /// Returns the length of what [`write_after_query`](Self::write_after_query) writes.
    pub(crate) fn length_after_query(&self) -> usize {
        self.request("", "").after_query().into_iter().map(str::len).sum()
    }

    /// Returns an upper bound for the length of the path, reached if every unencoded byte needs an escape.
    pub(crate) fn longest_path(&self) -> usize {
        let base = self.target.base_url().len() - self.target.path_start();
        base + "/".len() + 3 * self.path.as_str().len()
    }

    /// Reserves capacity for everything if the buffer has none, so that a new string is allocated only once.
    pub(crate) fn reserve(&self, out: &mut String, rest: impl FnOnce() -> usize) {
        if out.capacity() == 0 {
            out.reserve_exact(self.target.path_start() + self.longest_path() + rest());
        }
    }

    /// Appends the URL up to its query.
    pub(crate) fn write_path(&self, out: &mut String) -> Result<SignedPath, Error> {
        let path_start = out.len() + self.target.path_start();
        match self.path {
            RequestPath::Bucket => self.target.append_bucket_url(out),
            RequestPath::Object(key) => self.target.append_object_url(key.as_str(), out),
            RequestPath::AsSent(path) => {
                out.push_str(self.target.base_url());
                out.push_str(path.as_str());
                if out.len() == path_start {
                    out.push('/');
                }
                let sent = &out[path_start..];
                let mut signed = String::with_capacity(sent.len() + 16);
                match self.target.rule() {
                    PathRule::S3 => encode_path(&percent_decode(sent)?).append_to(&mut signed),
                    PathRule::Generic => append_path(&normalize_path(sent), &mut signed),
                }
                return Ok(SignedPath::Apart(signed));
            }
        }
        Ok(SignedPath::InUrl(path_start..out.len()))
    }
}

impl SignedPath {
    pub(crate) fn of<'a>(&'a self, out: &'a str) -> &'a str {
        match self {
            Self::InUrl(range) => &out[range.clone()],
            Self::Apart(path) => path,
        }
    }
}

/// Appends the question mark. Returns the offset of the query.
pub(crate) fn begin_query(out: &mut String) -> usize {
    out.push('?');
    out.len()
}

/// Merges two sorted lists of parameters: the caller's, and those of the signature.
struct Merge<'a> {
    /// The caller's parameters that have not been written yet.
    rest: &'a str,
    first: bool,
}

impl Merge<'_> {
    /// Appends the caller's parameters that sort before the name, then `name=`.
    fn name(&mut self, name: &str, out: &mut String) {
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
