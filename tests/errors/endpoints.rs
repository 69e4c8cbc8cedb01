//! Endpoints, and the paths of requests to services.

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
        let message = format!("endpoint {hostless:?} has no host");
        assert_error(endpoint(hostless), ErrorKind::EndpointWithoutHost, &message);
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
    // Each part can be a host, and both together can't.
    let long = format!("https://{}", ["a".repeat(61).as_str(); 4].join("."));
    assert!(Bucket::builder("photos").endpoint(&long).addressing(Addressing::Path).build().is_ok());
    let in_host = Bucket::builder("photos").endpoint(&long).addressing(Addressing::VirtualHosted);
    assert_eq!(in_host.build().unwrap_err().kind(), ErrorKind::InvalidEndpointHost);
    for port in ["0", "65536", "80a", "+80", "-1"] {
        let message = format!("endpoint port {port:?} is not a number from 1 to 65535");
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
    // What is signed for another service than S3 is the path without its dot segments. An encoded one stays in it, and
    // browsers remove it all the same.
    assert!(path("/a/../b").is_ok());
    for hidden in ["/a/%2e%2e/b", "/a/.%2E", "/%2e"] {
        assert_eq!(path(hidden).unwrap_err().kind(), ErrorKind::DotSegment, "{hidden}");
    }
    let s3 = Service::new("s3", "us-east-1", "https://example.com").unwrap();
    let error = s3.request(Method::Get, "/a/%2e./b").sign_at(&credentials(), NOW).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DotSegment);
}
