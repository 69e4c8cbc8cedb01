//! Who signed, and for which host, region and path.

use presign::diagnose::Attempt;
use presign::diagnose::Certainty::{Certain, Likely, Possible};
use presign::{Bucket, Identity, TokenKind};
use time::macros::datetime;

use super::{
    Expected, ID, SECRET, assert_each, assert_finds, at_endpoint, get, long_term, signed_by, temporary, with, without,
};

#[test]
fn credentials_and_tokens() {
    let plain = signed_by(&long_term());
    let session = signed_by(&temporary());
    let encoded = "IQoJb3JpZ2luX2VjEKb%2B%2FwEaCXVzLWVhc3QtMSJHMEUCIQDx%2B4kL%2F8f%3D%3D";
    let token = |token: &str| with(&session, encoded, token);
    let elsewhere = |url: &str| with(url, "photos.s3.eu-west-1.amazonaws.com", "s3.example.com");
    const MANGLED: Expected<'_> = &[("token-mangled", Certain)];
    let express = Identity::new("ASIAIOSFODNN7EXAMPLE").with_token(TokenKind::S3Session, "token");
    let directory = Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").build().unwrap();
    let prepared = directory.get_object("boat.jpg").prepare_at(&express, datetime!(2026-11-23 12:00 UTC)).unwrap();
    let express = prepared.finish(&[7; 32]).unwrap().into_string();
    assert_each(&[
        ("a right one", session.clone(), &[]),
        ("a right one", express.clone(), &[]),
        ("no token", without(&session, "X-Amz-Security-Token"), &[("token-missing", Certain)]),
        ("no token, elsewhere", elsewhere(&without(&session, "X-Amz-Security-Token")), &[("token-missing", Possible)]),
        (
            "token in lower case",
            with(&session, "X-Amz-Security", "x-amz-security"),
            &[("misspelled-parameter", Likely)],
        ),
        ("empty token", token(""), &[("token-missing", Certain)]),
        ("empty token, long-term", format!("{plain}&X-Amz-Security-Token="), &[("token-unexpected", Likely)]),
        ("token of another key", with(&session, "ASIA", "AKIA"), &[("token-unexpected", Certain)]),
        ("raw plus", token(&encoded.replace("%2B", "+")), MANGLED),
        (
            "raw plus, MinIO",
            with(&elsewhere(&token(&encoded.replace("%2B", "+"))), "ASIAIOSFODNN7EXAMPLE", "minio"),
            &[("token-mangled", Likely)],
        ),
        ("space", token(&encoded.replace("%2B", "%20")), MANGLED),
        ("raw space", token(&encoded.replace("%2B", " ")), MANGLED),
        ("encoded twice", token(&encoded.replace('%', "%25")), MANGLED),
        ("no value", token("None"), MANGLED),
        ("quotes", token(&format!("%22{encoded}%22")), MANGLED),
        (
            "JWT",
            with(&elsewhere(&token("eyJhbGciOiJIUzUxMiJ9.eyJhY2Nlc3NLZXkiOiJ_-x")), "ASIAIOSFODNN7EXAMPLE", "minio"),
            &[],
        ),
        (
            "token of S3 Express",
            with(&session, "X-Amz-Security-Token", "X-Amz-S3session-Token"),
            &[("token-unexpected", Certain)],
        ),
        (
            "token of STS",
            with(&express, "X-Amz-S3session-Token", "X-Amz-Security-Token"),
            &[("token-unexpected", Possible)],
        ),
        ("swapped", with(&plain, ID, &SECRET.replace('/', "%2F")), &[("key-and-secret-swapped", Certain)]),
        (
            "swapped, elsewhere",
            elsewhere(&with(&plain, ID, &SECRET.replace('/', "%2F"))),
            &[("key-and-secret-swapped", Likely)],
        ),
        ("line break", with(&plain, "EXAMPLE%2F", "EXAMPLE%0A%2F"), &[("unknown-access-key", Certain)]),
        ("quotation mark", with(&plain, "AKIA", "%22AKIA"), &[("unknown-access-key", Certain)]),
    ]);
}

#[test]
fn the_place() {
    let url = get();
    let region = |region: &str| with(&url, "%2Feu-west-1%2F", &format!("%2F{region}%2F"));
    let global = with(&url, "s3.eu-west-1.amazonaws.com", "s3.amazonaws.com");
    let in_global = |region: &str| with(&global, "%2Feu-west-1%2F", &format!("%2F{region}%2F"));
    let host = |host: &str| with(&url, "examplebucket.s3.eu-west-1.amazonaws.com", host);
    const MISMATCH: Expected<'_> = &[("region-mismatch", Certain)];
    assert_each(&[
        ("another region", region("us-east-1"), MISMATCH),
        ("dual-stack", with(&region("us-east-1"), "s3.eu", "s3.dualstack.eu"), MISMATCH),
        ("the old host", global.clone(), &[]),
        ("a place", in_global("frankfurt"), MISMATCH),
        ("no value", in_global("null"), MISMATCH),
        ("a zone", in_global("us-east-1a"), MISMATCH),
        ("auto", in_global("auto"), MISMATCH),
        ("aws-global", in_global("aws-global"), MISMATCH),
        ("Wasabi", host("examplebucket.s3.us-west-1.wasabisys.com"), &[("region-mismatch", Likely)]),
        ("Backblaze takes others", host("examplebucket.s3.us-west-004.backblazeb2.com"), &[]),
        ("R2", host("0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com"), &[("region-mismatch", Likely)]),
        ("another service", with(&url, "%2Fs3%2F", "%2Fexecute-api%2F"), &[("service-mismatch", Certain)]),
        ("S3 Express", with(&url, "%2Fs3%2F", "%2Fs3express%2F"), &[("service-mismatch", Certain)]),
        ("a bucket with the name of a service", host("s3express-a.s3.eu-west-1.amazonaws.com"), &[]),
        ("a bucket with the name of a website", host("s3-website-a.s3.eu-west-1.amazonaws.com"), &[]),
        (
            "an access point on Outposts",
            with(
                &host("ap-123456789012.op-01234567890123456.s3-outposts.eu-west-1.amazonaws.com"),
                "%2Fs3%2F",
                "%2Fs3-outposts%2F",
            ),
            &[],
        ),
        ("website", host("examplebucket.s3-website-eu-west-1.amazonaws.com"), &[("wrong-endpoint", Certain)]),
        ("website", host("examplebucket.s3-website.eu-central-1.amazonaws.com"), &[("wrong-endpoint", Certain)]),
        ("multi-region access point", host("mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com"), MISMATCH),
        (
            "API Gateway",
            with(&host("a1b2c3.execute-api.eu-central-1.amazonaws.com"), "%2Fs3%2F", "%2Fexecute-api%2F"),
            &[("region-mismatch", Likely)],
        ),
        ("STS", with(&host("sts.eu-central-1.amazonaws.com"), "%2Fs3%2F", "%2Fsts%2F"), MISMATCH),
        ("dots in the host", host("my.photos.s3.eu-west-1.amazonaws.com"), &[("tls-failure", Possible)]),
        (
            "path style at Tencent",
            at_endpoint("https://cos.ap-beijing.myqcloud.com", "ap-beijing")
                .replace("photos.cos", "cos")
                .replace("/boat", "/photos/boat"),
            &[("addressing", Likely)],
        ),
        ("path style at Alibaba", host("oss-eu-central-1.aliyuncs.com/examplebucket"), &[("addressing", Likely)]),
        ("path style at Tigris", host("fly.storage.tigris.dev/examplebucket"), &[("addressing", Possible)]),
        (
            "bucket in Oracle's host",
            host("examplebucket.ns.compat.objectstorage.eu-frankfurt-1.oraclecloud.com"),
            &[("addressing", Likely)],
        ),
        ("at LocalStack", host("examplebucket.localhost.localstack.cloud:4566"), &[("addressing", Likely)]),
        ("at LocalStack's host for that", host("examplebucket.s3.localhost.localstack.cloud:4566"), &[]),
        ("at any other server", host("examplebucket.s3.example.com"), &[]),
    ]);
}

#[test]
fn the_path() {
    let url = get();
    let path = |path: &str| with(&url, "/photos/2026/cat.jpg", path);
    let doubled = with(&url, "examplebucket.s3", "examplebucket.examplebucket.s3");
    assert_each(&[
        ("dot segments", path("/photos/../cat.jpg"), &[("path-normalized", Possible)]),
        ("escaped dot segments", path("/photos/%2e%2E/cat.jpg"), &[("path-normalized", Possible)]),
        ("two slashes", path("//cat.jpg"), &[("path-normalized", Possible)]),
        ("bucket in host and path", path("/examplebucket/cat.jpg"), &[("bucket-twice", Possible)]),
        ("bucket twice in the host", doubled, &[("bucket-twice", Likely), ("tls-failure", Possible)]),
        (
            "bucket twice in the path",
            with(&path("/photos/photos/cat.jpg"), "examplebucket.", ""),
            &[("bucket-twice", Possible)],
        ),
        ("no key", path("/"), &[("empty-key", Possible)]),
        ("no key and no slash", path(""), &[("empty-key", Possible)]),
        ("no key in path style", with(&path("/photos"), "examplebucket.", ""), &[("empty-key", Possible)]),
        ("a list", with(&path("/"), "?", "?list-type=2&"), &[]),
        ("user info", with(&url, "https://", "https://jane:secret@"), &[("two-mechanisms", Likely)]),
    ]);
    let upload = with(&path("/"), "SignedHeaders=host", "SignedHeaders=content-type%3Bhost");
    assert_finds(&Attempt::new(&upload).method("PUT"), &[("empty-key", Likely)], "an upload");
}
