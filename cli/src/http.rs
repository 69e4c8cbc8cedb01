//! A small HTTP client, for the two commands that send requests: `multipart --upload` and `explain --try`.

use std::io::Read;
use std::time::Duration;

use ureq::http::Request;
use ureq::{Agent, AsSendBody};

use crate::failure::Failure;

/// The longest body of an answer that is read: error documents and lists of parts are shorter.
const LONGEST_BODY: u64 = 4 << 20;

/// A response.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Returns a client that sends only the headers that it is given, and follows no redirect: the host is signed.
///
/// `patience` is how long it waits for the beginning of a response.
pub(crate) fn client(patience: Duration) -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent(concat!("presign/", env!("CARGO_PKG_VERSION")))
        .accept("")
        .accept_encoding("")
        .timeout_connect(Some(Duration::from_secs(20)))
        .timeout_recv_response(Some(patience))
        .allow_non_standard_methods(true);
    config.build().new_agent()
}

/// Sends a request and reads the answer.
pub(crate) fn send<'a>(
    client: &Agent,
    method: &str,
    url: &str,
    headers: impl IntoIterator<Item = (&'a str, &'a str)>,
    body: impl AsSendBody,
) -> Result<Answer, Failure> {
    // No message shows the URL, which contains the signature.
    let mut request = Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let request = request.body(body).map_err(|error| Failure::new(format!("the request can't be sent: {error}")))?;
    let response = client.run(request).map_err(|error| match error {
        ureq::Error::BadUri(_) => {
            Failure::new("the request can't be sent: the URL must begin with https:// or http://")
        }
        error => Failure::new(format!("no response: {error}")),
    })?;
    let (parts, body) = response.into_parts();
    let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = parts.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    let mut bytes = Vec::new();
    body.into_reader()
        .take(LONGEST_BODY)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(format!("the response ended early: {error}")))?;
    Ok(Answer { status: parts.status.as_u16(), headers, body: bytes })
}
