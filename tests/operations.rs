//! Tests the operations that need more than a key: copies, operations with a body's checksum, object attributes, and
//! uploads in parts.

mod util;

use presign::s3::{Checksum, CopySource, ObjectAttribute, UploadParts};
use presign::{Bucket, Error, Method, PresignRequest};

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
