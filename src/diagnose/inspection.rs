//! What a URL says about itself.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use time::OffsetDateTime;

use super::attempt::Attempt;
use super::bucket_and_key::BucketAndKey;
use super::cause::Cause;
use super::facts::Facts;
use super::finding::{Finding, Findings};
use super::{carried, faults, quoted, shown};
use crate::credentials::TokenKind;
use crate::error::{Error, Repr};
use crate::sigv4::Algorithm;

/// Reads what a presigned URL says about itself: who signed it, for what, until when, and what the client must send.
///
/// `url` is the text that a person has in hand. Line breaks, quotes, HTML escapes and the like are undone and reported
/// as [findings](Inspection::findings). A part that can't be read is `None`. Nothing proves that the signature is right:
/// see [`verify`](crate::verify) for that. `now` decides whether the URL has expired.
///
/// ```
/// use presign::Algorithm;
/// use presign::diagnose::inspect;
/// use time::macros::datetime;
///
/// let url = "https://photos.s3.eu-west-1.amazonaws.com/2026/boat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256\
///     &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261123%2Feu-west-1%2Fs3%2Faws4_request\
///     &X-Amz-Date=20261123T120000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=content-type%3Bhost\
///     &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
/// let inspection = inspect(url, datetime!(2026-11-23 12:05 UTC))?;
/// assert_eq!(inspection.access_key_id(), Some("AKIAIOSFODNN7EXAMPLE"));
/// assert_eq!((inspection.bucket(), inspection.key()), (Some("photos"), Some("2026/boat.jpg")));
/// assert_eq!(inspection.expires_at(), Some(datetime!(2026-11-23 12:15 UTC)));
/// assert!(!inspection.is_expired());
/// assert_eq!(inspection.headers_to_send(), ["content-type"]);
/// assert!(inspection.findings().is_empty());
/// println!("{inspection}");
/// # Ok::<(), presign::Error>(())
/// ```
///
/// # Errors
///
/// [`NotPresigned`](crate::ErrorKind::NotPresigned) for a text without any parameter of a signature, such as the URL of a
/// public object. The text is not shown.
pub fn inspect(url: &str, now: OffsetDateTime) -> Result<Inspection, Error> {
    let attempt = Attempt::new(url);
    let undone = carried::undo(&attempt.url);
    let facts = Facts::new(&attempt, &undone.url, now);
    let mut findings = Findings::default();
    undone.find(&attempt, &mut findings);
    faults::find(&facts, &mut findings);
    if findings.has(Cause::NotPresigned) {
        return Err(Repr::NotPresigned {}.into());
    }
    Ok(Inspection::new(&facts, findings.sorted()))
}

/// What a presigned URL says about itself. [`inspect`] returns it.
///
/// `Display` writes a summary. It is safe to paste into a public bug report, as `Debug` is: neither shows the signature, the
/// session token or a secret. They do show the host, the path, the access key ID and the names of headers.
#[derive(Clone, PartialEq, Eq)]
pub struct Inspection {
    access_key_id: Option<String>,
    algorithm: Option<Algorithm>,
    token: Option<TokenKind>,
    day: Option<String>,
    region: Option<String>,
    service: Option<String>,
    signed_at: Option<OffsetDateTime>,
    expires_at: Option<OffsetDateTime>,
    now: OffsetDateTime,
    host: String,
    path: String,
    bucket: Option<String>,
    key: Option<String>,
    headers: Vec<String>,
    findings: Vec<Finding>,
}

impl Inspection {
    fn new(facts: &Facts<'_>, findings: Vec<Finding>) -> Self {
        let claims = &facts.claims;
        let credential = claims.credential.as_ref();
        let old_id = facts.url.value("AWSAccessKeyId");
        let id = credential.map(|credential| &*credential.access_key_id).or(old_id.as_deref());
        let old_expiry =
            || facts.url.value("Expires").and_then(|at| OffsetDateTime::from_unix_timestamp(at.parse().ok()?).ok());
        let is_version_2 = credential.is_none() && old_id.is_some();
        let host = facts.url.host();
        let place = BucketAndKey::of(&host, facts.url.path, claims.service());
        let (bucket, key) = place.map_or((None, None), |place| (place.bucket, place.key));
        let own = |text: &str| Some(text.to_string()).filter(|text| !text.is_empty());
        Self {
            access_key_id: id.filter(|id| quoted::is_public_id(id)).map(ToString::to_string),
            algorithm: claims.algorithm,
            token: claims.token,
            day: credential.and_then(|credential| own(&credential.day)),
            region: credential.and_then(|credential| own(&credential.region)),
            service: credential.and_then(|credential| own(&credential.service)),
            signed_at: claims.signed_at(),
            expires_at: if is_version_2 { old_expiry() } else { claims.expires_at() },
            now: facts.now,
            host: facts.url.host_header(),
            path: facts.url.path.to_string(),
            bucket,
            key,
            headers: claims
                .signed_headers
                .iter()
                .flatten()
                .filter(|name| !name.eq_ignore_ascii_case("host"))
                .cloned()
                .collect(),
            findings,
        }
    }

    /// Returns the access key ID of the signer. `None` if it is missing, or may be a secret that took its place.
    pub fn access_key_id(&self) -> Option<&str> {
        self.access_key_id.as_deref()
    }

    /// Returns the algorithm of the signature. `None` if it is another one than SigV4 and SigV4A.
    pub fn algorithm(&self) -> Option<Algorithm> {
        self.algorithm
    }

    /// Returns the kind of the session token. `None` if there is no token, as in a URL that a long-term key signed.
    pub fn token(&self) -> Option<TokenKind> {
        self.token
    }

    /// Returns the day that the signing key is valid for, as `YYYYMMDD`.
    pub fn day(&self) -> Option<&str> {
        self.day.as_deref()
    }

    /// Returns the region that the URL is signed for. A SigV4A URL has none in its scope.
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// Returns the signing name of the service, such as `s3`.
    pub fn service(&self) -> Option<&str> {
        self.service.as_deref()
    }

    /// Returns when the URL was signed.
    pub fn signed_at(&self) -> Option<OffsetDateTime> {
        self.signed_at
    }

    /// Returns when the URL expires. A session token may expire earlier, and no URL says so.
    pub fn expires_at(&self) -> Option<OffsetDateTime> {
        self.expires_at
    }

    /// Returns whether the URL has expired at the time given to [`inspect`]. `false` if it doesn't say when it expires.
    pub fn is_expired(&self) -> bool {
        self.expires_at.is_some_and(|at| self.now >= at)
    }

    /// Returns how long the URL is still valid: zero if it has expired, and `None` if it doesn't say when it expires.
    pub fn remaining(&self) -> Option<Duration> {
        let seconds = self.expires_at?.unix_timestamp().saturating_sub(self.now.unix_timestamp());
        Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
    }

    /// Returns the host that the request goes to, with the port unless it is the scheme's default.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Returns the path, as it is encoded in the URL.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the bucket. `None` unless the host is one of S3 or of a service in the
    /// [table](crate::s3#s3-compatible-servers).
    pub fn bucket(&self) -> Option<&str> {
        self.bucket.as_deref()
    }

    /// Returns the object's key, decoded. `None` if the URL is for a bucket, or the host is not known.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Returns the names of the headers that the client must send with the signed values: all signed ones except `host`,
    /// which clients send by themselves. The URL doesn't contain the values.
    pub fn headers_to_send(&self) -> &[String] {
        &self.headers
    }

    /// Returns what looks wrong, the most certain first.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

impl fmt::Display for Inspection {
    /// Writes a line for each thing that is known, and then the findings.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unknown = || String::from("unknown");
        let value = |text: &Option<String>| text.as_deref().map_or_else(unknown, quoted::value);
        let time = |at: Option<OffsetDateTime>| at.map_or_else(unknown, shown::time);
        let signer = self.access_key_id.as_deref().map_or_else(unknown, quoted::access_key_id);
        let token = match self.token {
            Some(TokenKind::Security) => ", with a session token",
            Some(TokenKind::S3Session) => ", with a session token of S3 Express",
            None => "",
        };
        writeln!(f, "host:     {}", quoted::host(&self.host))?;
        writeln!(f, "path:     {}", quoted::path(&self.path))?;
        if let Some(bucket) = &self.bucket {
            writeln!(f, "bucket:   {}", quoted::path(bucket))?;
        }
        if let Some(key) = &self.key {
            writeln!(f, "key:      {}", quoted::path(key))?;
        }
        writeln!(f, "signer:   {signer}{token}")?;
        writeln!(f, "region:   {}", value(&self.region))?;
        writeln!(f, "service:  {}", value(&self.service))?;
        writeln!(f, "signed:   {}", time(self.signed_at))?;
        writeln!(f, "expires:  {}{}", time(self.expires_at), self.remaining_in_words())?;
        match &*self.headers {
            [] => writeln!(f, "send:     nothing but the URL")?,
            headers => writeln!(f, "send:     {} as signed", quoted::list(headers.iter().map(|name| &**name)))?,
        }
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        Ok(())
    }
}

impl Inspection {
    fn remaining_in_words(&self) -> String {
        match self.expires_at {
            Some(at) if self.is_expired() => {
                alloc::format!(" ({} ago)", shown::duration(shown::seconds_between(at, self.now)))
            }
            Some(at) => alloc::format!(" (in {})", shown::duration(shown::seconds_between(self.now, at))),
            None => String::new(),
        }
    }
}

/// Shows what `Display` shows.
impl fmt::Debug for Inspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inspection")
            .field("access_key_id", &self.access_key_id)
            .field("algorithm", &self.algorithm)
            .field("token", &self.token)
            .field("region", &self.region.as_deref().map(quoted::value))
            .field("service", &self.service.as_deref().map(quoted::value))
            .field("signed_at", &self.signed_at)
            .field("expires_at", &self.expires_at)
            .field("host", &quoted::host(&self.host))
            .field("path", &quoted::path(&self.path))
            .field("headers_to_send", &quoted::list(self.headers.iter().map(|name| &**name)))
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}
