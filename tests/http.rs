//! Converts presigned URLs to requests of the `http` crate, and checks that a client sends what was signed.

#![cfg(all(feature = "std", feature = "http"))]

mod util;

use http::Request;
use presign::{Bucket, Credentials, ErrorKind, Method, PresignedUrl, Service};

use crate::util::NOW;
use crate::util::errors::assert_error;

fn credentials() -> Credentials {
    util::credentials().with_session_token("a/b+c=")
}

#[test]
fn method_url_and_headers_are_as_signed() {
    let bucket = Bucket::builder("photos").endpoint("http://127.0.0.1:9000/s3").build().unwrap();
    let key = "a+b c//%41/..%2F\u{1f6a2}~!'()*;:@&=$,?#[]";
    let put = bucket.put_object(key).content_type("image/jpeg").header("x-amz-meta-title", "%D0%99").metadata("a", "");
    let url = put.sign_at(&credentials(), NOW).unwrap();
    let request: Request<()> = url.clone().try_into().unwrap();
    assert_eq!(request.method(), http::Method::PUT);
    assert_eq!(request.uri().to_string(), url.as_str());
    let (place, query) = url.as_str().split_once('?').unwrap();
    assert_eq!(request.uri().scheme_str(), Some("http"));
    assert_eq!(request.uri().authority().unwrap(), "127.0.0.1:9000");
    assert_eq!(request.uri().path(), place.strip_prefix("http://127.0.0.1:9000").unwrap());
    assert_eq!(request.uri().query(), Some(query));
    let headers: Vec<_> = request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let expected: [(&str, &[u8]); 3] =
        [("content-type", b"image/jpeg"), ("x-amz-meta-a", b""), ("x-amz-meta-title", b"%D0%99")];
    assert_eq!(headers, expected, "`host` is left to the client");
}

#[test]
fn every_method_and_scheme() {
    let methods =
        [Method::Get, Method::Head, Method::Put, Method::Post, Method::Delete, Method::Patch, Method::Options];
    for scheme in ["https", "http", "wss", "ws"] {
        let service = Service::new("sts", "eu-west-1", format!("{scheme}://[::1]:8443")).unwrap();
        for method in methods {
            let url = service.request(method, "/a%2Fb*").sign_at(&credentials(), NOW).unwrap();
            let request = Request::try_from(&url).unwrap();
            assert_eq!((request.method().as_str(), &*request.uri().to_string()), (method.as_str(), url.as_str()));
            assert_eq!(request.method(), http::Method::from(method));
            assert_eq!(Method::try_from(request.method()).unwrap(), method);
        }
    }
}

#[test]
fn a_customer_key_is_marked_as_sensitive() {
    let bucket = Bucket::new("photos").unwrap();
    let key = presign::s3::CustomerKey::from(b"0123456789abcdef0123456789abcdef");
    let url = bucket.get_object("boat.jpg").sse_c(&key).sign_at(&credentials(), NOW).unwrap();
    let request = Request::try_from(&url).unwrap();
    let name = "x-amz-server-side-encryption-customer-key";
    assert_eq!(request.headers()[name], "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
    assert!(request.headers()[name].is_sensitive());
    assert!(!format!("{:?}", request.headers()).contains("MDEy"));
}

#[test]
fn a_url_that_is_too_long_is_an_error() {
    let service = Service::new("sts", "eu-west-1", "https://sts.eu-west-1.amazonaws.com").unwrap();
    let convert = |length: usize| -> Result<PresignedUrl, http::Error> {
        let url =
            service.request(Method::Get, "/").query("a", "b".repeat(length)).sign_at(&credentials(), NOW).unwrap();
        Request::try_from(&url).map(|_| url)
    };
    let longest = u16::MAX as usize - 1;
    let short = convert(1).unwrap().as_str().len() - 1;
    assert_eq!(convert(longest - short).unwrap().as_str().len(), longest);
    let error = convert(longest - short + 1).unwrap_err();
    assert_eq!(error.to_string(), "uri too long");
}

#[test]
fn methods_that_nobody_signs() {
    let extension = http::Method::from_bytes(b"get").unwrap();
    for (method, shown) in [(http::Method::CONNECT, "CONNECT"), (http::Method::TRACE, "TRACE"), (extension, "get")] {
        let message = format!(
            "method \"{shown}\" is not supported: use GET, HEAD, PUT, POST, DELETE, PATCH or OPTIONS, in upper case"
        );
        assert_error(Method::try_from(&method), ErrorKind::UnsupportedMethod, &message);
        assert_error(Method::try_from(method), ErrorKind::UnsupportedMethod, &message);
    }
}
