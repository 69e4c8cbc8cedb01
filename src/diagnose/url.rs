//! A URL taken apart without changing a byte, and without failing.

use alloc::borrow::Cow;
use alloc::string::String;

use crate::sigv4::escaped::Escaped;

/// The parts of a URL. Parts that are missing are empty.
#[derive(Clone, Copy)]
pub(super) struct Url<'a> {
    /// `http`, `https`, `ws`, `wss` or another one, as written.
    pub(super) scheme: &'a str,
    /// The host and the port.
    pub(super) authority: &'a str,
    /// Whether there is a user name or password before the host. They are secret.
    pub(super) has_user_info: bool,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
}

/// A parameter of a query, still encoded. `name` and `name=` are the same.
#[derive(Clone, Copy)]
pub(super) struct Parameter<'a> {
    pub(super) name: Escaped<'a>,
    pub(super) value: Escaped<'a>,
}

impl<'a> Url<'a> {
    pub(super) fn split(text: &'a str) -> Self {
        // Clients don't send a fragment.
        let text = text.split_once('#').map_or(text, |(text, _)| text);
        let (text, query) = text.split_once('?').unwrap_or((text, ""));
        let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (has_user_info, authority) = match authority.rsplit_once('@') {
            Some((_, authority)) => (true, authority),
            None => (false, authority),
        };
        Self { scheme, authority, has_user_info, path, query }
    }

    /// Returns the host, in lower case and without its port.
    pub(super) fn host(&self) -> String {
        let port = self.port().map_or(0, |port| port.len() + ":".len());
        self.authority[..self.authority.len() - port].to_ascii_lowercase()
    }

    /// Returns the digits of the port.
    pub(super) fn port(&self) -> Option<&'a str> {
        let (_, port) = self.authority.rsplit_once(':')?;
        (!port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())).then_some(port)
    }

    /// Returns the value of the header `Host`: the host in lower case, and the port unless it is the scheme's default.
    pub(super) fn host_header(&self) -> String {
        let host = self.authority.to_ascii_lowercase();
        let default = match self.scheme {
            scheme if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("ws") => ":80",
            _ => ":443",
        };
        host.strip_suffix(default).map(String::from).unwrap_or(host)
    }

    /// Returns the parameters in the order of the query.
    pub(super) fn parameters(&self) -> impl Iterator<Item = Parameter<'a>> + Clone {
        self.query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Parameter { name: Escaped::of_query(name), value: Escaped::of_query(value) }
        })
    }

    /// Returns the value of the first parameter with this name, still encoded.
    pub(super) fn parameter(&self, name: &str) -> Option<Escaped<'a>> {
        self.parameters().find(|parameter| parameter.name.is(name)).map(|parameter| parameter.value)
    }

    /// Returns the value of the first parameter with this name. Bytes that are not UTF-8 are replaced.
    pub(super) fn value(&self, name: &str) -> Option<Cow<'a, str>> {
        self.parameter(name).map(decoded)
    }
}

/// Returns decoded text. Bytes that are not UTF-8 are replaced.
pub(super) fn decoded(text: Escaped<'_>) -> Cow<'_, str> {
    text.text().unwrap_or_else(|| {
        let bytes: alloc::vec::Vec<u8> = text.bytes().collect();
        Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_parts() {
        for (text, scheme, authority, path, query) in [
            ("https://Host:8443/a/b?c=d&e", "https", "Host:8443", "/a/b", "c=d&e"),
            ("http://host?c", "http", "host", "", "c"),
            ("host/a", "", "host", "/a", ""),
            ("/a?b", "", "", "/a", "b"),
            ("", "", "", "", ""),
            ("https://[::1]:9000/x", "https", "[::1]:9000", "/x", ""),
            ("https://jane:secret@host/@a", "https", "host", "/@a", ""),
        ] {
            let url = Url::split(text);
            assert_eq!((url.scheme, url.authority, url.path, url.query), (scheme, authority, path, query), "{text}");
        }
    }

    #[test]
    fn host_and_port() {
        for (text, host, port, header) in [
            ("https://Host:8443/", "host", Some("8443"), "host:8443"),
            ("https://host:443/", "host", Some("443"), "host"),
            ("http://host:443/", "host", Some("443"), "host:443"),
            ("http://host:80/", "host", Some("80"), "host"),
            ("https://[::1]/", "[::1]", None, "[::1]"),
            ("https://[::1]:9000/", "[::1]", Some("9000"), "[::1]:9000"),
        ] {
            let url = Url::split(text);
            assert_eq!((&*url.host(), url.port(), &*url.host_header()), (host, port, header), "{text}");
        }
    }
}
