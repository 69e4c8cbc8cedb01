//! Step 1 of the specification: the canonical request.

use alloc::string::String;
use core::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::canonical_headers::CanonicalHeaders;
#[cfg(feature = "verify")]
use super::hashing::Pieces;

/// The payload hash for an unsigned body. It is the default for presigned URLs of S3.
pub const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// The payload hash of an empty body: the SHA-256 of no bytes. Every service except S3 expects it for a presigned URL.
pub const EMPTY_PAYLOAD_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The request in the form that the signer and the server both hash. `Display` gives exactly the bytes that are hashed.
///
/// All parts are given in canonical form. The path comes from [`encode_path`](super::encode_path); services other than
/// S3 [normalize](super::normalize_path) the path before encoding it. The query comes from
/// [`CanonicalQuery`](super::CanonicalQuery).
///
/// ```
/// use presign::sigv4::{CanonicalHeaders, CanonicalRequest, UNSIGNED_PAYLOAD};
///
/// let mut headers = CanonicalHeaders::new();
/// headers.insert("Host", "examplebucket.s3.amazonaws.com")?;
/// let request = CanonicalRequest::new("GET", "/test.txt", "versionId=3", &headers, UNSIGNED_PAYLOAD);
/// assert_eq!(
///     request.to_string(),
///     "GET\n/test.txt\nversionId=3\nhost:examplebucket.s3.amazonaws.com\n\nhost\nUNSIGNED-PAYLOAD",
/// );
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [Create a signed AWS API request][aws], step 1.
///
/// [aws]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
#[derive(Clone, Copy)]
pub struct CanonicalRequest<'a> {
    method: &'a str,
    path: &'a str,
    query: &'a str,
    /// The canonical headers, in consecutive parts: for a presigned URL, the line of `host` comes from the target and
    /// the others from the request.
    headers: [&'a str; 3],
    /// The signed headers, in consecutive parts.
    signed_headers: [&'a str; 2],
    payload_hash: &'a str,
}

impl<'a> CanonicalRequest<'a> {
    /// Creates a canonical request from parts in canonical form. `headers` must hold all signed headers, including
    /// `host`.
    pub fn new(
        method: &'a str,
        path: &'a str,
        query: &'a str,
        headers: &'a CanonicalHeaders,
        payload_hash: &'a str,
    ) -> Self {
        let signed_headers = headers.names();
        Self { method, path, query, headers: [headers.as_lines(), "", ""], signed_headers, payload_hash }
    }

    /// Creates a canonical request that signs `host` in addition to `headers`. `host_line` is the canonical line of
    /// `host`.
    #[inline]
    pub(crate) fn with_host(
        method: &'a str,
        path: &'a str,
        query: &'a str,
        host_line: &'a str,
        headers: &'a CanonicalHeaders,
        payload_hash: &'a str,
    ) -> Self {
        let (before_host, after_host) = headers.around_host();
        let [names, _] = headers.names_with_host();
        let headers = [before_host, host_line, after_host];
        Self { method, path, query, headers, signed_headers: [names, ""], payload_hash }
    }

    /// Creates a canonical request from the lines and names of all signed headers.
    #[cfg(feature = "verify")]
    pub(crate) fn of_lines(
        method: &'a str,
        path: &'a str,
        query: &'a str,
        header_lines: &'a str,
        signed_headers: &'a str,
        payload_hash: &'a str,
    ) -> Self {
        let (headers, signed_headers) = ([header_lines, "", ""], [signed_headers, ""]);
        Self { method, path, query, headers, signed_headers, payload_hash }
    }

    /// Returns the pieces of the canonical request, in order. The layout is written down only here: the text, its hash
    /// and the hashing in place all use it.
    #[inline]
    fn pieces(&self) -> [&'a str; 14] {
        let [before, between, after] = self.headers;
        let [names, more_names] = self.signed_headers;
        let (method, path, query, payload_hash) = (self.method, self.path, self.query, self.payload_hash);
        [method, "\n", path, "\n", query, "\n", before, between, after, "\n", names, more_names, "\n", payload_hash]
    }

    /// Returns the pieces before the query: the method and the path.
    #[inline]
    pub(crate) fn before_query(&self) -> [&'a str; QUERY] {
        let [method, feed, path, end, ..] = self.pieces();
        [method, feed, path, end]
    }

    /// Returns the pieces after the query: the line feed, the headers and the payload hash.
    #[inline]
    pub(crate) fn after_query(&self) -> [&'a str; 14 - QUERY - 1] {
        let [_, _, _, _, _, after_query @ ..] = self.pieces();
        after_query
    }

    /// Returns the SHA-256 of the canonical request, which goes into the string to sign.
    ///
    /// ```
    /// use presign::sigv4::{CanonicalHeaders, CanonicalRequest, EMPTY_PAYLOAD_HASH};
    ///
    /// let mut headers = CanonicalHeaders::new();
    /// headers.insert("Host", "example.amazonaws.com")?;
    /// headers.insert("X-Amz-Date", "20150830T123600Z")?;
    /// let request = CanonicalRequest::new("GET", "/", "", &headers, EMPTY_PAYLOAD_HASH);
    /// assert_eq!(request.hash()[..4], [0xbb, 0x57, 0x97, 0x72]);
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn hash(&self) -> [u8; 32] {
        self.pieces().into_iter().fold(Sha256::new(), Digest::chain_update).finalize().into()
    }

    /// Returns the same hash as [`hash`](Self::hash). It is faster, but leaves the text on the stack. Only servers use it:
    /// they have received the request in memory that is not wiped.
    #[cfg(feature = "verify")]
    pub(crate) fn hash_on_stack(&self) -> [u8; 32] {
        let [_, between, _] = self.headers;
        self.hash_with(between.as_bytes())
    }

    /// Returns the hash of a canonical request that signs only `host`, like [`hash_on_stack`](Self::hash_on_stack). A
    /// header is received as bytes, and it takes time to check that they are a `str`.
    #[cfg(feature = "verify")]
    pub(crate) fn hash_of_host(method: &str, path: &str, query: &str, host: &[u8], payload_hash: &str) -> [u8; 32] {
        let (headers, signed_headers) = (["host:", "", "\n"], ["host", ""]);
        CanonicalRequest { method, path, query, headers, signed_headers, payload_hash }.hash_with(host)
    }

    /// Returns the hash with other bytes in the place of the second part of the headers.
    #[cfg(feature = "verify")]
    #[inline(always)]
    fn hash_with(&self, between: &[u8]) -> [u8; 32] {
        let [a, b, c, d, e, f, g, _, i, j, k, l, m, n] = self.pieces();
        let mut message = Pieces::new();
        message.push(a);
        message.push(b);
        message.push(c);
        message.push(d);
        message.push(e);
        message.push(f);
        message.push(g);
        message.push_bytes(between);
        message.push(i);
        message.push(j);
        message.push(k);
        message.push(l);
        message.push(m);
        message.push(n);
        message.sha256()
    }

    /// Returns the text, in a buffer that never grows and is wiped when dropped, since a header may be a secret.
    pub(crate) fn to_wiped_string(self) -> Zeroizing<String> {
        Zeroizing::new(self.pieces().concat())
    }
}

/// The index of the query among the pieces.
const QUERY: usize = 4;

impl fmt::Display for CanonicalRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces().into_iter().try_for_each(|piece| f.write_str(piece))
    }
}

/// Shows no values: the query may hold a session token, and a header an encryption key.
impl fmt::Debug for CanonicalRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [names, more_names] = self.signed_headers;
        f.debug_struct("CanonicalRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("signed_headers", &format_args!("{names}{more_names}"))
            .field("payload_hash", &self.payload_hash)
            .finish_non_exhaustive()
    }
}
