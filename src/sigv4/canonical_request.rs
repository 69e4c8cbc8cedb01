//! Step 1 of the specification: the canonical request.

use alloc::string::String;
use core::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::canonical_headers::{CanonicalHeaders, SignedHeaders};

/// The payload hash of S3 when the body is not signed, as in every presigned URL that says nothing else.
pub const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// The payload hash of an empty body: the SHA-256 of nothing, which every service but S3 expects in a presigned URL.
pub const EMPTY_PAYLOAD_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// What is hashed: the request in the one form that signer and server agree on. `Display` gives exactly its bytes.
///
/// The parts come in canonical form already: the path from [`encode_path`](super::encode_path) (for services other than S3
/// of the [normalised](super::normalize_path) path as it is sent), the query from
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
    ending: Ending<'a>,
}

impl<'a> CanonicalRequest<'a> {
    /// Of parts in canonical form; `headers` holds all that are signed, `host` among them.
    pub fn new(
        method: &'a str,
        path: &'a str,
        query: &'a str,
        headers: &'a CanonicalHeaders,
        payload_hash: &'a str,
    ) -> Self {
        let (lines, names) = (headers.as_lines(), Names::OfLines(headers.signed_headers()));
        let ending = Ending { before_host: lines, host_line: "", after_host: "", names, payload_hash };
        Self { method, path, query, ending }
    }

    pub(crate) fn with_ending(method: &'a str, path: &'a str, query: &'a str, ending: Ending<'a>) -> Self {
        Self { method, path, query, ending }
    }

    /// The SHA-256 of the canonical request, which goes into the string to sign.
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = HashWriter(Sha256::new());
        // Hashing can't fail; the writer's `Result` is only its trait's.
        let _ = self.write_to(&mut hash);
        hash.0.finalize().into()
    }

    /// The text, in a buffer that is large enough from the beginning and is wiped when dropped: a header may be a secret.
    pub(crate) fn to_wiped_string(self) -> Zeroizing<String> {
        let mut length = Length(0);
        let _ = self.write_to(&mut length);
        let mut text = Zeroizing::new(String::with_capacity(length.0));
        let _ = self.write_to(&mut *text);
        text
    }

    fn write_to<W: fmt::Write>(&self, out: &mut W) -> fmt::Result {
        [self.method, "\n", self.path, "\n", self.query].into_iter().try_for_each(|part| out.write_str(part))?;
        self.ending.write_to(out)
    }
}

impl fmt::Display for CanonicalRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(f)
    }
}

/// Shows no values: the query may hold a session token, a header an encryption key.
impl fmt::Debug for CanonicalRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CanonicalRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("signed_headers", &self.ending.names)
            .field("payload_hash", &self.ending.payload_hash)
            .finish_non_exhaustive()
    }
}

/// The canonical request from the line feed after the query to its end.
///
/// It stands alone so that signing can write it behind the query in the URL's own buffer and hash both in one piece.
#[derive(Clone, Copy)]
pub(crate) struct Ending<'a> {
    before_host: &'a str,
    host_line: &'a str,
    after_host: &'a str,
    names: Names<'a>,
    payload_hash: &'a str,
}

/// The names of the signed headers.
#[derive(Clone, Copy)]
enum Names<'a> {
    OfLines(SignedHeaders<'a>),
    Written(&'a str),
}

impl fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OfLines(names) => fmt::Display::fmt(names, f),
            Self::Written(names) => f.write_str(names),
        }
    }
}

impl<'a> Ending<'a> {
    /// With the line of `host` among those of the headers.
    pub(crate) fn new(headers: &'a CanonicalHeaders, host_line: &'a str, payload_hash: &'a str) -> Self {
        let (before_host, after_host) = headers.around_host();
        let [names, _] = headers.names_with_host();
        Self { before_host, host_line, after_host, names: Names::Written(names), payload_hash }
    }

    pub(crate) fn write_to<W: fmt::Write>(&self, out: &mut W) -> fmt::Result {
        let blocks = ["\n", self.before_host, self.host_line, self.after_host, "\n"];
        blocks.into_iter().try_for_each(|block| out.write_str(block))?;
        match self.names {
            Names::OfLines(names) => write!(out, "{names}")?,
            Names::Written(names) => out.write_str(names)?,
        }
        out.write_str("\n")?;
        out.write_str(self.payload_hash)
    }
}

struct HashWriter(Sha256);

impl fmt::Write for HashWriter {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text);
        Ok(())
    }
}

struct Length(usize);

impl fmt::Write for Length {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}
