//! S3's error document, for requests that are rejected before they reach s3s.

use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use s3s::Body;

/// The error of a request that is rejected before it reaches s3s.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    code: &'static str,
    message: String,
    /// Further elements of the document, by name.
    details: Vec<(&'static str, String)>,
}

impl Refusal {
    /// Creates an error with status 400.
    pub(crate) fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), details: Vec::new() }
    }

    /// Adds an element to the document.
    pub(crate) fn detail(mut self, element: &'static str, value: impl Into<String>) -> Self {
        self.details.push((element, value.into()));
        self
    }

    /// Returns the `Code` element, for tests.
    #[cfg(test)]
    pub(crate) fn code(&self) -> &'static str {
        self.code
    }

    /// Returns the `Message` element, for tests.
    #[cfg(test)]
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    fn to_xml(&self) -> String {
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>");
        let head = [("Code", self.code), ("Message", self.message.as_str())];
        let details = self.details.iter().map(|(name, value)| (*name, value.as_str()));
        for (name, value) in head.into_iter().chain(details) {
            xml.push_str(&format!("<{name}>{}</{name}>", escape(value)));
        }
        xml.push_str("</Error>");
        xml
    }
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
        let mut response = Response::new(Body::from(refusal.to_xml()));
        *response.status_mut() = StatusCode::BAD_REQUEST;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_clients_stay_text() {
        let refusal = Refusal::bad_request("InvalidArgument", "a<b>&c\u{0}").detail("ArgumentName", "acl");
        assert_eq!(
            refusal.to_xml(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <Error><Code>InvalidArgument</Code><Message>a&lt;b&gt;&amp;c\u{fffd}</Message>\
             <ArgumentName>acl</ArgumentName></Error>"
        );
    }
}
