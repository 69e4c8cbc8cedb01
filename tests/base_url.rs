//! URLs that are handed out under another address than the one they are signed for.

mod naive;
mod util;

use presign::s3::Addressing;
use presign::{Bucket, ErrorKind, Method, PresignedUrl, Service};

use crate::util::{NOW, SECRET, credentials};

fn bucket(endpoint: &str, addressing: Addressing) -> Bucket {
    Bucket::builder("photos").endpoint(endpoint).addressing(addressing).build().unwrap()
}

/// Only the beginning changes. The signature stays valid for the address that it was made for.
#[test]
fn only_the_address_changes() {
    use Addressing::{Cname, Path, VirtualHosted};
    let rows = [
        ("http://minio:9000", Path, "/photos/a%20b//c"),
        ("http://minio:9000/s3", Path, "/photos/a%20b//c"),
        ("https://storage.example.com", VirtualHosted, "/a%20b//c"),
        ("https://storage.example.com/s3", VirtualHosted, "/a%20b//c"),
        ("https://photos.example.com/s3", Cname, "/a%20b//c"),
    ];
    let bases = [
        ("https://cdn.example.com", "https://cdn.example.com"),
        ("https://cdn.example.com/", "https://cdn.example.com"),
        ("HTTP://Files.Example.com:80/storage/", "http://files.example.com/storage"),
        ("http://localhost:8080/a%20b", "http://localhost:8080/a%20b"),
    ];
    for (endpoint, addressing, rest) in rows {
        let bucket = bucket(endpoint, addressing);
        let upload = bucket.put_object("a b//c").content_type("image/jpeg");
        let signed = upload.sign_at(&credentials(), NOW).unwrap();
        let (_, query) = signed.as_str().split_once('?').unwrap();
        let prepared = upload.prepare_at(credentials().identity(), NOW).unwrap();
        for (base, written) in bases {
            let moved = signed.clone().with_base_url(base).unwrap();
            assert_eq!(moved.as_str(), format!("{written}{rest}?{query}"));
            // And back again.
            let back = moved.clone().with_base_url(endpoint).unwrap();
            let origin = if addressing == VirtualHosted { &*bucket_base(&signed, rest) } else { endpoint };
            assert_eq!(back.with_base_url(origin).unwrap(), signed);
            assert_eq!((moved.method(), moved.validity()), (signed.method(), signed.validity()));
            assert!(moved.headers().eq(signed.headers()));
            assert_eq!(moved.redacted(), signed.redacted().replacen(&bucket_base(&signed, rest), written, 1));
        }
        let signature = naive::signature("PUT", signed.as_str(), &[("content-type", "image/jpeg")], SECRET);
        let finished = prepared.finish(&from_hex(&signature)).unwrap();
        assert_eq!(finished, signed);
        assert_eq!(
            finished.with_base_url("https://cdn.example.com").unwrap(),
            signed.with_base_url("https://cdn.example.com").unwrap()
        );
    }
}

/// Returns what comes before the path that stays.
fn bucket_base(signed: &PresignedUrl, rest: &str) -> String {
    signed.as_str().split_once(&format!("{rest}?")).unwrap().0.to_owned()
}

fn from_hex(digits: &str) -> Vec<u8> {
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn services_too() {
    let api = Service::new("execute-api", "eu-west-1", "https://abc.execute-api.eu-west-1.amazonaws.com/prod").unwrap();
    let signed = api.request(Method::Get, "/boats").sign_at(&credentials(), NOW).unwrap();
    let moved = signed.with_base_url("https://api.example.com").unwrap();
    assert!(moved.as_str().starts_with("https://api.example.com/boats?X-Amz-Algorithm="), "{moved}");
}

#[test]
fn invalid_base_urls() {
    let signed = bucket("http://minio:9000", Addressing::Path).get_object("k").sign_at(&credentials(), NOW).unwrap();
    for (base, kind) in [
        ("cdn.example.com", ErrorKind::InvalidEndpointScheme),
        ("ftp://cdn.example.com", ErrorKind::InvalidEndpointScheme),
        ("https://", ErrorKind::EndpointWithoutHost),
        ("https://a b", ErrorKind::InvalidEndpointHost),
        ("https://jane:hunter2@cdn.example.com", ErrorKind::EndpointUserInfo),
        ("https://cdn.example.com?a=b", ErrorKind::EndpointQuery),
        ("https://cdn.example.com#a", ErrorKind::EndpointFragment),
        ("https://cdn.example.com/../x", ErrorKind::DotSegment),
        ("https://cdn.example.com/a b", ErrorKind::InvalidPath),
    ] {
        assert_eq!(signed.clone().with_base_url(base).unwrap_err().kind(), kind, "{base}");
    }
}
