//! Endpoints, and paths of requests to services.

use presign::s3::Addressing;
use presign::sigv4::percent_decode;
use presign::{Bucket, Error, ErrorKind, Method, Service};

use crate::util::errors::assert_error;
use crate::util::{NOW, credentials};

fn endpoint(url: &str) -> Result<Bucket, Error> {
    Bucket::builder("photos").endpoint(url).build()
}

fn path(path: &str) -> Result<String, Error> {
    let service = Service::new("execute-api", "us-east-1", "https://example.com")?;
    service.request(Method::Get, path).sign_at(&credentials(), NOW).map(String::from)
}

/// Credentials that were pasted into an endpoint are not shown, wherever they end up.
#[test]
fn endpoints_with_credentials() {
    let secret = "wJalrXUtnFEMI";
    for (pasted, message) in [
        (
            format!("https://AKIDEXAMPLE:{secret}%40s3.example.com"),
            "endpoint port has an invalid character at byte 20: `w`; use a number from 1 to 65535",
        ),
        (
            format!("https://AKIDEXAMPLE%3A{secret}%40s3.example.com"),
            "endpoint host has an invalid character at byte 19: `%`; use a DNS name in ASCII, an IPv4 address, or an \
             IPv6 address in brackets",
        ),
        (
            format!("https://{secret}+K7MDENG"),
            "endpoint host has an invalid character at byte 21: `+`; use a DNS name in ASCII, an IPv4 address, or an \
             IPv6 address in brackets",
        ),
        (format!("{secret}/K7MDENG/bPxRfiCYEXAMPLEKEY"), "endpoint must begin with `https://` or `http://`"),
        (format!("AKIDEXAMPLE:{secret}+K7MDENG"), "endpoint must begin with `https://` or `http://`"),
        (format!("https:///{secret}"), "endpoint \"https://\" has no host"),
    ] {
        let error = endpoint(&pasted).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(!format!("{error:?}").contains(secret));
    }
}

/// A client that can't decode an internationalized name rejects the whole URL.
#[test]
fn hosts_in_other_scripts() {
    for valid in ["xn--mnchen-3ya.de", "s3.xn--80ak6aa92e.com", "XN--BCHER-KVA.example"] {
        assert!(endpoint(&format!("https://{valid}")).is_ok(), "{valid}");
    }
}

#[test]
fn endpoints() {
    let scheme = |found: &str| format!("endpoint {found:?} must begin with `https://` or `http://`");
    for wrong in ["", "localhost:9000", "ftp://example.com", "https:/example.com", "wss://example.com"] {
        assert_error(endpoint(wrong), ErrorKind::InvalidEndpointScheme, &scheme(wrong));
    }
    assert_error(
        Service::new("sts", "auto", "example.com"),
        ErrorKind::InvalidEndpointScheme,
        "endpoint \"example.com\" must begin with `https://`, `http://`, `wss://` or `ws://`",
    );
    for secret in
        ["https://admin:hunter2@example.com", "admin:hunter2@example.com", "https://admin:hun/ter2@example.com"]
    {
        let at = secret.find('@').unwrap();
        let message =
            format!("endpoint has user info before the `@` at byte {at}: pass credentials to the signer instead");
        assert_error(endpoint(secret), ErrorKind::EndpointUserInfo, &message);
    }
    assert_error(
        endpoint("https://example.com?token=hunter2"),
        ErrorKind::EndpointQuery,
        "endpoint has a query at byte 19: add query parameters to the request instead",
    );
    assert_error(
        endpoint("https://example.com/#hunter2"),
        ErrorKind::EndpointFragment,
        "endpoint has a fragment at byte 20: remove it, because fragments are never sent",
    );
    for hostless in ["https://", "https:///photos", "https://:9000"] {
        assert_error(endpoint(hostless), ErrorKind::EndpointWithoutHost, "endpoint \"https://\" has no host");
    }
    for wrong in [
        "exa mple.com",
        "münchen.de",
        "a..b",
        ".",
        "[::1",
        "[::g]",
        "%41.com",
        "a\\b",
        "127.1",
        "1.2.3.4.",
        "0x7f000001",
        "a.0x",
        "127.0.0.01",
        "127.0.0.256",
        "1",
        "::1",
        "db8::1",
        "xn--",
        "xn--abc-",
        "xn--99999999",
        "a.xn--mnchen-3y.de",
        "XN--MNCHEN-3Y.DE",
    ] {
        let error = endpoint(&format!("https://{wrong}")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidEndpointHost, "{wrong}: {error}");
    }
    assert_error(
        endpoint("https://münchen.de"),
        ErrorKind::InvalidEndpointHost,
        "endpoint host \"münchen.de\" is not valid: use a DNS name in ASCII (Punycode for other scripts), an IPv4 \
         address, or an IPv6 address in brackets",
    );
    // The endpoint's host is valid, but too long once the bucket name is added.
    let long = format!("https://{}", ["a".repeat(61).as_str(); 4].join("."));
    assert!(Bucket::builder("photos").endpoint(&long).addressing(Addressing::Path).build().is_ok());
    let in_host = Bucket::builder("photos").endpoint(&long).addressing(Addressing::VirtualHosted);
    assert_eq!(in_host.build().unwrap_err().kind(), ErrorKind::InvalidEndpointHost);
    for port in ["0", "65536", "99999999999999999999"] {
        let message = format!("endpoint port {port:?} is not a number from 1 to 65535");
        assert_error(endpoint(&format!("https://example.com:{port}")), ErrorKind::InvalidEndpointPort, &message);
    }
    for (port, offset, byte) in [("80a", 22, 'a'), ("+80", 20, '+'), ("-1", 20, '-')] {
        let message =
            format!("endpoint port has an invalid character at byte {offset}: `{byte}`; use a number from 1 to 65535");
        assert_error(endpoint(&format!("https://example.com:{port}")), ErrorKind::InvalidEndpointPort, &message);
    }
    assert_error(
        endpoint("https://example.com/a b"),
        ErrorKind::InvalidPath,
        "endpoint path \"/a b\" has an invalid character at byte 2: percent-encode it",
    );
    assert_error(
        endpoint("https://example.com/a/%2E%2e/b"),
        ErrorKind::DotSegment,
        "endpoint path \"/a/%2E%2e/b\" has the dot segment `%2E%2e` at byte 3: clients remove it before sending, so \
         the request would go to another path; leave it out",
    );
    assert_error(
        endpoint("https://example.com/a%2fb"),
        ErrorKind::InvalidPath,
        "endpoint path \"/a%2fb\" has a `%2F` at byte 2: S3 can't tell an encoded slash from a plain one, so write `/`",
    );
    assert_error(
        endpoint("https://example.com/100%"),
        ErrorKind::MalformedEscape,
        "endpoint path has an invalid percent-escape at byte 4: `%` must be followed by two hexadecimal digits",
    );
}

#[test]
fn paths_of_services() {
    assert_error(path("a"), ErrorKind::InvalidPath, "path \"a\" has no slash at byte 0: begin the path with one");
    assert_error(
        path("/a?b=c"),
        ErrorKind::InvalidPath,
        "path \"/a\" has a `?` at byte 2: add query parameters with `query`",
    );
    // A query may hold a secret, so no message shows one.
    assert_error(
        path("a?token=hunter2"),
        ErrorKind::InvalidPath,
        "path \"a\" has no slash at byte 0: begin the path with one",
    );
    assert_error(
        path("/ü?token=hunter2"),
        ErrorKind::InvalidPath,
        "path \"/ü\" has an invalid character at byte 1: percent-encode it",
    );
    assert_error(
        path("/ü"),
        ErrorKind::InvalidPath,
        "path \"/ü\" has an invalid character at byte 1: percent-encode it",
    );
    let escape = |field| {
        format!("{field} has an invalid percent-escape at byte 1: `%` must be followed by two hexadecimal digits")
    };
    assert_error(path("/%4"), ErrorKind::MalformedEscape, &escape("path"));
    assert_error(percent_decode("a%zz"), ErrorKind::MalformedEscape, &escape("text"));
    // Services other than S3 sign the path without its dot segments. An encoded dot segment is not removed for signing,
    // but browsers remove it before sending.
    assert!(path("/a/../b").is_ok());
    for hidden in ["/a/%2e%2e/b", "/a/.%2E", "/%2e"] {
        assert_eq!(path(hidden).unwrap_err().kind(), ErrorKind::DotSegment, "{hidden}");
    }
    let s3 = Service::new("s3", "us-east-1", "https://example.com").unwrap();
    let error = s3.request(Method::Get, "/a/%2e./b").sign_at(&credentials(), NOW).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DotSegment);
}
