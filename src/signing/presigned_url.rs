//! The result of signing: the URL, the headers to send with it, and its expiry.

use alloc::format;
use alloc::string::{String, ToString};
use core::{fmt, mem};

use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::validity::Validity;
use crate::endpoint::url::{EndpointUrl, Schemes};
use crate::error::Error;
use crate::method::Method;
use crate::sigv4::path::DotSegments;
use crate::sigv4::{HeaderLines, WipedString};

/// A URL that carries its own authorization: whoever has it can do this one thing until it expires.
///
/// `Display` and [`as_str`](Self::as_str) give the URL. `Debug` and [`redacted`](Self::redacted) leave out the
/// signature and the session token, and are safe to log.
///
/// A URL is not wiped from memory when dropped, although it contains the session token. If that matters, keep it as
/// `zeroize::Zeroizing::new(url.into_string())`.
///
/// ```
/// use presign::{Bucket, Credentials, Method};
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let upload = Bucket::new("photos")?
///     .put_object("boat.jpg")
///     .content_type("image/jpeg")
///     .sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
///
/// // What to send:
/// assert_eq!(upload.method(), Method::Put);
/// assert!(upload.as_str().starts_with("https://photos.s3.us-east-1.amazonaws.com/boat.jpg?X-Amz-Algorithm="));
/// assert!(upload.headers().eq([("content-type", "image/jpeg")]));
///
/// // And until when:
/// assert_eq!(upload.signed_at(), datetime!(2026-11-23 12:00 UTC));
/// assert_eq!(upload.expires_at(), Some(datetime!(2026-11-23 12:15 UTC)));
/// # Ok::<(), presign::Error>(())
/// ```
#[doc(alias = "presigned", alias = "pre-signed")]
#[derive(Clone, PartialEq, Eq)]
pub struct PresignedUrl {
    url: String,
    /// The offset at which the scheme, host and base path end.
    base_end: usize,
    method: Method,
    /// Whether the client sends a body.
    has_body: bool,
    headers: HeaderLines,
    validity: Validity,
}

impl PresignedUrl {
    pub(crate) fn new(
        url: String,
        base_end: usize,
        method: Method,
        has_body: bool,
        headers: HeaderLines,
        validity: Validity,
    ) -> Self {
        Self { url, base_end, method, has_body, headers, validity }
    }

    /// Returns the base path of the endpoint: empty, or a path without a slash at its end.
    #[cfg(feature = "serde")]
    pub(crate) fn base_path(&self) -> &str {
        let base = &self.url[..self.base_end];
        let path = base.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
        path.unwrap_or_default()
    }

    /// Returns whether the client sends a body.
    #[cfg(feature = "serde")]
    pub(crate) fn has_body(&self) -> bool {
        self.has_body
    }

    /// Replaces the scheme, the host and the base path of the endpoint. Everything else stays as it was signed.
    ///
    /// Use this if clients reach the server at another address than the server itself sees, because a proxy or CDN in
    /// between changes the address of each request:
    ///
    /// - A CDN sends the host of its origin: sign for the origin, and hand out the CDN's host.
    /// - A proxy removes a prefix from the path (nginx: `location /storage/ { proxy_pass http://minio:9000/; }`): sign
    ///   for the server without the prefix, and hand out the URL with it.
    ///
    /// If the proxy passes the client's host and path on unchanged, sign for the public address instead: set it as the
    /// [endpoint](crate::s3::BucketBuilder::endpoint).
    ///
    /// nginx decodes the path and merges its slashes if `proxy_pass` has a path, even `/`. Keys with `//` then fail, and
    /// on strict servers keys with characters such as `+` or `=`. Without a path, all keys work.
    ///
    /// ```
    /// use presign::{Bucket, Credentials};
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("minioadmin", "minioadmin");
    /// let bucket = Bucket::builder("photos").endpoint("http://minio:9000").build()?;
    /// let url = bucket.get_object("boat.jpg").sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
    /// let url = url.with_base_url("https://files.example.com/storage")?;
    /// assert!(url.as_str().starts_with("https://files.example.com/storage/photos/boat.jpg?X-Amz-Algorithm="));
    /// # Ok::<(), presign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`InvalidEndpointScheme`](crate::ErrorKind::InvalidEndpointScheme), `EndpointUserInfo`, `EndpointQuery`,
    /// `EndpointFragment`, `EndpointWithoutHost`, `InvalidEndpointHost`, `InvalidEndpointPort`, `InvalidPath`,
    /// `MalformedEscape` and `DotSegment` for a base URL that is not valid.
    #[doc(alias = "cdn")]
    #[doc(alias = "reverse proxy")]
    pub fn with_base_url(mut self, base_url: impl AsRef<str>) -> Result<Self, Error> {
        let EndpointUrl { scheme, authority, path } = EndpointUrl::parse(base_url.as_ref(), Schemes::HttpAndWebSocket)?;
        let base = format!("{scheme}://{authority}{path}");
        // The URL contains the session token.
        let signed = WipedString::from(mem::take(&mut self.url));
        let url = [&base, &signed[self.base_end..]].concat();
        Ok(Self { url, base_end: base.len(), ..self })
    }

    /// Returns the URL. The client must send it byte for byte.
    pub fn as_str(&self) -> &str {
        &self.url
    }

    /// Returns the URL without copying it. The client must send it byte for byte.
    pub fn into_string(self) -> String {
        self.url
    }

    /// Returns the method that was signed. With any other method, the server responds with SignatureDoesNotMatch.
    pub fn method(&self) -> Method {
        self.method
    }

    /// Returns the headers that the client must send, with exactly these values. Each lower-case name occurs once, and
    /// the names are sorted. `Host`, which every client sends by itself, is not included.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.headers.iter()
    }

    /// Returns whether the URL works as a link: on a page, in an email, or pasted into the address bar of a browser.
    ///
    /// This is a GET over HTTP or HTTPS that needs no header except `Host`. A path with a dot segment (see
    /// [`allow_dot_segments`](crate::PresignRequest::allow_dot_segments)) is not a link, because browsers remove dot
    /// segments.
    ///
    /// ```
    /// use presign::{Bucket, Credentials};
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let (bucket, now) = (Bucket::new("photos")?, datetime!(2026-11-23 12:00 UTC));
    /// let download = bucket.get_object("boat.jpg").download_as("boat.jpg").sign_at(&credentials, now)?;
    /// assert!(download.is_link());
    /// let first_bytes = bucket.get_object("boat.jpg").range(0..500).sign_at(&credentials, now)?;
    /// assert!(!first_bytes.is_link()); // the client must send `Range`
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn is_link(&self) -> bool {
        let path = self.url.split('?').next().unwrap_or_default();
        self.method == Method::Get
            && self.headers.is_empty()
            && path.starts_with("http")
            && !DotSegments::Encoded.are_in(path)
    }

    /// Returns the signing time, in UTC and whole seconds.
    pub fn signed_at(&self) -> OffsetDateTime {
        self.validity.signed_at()
    }

    /// Returns the time at which the URL expires; see [`Validity::expires_at`].
    pub fn expires_at(&self) -> Option<OffsetDateTime> {
        self.validity.expires_at()
    }

    /// Returns the signing time and the expiry.
    pub fn validity(&self) -> Validity {
        self.validity
    }

    /// Returns the URL with `REDACTED` in place of the signature and the session token.
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

    /// Returns a curl command that sends the request, quoted for a POSIX shell.
    ///
    /// PUT, POST and PATCH read the body from standard input. CopyObject, UploadPartCopy and CreateMultipartUpload have
    /// no body.
    ///
    /// The command includes the signature and the values of all headers, even a customer's encryption key. Treat it
    /// like the URL itself.
    ///
    /// ```
    /// use presign::{Bucket, Credentials};
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let upload = Bucket::new("photos")?
    ///     .put_object("boat.jpg")
    ///     .content_type("image/jpeg")
    ///     .sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
    /// let command = upload.to_curl();
    /// assert!(command.starts_with("curl --globoff --path-as-is --request PUT --data-binary @- "));
    /// assert!(command.contains(" --header 'content-type: image/jpeg' 'https://photos.s3.us-east-1.amazonaws.com/"));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn to_curl(&self) -> String {
        let mut command = String::from("curl --globoff --path-as-is");
        match self.method {
            Method::Get => {}
            Method::Head => command.push_str(" --head"),
            Method::Put | Method::Post | Method::Patch => {
                command.push_str(" --request ");
                command.push_str(self.method.as_str());
                command.push_str(if self.has_body { " --data-binary @-" } else { " --data-binary ''" });
                // By default curl sends the content type of a form, and S3 would store it with the object.
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
            // For curl, `name;` is a header without a value; `name:` removes the header.
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

/// The intermediate results of signing a URL, for tests and for comparison with what a server computed.
///
/// The canonical request includes the session token and the values of signed headers, so `Debug` leaves it out.
///
/// ```
/// use presign::{Bucket, Credentials};
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let trace = Bucket::new("photos")?.get_object("boat.jpg").trace_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
/// assert!(trace.canonical_request().starts_with("GET\n/boat.jpg\nX-Amz-Algorithm=AWS4-HMAC-SHA256&"));
/// assert!(trace.string_to_sign().starts_with("AWS4-HMAC-SHA256\n20261123T120000Z\n"));
/// assert!(trace.url().as_str().ends_with(trace.signature()));
/// # Ok::<(), presign::Error>(())
/// ```
#[derive(Clone)]
pub struct SigningTrace {
    /// Wiped when dropped, because a header may be a customer's encryption key.
    pub(crate) canonical_request: Zeroizing<String>,
    pub(crate) string_to_sign: String,
    pub(crate) url: PresignedUrl,
}

impl SigningTrace {
    /// Returns the canonical request, byte for byte. It includes the session token and the values of signed headers.
    pub fn canonical_request(&self) -> &str {
        &self.canonical_request
    }

    /// Returns the string to sign, byte for byte.
    pub fn string_to_sign(&self) -> &str {
        &self.string_to_sign
    }

    /// Returns the signature in hexadecimal digits.
    #[expect(clippy::expect_used, reason = "only a signed URL has a trace")]
    pub fn signature(&self) -> &str {
        let (_, signature) = self.url.as_str().rsplit_once('=').expect("a presigned URL ends with its signature");
        signature
    }

    /// Returns the URL.
    pub fn url(&self) -> &PresignedUrl {
        &self.url
    }

    /// Returns the URL without copying it.
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

/// Appends the pieces as one single-quoted shell word. Within single quotes, only the quote itself needs an escape.
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
