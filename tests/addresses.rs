//! Checks the URLs, hosts and regions of buckets and services.

mod util;

use presign::s3::Addressing::{self, Auto, Cname, Path, VirtualHosted};
use presign::{Bucket, Method, Service};

use crate::util::{NOW, credentials};

/// Name, region, endpoint, addressing, and the bucket URL that they result in.
type Row = (&'static str, &'static str, Option<&'static str>, Addressing, &'static str);

#[test]
fn buckets() {
    let rows: &[Row] = &[
        ("photos", "us-east-1", None, Auto, "https://photos.s3.us-east-1.amazonaws.com"),
        ("photos", "eu-west-1", None, VirtualHosted, "https://photos.s3.eu-west-1.amazonaws.com"),
        ("photos", "eu-west-1", None, Path, "https://s3.eu-west-1.amazonaws.com/photos"),
        ("photos", "aws-global", None, Auto, "https://photos.s3.amazonaws.com"),
        ("my.photos", "eu-west-1", None, Auto, "https://s3.eu-west-1.amazonaws.com/my.photos"),
        ("My_Photos", "eu-west-1", None, Auto, "https://s3.eu-west-1.amazonaws.com/My_Photos"),
        ("ab", "eu-west-1", None, Auto, "https://s3.eu-west-1.amazonaws.com/ab"),
        ("192.168.0.1", "eu-west-1", None, Auto, "https://s3.eu-west-1.amazonaws.com/192.168.0.1"),
        ("photos!", "eu-west-1", None, Auto, "https://s3.eu-west-1.amazonaws.com/photos%21"),
        ("photos", "cn-north-1", None, Auto, "https://photos.s3.cn-north-1.amazonaws.com.cn"),
        ("photos", "us-gov-west-1", None, Auto, "https://photos.s3.us-gov-west-1.amazonaws.com"),
        ("photos", "us-iso-east-1", None, Auto, "https://photos.s3.us-iso-east-1.c2s.ic.gov"),
        ("photos", "us-isob-east-1", None, Auto, "https://photos.s3.us-isob-east-1.sc2s.sgov.gov"),
        ("photos", "eu-isoe-west-1", None, Auto, "https://photos.s3.eu-isoe-west-1.cloud.adc-e.uk"),
        ("photos", "us-isof-south-1", None, Auto, "https://photos.s3.us-isof-south-1.csp.hci.ic.gov"),
        ("photos", "eusc-de-east-1", None, Auto, "https://photos.s3.eusc-de-east-1.amazonaws.eu"),
        // Regions of AWS are lowercased. With a custom endpoint, the region keeps its case.
        ("photos", "EU-West-1", None, Auto, "https://photos.s3.eu-west-1.amazonaws.com"),
        ("photos", "CN-North-1", None, Auto, "https://photos.s3.cn-north-1.amazonaws.com.cn"),
        ("photos", "RegionOne", Some("http://localhost:9000"), Auto, "http://localhost:9000/photos"),
        // Endpoints without a path.
        ("photos", "auto", Some("http://host:9000"), Auto, "http://host:9000/photos"),
        ("photos", "auto", Some("https://storage.example.com"), Auto, "https://storage.example.com/photos"),
        ("photos", "auto", Some("https://storage.example.com"), VirtualHosted, "https://photos.storage.example.com"),
        ("my.photos", "auto", Some("https://storage.example.com"), Auto, "https://storage.example.com/my.photos"),
        ("my.photos", "auto", Some("http://storage.example.com"), Auto, "http://storage.example.com/my.photos"),
        // Hosts without a DNS name or certificate for each bucket.
        (
            "photos",
            "us-east-1",
            Some("http://minio.storage.svc.cluster.local:9000"),
            Auto,
            "http://minio.storage.svc.cluster.local:9000/photos",
        ),
        (
            "photos",
            "us-east-1",
            Some("http://host.docker.internal:9000"),
            Auto,
            "http://host.docker.internal:9000/photos",
        ),
        ("photos", "us-east-1", Some("https://nas.lan"), Auto, "https://nas.lan/photos"),
        ("photos", "us-east-1", Some("https://cdn.example.com"), Auto, "https://cdn.example.com/photos"),
        // S3's hosts on AWS as the endpoint, and another server on AWS.
        (
            "photos",
            "eu-west-1",
            Some("https://s3.eu-west-1.amazonaws.com"),
            Auto,
            "https://photos.s3.eu-west-1.amazonaws.com",
        ),
        (
            "my.photos",
            "eu-west-1",
            Some("https://s3.eu-west-1.amazonaws.com"),
            Auto,
            "https://s3.eu-west-1.amazonaws.com/my.photos",
        ),
        (
            "My_Photos",
            "eu-west-1",
            Some("https://s3.eu-west-1.amazonaws.com"),
            Auto,
            "https://s3.eu-west-1.amazonaws.com/My_Photos",
        ),
        (
            "photos",
            "garage",
            Some("http://ec2-203-0-113-25.compute-1.amazonaws.com:3900"),
            Auto,
            "http://ec2-203-0-113-25.compute-1.amazonaws.com:3900/photos",
        ),
        (
            "my.photos",
            "auto",
            Some("https://storage.example.com"),
            VirtualHosted,
            "https://my.photos.storage.example.com",
        ),
        ("photos", "auto", Some("http://127.0.0.1:9000"), Auto, "http://127.0.0.1:9000/photos"),
        ("photos", "auto", Some("http://[::1]:9000"), Auto, "http://[::1]:9000/photos"),
        ("photos", "auto", Some("http://[2001:DB8::1]"), Auto, "http://[2001:db8::1]/photos"),
        ("photos", "auto", Some("http://[0:0:0:0:0:0:0:1]:9000"), Auto, "http://[::1]:9000/photos"),
        ("photos", "auto", Some("http://[::ffff:127.0.0.1]"), Auto, "http://[::ffff:7f00:1]/photos"),
        ("photos", "auto", Some("http://1.example.com"), VirtualHosted, "http://photos.1.example.com"),
        (
            "photos",
            "auto",
            Some("http://127.0.0.1.example.com."),
            VirtualHosted,
            "http://photos.127.0.0.1.example.com.",
        ),
        ("photos", "auto", Some("http://localhost:9000"), Auto, "http://localhost:9000/photos"),
        ("photos", "auto", Some("http://min_io:9000"), Auto, "http://min_io:9000/photos"),
        ("photos", "auto", Some("http://localhost.:9000"), Auto, "http://localhost.:9000/photos"),
        ("photos", "auto", Some("http://minio:9000"), Auto, "http://minio:9000/photos"),
        ("photos", "auto", Some("http://s3.localhost:9000"), VirtualHosted, "http://photos.s3.localhost:9000"),
        ("photos", "auto", Some("http://localhost:9000"), VirtualHosted, "http://photos.localhost:9000"),
        ("photos", "auto", Some("https://cdn.example.com"), Cname, "https://cdn.example.com"),
        // Their ports, base paths and spelling.
        (
            "photos",
            "auto",
            Some("HTTPS://Storage.Example.COM:443/"),
            VirtualHosted,
            "https://photos.storage.example.com",
        ),
        ("photos", "auto", Some("http://storage.example.com:80"), Path, "http://storage.example.com/photos"),
        ("photos", "auto", Some("http://storage.example.com:443"), Path, "http://storage.example.com:443/photos"),
        ("photos", "auto", Some("http://storage.example.com:"), Path, "http://storage.example.com/photos"),
        ("photos", "auto", Some("http://example.com:8080/s3/"), Path, "http://example.com:8080/s3/photos"),
        ("photos", "auto", Some("http://example.com:8080/s3"), VirtualHosted, "http://photos.example.com:8080/s3"),
        // A base path is sent in the encoding that S3 signs.
        ("photos", "auto", Some("http://example.com/a(b)%7e"), Path, "http://example.com/a%28b%29~/photos"),
        ("photos", "auto", Some("http://example.com/s3"), Cname, "http://example.com/s3"),
    ];
    for &(name, region, endpoint, addressing, url) in rows {
        let mut builder = Bucket::builder(name).region(region).addressing(addressing);
        if let Some(endpoint) = endpoint {
            builder = builder.endpoint(endpoint);
        }
        let bucket = builder.build().unwrap_or_else(|error| panic!("{url}: {error}"));
        assert_eq!(bucket.url(), url);
        let host = url.split('/').nth(2).unwrap();
        assert_eq!(bucket.host(), host);
        assert_eq!(bucket.name(), name);
        let expected = match (region, endpoint) {
            ("aws-global", _) => String::from("us-east-1"),
            (_, None) => region.to_lowercase(),
            (_, Some(_)) => region.to_owned(),
        };
        assert_eq!(bucket.region(), expected);
        assert_eq!(bucket.signing_service(), "s3");
    }
}

#[test]
fn the_global_endpoint_is_for_us_east_1() {
    let url =
        |region: &str| Bucket::builder("photos").region(region).global_endpoint(true).build().unwrap().url().to_owned();
    assert_eq!(url("us-east-1"), "https://photos.s3.amazonaws.com");
    assert_eq!(url("us-east-2"), "https://photos.s3.us-east-2.amazonaws.com");
}

#[test]
fn requests_use_the_url_of_their_bucket_or_service() {
    let credentials = credentials();
    let path_of = |request: presign::PresignRequest<'_>| {
        let url = request.sign_at(&credentials, NOW).unwrap().into_string();
        url.split('?').next().unwrap().to_owned()
    };
    let host = Bucket::new("photos").unwrap();
    assert_eq!(path_of(host.list_objects_v2()), "https://photos.s3.us-east-1.amazonaws.com/");
    assert_eq!(path_of(host.get_object("/a//b/")), "https://photos.s3.us-east-1.amazonaws.com//a//b/");

    let path = Bucket::builder("photos").endpoint("http://127.0.0.1:9000/s3").build().unwrap();
    assert_eq!(path_of(path.list_objects_v2()), "http://127.0.0.1:9000/s3/photos");
    assert_eq!(path_of(path.get_object("/a//b/")), "http://127.0.0.1:9000/s3/photos//a//b/");

    let cname = Bucket::builder("photos").endpoint("http://cdn.example.com/s3").addressing(Cname).build().unwrap();
    assert_eq!(path_of(cname.head_bucket()), "http://cdn.example.com/s3");
    assert_eq!(path_of(cname.get_object("boat.jpg")), "http://cdn.example.com/s3/boat.jpg");

    let service = Service::new("execute-api", "us-east-1", "wss://Example.com:443/prod/").unwrap();
    assert_eq!(service.url(), "wss://example.com/prod");
    assert_eq!(
        (service.host(), service.region(), service.signing_service()),
        ("example.com", "us-east-1", "execute-api")
    );
    assert_eq!(path_of(service.request(Method::Get, "/a//b/../%7E")), "wss://example.com/prod/a//b/../%7E");
    assert_eq!(path_of(service.request(Method::Get, "")), "wss://example.com/prod");
    let root = Service::new("sts", "us-east-1", "https://sts.us-east-1.amazonaws.com").unwrap();
    assert_eq!(path_of(root.request(Method::Get, "")), "https://sts.us-east-1.amazonaws.com/");
}

/// With the signing name `s3`, the signed path is decoded and encoded once, however the caller encoded it.
#[test]
fn a_service_named_s3_is_signed_as_s3() {
    let credentials = credentials();
    let s3 = Service::new("s3", "us-east-1", "https://photos.s3.us-east-1.amazonaws.com").unwrap();
    let trace = s3.request(Method::Get, "/a//b(c)%7e%2B").trace_at(&credentials, NOW).unwrap();
    assert!(trace.canonical_request().starts_with("GET\n/a//b%28c%29~%2B\n"));
    assert!(trace.canonical_request().ends_with("\nUNSIGNED-PAYLOAD"));
    assert!(trace.url().as_str().starts_with("https://photos.s3.us-east-1.amazonaws.com/a//b(c)%7e%2B?"));

    let bucket = Bucket::new("photos").unwrap();
    let same = bucket.get_object("a//b(c)~+").trace_at(&credentials, NOW).unwrap();
    assert_eq!(same.signature(), trace.signature());
}
