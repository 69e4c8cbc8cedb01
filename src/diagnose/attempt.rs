//! A request with a presigned URL, and what came of it.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use time::OffsetDateTime;
use zeroize::Zeroizing;

use crate::credentials::Credentials;

/// A request with a presigned URL, and what came of it: whatever a person has in hand.
///
/// Only the URL is required. Each further detail helps [`explain`](super::explain) to find the cause: the response above
/// all, then the method and the headers that were really sent.
///
/// `Debug` shows neither the URL nor the values of headers nor the response, which may contain secrets.
///
/// ```
/// use presign::diagnose::{Attempt, explain};
/// use time::macros::datetime;
///
/// let url = "https://photos.s3.us-east-1.amazonaws.com/boat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256\
///     &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261123%2Fus-east-1%2Fs3%2Faws4_request\
///     &X-Amz-Date=20261123T120000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host\
///     &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
/// let attempt = Attempt::new(url)
///     .response(403, "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>")
///     .response_header("Date", "Mon, 23 Nov 2026 12:20:00 GMT");
/// let diagnosis = explain(&attempt, None, datetime!(2026-11-23 12:20 UTC));
/// assert_eq!(diagnosis.findings()[0].code, "expired");
/// ```
#[derive(Clone)]
#[must_use]
pub struct Attempt {
    pub(super) url: Zeroizing<String>,
    pub(super) method: Option<String>,
    pub(super) headers: Vec<Header>,
    pub(super) status: Option<u16>,
    pub(super) body: Zeroizing<Vec<u8>>,
    pub(super) response_headers: Vec<Header>,
    pub(super) server_date: Option<OffsetDateTime>,
    pub(super) client_error: Option<String>,
    pub(super) hosts: Vec<String>,
    pub(super) credentials: Vec<Credentials>,
}

/// The name and the value of a header. The value may be a secret.
pub(super) type Header = (String, Zeroizing<String>);

fn header(name: impl AsRef<str>, value: impl AsRef<str>) -> Header {
    (name.as_ref().to_owned(), Zeroizing::new(value.as_ref().to_owned()))
}

impl Attempt {
    /// Creates an attempt from the URL, exactly as the person or program that failed had it. It need not be a valid URL.
    pub fn new(url: impl AsRef<str>) -> Self {
        Self {
            url: Zeroizing::new(url.as_ref().to_owned()),
            method: None,
            headers: Vec::new(),
            status: None,
            body: Zeroizing::new(Vec::new()),
            response_headers: Vec::new(),
            server_date: None,
            client_error: None,
            hosts: Vec::new(),
            credentials: Vec::new(),
        }
    }

    /// Sets the method that was sent. Without it, no finding relies on the method.
    pub fn method(mut self, method: impl AsRef<str>) -> Self {
        self.method = Some(method.as_ref().to_ascii_uppercase());
        self
    }

    /// Adds a header that was sent, `Host` included if it is known. Call it once for each header.
    ///
    /// If there is no header at all, the headers count as unknown. If there is one, those that are not given count as not
    /// sent, except `Host`.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.headers.push(header(name, value));
        self
    }

    /// Sets the status and the body of the response. A body that is not text is kept too.
    pub fn response(mut self, status: u16, body: impl AsRef<[u8]>) -> Self {
        self.status = Some(status);
        self.body = Zeroizing::new(body.as_ref().to_vec());
        self
    }

    /// Adds a header of the response. `Date`, `Location`, `x-amz-bucket-region` and those of CORS tell most.
    pub fn response_header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.response_headers.push(header(name, value));
        self
    }

    /// Sets the time of the server when it answered. The header `Date` of the response is used if this is not set.
    ///
    /// ```
    /// use presign::diagnose::{Attempt, explain};
    /// use presign::{Bucket, Credentials};
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let now = datetime!(2026-11-23 12:00 UTC);
    /// let url = Bucket::new("photos")?.get_object("boat.jpg").sign_at(&credentials, now)?;
    /// let attempt = Attempt::new(url.as_str()).response(403, "").server_date(datetime!(2026-11-23 12:20 UTC));
    /// assert_eq!(explain(&attempt, None, now).findings()[0].code, "expired"); // by the server's clock
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn server_date(mut self, at: OffsetDateTime) -> Self {
        self.server_date = Some(at);
        self
    }

    /// Sets what the client said when there was no response, such as `curl: (6) Could not resolve host: ...`.
    ///
    /// ```
    /// use presign::diagnose::{Attempt, explain};
    /// use presign::{Bucket, Credentials};
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let now = datetime!(2026-11-23 12:00 UTC);
    /// let url = Bucket::new("photos")?.get_object("boat.jpg").sign_at(&credentials, now)?;
    /// let attempt = Attempt::new(url.as_str()).failed_with("curl: (6) Could not resolve host: photos.s3.us-east-1.amazonaws.com");
    /// assert_eq!(explain(&attempt, None, now).findings()[0].code, "dns-failure");
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn failed_with(mut self, client_error: impl AsRef<str>) -> Self {
        self.client_error = Some(client_error.as_ref().to_owned());
        self
    }

    /// Adds a host, with a port if there is one, that the URL may have been signed for, such as the address of a server
    /// behind a proxy. [`explain`](super::explain) tries it if it has the secret.
    ///
    /// ```
    /// use presign::diagnose::{Attempt, explain};
    /// use presign::{Bucket, Credentials};
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let now = datetime!(2026-11-23 12:00 UTC);
    /// let bucket = Bucket::builder("photos").endpoint("http://minio:9000").build()?;
    /// let url = bucket.get_object("boat.jpg").sign_at(&credentials, now)?;
    /// let handed_out = url.as_str().replace("http://minio:9000", "https://files.example.com");
    /// let attempt = Attempt::new(handed_out).method("GET").candidate_host("minio:9000");
    /// assert_eq!(explain(&attempt, Some(&credentials), now).findings()[0].code, "host-changed");
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn candidate_host(mut self, host: impl AsRef<str>) -> Self {
        self.hosts.push(host.as_ref().to_owned());
        self
    }

    /// Adds credentials that may have signed the URL, such as the previous ones. [`explain`](super::explain) tries them
    /// after those that it is given.
    ///
    /// ```
    /// use presign::diagnose::{Attempt, explain};
    /// use presign::{Bucket, Credentials};
    /// use time::macros::datetime;
    ///
    /// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// let now = datetime!(2026-11-23 12:00 UTC);
    /// let previous = Credentials::new("AKIAIOSFODNN7EXAMPLE", "the previous secret");
    /// let url = Bucket::new("photos")?.get_object("boat.jpg").sign_at(&previous, now)?;
    /// let attempt = Attempt::new(url.as_str()).method("GET").candidate_credentials(previous);
    /// assert_eq!(explain(&attempt, Some(&credentials), now).findings()[0].code, "wrong-secret");
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn candidate_credentials(mut self, credentials: Credentials) -> Self {
        self.credentials.push(credentials);
        self
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |headers: &[Header]| -> Vec<String> { headers.iter().map(|(name, _)| name.clone()).collect() };
        f.debug_struct("Attempt")
            .field("method", &self.method)
            .field("headers", &names(&self.headers))
            .field("status", &self.status)
            .field("response_headers", &names(&self.response_headers))
            .field("server_date", &self.server_date)
            .finish_non_exhaustive()
    }
}
