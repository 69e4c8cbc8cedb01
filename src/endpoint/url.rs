//! The URL of an endpoint, parsed strictly and once. It comes from a program's configuration; keys are never parsed as
//! URLs.

use alloc::format;
use alloc::string::{String, ToString};
use core::net::{Ipv4Addr, Ipv6Addr};

use super::punycode;
use crate::error::{Byte, ENDPOINT_PATH, Error, Found, Repr};
use crate::sigv4::path::{DotSegments, check_path};
use crate::sigv4::{encode_path, percent_decode};

/// The scheme, host, port and base path, as they are sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EndpointUrl {
    pub(crate) scheme: &'static str,
    /// The host in lower case, and the port unless it is the scheme's default.
    pub(crate) authority: String,
    /// Empty, or a path that begins with a slash and does not end with one.
    pub(crate) path: String,
}

/// The schemes that an endpoint may use.
#[derive(Clone, Copy)]
pub(crate) enum Schemes {
    Http,
    HttpAndWebSocket,
}

impl EndpointUrl {
    /// Creates an `https://` endpoint from a valid host in lower case.
    pub(crate) fn https(host: String) -> Self {
        Self { scheme: "https", authority: host, path: String::new() }
    }

    pub(crate) fn parse(text: &str, schemes: Schemes) -> Result<Self, Error> {
        // Check first the three parts that may hold a secret, so that no later message can show one.
        check_no_secret_parts(text)?;

        let (scheme, default_port, rest) = split_scheme(text, schemes)?;
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let start = text.len() - rest.len();
        let (host, port) = split_port(authority, start)?;
        if host.is_empty() {
            return Err(Repr::EndpointWithoutHost { found: Found::new(&text[..start]) }.into());
        }
        let host = canonical_host(host).ok_or_else(|| invalid_host(host, start))?;
        let path = path.trim_end_matches('/');
        check_path(ENDPOINT_PATH, path)?;
        let hint = "clients remove it before sending, so the request would go to another path; leave it out";
        DotSegments::Encoded.check(ENDPOINT_PATH, path, hint)?;

        let authority = match port {
            Some(port) if port != default_port => format!("{host}:{port}"),
            _ => host,
        };
        Ok(Self { scheme, authority, path: path.to_string() })
    }

    /// Re-encodes the base path the way S3 signs it: decoded, then encoded once. The path that is sent is then the path
    /// that is signed.
    pub(crate) fn with_s3_path(self) -> Result<Self, Error> {
        // A decoded `%2F` would become an ordinary slash, and the request would go to another path.
        if let Some(offset) = self.path.to_ascii_lowercase().find("%2f") {
            let (found, what) = (Found::new(&self.path), "a `%2F`");
            let hint = "S3 can't tell an encoded slash from a plain one, so write `/`";
            return Err(Repr::InvalidPath { field: ENDPOINT_PATH, found, what, offset, hint }.into());
        }
        let path = encode_path(&percent_decode(&self.path)?).to_string();
        Ok(Self { path, ..self })
    }

    /// Returns the host without its port. An IPv6 address keeps its brackets.
    pub(crate) fn host(&self) -> &str {
        match self.authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => host,
            _ => &self.authority,
        }
    }

    /// Returns whether the host is an IPv4 or IPv6 address, which cannot have subdomains.
    pub(crate) fn is_ip_address(&self) -> bool {
        let host = self.host();
        host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok()
    }

    /// Prepends labels to the host.
    pub(crate) fn under(self, labels: &str) -> Result<Self, Error> {
        let authority = format!("{}.{}", labels.to_ascii_lowercase(), self.authority);
        let endpoint = Self { authority, ..self };
        // The labels and the host may each be valid, but too long together.
        match canonical_host(endpoint.host()) {
            Some(_) => Ok(endpoint),
            None => Err(Repr::InvalidEndpointHost { found: Found::new(endpoint.host()) }.into()),
        }
    }
}

/// Parses a host without a port, and returns it as it is sent.
#[cfg(feature = "token")]
pub(crate) fn parse_host(text: &str) -> Result<String, Error> {
    check_no_secret_parts(text)?;
    if let Some((what, offset)) = find_what_is_with_it(text) {
        return Err(Repr::HostNotAlone { what, offset }.into());
    }
    if text.is_empty() {
        return Err(Repr::EndpointWithoutHost { found: Found::new(text) }.into());
    }
    canonical_host(text).ok_or_else(|| invalid_host(text, 0))
}

/// Finds the first character that can't be part of a host or name, and returns what it shows (such as a port) and its
/// offset. The text may be a URL, a connection string or even a secret access key, so no error may quote it.
#[cfg(feature = "token")]
pub(crate) fn find_what_is_with_it(text: &str) -> Option<(&'static str, usize)> {
    if text.starts_with("arn:") {
        return Some(("an ARN", 0));
    }
    // Skip the colons of an IPv6 address.
    let inner = text.strip_prefix('[').unwrap_or(text);
    let (address, _) = inner.split_once(']').unwrap_or((inner, ""));
    let colons_until = if address.parse::<Ipv6Addr>().is_ok() { text.len() - inner.len() + address.len() } else { 0 };
    text.char_indices().find_map(|(offset, character)| match character {
        ':' if offset < colons_until => None,
        ':' if text[offset..].starts_with("://") => Some(("a scheme", offset)),
        ':' => Some(("a port", offset)),
        '/' => Some(("a path", offset)),
        '=' => Some(("an equals sign", offset)),
        '+' => Some(("a plus sign", offset)),
        _ if character.is_whitespace() => Some(("whitespace", offset)),
        _ => None,
    })
}

/// Checks that an endpoint has no user info, query or fragment. Any `@` counts as the end of user info, even after a
/// slash: the text before it may be a secret access key pasted in by mistake, which can contain slashes. A base path
/// can write its `@` as `%40`.
pub(crate) fn check_no_secret_parts(text: &str) -> Result<(), Error> {
    if let Some(offset) = text.find('@') {
        return Err(Repr::EndpointUserInfo { offset }.into());
    }
    match text.char_indices().find(|(_, character)| matches!(character, '?' | '#')) {
        Some((offset, '?')) => Err(Repr::EndpointQuery { offset }.into()),
        Some((offset, _)) => Err(Repr::EndpointFragment { offset }.into()),
        None => Ok(()),
    }
}

fn split_scheme(text: &str, schemes: Schemes) -> Result<(&'static str, u16, &str), Error> {
    let (known, allowed): (&[(&str, u16)], _) = match schemes {
        Schemes::Http => (&[("https", 443), ("http", 80)], "`https://` or `http://`"),
        Schemes::HttpAndWebSocket => {
            (&[("https", 443), ("http", 80), ("wss", 443), ("ws", 80)], "`https://`, `http://`, `wss://` or `ws://`")
        }
    };
    let error = || match is_like_a_host(text) {
        true => Repr::InvalidEndpointScheme { found: Found::new(text), allowed }.into(),
        false => Repr::NoEndpointScheme { allowed }.into(),
    };
    let (scheme, rest) = text.split_once("://").ok_or_else(error)?;
    let known = known.iter().find(|(known, _)| scheme.eq_ignore_ascii_case(known));
    known.map(|&(scheme, port)| (scheme, port, rest)).ok_or_else(error)
}

/// Splits host and port. `start` is the offset of the authority in the endpoint, for error messages.
fn split_port(authority: &str, start: usize) -> Result<(&str, Option<u16>), Error> {
    // The colons of an IPv6 address are inside its brackets. Without the closing bracket, the whole text is an invalid
    // host.
    let host_end = match authority.find(']') {
        Some(bracket) => bracket + 1,
        None if authority.starts_with('[') => authority.len(),
        None => 0,
    };
    let Some(colon) = authority[host_end..].find(':').map(|colon| host_end + colon) else {
        return Ok((authority, None));
    };
    let (host, port) = (&authority[..colon], &authority[colon + 1..]);
    if port.contains(':') {
        // An IPv6 address without brackets: report the whole text as an invalid host, not its last group as an invalid
        // port.
        return Ok((authority, None));
    }
    // Anything but a number may be a password, and is not shown.
    if let Some((at, byte)) = port.bytes().enumerate().find(|(_, byte)| !byte.is_ascii_digit()) {
        return Err(Repr::EndpointPortWithOther { offset: start + colon + 1 + at, byte: Byte(byte) }.into());
    }
    match port.parse() {
        Ok(number @ 1..) => Ok((host, Some(number))),
        // A port may be empty (RFC 3986, section 3.2.3), and is then the scheme's default.
        _ if port.is_empty() => Ok((host, None)),
        _ => Err(Repr::InvalidEndpointPort { found: Found::new(port) }.into()),
    }
}

/// Returns the error for an invalid host, whose offset in the endpoint is `start`. The host is shown only if it is made
/// of letters, digits and the punctuation of hosts. Anything else may be a password.
fn invalid_host(host: &str, start: usize) -> Error {
    match host.char_indices().find(|&(_, character)| !is_of_a_host(character)) {
        Some((at, _)) => Repr::EndpointHostWithOther { offset: start + at, byte: Byte(host.as_bytes()[at]) }.into(),
        None => Repr::InvalidEndpointHost { found: Found::new(host) }.into(),
    }
}

fn is_of_a_host(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '_' | '.' | ':' | '[' | ']')
}

/// Returns whether a text may be shown as an endpoint without a valid scheme. A secret access key has no dot or colon.
fn is_like_a_host(text: &str) -> bool {
    text.is_empty()
        || text.contains(['.', ':']) && text.chars().all(|character| character == '/' || is_of_a_host(character))
}

/// Returns the host as clients send it, or `None` if it is invalid.
///
/// It accepts the hosts of RFC 3986, section 3.2.2, except registered names that DNS can't resolve. Clients that follow
/// the URL standard write an IPv6 address in its shortest form, and read any name whose last label is a number as an
/// IPv4 address (`127.1`, `0x7f000001`). They would send another host than the one that was signed.
fn canonical_host(host: &str) -> Option<String> {
    if let Some(address) = host.strip_prefix('[') {
        let address: Ipv6Addr = address.strip_suffix(']')?.parse().ok()?;
        return Some(match (address.to_ipv4_mapped(), address.segments()) {
            (Some(_), [.., high, low]) => format!("[::ffff:{high:x}:{low:x}]"),
            (None, _) => format!("[{address}]"),
        });
    }
    let host = host.to_ascii_lowercase();
    let mut labels = host.strip_suffix('.').unwrap_or(&host).split('.');
    let valid = host.len() <= 253 && labels.clone().all(is_host_label);
    let is_number = |label: &str| {
        let digits = label.strip_prefix("0x");
        digits.map_or_else(
            || label.bytes().all(|byte| byte.is_ascii_digit()),
            |digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        )
    };
    let named = !labels.next_back().is_some_and(is_number);
    (valid && (named || host.parse::<Ipv4Addr>().is_ok())).then_some(host)
}

/// Returns whether a text in lower case is valid as a label of a host. Underscores are not valid in host names, but
/// docker-compose uses them.
fn is_host_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.strip_prefix("xn--").is_none_or(punycode::is_valid)
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
