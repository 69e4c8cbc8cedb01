//! A second implementation of Signature Version 4 for presigned URLs, to compare with the library.
//!
//! Its input is what a server has: the method, the URL, the headers and the secret. It computes the expected signature,
//! or for SigV4A the expected string to sign.
//!
//! It follows the specification, is simple and slow, and shares no code with the library. Its input comes from the
//! library, so it panics if the input is invalid.
//!
//! Source: [Create a signed AWS API request][aws].
//!
//! [aws]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The parts of a URL, still encoded.
pub(crate) struct Url<'a> {
    pub(crate) scheme: &'a str,
    pub(crate) authority: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: Vec<(&'a str, &'a str)>,
}

impl<'a> Url<'a> {
    /// Parses a URL by the grammar of RFC 3986, with more restrictions: no user info, no fragment, a lower-case
    /// authority, and a `=` in every parameter.
    pub(crate) fn parse(text: &'a str) -> Self {
        let (scheme, rest) = text.split_once("://").expect("the URL has a scheme");
        assert!(["https", "http", "wss", "ws"].contains(&scheme), "invalid scheme {scheme}");
        let (place, query) = rest.split_once('?').expect("the URL has a query");
        let (authority, path) = place.split_at(place.find('/').unwrap_or(place.len()));
        check_authority(authority);
        check_characters("path", path, "-._~!$&'()*+,;=:@/");
        check_characters("query", query, "-._~!$'()*+,;:@/?&=");
        let query = query.split('&').map(|pair| pair.split_once('=').expect("each parameter has a `=`")).collect();
        Self { scheme, authority, path, query }
    }

    /// Returns the value of a parameter, which must occur once.
    pub(crate) fn parameter(&self, name: &str) -> String {
        let values: Vec<_> = self.query.iter().filter(|(other, _)| *other == name).collect();
        assert_eq!(values.len(), 1, "{name} must occur once");
        String::from_utf8(decode(values[0].1)).expect("the value is UTF-8")
    }

    /// Returns the host as a client sends it: lower-case, and without the scheme's default port.
    fn host(&self) -> String {
        let default_port = if ["https", "wss"].contains(&self.scheme) { ":443" } else { ":80" };
        let host = self.authority.to_lowercase();
        host.strip_suffix(default_port).map(str::to_string).unwrap_or(host)
    }
}

/// Computes the expected signature of a URL, in hexadecimal. `headers` are those that the client sends besides `Host`.
pub(crate) fn signature(method: &str, url: &str, headers: &[(&str, &str)], secret: &str) -> String {
    let message = string_to_sign(method, url, headers);
    let [algorithm, _, scope, _] = message.split('\n').collect::<Vec<_>>()[..] else { panic!("expected four lines") };
    assert_eq!(algorithm, "AWS4-HMAC-SHA256");

    // Steps 4 and 5: the key and the signature.
    let key = scope.split('/').fold(format!("AWS4{secret}").into_bytes(), |key, part| hmac(&key, part));
    hex::encode(hmac(&key, &message))
}

/// Computes the string to sign of a URL, for the algorithm in its query.
pub(crate) fn string_to_sign(method: &str, url: &str, headers: &[(&str, &str)]) -> String {
    let url = Url::parse(url);
    let algorithm = url.parameter("X-Amz-Algorithm");
    let parts_of_scope = match algorithm.as_str() {
        "AWS4-HMAC-SHA256" => 4,
        "AWS4-ECDSA-P256-SHA256" => 3,
        other => panic!("unknown algorithm {other}"),
    };
    assert_eq!(parts_of_scope == 3, url.query.iter().any(|(name, _)| *name == "X-Amz-Region-Set"));
    let credential = url.parameter("X-Amz-Credential");
    // An access key ID may contain slashes, so the parts of the scope are counted from the end.
    let mut parts: Vec<_> = credential.rsplitn(parts_of_scope + 1, '/').collect();
    assert_eq!(parts.len(), parts_of_scope + 1, "wrong number of parts in {credential}");
    parts.pop();
    let (terminator, service, date) = (parts[0], parts[1], parts[parts_of_scope - 1]);
    parts.reverse();
    let scope = parts.join("/");
    let time = url.parameter("X-Amz-Date");
    assert_eq!(terminator, "aws4_request");
    assert_eq!(date, &time[..8], "the date of the scope must match X-Amz-Date");

    // Step 1: the canonical request.
    let is_s3 = ["s3", "s3express", "s3-object-lambda", "s3-outposts"].contains(&service);
    let path = if is_s3 { encode(&decode(url.path), "/") } else { encode(normalize(url.path).as_bytes(), "/") };
    let signed_headers = url.parameter("X-Amz-SignedHeaders");
    let mut lines = String::new();
    let mut payload_hash = if is_s3 { "UNSIGNED-PAYLOAD".to_string() } else { hex::encode(Sha256::digest("")) };
    for name in signed_headers.split(';') {
        let value = if name == "host" { url.host() } else { header(headers, name) };
        lines += &format!("{name}:{value}\n");
        if name == "x-amz-content-sha256" {
            payload_hash = value;
        }
    }
    let query = canonical_query(&url);
    let request = format!("{method}\n{path}\n{query}\n{lines}\n{signed_headers}\n{payload_hash}");

    // Steps 2 and 3: the string to sign.
    let hash = hex::encode(Sha256::digest(request));
    format!("{algorithm}\n{time}\n{scope}\n{hash}")
}

/// Decodes percent-encoded text, which must be well-formed.
pub(crate) fn decode(text: &str) -> Vec<u8> {
    let mut decoded = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(if byte == b'%' {
            let digits = [
                bytes.next().expect("the escape has a first digit"),
                bytes.next().expect("the escape has a second digit"),
            ];
            hex::decode(digits).expect("the digits are hexadecimal")[0]
        } else {
            byte
        });
    }
    decoded
}

/// Encodes text like the specification's `UriEncode()`: everything except unreserved characters and those in `kept`.
pub(crate) fn encode(bytes: &[u8], kept: &str) -> String {
    let mut encoded = String::new();
    for &byte in bytes {
        let character = char::from(byte);
        if character.is_ascii_alphanumeric() || "-._~".contains(character) || kept.contains(character) {
            encoded.push(character);
        } else {
            encoded += &format!("%{byte:02X}");
        }
    }
    encoded
}

fn canonical_query(url: &Url<'_>) -> String {
    let mut pairs = Vec::new();
    for (name, value) in &url.query {
        if *name != "X-Amz-Signature" {
            pairs.push((encode(&decode(name), ""), encode(&decode(value), "")));
        }
    }
    pairs.sort();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// Returns the canonical value of a header. The values of a repeated header are joined.
fn header(headers: &[(&str, &str)], name: &str) -> String {
    let values = headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
    let values: Vec<String> = values.map(|(_, value)| fold(value)).collect();
    assert!(!values.is_empty(), "the signed header {name} must be sent");
    values.join(",")
}

pub(crate) fn fold(value: &str) -> String {
    let mut value = value.replace('\t', " ");
    while value.contains("  ") {
        value = value.replace("  ", " ");
    }
    value.trim_matches(' ').to_string()
}

/// Removes empty segments and dot segments. A slash at the end of the path is kept, but never added.
pub(crate) fn normalize(path: &str) -> String {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        if segment == ".." {
            segments.pop();
        } else if !segment.is_empty() && segment != "." {
            segments.push(segment);
        }
    }
    let slash = if path.ends_with('/') && !segments.is_empty() { "/" } else { "" };
    format!("/{}{slash}", segments.join("/"))
}

pub(crate) fn hmac(key: &[u8], message: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC accepts keys of any length");
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn check_authority(authority: &str) {
    // Only an IPv6 host contains colons.
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (address, port) = rest.split_once(']').expect("the bracket is closed");
            assert!(address.parse::<std::net::Ipv6Addr>().is_ok(), "invalid address {address}");
            (address, port.strip_prefix(':'))
        }
        None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
    };
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-._:".contains(&byte);
    assert!(!host.is_empty() && host.bytes().all(allowed), "invalid host {host}");
    assert!(port.is_none_or(|port| port.parse::<u16>().is_ok_and(|number| number > 0)), "invalid port {port:?}");
}

fn check_characters(part: &str, text: &str, marks: &str) {
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        if byte == b'%' {
            let digits = bytes.get(at + 1..at + 3).unwrap_or_default();
            assert!(
                digits.len() == 2 && digits.iter().all(u8::is_ascii_hexdigit),
                "{part}: malformed escape in {text:?}"
            );
        } else {
            let allowed = byte.is_ascii_alphanumeric() || marks.contains(char::from(byte));
            assert!(allowed, "{part}: invalid byte {at} of {text:?}");
        }
    }
}
