//! From a key to the plain URL of its object, from a URL to the key, and keys that are URLs by mistake.

mod util;

use presign::s3::Addressing;
use presign::{Bucket, ErrorKind};
use proptest::prelude::*;

use crate::util::errors::assert_error;
use crate::util::{NOW, cases, credentials};

fn buckets() -> [Bucket; 4] {
    let custom = |endpoint: &str, addressing| {
        Bucket::builder("photos").endpoint(endpoint).addressing(addressing).build().unwrap()
    };
    [
        Bucket::new("photos").unwrap(),
        custom("http://127.0.0.1:9000/s3", Addressing::Path),
        custom("https://storage.example.com", Addressing::VirtualHosted),
        custom("https://photos.example.com/base", Addressing::Cname),
    ]
}

/// Whatever the key, its presigned URL leads back to it, decoded exactly once.
#[test]
fn a_presigned_url_leads_back_to_its_key() {
    for bucket in buckets() {
        for key in
            ["boat.jpg", "/a", "a//b", "a b+c", "100%", "%2e%252e", "ключ/🚤", "a?b#c", "photos/photos", "http://x/"]
        {
            let url = bucket.get_object(key).query("a", "/b").sign_at(&credentials(), NOW).unwrap();
            assert_eq!(bucket.key_of(url.as_str()).unwrap(), key);
            let (plain, _) = url.as_str().split_once('?').unwrap();
            assert_eq!(bucket.key_of(plain).unwrap(), key);
            assert_eq!(bucket.key_of(&format!("{plain}#fragment")).unwrap(), key);
            assert_eq!(bucket.key_of(&format!("s3://photos/{key}")).unwrap(), key);
        }
        let upper = format!("{}/k", bucket.url()).replacen("http", "HTTP", 1).replacen("example", "EXAMPLE", 1);
        assert_eq!(bucket.key_of(&upper).unwrap(), "k");
    }
}

proptest! {
    #![proptest_config(cases(500))]

    /// The plain URL is the presigned one without its query, and leads back to the key.
    #[test]
    fn the_url_of_an_object_is_that_of_its_presigned_urls(key in "[a-c./%+?# é🚤\\PC]{0,12}", which in 0..4usize) {
        let bucket = &buckets()[which];
        let url = bucket.object_url(&key);
        if let Ok(signed) = bucket.get_object(&key).allow_dot_segments().sign_at(&credentials(), NOW) {
            prop_assert_eq!(signed.as_str().split('?').next(), Some(&*url));
            prop_assert_eq!(bucket.key_of(&url).unwrap(), key);
        }
    }
}

#[test]
fn urls_that_are_not_of_the_bucket() {
    let [aws, server, ..] = buckets();
    let message =
        "the URL is not that of an object of this bucket: it must begin with `http://127.0.0.1:9000/s3/photos/`";
    for url in [
        "",
        "boat.jpg",
        "https://photos.s3.us-east-1.amazonaws.com/k",
        "http://127.0.0.1:9000/s3/photos",
        "http://127.0.0.1:9000/s3/Photos/k",
        "http://127.0.0.1:9000/s3/photos2/k",
        "http://127.0.0.1:90001/s3/photos/k",
        "s3://photo/k",
        "é",
    ] {
        assert_error(server.key_of(url), ErrorKind::ForeignUrl, message);
    }
    assert_eq!(aws.key_of("https://photos.s3.us-east-1.amazonaws.com/").unwrap_err().kind(), ErrorKind::EmptyKey);
    assert_eq!(
        aws.key_of("https://photos.s3.us-east-1.amazonaws.com/%4").unwrap_err().kind(),
        ErrorKind::MalformedEscape
    );
    assert_error(
        aws.key_of("https://photos.s3.us-east-1.amazonaws.com/%ff"),
        ErrorKind::MalformedEscape,
        "path of the URL is not UTF-8 once it is decoded, as the keys of S3 are",
    );
}

/// The whole URL would be the name of an object.
#[test]
fn keys_that_are_urls_of_the_bucket() {
    for bucket in buckets() {
        for url in [format!("{}/boat.jpg", bucket.url()), "s3://photos/boat.jpg".into()] {
            assert_error(
                bucket.get_object(&url).sign_at(&credentials(), NOW),
                ErrorKind::KeyIsUrl,
                "object key is a URL of the bucket: pass only the key, which `Bucket::key_of` returns",
            );
        }
        // URLs of others can be keys, as in a cache of web pages.
        for key in ["s3://other/boat.jpg", "https://example.com/", "s3:/photos/k"] {
            assert!(bucket.get_object(key).sign_at(&credentials(), NOW).is_ok(), "{key}");
        }
    }
}
