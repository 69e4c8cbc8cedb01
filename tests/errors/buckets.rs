//! Bucket names, and styles of addressing that an endpoint does not support.

use presign::s3::{Addressing, CopySource};
use presign::{Bucket, ErrorKind};

use crate::util::errors::assert_error;

#[test]
fn bucket_names() {
    let path = |name: &str| Bucket::builder(name).addressing(Addressing::Path).build();
    let host = |name: &str| Bucket::builder(name).addressing(Addressing::VirtualHosted).build();
    let kind = ErrorKind::InvalidBucketName;

    assert_error(Bucket::new(""), kind, "bucket name \"\" is not valid in a path: it is empty");
    assert_error(
        path("a/b"),
        kind,
        "bucket name \"a/b\" is not valid in a path: it has a slash, which would end the name and begin the key",
    );
    assert_error(
        path(".."),
        kind,
        "bucket name \"..\" is not valid in a path: it is a dot segment, which clients remove before sending",
    );
    assert_error(path("a\tb"), kind, "bucket name \"a\\tb\" is not valid in a path: it has a control character");
    assert!(path(&"a".repeat(255)).is_ok());
    assert!(path(&"a".repeat(256)).unwrap_err().to_string().ends_with("at most 255 bytes are allowed"));

    let rule = "3 to 63 lower-case letters, digits, hyphens and dots are allowed; each label must begin and end with a \
                letter or digit, and the name must not look like an IPv4 address";
    for name in ["", "ab", "Photos", "my_photos", "-photos", "photos-", "a..b", "a.-b", "192.168.0.1", &"a".repeat(64)]
    {
        assert_error(host(name), kind, &format!("bucket name {name:?} is not valid in a host name: {rule}"));
    }
    assert_error(
        host("my.photos"),
        kind,
        "bucket name \"my.photos\" is not valid in a host name: it has a dot, but the endpoint's TLS certificate \
         covers only one label; use path-style addressing",
    );
}

#[test]
fn what_was_copied_along_with_a_bucket_name() {
    let kind = ErrorKind::InvalidBucketName;
    for (name, message) in [
        (" photos", "bucket name \" photos\" begins with white space: remove it"),
        ("photos ", "bucket name \"photos \" ends with white space: remove it"),
        ("photos\n", "bucket name \"photos\\n\" ends with a line break: remove it"),
        ("photos\u{a0}", "bucket name \"photos\\u{a0}\" ends with white space: remove it"),
        ("\u{feff}photos", "bucket name \"\\u{feff}photos\" begins with a byte order mark (U+FEFF): remove it"),
        ("'photos'", "bucket name \"'photos'\" begins with a quotation mark: remove it"),
        ("photos--usw2-az1--x-s3 ", "bucket name \"photos--usw2-az1--x-s3 \" ends with white space: remove it"),
        (
            " arn:aws:s3:us-west-2:123456789012:accesspoint/photos",
            "bucket name \" arn:aws:s3:us-west-2:123456789012:accesspoint/photos\" begins with white space: remove it",
        ),
    ] {
        for addressing in [Addressing::Auto, Addressing::VirtualHosted, Addressing::Path] {
            assert_error(Bucket::builder(name).addressing(addressing).build(), kind, message);
        }
        let cname = Bucket::builder(name).endpoint("https://photos.example.com").addressing(Addressing::Cname);
        assert_error(cname.build(), kind, message);
        assert_error(CopySource::new(name, "boat.jpg"), kind, message);
    }
    assert!(Bucket::builder("my photos").addressing(Addressing::Path).build().is_ok());
}

#[test]
fn addressing() {
    let ip = Bucket::builder("photos").endpoint("http://[::1]:9000").addressing(Addressing::VirtualHosted);
    assert_error(
        ip.build(),
        ErrorKind::BucketUnderIpAddress,
        "endpoint host [::1] is an IP address, which can't have subdomains: use path-style addressing for a bucket, \
         or a DNS name for an access point",
    );
    assert_error(
        Bucket::builder("photos").addressing(Addressing::Cname).build(),
        ErrorKind::EndpointRequired,
        "`Addressing::Cname` requires an endpoint: set it to the URL whose host identifies the bucket",
    );
}
