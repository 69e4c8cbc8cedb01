//! Canonical requests with the same beginning of the query, written to one buffer and hashed in one piece.

use alloc::vec::Vec;
use core::fmt::{self, Write};

use zeroize::Zeroizing;

use super::unsigned_url::UnsignedUrl;
use crate::error::{Error, Repr};

/// A buffer for canonical requests. The beginning of the query keeps its position; for each request, the method and the
/// path are written before it and the rest after it.
pub(crate) struct CanonicalRequests {
    /// Includes the session token. Never grows beyond its initial capacity, because that would leave a copy of the
    /// token in freed memory.
    bytes: Zeroizing<Vec<u8>>,
    /// The offset of the query, and so the capacity for the method and the path.
    query_at: usize,
    beginning_end: usize,
    /// Where the latest canonical request begins.
    start: usize,
}

/// The capacity for the method and the path, if paths may be longer but seldom are.
const USUAL_PATH: usize = 1024;
/// The capacity for the rest.
const REST: usize = 1024;

impl CanonicalRequests {
    /// Creates a buffer for queries whose beginning is at most `beginning` bytes long.
    pub(crate) fn with_capacity(beginning: usize) -> Self {
        Self::with_room(USUAL_PATH, beginning + REST)
    }

    /// Creates a buffer for methods and paths of this length and everything else of this length.
    fn with_room(query_at: usize, after: usize) -> Self {
        let mut bytes = Zeroizing::new(Vec::with_capacity(query_at + after));
        bytes.resize(query_at, 0);
        Self { beginning_end: query_at, start: query_at, query_at, bytes }
    }

    /// Creates a buffer for canonical requests that differ only in their paths.
    pub(crate) fn of_paths(url: &UnsignedUrl<'_>, longest_path: usize, query: &str) -> Self {
        let after = query.len() + url.length_after_query();
        let mut requests = Self::with_room(LONGEST_METHOD + longest_path, after);
        requests.begin(query);
        // Never fails: there is just enough room.
        let written = url.write_after_query(&mut requests);
        debug_assert!(written.is_ok(), "{after} bytes");
        requests
    }

    /// Returns whether a path of this length and a rest of this length fit.
    pub(crate) fn have_room(path: usize, rest: usize) -> bool {
        path + LONGEST_METHOD <= USUAL_PATH && rest <= REST
    }

    /// Sets the beginning of the query.
    pub(crate) fn begin(&mut self, query: &str) {
        self.bytes.truncate(self.query_at);
        self.bytes.extend_from_slice(query.as_bytes());
        self.beginning_end = self.bytes.len();
    }

    /// Overwrites the time in the query.
    pub(crate) fn replace(&mut self, at: usize, date: &str) {
        let at = self.query_at + at;
        self.bytes[at..at + date.len()].copy_from_slice(date.as_bytes());
    }

    /// Writes a canonical request and returns it, or `None` if it does not fit or has a secret header.
    pub(crate) fn lay_out(&mut self, url: &UnsignedUrl<'_>, path: &str) -> Option<&[u8]> {
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
        self.place_path(url, path)?;
        Some(self.latest())
    }

    /// Writes the method and the path before the query.
    ///
    /// # Errors
    ///
    /// [`KeyTooLong`](crate::ErrorKind::KeyTooLong) if they don't fit.
    pub(crate) fn write_path(&mut self, url: &UnsignedUrl<'_>, path: &str) -> Result<(), Error> {
        self.place_path(url, path).ok_or_else(|| Repr::KeyTooLong { field: "path", length: path.len() }.into())
    }

    fn place_path(&mut self, url: &UnsignedUrl<'_>, path: &str) -> Option<()> {
        let mut start = self.query_at;
        for piece in url.request(path, "").before_query().into_iter().rev() {
            let end = start;
            start = start.checked_sub(piece.len())?;
            self.bytes.get_mut(start..end)?.copy_from_slice(piece.as_bytes());
        }
        self.start = start;
        Some(())
    }

    /// Returns the canonical request that was written last.
    pub(crate) fn latest(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }
}

/// The length of the longest method and of two line feeds.
const LONGEST_METHOD: usize = "OPTIONS\n\n".len();

impl Write for CanonicalRequests {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.bytes.capacity() - self.bytes.len() < text.len() {
            return Err(fmt::Error);
        }
        self.bytes.extend_from_slice(text.as_bytes());
        Ok(())
    }
}
