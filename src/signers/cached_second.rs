//! The text that URLs with the same second, expiry and scope share, cached between calls.

use alloc::string::String;

use zeroize::Zeroizing;

use super::canonical_requests::CanonicalRequests;
use crate::credentials::Identity;
use crate::error::Error;
use crate::signing::{Expiry, UnsignedUrl, Validity, begin_query, written};
use crate::sigv4::{AmzDate, BegunSignature, SigningKey, hex_digits, write_hex};

/// The cached text of one second and expiry, for one identity and one key.
pub(super) struct CachedSecond {
    date: AmzDate,
    expiry: Option<Expiry>,
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
    pub(super) fn new(draft: &UnsignedUrl<'_>, identity: &Identity, key: &SigningKey) -> Result<Self, Error> {
        let (seconds, validity) = draft.settle(identity)?;
        // Enough capacity for everything: a buffer that grows would leave parts of the token in freed memory.
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

    /// Replaces the text with that of another second or expiry, in the same memory.
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

    /// Rewrites all texts.
    #[expect(clippy::expect_used, reason = "`write_beginning` always writes `X-Amz-Date`")]
    fn write(&mut self, draft: &UnsignedUrl<'_>, identity: &Identity, key: &SigningKey) {
        let date = draft.date.text();
        self.query.clear();
        begin_query(&mut self.query);
        draft.write_beginning(identity, date.as_str(), self.seconds, &mut self.query);
        // This finds the right position: before the date are only the algorithm and the credential, and the credential
        // is encoded.
        self.date_at = self.query.find(DATE).expect("the query that was just written has a date") + DATE.len();
        self.canonical_requests.begin(&self.query[QUESTION_MARK..]);
        self.beginning.clear();
        draft.write_before_hash(identity, date.as_str(), &mut self.beginning);
        self.begun = key.begin(self.beginning.as_bytes());
    }

    /// Returns whether a URL can be signed with a cached text. Its date must be the actual signing time, its session
    /// token must be signed, and the caller's parameters must sort after those of the signature.
    pub(super) fn suits(url: &UnsignedUrl<'_>) -> bool {
        url.now == url.date && !url.token_after_signing && url.query_comes_last()
    }

    /// Returns whether the text is for the second and expiry of this URL, which must be [suitable](Self::suits).
    pub(super) fn is_for(&self, draft: &UnsignedUrl<'_>) -> bool {
        self.date == draft.date && self.expiry == draft.expiry
    }

    /// Returns whether the text is for the second of this URL, whatever its expiry.
    pub(super) fn is_of_the_time_of(&self, draft: &UnsignedUrl<'_>) -> bool {
        self.date == draft.date
    }

    /// Returns an upper bound for the length of what is written after the cached part of the query: the rest of the
    /// query and the signature. If the canonical request does not fit into its own buffer, its last lines are written
    /// after the query for hashing, before the signature replaces them.
    fn length_of_rest(&self, draft: &UnsignedUrl<'_>) -> usize {
        let (end, ending) = (draft.length_of_end_of_query(), draft.length_after_query());
        let signature = SIGNATURE.len() + 64;
        let is_apart = CanonicalRequests::have_room(draft.longest_path(), end + ending);
        end + if is_apart { signature } else { signature.max(ending) }
    }

    /// Appends the signed URL.
    pub(super) fn sign(&mut self, draft: &UnsignedUrl<'_>, out: &mut String) -> Result<Validity, Error> {
        draft.reserve(out, || self.query.len() + self.length_of_rest(draft));
        let path = draft.write_path(out)?;
        let query_start = out.len() + QUESTION_MARK;
        // Begin with the hash: the processor can write the rest of the URL while it waits for the result.
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

/// Overwrites the time at this offset.
fn replace(text: &mut String, at: usize, date: &str) {
    text.replace_range(at..at + date.len(), date);
}
