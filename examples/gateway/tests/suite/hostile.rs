//! Requests that were changed, replayed or forged, and requests that are not HTTP.

use std::io::Write;
use std::time::Duration;

use presign::{Credentials, Method};
use time::OffsetDateTime;

use crate::client::{Call, connect, read_answer};
use crate::site::Site;

#[test]
fn changed_urls() {
    let site = Site::start();
    site.write("boat.jpg", "a boat");
    site.write("coat.jpg", "a coat");
    let call = site.call(&site.bucket().get_object("boat.jpg"));
    assert_eq!(call.send(site.address).status, 200);
    let changed = |from: &str, to: &str| {
        assert!(call.target.contains(from), "{from}");
        call.clone().map_target(|target| target.replacen(from, to, 1)).send(site.address)
    };
    let day = call.target.split("X-Amz-Date=").nth(1).unwrap()[..8].to_owned();
    for (from, to, error) in [
        ("boat.jpg", "coat.jpg", (403, "SignatureDoesNotMatch")),
        ("boat.jpg", "Boat.jpg", (403, "SignatureDoesNotMatch")),
        ("/photos/", "//photos/", (403, "SignatureDoesNotMatch")),
        ("X-Amz-Expires=900", "X-Amz-Expires=901", (403, "SignatureDoesNotMatch")),
        ("X-Amz-Expires=900", "X-Amz-Expires=604801", (400, "AuthorizationQueryParametersError")),
        ("X-Amz-Expires=900", "X-Amz-Expires=900&X-Amz-Expires=9000", (400, "AuthorizationQueryParametersError")),
        ("X-Amz-Expires=900", "", (400, "InvalidURI")),
        ("us-east-1", "eu-west-1", (400, "AuthorizationQueryParametersError")),
        ("%2Fs3%2F", "%2Fsts%2F", (400, "AuthorizationQueryParametersError")),
        ("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256", (400, "AuthorizationQueryParametersError")),
        ("GATE", "gate", (403, "InvalidAccessKeyId")),
        ("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders=", (403, "AccessDenied")),
        ("X-Amz-Date=", "X-Amz-Security-Token=x&X-Amz-Date=", (400, "InvalidToken")),
        ("X-Amz-Algorithm", "a=%zz&X-Amz-Algorithm", (400, "InvalidURI")),
        (&day, "20200101", (400, "AuthorizationQueryParametersError")),
    ] {
        let answer = changed(from, to);
        assert_eq!(answer.error(), error, "{from} -> {to}: {}", answer.text());
        assert!(!answer.text().contains("a boat") && !answer.text().contains("a coat"));
    }
    for method in ["PUT", "DELETE", "HEAD", "POST", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "get"] {
        let answer = call.clone().method(method).body("").send(site.address);
        assert_eq!(answer.status, 403, "{method}");
    }
    assert_eq!(site.files(), ["boat.jpg", "coat.jpg"]);
}

#[test]
fn other_methods_when_signed() {
    let site = Site::start();
    let bucket = site.bucket();
    for request in [
        bucket.request(Method::Post, "a"),
        bucket.request(Method::Patch, "a"),
        bucket.bucket_request(Method::Put),
        bucket.bucket_request(Method::Delete),
    ] {
        assert_eq!(site.call(&request).body("").send(site.address).error(), (405, "MethodNotAllowed"));
    }
    assert!(site.path("").exists());
}

#[test]
fn forged_and_expired_urls() {
    let site = Site::start();
    site.write("boat.jpg", "a boat");
    let request = site.bucket().get_object("boat.jpg");
    let forged = Credentials::new(site.owner.access_key_id(), "not the secret access key, only guessed!");
    assert_eq!(site.call_as(&forged, &request).send(site.address).error(), (403, "SignatureDoesNotMatch"));
    let unknown = Credentials::new("GATEUNKNOWN", "not the secret access key, only guessed!");
    assert_eq!(site.call_as(&unknown, &request).send(site.address).error(), (403, "InvalidAccessKeyId"));

    let now = OffsetDateTime::now_utc();
    for (offset, message) in [(-901, "Request has expired"), (901, "Request is not valid yet")] {
        let at = now.checked_add(time::Duration::seconds(offset)).unwrap();
        let answer = Call::presigned(&request.sign_at(&site.owner, at).unwrap()).send(site.address);
        assert_eq!(answer.error(), (403, "AccessDenied"));
        assert_eq!(answer.element("Message"), Some(message));
    }
}

#[test]
fn unsigned_headers_and_hosts() {
    let site = Site::start();
    site.write("boat.jpg", "a boat");
    let call = site.call(&site.bucket().get_object("boat.jpg"));
    let with = |name: &str, value: &str| call.clone().header(name, value).send(site.address).error().0;
    assert_eq!(with("x-amz-copy-source", "/photos/other"), 403);
    assert_eq!(with("Authorization", "AWS4-HMAC-SHA256 Credential=a"), 400);
    assert_eq!(with("Host", &site.address.to_string()), 400);
    assert_eq!(with("X-Forwarded-Host", "other.example"), 200);

    let absolute = |host: &str| {
        let call = call.clone().map_target(|target| format!("http://{host}{target}"));
        call.send(site.address).error().0
    };
    assert_eq!(absolute(&site.address.to_string()), 200);
    assert_eq!(absolute("other.example"), 400);
}

#[test]
fn an_error_says_no_secret() {
    let site = Site::start();
    let call = site.call(&site.bucket().get_object("a<b>&c"));
    let signature = call.target.split("X-Amz-Signature=").nth(1).unwrap().to_owned();
    let answer =
        call.map_target(|target| target.replacen("X-Amz-Expires=900", "X-Amz-Expires=901", 1)).send(site.address);
    assert_eq!(answer.error(), (403, "SignatureDoesNotMatch"));
    assert_eq!(answer.element("Resource"), Some("/photos/a&lt;b&gt;&amp;c"));
    assert_eq!(answer.element("RequestId"), answer.header("x-amz-request-id"));
    assert!(!answer.text().contains(&signature));
}

#[test]
fn what_is_not_http() {
    let site = Site::start();
    site.write("boat.jpg", "a boat");
    let good = site.call(&site.bucket().get_object("boat.jpg")).head();
    let many_headers: String = (0..200).map(|n| format!("a{n}: b\r\n")).collect();
    for request in [
        "\r\n\r\n".to_owned(),
        "GET\r\n\r\n".to_owned(),
        "GET / HTTP/9.9\r\n\r\n".to_owned(),
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}".to_owned(),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(),
        format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(100_000)),
        format!("GET / HTTP/1.1\r\nHost: a\r\nb: {}\r\n\r\n", "c".repeat(100_000)),
        format!("GET / HTTP/1.1\r\nHost: a\r\n{many_headers}\r\n"),
        "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".to_owned(),
        "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\nConnection: close\r\n\r\n".to_owned(),
        good.replace("\r\nConnection", "\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection")
            + "0\r\n\r\n",
        good.replace("\r\nConnection", "\r\nContent-Length: 1\r\nContent-Length: 2\r\nConnection") + "xx",
    ] {
        let mut stream = connect(site.address);
        stream.set_read_timeout(Some(Duration::from_secs(3))).unwrap();
        // The server may close the connection before it has read all of it.
        let _ = stream.write_all(request.as_bytes());
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let status = read_answer(stream).map_or(0, |answer| answer.status);
        let start: String = request.chars().take(40).collect();
        assert!(status == 0 || (400..500).contains(&status), "{start:?}: {status}");
    }
    assert_eq!(site.get("boat.jpg").status, 200);
}
