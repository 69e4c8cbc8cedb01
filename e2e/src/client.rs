//! An HTTP client that sends a request unchanged and adds only its length.
//!
//! Path, query and `Host` are sent byte for byte as in the URL. Ordinary clients don't guarantee that: they resolve
//! `..`, may re-encode the path, and look up the host. This client connects to a given socket.

use std::fmt;
use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper::header::{CONTENT_LENGTH, HOST, HeaderMap};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use presign::PresignedUrl;
use tokio::net::TcpStream;

/// Any error. Sending a request returns one if no response arrives.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// Sends requests to one socket, each over its own connection.
#[derive(Clone, Copy, Debug)]
pub struct Client {
    address: SocketAddr,
}

/// A request to send.
#[derive(Clone, Debug)]
#[must_use]
pub struct Call {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Bytes,
}

impl Call {
    /// Creates a request from its method and URL.
    pub fn new(method: impl Into<String>, url: impl Into<String>) -> Self {
        Self { method: method.into(), url: url.into(), headers: Vec::new(), body: Bytes::new() }
    }

    /// Creates the request for a presigned URL, with its method and signed headers.
    pub fn presigned(url: &PresignedUrl) -> Self {
        let headers = url.headers().map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self { headers: headers.collect(), ..Self::new(url.method().as_str(), url.as_str()) }
    }

    /// Changes the URL, to test what a changed one does.
    pub fn map_url(mut self, change: impl FnOnce(String) -> String) -> Self {
        self.url = change(self.url);
        self
    }

    /// Sets the method.
    pub fn method(mut self, method: &str) -> Self {
        method.clone_into(&mut self.method);
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Removes a header. Its name is case-insensitive.
    pub fn without_header(mut self, name: &str) -> Self {
        self.headers.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
        self
    }

    /// Returns the headers that are sent in addition to `Host`.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }
}

impl fmt::Display for Call {
    /// Writes the method and the URL: `GET http://...`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.url)
    }
}

/// A server's response.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

/// The content of an S3 error document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct S3Error {
    /// `Code`, such as `AccessDenied`.
    pub code: String,
    /// `Message`, a text for people.
    pub message: String,
}

impl Answer {
    /// Returns a header, if it is present and is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the body as text. Invalid UTF-8 is replaced by U+FFFD.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Returns the S3 error in the body, if there is one.
    #[must_use]
    pub fn error(&self) -> Option<S3Error> {
        let code = self.element("Code")?;
        let message = self.element("Message").unwrap_or_default();
        Some(S3Error { code, message })
    }

    /// Returns the text of the first element with this name.
    #[must_use]
    pub fn element(&self, name: &str) -> Option<String> {
        self.elements(name).into_iter().next()
    }

    /// Returns the texts of all elements with this name, in order. There are none if the body is not XML.
    #[must_use]
    pub fn elements(&self, name: &str) -> Vec<String> {
        crate::xml::texts_of(&self.body, name)
    }
}

impl fmt::Display for Answer {
    /// Writes `200 OK`, or `403 Forbidden, AccessDenied: Request has expired`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        if let Some(S3Error { code, message }) = self.error() {
            write!(f, ", {code}")?;
            if !message.is_empty() {
                write!(f, ": {message}")?;
            }
        }
        Ok(())
    }
}

impl Client {
    /// Creates a client for the server at this socket.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self { address }
    }

    /// Sends a request and returns the whole response.
    ///
    /// # Errors
    ///
    /// A URL that is not `http://host/...`, an invalid method or header, or a failed connection.
    pub async fn send(&self, call: Call) -> Result<Answer, Error> {
        let (host, target) = split_url(&call.url)?;
        let method = Method::from_bytes(call.method.as_bytes())?;
        // hyper sends no `Content-Length` for an empty body, but S3 requires it (RFC 9110, section 8.6).
        let uploads = matches!(method, Method::PUT | Method::POST);
        let says_length = call.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let mut request = Request::builder().method(method).uri(target).header(HOST, host);
        if uploads && !says_length {
            request = request.header(CONTENT_LENGTH, call.body.len());
        }
        for (name, value) in &call.headers {
            request = request.header(name, value);
        }
        let request = request.body(Full::new(call.body))?;

        let stream = TcpStream::connect(self.address).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let exchange = async {
            let (head, body) = sender.send_request(request).await?.into_parts();
            let body = body.collect().await?.to_bytes();
            Ok::<_, hyper::Error>(Answer { status: head.status, headers: head.headers, body })
        };
        // The exchange only progresses while the connection is polled. The server may close it after its response.
        tokio::pin!(exchange);
        tokio::select! {
            answer = &mut exchange => Ok(answer?),
            closed = connection => {
                closed?;
                Ok(exchange.await?)
            }
        }
    }

    /// Sends a GET request for a URL, without further headers.
    ///
    /// # Errors
    ///
    /// The errors of [`send`](Self::send).
    pub async fn get(&self, url: &str) -> Result<Answer, Error> {
        self.send(Call::new("GET", url)).await
    }
}

/// Splits a URL into the authority and the rest, unchanged.
fn split_url(url: &str) -> Result<(&str, &str), Error> {
    let rest = url.strip_prefix("http://").ok_or_else(|| format!("not an http URL: {url}"))?;
    let at = rest.find('/').ok_or_else(|| format!("no path in the URL: {url}"))?;
    Ok(rest.split_at(at))
}
