//! Operations that need more than a key: multipart uploads, copies and attributes.

use presign::s3::CopySource;
use presign::{Bucket, ErrorKind, Method};

use crate::util::errors::assert_error;
use crate::util::{NOW, credentials};

#[test]
fn multipart_uploads() {
    let bucket = Bucket::new("photos").unwrap();
    let part = |id: &str, number| bucket.upload_part("boat.jpg", id, number).sign_at(&credentials(), NOW);
    for wrong in [0, 10_001, u16::MAX] {
        let message = format!("part number {wrong} is out of range: 1 to 10000 are allowed");
        assert_error(part("id", wrong), ErrorKind::InvalidPartNumber, &message);
    }
    let empty = "upload ID is empty, so S3 would perform another operation: use the ID from CreateMultipartUpload";
    assert_error(part("", 1), ErrorKind::EmptyUploadId, empty);
    for request in [
        bucket.complete_multipart_upload("boat.jpg", ""),
        bucket.abort_multipart_upload("boat.jpg", ""),
        bucket.list_parts("boat.jpg", ""),
    ] {
        assert_error(request.sign_at(&credentials(), NOW), ErrorKind::EmptyUploadId, empty);
    }
}

#[test]
fn parts_of_files() {
    let bucket = Bucket::new("photos").unwrap();
    let parts = |file_size, part_size| bucket.upload_parts("boat.jpg", "id", file_size, part_size);
    for wrong in [0, 5_242_879, 5_368_709_121, u64::MAX] {
        let message =
            format!("part size of {wrong} bytes is out of range: 5242880 (5 MiB) to 5368709120 (5 GiB) are allowed");
        assert_error(parts(1, wrong), ErrorKind::PartSizeOutOfRange, &message);
    }
    assert_error(
        parts(52_428_800_001, 5_242_880),
        ErrorKind::TooManyParts,
        "file of 52428800001 bytes has 10001 parts of 5242880 bytes, but at most 10000 parts are allowed: use a part \
         size of at least 5242881 bytes",
    );
    assert!(parts(52_428_800_000, 5_242_880).is_ok() && parts(52_428_800_001, 5_242_881).is_ok());
    assert_error(
        parts(53_687_091_200_001, 5_368_709_120),
        ErrorKind::FileTooLarge,
        "file of 53687091200001 bytes is too large for a multipart upload: at most 53687091200000 bytes (10000 parts \
         of 5 GiB) are allowed",
    );
}

/// Only buckets can be created and deleted. An access point is rejected in any form that names one.
#[test]
fn operations_of_buckets_on_access_points() {
    for name in [
        "arn:aws:s3:us-east-1:123456789012:accesspoint/photos",
        "arn:aws:s3-object-lambda:us-east-1:123456789012:accesspoint/photos",
        "arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-01234567890123456/accesspoint/photos",
        "test-accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3",
        "photos--use1-az4--xa-s3",
    ] {
        let access_point = Bucket::new(name).unwrap();
        for (request, operation) in
            [(access_point.create_bucket(), "CreateBucket"), (access_point.delete_bucket(), "DeleteBucket")]
        {
            let message = format!(
                "{operation} is not supported on an access point: create the request for the bucket that it belongs to"
            );
            assert_error(request.sign_at(&credentials(), NOW), ErrorKind::UnsupportedOperation, &message);
        }
        assert!(access_point.get_object("boat.jpg").sign_at(&credentials(), NOW).is_ok(), "{name}");
        assert!(access_point.control_request(Method::Get).sign_at(&credentials(), NOW).is_ok(), "{name}");
    }
    for name in ["photos", "photos--use1-az4--x-s3"] {
        assert!(Bucket::new(name).unwrap().create_bucket().sign_at(&credentials(), NOW).is_ok());
    }
}

#[test]
fn copy_sources() {
    assert_error(
        CopySource::new("", "boat.jpg"),
        ErrorKind::InvalidBucketName,
        "bucket name \"\" is not valid in a path: it is empty",
    );
    assert_error(
        CopySource::new("arn:aws:s3:::photos", "boat.jpg"),
        ErrorKind::InvalidArn,
        "ARN \"arn:aws:s3:::photos\" is not valid: only the ARNs of access points are supported; give a bucket by its \
         name",
    );
    // What a bucket rejects is no copy source either.
    for (resource, service) in [
        ("accesspoint/photos/object/other.jpg", "s3"),
        ("accesspoint/", "s3"),
        ("accesspoint/..", "s3"),
        ("accesspoint/a b", "s3"),
        ("accesspoint/photos", "sqs"),
        ("outpost/op-01/accesspoint/photos/object/other.jpg", "s3-outposts"),
        ("outpost/op-01/accesspoint", "s3-outposts"),
        ("bucket/accesspoint/accesspoint", "s3"),
    ] {
        let arn = format!("arn:aws:{service}:us-west-2:123456789012:{resource}");
        let error = CopySource::new(&arn, "boat.jpg").unwrap_err();
        assert_eq!((error.kind(), error.to_string()), {
            let error = Bucket::new(&arn).unwrap_err();
            (error.kind(), error.to_string())
        });
    }
    let lambda = "arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint/photos";
    assert_error(
        CopySource::new(lambda, "boat.jpg"),
        ErrorKind::InvalidArn,
        &format!("ARN {lambda:?} is not valid: S3 can't copy from an access point of Object Lambda"),
    );
    assert_error(
        CopySource::new("photos", ""),
        ErrorKind::EmptyKey,
        "copy source key is empty, but only objects can be copied: give the key of the object",
    );
    assert_error(
        CopySource::new("photos", "a".repeat(1025)),
        ErrorKind::KeyTooLong,
        "copy source key is 1025 bytes long: at most 1024 bytes of UTF-8 are allowed",
    );
    let bucket = Bucket::new("photos").unwrap();
    let source = CopySource::new("photos", "boat.jpg").unwrap().version_id("3\r\nx-amz-acl: public-read");
    assert_error(
        bucket.copy_object("boat.jpg", &source).sign_at(&credentials(), NOW),
        ErrorKind::InvalidHeaderValue,
        "value of header \"x-amz-copy-source\" has a control character: byte 27 is 0x0d",
    );
}

#[test]
fn object_attributes() {
    let bucket = Bucket::new("photos").unwrap();
    assert_error(
        bucket.get_object_attributes("boat.jpg", [""; 0]).sign_at(&credentials(), NOW),
        ErrorKind::NoObjectAttributes,
        "no object attributes are requested: request at least one",
    );
}

/// Which operations have which setters is in `tests/operations.rs`.
#[test]
fn setters_of_other_operations() {
    let bucket = Bucket::new("photos").unwrap();
    let get = || bucket.get_object("boat.jpg");
    let put = || bucket.put_object("boat.jpg");
    let creates = "`put_object`, `copy_object`, `create_multipart_upload`";
    let rows = [
        (
            get().content_disposition("inline"),
            "content_disposition",
            "get_object",
            "use `response_content_disposition`",
        ),
        (get().content_type("image/jpeg"), "content_type", "get_object", "use `response_content_type`"),
        (get().header("Content-Type", "a"), "header(\"content-type\")", "get_object", "use `response_content_type`"),
        (bucket.head_object("a").expires_header(NOW), "expires_header", "head_object", "use `response_expires`"),
        (put().response_cache_control("a"), "response_cache_control", "put_object", "use `cache_control`"),
        (
            bucket.create_multipart_upload("a").response_content_type("a"),
            "response_content_type",
            "create_multipart_upload",
            "use `content_type`",
        ),
        (get().sse_kms("a"), "sse_kms", "get_object", &format!("it is for {creates} and `create_session`")),
        (get().acl("private"), "acl", "get_object", &format!("it is for {creates} and `create_bucket`")),
        (
            get().metadata("a", "b"),
            "metadata",
            "get_object",
            "it is for `put_object`, `copy_object` and `create_multipart_upload`",
        ),
        (
            put().part_number(1),
            "part_number",
            "put_object",
            "it is for `get_object`, `head_object`, `upload_part` and `upload_part_copy`",
        ),
        (
            put().version_id("3"),
            "version_id",
            "put_object",
            "it is for `get_object`, `head_object`, `delete_object`, `get_object_attributes`, `get_object_tagging`, \
             `put_object_tagging`, `delete_object_tagging` and `restore_object`",
        ),
        (bucket.head_bucket().session_mode("ReadOnly"), "session_mode", "head_bucket", "it is for `create_session`"),
        // The setter that was called, and not one that it calls.
        (
            bucket.delete_object("a").download_as("a"),
            "download_as",
            "delete_object",
            "it is for `get_object`, `head_object`, `put_object`, `copy_object` and `create_multipart_upload`",
        ),
        (
            bucket.list_objects_v2().content_md5([0; 16]),
            "content_md5",
            "list_objects_v2",
            "it is for `put_object`, `upload_part`, `complete_multipart_upload`, `put_object_tagging`, \
             `delete_objects`, `restore_object` and `create_bucket`",
        ),
    ];
    for (request, setter, operation, hint) in rows {
        let message = format!("`{setter}` can't be used with `{operation}`: {hint}");
        assert_error(request.sign_at(&credentials(), NOW), ErrorKind::WrongOperation, &message);
    }
    for request in [
        bucket.request(Method::Get, "a").content_type("image/jpeg").acl("private").version_id("3").max_keys(1),
        bucket.request(Method::Get, "a").header("content-type", "image/jpeg"),
        bucket.bucket_request(Method::Put).response_content_type("a").sse_s3(),
        bucket.control_request(Method::Put).tagging([("a", "b")]),
        get().header("x-amz-acl", "private").query("prefix", "a"),
    ] {
        assert!(request.sign_at(&credentials(), NOW).is_ok(), "{request:?}");
    }
}
