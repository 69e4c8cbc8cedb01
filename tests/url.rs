//! Converts presigned URLs to those of the crate `url`: with every byte, or not at all.

#![cfg(feature = "url")]

mod util;

use presign::{Bucket, ErrorKind, Method, PresignedUrl, Service};
use proptest::prelude::*;
use url::Url;

use crate::util::errors::assert_error;
use crate::util::{NOW, cases, credentials};

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn every_byte_is_kept(key in "[a-c./%+?#| é🚤\\PC]{1,16}", value in "\\PC{0,8}", path in "/[a-c/;=%~!'(|^]{0,8}") {
        let bucket = Bucket::builder("photos").endpoint("http://127.0.0.1:9000/s3").build().unwrap();
        let service = Service::new("execute-api", "eu-west-1", "wss://[2001:db8::1]:8443").unwrap();
        for signed in [
            bucket.get_object(&key).query("a", &value).sign_at(&credentials(), NOW),
            service.request(Method::Get, &path).query(&key, &value).sign_at(&credentials(), NOW),
        ].into_iter().flatten() {
            let url = Url::try_from(&signed).unwrap();
            prop_assert_eq!(url.as_str(), signed.as_str());
            prop_assert_eq!(Url::try_from(signed).unwrap(), url);
        }
    }
}

#[test]
fn urls_that_would_change() {
    let signed = |endpoint: &str, path: &str| -> PresignedUrl {
        let service = Service::new("execute-api", "eu-west-1", endpoint).unwrap();
        service.request(Method::Get, path).allow_dot_segments().sign_at(&credentials(), NOW).unwrap()
    };
    let changes = |offset: usize| {
        format!(
            "`url::Url` would change the path of the URL at byte {offset}, and invalidate the signature: send the text \
             of `as_str` instead"
        )
    };
    let not_a_name = "`url::Url` can't hold the URL (invalid international domain name): send the text of `as_str` \
                      instead";
    for (endpoint, path, message) in [
        ("https://example.com", "/a/../b", changes(20)),
        ("https://example.com", "/a/%2e", changes(22)),
        // Punycode of a zero-width joiner, which no domain has.
        ("https://xn--1ug.com", "/", not_a_name.into()),
    ] {
        assert_error(Url::try_from(signed(endpoint, path)), ErrorKind::UrlNotPreserved, &message);
    }
}
