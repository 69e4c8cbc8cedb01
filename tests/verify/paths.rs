//! The path, the bucket and the key that a server gets: decoded exactly once.

use presign::s3::Addressing;
use presign::verify::{Policy, Rejection, Verified};
use presign::{Bucket, Method, Service};

use crate::attempt::Attempt;
use crate::util::credentials;

fn names(verified: &Verified<'_>) -> (String, String, String, String) {
    let (bucket, key) = verified.bucket_and_key();
    (verified.path().into_owned(), verified.key().into_owned(), bucket.into_owned(), key.into_owned())
}

#[test]
fn keys_are_decoded_once() {
    for key in ["boat.jpg", "a b+c", "%2e%2e/x", "%252e", "a//b/", "/a", "%41", "日本/é", "a%2Fb", "100%"] {
        let hosted = Bucket::new("photos").unwrap();
        let attempt = Attempt::of(&hosted.get_object(key), &credentials(), Policy::new("s3", "us-east-1"));
        let (path, found, ..) = attempt.verify_with(names).unwrap();
        assert_eq!((path, &*found), (format!("/{key}"), key));

        let pathed = Bucket::builder("photos").addressing(Addressing::Path).build().unwrap();
        let attempt = Attempt::of(&pathed.get_object(key), &credentials(), Policy::new("s3", "us-east-1"));
        let (path, _, bucket, found) = attempt.verify_with(names).unwrap();
        assert_eq!((path, &*bucket, &*found), (format!("/photos/{key}"), "photos", key));
    }
}

/// A `%2F` is signed as a slash, so the path is divided after decoding.
#[test]
fn an_escaped_slash_ends_the_bucket() {
    let bucket = Bucket::builder("photos").addressing(Addressing::Path).build().unwrap();
    let policy = || Policy::new("s3", "us-east-1");
    let mut attempt = Attempt::of(&bucket.get_object("a/b"), &credentials(), policy());
    attempt.set_path("/photos%2Fa%2fb");
    let (_, _, bucket_name, key) = attempt.verify_with(names).unwrap();
    assert_eq!((&*bucket_name, &*key), ("photos", "a/b"));

    let attempt = Attempt::of(&bucket.head_bucket(), &credentials(), policy());
    let (path, _, bucket_name, key) = attempt.verify_with(names).unwrap();
    assert_eq!((&*path, &*bucket_name, &*key), ("/photos", "photos", ""));
}

#[test]
fn paths_of_other_services_are_normalized_and_decoded_once() {
    let service = Service::new("execute-api", "eu-west-1", "https://api.example.com").unwrap();
    let request = service.request(Method::Get, "/v1/a%20b/%252e");
    for received in ["/v1/a%20b/%252e", "//v1/x/../a%20b/./%252e"] {
        let mut attempt = Attempt::of(&request, &credentials(), Policy::new("execute-api", "eu-west-1"));
        attempt.set_path(received);
        assert_eq!(attempt.verify_with(|verified| verified.path().into_owned()).unwrap(), "/v1/a b/%2e");
    }
}

/// The client signs the whole path, and a proxy removes the beginning.
#[test]
fn a_prefix_that_a_proxy_removes() {
    let bucket = Bucket::builder("photos").endpoint("https://example.com/storage").build().unwrap();
    let policy = || Policy::new("s3", "us-east-1").stripped_prefix("/sto%72age");
    let mut attempt = Attempt::of(&bucket.get_object("a b"), &credentials(), policy());
    let whole = attempt.path().to_owned();
    assert_eq!(attempt.verify(), Err(Rejection::SignatureMismatch), "the prefix is there twice");
    attempt.set_path(&whole["/storage".len()..]);
    assert_eq!(attempt.verify_with(names).unwrap().0, "/photos/a b");
    attempt.policy = policy().stripped_prefix("/other");
    attempt.add_header("X-Forwarded-Prefix", "/storage");
    assert_eq!(attempt.verify(), Err(Rejection::SignatureMismatch));

    let service = Service::new("execute-api", "eu-west-1", "https://example.com").unwrap();
    let policy = Policy::new("execute-api", "eu-west-1").stripped_prefix("/api");
    let mut attempt = Attempt::of(&service.request(Method::Get, "/api/v1/x"), &credentials(), policy.clone());
    attempt.set_path("/v1//x");
    assert_eq!(attempt.verify_with(|verified| verified.path().into_owned()).unwrap(), "/v1/x");
    // Signed for another application on the same host.
    let mut attempt = Attempt::of(&service.request(Method::Get, "/admin"), &credentials(), policy);
    attempt.set_path("/../admin");
    assert_eq!(attempt.verify(), Err(Rejection::InvalidTarget));
}
