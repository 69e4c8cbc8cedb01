//! Headers and query parameters that are set by name.

use presign::ErrorKind;

use crate::signed;
use crate::util::errors::assert_error;

#[test]
fn headers() {
    let header = |name: &str, value: &str| signed(|request| request.header(name, value));
    assert_error(header("", "x"), ErrorKind::EmptyHeaderName, "header name is empty");
    for byte in (0..=u8::MAX).filter(|byte| !byte.is_ascii_alphanumeric() && !b"!#$%&'*+-.^_`|~".contains(byte)) {
        let error = header(&format!("a{}b", char::from(byte)), "x").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidHeaderName, "{byte:#x}");
    }
    assert_error(
        header("x y", "x"),
        ErrorKind::InvalidHeaderName,
        "header name \"x y\" is not a valid HTTP token: byte 1 is 0x20",
    );
    assert_error(
        header("x:y", "x"),
        ErrorKind::InvalidHeaderName,
        "header name \"x:y\" is not a valid HTTP token: byte 1 is `:`",
    );
    assert_error(
        header("x-amz-meta-a", " hunter2\r\nx-amz-acl: public-read"),
        ErrorKind::InvalidHeaderValue,
        "value of header \"x-amz-meta-a\" has a control character: byte 8 is 0x0d",
    );
    for control in (0..=0x1f).chain([0x7f]).filter(|&byte| byte != b'\t') {
        let value = format!("a{}b", char::from(control));
        assert_eq!(header("x-a", &value).unwrap_err().kind(), ErrorKind::InvalidHeaderValue, "{control}");
    }
    let long = "x".repeat(300);
    let message = header(&long, "\0").unwrap_err().to_string();
    assert!(message.starts_with("value of header \"xxx") && message.len() < 220, "{message}");
    assert_error(
        header("User-Agent", "curl"),
        ErrorKind::UnsignableHeader,
        "header `User-Agent` can't be signed: clients and proxies set it themselves",
    );
    assert_error(
        header("host", "example.com"),
        ErrorKind::UnsignableHeader,
        "header `host` is already signed: set the host in the endpoint",
    );
    for name in [
        "user-agent",
        "x-amzn-trace-id",
        "transfer-encoding",
        "connection",
        "expect",
        "upgrade",
        "te",
        "trailer",
        "keep-alive",
        "proxy-authorization",
        "proxy-authenticate",
        "authorization",
        "traceparent",
        "tracestate",
        "baggage",
        "x-amz-date",
        "x-amz-region-set",
        "x-amz-security-token",
    ] {
        assert_eq!(header(name, "x").unwrap_err().kind(), ErrorKind::UnsignableHeader, "{name}");
    }
}

#[test]
fn query_parameters() {
    let query = |name: &str| signed(|request| request.query(name, "hunter2"));
    assert_error(query(""), ErrorKind::EmptyQueryName, "query parameter name is empty");
    assert_error(
        query("X-Amz-Expires"),
        ErrorKind::ReservedQueryParameter,
        "query parameter `X-Amz-Expires` is set by the signer: use `expires_in`",
    );
    for name in [
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-Date",
        "X-Amz-Expires",
        "X-Amz-SignedHeaders",
        "X-Amz-Signature",
        "X-Amz-Security-Token",
        "X-Amz-S3session-Token",
        "X-Amz-Region-Set",
        "X-Amz-Content-Sha256",
        "x-amz-signature",
    ] {
        assert_eq!(query(name).unwrap_err().kind(), ErrorKind::ReservedQueryParameter, "{name}");
    }
}
