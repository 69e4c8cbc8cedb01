//! The signing path of a URL: it is written once into the caller's buffer, and hashed from there.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use core::fmt::{self, Write};
use core::ops::Range;

use sha2::{Digest, Sha256};

use super::expiry::Expiry;
use super::pending::{Artefact, Pending, Trace, written};
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

/// All that a request has settled before it is known who signs it.
pub(crate) struct UnsignedUrl<'j> {
    pub(crate) target: &'j Target,
    pub(crate) method: Method,
    /// Already checked.
    pub(crate) path: RequestPath<'j>,
    /// In order.
    pub(crate) query: Cow<'j, CanonicalQuery>,
    /// In order.
    pub(crate) headers: Cow<'j, CanonicalHeaders>,
    /// When it is signed.
    pub(crate) now: AmzDate,
    /// When it says that it was signed: now, or the start of the window in which the URL stays the same.
    pub(crate) date: AmzDate,
    /// `None` for a URL without X-Amz-Expires.
    pub(crate) expiry: Option<Expiry>,
    /// Whether the credentials of an S3 Express session may sign it.
    pub(crate) session_auth: bool,
    /// Whether a session token is left out of what is signed.
    pub(crate) token_after_signing: bool,
}

/// The path that is hashed: a range of the URL, or a text of its own if the signed path differs from the sent one.
pub(crate) enum SignedPath {
    InUrl(Range<usize>),
    Apart(String),
}

/// The last of the signature's parameters but the signature itself.
const SIGNED_HEADERS: &str = "X-Amz-SignedHeaders";

impl UnsignedUrl<'_> {
    /// Completes the URL but for its signature, and leaves the string to sign behind it.
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
        let artefact = Artefact::Url(identity.algorithm());
        Ok(Pending { artefact, message_start, date: self.date, validity })
    }

    /// Checks that the identity can sign. Returns the value of X-Amz-Expires, shortened if the identity expires first.
    pub(crate) fn settle(&self, identity: &Identity) -> Result<(Option<u32>, Validity), Error> {
        identity.check(self.now)?;
        self.target.check_identity(identity, self.session_auth)?;
        let Some(expiry) = self.expiry else {
            let ends = identity.expires_at().and_then(|ends| AmzDate::new(ends).ok());
            return Ok((None, Validity::new(self.date, ends)));
        };
        let (seconds, expires_at) = expiry.settle(identity, self.date)?;
        Ok((Some(seconds), Validity::new(self.date, Some(expires_at))))
    }

    /// The signature's parameters, and those of the caller's that sort before the last of them, up to the names of the signed
    /// headers. Gives the caller's that are left.
    pub(crate) fn write_beginning(
        &self,
        identity: &Identity,
        date: &str,
        seconds: Option<u32>,
        out: &mut String,
    ) -> &str {
        // The usual names are in lower case, and nothing is to be merged.
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
            push_decimal(seconds, out);
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

    /// Returns whether all of the caller's parameters sort after the signature's.
    pub(crate) fn query_comes_last(&self) -> bool {
        self.query.is_empty() || self.query.names().next().is_none_or(|first| first > SIGNED_HEADERS)
    }

    #[cold]
    fn write_region_set(&self, merge: &mut Merge<'_>, out: &mut String) {
        merge.name("X-Amz-Region-Set", out);
        append_component(self.target.region(), out);
    }

    /// Appends the string to sign up to the hash of the canonical request.
    pub(crate) fn write_before_hash(&self, identity: &Identity, date: &str, out: &mut String) {
        let [scope_ending, _] = self.target.scope_ending(identity.algorithm());
        for piece in before_hash(identity.algorithm(), date, scope_ending) {
            out.push_str(piece);
        }
    }

    /// Writes the session token behind what is signed, where it belongs there.
    fn write_unsigned_token(&self, identity: &Identity, out: &mut String) {
        if let Some((kind, token)) = identity.encoded_token().filter(|_| self.token_after_signing) {
            for piece in ["&", kind.parameter_name(), "=", token] {
                out.push_str(piece);
            }
        }
    }

    /// Writes the names of the signed headers, and the parameters that come after them. Gives where the URL ends for now.
    pub(crate) fn write_end_of_query(&self, rest: &str, out: &mut String) -> usize {
        let [_, names] = self.headers.names_with_host();
        out.push_str(names);
        if !rest.is_empty() {
            out.push('&');
            out.push_str(rest);
        }
        out.len()
    }

    /// Hashes the canonical request, whose query stands at the end of the buffer, and leaves the buffer as it was.
    ///
    /// What follows the query is written behind it for a while, and both are hashed where they stand. So signing allocates
    /// nothing of its own, and the hash takes few and large pieces. Headers that hold a secret are never written there, as
    /// the buffer is the caller's: they are hashed where they are.
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

    /// Writes what follows the query in the canonical request.
    pub(crate) fn write_after_query<W: Write>(&self, out: &mut W) -> fmt::Result {
        // The target keeps it in one piece for a request without headers, and so without a payload hash of its own.
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

    /// Returns the canonical request with such a path and query.
    #[inline]
    pub(crate) fn request<'a>(&'a self, path: &'a str, query: &'a str) -> CanonicalRequest<'a> {
        let (method, host_line) = (self.method.as_str(), self.target.host_line());
        let payload_hash = self.headers.payload_hash().unwrap_or(self.target.rule().payload_hash());
        CanonicalRequest::with_host(method, path, query, host_line, &self.headers, payload_hash)
    }

    /// What is written behind the path: the URL's query, the canonical request's last lines and the string to sign. A few
    /// bytes more, as only the lengths that vary are counted.
    fn length_of_rest(&self, identity: &Identity) -> usize {
        const CONSTANT: usize = 512;
        let (_, token) = identity.encoded_token().unwrap_or((TokenKind::Security, ""));
        let [scope_ending, encoded_scope_ending] = self.target.scope_ending(identity.algorithm());
        let region_set = if identity.algorithm() == Algorithm::Sigv4a { 3 * self.target.region().len() } else { 0 };
        let identity = identity.encoded_access_key_id().len() + token.len();
        let scope = scope_ending.len() + encoded_scope_ending.len() + region_set;
        identity + scope + self.length_of_end_of_query() + self.length_after_query() + CONSTANT
    }

    /// Returns the maximum length of what [`write_end_of_query`](Self::write_end_of_query) writes.
    pub(crate) fn length_of_end_of_query(&self) -> usize {
        let [_, names] = self.headers.names_with_host();
        names.len() + "&".len() + self.query.as_str().len()
    }

    /// Returns the length of what [`write_after_query`](Self::write_after_query) writes.
    pub(crate) fn length_after_query(&self) -> usize {
        self.request("", "").after_query().into_iter().map(str::len).sum()
    }

    /// The length of the path, if each byte that has yet to be encoded needs it.
    pub(crate) fn longest_path(&self) -> usize {
        let base = self.target.base_url().len() - self.target.path_start();
        let path = match self.path {
            RequestPath::Object(key) => 3 * key.len(),
            RequestPath::AsSent(path) => 3 * path.len(),
            RequestPath::Bucket => 0,
        };
        base + "/".len() + path
    }

    /// Makes room for the URL and what is written behind its path, where there is none at all: so that a new string is
    /// allocated once.
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
            RequestPath::Object(key) => {
                out.push_str(self.target.base_url());
                out.push('/');
                append_path(key, out);
            }
            RequestPath::AsSent(path) => {
                out.push_str(self.target.base_url());
                out.push_str(path);
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

/// Gives where the query begins.
pub(crate) fn begin_query(out: &mut String) -> usize {
    out.push('?');
    out.len()
}

/// Appends a number in decimal. It avoids `core::fmt`, as this is on the signing path.
fn push_decimal(number: u32, out: &mut String) {
    if number >= 10 {
        push_decimal(number / 10, out);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
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
