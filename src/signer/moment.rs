//! What the URLs of one second, one expiry and one scope have in common, kept from one to the next.

use alloc::string::String;

use zeroize::Zeroizing;

use super::draft::{Draft, SIGNED_HEADERS, begin_query};
use super::expiry::Expiry;
use super::job::written;
use crate::amz_date::AmzDate;
use crate::credentials::Identity;
use crate::error::Error;
use crate::presigned::Validity;
use crate::sigv4::{BegunSignature, SigningKey, StringToSign, hex_digits, write_hex};

/// Good for one identity and one key, and so for one scope.
pub(super) struct Moment {
    date: AmzDate,
    expiry: Expiry,
    validity: Validity,
    /// The query up to the names of the signed headers. It holds the session token.
    query: Zeroizing<String>,
    /// The signature that has taken in all but the hash: its first block is the same for a whole second.
    begun: BegunSignature,
}

impl Moment {
    pub(super) fn new(draft: &Draft<'_>, identity: &Identity, key: &SigningKey) -> Result<Self, Error> {
        // Sized for all of it: a buffer that grows would leave parts of the token behind.
        let token = identity.encoded_token().map_or(0, |(_, token)| token.len());
        let query = String::with_capacity(1024 + identity.encoded_access_key_id().len() + token);
        Self::write(draft, identity, key, Zeroizing::new(query))
    }

    /// The moment of such a URL, in the memory of this one.
    pub(super) fn renewed(mut self, draft: &Draft<'_>, identity: &Identity, key: &SigningKey) -> Result<Self, Error> {
        self.query.clear();
        Self::write(draft, identity, key, self.query)
    }

    fn write(
        draft: &Draft<'_>,
        identity: &Identity,
        key: &SigningKey,
        mut query: Zeroizing<String>,
    ) -> Result<Self, Error> {
        let (seconds, validity) = draft.settle(identity)?;
        let date = draft.date.text();
        draft.write_beginning(identity, &date, seconds, &mut query);
        let length = query.len();
        StringToSign::write_beginning(identity.algorithm(), &date, draft.target.scope(draft.date), &mut query);
        let begun = key.begin(&query.as_bytes()[length..]);
        query.truncate(length);
        Ok(Self { date: draft.date, expiry: draft.expiry, validity, query, begun })
    }

    /// Whether it was made for such a URL, of a draft that [has a moment](Draft::has_moment).
    pub(super) fn is_for(&self, draft: &Draft<'_>) -> bool {
        self.date == draft.date && self.expiry == draft.expiry
    }

    /// Completes the URL.
    pub(super) fn sign(&self, draft: &Draft<'_>, identity: &Identity, out: &mut String) -> Result<Validity, Error> {
        let ending = draft.ending();
        draft.reserve(identity, out);
        let path = draft.write_path(out)?;
        let query_start = begin_query(out);
        out.push_str(&self.query);
        let url_end = draft.write_end_of_query(draft.query.as_str(), out);
        let hash = draft.hash(&path, &ending, query_start..url_end, out);
        let signature = self.begun.sign(&hex_digits(&hash));
        out.push_str("&X-Amz-Signature=");
        written(write_hex(signature.as_bytes(), out));
        Ok(self.validity)
    }
}

impl Draft<'_> {
    /// Whether what is kept of a moment can be used: the URL says its own time, and all of the caller's parameters come
    /// after the signature's.
    pub(super) fn has_moment(&self) -> bool {
        self.now == self.date && self.query.names().next().is_none_or(|first| first > SIGNED_HEADERS)
    }
}
