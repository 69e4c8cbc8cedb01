//! Which part of a service an error is about.

use std::fmt::Debug;
use std::time::Duration;

use presign::s3::{Checksum, ChecksumAlgorithm, CopySource};
use presign::{Bucket, Credentials, Error, Fault, Identity, Method, Service};
use time::macros::datetime;

use crate::util::{NOW, SECRET, credentials};
use crate::{key, put, region, signed};

#[track_caller]
fn assert_fault<T: Debug>(fault: Fault, results: impl IntoIterator<Item = Result<T, Error>>) {
    for result in results {
        let error = result.unwrap_err();
        assert_eq!(error.fault(), fault, "{error}");
    }
}

#[test]
fn requests() {
    assert_fault(
        Fault::Request,
        [
            key(""),
            key("a/../b"),
            key("https://photos.s3.us-east-1.amazonaws.com/boat.jpg"),
            signed(|request| request.header("authorization", "")),
            signed(|request| request.query("", "")),
            signed(|request| request.expires_in(Duration::from_secs(604_801))),
            signed(|request| request.range("0-499")),
            put(|request| request.response_content_type("image/jpeg")),
            put(|request| request.acl("PublicRead")),
            Bucket::new("photos").unwrap().key_of("https://example.com/boat.jpg"),
        ],
    );
    assert_fault(Fault::Request, ["get".parse::<Method>()]);
    assert_fault(Fault::Request, [Checksum::from_hex(ChecksumAlgorithm::Md5, "0x")]);
    let service = Service::new("sts", "us-east-1", "https://sts.us-east-1.amazonaws.com").unwrap();
    let paths = ["a", "/%4", "/a/%2e%2e/b"];
    assert_fault(Fault::Request, paths.map(|path| service.request(Method::Get, path).sign_at(&credentials(), NOW)));
}

#[test]
fn configurations() {
    let endpoint = |url: &str| Bucket::builder("photos").endpoint(url).build();
    assert_fault(
        Fault::Configuration,
        [
            region("null"),
            Bucket::new("photos/2026"),
            Bucket::builder("photos").endpoint("https://example.com").fips(true).build(),
            endpoint("example.com"),
            // The kinds of these three are also kinds of a key or of the path of a request.
            endpoint("https://example.com/a b"),
            endpoint("https://example.com/%4"),
            endpoint("https://example.com/a/../b"),
        ],
    );
    assert_fault(Fault::Configuration, [Service::new("", "us-east-1", "https://example.com")]);
    assert_fault(Fault::Configuration, [CopySource::new("photos/2026", "boat.jpg")]);
    let several_regions = Bucket::new("arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap").unwrap();
    assert_fault(Fault::Configuration, [several_regions.get_object("boat.jpg").sign_at(&credentials(), NOW)]);
}

/// What a server responds says nothing about the client's request.
#[cfg(feature = "xml")]
#[test]
fn responses_and_bodies() {
    use presign::s3::SessionCredentials;
    use presign::s3::xml::DeleteObjectsBody;

    let responses = ["<Error/>", "<Error><Code>AccessDenied</Code></Error>", "<html>"];
    assert_fault(Fault::Configuration, responses.map(SessionCredentials::from_xml));
    assert_fault(Fault::Request, [DeleteObjectsBody::new(["boat\u{1}.jpg"]), DeleteObjectsBody::new([""; 0])]);
}

#[test]
fn the_credentials() {
    let bucket = Bucket::new("photos").unwrap();
    let sign = |credentials: &Credentials| bucket.get_object("boat.jpg").sign_at(credentials, NOW);
    assert_fault(
        Fault::Credentials,
        [
            sign(&Credentials::new("", SECRET)),
            sign(&Credentials::new("AKIDEXAMPLE", format!("{SECRET}\n"))),
            sign(&credentials().with_expiry(NOW)),
            bucket
                .get_object("boat.jpg")
                .require_full_lifetime()
                .sign_at(&credentials().with_expiry(datetime!(2026-11-23 12:10 UTC)), NOW),
            bucket.get_object("boat.jpg").sign_at(
                &credentials().scoped(&presign::sigv4::Scope::new(NOW.date(), "eu-west-1", "s3").unwrap()),
                NOW,
            ),
        ],
    );
}

#[test]
fn the_signer() {
    assert_fault(Fault::Signer, [Err::<(), _>(Error::signer("slot 3 is locked"))]);
    let bucket = Bucket::new("photos").unwrap();
    let prepared = bucket.get_object("boat.jpg").prepare_at(&Identity::new("AKIDEXAMPLE"), NOW).unwrap();
    assert_fault(Fault::Signer, [prepared.finish(&[0; 64])]);
}
