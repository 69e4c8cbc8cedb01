//! Answers that were recorded from AWS in 2026 by the tests of [localstack] (commit 8b9a79f) and [moto].
//!
//! Each row has the request in short, and the status, the code and the elements that AWS added to the document. Where AWS
//! accepted a request, what it then did with it is left out.
//!
//! [localstack]: https://github.com/localstack/localstack/blob/8b9a79f05846835cf4dff63ab7eefdde9df83783/tests/aws/services/s3/test_s3.py
//! [moto]: https://github.com/getmoto/moto/blob/master/tests/test_s3/test_s3_presigned_url.py

use std::time::Duration;

use presign::verify::Policy;
use presign::{Bucket, Credentials, PresignRequest};
use time::macros::datetime;

use crate::attempt::Attempt;
use crate::util::{NOW, SECRET, credentials};

const ACCEPTED: (u16, &str) = (200, "");
const DENIED: (u16, &str) = (403, "AccessDenied");
const MISMATCH: (u16, &str) = (403, "SignatureDoesNotMatch");

fn check(name: &str, attempt: &Attempt, (status, code): (u16, &str), elements: &[&str]) {
    let answer = attempt.verify();
    let found = match &answer {
        Ok(()) => ACCEPTED,
        Err(rejection) => (rejection.status(), rejection.code()),
    };
    assert_eq!(found, (status, code), "{name}: {answer:?}");
    if let Err(rejection) = answer {
        let xml = rejection.to_xml("/", "0");
        elements.iter().for_each(|element| assert!(xml.contains(element), "{name}: {xml}"));
    }
}

#[test]
fn answers_of_aws_to_urls() {
    let bucket = Bucket::new("photos").unwrap();
    let policy = || Policy::new("s3", "us-east-1");
    let sent = |request: PresignRequest<'_>, change: &dyn Fn(&mut Attempt)| {
        let mut attempt = Attempt::of(&request, &credentials(), policy());
        change(&mut attempt);
        attempt
    };
    let (get, put) = (|| bucket.get_object("boat.jpg"), || bucket.put_object("boat.jpg"));

    let expired = sent(get().expires_in(Duration::from_secs(2)), &|a| a.now = datetime!(2026-11-23 12:00:03 UTC));
    let elements = [
        "<Message>Request has expired</Message>",
        "<X-Amz-Expires>2</X-Amz-Expires>",
        "<Expires>2026-11-23T12:00:02Z</Expires>",
        "<ServerTime>2026-11-23T12:00:03Z</ServerTime>",
    ];
    check("expired", &expired, DENIED, &elements);

    let missing = sent(get(), &|a| a.replace("X-Amz-Date", |_| vec![]));
    let message = "<Message>Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, \
                   X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.</Message>";
    check("missing parameter", &missing, (400, "AuthorizationQueryParametersError"), &[message]);

    let message = "<Message>The request signature we calculated does not match the signature you provided. Check your \
                   key and signing method.</Message>";
    let wrong = |a: &mut Attempt| a.set("X-Amz-Signature", &"a".repeat(64));
    check("wrong signature, GET", &sent(get().response_content_type("text/plain"), &wrong), MISMATCH, &[message]);
    let text = || put().content_type("text/plain");
    let other_type = |a: &mut Attempt| a.set_header("content-type", "text/xml");
    check("signed Content-Type, another sent", &sent(text(), &other_type), MISMATCH, &[message]);
    let wrong_put = sent(text(), &|a| {
        wrong(a);
        other_type(a);
    });
    check("wrong signature, PUT", &wrong_put, MISMATCH, &[message]);

    let add = |name: &'static str, value: &'static str| move |a: &mut Attempt| a.add_header(name, value);
    let encoded = || put().header("content-encoding", "gzip");
    check("unsigned Content-Type", &sent(encoded(), &add("Content-Type", "text/plain")), ACCEPTED, &[]);
    let metadata = || put().metadata("foo", "bar");
    let unsent = |a: &mut Attempt| a.remove_header("x-amz-meta-foo");
    check("signed metadata not sent", &sent(metadata(), &unsent), MISMATCH, &[message]);

    let message = "<Message>There were headers present in the request which were not signed</Message>";
    let wrong_metadata = sent(metadata(), &|a| {
        unsent(a);
        a.add_header("x-amz-meta-wrong", "x");
    });
    let elements = [message, "<HeadersNotSigned>x-amz-meta-wrong</HeadersNotSigned>"];
    check("unsigned metadata", &wrong_metadata, DENIED, &elements);
    let two = sent(put(), &|a| {
        a.add_header("x-amz-decoded-content-length", "1");
        a.add_header("x-amz-date", "20261123T120000Z");
    });
    let elements = [message, "<HeadersNotSigned>x-amz-date, x-amz-decoded-content-length</HeadersNotSigned>"];
    check("two unsigned headers", &two, DENIED, &elements);
    let elements = [message, "<HeadersNotSigned>x-amz-expires</HeadersNotSigned>"];
    check("parameter of the signature as a header", &sent(put(), &add("x-amz-expires", "5")), DENIED, &elements);
    check("x-amz-user-agent sent, not signed", &sent(put(), &add("x-amz-user-agent", "x")), DENIED, &[]);

    let payer = put().header("x-amz-request-payer", "requester");
    let in_query = |a: &mut Attempt| a.append("&x-amz-request-payer=non-valid");
    check("same name in query and header", &sent(payer, &in_query), MISMATCH, &[]);
    let hashed = || put().header("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    let unsent = |a: &mut Attempt| a.remove_header("x-amz-content-sha256");
    check("x-amz-content-sha256 signed, not sent", &sent(hashed(), &unsent), MISMATCH, &[]);
    let add_hash = add("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    check("x-amz-content-sha256 sent, not signed", &sent(put(), &add_hash), ACCEPTED, &[]);

    check("parameter signed", &sent(get().query("requestedBy", "abcDEF123"), &|_| ()), ACCEPTED, &[]);
    let hoisted = || {
        let request = put().query("x-amz-storage-class", "STANDARD").query("x-amz-meta-foo", "bar");
        let request = request.query("x-amz-checksum-crc32", "AAAAAA==");
        request.header("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==")
    };
    check("x-amz-* in the query instead of headers", &sent(hoisted(), &|_| ()), ACCEPTED, &[]);
    let unsent = |a: &mut Attempt| a.remove_header("content-md5");
    check("the same, Content-MD5 not sent", &sent(hoisted(), &unsent), MISMATCH, &[]);

    let encrypted =
        || put().query("x-amz-server-side-encryption", "AES256").header("x-amz-server-side-encryption", "AES256");
    let as_aws = |a: &mut Attempt| a.policy = policy().dangerous_take_amz_headers_from_query();
    let unsent = |a: &mut Attempt| a.remove_header("x-amz-server-side-encryption");
    let unsent_as_aws = sent(encrypted(), &|a| {
        unsent(a);
        as_aws(a);
    });
    check("signed x-amz-* header absent, but in the query", &unsent_as_aws, ACCEPTED, &[]);
    check("the same, without the setting", &sent(encrypted(), &unsent), MISMATCH, &[]);
    check("the same, header sent too", &sent(encrypted(), &as_aws), ACCEPTED, &[]);
    let md5 = put().query("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==").header("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==");
    let unsent = |a: &mut Attempt| {
        a.remove_header("content-md5");
        as_aws(a);
    };
    check("signed Content-MD5 absent, but in the query", &sent(md5, &unsent), MISMATCH, &[]);

    let path_style = Bucket::builder("photos").addressing(presign::s3::Addressing::Path).build().unwrap();
    let slash = |a: &mut Attempt| a.set_path("/%2Fphotos/boat.jpg");
    check("%2F before the bucket", &sent(path_style.get_object("boat.jpg"), &slash), MISMATCH, &[]);

    let session = credentials().with_session_token("token+/=");
    let mut attempt = Attempt::of(&get(), &session, policy());
    attempt.key = Box::new(session);
    check("session token", &attempt, ACCEPTED, &[]);
    let overrides = get()
        .response_content_type("text/plain")
        .response_cache_control("no-cache")
        .response_content_encoding("identity");
    check("response overrides", &sent(overrides, &|_| ()), ACCEPTED, &[]);
    check("Range unsigned", &sent(get(), &add("Range", "bytes=0-18")), ACCEPTED, &[]);
    let copy = sent(put().header("x-amz-copy-source", "a/b"), &|_| ());
    check("copy", &copy, ACCEPTED, &[]);
    check("multipart", &sent(bucket.upload_part("boat.jpg", "VXBsb2FkIElE", 1), &|_| ()), ACCEPTED, &[]);

    assert_eq!(expired.now - NOW, time::Duration::seconds(3));
}

/// AWS found the signature to be right, and then answered as the row says. That answer is left to the server.
#[test]
fn answers_of_aws_that_are_not_about_the_signature() {
    let bucket = Bucket::new("photos").unwrap();
    let (get, put) = (|| bucket.get_object("boat.jpg"), || bucket.put_object("boat.jpg"));
    let gone = "HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD";
    let rows = [
        ("If-None-Match in the query, object there: 412", put().query("If-None-Match", "*")),
        ("If-Match in the query: 412", put().query("If-Match", "\"d41d8cd98f00b204e9800998ecf8427e\"")),
        ("versionId in a bucket without versioning: 400", get().version_id(gone)),
        ("versionId of a version that is gone: 404", get().version_id(gone)),
        ("x-amz-tagging with a key twice: 400", put().header("x-amz-tagging", "key1=val1&key1=val2")),
        ("x-amz-tagging malformed: 400", put().header("x-amz-tagging", "key1=val1,key2=val2")),
        ("CompleteMultipartUpload without a body: 400", bucket.complete_multipart_upload("boat.jpg", "VXBsb2FkIElE")),
    ];
    for (name, request) in rows {
        check(name, &Attempt::of(&request, &credentials(), Policy::new("s3", "us-east-1")), ACCEPTED, &[]);
    }

    // The body of a GET is ignored, so a server must not expect the hash of an empty one.
    let mut with_body = Attempt::of(&get(), &credentials(), Policy::new("s3", "us-east-1"));
    with_body.add_header("Content-Length", "5");
    assert_eq!(with_body.verify_with(|verified| verified.payload_hash()), Ok(None), "GET with a body");

    let role = Credentials::new("ASIAIOSFODNN7EXAMPLE", SECRET).with_session_token("IQoJb3JpZ2luX2VjEJ//".repeat(40));
    let mut attempt = Attempt::of(&get(), &role, Policy::new("s3", "us-east-1"));
    attempt.key = Box::new(role);
    check("role", &attempt, ACCEPTED, &[]);
}

/// The answer to a signature in a header. That to a URL has the code for parameters, and is otherwise the same.
#[test]
fn the_answer_of_aws_to_another_region() {
    let bucket = Bucket::builder("photos").endpoint("https://s3.amazonaws.com").region("us-east-1").build().unwrap();
    let mut attempt = Attempt::of(&bucket.get_object("a"), &credentials(), Policy::new("s3", "us-east-1"));
    attempt.set("X-Amz-Credential", "AKIDEXAMPLE/20261123/aws-global/s3/aws4_request");
    let elements = ["the region 'aws-global' is wrong; expecting 'us-east-1'</Message>", "<Region>us-east-1</Region>"];
    check("aws-global", &attempt, (400, "AuthorizationQueryParametersError"), &elements);
}

/// AWS still accepts Signature Version 2 in us-east-1. This module accepts none of these URLs.
#[test]
fn signature_version_2() {
    const TARGET: &str = "/boat.jpg?AWSAccessKeyId=AKIDEXAMPLE&Signature=wZ4Zp0BqUzOCVSVEnK4Rn4CeF2E%3D";
    let bucket = Bucket::new("photos").unwrap();
    let sent = |method: &str, query: &str| {
        let mut attempt = Attempt::of(&bucket.get_object("boat.jpg"), &credentials(), Policy::new("s3", "us-east-1"));
        attempt.method = method.into();
        attempt.target = format!("{TARGET}{query}");
        attempt
    };
    let not_supported = (400, "InvalidRequest");
    check("SigV2, valid: 200", &sent("GET", "&Expires=1795439000"), not_supported, &[]);
    check("SigV2, valid, PUT: 200", &sent("PUT", "&Expires=1795439000"), not_supported, &[]);
    check("SigV2, expired: 403", &sent("GET", "&Expires=1795430000"), not_supported, &[]);
    let in_query = sent("PUT", "&Expires=1795439000&x-amz-meta-foo=%E2%80%94");
    check("metadata not ASCII in the query: 200", &in_query, not_supported, &[]);
    let mut unsigned = sent("PUT", "&Expires=1795439000");
    unsigned.add_header("x-amz-meta-wrong", "x");
    check("SigV2, unsigned metadata: 403", &unsigned, not_supported, &[]);

    let message =
        "<Message>Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters</Message>";
    check("SigV2, missing parameter", &sent("GET", ""), DENIED, &[message]);
}
