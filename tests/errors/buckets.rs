//! Bucket names, and styles of addressing that an endpoint does not support.

use presign::s3::Addressing;
use presign::{Bucket, ErrorKind};

use crate::util::errors::assert_error;

#[test]
fn bucket_names() {
    let path = |name: &str| Bucket::builder(name).addressing(Addressing::Path).build();
    let host = |name: &str| Bucket::builder(name).addressing(Addressing::VirtualHosted).build();
    let kind = ErrorKind::InvalidBucketName;

    assert_error(Bucket::new(""), kind, "bucket name \"\" can't be used in a path: it is empty");
    assert_error(
        path("a/b"),
        kind,
        "bucket name \"a/b\" can't be used in a path: it has a slash, which would end the name and begin the key",
    );
    assert_error(
        path(".."),
        kind,
        "bucket name \"..\" can't be used in a path: clients remove dot segments before sending",
    );
    assert_error(path("a\tb"), kind, "bucket name \"a\\tb\" can't be used in a path: it has a control character");
    assert!(path(&"a".repeat(255)).is_ok());
    assert!(path(&"a".repeat(256)).unwrap_err().to_string().ends_with("at most 255 bytes are allowed"));

    let rule = "3 to 63 lower-case letters, digits, hyphens and dots are allowed, each label with a letter or digit at either end";
    for name in ["", "ab", "Photos", "my_photos", "-photos", "photos-", "a..b", "a.-b", "192.168.0.1", &"a".repeat(64)]
    {
        assert_error(host(name), kind, &format!("bucket name {name:?} can't be used in a host name: {rule}"));
    }
    assert_error(
        host("my.photos"),
        kind,
        "bucket name \"my.photos\" can't be used in a host name: it has a dot, and the endpoint's certificate is for one label",
    );
}

#[test]
fn addressing() {
    let ip = Bucket::builder("photos").endpoint("http://[::1]:9000").addressing(Addressing::VirtualHosted);
    assert_error(
        ip.build(),
        ErrorKind::BucketUnderIpAddress,
        "endpoint host [::1] is an IP address, and no bucket or access point can have a host name under it: path-style \
         addressing is for that, where there is a bucket name",
    );
    assert_error(
        Bucket::builder("photos").addressing(Addressing::Cname).build(),
        ErrorKind::EndpointRequired,
        "addressing by CNAME needs an endpoint: its host is the bucket",
    );
}
