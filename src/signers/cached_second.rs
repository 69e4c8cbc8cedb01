//! The text that URLs with the same second, expiry and scope share, kept between calls.

use alloc::string::String;

use zeroize::Zeroizing;

use super::canonical_requests::CanonicalRequests;
use crate::credentials::Identity;
use crate::error::Error;
use crate::signing::{Expiry, UnsignedUrl, Validity, begin_query, written};
use crate::sigv4::{AmzDate, BegunSignature, SigningKey, hex_digits, write_hex};

/// Good for one identity and one key, and so for one scope.
pub(super) struct CachedSecond {
    date: AmzDate,
    expiry: Option<Expiry>,
    /// The value of X-Amz-Expires.
    seconds: Option<u32>,
    validity: Validity,
    /// From the question mark up to the names of the signed headers. It holds the session token.
    query: Zeroizing<String>,
    /// The offset of the value of X-Amz-Date in the query.
    date_at: usize,
    canonical_requests: CanonicalRequests,
    /// The string to sign but for the hash.
    beginning: String,
    begun: BegunSignature,
}

const DATE: &str = "&X-Amz-Date=";
const SIGNATURE: &str = "&X-Amz-Signature=";
const QUESTION_MARK: usize = "?".len();

impl CachedSecond {
    pub(super) fn new(draft: &UnsignedUrl<'_>, identity: &Identity, key: &SigningKey) -> Result<Self, Error> {
        let (seconds, validity) = draft.settle(identity)?;
        // Sized for all of it: a buffer that grows would leave parts of the token behind.
        let token = identity.encoded_token().map_or(0, |(_, token)| token.len());
        let capacity = 512 + identity.encoded_access_key_id().len() + token;
        let mut moment = Self {
            date: draft.date,
            expiry: draft.expiry,
            seconds,
            validity,
            query: Zeroizing::new(String::with_capacity(capacity)),
            date_at: 0,
            canonical_requests: CanonicalRequests::with_capacity(capacity),
            beginning: String::new(),
            begun: key.begin(&[]),
        };
        moment.write(draft, identity, key);
        debug_assert!(moment.query.len() <= capacity, "{} bytes", moment.query.len());
        Ok(moment)
    }

    /// Makes it the moment of such a URL, in the memory that it has.
    pub(super) fn renew(
        &mut self,
        draft: &UnsignedUrl<'_>,
        identity: &Identity,
        key: &SigningKey,
    ) -> Result<(), Error> {
        let (seconds, validity) = draft.settle(identity)?;
        let only_the_time_is_new = seconds == self.seconds;
        (self.date, self.expiry, self.seconds, self.validity) = (draft.date, draft.expiry, seconds, validity);
        if !only_the_time_is_new {
            self.write(draft, identity, key);
            return Ok(());
        }
        let date = draft.date.text();
        let date = date.as_str();
        replace(&mut self.query, self.date_at, date);
        self.canonical_requests.replace(self.date_at - QUESTION_MARK, date);
        replace(&mut self.beginning, identity.algorithm().as_str().len() + 1, date);
        self.begun = key.begin(self.beginning.as_bytes());
        Ok(())
    }

    /// Writes the texts of the moment that was settled.
    #[expect(clippy::expect_used, reason = "`write_beginning` always writes X-Amz-Date")]
    fn write(&mut self, draft: &UnsignedUrl<'_>, identity: &Identity, key: &SigningKey) {
        let date = draft.date.text();
        self.query.clear();
        begin_query(&mut self.query);
        draft.write_beginning(identity, date.as_str(), self.seconds, &mut self.query);
        // Before it come only the algorithm and the credential, which is encoded.
        self.date_at = self.query.find(DATE).expect("the query that was just written has a date") + DATE.len();
        self.canonical_requests.begin(&self.query[QUESTION_MARK..]);
        self.beginning.clear();
        draft.write_before_hash(identity, date.as_str(), &mut self.beginning);
        self.begun = key.begin(self.beginning.as_bytes());
    }

    /// Whether the URL is one that can be signed with what is kept: it says its own time, its session token is signed, and all
    /// of the caller's parameters come after the signature's.
    pub(super) fn suits(url: &UnsignedUrl<'_>) -> bool {
        url.now == url.date && !url.token_after_signing && url.query_comes_last()
    }

    /// Returns whether this is the second and expiry of a URL that [suits](Self::suits).
    pub(super) fn is_for(&self, draft: &UnsignedUrl<'_>) -> bool {
        self.date == draft.date && self.expiry == draft.expiry
    }

    /// Returns whether the URL is signed in this second, whatever its expiry.
    pub(super) fn is_of_the_time_of(&self, draft: &UnsignedUrl<'_>) -> bool {
        self.date == draft.date
    }

    /// What is written behind the kept part of the query: the signature last, and before it, where the canonical request has no
    /// room of its own, for a while the ending of that.
    fn length_of_rest(&self, draft: &UnsignedUrl<'_>) -> usize {
        let (end, ending) = (draft.length_of_end_of_query(), draft.length_after_query());
        let signature = SIGNATURE.len() + 64;
        let is_apart = CanonicalRequests::have_room(draft.longest_path(), end + ending);
        end + if is_apart { signature } else { signature.max(ending) }
    }

    /// Completes the URL.
    pub(super) fn sign(&mut self, draft: &UnsignedUrl<'_>, out: &mut String) -> Result<Validity, Error> {
        draft.reserve(out, || self.query.len() + self.length_of_rest(draft));
        let path = draft.write_path(out)?;
        let query_start = out.len() + QUESTION_MARK;
        // First of all: the processor goes on to the rest of the URL while it waits for the hash.
        let hash = self.canonical_requests.hash(draft, path.of(out));
        out.push_str(&self.query);
        let url_end = draft.write_end_of_query(draft.query.as_str(), out);
        let hash = hash.unwrap_or_else(|| draft.hash(&path, query_start..url_end, out));
        debug_assert_eq!(hash, draft.canonical_request(&path, query_start..url_end, out).hash());
        let signature = self.begun.sign(&hex_digits(&hash));
        out.push_str(SIGNATURE);
        written(write_hex(signature.as_bytes(), out));
        Ok(self.validity)
    }
}

/// Writes a time where another one stands.
fn replace(text: &mut String, at: usize, date: &str) {
    text.replace_range(at..at + date.len(), date);
}
