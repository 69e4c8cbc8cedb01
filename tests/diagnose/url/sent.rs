//! What was sent with the URL, as far as it is known.

use presign::Bucket;
use presign::diagnose::Attempt;
use presign::diagnose::Certainty::{Certain, Likely, Possible};
use time::macros::datetime;

use super::{Expected, assert_finds, get, long_term, with, wrong_findings};

#[test]
fn what_was_sent() {
    let url = get();
    let typed = with(&url, "SignedHeaders=host", "SignedHeaders=content-type%3Bhost");
    let at_minio = |url: &str| with(url, "examplebucket.s3.eu-west-1.amazonaws.com", "127.0.0.1:9000/examplebucket");
    let attempt = |url: &str, name: &str, value: &str| Attempt::new(url).header(name, value);
    let upload = Bucket::builder("photos").region("eu-west-1").build().unwrap();
    let upload = upload.put_object("boat.jpg").sse_c([7; 32]);
    let encrypted = upload.sign_at(&long_term(), datetime!(2026-11-23 12:00 UTC)).unwrap().into_string();
    let table: &[(&str, Attempt, Expected<'_>)] = &[
        ("authorization", attempt(&url, "Authorization", "Bearer x"), &[("two-mechanisms", Certain)]),
        ("authorization, MinIO", attempt(&at_minio(&url), "authorization", "Bearer x"), &[("two-mechanisms", Likely)]),
        (
            "authorization alone",
            attempt("https://photos.s3.amazonaws.com/a", "Authorization", "AWS4-HMAC-SHA256 ..."),
            &[("not-presigned", Certain)],
        ),
        ("an ACL", attempt(&url, "x-amz-acl", "public-read"), &[("header-not-signed", Certain)]),
        ("an ACL, MinIO", attempt(&at_minio(&url), "X-Amz-Acl", "public-read"), &[("header-not-signed", Possible)]),
        (
            "an ACL, MinIO says no",
            attempt(&at_minio(&url), "X-Amz-Acl", "public-read").response(403, "").method("PUT"),
            &[("header-not-signed", Likely)],
        ),
        ("the payload's hash", attempt(&url, "x-amz-content-sha256", "UNSIGNED-PAYLOAD"), &[]),
        ("a trace", attempt(&url, "X-Amzn-Trace-Id", "Root=1"), &[]),
        ("no type", attempt(&typed, "Accept", "*/*"), &[("header-missing", Certain)]),
        ("a type", attempt(&typed, "Content-Type", "image/jpeg"), &[]),
        (
            "no length",
            attempt(&with(&url, "SignedHeaders=host", "SignedHeaders=content-length%3Bhost"), "Accept", "*/*"),
            &[("header-missing", Possible)],
        ),
        (
            "a header in the query",
            attempt(
                &with(&with(&url, "?", "?x-amz-acl=private&"), "SignedHeaders=host", "SignedHeaders=host%3Bx-amz-acl"),
                "Accept",
                "*/*",
            ),
            &[],
        ),
        (
            "nobody knows",
            Attempt::new(&typed).response(403, ""),
            &[
                ("header-missing", Possible),
                ("signer-not-allowed", Possible),
                ("missing-key-hidden", Possible),
                ("requester-pays", Possible),
            ],
        ),
        ("another host", attempt(&url, "Host", "photos.example.com"), &[("host-changed", Likely)]),
        ("a port", attempt(&url, "Host", "examplebucket.s3.eu-west-1.amazonaws.com:443"), &[("port-changed", Likely)]),
        ("no port", attempt(&at_minio(&url), "host", "127.0.0.1"), &[("port-changed", Likely)]),
        ("the host", attempt(&url, "Host", "examplebucket.S3.eu-west-1.amazonaws.com"), &[]),
        ("SSE-C over HTTP", Attempt::new(encrypted.replacen("https", "http", 1)), &[("sse-c-over-http", Certain)]),
        (
            "SSE-C over HTTP, MinIO",
            Attempt::new(
                at_minio(&url)
                    .replacen("https", "http", 1)
                    .replace("=host&", "=host%3Bx-amz-server-side-encryption-customer-key&"),
            ),
            &[("sse-c-over-http", Likely)],
        ),
        ("SSE-C over HTTPS", Attempt::new(&encrypted), &[]),
        ("GET of a PUT", Attempt::new(with(&url, "?", "?x-id=PutObject&")).method("get"), &[("wrong-method", Likely)]),
        ("PUT", Attempt::new(with(&url, "?", "?x-id=PutObject&")).method("put"), &[]),
    ];
    let wrong: String =
        table.iter().filter_map(|(row, attempt, expected)| wrong_findings(attempt, expected, row)).collect();
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn checksums_of_nothing() {
    const LIKELY: Expected<'_> = &[("empty-body-checksum", Likely)];
    let url = get();
    let query = |pair: &str| with(&url, "?", &format!("?{pair}&"));
    let javascript = query("x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32&x-id=PutObject");
    let hash = query("X-Amz-Content-Sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    let header = with(&url, "SignedHeaders=host", "SignedHeaders=content-md5%3Bhost");
    let put = |url: &str| Attempt::new(url).method("PUT");
    let table: &[(&str, Attempt, Expected<'_>)] = &[
        ("the SDK for JavaScript", Attempt::new(&javascript), LIKELY),
        ("no checksum of nothing", Attempt::new(javascript.replace("AAAAAA", "NhCmhg")), &[]),
        ("with a length", put(&javascript).header("Content-Length", "5"), &[("empty-body-checksum", Certain)]),
        ("an empty file", put(&javascript).header("Content-Length", "0"), &[]),
        ("it worked", put(&javascript).response(200, ""), &[]),
        ("a download", Attempt::new(query("x-amz-checksum-crc32=AAAAAA%3D%3D")).method("GET"), &[]),
        ("hash", put(&hash), LIKELY),
        ("hash of an unknown method", Attempt::new(&hash), &[]),
        ("hash of a setting", put(&with(&hash, "?", "?acl&")), &[("empty-body-checksum", Possible)]),
        ("MD5", put(&header).header("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="), LIKELY),
        ("a copy", put(&with(&hash, "SignedHeaders=host", "SignedHeaders=host%3Bx-amz-copy-source")), &[]),
    ];
    let wrong: String =
        table.iter().filter_map(|(row, attempt, expected)| wrong_findings(attempt, expected, row)).collect();
    assert!(wrong.is_empty(), "{wrong}");
    for pair in [
        "x-amz-checksum-crc32c=AAAAAA%3D%3D",
        "x-amz-checksum-crc64nvme=AAAAAAAAAAA%3D",
        "x-amz-checksum-sha1=2jmj7l5rSw0yVb%2FvlWAYkK%2FYBwk%3D",
        "x-amz-checksum-sha256=47DEQpj8HBSa%2B%2FTImW%2B5JCeuQeRkm5NMpJWZG3hSuFU%3D",
        "Content-MD5=1B2M2Y8AsgTpgAmY7PhCfg%3D%3D",
    ] {
        assert_finds(&Attempt::new(query(pair)), LIKELY, pair);
    }
}
