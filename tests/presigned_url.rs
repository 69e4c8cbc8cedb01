//! Which URLs a person can open in a browser, and how `Debug` shows the validity of a URL.

mod util;

use std::time::Duration;

use presign::{Bucket, Method, Service};
use time::macros::datetime;

use crate::util::{NOW, credentials};

#[test]
fn only_a_get_without_headers_is_a_link() {
    let bucket = Bucket::builder("photos").endpoint("http://127.0.0.1:9000").build().unwrap();
    let get = || bucket.get_object("2026/boat at sea.jpg");
    for (request, is_link) in [
        (get(), true),
        (get().download_as("boat.jpg").request_payer().version_id("3"), true),
        (bucket.list_objects_v2(), true),
        (bucket.get_object("...").query("a", "/../"), true),
        (bucket.get_object("%2e%2e"), true),
        (get().range(0..5), false),
        (get().header("x-amz-meta-empty", ""), false),
        (bucket.head_object("boat.jpg"), false),
        (bucket.put_object("boat.jpg"), false),
        (bucket.request(Method::Options, "boat.jpg"), false),
        // A browser removes dot segments, even escaped ones, and then requests another object.
        (bucket.get_object("a/../b").allow_dot_segments(), false),
        (bucket.get_object("a/.").allow_dot_segments(), false),
    ] {
        assert_eq!(request.sign_at(&credentials(), NOW).unwrap().is_link(), is_link, "{request:?}");
    }
    for (endpoint, path, is_link) in [
        ("https://example.com", "/a", true),
        ("https://example.com", "", true),
        ("https://example.com", "/a/%2E%2e/b", false),
        ("wss://example.com", "/a", false),
    ] {
        let service = Service::new("execute-api", "us-east-1", endpoint).unwrap();
        let request = service.request(Method::Get, path).allow_dot_segments();
        assert_eq!(request.sign_at(&credentials(), NOW).unwrap().is_link(), is_link, "{endpoint}{path}");
    }
}

#[test]
fn validity_shows_times_that_people_can_read() {
    let bucket = Bucket::new("photos").unwrap();
    let request = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(60));
    let url = request.sign_at(&credentials(), datetime!(2026-11-23 13:00 +01:00)).unwrap();
    let shown =
        "Validity { signed_at: 2026-11-23T12:00:00Z, expires_at: Some(2026-11-23T12:01:00Z), is_shortened: false }";
    assert_eq!(format!("{:?}", url.validity()), shown);
    assert!(format!("{url:?}").ends_with(&format!("validity: {shown} }}")), "{url:?}");

    let iot = Service::new("iotdevicegateway", "eu-west-1", "wss://iot.example.com").unwrap();
    let url = iot.request(Method::Get, "/mqtt").without_expiry().sign_at(&credentials(), NOW).unwrap();
    let shown = "Validity { signed_at: 2026-11-23T12:00:00Z, expires_at: None, is_shortened: false }";
    assert_eq!(format!("{:?}", url.validity()), shown);
}
