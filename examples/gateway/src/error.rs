//! Why a request is not served, as S3 says it.

use std::borrow::Cow;
use std::fmt::Display;
use std::io;
use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{CONTENT_RANGE, CONTENT_TYPE};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use presign::verify::Rejection;

use crate::xml::Document;

/// Why a request is not served. The answer never has more than the client may know: the cause of an internal error goes
/// to the log.
#[derive(Clone, Debug)]
pub enum Error {
    /// The signature is not valid, or something that it depends on.
    Rejected(Rejection),
    /// The request is signed and not served, for a reason that S3 has a code for.
    Refused {
        /// The HTTP status.
        status: StatusCode,
        /// S3's error code.
        code: &'static str,
        /// What is wrong, for a person.
        message: Cow<'static, str>,
    },
    /// The range is outside the object, which has this many bytes.
    InvalidRange(u64),
    /// Something failed that is not the client's fault.
    Internal(Arc<dyn std::error::Error + Send + Sync>),
}

impl Error {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::Refused { status, code, message: message.into() }
    }

    pub(crate) fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into().into())
    }

    pub(crate) fn access_denied() -> Self {
        Self::new(StatusCode::FORBIDDEN, "AccessDenied", "Access Denied")
    }

    pub(crate) fn bad_digest(what: &str) -> Self {
        let message = format!("The {what} you specified did not match the calculated checksum.");
        Self::new(StatusCode::BAD_REQUEST, "BadDigest", message)
    }

    pub(crate) fn entity_too_large() -> Self {
        let message = "Your proposed upload exceeds the maximum allowed size";
        Self::new(StatusCode::BAD_REQUEST, "EntityTooLarge", message)
    }

    pub(crate) fn incomplete_body() -> Self {
        let message = "You did not provide the number of bytes specified by the Content-Length HTTP header";
        Self::new(StatusCode::BAD_REQUEST, "IncompleteBody", message)
    }

    pub(crate) fn invalid_argument(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "InvalidArgument", message)
    }

    pub(crate) fn method_not_allowed() -> Self {
        let message = "The specified method is not allowed against this resource.";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message)
    }

    pub(crate) fn no_such_bucket() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NoSuchBucket", "The specified bucket does not exist")
    }

    pub(crate) fn no_such_key() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NoSuchKey", "The specified key does not exist.")
    }

    /// Returns the error for something that S3 does and this server does not. To ignore it would be to do something else
    /// than the client asked for.
    pub(crate) fn not_implemented(what: impl Display) -> Self {
        let message = format!("This server does not implement {what}");
        Self::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", message)
    }

    pub(crate) fn precondition_failed() -> Self {
        let message = "At least one of the pre-conditions you specified did not hold";
        Self::new(StatusCode::PRECONDITION_FAILED, "PreconditionFailed", message)
    }

    pub(crate) fn is_no_such_key(&self) -> bool {
        matches!(self, Self::Refused { code: "NoSuchKey", .. })
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Rejected(rejection) => {
                StatusCode::from_u16(rejection.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
            Self::Refused { status, .. } => *status,
            Self::InvalidRange(_) => StatusCode::RANGE_NOT_SATISFIABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Creates the response. The answer to a HEAD request has the status alone.
    pub(crate) fn to_response(&self, method: &Method, resource: &str, request_id: &str) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status();
        if let Self::InvalidRange(size) = self
            && let Ok(range) = HeaderValue::try_from(format!("bytes */{size}"))
        {
            response.headers_mut().insert(CONTENT_RANGE, range);
        }
        if method != Method::HEAD {
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
            *response.body_mut() = Body::from(self.to_xml(resource, request_id));
        }
        response
    }

    fn to_xml(&self, resource: &str, request_id: &str) -> String {
        let (code, message): (_, &str) = match self {
            Self::Rejected(rejection) => return rejection.to_xml(resource, request_id),
            Self::Refused { code, message, .. } => (*code, message),
            Self::InvalidRange(_) => ("InvalidRange", "The requested range is not satisfiable"),
            Self::Internal(_) => ("InternalError", "We encountered an internal error. Please try again."),
        };
        let mut document = Document::new("Error", None);
        document.text("Code", code);
        document.text("Message", message);
        document.text("Resource", resource);
        document.text("RequestId", request_id);
        document.finish()
    }
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::internal(error)
    }
}

/// Leaves the body to `respond`, which knows the method and the request ID.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
