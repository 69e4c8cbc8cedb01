//! Tests the operations that need more than a key: copies, operations with a body's checksum, object attributes, and
//! uploads in parts.

mod util;

use presign::s3::{Checksum, CopySource, ObjectAttribute, UploadParts};
use presign::{Bucket, Error, ErrorKind, Method, PresignRequest};

use crate::util::{NOW, credentials};

const MIB: u64 = 1024 * 1024;
const GIB: u64 = 1024 * MIB;

fn bucket() -> Bucket {
    Bucket::new("photos").unwrap()
}

/// Returns the method, the path, the operation's own query parameters, and the headers.
fn parts(request: PresignRequest<'_>) -> (Method, String, String, Vec<(String, String)>) {
    let url = request.sign_at(&credentials(), NOW).unwrap();
    let (place, query) = url.as_str().split_once('?').unwrap();
    let path = place.strip_prefix("https://photos.s3.us-east-1.amazonaws.com").unwrap();
    let own: Vec<_> = query.split('&').filter(|pair| !pair.starts_with("X-Amz-")).collect();
    let headers = url.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    (url.method(), path.to_owned(), own.join("&"), headers)
}

#[track_caller]
fn assert_parts(request: PresignRequest<'_>, method: Method, path: &str, query: &str, headers: &[(&str, &str)]) {
    let headers = headers.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    assert_eq!(parts(request), (method, path.to_owned(), query.to_owned(), headers));
}

#[test]
fn copies() -> Result<(), Error> {
    let bucket = bucket();
    let source = CopySource::new("drafts", "/ü b//c.jpg")?;
    let header = [("x-amz-copy-source", "drafts//%C3%BC%20b//c.jpg")];
    assert_parts(bucket.copy_object("k", &source), Method::Put, "/k", "", &header);
    let query = "partNumber=3&uploadId=a%2Fb";
    assert_parts(bucket.upload_part_copy("k", "a/b", 3, &source), Method::Put, "/k", query, &header);

    let version = source.version_id("x-._~/+=").to_string();
    assert_eq!(version, "drafts//%C3%BC%20b//c.jpg?versionId=x-._~/+=", "the version is not encoded");
    let rows = [
        ("arn:aws:s3:us-west-2:1:accesspoint/ap", "arn%3Aaws%3As3%3Aus-west-2%3A1%3Aaccesspoint/ap/object/a%3Fb"),
        ("arn:aws:s3:us-west-2:1:accesspoint:ap", "arn%3Aaws%3As3%3Aus-west-2%3A1%3Aaccesspoint%3Aap/object/a%3Fb"),
        (
            "arn:aws:s3-outposts:us-west-2:1:outpost/op-01/accesspoint/ap",
            "arn%3Aaws%3As3-outposts%3Aus-west-2%3A1%3Aoutpost/op-01/accesspoint/ap/object/a%3Fb",
        ),
        ("My.Photos_", "My.Photos_/a%3Fb"),
    ];
    for (place, header) in rows {
        assert_eq!(CopySource::new(place, "a?b")?.to_string(), header);
    }
    assert_eq!(CopySource::new("drafts", "a/../b")?.to_string(), "drafts/a/../b", "clients do not change headers");
    Ok(())
}

#[test]
fn checksums_of_bodies_are_signed() {
    let bucket = bucket();
    let crc = Checksum::Crc32(0x3610_a686);
    let crc_header = [("x-amz-checksum-crc32", "NhCmhg==")];
    assert_parts(bucket.delete_objects(crc), Method::Post, "/", "delete=", &crc_header);
    assert_parts(bucket.put_object_tagging("k", crc), Method::Put, "/k", "tagging=", &crc_header);
    let md5 = Checksum::md5_of("hello");
    let md5_header = [("content-md5", "XUFAKrxLKna5cZ2REBfFkg==")];
    assert_parts(bucket.delete_objects(md5), Method::Post, "/", "delete=", &md5_header);
}

#[test]
fn attributes_are_listed_in_a_header() {
    let bucket = bucket();
    let request = bucket.get_object_attributes("k", [ObjectAttribute::ETag, ObjectAttribute::ObjectParts]);
    let names = ("x-amz-object-attributes", "ETag,ObjectParts");
    let header = [("x-amz-max-parts", "5"), names, ("x-amz-part-number-marker", "2")];
    assert_parts(request.max_parts(5).part_number_marker(2), Method::Get, "/k", "attributes=", &header);
    let request = bucket.get_object_attributes("k", ["Checksum", "SomethingNew"]);
    let header = [("x-amz-object-attributes", "Checksum,SomethingNew")];
    assert_parts(request, Method::Get, "/k", "attributes=", &header);
    let request = bucket.list_object_versions().optional_object_attributes(["RestoreStatus", "SomethingNew"]);
    let header = [("x-amz-optional-object-attributes", "RestoreStatus,SomethingNew")];
    assert_parts(request, Method::Get, "/", "versions=", &header);
    let query = "max-parts=5&part-number-marker=2&uploadId=id";
    assert_parts(bucket.list_parts("k", "id").max_parts(5).part_number_marker(2), Method::Get, "/k", query, &[]);
}

#[test]
fn a_file_is_split_into_parts() {
    let bucket = bucket();
    let ranges = |file_size, part_size| {
        let parts = bucket.upload_parts("k", "id", file_size, part_size).unwrap();
        let ranges: Vec<_> = parts.clone().map(|part| (part.number, part.range)).collect();
        assert_eq!(parts.len(), ranges.len());
        ranges
    };
    let size = 5 * MIB;
    assert_eq!(ranges(0, size), [(1, 0..0)], "a multipart upload has at least one part");
    assert_eq!(ranges(1, size), [(1, 0..1)]);
    assert_eq!(ranges(size, size), [(1, 0..size)]);
    assert_eq!(ranges(size + 1, size), [(1, 0..size), (2, size..size + 1)]);
    assert_eq!(ranges(2 * size - 1, size), [(1, 0..size), (2, size..2 * size - 1)]);

    // The maximum size: the parts cover every byte once, in order.
    let most = ranges(10_000 * 5 * GIB, 5 * GIB);
    assert_eq!((most.len(), most.last().unwrap()), (10_000, &(10_000, 9_999 * 5 * GIB..10_000 * 5 * GIB)));
    assert!(most.windows(2).all(|pair| pair[0].1.end == pair[1].1.start && pair[0].0 + 1 == pair[1].0));
    assert_eq!(most[0], (1, 0..5 * GIB));
}

#[test]
fn each_part_has_a_request() {
    let bucket = bucket();
    let mut parts = bucket.upload_parts("k", "a/b", 12 * MIB, 5 * MIB).unwrap();
    assert_eq!(parts.len(), 3);
    for number in 1..=3 {
        let part = parts.next().unwrap();
        assert_eq!(part.number, number);
        let query = format!("partNumber={number}&uploadId=a%2Fb");
        assert_parts(part.request, Method::Put, "/k", &query, &[]);
        assert_eq!(parts.len(), 3 - usize::from(number));
    }
    assert!(parts.next().is_none() && parts.next().is_none());
    // An invalid key or upload ID is reported when a part is signed.
    let part = bucket.upload_parts("", "id", 1, 5 * MIB).unwrap().next().unwrap();
    assert!(part.request.sign_at(&credentials(), NOW).is_err());
}

#[test]
fn the_part_size_fits_the_file() {
    let rows = [
        (0, 8 * MIB),
        (80_000 * MIB, 8 * MIB),
        (80_000 * MIB + 1, 9 * MIB),
        (5 * 1024 * GIB, 525 * MIB),
        (50_000 * GIB, 5 * GIB),
        (50_000 * GIB + 1, 5 * GIB),
        (u64::MAX, 5 * GIB),
    ];
    let bucket = bucket();
    for (file_size, part_size) in rows {
        assert_eq!(UploadParts::part_size_for(file_size), part_size, "{file_size}");
        let parts = bucket.upload_parts("k", "id", file_size, part_size);
        assert_eq!(parts.is_ok(), file_size <= 50_000 * GIB, "{file_size}");
    }
}

/// The checksum of a body that does not exist yet is not signed, nor are other headers that the client would have to
/// send.
#[test]
fn nothing_is_signed_by_default() {
    let bucket = bucket();
    for request in [
        bucket.get_object("k"),
        bucket.head_object("k"),
        bucket.put_object("k"),
        bucket.delete_object("k"),
        bucket.get_object_tagging("k"),
        bucket.delete_object_tagging("k"),
        bucket.restore_object("k"),
        bucket.create_multipart_upload("k"),
        bucket.upload_part("k", "id", 1),
        bucket.complete_multipart_upload("k", "id"),
        bucket.abort_multipart_upload("k", "id"),
        bucket.list_parts("k", "id"),
        bucket.list_objects_v2(),
        bucket.list_object_versions(),
        bucket.list_multipart_uploads(),
        bucket.create_bucket(),
        bucket.head_bucket(),
        bucket.delete_bucket(),
        bucket.create_session(),
        bucket.request(Method::Put, "k"),
        bucket.bucket_request(Method::Post),
        bucket.control_request(Method::Put),
    ] {
        assert_eq!(parts(request.clone()).3, [], "{request:?}");
        let trace = request.trace_at(&credentials(), NOW).unwrap();
        assert!(trace.canonical_request().ends_with("\n\nhost\nUNSIGNED-PAYLOAD"), "{request:?}");
    }
}

type Setter = for<'a> fn(PresignRequest<'a>) -> PresignRequest<'a>;

const READS: &str = "get_object head_object";
const CREATES: &str = "put_object copy_object create_multipart_upload";
const BODIES: &str = "put_object upload_part complete_multipart_upload put_object_tagging delete_objects \
                      restore_object create_bucket";
const COPIES: &str = "copy_object upload_part_copy";
const KEY_LISTS: &str = "list_objects_v2 list_object_versions list_multipart_uploads";

/// Each setter that not every operation has, and the operations that have it: those of S3's API model in botocore 1.43
/// with this header or query parameter. `Content-Length` and checksums are also for the other bodies, which are XML.
#[rustfmt::skip]
const SETTERS: [(&str, Setter, &[&str]); 77] = [
    ("acl", |r| r.acl("private"), &[CREATES, "create_bucket"]),
    ("grant_full_control", |r| r.grant_full_control("id=a"), &[CREATES, "create_bucket"]),
    ("grant_read", |r| r.grant_read("id=a"), &[CREATES, "create_bucket"]),
    ("grant_read_acp", |r| r.grant_read_acp("id=a"), &[CREATES, "create_bucket"]),
    ("grant_write", |r| r.grant_write("id=a"), &["create_bucket"]),
    ("grant_write_acp", |r| r.grant_write_acp("id=a"), &[CREATES, "create_bucket"]),
    ("mfa", |r| r.mfa("a", "123456"), &["delete_object delete_objects"]),
    ("bypass_governance_retention", |r| r.bypass_governance_retention(), &["delete_object delete_objects"]),
    ("session_mode", |r| r.session_mode("ReadOnly"), &["create_session"]),
    ("if_match", |r| r.if_match("a"), &[READS, "put_object delete_object copy_object complete_multipart_upload"]),
    ("if_none_match", |r| r.if_none_match("*"), &[READS, "put_object copy_object complete_multipart_upload"]),
    ("if_modified_since", |r| r.if_modified_since(NOW), &[READS]),
    ("if_unmodified_since", |r| r.if_unmodified_since(NOW), &[READS]),
    ("if_match_size", |r| r.if_match_size(1), &["delete_object"]),
    ("if_match_last_modified_time", |r| r.if_match_last_modified_time(NOW), &["delete_object"]),
    ("if_match_initiated_time", |r| r.if_match_initiated_time(NOW), &["abort_multipart_upload"]),
    ("copy_source_range", |r| r.copy_source_range(0..5), &["upload_part_copy"]),
    ("copy_source_if_match", |r| r.copy_source_if_match("a"), &[COPIES]),
    ("copy_source_if_none_match", |r| r.copy_source_if_none_match("a"), &[COPIES]),
    ("copy_source_if_modified_since", |r| r.copy_source_if_modified_since(NOW), &[COPIES]),
    ("copy_source_if_unmodified_since", |r| r.copy_source_if_unmodified_since(NOW), &[COPIES]),
    ("metadata_directive", |r| r.metadata_directive("COPY"), &["copy_object"]),
    ("tagging_directive", |r| r.tagging_directive("COPY"), &["copy_object"]),
    ("copy_source_sse_c", |r| r.copy_source_sse_c([0; 32]), &[COPIES]),
    ("expected_source_bucket_owner", |r| r.expected_source_bucket_owner("123456789012"), &[COPIES]),
    ("sse_s3", |r| r.sse_s3(), &[CREATES, "create_session"]),
    ("sse_kms", |r| r.sse_kms("a"), &[CREATES, "create_session"]),
    ("sse_kms_default", |r| r.sse_kms_default(), &[CREATES, "create_session"]),
    ("sse_kms_dsse", |r| r.sse_kms_dsse("a"), &[CREATES, "create_session"]),
    ("sse_kms_dsse_default", |r| r.sse_kms_dsse_default(), &[CREATES, "create_session"]),
    ("bucket_key", |r| r.bucket_key(true), &[CREATES, "create_session"]),
    ("encryption_context", |r| r.encryption_context([("a", "b")]), &[CREATES, "create_session"]),
    ("sse_c", |r| r.sse_c([0; 32]), &[READS, CREATES,
        "upload_part upload_part_copy complete_multipart_upload list_parts get_object_attributes"]),
    ("checksum", |r| r.checksum(Checksum::Crc32(1)), &[BODIES]),
    ("content_md5", |r| r.content_md5([0; 16]), &[BODIES]),
    ("checksum_algorithm", |r| r.checksum_algorithm("SHA256"), &[CREATES,
        "upload_part put_object_tagging delete_objects restore_object"]),
    ("checksum_type", |r| r.checksum_type("COMPOSITE"), &["create_multipart_upload complete_multipart_upload"]),
    ("checksum_mode", |r| r.checksum_mode(), &[READS]),
    ("prefix", |r| r.prefix("a"), &[KEY_LISTS]),
    ("delimiter", |r| r.delimiter("/"), &[KEY_LISTS]),
    ("max_keys", |r| r.max_keys(1), &["list_objects_v2 list_object_versions"]),
    ("continuation_token", |r| r.continuation_token("a"), &["list_objects_v2"]),
    ("start_after", |r| r.start_after("a"), &["list_objects_v2"]),
    ("encoding_type_url", |r| r.encoding_type_url(), &[KEY_LISTS]),
    ("fetch_owner", |r| r.fetch_owner(), &["list_objects_v2"]),
    ("optional_object_attributes", |r| r.optional_object_attributes(["RestoreStatus"]),
        &["list_objects_v2 list_object_versions"]),
    ("key_marker", |r| r.key_marker("a"), &["list_object_versions list_multipart_uploads"]),
    ("version_id_marker", |r| r.version_id_marker("a"), &["list_object_versions"]),
    ("upload_id_marker", |r| r.upload_id_marker("a"), &["list_multipart_uploads"]),
    ("max_uploads", |r| r.max_uploads(1), &["list_multipart_uploads"]),
    ("max_parts", |r| r.max_parts(1), &["list_parts get_object_attributes"]),
    ("part_number_marker", |r| r.part_number_marker(1), &["list_parts get_object_attributes"]),
    ("version_id", |r| r.version_id("a"), &[READS,
        "delete_object get_object_attributes restore_object",
        "get_object_tagging put_object_tagging delete_object_tagging"]),
    ("part_number", |r| r.part_number(1), &[READS, "upload_part upload_part_copy"]),
    ("range", |r| r.range(0..5), &[READS]),
    ("download_as", |r| r.download_as("a"), &[READS, CREATES]),
    ("response_content_type", |r| r.response_content_type("a"), &[READS]),
    ("response_content_disposition", |r| r.response_content_disposition("a"), &[READS]),
    ("response_content_language", |r| r.response_content_language("a"), &[READS]),
    ("response_content_encoding", |r| r.response_content_encoding("a"), &[READS]),
    ("response_cache_control", |r| r.response_cache_control("a"), &[READS]),
    ("response_expires", |r| r.response_expires(NOW), &[READS]),
    ("content_type", |r| r.content_type("image/jpeg"), &[CREATES]),
    ("content_length", |r| r.content_length(1), &[BODIES]),
    ("cache_control", |r| r.cache_control("a"), &[CREATES]),
    ("content_disposition", |r| r.content_disposition("a"), &[CREATES]),
    ("content_encoding", |r| r.content_encoding("gzip"), &[CREATES]),
    ("content_language", |r| r.content_language("de"), &[CREATES]),
    ("expires_header", |r| r.expires_header(NOW), &[CREATES]),
    ("metadata", |r| r.metadata("a", "b"), &[CREATES]),
    ("storage_class", |r| r.storage_class("STANDARD"), &[CREATES]),
    ("tagging", |r| r.tagging([("a", "b")]), &[CREATES]),
    ("website_redirect_location", |r| r.website_redirect_location("/a"), &[CREATES]),
    ("object_lock", |r| r.object_lock("GOVERNANCE", NOW), &[CREATES]),
    ("object_lock_legal_hold", |r| r.object_lock_legal_hold(true), &[CREATES]),
    ("mpu_object_size", |r| r.mpu_object_size(1), &["complete_multipart_upload"]),
    ("write_offset_bytes", |r| r.write_offset_bytes(1), &["put_object"]),
];

fn every_operation<'a>(bucket: &'a Bucket, source: &CopySource) -> Vec<(&'static str, PresignRequest<'a>)> {
    let (key, id) = ("boat.jpg", "id");
    vec![
        ("get_object", bucket.get_object(key)),
        ("head_object", bucket.head_object(key)),
        ("put_object", bucket.put_object(key)),
        ("delete_object", bucket.delete_object(key)),
        ("copy_object", bucket.copy_object(key, source)),
        ("get_object_attributes", bucket.get_object_attributes(key, [ObjectAttribute::ETag])),
        ("get_object_tagging", bucket.get_object_tagging(key)),
        ("put_object_tagging", bucket.put_object_tagging(key, Checksum::Crc32(1))),
        ("delete_object_tagging", bucket.delete_object_tagging(key)),
        ("restore_object", bucket.restore_object(key)),
        ("create_multipart_upload", bucket.create_multipart_upload(key)),
        ("upload_part", bucket.upload_part(key, id, 1)),
        ("upload_part_copy", bucket.upload_part_copy(key, id, 1, source)),
        ("complete_multipart_upload", bucket.complete_multipart_upload(key, id)),
        ("abort_multipart_upload", bucket.abort_multipart_upload(key, id)),
        ("list_parts", bucket.list_parts(key, id)),
        ("list_objects_v2", bucket.list_objects_v2()),
        ("list_object_versions", bucket.list_object_versions()),
        ("list_multipart_uploads", bucket.list_multipart_uploads()),
        ("delete_objects", bucket.delete_objects(Checksum::Crc32(1))),
        ("create_bucket", bucket.create_bucket()),
        ("delete_bucket", bucket.delete_bucket()),
        ("create_session", bucket.create_session()),
        ("head_bucket", bucket.head_bucket()),
    ]
}

#[test]
fn setters_are_for_their_operations() {
    let (bucket, source) = (bucket(), CopySource::new("drafts", "boat.jpg").unwrap());
    for (operation, request) in every_operation(&bucket, &source) {
        for (setter, set, operations) in SETTERS {
            let is_for_it = operations.iter().flat_map(|names| names.split_whitespace()).any(|name| name == operation);
            let kind = set(request.clone()).sign_at(&credentials(), NOW).err().map(|error| error.kind());
            assert_eq!(kind, (!is_for_it).then_some(ErrorKind::WrongOperation), "{operation}, {setter}");
        }
        let request = request.request_payer().expected_bucket_owner("123456789012").header("x-a", "a").query("a", "b");
        assert!(request.sign_at(&credentials(), NOW).is_ok(), "{operation}");
    }
    for (setter, set, _) in SETTERS {
        for request in [bucket.request(Method::Put, "boat.jpg"), bucket.bucket_request(Method::Get)] {
            assert!(set(request).sign_at(&credentials(), NOW).is_ok(), "{setter}");
        }
    }
}

/// Each operation has the setters that the table in the documentation of `PresignRequest` lists for it.
#[test]
fn the_documentation_lists_setters_of_the_operation() {
    let source = include_str!("../src/request/presign_request.rs");
    let rows: Vec<_> = source.lines().filter_map(|line| line.strip_prefix("/// | ")?.split_once(" | ")).collect();
    assert!(rows.len() > 10, "the table was not found");
    let links = |text: &'static str, path: &'static str| {
        text.split('(').skip(1).filter_map(move |link| link.split(')').next()?.strip_prefix(path))
    };
    for (operations, setters) in rows {
        for operation in links(operations, "crate::Bucket::") {
            for setter in links(setters, "Self::") {
                let (_, _, allowed) = SETTERS.iter().find(|(name, ..)| *name == setter).expect(setter);
                let mut allowed = allowed.iter().flat_map(|names| names.split_whitespace());
                assert!(allowed.any(|name| name == operation), "{operation}, {setter}");
            }
        }
    }
}
