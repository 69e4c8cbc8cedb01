//! The text that URLs with the same second, expiry and scope share, written once for all of them.

use alloc::string::String;

use zeroize::Zeroizing;

use super::canonical_requests::CanonicalRequests;
use super::pending::written;
use super::unsigned_url::{UnsignedUrl, begin_query};
use super::validity::Validity;
use crate::credentials::Identity;
use crate::error::Error;
use crate::sigv4::{BegunSignature, Signature, SigningKey, WipedString, hex_digits, sha256, write_hex};

/// The shared text of one second and expiry, for one identity and one key.
pub(crate) struct SharedText {
    /// The value of `X-Amz-Expires`.
    seconds: Option<u32>,
    validity: Validity,
    /// The query, from the question mark up to `X-Amz-SignedHeaders=`. It includes the session token.
    query: Zeroizing<String>,
    /// The offset of the value of `X-Amz-Date` in the query.
    date_at: usize,
    canonical_requests: CanonicalRequests,
    /// The string to sign without the hash.
    beginning: String,
    begun: BegunSignature,
}

const DATE: &str = "&X-Amz-Date=";
const SIGNATURE: &str = "&X-Amz-Signature=";
const QUESTION_MARK: usize = "?".len();

impl SharedText {
    pub(crate) fn new(url: &UnsignedUrl<'_>, identity: &Identity, key: &SigningKey) -> Result<Self, Error> {
        let (seconds, validity) = url.settle(identity)?;
        // Enough capacity for everything: a buffer that grows would leave parts of the token in freed memory.
        let token = identity.encoded_token().map_or(0, |(_, token)| token.len());
        let capacity = 512 + identity.encoded_access_key_id().len() + token;
        let mut text = Self {
            seconds,
            validity,
            query: Zeroizing::new(String::with_capacity(capacity)),
            date_at: 0,
            canonical_requests: CanonicalRequests::with_capacity(capacity),
            beginning: String::new(),
            begun: BegunSignature::new(key),
        };
        text.write(url, identity, key);
        debug_assert!(text.query.len() <= capacity, "{} bytes", text.query.len());
        Ok(text)
    }

    /// Replaces the text with that of another second or expiry, in the same memory.
    #[cfg_attr(not(feature = "std"), expect(dead_code, reason = "only `CachedSigner` keeps a text"))]
    pub(crate) fn renew(&mut self, url: &UnsignedUrl<'_>, identity: &Identity, key: &SigningKey) -> Result<(), Error> {
        let (seconds, validity) = url.settle(identity)?;
        let only_the_time_is_new = seconds == self.seconds;
        (self.seconds, self.validity) = (seconds, validity);
        if !only_the_time_is_new {
            self.write(url, identity, key);
            return Ok(());
        }
        let date = url.date.text();
        let date = date.as_str();
        replace(&mut self.query, self.date_at, date);
        self.canonical_requests.replace(self.date_at - QUESTION_MARK, date);
        replace(&mut self.beginning, identity.algorithm().as_str().len() + 1, date);
        key.begin(self.beginning.as_bytes(), &mut self.begun);
        Ok(())
    }

    /// Rewrites all texts.
    #[expect(clippy::expect_used, reason = "`write_beginning` always writes `X-Amz-Date`")]
    fn write(&mut self, url: &UnsignedUrl<'_>, identity: &Identity, key: &SigningKey) {
        let date = url.date.text();
        self.query.clear();
        begin_query(&mut self.query);
        url.write_beginning(identity, date.as_str(), self.seconds, &mut self.query);
        // This finds the right position: before the date are only the algorithm and the credential, and the credential
        // is encoded.
        self.date_at = self.query.find(DATE).expect("the query that was just written has a date") + DATE.len();
        self.canonical_requests.begin(&self.query[QUESTION_MARK..]);
        self.beginning.clear();
        url.write_before_hash(identity, date.as_str(), &mut self.beginning);
        key.begin(self.beginning.as_bytes(), &mut self.begun);
    }

    /// Returns whether a URL can be signed with a shared text: its session token must be signed, and the caller's
    /// parameters must sort after those of the signature.
    pub(crate) fn suits(url: &UnsignedUrl<'_>) -> bool {
        !url.token_after_signing && url.query_comes_last()
    }

    /// Appends the question mark and the query, without the signature.
    fn write_query(&self, url: &UnsignedUrl<'_>, out: &mut String) {
        out.push_str(&self.query);
        url.write_end_of_query(url.query.as_str(), out);
    }

    /// Returns what follows the path in every URL that differs from this one only in its path, without the signature.
    pub(crate) fn rest_of_url(&self, url: &UnsignedUrl<'_>) -> WipedString {
        let length = self.query.len() + url.length_of_end_of_query() + SIGNATURE.len();
        let mut rest = WipedString::from(String::with_capacity(length));
        self.write_query(url, &mut rest);
        rest.push_str(SIGNATURE);
        debug_assert!(rest.len() <= length, "{length} bytes");
        rest
    }

    /// Returns a buffer for the canonical requests of such URLs.
    pub(crate) fn requests_of_paths(&self, url: &UnsignedUrl<'_>, longest_path: usize) -> CanonicalRequests {
        let mut query = WipedString::from(String::with_capacity(self.query.len() + url.length_of_end_of_query()));
        self.write_query(url, &mut query);
        CanonicalRequests::of_paths(url, longest_path, &query[QUESTION_MARK..])
    }

    /// Signs the hashes of two canonical requests.
    pub(crate) fn sign_both(&self, hashes: &[[u8; 32]; 2]) -> [Signature; 2] {
        let [hash, other] = hashes;
        self.begun.sign_both([&hex_digits(hash), &hex_digits(other)])
    }

    pub(crate) fn validity(&self) -> Validity {
        self.validity
    }

    /// Returns an upper bound for the length of what is written after the shared part of the query: the rest of the
    /// query and the signature. If the canonical request does not fit into its own buffer, its last lines are written
    /// after the query for hashing, before the signature replaces them.
    fn length_of_rest(&self, url: &UnsignedUrl<'_>) -> usize {
        let (end, ending) = (url.length_of_end_of_query(), url.length_after_query());
        let signature = SIGNATURE.len() + Signature::DIGITS;
        let is_apart = CanonicalRequests::have_room(url.longest_path(), end + ending);
        end + if is_apart { signature } else { signature.max(ending) }
    }

    /// Appends the signed URL.
    #[cfg_attr(not(feature = "std"), expect(dead_code, reason = "only `CachedSigner` keeps a text"))]
    pub(crate) fn sign(&mut self, url: &UnsignedUrl<'_>, out: &mut String) -> Result<Validity, Error> {
        url.reserve(out, || self.query.len() + self.length_of_rest(url));
        let path = url.write_path(out)?;
        let query_start = out.len() + QUESTION_MARK;
        // Begin with the hash: the processor can write the rest of the URL while it waits for the result.
        let hash = self.canonical_requests.lay_out(url, path.of(out)).map(sha256);
        self.write_query(url, out);
        let query = query_start..out.len();
        let hash = hash.unwrap_or_else(|| url.hash(&path, query.clone(), out));
        debug_assert_eq!(hash, url.canonical_request(&path, query, out).hash());
        let signature = self.begun.sign(&hex_digits(&hash));
        out.push_str(SIGNATURE);
        written(write_hex(signature.as_bytes(), out));
        Ok(self.validity)
    }
}

/// Overwrites the time at this offset.
fn replace(text: &mut String, at: usize, date: &str) {
    text.replace_range(at..at + date.len(), date);
}
