use presign::diagnose::Certainty::{Certain, Likely};

use super::*;

fn bucket_named(name: &str) -> String {
    xml_with("NoSuchBucket", "The specified bucket does not exist", &format!("<BucketName>{name}</BucketName>"))
}

fn key_named(key: &str) -> String {
    xml_with("NoSuchKey", "The specified key does not exist.", &format!("<Key>{key}</Key>"))
}

fn virtual_hosted(endpoint: &str, key: &str) -> Attempt {
    let bucket = Bucket::builder("examplebucket").endpoint(endpoint);
    let bucket = bucket.addressing(presign::s3::Addressing::VirtualHosted).build().unwrap();
    Attempt::new(bucket.get_object(key).expires_in(HOUR).sign_at(&long_term(), SIGNED).unwrap()).method("GET")
}

#[test]
fn objects_and_buckets() {
    let forbidden = "The bucket you are attempting to access must be addressed using COS virtual-styled domain.";
    let third = "The bucket you are attempting to access must be addressed using OSS third level domain.";
    let path = || get_from("http://127.0.0.1:9000", "2026/boat.jpg");
    check(&[
        (get().response(404, key_named("2026/boat.jpg")), "no-such-key", Certain),
        (get().response(404, xml("NoSuchKey", "")), "no-such-key", Certain),
        (get().response(404, xml("NoSuchVersion", "The specified version does not exist.")), "no-such-key", Certain),
        (put().response(404, xml("NoSuchUpload", "The specified upload does not exist.")), "no-such-key", Certain),
        (get().method("HEAD").response(404, ""), "no-such-key", Likely),
        (path().response(404, bucket_named("examplebucket")), "no-such-bucket", Certain),
        (get().response(404, bucket_named("examplebucket")), "no-such-bucket", Certain),
        (
            path().response(400, xml("InvalidBucketName", "The specified bucket is not valid.")),
            "no-such-bucket",
            Certain,
        ),
        // The server reads the first segment of the path, although the bucket is in the host.
        (
            virtual_hosted("http://minio.example.com:9000", "2026/boat.jpg").response(404, bucket_named("2026")),
            "host-bucket-ignored",
            Likely,
        ),
        (
            virtual_hosted("http://localhost:9000", "boat.jpg").response(404, bucket_named("boat.jpg")),
            "host-bucket-ignored",
            Likely,
        ),
        (
            virtual_hosted("http://storage.example.com", "boat.jpg")
                .response(404, bucket_named("examplebucket.storage.example.com")),
            "host-bucket-ignored",
            Certain,
        ),
        // The endpoint names the bucket already.
        (get().response(404, bucket_named("examplebucket.examplebucket")), "bucket-twice", Likely),
        (
            get_from("http://127.0.0.1:9000/examplebucket", "boat.jpg")
                .response(404, key_named("examplebucket/boat.jpg")),
            "bucket-twice",
            Likely,
        ),
        (
            virtual_hosted("http://s3.example.com", "examplebucket/boat.jpg")
                .response(404, key_named("examplebucket/boat.jpg")),
            "bucket-twice",
            Likely,
        ),
        (get().response(404, key_named("a%20boat.jpg")), "path-encoding", Likely),
        (get().response(403, xml("PathStyleDomainForbidden", forbidden)), "addressing", Certain),
        (get().response(403, xml("SecondLevelDomainForbidden", third)), "addressing", Certain),
        (get().response(403, xml("AccessDenied", third)), "addressing", Certain),
        (
            get().response(
                403,
                xml_with(
                    "InvalidObjectState",
                    "The operation is not valid for the object's storage class",
                    "<StorageClass>GLACIER</StorageClass>",
                ),
            ),
            "archived-object",
            Certain,
        ),
        (
            put().response(
                412,
                xml_with(
                    "PreconditionFailed",
                    "At least one of the pre-conditions you specified did not hold",
                    "<Condition>If-None-Match</Condition>",
                ),
            ),
            "precondition-failed",
            Certain,
        ),
        (get().method("HEAD").response(412, ""), "precondition-failed", Certain),
        (
            put().response(405, xml("MethodNotAllowed", "The specified method is not allowed against this resource.")),
            "wrong-method",
            Likely,
        ),
        (
            get()
                .response(405, xml("MethodNotAllowed", "The specified method is not allowed against this resource."))
                .response_header("x-amz-delete-marker", "true"),
            "no-such-key",
            Certain,
        ),
        (put().response(405, ""), "wrong-method", Likely),
    ]);
}

/// Without a key, the path of an object is that of its bucket and a slash.
#[test]
fn empty_keys() {
    let url = get_from("http://127.0.0.1:9000", "x");
    let list = "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"></ListBucketResult>";
    let signed = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261123%2Feu-west-1%2Fs3%2Faws4_request\
                  &X-Amz-Date=20261123T120000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    let request = |path: &str, query: &str| Attempt::new(format!("http://127.0.0.1:9000{path}?{query}{signed}"));
    let malformed = xml("MalformedXML", "The XML you provided was not well-formed");
    check(&[
        (request("/examplebucket/", "").method("GET").response(200, list), "empty-key", Likely),
        (request("/examplebucket/", "").method("PUT").response(400, &malformed), "empty-key", Likely),
    ]);
    for attempt in [
        url.response(200, list),
        request("/examplebucket", "").method("GET").response(200, list),
        request("/examplebucket/", "list-type=2&").method("GET").response(200, list),
        request("/examplebucket/", "tagging=&").method("PUT").response(400, &malformed),
    ] {
        assert!(explained(&attempt).findings().iter().all(|finding| finding.code != "empty-key"));
    }
}
