//! Every mistake has its kind and its message, word for word.

use std::error::Error as _;
use std::time::Duration;

use presign::s3::{Addressing, ByteRange, CopySource, SessionCredentials};
use presign::sigv4::{AmzDate, Scope, percent_decode};
use presign::{
    Algorithm, Bucket, Credentials, Error, ErrorKind, Identity, Method, PresignRequest, ScopedSigner, Service, Signer,
};
use time::OffsetDateTime;
use time::macros::{date, datetime};

const NOW: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);

#[track_caller]
fn assert_error<T>(result: Result<T, Error>, kind: ErrorKind, message: &str) {
    let error = result.err().expect("this is a mistake");
    assert_eq!((error.kind(), error.to_string().as_str()), (kind, message));
    assert!(error.source().is_none());
}

fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
}

/// Signs a request of a good bucket and key, changed by the caller.
fn signed(change: impl FnOnce(PresignRequest<'_>) -> PresignRequest<'_>) -> Result<String, Error> {
    let bucket = Bucket::new("photos")?;
    change(bucket.get_object("boat.jpg")).sign_at(&credentials(), NOW).map(String::from)
}

fn key(key: &str) -> Result<String, Error> {
    Bucket::new("photos")?.get_object(key).sign_at(&credentials(), NOW).map(String::from)
}

fn endpoint(url: &str) -> Result<Bucket, Error> {
    Bucket::builder("photos").endpoint(url).build()
}

fn region(region: &str) -> Result<Bucket, Error> {
    Bucket::builder("photos").region(region).build()
}

fn path(path: &str) -> Result<String, Error> {
    let service = Service::new("execute-api", "us-east-1", "https://example.com")?;
    service.request(Method::Get, path).sign_at(&credentials(), NOW).map(String::from)
}

fn by(credentials: &Credentials) -> Result<String, Error> {
    Bucket::new("photos")?.get_object("boat.jpg").sign_at(credentials, NOW).map(String::from)
}

#[test]
fn keys() {
    assert_error(
        key(""),
        ErrorKind::EmptyKey,
        "object key is empty: the URL would name the bucket; use `bucket_request` for an operation on a bucket",
    );
    assert_error(
        key(&"é".repeat(513)),
        ErrorKind::KeyTooLong,
        "object key is 1026 bytes long: at most 1024 bytes of UTF-8 are allowed",
    );
    assert!(key(&"é".repeat(512)).is_ok());
    assert_error(
        key("a/../b"),
        ErrorKind::DotSegment,
        "object key \"a/../b\" has the dot segment `..` at byte 2: clients remove it before sending, so the URL would name \
         something else; `allow_dot_segments` signs it all the same",
    );
    for dotted in [".", "..", "./a", "a/.", "/../a", "a//./"] {
        assert_eq!(key(dotted).unwrap_err().kind(), ErrorKind::DotSegment, "{dotted}");
    }
    for undotted in ["...", ".a", "a.", "a/..b", "%2e%2e/a", "a/.. /b", "..\\a"] {
        assert!(key(undotted).is_ok(), "{undotted}");
    }
    let bucket = Bucket::new("photos").unwrap();
    assert!(bucket.get_object("a/../b").allow_dot_segments().sign_at(&credentials(), NOW).is_ok());
}

#[test]
fn long_values_are_cut_in_messages() {
    let error = key(&format!("../{}", "é".repeat(100))).unwrap_err();
    let shown = format!("\"../{}\"... (203 bytes)", "é".repeat(62));
    assert!(error.to_string().starts_with(&format!("object key {shown} has")), "{error}");
}

#[test]
fn control_characters_are_escaped_in_messages() {
    assert_error(
        region("us-east-1\n"),
        ErrorKind::InvalidRegion,
        "region \"us-east-1\\n\" is not a DNS label: 1 to 63 letters, digits and inner hyphens are allowed",
    );
}

#[test]
fn bucket_names() {
    let path = |name: &str| Bucket::builder(name).addressing(Addressing::Path).build();
    let host = |name: &str| Bucket::builder(name).addressing(Addressing::VirtualHosted).build();
    let kind = ErrorKind::InvalidBucketName;

    assert_error(Bucket::new(""), kind, "bucket name \"\" can't be used in a path: it is empty");
    assert_error(
        path("a/b"),
        kind,
        "bucket name \"a/b\" can't be used in a path: it has a slash, which would end the name and begin the key",
    );
    assert_error(
        path(".."),
        kind,
        "bucket name \"..\" can't be used in a path: clients remove dot segments before sending",
    );
    assert_error(path("a\tb"), kind, "bucket name \"a\\tb\" can't be used in a path: it has a control character");
    assert!(path(&"a".repeat(255)).is_ok());
    assert!(path(&"a".repeat(256)).unwrap_err().to_string().ends_with("at most 255 bytes are allowed"));

    let rule = "3 to 63 lower-case letters, digits, hyphens and dots are allowed, each label with a letter or digit at either end";
    for name in ["", "ab", "Photos", "my_photos", "-photos", "photos-", "a..b", "a.-b", "192.168.0.1", &"a".repeat(64)]
    {
        assert_error(host(name), kind, &format!("bucket name {name:?} can't be used in a host name: {rule}"));
    }
    assert_error(
        host("my.photos"),
        kind,
        "bucket name \"my.photos\" can't be used in a host name: it has a dot, and the endpoint's certificate is for one label",
    );
}

#[test]
fn addressing() {
    let ip = Bucket::builder("photos").endpoint("http://[::1]:9000").addressing(Addressing::VirtualHosted);
    assert_error(
        ip.build(),
        ErrorKind::BucketUnderIpAddress,
        "endpoint host [::1] is an IP address, and no bucket or access point can have a host name under it: path-style \
         addressing is for that, where there is a bucket name",
    );
    assert_error(
        Bucket::builder("photos").addressing(Addressing::Cname).build(),
        ErrorKind::EndpointRequired,
        "addressing by CNAME needs an endpoint: its host is the bucket",
    );
}

#[test]
fn regions_and_services() {
    for wrong in ["", "eu west 1", "-eu", "eu-", "eu_west_1", "eu.west", "eu/west", "é", &"a".repeat(64)] {
        let message =
            format!("region {wrong:?} is not a DNS label: 1 to 63 letters, digits and inner hyphens are allowed");
        assert_error(region(wrong), ErrorKind::InvalidRegion, &message);
        assert_error(Service::new("sts", wrong, "https://example.com"), ErrorKind::InvalidRegion, &message);
        assert_error(Scope::new(NOW.date(), wrong, "s3"), ErrorKind::InvalidRegion, &message);
    }
    for wrong in ["", "s 3", "s/3", "é", &"a".repeat(65)] {
        let message =
            format!("service {wrong:?} is not a signing name: 1 to 64 letters, digits, `-`, `_` and `.` are allowed");
        assert_error(Service::new(wrong, "auto", "https://example.com"), ErrorKind::InvalidService, &message);
        assert_error(Scope::new(NOW.date(), "auto", wrong), ErrorKind::InvalidService, &message);
        assert_error(Scope::without_region(NOW.date(), wrong), ErrorKind::InvalidService, &message);
        assert_error(Service::multi_region(wrong, "*", "https://example.com"), ErrorKind::InvalidService, &message);
    }
}

#[test]
fn region_sets() {
    let service = |region_set: &str| Service::multi_region("execute-api", region_set, "https://example.com");
    for (wrong, region) in [
        ("", ""),
        ("us-east-1,", ""),
        (",*", ""),
        ("us-east-1, eu-west-1", " eu-west-1"),
        ("*;us-east-1", "*;us-east-1"),
        ("us-east-1,eu_west_1,*", "eu_west_1"),
        ("-*", "-*"),
        ("us-?", "us-?"),
        ("é", "é"),
        (&"*".repeat(64), &"*".repeat(64)),
    ] {
        let message = format!(
            "region {region:?} of a region set is not `*`, and not a DNS label: 1 to 63 letters, digits, inner hyphens and \
             `*` are allowed, with only a comma between two regions"
        );
        assert_error(service(wrong), ErrorKind::InvalidRegionSet, &message);
    }
    for right in ["*", "us-east-1", "us-*", "us-east-1,eu-west-*", "*-1,*"] {
        assert_eq!(service(right).unwrap().region(), right);
    }
    let ftp = Service::multi_region("execute-api", "*", "ftp://example.com");
    assert_eq!(ftp.unwrap_err().kind(), ErrorKind::InvalidEndpointScheme);
}

#[test]
fn endpoints() {
    let scheme = |found: &str| format!("endpoint {found:?} does not begin with `https://` or `http://`");
    for wrong in ["", "localhost:9000", "ftp://example.com", "https:/example.com", "wss://example.com"] {
        assert_error(endpoint(wrong), ErrorKind::InvalidEndpointScheme, &scheme(wrong));
    }
    assert_error(
        Service::new("sts", "auto", "example.com"),
        ErrorKind::InvalidEndpointScheme,
        "endpoint \"example.com\" does not begin with `https://`, `http://`, `wss://` or `ws://`",
    );
    for secret in
        ["https://admin:hunter2@example.com", "admin:hunter2@example.com", "https://admin:hun/ter2@example.com"]
    {
        let at = secret.find('@').unwrap();
        let message =
            format!("endpoint has user info before the `@` at byte {at}: give credentials to the signer instead");
        assert_error(endpoint(secret), ErrorKind::EndpointUserInfo, &message);
    }
    assert_error(
        endpoint("https://example.com?token=hunter2"),
        ErrorKind::EndpointQuery,
        "endpoint has a query from byte 19: give query parameters to the request instead",
    );
    assert_error(
        endpoint("https://example.com/#hunter2"),
        ErrorKind::EndpointFragment,
        "endpoint has a fragment from byte 20: a fragment is never sent",
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
        "endpoint host \"münchen.de\" is not a host: a DNS name in ASCII (Punycode for other scripts), an IPv4 address, or an \
         IPv6 address in brackets is allowed",
    );
    // Each part can be a host, and both together can't.
    let long = format!("https://{}", ["a".repeat(61).as_str(); 4].join("."));
    assert!(Bucket::builder("photos").endpoint(&long).addressing(Addressing::Path).build().is_ok());
    assert_eq!(endpoint(&long).unwrap_err().kind(), ErrorKind::InvalidEndpointHost);
    for port in ["0", "65536", "80a", "+80", "-1"] {
        let message = format!("endpoint port {port:?} is not a number from 1 to 65535");
        assert_error(endpoint(&format!("https://example.com:{port}")), ErrorKind::InvalidEndpointPort, &message);
    }
    assert_error(
        endpoint("https://example.com/a b"),
        ErrorKind::InvalidPath,
        "endpoint path \"/a b\" can't be sent as it is: there is a character that must be percent-encoded at byte 2",
    );
    assert_error(
        endpoint("https://example.com/a/%2E%2e/b"),
        ErrorKind::DotSegment,
        "endpoint path \"/a/%2E%2e/b\" has the dot segment `%2E%2e` at byte 3: clients remove it before sending, so the URL \
         would name something else",
    );
    assert_error(
        endpoint("https://example.com/a%2fb"),
        ErrorKind::InvalidPath,
        "endpoint path \"/a%2fb\" can't be sent as it is: S3 can't tell an encoded slash from a plain one, and there is a `%2F` \
         at byte 2",
    );
    assert_error(
        endpoint("https://example.com/100%"),
        ErrorKind::MalformedEscape,
        "endpoint path has a malformed percent-escape at byte 4",
    );
}

#[test]
fn paths_of_services() {
    assert_error(
        path("a"),
        ErrorKind::InvalidPath,
        "path \"a\" can't be sent as it is: a path begins with a slash, and there is another character at byte 0",
    );
    assert_error(
        path("/a?b=c"),
        ErrorKind::InvalidPath,
        "path \"/a\" can't be sent as it is: query parameters go through `query`, and there is a `?` at byte 2",
    );
    assert_error(
        path("/ü"),
        ErrorKind::InvalidPath,
        "path \"/ü\" can't be sent as it is: there is a character that must be percent-encoded at byte 1",
    );
    assert_error(path("/%4"), ErrorKind::MalformedEscape, "path has a malformed percent-escape at byte 1");
    assert_error(percent_decode("a%zz"), ErrorKind::MalformedEscape, "text has a malformed percent-escape at byte 1");
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

#[test]
fn expiries() {
    let expiry = |expires_in| signed(|request| request.expires_in(expires_in));
    assert_error(
        expiry(Duration::ZERO),
        ErrorKind::ExpiryTooShort,
        "expiry of 0 s is too short: 1 second to 7 days are allowed, in whole seconds",
    );
    assert_error(
        expiry(Duration::from_millis(999)),
        ErrorKind::ExpiryTooShort,
        "expiry of 0.999 s is too short: 1 second to 7 days are allowed, in whole seconds",
    );
    assert_error(
        expiry(Duration::from_secs(604_801)),
        ErrorKind::ExpiryTooLong,
        "expiry of 604801 s is too long: SigV4 allows at most 604800 s (7 days)",
    );
    assert_eq!(expiry(Duration::MAX).unwrap_err().kind(), ErrorKind::ExpiryTooLong);
    assert!(expiry(Duration::from_millis(1_999)).unwrap().contains("&X-Amz-Expires=1&"));
    assert!(expiry(Duration::from_millis(604_800_999)).unwrap().contains("&X-Amz-Expires=604800&"));
    assert_error(
        signed(|request| request.without_expiry()),
        ErrorKind::ExpiryRequired,
        "a URL for the service \"s3\" needs an expiry: `without_expiry` is only for services that allow it",
    );
}

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
        "header name \"x y\" is not a token of HTTP: byte 1 is 0x20",
    );
    assert_error(
        header("x:y", "x"),
        ErrorKind::InvalidHeaderName,
        "header name \"x:y\" is not a token of HTTP: byte 1 is `:`",
    );
    assert_error(
        header("x-amz-meta-a", " hunter2\r\nx-amz-acl: public-read"),
        ErrorKind::InvalidHeaderValue,
        "value of the header \"x-amz-meta-a\" has a control character: byte 8 is 0x0d",
    );
    for control in (0..=0x1f).chain([0x7f]).filter(|&byte| byte != b'\t') {
        let value = format!("a{}b", char::from(control));
        assert_eq!(header("x-a", &value).unwrap_err().kind(), ErrorKind::InvalidHeaderValue, "{control}");
    }
    let long = "x".repeat(300);
    let message = header(&long, "\0").unwrap_err().to_string();
    assert!(message.starts_with("value of the header \"xxx") && message.len() < 220, "{message}");
    assert_error(
        header("User-Agent", "curl"),
        ErrorKind::UnsignableHeader,
        "header `User-Agent` can't be signed: clients and proxies set it themselves",
    );
    assert_error(
        header("host", "example.com"),
        ErrorKind::UnsignableHeader,
        "header `host` can't be signed: it is signed already: say the host in the endpoint",
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
    assert_error(query(""), ErrorKind::EmptyQueryName, "query parameter has an empty name");
    assert_error(
        query("X-Amz-Expires"),
        ErrorKind::ReservedQueryParameter,
        "query parameter `X-Amz-Expires` is written by the signer: use `expires_in`",
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

#[test]
fn multipart_uploads() {
    let bucket = Bucket::new("photos").unwrap();
    let part = |id: &str, number| bucket.upload_part("boat.jpg", id, number).sign_at(&credentials(), NOW);
    for wrong in [0, 10_001, u16::MAX] {
        let message = format!("part number {wrong} is out of range: 1 to 10000 are allowed");
        assert_error(part("id", wrong), ErrorKind::InvalidPartNumber, &message);
    }
    let empty = "upload ID is empty: S3 would take the request for another operation";
    assert_error(part("", 1), ErrorKind::EmptyUploadId, empty);
    for request in [
        bucket.complete_multipart_upload("boat.jpg", ""),
        bucket.abort_multipart_upload("boat.jpg", ""),
        bucket.list_parts("boat.jpg", ""),
    ] {
        assert_error(request.sign_at(&credentials(), NOW), ErrorKind::EmptyUploadId, empty);
    }
}

#[test]
fn parts_of_files() {
    let bucket = Bucket::new("photos").unwrap();
    let parts = |file_size, part_size| bucket.upload_parts("boat.jpg", "id", file_size, part_size);
    for wrong in [0, 5_242_879, 5_368_709_121, u64::MAX] {
        let message =
            format!("part size of {wrong} bytes is out of range: 5242880 (5 MiB) to 5368709120 (5 GiB) are allowed");
        assert_error(parts(1, wrong), ErrorKind::PartSizeOutOfRange, &message);
    }
    assert_error(
        parts(52_428_800_001, 5_242_880),
        ErrorKind::TooManyParts,
        "52428800001 bytes in parts of 5242880 are 10001 parts: at most 10000 are allowed, so a part needs at least 5242881 \
         bytes",
    );
    assert!(parts(52_428_800_000, 5_242_880).is_ok() && parts(52_428_800_001, 5_242_881).is_ok());
    assert_error(
        parts(53_687_091_200_001, 5_368_709_120),
        ErrorKind::FileTooLarge,
        "file of 53687091200001 bytes is too large for an upload in parts: 10000 parts of 5 GiB hold 53687091200000",
    );
}

#[test]
fn copy_sources() {
    assert_error(
        CopySource::new("", "boat.jpg"),
        ErrorKind::InvalidBucketName,
        "bucket name \"\" can't be used in a path: it is empty",
    );
    assert_error(
        CopySource::new("arn:aws:s3:::photos", "boat.jpg"),
        ErrorKind::InvalidArn,
        "ARN \"arn:aws:s3:::photos\" can't be used: of ARNs only that of an access point names a copy's source",
    );
    assert_error(
        CopySource::new("photos", ""),
        ErrorKind::EmptyKey,
        "key of the copy source is empty: only objects can be copied",
    );
    assert_error(
        CopySource::new("photos", "a".repeat(1025)),
        ErrorKind::KeyTooLong,
        "key of the copy source is 1025 bytes long: at most 1024 bytes of UTF-8 are allowed",
    );
    let bucket = Bucket::new("photos").unwrap();
    let source = CopySource::new("photos", "boat.jpg").unwrap().version_id("3\r\nx-amz-acl: public-read");
    assert_error(
        bucket.copy_object("boat.jpg", &source).sign_at(&credentials(), NOW),
        ErrorKind::InvalidHeaderValue,
        "value of the header \"x-amz-copy-source\" has a control character: byte 27 is 0x0d",
    );
}

#[test]
fn versions_and_parts() {
    let empty = "version ID is empty: leave it out for the current version";
    assert_error(signed(|request| request.version_id("")), ErrorKind::EmptyVersionId, empty);
    let bucket = Bucket::new("photos").unwrap();
    let source = CopySource::new("photos", "boat.jpg").unwrap().version_id("");
    assert_error(
        bucket.copy_object("boat.jpg", &source).sign_at(&credentials(), NOW),
        ErrorKind::EmptyVersionId,
        empty,
    );
    assert_error(
        signed(|request| request.part_number(0)),
        ErrorKind::InvalidPartNumber,
        "part number 0 is out of range: 1 to 10000 are allowed",
    );
    assert!(signed(|request| request.part_number(10_000)).is_ok());
}

#[test]
#[expect(clippy::reversed_empty_ranges, reason = "they are the mistake")]
fn byte_ranges() {
    let range = |range: ByteRange| signed(|request| request.range(range));
    let rows = [
        (range((5..5).into()), "5..5"),
        (range((5..0).into()), "5..0"),
        (range((..0).into()), "0..0"),
        (range((5..=4).into()), "5..=4"),
        (range((u64::MAX..u64::MAX).into()), "18446744073709551615..18446744073709551615"),
        (range(ByteRange::last(0)), "of the last 0 bytes"),
    ];
    for (result, found) in rows {
        let message = format!("byte range {found} is empty: at least one byte is needed");
        assert_error(result, ErrorKind::EmptyByteRange, &message);
    }
    assert!(range((0..=u64::MAX).into()).is_ok() && range((5..=5).into()).is_ok() && range((..1).into()).is_ok());
    assert_error(
        range("bytes=0-\n1".into()),
        ErrorKind::InvalidHeaderValue,
        "value of the header \"range\" has a control character: byte 8 is 0x0a",
    );

    let copied = |range: ByteRange| signed(|request| request.copy_source_range(range));
    assert_error(
        copied((5..).into()),
        ErrorKind::OpenCopyRange,
        "copy source range bytes=5- has one end: S3 takes only a first and a last byte here",
    );
    assert_error(
        copied(ByteRange::last(5)),
        ErrorKind::OpenCopyRange,
        "copy source range bytes=-5 has one end: S3 takes only a first and a last byte here",
    );
    assert_error(
        copied((0..0).into()),
        ErrorKind::EmptyByteRange,
        "byte range 0..0 is empty: at least one byte is needed",
    );
    assert!(copied((..=0).into()).is_ok());
}

#[test]
fn dates_of_parameters() {
    type Set = fn(PresignRequest<'_>, OffsetDateTime) -> PresignRequest<'_>;
    let setters: [(&str, Set); 9] = [
        ("if-modified-since", |request, at| request.if_modified_since(at)),
        ("if-unmodified-since", |request, at| request.if_unmodified_since(at)),
        ("x-amz-copy-source-if-modified-since", |request, at| request.copy_source_if_modified_since(at)),
        ("x-amz-copy-source-if-unmodified-since", |request, at| request.copy_source_if_unmodified_since(at)),
        ("response-expires", |request, at| request.response_expires(at)),
        ("expires", |request, at| request.expires_header(at)),
        ("x-amz-object-lock-retain-until-date", |request, at| request.object_lock("GOVERNANCE", at)),
        ("expires", |request, at| request.expires_header(NOW).expires_header(at)),
        ("response-expires", |request, at| request.response_expires(at).response_expires(NOW)),
    ];
    let wrong = [
        (datetime!(-0001-12-31 23:59:59 UTC), -1),
        (datetime!(9999-12-31 23:59:59 -01:00), 10_000),
        (datetime!(-9999-01-01 00:00 +01:00), -10_000),
    ];
    for (parameter, set) in setters {
        for (at, year) in wrong {
            let message = format!("date of `{parameter}` is in the year {year}: the years 0 to 9999 can be written");
            assert_error(signed(|request| set(request, at)), ErrorKind::DateOutOfRange, &message);
        }
    }
}

#[test]
fn file_names() {
    assert_error(
        signed(|request| request.download_as("")),
        ErrorKind::EmptyFileName,
        "file name is empty: a download without a name of its own is `response_content_disposition(\"attachment\")`",
    );
}

#[test]
fn metadata() {
    let metadata = |name: &str, value: &str| signed(|request| request.metadata(name, value));
    assert_error(metadata("", "x"), ErrorKind::EmptyMetadataName, "metadata has an empty name");
    assert_error(
        metadata("title", "Отчёт"),
        ErrorKind::NonAsciiMetadata,
        "value of the metadata \"title\" is not ASCII: byte 0 is 0xd0; S3 keeps no other, so encode it",
    );
    assert_error(
        metadata("a b", "x"),
        ErrorKind::InvalidHeaderName,
        "header name \"x-amz-meta-a b\" is not a token of HTTP: byte 12 is 0x20",
    );
    assert_error(
        metadata("title", "a\nb"),
        ErrorKind::InvalidHeaderValue,
        "value of the header \"x-amz-meta-title\" has a control character: byte 1 is 0x0a",
    );
}

#[test]
fn tags() {
    let tagged = |tags: &[(String, String)]| signed(|request| request.tagging(tags.iter().map(|(n, v)| (n, v))));
    let numbered = |count: usize| (0..count).map(|n| (format!("tag{n}"), String::new())).collect::<Vec<_>>();
    assert!(tagged(&numbered(0)).is_ok() && tagged(&numbered(10)).is_ok());
    let one = |name: &str, value: &str| tagged(&[(name.to_owned(), value.to_owned())]);
    let long = "é".repeat(129);
    let rows = [
        (tagged(&numbered(11)), "\"tag10\"", "it is the 11th, and at most 10 are allowed"),
        (one("", "x"), "\"\"", "its name is empty"),
        (one(&long, ""), &format!("\"{}\"... (258 bytes)", &long[..128]), "its name is over 128 characters long"),
        (one("project", &"é".repeat(257)), "\"project\"", "its value is over 256 characters long"),
        (tagged(&[numbered(1), numbered(1)].concat()), "\"tag0\"", "its name is there already"),
    ];
    for (result, name, reason) in rows {
        assert_error(result, ErrorKind::InvalidTag, &format!("tag {name} can't be set: {reason}"));
    }
    assert!(one(&"é".repeat(128), &"é".repeat(256)).is_ok());
}

#[test]
fn object_attributes() {
    let bucket = Bucket::new("photos").unwrap();
    assert_error(
        bucket.get_object_attributes("boat.jpg", [""; 0]).sign_at(&credentials(), NOW),
        ErrorKind::NoObjectAttributes,
        "no object attribute is asked for: at least one is needed",
    );
}

#[test]
fn credentials_that_cannot_sign() {
    assert_error(by(&Credentials::new("", "s")), ErrorKind::EmptyCredentials, "access key ID is empty");
    assert_error(by(&Credentials::new("AKID", "")), ErrorKind::EmptyCredentials, "secret access key is empty");
    assert_error(
        by(&Credentials::new("AKID", "s").with_session_token("")),
        ErrorKind::EmptyCredentials,
        "session token is empty: leave it out for credentials that have none",
    );
    assert_error(
        by(&Credentials::new("AKID\n", "hunter2")),
        ErrorKind::MalformedCredentials,
        "access key ID has a control character: byte 4 is 0x0a; was it read from a file and not trimmed?",
    );
    assert_error(
        by(&Credentials::new("AKID", "hunter2\n")),
        ErrorKind::MalformedCredentials,
        "secret access key has a control character: byte 7 is 0x0a; was it read from a file and not trimmed?",
    );
    assert_error(
        by(&Credentials::new("AKID", "s").with_session_token("hunter2\r")),
        ErrorKind::MalformedCredentials,
        "session token has a control character: byte 7 is 0x0d; was it read from a file and not trimmed?",
    );
    assert_error(
        by(&credentials().with_expiry(NOW)),
        ErrorKind::ExpiredCredentials,
        "the credentials ended at 20261123T120000Z, and the signing time is 20261123T120000Z",
    );
    // A token that was replaced does no harm, and one that replaces does no good.
    assert!(by(&credentials().with_session_token("").with_session_token("token")).is_ok());
    assert_eq!(by(&Credentials::new("", "s").with_session_token("t")).unwrap_err().kind(), ErrorKind::EmptyCredentials);

    let bucket = Bucket::new("photos").unwrap();
    let nobody = bucket.get_object("boat.jpg").prepare_at(&Identity::new(""), NOW);
    assert_error(nobody, ErrorKind::EmptyCredentials, "access key ID is empty");
}

#[test]
fn credentials_that_end_too_soon() {
    let request = |seconds| {
        let ending = credentials().with_expiry(NOW + time::Duration::seconds(seconds));
        signed(|request| request.expires_in(Duration::from_secs(60)).require_full_lifetime()).and(
            Bucket::new("photos")?
                .get_object("a")
                .expires_in(Duration::from_secs(60))
                .require_full_lifetime()
                .sign_at(&ending, NOW),
        )
    };
    assert_error(
        request(59),
        ErrorKind::LifetimeTooShort,
        "the credentials end 59 s after signing, and the signature was to live 60 s",
    );
    assert!(request(60).is_ok());
}

#[test]
fn answers_of_create_session() {
    const ANSWER: &str = "<?xml version=\"1.0\"?>\n<CreateSessionResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
        <Credentials><SessionToken>a/b+c=</SessionToken>\n<SecretAccessKey> secret </SecretAccessKey><AccessKeyId>ASIAEXAMPLE\
        </AccessKeyId><Expiration>2026-11-23T12:05:00Z</Expiration></Credentials></CreateSessionResult>";
    let directory = Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").build().unwrap();
    let sign = |session: &SessionCredentials| directory.get_object("boat.jpg").sign_at(session, NOW).unwrap();
    let session = SessionCredentials::new("ASIAEXAMPLE", "secret", "a/b+c=", datetime!(2026-11-23 12:05 UTC));
    assert_eq!(sign(&SessionCredentials::from_xml(ANSWER).unwrap()), sign(&session));

    let changed = |from: &str, to: &str| {
        assert!(ANSWER.contains(from));
        SessionCredentials::from_xml(&ANSWER.replace(from, to)).map(drop)
    };
    let mistake =
        |result: Result<(), Error>, message: &str| assert_error(result, ErrorKind::InvalidSessionAnswer, message);
    mistake(
        SessionCredentials::from_xml("<Error><Code>AccessDenied</Code></Error>").map(drop),
        "element Credentials of CreateSession's answer is missing",
    );
    mistake(changed("</Credentials>", ""), "element Credentials of CreateSession's answer has no end");
    for name in ["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"] {
        let of = |problem: &str| format!("element {name} of CreateSession's answer {problem}");
        mistake(changed(name, "Other"), &of("is missing"));
        mistake(changed(&format!("</{name}>"), ""), &of("has no end"));
        mistake(changed(&format!("</{name}>"), &format!("</{name}><{name}>a</{name}>")), &of("stands twice"));
        mistake(changed(&format!("<{name}>"), &format!("<{name}><{name}>")), &of("stands twice"));
        mistake(changed(&format!("<{name}>"), &format!("<{name}>&amp;")), &of("is empty or is no plain text"));
        mistake(changed(&format!("<{name}>"), &format!("<{name}><![CDATA[")), &of("is empty or is no plain text"));
        mistake(changed(&format!("<{name}>"), &format!("<{name}></{name}>")), &of("is empty or is no plain text"));
    }
    mistake(
        changed("2026-11-23T12:05:00Z", "tomorrow"),
        "element Expiration of CreateSession's answer is not a moment in RFC 3339's form, such as 2026-11-23T12:00:00Z",
    );
    assert!(changed("2026-11-23T12:05:00Z", "2026-11-23T12:05:00.000Z").is_ok());
}

#[test]
fn scopes_of_keys() {
    let scope = Scope::new(date!(2026 - 11 - 22), "us-east-1", "s3").unwrap();
    let yesterday = credentials().scoped(&scope);
    let bucket = Bucket::new("photos").unwrap();
    assert_error(
        bucket.get_object("boat.jpg").sign_at(&yesterday, NOW),
        ErrorKind::ScopeMismatch,
        "the signing key is for 20261122/us-east-1/s3/aws4_request, and the request is in 20261123/us-east-1/s3/aws4_request",
    );
}

#[test]
fn signers_where_several_regions_are_served() {
    let scope = Scope::new(NOW.date(), "us-east-1", "s3").unwrap();
    let other = Scope::without_region(NOW.date(), "s3").unwrap();
    let identity = credentials().identity().clone().with_algorithm(Algorithm::Sigv4a);
    let signers: [(&str, Box<dyn Signer>); 5] = [
        ("Credentials", Box::new(credentials())),
        ("ScopedSigner", Box::new(credentials().scoped(&scope))),
        ("ScopedSigner, for no region", Box::new(credentials().scoped(&other))),
        // Its key is one of SigV4, whatever else its owner can compute.
        ("ScopedSigner, of another identity", Box::new(ScopedSigner::from_key(identity, &other, [7; 32]))),
        #[cfg(feature = "std")]
        ("CachedSigner", Box::new(presign::CachedSigner::new(credentials()))),
        #[cfg(not(feature = "std"))]
        ("Credentials", Box::new(credentials())),
    ];
    let bucket = Bucket::builder("arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap").build().unwrap();
    let service = Service::multi_region("execute-api", "us-*,eu-west-1", "https://api.example.com:8443").unwrap();
    for (name, signer) in signers {
        for (request, place) in [
            (bucket.get_object("boat.jpg"), ("mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com", "*")),
            (
                bucket.get_object("boat.jpg").query("A", "1"),
                ("mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com", "*"),
            ),
            (service.request(Method::Get, "/"), ("api.example.com:8443", "us-*,eu-west-1")),
        ] {
            let (host, region_set) = place;
            let message = format!(
                "{host} takes only SigV4A (AWS4-ECDSA-P256-SHA256), for the region set {region_set}: sign with \
                 `presign::sigv4a::Sigv4aSigner` (feature `sigv4a`), or as an identity with `Algorithm::Sigv4a`"
            );
            let error = request.sign_at(&signer, NOW).expect_err(name);
            assert_error::<()>(Err(error), ErrorKind::Sigv4aRequired, &message);
        }
    }
}

#[test]
fn times() {
    let bucket = Bucket::new("photos").unwrap();
    let at = |at| bucket.get_object("boat.jpg").sign_at(&credentials(), at);
    assert_error(
        at(datetime!(-0001-12-31 23:59:59 UTC)),
        ErrorKind::InvalidTime,
        "year -1 is out of range: the signing time and the end of the signature are within the years 0 to 9999",
    );
    // The year is that in UTC, also where it can't be held.
    let beyond = |year| {
        format!(
            "year {year} is out of range: the signing time and the end of the signature are within the years 0 to 9999"
        )
    };
    assert_error(at(datetime!(9999-12-31 23:59:59 -01:00)), ErrorKind::InvalidTime, &beyond(10_000));
    assert_error(at(datetime!(0000-01-01 00:00 +01:00)), ErrorKind::InvalidTime, &beyond(-1));
    assert_error(at(datetime!(-9999-01-01 00:00 +01:00)), ErrorKind::InvalidTime, &beyond(-10_000));
    assert_error(
        at(datetime!(9999-12-31 23:59:59 UTC)),
        ErrorKind::InvalidTime,
        "year 10000 is out of range: the signing time and the end of the signature are within the years 0 to 9999",
    );
    assert!(at(datetime!(0000-01-01 00:00 UTC)).is_ok());
    assert_eq!(Scope::new(date!(-0001 - 12 - 31), "a", "s3").unwrap_err().kind(), ErrorKind::InvalidTime);

    for wrong in [
        "",
        "20130524",
        "20130524T000000",
        "20130524T000000z",
        "2013-05-24T00:00:00Z",
        "20130524T000000Z ",
        "+0130524T000000Z",
        "20130229T000000Z",
        "20131301T000000Z",
        "20130524T240000Z",
        "20130524T006000Z",
        "20130524T000060Z",
        "２0130524T0000Z",
    ] {
        let message = format!("date {wrong:?} is not a moment written as YYYYMMDD'T'HHMMSS'Z'");
        assert_error(wrong.parse::<AmzDate>(), ErrorKind::InvalidDate, &message);
    }
}

#[test]
fn the_first_mistake_is_told() {
    let result = signed(|request| request.query("", "").header("host", "").expires_in(Duration::ZERO));
    assert_eq!(result.unwrap_err().kind(), ErrorKind::EmptyQueryName);
}

#[test]
fn a_signer_of_the_callers_own() {
    let error = Error::signer(std::io::Error::other("slot 3 is locked"));
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Signer, "the signer failed"));
    assert_eq!(error.source().unwrap().downcast_ref::<std::io::Error>().unwrap().to_string(), "slot 3 is locked");
    assert_eq!(error.clone().source().unwrap().to_string(), "slot 3 is locked");
    assert_eq!(Error::signer("no answer").source().unwrap().to_string(), "no answer");
}

#[test]
fn sign_into_leaves_the_string_as_it_was() {
    let bucket = Bucket::new("photos").unwrap();
    let mut out = String::from("before");
    for request in
        [bucket.get_object(""), bucket.get_object("a/../b"), bucket.get_object("a").expires_in(Duration::ZERO)]
    {
        assert!(request.sign_into(&credentials(), NOW, &mut out).is_err());
        assert_eq!(out, "before");
    }
    let ended = credentials().with_expiry(NOW);
    assert!(bucket.get_object("boat.jpg").sign_into(&ended, NOW, &mut out).is_err());
    assert_eq!(out, "before");
}

#[cfg(feature = "post")]
mod forms {
    use presign::s3::{PostPolicy, PresignedPost};

    use super::*;

    fn form(make: impl FnOnce(PostPolicy<'_>) -> PostPolicy<'_>) -> Result<PresignedPost, Error> {
        let bucket = Bucket::new("photos")?;
        make(bucket.post_policy()).sign_at(&credentials(), NOW)
    }

    /// With a key, and changed by the caller.
    fn changed(change: impl FnOnce(PostPolicy<'_>) -> PostPolicy<'_>) -> Result<PresignedPost, Error> {
        form(|policy| change(policy.key("boat.jpg")))
    }

    #[test]
    fn keys() {
        let message = "form has no key, and S3 needs one: use `key` or `key_starts_with`";
        assert_error(form(|policy| policy), ErrorKind::FormWithoutKey, message);
        assert_error(form(|policy| policy.key("")), ErrorKind::FormWithoutKey, message);
        assert_error(
            form(|policy| policy.key("é".repeat(513))),
            ErrorKind::KeyTooLong,
            "object key is 1026 bytes long: at most 1024 bytes of UTF-8 are allowed",
        );
        // The name of the file may be empty.
        assert!(form(|policy| policy.key_starts_with("é".repeat(512))).is_ok());
        assert_eq!(form(|policy| policy.key_starts_with("é".repeat(513))).unwrap_err().kind(), ErrorKind::KeyTooLong);
        assert_error(
            form(|policy| policy.key("a/../b")),
            ErrorKind::DotSegment,
            "object key \"a/../b\" has the dot segment `..` at byte 2: clients remove it before sending, so the URL would \
             name something else when the object is fetched; `allow_dot_segments` signs it all the same",
        );
        assert_eq!(form(|policy| policy.key_starts_with("./")).unwrap_err().kind(), ErrorKind::DotSegment);
        for fine in ["..", "a/."] {
            assert!(form(|policy| policy.key_starts_with(fine)).is_ok(), "{fine} is not the whole segment");
        }
        assert!(form(|policy| policy.key("a/../b").allow_dot_segments()).is_ok());
    }

    #[test]
    fn field_names() {
        assert_error(
            changed(|policy| policy.field("", "a")),
            ErrorKind::EmptyFormFieldName,
            "form field has an empty name",
        );
        assert_error(
            changed(|policy| policy.metadata("", "a")),
            ErrorKind::EmptyMetadataName,
            "metadata has an empty name",
        );
        assert_error(
            changed(|policy| policy.field("Content Type", "a")),
            ErrorKind::InvalidFormFieldName,
            "form field name \"Content Type\" is not a token of HTTP: byte 7 is 0x20",
        );
        for wrong in ["a\"b", "a\nb", "a:b", "é", "a=b"] {
            assert_eq!(
                changed(|policy| policy.metadata(wrong, "a")).unwrap_err().kind(),
                ErrorKind::InvalidFormFieldName,
                "{wrong}"
            );
        }
        assert!(changed(|policy| policy.metadata("!#$%&'*+-.^_`|~", "a")).is_ok());
    }

    #[test]
    fn reserved_fields() {
        let own = "the signer writes it";
        let token = "give the token to the credentials";
        let version_2 = "it belongs to Signature Version 2";
        for (name, reason) in [
            ("_charset_", "browsers write a value of their own into it"),
            ("AWSAccessKeyId", version_2),
            ("bucket", "the bucket is known, and has its condition"),
            ("content-length-range", "it is no field: use `content_length_range`"),
            ("file", "it is the upload itself, which the client adds as the last field"),
            ("Key", "use `key` or `key_starts_with`"),
            ("Policy", own),
            ("signature", version_2),
            ("X-Amz-Algorithm", own),
            ("X-Amz-Credential", own),
            ("X-Amz-Date", "give the time to `sign_at`"),
            ("x-amz-region-set", own),
            ("x-amz-s3session-token", token),
            ("x-amz-security-token", token),
            ("x-amz-signature", own),
        ] {
            let message = format!("form field `{name}` can't be given: {reason}");
            assert_error(changed(|policy| policy.field(name, "a")), ErrorKind::ReservedFormField, &message);
            assert_error(changed(|policy| policy.field_starts_with(name, "")), ErrorKind::ReservedFormField, &message);
        }
    }

    #[test]
    fn field_values() {
        assert_error(
            changed(|policy| policy.metadata("title", "a\r\nb")),
            ErrorKind::InvalidFormFieldValue,
            "value of the form field \"x-amz-meta-title\" has a control character: byte 1 is 0x0d",
        );
        assert_eq!(
            form(|policy| policy.key("a\0")).unwrap_err().to_string(),
            "value of the form field \"key\" has a control character: byte 1 is 0x00"
        );
        for wrong in ["a\nb", "\u{7f}", "\x1b"] {
            let error = changed(|policy| policy.content_type_starts_with(wrong)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidFormFieldValue, "{wrong:?}");
        }
        assert!(changed(|policy| policy.metadata("title", "a\tb, Отчёт \u{1f6a2}")).is_ok());
    }

    #[test]
    fn duplicates() {
        let twice = |name: &str| format!("form field `{name}` is given twice");
        let kind = ErrorKind::DuplicateFormField;
        assert_error(form(|policy| policy.key("a").key_starts_with("b")), kind, &twice("key"));
        assert_error(
            changed(|policy| policy.content_type("image/png").field("content-type", "image/png")),
            kind,
            &twice("content-type"),
        );
        assert_error(changed(|policy| policy.metadata("a", "1").metadata("A", "2")), kind, &twice("x-amz-meta-A"));
        assert_error(
            changed(|policy| policy.content_length_range(1..=2).content_length_range(1..=2)),
            kind,
            &twice("content-length-range"),
        );
    }

    #[test]
    fn ranges_and_statuses() {
        #[expect(clippy::reversed_empty_ranges, reason = "the mistake to be found")]
        let reversed = 10..=9;
        assert_error(
            changed(|policy| policy.content_length_range(reversed)),
            ErrorKind::EmptyContentLengthRange,
            "content length range 10..=9 is empty: no file is within it",
        );
        for status in [200, 201, 204] {
            assert!(changed(|policy| policy.success_action_status(status)).is_ok());
        }
        assert_error(
            changed(|policy| policy.success_action_status(303)),
            ErrorKind::InvalidSuccessStatus,
            "success status 303 is not one that S3 answers with: 200, 201 and 204 are allowed",
        );
    }

    #[test]
    fn expiry_and_time() {
        let expiry = |seconds| changed(|policy| policy.expires_in(Duration::from_secs(seconds)));
        assert_error(
            expiry(0),
            ErrorKind::ExpiryTooShort,
            "expiry of 0 s is too short: 1 second to 7 days are allowed, in whole seconds",
        );
        assert_error(
            expiry(604_801),
            ErrorKind::ExpiryTooLong,
            "expiry of 604801 s is too long: SigV4 allows at most 604800 s (7 days)",
        );
        let bucket = Bucket::new("photos").unwrap();
        let policy = bucket.post_policy().key("boat.jpg").expires_in(Duration::from_secs(3600));
        let ending = |seconds| credentials().with_expiry(NOW + Duration::from_secs(seconds));
        assert_error(
            policy.clone().require_full_lifetime().sign_at(&ending(1800), NOW),
            ErrorKind::LifetimeTooShort,
            "the credentials end 1800 s after signing, and the signature was to live 3600 s",
        );
        assert!(policy.clone().require_full_lifetime().sign_at(&ending(3600), NOW).is_ok());
        assert_error(
            policy.sign_at(&ending(0), NOW),
            ErrorKind::ExpiredCredentials,
            "the credentials ended at 20261123T120000Z, and the signing time is 20261123T120000Z",
        );
        for at in [datetime!(-0001-12-31 23:59:59 UTC), datetime!(9999-12-31 23:59:59 UTC)] {
            assert_eq!(policy.sign_at(&credentials(), at).unwrap_err().kind(), ErrorKind::InvalidTime);
        }
        assert_eq!(
            policy.sign_at(&Credentials::new("", "secret"), NOW).unwrap_err().kind(),
            ErrorKind::EmptyCredentials
        );
    }

    /// A form of the largest size is taken, whatever boundary its client chooses.
    #[test]
    fn size() {
        let with = |length: usize| changed(|policy| policy.metadata("a", "a".repeat(length)));
        let size = |post: PresignedPost| -> usize {
            let boundary = "b".repeat(70);
            let part = |(name, value): (&str, &str)| {
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").len()
            };
            post.fields().map(part).sum()
        };
        // The value stands there as it is, and in the policy as base64.
        let lengths: Vec<usize> = (0..20_480).collect();
        let longest = lengths.partition_point(|&length| with(length).is_ok()) - 1;
        let largest = size(with(longest).unwrap());
        assert!((20_476..=20_480).contains(&largest), "{largest}");
        // Three bytes more of the value are three more of the field, and four more of the policy.
        let length = size(with(longest - 2).unwrap()) + 3 + 4;
        assert_error(
            with(longest + 1),
            ErrorKind::FormTooLong,
            &format!(
                "form is up to {length} bytes long without its file: at most 20480 are allowed, what multipart/form-data puts \
                 between the fields included"
            ),
        );
    }

    /// Neither where it is the one signature that is taken, nor by a signer that has no other.
    #[test]
    fn sigv4a() {
        let message = "a form can't be signed with SigV4A (AWS4-ECDSA-P256-SHA256): it needs a bucket of one region and a \
                       signer of SigV4; to a multi-region access point, upload with `put_object`";
        let everywhere = Bucket::builder("arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap").build().unwrap();
        let (scope, bucket) = (Scope::without_region(NOW.date(), "s3").unwrap(), Bucket::new("photos").unwrap());
        let identity = Identity::new("AKIDEXAMPLE").with_algorithm(Algorithm::Sigv4a);
        let policy = everywhere.post_policy().key("boat.jpg");
        for result in [
            policy.sign_at(&credentials(), NOW),
            policy.sign_at(&credentials().scoped(&scope), NOW),
            policy.prepare_at(&identity, NOW).map(|prepared| prepared.finish(&[0; 32])),
            bucket.post_policy().key("boat.jpg").prepare_at(&identity, NOW).map(|prepared| prepared.finish(&[0; 32])),
        ] {
            assert_error(result, ErrorKind::Sigv4aForm, message);
        }
    }

    #[test]
    fn the_first_mistake_is_told() {
        let result = form(|policy| policy.field("", "").field("file", "").expires_in(Duration::ZERO));
        assert_eq!(result.unwrap_err().kind(), ErrorKind::EmptyFormFieldName);
    }
}
