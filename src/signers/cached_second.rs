//! The text that URLs with the same second, expiry and scope share, cached between calls.

use alloc::string::String;
use core::ptr;

use zeroize::Zeroizing;

use super::canonical_requests::CanonicalRequests;
use crate::credentials::Identity;
use crate::endpoint::lifetime::Lifetime;
use crate::error::Error;
use crate::signing::{Expiry, UnsignedUrl, Validity, begin_query, written};
use crate::sigv4::{AmzDate, BegunSignature, SigningKey, hex_digits, write_hex};

/// The cached text of one second and expiry, for one identity and one key.
pub(super) struct CachedSecond {
    date: AmzDate,
    expiry: Option<Expiry>,
    /// The limits of the service. They depend on the host too, so the scope does not say which they are.
    lifetime: &'static Lifetime,
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

impl CachedSecond {
    pub(super) fn new(url: &UnsignedUrl<'_>, identity: &Identity, key: &SigningKey) -> Result<Self, Error> {
        let (seconds, validity) = url.settle(identity)?;
        // Enough capacity for everything: a buffer that grows would leave parts of the token in freed memory.
        let token = identity.encoded_token().map_or(0, |(_, token)| token.len());
        let capacity = 512 + identity.encoded_access_key_id().len() + token;
        let mut second = Self {
            date: url.date,
            expiry: url.expiry,
            lifetime: url.target.lifetime(),
            seconds,
            validity,
            query: Zeroizing::new(String::with_capacity(capacity)),
            date_at: 0,
            canonical_requests: CanonicalRequests::with_capacity(capacity),
            beginning: String::new(),
            begun: BegunSignature::new(key),
        };
        second.write(url, identity, key);
        debug_assert!(second.query.len() <= capacity, "{} bytes", second.query.len());
        Ok(second)
    }

    /// Replaces the text with that of another second or expiry, in the same memory.
    pub(super) fn renew(&mut self, url: &UnsignedUrl<'_>, identity: &Identity, key: &SigningKey) -> Result<(), Error> {
        let (seconds, validity) = url.settle(identity)?;
        let only_the_time_is_new = seconds == self.seconds;
        (self.date, self.expiry, self.seconds, self.validity) = (url.date, url.expiry, seconds, validity);
        self.lifetime = url.target.lifetime();
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

    /// Returns whether a URL can be signed with a cached text. Its date must be the actual signing time, its session
    /// token must be signed, and the caller's parameters must sort after those of the signature.
    pub(super) fn suits(url: &UnsignedUrl<'_>) -> bool {
        url.now == url.date && !url.token_after_signing && url.query_comes_last()
    }

    /// Returns whether the text is for the second and expiry of this URL, which must be [suitable](Self::suits).
    pub(super) fn is_for(&self, url: &UnsignedUrl<'_>) -> bool {
        self.date == url.date && self.expiry == url.expiry && ptr::eq(self.lifetime, url.target.lifetime())
    }

    /// Returns whether the text is for the second of this URL, whatever its expiry.
    pub(super) fn is_in_the_second_of(&self, url: &UnsignedUrl<'_>) -> bool {
        self.date == url.date
    }

    /// Returns an upper bound for the length of what is written after the cached part of the query: the rest of the
    /// query and the signature. If the canonical request does not fit into its own buffer, its last lines are written
    /// after the query for hashing, before the signature replaces them.
    fn length_of_rest(&self, url: &UnsignedUrl<'_>) -> usize {
        let (end, ending) = (url.length_of_end_of_query(), url.length_after_query());
        let signature = SIGNATURE.len() + 64;
        let is_apart = CanonicalRequests::have_room(url.longest_path(), end + ending);
        end + if is_apart { signature } else { signature.max(ending) }
    }

    /// Appends the signed URL.
    pub(super) fn sign(&mut self, url: &UnsignedUrl<'_>, out: &mut String) -> Result<Validity, Error> {
        url.reserve(out, || self.query.len() + self.length_of_rest(url));
        let path = url.write_path(out)?;
        let query_start = out.len() + QUESTION_MARK;
        // Begin with the hash: the processor can write the rest of the URL while it waits for the result.
        let hash = self.canonical_requests.hash(url, path.of(out));
        out.push_str(&self.query);
        let url_end = url.write_end_of_query(url.query.as_str(), out);
        let hash = hash.unwrap_or_else(|| url.hash(&path, query_start..url_end, out));
        debug_assert_eq!(hash, url.canonical_request(&path, query_start..url_end, out).hash());
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
