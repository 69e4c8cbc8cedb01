//! Canonical requests with the same beginning of the query, written to one buffer and hashed in one piece.

use alloc::vec::Vec;
use core::fmt::{self, Write};

use zeroize::Zeroizing;

use crate::signing::UnsignedUrl;
use crate::sigv4::sha256;

/// A buffer for canonical requests. The beginning of the query keeps its position; for each request, the method and the
/// path are written before it and the rest after it.
pub(super) struct CanonicalRequests {
    /// Includes the session token. Never grows beyond its initial capacity, because that would leave a copy of the
    /// token in freed memory.
    bytes: Zeroizing<Vec<u8>>,
    beginning_end: usize,
}

/// The offset of the query, and so the capacity for the method and the path.
const QUERY_AT: usize = 1024;
/// The capacity for the rest.
const REST: usize = 1024;

impl CanonicalRequests {
    /// Creates a buffer for queries whose beginning is at most `beginning` bytes long.
    pub(super) fn with_capacity(beginning: usize) -> Self {
        let mut bytes = Zeroizing::new(Vec::with_capacity(QUERY_AT + beginning + REST));
        bytes.resize(QUERY_AT, 0);
        Self { beginning_end: QUERY_AT, bytes }
    }

    /// Returns whether a path of this length and a rest of this length fit.
    pub(super) fn have_room(path: usize, rest: usize) -> bool {
        // The longest method, and two line feeds.
        path + "OPTIONS\n\n".len() <= QUERY_AT && rest <= REST
    }

    /// Sets the beginning of the query.
    pub(super) fn begin(&mut self, query: &str) {
        self.bytes.truncate(QUERY_AT);
        self.bytes.extend_from_slice(query.as_bytes());
        self.beginning_end = self.bytes.len();
    }

    /// Overwrites the time in the query.
    pub(super) fn replace(&mut self, at: usize, date: &str) {
        let at = QUERY_AT + at;
        self.bytes[at..at + date.len()].copy_from_slice(date.as_bytes());
    }

    /// Returns the hash of the canonical request, or `None` if the request does not fit or has a secret header.
    pub(super) fn hash(&mut self, url: &UnsignedUrl<'_>, path: &str) -> Option<[u8; 32]> {
        if url.headers.is_secret() {
            return None;
        }
        self.bytes.truncate(self.beginning_end);
        let [_, names] = url.headers.names_with_host();
        self.write_str(names).ok()?;
        if !url.query.is_empty() {
            self.write_str("&").and_then(|()| self.write_str(url.query.as_str())).ok()?;
        }
        url.write_after_query(self).ok()?;

        let mut start = QUERY_AT;
        for piece in url.request(path, "").before_query().into_iter().rev() {
            let end = start;
            start = start.checked_sub(piece.len())?;
            self.bytes.get_mut(start..end)?.copy_from_slice(piece.as_bytes());
        }
        Some(sha256(self.bytes.get(start..)?))
    }
}

impl Write for CanonicalRequests {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.bytes.capacity() - self.bytes.len() < text.len() {
            return Err(fmt::Error);
        }
        self.bytes.extend_from_slice(text.as_bytes());
        Ok(())
    }
}
