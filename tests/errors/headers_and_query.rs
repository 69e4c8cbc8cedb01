//! Headers and query parameters that are set by name.

use presign::{ErrorKind, Method, PresignRequest, Service};

use crate::util::errors::assert_error;
use crate::util::{NOW, credentials};
use crate::{put, signed};

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
    for (name, reason) in [
        ("Accept-Encoding", "proxies and CDNs change it to what they support"),
        ("X-Forwarded-For", "proxies and CDNs set or change it"),
        ("via", "proxies and CDNs set or change it"),
        ("Origin", "browsers set it themselves, and scripts can't"),
        ("Sec-Fetch-Mode", "browsers set it themselves, and scripts can't"),
    ] {
        assert_error(
            header(name, "x"),
            ErrorKind::UnsignableHeader,
            &format!("header `{name}` can't be signed: {reason}"),
        );
    }
    for name in ["sec", "x-forwarded", "accept", "accept-language", "content-length", "date", "x-sec-a", "cf-rays"] {
        assert!(header(name, "x").is_ok(), "{name}");
    }
    for name in [
        "accept-charset",
        "access-control-request-headers",
        "access-control-request-method",
        "cdn-loop",
        "cf-ray",
        "cookie",
        "cookie2",
        "dnt",
        "early-data",
        "forwarded",
        "max-forwards",
        "referer",
        "sec-",
        "x-amz-cf-id",
        "x-forwarded-host",
        "x-forwarded-proto",
        "x-real-ip",
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

/// Clients send other text as ISO 8859-1 or as UTF-8, or throw.
#[test]
fn headers_outside_ascii() {
    let kind = ErrorKind::NonAsciiHeader;
    for result in [
        signed(|request| request.header("Content-Disposition", "attachment; filename=\"1 ©.jpg\"")),
        put(|request| request.header("x-a", "a").header("Content-Disposition", "attachment; filename=\"1 ©.jpg\"")),
    ] {
        assert_error(
            result,
            kind,
            "value of header \"Content-Disposition\" is not ASCII, and clients differ in how they send it: byte 24 is \
             0xc2; use `download_as` for a file name",
        );
    }
    let typed = put(|request| request.content_disposition("attachment; filename=\"1 ©.jpg\""));
    assert_eq!(typed.unwrap_err().kind(), kind);
    assert_error(
        signed(|request| request.header("x-amz-meta-name", "groß.jpg")),
        kind,
        "value of header \"x-amz-meta-name\" is not ASCII, and clients differ in how they send it: byte 3 is 0xc3; \
         percent-encode it, and decode it when you read it",
    );
    for wrong in ["\u{80}", "a\u{a0}", "日本", "\u{feff}x"] {
        assert_eq!(put(|request| request.cache_control(wrong)).unwrap_err().kind(), kind, "{wrong:?}");
        assert_eq!(put(|request| request.website_redirect_location(wrong)).unwrap_err().kind(), kind, "{wrong:?}");
    }
    let service = Service::new("execute-api", "us-east-1", "https://example.com").unwrap();
    let request = service.request(Method::Get, "/").header("x-name", "groß");
    assert_eq!(request.sign_at(&credentials(), NOW).unwrap_err().kind(), kind);
    // A header that was wrong and is replaced was still a mistake.
    let replaced = put(|request| request.cache_control("é").cache_control("no-cache"));
    assert_eq!(replaced.unwrap_err().kind(), kind);
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

/// Names of the older signature.
#[test]
fn query_parameters_of_version_2() {
    let service = Service::new("execute-api", "us-east-1", "https://example.com").unwrap();
    for name in ["AWSAccessKeyId", "awsaccesskeyid", "Signature", "SIGNATURE"] {
        let message = format!("query parameter `{name}` belongs to Signature Version 2: leave it out");
        let kind = ErrorKind::ReservedQueryParameter;
        assert_error(signed(|request| request.query(name, "hunter2")), kind, &message);
        let request = service.request(Method::Get, "/").query(name, "hunter2");
        assert_error(request.sign_at(&credentials(), NOW), kind, &message);
    }
    assert_error(
        signed(|request| request.query("Expires", "3600")),
        ErrorKind::ReservedQueryParameter,
        "query parameter `Expires` belongs to Signature Version 2: use `expires_in`",
    );
    assert!(signed(|request| request.query("expires", "3600")).is_err());
    assert!(service.request(Method::Get, "/").query("Expires", "3600").sign_at(&credentials(), NOW).is_ok());
    for name in ["X-Signature", "Signatures", "AccessKeyId"] {
        assert!(signed(|request| request.query(name, "a")).is_ok(), "{name}");
    }
}

/// S3 copies these values into headers of its response.
#[test]
fn response_overrides() {
    let query = |name: &str, value: &str| signed(|request| request.query(name, value));
    let injected = "attachment\r\nSet-Cookie: sid=hunter2";
    let message = |name: &str, offset, byte: &str| {
        format!(
            "value of query parameter \"{name}\" has a control character: byte {offset} is {byte}; remove it, because \
             the value becomes a header of the response"
        )
    };
    let kind = ErrorKind::InvalidResponseOverride;
    type Set = for<'a> fn(PresignRequest<'a>, &str) -> PresignRequest<'a>;
    let setters: [(&str, Set); 5] = [
        ("response-content-type", |request, value| request.response_content_type(value)),
        ("response-content-disposition", |request, value| request.response_content_disposition(value)),
        ("response-content-language", |request, value| request.response_content_language(value)),
        ("response-content-encoding", |request, value| request.response_content_encoding(value)),
        ("response-cache-control", |request, value| request.response_cache_control(value)),
    ];
    for (name, set) in setters {
        assert_error(signed(|request| set(request, injected)), kind, &message(name, 10, "0x0d"));
        assert_error(query(name, injected), kind, &message(name, 10, "0x0d"));
        assert_eq!(
            signed(|request| set(request, "日本")).unwrap_err().kind(),
            ErrorKind::ResponseOverrideNotLatin1,
            "{name}"
        );
    }
    for name in ["response-expires", "Response-Content-Type", "response-x-amz-meta-a"] {
        assert_error(query(name, "a\0"), kind, &message(name, 1, "0x00"));
    }
    for control in ('\0'..='\x1f').chain('\x7f'..='\u{9f}').filter(|&control| control != '\t') {
        assert_eq!(query("response-expires", &format!("a{control}b")).unwrap_err().kind(), kind, "{control:?}");
    }
    assert_error(
        query("response-content-disposition", "attachment; filename=\"Отчёт.pdf\""),
        ErrorKind::ResponseOverrideNotLatin1,
        "value of query parameter \"response-content-disposition\" has a character outside ISO 8859-1, which S3 \
         rejects: byte 22 is 0xd0; use `download_as` for a file name",
    );
    assert_error(
        query("response-content-type", "text/plain; a=\u{100}"),
        ErrorKind::ResponseOverrideNotLatin1,
        "value of query parameter \"response-content-type\" has a character outside ISO 8859-1, which S3 rejects: byte \
         14 is 0xc4; use only characters of ISO 8859-1",
    );
    assert!(query("response-content-disposition", "inline;\tfilename=\"groß ÿ\u{a0}.pdf\"").is_ok());
    for name in ["response", "response_", "responsé-a", "x-response-a", "prefix"] {
        assert!(query(name, injected).is_ok(), "{name} sets no header");
    }
    let service = Service::new("execute-api", "us-east-1", "https://example.com").unwrap();
    let request = service.request(Method::Get, "/").query("response-format", "日本\n");
    assert!(request.sign_at(&credentials(), NOW).is_ok(), "a parameter of another service");
}
