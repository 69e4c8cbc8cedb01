//! The result of signing: the URL, the headers to send with it, and its validity.

use alloc::string::{String, ToString};
use core::fmt;

use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::validity::Validity;
use crate::method::Method;
use crate::sigv4::HeaderLines;

/// A URL that carries its own authorisation: whoever has it can do this one thing until it expires.
///
/// `Display` and [`as_str`](Self::as_str) give the URL. `Debug` and [`redacted`](Self::redacted) leave the signature and
/// the session token out, so that they may go into a log.
#[doc(alias = "presigned", alias = "pre-signed")]
#[derive(Clone, PartialEq, Eq)]
pub struct PresignedUrl {
    url: String,
    method: Method,
    /// Whether the client sends a body with it.
    has_body: bool,
    headers: HeaderLines,
    validity: Validity,
}

impl PresignedUrl {
    pub(crate) fn new(url: String, method: Method, has_body: bool, headers: HeaderLines, validity: Validity) -> Self {
        Self { url, method, has_body, headers, validity }
    }

    /// Returns the URL, which must be sent byte for byte.
    pub fn as_str(&self) -> &str {
        &self.url
    }

    /// Returns the URL, which must be sent byte for byte.
    pub fn into_string(self) -> String {
        self.url
    }

    /// The method that was signed; with any other the URL gives SignatureDoesNotMatch.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The headers that the client must send, with just these values, besides the `Host` that every client sends:
    /// lower-case names in order, each once.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.headers.iter()
    }

    /// Returns the signing time, in UTC, to the second.
    pub fn signed_at(&self) -> OffsetDateTime {
        self.validity.signed_at()
    }

    /// Returns the time at which the URL expires; see [`Validity::expires_at`].
    pub fn expires_at(&self) -> Option<OffsetDateTime> {
        self.validity.expires_at()
    }

    /// Returns when the URL was signed and when it expires.
    pub fn validity(&self) -> Validity {
        self.validity
    }

    /// The URL with `REDACTED` in place of the signature and of a session token.
    ///
    /// ```
    /// use presign::{Bucket, Credentials};
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let url = Bucket::new("photos")?.get_object("boat.jpg").sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
    /// assert!(url.redacted().ends_with("&X-Amz-SignedHeaders=host&X-Amz-Signature=REDACTED"));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn redacted(&self) -> String {
        redact(&self.url)
    }

    /// A command line that sends the request, for a shell of the POSIX kind. A method with a body (PUT, POST, PATCH)
    /// reads it from standard input; a copy and CreateMultipartUpload, which have none, do not.
    ///
    /// It holds the signature and what the headers hold, a customer's key too, so treat it like the URL itself.
    pub fn to_curl(&self) -> String {
        let mut command = String::from("curl --globoff --path-as-is");
        match self.method {
            Method::Get => {}
            Method::Head => command.push_str(" --head"),
            Method::Put | Method::Post | Method::Patch => {
                command.push_str(" --request ");
                command.push_str(self.method.as_str());
                command.push_str(if self.has_body { " --data-binary @-" } else { " --data-binary ''" });
                // Or curl would send a form's content type, and S3 would keep it with the object.
                if self.headers().all(|(name, _)| name != "content-type") {
                    command.push_str(" --header 'content-type:'");
                }
            }
            Method::Delete | Method::Options => {
                command.push_str(" --request ");
                command.push_str(self.method.as_str());
            }
        }
        for (name, value) in self.headers() {
            // A header without a value is written with a semicolon: curl takes `name:` for a header to leave out.
            let header = if value.is_empty() { [name, ";", ""] } else { [name, ": ", value] };
            command.push_str(" --header ");
            push_quoted(&header, &mut command);
        }
        command.push(' ');
        push_quoted(&[&self.url], &mut command);
        command
    }
}

impl fmt::Display for PresignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

impl fmt::Debug for PresignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresignedUrl")
            .field("url", &self.redacted())
            .field("method", &self.method)
            .field("headers", &self.headers)
            .field("validity", &self.validity)
            .finish()
    }
}

impl AsRef<str> for PresignedUrl {
    fn as_ref(&self) -> &str {
        &self.url
    }
}

impl From<PresignedUrl> for String {
    fn from(url: PresignedUrl) -> Self {
        url.url
    }
}

/// The steps that led to a URL, for tests and for comparison with a server's own computation.
///
/// The canonical request holds the session token and the values of signed headers, so `Debug` leaves it out.
#[derive(Clone)]
pub struct SigningTrace {
    /// Wiped, as the value of a header may be a customer's key.
    pub(crate) canonical_request: Zeroizing<String>,
    pub(crate) string_to_sign: String,
    pub(crate) url: PresignedUrl,
}

impl SigningTrace {
    /// The canonical request, byte for byte. It holds the session token, and the values of signed headers.
    pub fn canonical_request(&self) -> &str {
        &self.canonical_request
    }

    /// The string to sign, byte for byte.
    pub fn string_to_sign(&self) -> &str {
        &self.string_to_sign
    }

    /// The signature in hexadecimal.
    #[expect(clippy::expect_used, reason = "a trace is made from a URL that was signed")]
    pub fn signature(&self) -> &str {
        let (_, signature) = self.url.as_str().rsplit_once('=').expect("a presigned URL ends with its signature");
        signature
    }

    /// The URL.
    pub fn url(&self) -> &PresignedUrl {
        &self.url
    }

    /// The URL.
    pub fn into_url(self) -> PresignedUrl {
        self.url
    }
}

impl fmt::Debug for SigningTrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningTrace")
            .field("string_to_sign", &self.string_to_sign)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

fn redact(url: &str) -> String {
    let Some((path, query)) = url.split_once('?') else { return url.to_string() };
    let mut redacted = String::with_capacity(url.len());
    redacted.push_str(path);
    for (index, pair) in query.split('&').enumerate() {
        redacted.push(if index == 0 { '?' } else { '&' });
        match pair.split_once('=') {
            Some((name @ ("X-Amz-Signature" | "X-Amz-Security-Token" | "X-Amz-S3session-Token"), _)) => {
                redacted.push_str(name);
                redacted.push_str("=REDACTED");
            }
            _ => redacted.push_str(pair),
        }
    }
    redacted
}

/// In single quotes, where a shell leaves everything as it is but the quote itself.
pub(crate) fn push_quoted(pieces: &[&str], command: &mut String) {
    command.push('\'');
    for piece in pieces {
        for (index, part) in piece.split('\'').enumerate() {
            if index > 0 {
                command.push_str(r"'\''");
            }
            command.push_str(part);
        }
    }
    command.push('\'');
}
