//! S3's error document, for requests that are rejected before they reach s3s.

use std::fmt;

use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use s3s::Body;

/// The error of a request that is rejected before it reaches s3s.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    document: String,
}

impl Refusal {
    /// Creates an error from a document that is already written.
    pub(crate) fn new(status: u16, document: String) -> Self {
        Self { status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), document }
    }

    /// Creates an error with status 400.
    pub(crate) fn bad_request(code: &str, message: &str) -> Self {
        Self::new(400, document(&[("Code", code), ("Message", message)]))
    }

    /// Creates the error of a server that is wrong.
    pub(crate) fn internal(message: &str) -> Self {
        Self::new(500, document(&[("Code", "InternalError"), ("Message", message)]))
    }
}

/// Does not show the document, which may contain a session token.
impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal").field("status", &self.status).finish_non_exhaustive()
    }
}

fn document(elements: &[(&str, &str)]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>");
    for (name, value) in elements {
        xml.push_str(&format!("<{name}>{}</{name}>", escape(value)));
    }
    xml.push_str("</Error>");
    xml
}

/// Escapes the special characters of XML, and replaces characters that XML does not allow. The values come from
/// clients.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => escaped.push(c),
            _ => escaped.push('\u{fffd}'),
        }
    }
    escaped
}

impl From<Refusal> for Response<Body> {
    fn from(refusal: Refusal) -> Self {
        let mut response = Response::new(Body::from(refusal.document));
        *response.status_mut() = refusal.status;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_clients_stay_text() {
        assert_eq!(
            Refusal::bad_request("InvalidArgument", "a<b>&c\u{0}").document,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <Error><Code>InvalidArgument</Code><Message>a&lt;b&gt;&amp;c\u{fffd}</Message></Error>"
        );
    }
}
