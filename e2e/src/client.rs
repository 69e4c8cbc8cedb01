//! An HTTP client that adds nothing to a request but its length, and changes nothing.
//!
//! Path, query and `Host` go out byte for byte as they stand in the URL, which an ordinary client does not
//! promise: it resolves `..`, may re-encode, and looks the host up. This one connects to a given socket.

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

/// What went wrong before there was an answer.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// Sends requests to one socket, each over a connection of its own.
#[derive(Clone, Copy, Debug)]
pub struct Client {
    address: SocketAddr,
}

/// A request to be sent.
#[derive(Clone, Debug)]
#[must_use]
pub struct Call {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Bytes,
}

impl Call {
    /// Any request.
    pub fn new(method: impl Into<String>, url: impl Into<String>) -> Self {
        Self { method: method.into(), url: url.into(), headers: Vec::new(), body: Bytes::new() }
    }

    /// What a presigned URL asks of its user: its method, and the headers that it has signed.
    pub fn presigned(url: &PresignedUrl) -> Self {
        let headers = url.headers().map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self { headers: headers.collect(), ..Self::new(url.method().as_str(), url.as_str()) }
    }

    /// Changes the URL, to see what a changed one does.
    pub fn map_url(mut self, change: impl FnOnce(String) -> String) -> Self {
        self.url = change(self.url);
        self
    }

    /// Another method.
    pub fn method(mut self, method: &str) -> Self {
        method.clone_into(&mut self.method);
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Takes a header away, whatever its case.
    pub fn without_header(mut self, name: &str) -> Self {
        self.headers.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
        self
    }

    /// The headers that it will carry, besides `Host`.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (&**name, &**value))
    }

    /// The bytes to upload.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }
}

impl fmt::Display for Call {
    /// The method and the URL: `GET http://...`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.url)
    }
}

/// A server's answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, whole.
    pub body: Bytes,
}

/// What S3 says in an error document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct S3Error {
    /// `Code`, for programs: `AccessDenied`.
    pub code: String,
    /// `Message`, for people.
    pub message: String,
}

impl Answer {
    /// One header as text, if it is there and is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as text, with a mark where it is not.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The S3 error in the body, if it is one.
    #[must_use]
    pub fn error(&self) -> Option<S3Error> {
        let code = self.element("Code")?;
        let message = self.element("Message").unwrap_or_default();
        Some(S3Error { code, message })
    }

    /// The text of the first element of that name.
    #[must_use]
    pub fn element(&self, name: &str) -> Option<String> {
        self.elements(name).into_iter().next()
    }

    /// The texts of all elements of that name, in order; none if the body is not XML.
    #[must_use]
    pub fn elements(&self, name: &str) -> Vec<String> {
        crate::xml::texts_of(&self.body, name)
    }
}

impl fmt::Display for Answer {
    /// `200 OK`, or `403 Forbidden, AccessDenied: Request has expired`.
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
    /// A client of the server at that socket.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self { address }
    }

    /// Sends and waits for the whole answer.
    ///
    /// # Errors
    ///
    /// A URL that is not `http://host/...`, a method or header that HTTP cannot carry, a connection that fails.
    pub async fn send(&self, call: Call) -> Result<Answer, Error> {
        let (host, target) = split_url(&call.url)?;
        let method = Method::from_bytes(call.method.as_bytes())?;
        // hyper says nothing of the length of an empty body, and S3 wants to know it (RFC 9110, section 8.6).
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
        // The connection has to be driven for the exchange to go on. A server may close it after its answer.
        tokio::pin!(exchange);
        tokio::select! {
            answer = &mut exchange => Ok(answer?),
            closed = connection => {
                closed?;
                Ok(exchange.await?)
            }
        }
    }

    /// GETs a URL as anyone would who was sent it.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send).
    pub async fn get(&self, url: &str) -> Result<Answer, Error> {
        self.send(Call::new("GET", url)).await
    }
}

/// The authority, and everything behind it, as they stand.
fn split_url(url: &str) -> Result<(&str, &str), Error> {
    let rest = url.strip_prefix("http://").ok_or_else(|| format!("not an http URL: {url}"))?;
    let at = rest.find('/').ok_or_else(|| format!("no path in the URL: {url}"))?;
    Ok(rest.split_at(at))
}
