//! GetObject and HeadObject.

use std::fs;

use presign::Method;

use crate::site::Site;

#[test]
fn objects() {
    let site = Site::start();
    site.write("boat.jpg", "a boat");
    site.write("a/b c/ü +%&#?.txt", "a text");
    site.write("empty", "");

    let answer = site.get("boat.jpg");
    assert_eq!((answer.status, answer.text()), (200, "a boat"));
    assert_eq!(answer.header("content-type"), Some("image/jpeg"));
    assert_eq!(answer.header("content-length"), Some("6"));
    assert_eq!(answer.header("accept-ranges"), Some("bytes"));
    assert!(answer.header("etag").unwrap().contains('-'), "an MD5 has no hyphen");
    assert_eq!(answer.header("x-amz-request-id").unwrap().len(), 16);
    let written = fs::metadata(site.path("boat.jpg")).unwrap().modified().unwrap();
    assert_eq!(answer.header("last-modified"), Some(&*httpdate::fmt_http_date(written)));

    assert_eq!(site.get("a/b c/ü +%&#?.txt").text(), "a text");
    let answer = site.get("empty");
    assert_eq!((answer.status, answer.header("content-length"), answer.text()), (200, Some("0"), ""));
    assert_eq!(answer.header("content-type"), Some("application/octet-stream"));
    assert_eq!(site.get("none").error(), (404, "NoSuchKey"));
    assert_eq!(site.get("a").error(), (404, "NoSuchKey"));
    assert_eq!(site.get("boat.jpg/x").error(), (404, "NoSuchKey"));
}

#[test]
fn an_uploaded_page_runs_no_script() {
    let site = Site::start();
    site.write("page.html", "<script>alert(1)</script>");
    let answer = site.get("page.html");
    assert_eq!(answer.header("content-security-policy"), Some("sandbox"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
}

#[test]
fn heads() {
    let site = Site::start();
    site.write("boat.jpg", "a boat");
    let answer = site.send(&site.bucket().head_object("boat.jpg"));
    assert_eq!((answer.status, answer.header("content-length"), answer.text()), (200, Some("6"), ""));

    // Neither has an error a body.
    for (key, method, status) in [("none", Method::Head, 404), ("boat.jpg", Method::Get, 403)] {
        let answer = site.call(&site.bucket().request(method, key)).method("HEAD").send(site.address);
        assert_eq!((answer.status, answer.text()), (status, ""));
        assert_eq!(answer.header("content-type"), None);
    }
    assert_eq!(site.send(&site.bucket().head_bucket()).status, 200);
}

#[test]
fn ranges() {
    let site = Site::start();
    site.write("digits", "0123456789");
    for (range, expected) in [
        ("bytes=0-0", Some(("0", "bytes 0-0/10"))),
        ("bytes=2-5", Some(("2345", "bytes 2-5/10"))),
        ("bytes=7-", Some(("789", "bytes 7-9/10"))),
        ("bytes=7-99", Some(("789", "bytes 7-9/10"))),
        ("bytes=-3", Some(("789", "bytes 7-9/10"))),
        ("bytes=-99", Some(("0123456789", "bytes 0-9/10"))),
        // The whole object, as S3 does it: malformed, more than one, another unit.
        ("bytes=5-2", None),
        ("bytes=a-b", None),
        ("bytes=1-2,4-5", None),
        ("bytes=1-2,99-", None),
        ("lines=1-2", None),
    ] {
        let answer = site.call(&site.bucket().get_object("digits")).header("Range", range).send(site.address);
        match expected {
            Some((text, content_range)) => {
                assert_eq!((answer.status, answer.text()), (206, text), "{range}");
                assert_eq!(answer.header("content-range"), Some(content_range), "{range}");
            }
            None => assert_eq!((answer.status, answer.text()), (200, "0123456789"), "{range}"),
        }
    }
    for range in ["bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999999-"] {
        let answer = site.call(&site.bucket().get_object("digits")).header("Range", range).send(site.address);
        assert_eq!(answer.error(), (416, "InvalidRange"), "{range}");
        assert_eq!(answer.header("content-range"), Some("bytes */10"), "{range}");
    }
    let answer = site.call(&site.bucket().head_object("digits")).header("Range", "bytes=2-5").send(site.address);
    assert_eq!((answer.status, answer.header("content-length"), answer.text()), (206, Some("4"), ""));
}

#[test]
fn headers_that_the_url_asks_for() {
    let site = Site::start();
    site.write("boat.jpg", "a boat");
    let request = site
        .bucket()
        .get_object("boat.jpg")
        .download_as("Bötchen.jpg")
        .response_content_type("text/plain")
        .response_cache_control("no-store");
    let answer = site.send(&request);
    assert_eq!(answer.header("content-type"), Some("text/plain"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(answer.header("content-disposition").unwrap().starts_with("attachment; filename="));

    // Only the signature makes them count.
    let call = site.call(&site.bucket().get_object("boat.jpg"));
    let call = call.map_target(|target| format!("{target}&response-content-type=text%2Fhtml"));
    assert_eq!(call.send(site.address).error(), (403, "SignatureDoesNotMatch"));
}

#[test]
fn an_object_that_is_replaced_while_it_is_read() {
    use std::io::{Read, Write};
    let site = Site::start();
    // More than the buffers of both sockets hold.
    site.write("large", &"1".repeat(30_000_000));
    let mut stream = crate::client::connect(site.address);
    stream.write_all(site.call(&site.bucket().get_object("large")).head().as_bytes()).unwrap();
    let mut first = [0; 1000];
    stream.read_exact(&mut first).unwrap();
    assert_eq!(site.put("large", "2").status, 200);
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
    assert!(rest.iter().all(|&byte| byte == b'1') && rest.len() > 29_999_000, "{}", rest.len());
    assert_eq!(site.get("large").text(), "2");
}
