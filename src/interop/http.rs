//! Conversions to the requests of the crate `http`, which most clients accept, and between the methods of both crates.

use http::header::{HeaderName, HeaderValue};
use http::{Request, Uri};

use crate::error::Error;
use crate::method::Method;
use crate::signing::PresignedUrl;
use crate::sigv4::reserved_names::is_secret_header;

/// Converts a URL to the request to send (feature `http`): the method, the URL byte for byte, and the headers that the
/// client must send. The values of secret headers are marked as sensitive. The request has no body; add one with
/// `request.map(|()| body)`. The client sends `Host` itself.
///
/// ```
/// use presign::{Bucket, Credentials};
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let bucket = Bucket::new("photos")?;
/// let upload = bucket.put_object("boat.jpg").content_type("image/jpeg");
/// let url = upload.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
/// let request = http::Request::try_from(&url)?.map(|()| "the picture");
/// assert_eq!(request.method(), "PUT");
/// assert_eq!(request.uri().to_string(), url.as_str());
/// assert_eq!(request.headers()["content-type"], "image/jpeg");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// When the crate `http` can't hold the request: a URL of more than 65,534 bytes, or a header name of more than 65,535.
impl TryFrom<&PresignedUrl> for Request<()> {
    type Error = http::Error;

    fn try_from(url: &PresignedUrl) -> Result<Self, http::Error> {
        let mut request = Self::new(());
        *request.method_mut() = url.method().into();
        *request.uri_mut() = Uri::try_from(url.as_str())?;
        for (name, value) in url.headers() {
            let mut value = HeaderValue::from_bytes(value.as_bytes())?;
            value.set_sensitive(is_secret_header(name));
            request.headers_mut().try_append(HeaderName::from_bytes(name.as_bytes())?, value)?;
        }
        Ok(request)
    }
}

/// Converts a URL in the same way as a reference to it (feature `http`).
impl TryFrom<PresignedUrl> for Request<()> {
    type Error = http::Error;

    fn try_from(url: PresignedUrl) -> Result<Self, http::Error> {
        Self::try_from(&url)
    }
}

/// Converts the method (feature `http`).
impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Head => Self::HEAD,
            Method::Put => Self::PUT,
            Method::Post => Self::POST,
            Method::Delete => Self::DELETE,
            Method::Patch => Self::PATCH,
            Method::Options => Self::OPTIONS,
        }
    }
}

/// Converts the method of a request that arrived (feature `http`).
///
/// ```
/// use presign::{ErrorKind, Method};
///
/// assert_eq!(Method::try_from(&http::Method::PUT)?, Method::Put);
/// assert_eq!(Method::try_from(&http::Method::CONNECT).unwrap_err().kind(), ErrorKind::UnsupportedMethod);
/// # Ok::<(), presign::Error>(())
/// ```
///
/// # Errors
///
/// [`UnsupportedMethod`](crate::ErrorKind::UnsupportedMethod) for `CONNECT`, `TRACE` and extensions.
impl TryFrom<&http::Method> for Method {
    type Error = Error;

    fn try_from(method: &http::Method) -> Result<Self, Error> {
        method.as_str().parse()
    }
}

/// Converts a method in the same way as a reference to it (feature `http`).
impl TryFrom<http::Method> for Method {
    type Error = Error;

    fn try_from(method: http::Method) -> Result<Self, Error> {
        Self::try_from(&method)
    }
}
