//! Answers that were recorded from AWS in 2026 by the tests of [localstack] (commit 8b9a79f) and [moto].
//!
//! Each row has the request in short, and the status, the code and the elements that AWS added to the document. Where AWS
//! accepted a request, what it then did with it is left out.
//!
//! [localstack]: https://github.com/localstack/localstack/blob/8b9a79f05846835cf4dff63ab7eefdde9df83783/tests/aws/services/s3/test_s3.py
//! [moto]: https://github.com/getmoto/moto/blob/master/tests/test_s3/test_s3_presigned_url.py

use std::time::Duration;

use presign::verify::Policy;
use presign::{Bucket, PresignRequest};
use time::macros::datetime;

use crate::attempt::Attempt;
use crate::util::{NOW, credentials};

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

    let version_2 = |a: &mut Attempt| a.target = "/boat.jpg?AWSAccessKeyId=A&Signature=B".into();
    let message =
        "<Message>Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters</Message>";
    check("SigV2, missing parameter", &sent(get(), &version_2), DENIED, &[message]);
    assert_eq!(expired.now - NOW, time::Duration::seconds(3));
}
