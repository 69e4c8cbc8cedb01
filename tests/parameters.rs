//! Compares the URL of every operation and every typed parameter with that of botocore.

mod util;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Debug, Display};
use std::time::Duration;

use presign::s3::{
    Addressing, ByteRange, CannedAcl, Checksum, ChecksumAlgorithm, ChecksumType, CopySource, CustomerKey, Directive,
    ObjectAttribute, ObjectLockMode, OptionalObjectAttribute, SessionMode, StorageClass,
};
use presign::{Bucket, PresignRequest};
use serde_json::Value;
use time::macros::datetime;

use crate::util::urls::split;
use crate::util::vectors::{pairs, rows, text};
use crate::util::{NOW, credentials};

/// The digests of `hello`.
const MD5: [u8; 16] = *b"\x5d\x41\x40\x2a\xbc\x4b\x2a\x76\xb9\x71\x9d\x91\x10\x17\xc5\x92";
const SHA1: [u8; 20] = *b"\xaa\xf4\xc6\x1d\xdc\xc5\xe8\xa2\xda\xbe\xde\x0f\x3b\x48\x2c\xd9\xae\xa9\x43\x4d";
const SHA256: [u8; 32] = *b"\x2c\xf2\x4d\xba\x5f\xb0\xa3\x0e\x26\xe8\x3b\x2a\xc5\xb9\xe2\x9e\
    \x1b\x16\x1e\x5c\x1f\xa7\x42\x5e\x73\x04\x33\x62\x93\x8b\x98\x24";
const SHA512: [u8; 64] = *b"\x9b\x71\xd2\x24\xbd\x62\xf3\x78\x5d\x96\xd4\x6a\xd3\xea\x3d\x73\
    \x31\x9b\xfb\xc2\x89\x0c\xaa\xda\xe2\xdf\xf7\x25\x19\x67\x3c\xa7\
    \x23\x23\xc3\xd9\x9b\xa5\xc1\x1d\x7c\x7a\xcc\x6e\x14\xb8\xc5\xda\
    \x0c\x46\x63\x47\x5c\x2e\x5c\x3a\xde\xf4\x6f\x73\xbc\xde\xc0\x43";
const CUSTOMER_KEY: &[u8; 32] = b"0123456789abcdef0123456789abcdef";
const OTHER_CUSTOMER_KEY: &[u8; 32] = b"fedcba9876543210fedcba9876543210";

/// The name of a row in the vectors, and a request that must result in the row's URL.
type Row<'a> = (&'static str, PresignRequest<'a>);

#[test]
fn urls_agree_with_botocore() {
    let bucket = bucket();
    let rows = rows_by_name(include_str!("vectors/parameters.json"));
    assert_eq!(rows.len(), 71, "the number of rows changed");
    let requests = [operations(&bucket), reading(&bucket), writing(&bucket)].concat();
    let asked_for: BTreeSet<_> = requests.iter().map(|(name, _)| *name).collect();
    assert!(rows.keys().eq(&asked_for), "rows and requests must have the same names");
    for (name, request) in requests {
        check_row(&rows[name], request);
    }
}

fn operations(bucket: &Bucket) -> Vec<Row<'_>> {
    let id = "a/b+c==";
    let source = |place: &str, key: &str| CopySource::new(place, key).unwrap();
    let drafts = source("drafts", "boat.jpg");
    let version = source("drafts", "a?b&c=d").version_id("3HL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY");
    let access_point = source("arn:aws:s3:us-west-2:123456789012:accesspoint/drafts", "a b/c.jpg");
    let outpost = "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01ac5d28a6a232904/accesspoint/drafts";
    let attributes = [
        ObjectAttribute::ETag,
        ObjectAttribute::Checksum,
        ObjectAttribute::ObjectParts,
        ObjectAttribute::StorageClass,
        ObjectAttribute::ObjectSize,
    ];
    vec![
        ("copy_object", bucket.copy_object("boat.jpg", &source("drafts", "/ü b//c+d%.jpg"))),
        ("copy_object_version", bucket.copy_object("boat.jpg", &version)),
        ("copy_object_access_point", bucket.copy_object("boat.jpg", &access_point)),
        ("copy_object_outposts", bucket.copy_object("boat.jpg", &source(outpost, "a b/c.jpg"))),
        (
            "copy_object_parameters",
            bucket
                .copy_object("boat.jpg", &drafts)
                .copy_source_if_match("\"abc\"")
                .copy_source_if_none_match("\"def\"")
                .copy_source_if_modified_since(NOW)
                .copy_source_if_unmodified_since(NOW)
                .metadata_directive(Directive::Replace)
                .tagging_directive(Directive::Copy)
                .copy_source_sse_c(CUSTOMER_KEY)
                .sse_c(OTHER_CUSTOMER_KEY)
                .expected_source_bucket_owner("123456789012")
                .expected_bucket_owner("210987654321")
                .checksum_algorithm(ChecksumAlgorithm::Sha256)
                .metadata("Title", "Boat"),
        ),
        ("upload_part_copy", bucket.upload_part_copy("boat.jpg", id, 3, &drafts).copy_source_range(0..5_242_880)),
        ("delete_objects", bucket.delete_objects(Checksum::sha256_of("hello"))),
        ("delete_objects_md5", bucket.delete_objects(Checksum::Md5(MD5))),
        ("put_object_tagging", bucket.put_object_tagging("boat.jpg", Checksum::Crc32(0x3610_a686))),
        ("put_object_tagging_md5", bucket.put_object_tagging("boat.jpg", Checksum::md5_of("hello")).version_id("3")),
        (
            "get_object_tagging",
            bucket.get_object_tagging("boat.jpg").version_id("3").expected_bucket_owner("123456789012"),
        ),
        ("delete_object_tagging", bucket.delete_object_tagging("boat.jpg")),
        (
            "get_object_attributes",
            bucket.get_object_attributes("boat.jpg", attributes).max_parts(5).part_number_marker(2).version_id("3"),
        ),
        ("restore_object", bucket.restore_object("boat.jpg").version_id("3")),
        (
            "list_object_versions",
            bucket
                .list_object_versions()
                .prefix("2026/")
                .delimiter("/")
                .key_marker("2026/b é")
                .version_id_marker("3+4")
                .max_keys(10)
                .encoding_type_url(),
        ),
        (
            "list_multipart_uploads",
            bucket
                .list_multipart_uploads()
                .prefix("2026/")
                .delimiter("/")
                .key_marker("2026/b")
                .upload_id_marker(id)
                .max_uploads(10)
                .encoding_type_url(),
        ),
        (
            "list_objects_v2",
            bucket
                .list_objects_v2()
                .prefix("2026/ö ")
                .delimiter("/")
                .start_after("2026/b")
                .continuation_token("1/a+b==")
                .max_keys(10)
                .encoding_type_url()
                .fetch_owner(),
        ),
        (
            "list_objects_v2_restore_status",
            bucket
                .list_objects_v2()
                .optional_object_attributes([OptionalObjectAttribute::RestoreStatus])
                .encoding_type_url(),
        ),
        ("abort_multipart_upload", bucket.abort_multipart_upload("boat.jpg", id).if_match_initiated_time(NOW)),
        ("list_parts", bucket.list_parts("boat.jpg", id).max_parts(5).part_number_marker(2)),
        ("create_bucket", bucket.create_bucket().acl(CannedAcl::Private)),
        ("create_bucket_grants", bucket.create_bucket().grant_write("id=\"a\"").grant_read("id=\"b\"")),
        ("delete_bucket", bucket.delete_bucket().expected_bucket_owner("123456789012")),
        ("head_bucket", bucket.head_bucket()),
        ("create_session", bucket.create_session().session_mode(SessionMode::ReadOnly)),
        (
            "create_multipart_upload",
            bucket
                .create_multipart_upload("boat.jpg")
                .checksum_algorithm(ChecksumAlgorithm::Crc64Nvme)
                .checksum_type(ChecksumType::FullObject)
                .content_type("image/jpeg")
                .storage_class(StorageClass::GlacierIr),
        ),
        (
            "upload_part",
            bucket
                .upload_part("boat.jpg", id, 1)
                .checksum(Checksum::Crc32c(0x9a71_bb4c))
                .checksum_algorithm(ChecksumAlgorithm::Crc32c)
                .content_length(5),
        ),
        (
            "complete_multipart_upload",
            bucket
                .complete_multipart_upload("boat.jpg", id)
                .checksum(Checksum::Crc64Nvme(0x3377_8570_0652_4257))
                .checksum_type(ChecksumType::FullObject)
                .mpu_object_size(5)
                .if_match("\"abc\""),
        ),
    ]
}

fn reading(bucket: &Bucket) -> Vec<Row<'_>> {
    let get = || bucket.get_object("boat.jpg");
    vec![
        ("get_object_version", get().version_id("3/L4kqtJ+")),
        ("get_object_part", get().part_number(10_000)),
        ("get_object_range_closed", get().range(0..500)),
        ("get_object_range_closed", get().range(0..=499)),
        ("get_object_range_closed", get().range(..500)),
        ("get_object_range_closed", get().range(..=499)),
        ("get_object_range_open", get().range(500..)),
        ("get_object_range_last", get().range(ByteRange::last(500))),
        ("get_object_range_several", get().range("bytes=0-0,-1")),
        ("get_object_range_several", get().range(String::from("bytes=0-0,-1"))),
        (
            "get_object_response",
            get()
                .response_content_type("text/plain; charset=utf-8")
                .response_content_disposition("inline; filename=\"a b.txt\"")
                .response_content_language("en, de")
                .response_content_encoding("gzip")
                .response_cache_control("max-age=60, private")
                .response_expires(NOW),
        ),
        ("get_object_download_as", get().download_as("Отчёт \"Q3\".pdf")),
        ("head_object_download_as", bucket.head_object("boat.jpg").download_as("boat at sea.jpg")),
        (
            "get_object_conditions",
            get()
                .if_match("\"abc\"")
                .if_none_match("\"def\"")
                .if_modified_since(NOW)
                .if_unmodified_since(datetime!(1994-11-06 09:49:37.5 +01:00)),
        ),
        ("get_object_sse_c", get().sse_c(CustomerKey::from(*CUSTOMER_KEY))),
        ("get_object_checksum_mode", get().checksum_mode().expected_bucket_owner("123456789012")),
        ("get_object_request_payer", get().request_payer()),
        ("head_object_request_payer", bucket.head_object("boat.jpg").request_payer()),
    ]
}

fn writing(bucket: &Bucket) -> Vec<Row<'_>> {
    let put = || bucket.put_object("boat.jpg");
    let kms_key = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    let device = "arn:aws:iam::123456789012:mfa/jane";
    vec![
        ("put_object_request_payer", put().request_payer()),
        (
            "delete_object",
            bucket.delete_object("boat.jpg").version_id("3").bypass_governance_retention().request_payer(),
        ),
        ("delete_object_mfa", bucket.delete_object("boat.jpg").version_id("3").mfa(device, "301749")),
        (
            "delete_object_conditions",
            bucket
                .delete_object("boat.jpg")
                .if_match("\"abc\"")
                .if_match_size(12_345)
                .if_match_last_modified_time(datetime!(2026-11-23 12:59:59.9 +01:00)),
        ),
        ("put_object_download_as", put().download_as("Отчёт \"Q3\".pdf")),
        (
            "put_object_content",
            put()
                .content_type("image/jpeg")
                .content_length(12_345)
                .cache_control("max-age=60")
                .content_disposition("inline")
                .content_encoding("gzip")
                .content_language("de")
                .expires_header(NOW)
                .if_none_match("*"),
        ),
        ("put_object_metadata", put().metadata("Title", "Boat  at sea").metadata("x", "")),
        (
            "put_object_kept",
            put()
                .storage_class(StorageClass::StandardIa)
                .acl(CannedAcl::BucketOwnerFullControl)
                .tagging([("project", "regatta 2026"), ("a+b=", "ü&")])
                .website_redirect_location("/index.html"),
        ),
        (
            "put_object_grants",
            put()
                .grant_full_control("id=\"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be\"")
                .grant_read("uri=http://acs.amazonaws.com/groups/global/AllUsers, emailAddress=\"jane@example.com\"")
                .grant_read_acp("id=a,id=b")
                .grant_write_acp("ID = \"c\""),
        ),
        (
            "put_object_lock",
            put().object_lock(ObjectLockMode::Compliance, NOW).object_lock_legal_hold(true).content_md5(MD5),
        ),
        ("put_object_append", put().write_offset_bytes(12_345)),
        ("put_object_sse_s3", put().sse_s3()),
        (
            "put_object_sse_kms",
            put()
                .sse_kms(kms_key)
                .bucket_key(true)
                .encryption_context([("department", "finance"), ("a \"quoted\" ü", "\\")]),
        ),
        ("put_object_sse_kms_default", put().sse_kms_default().bucket_key(false)),
        ("put_object_sse_kms_dsse", put().sse_kms_dsse("alias/photos")),
        ("put_object_sse_kms_dsse_default", put().sse_kms_dsse_default()),
        ("put_object_sse_c", put().sse_c(CUSTOMER_KEY)),
        ("put_object_crc32", put().checksum(Checksum::Crc32(0x3610_a686))),
        ("put_object_crc32c", put().checksum(Checksum::Crc32c(0x9a71_bb4c))),
        ("put_object_crc64nvme", put().checksum(Checksum::Crc64Nvme(0x3377_8570_0652_4257))),
        ("put_object_sha1", put().checksum(Checksum::Sha1(SHA1))),
        (
            "put_object_sha256",
            put().checksum(Checksum::sha256_of("hello")).checksum_algorithm(ChecksumAlgorithm::Sha256),
        ),
        ("put_object_sha512", put().checksum(Checksum::Sha512(SHA512))),
        ("put_object_xxhash64", put().checksum(Checksum::XxHash64(0x26c7_827d_889f_6da3))),
        ("put_object_xxhash3", put().checksum(Checksum::XxHash3(0x9555_e855_5c62_dcfd))),
        ("put_object_xxhash128", put().checksum(Checksum::XxHash128(0xb5e9_c1ad_071b_3e7f_c779_cfaa_5e52_3818))),
        ("put_object_md5", put().checksum(Checksum::Md5(MD5))),
        ("put_object_checksum_md5", put().checksum(Checksum::AmzMd5(MD5)).checksum_algorithm(ChecksumAlgorithm::Md5)),
        ("put_object_payload_sha256", put().payload_sha256(SHA256)),
    ]
}

/// Reads the checksums that botocore sent, in base64 and as digits, and signs their headers again.
#[test]
fn checksums_from_text() {
    use ChecksumAlgorithm as Algorithm;

    let bucket = bucket();
    let rows = rows_by_name(include_str!("vectors/parameters.json"));
    for (name, algorithm, digits) in [
        ("put_object_crc32", Algorithm::Crc32, "3610a686"),
        ("put_object_crc32c", Algorithm::Crc32c, "9a71bb4c"),
        ("put_object_crc64nvme", Algorithm::Crc64Nvme, "3377857006524257"),
        ("put_object_sha1", Algorithm::Sha1, &hex::encode(SHA1)),
        ("put_object_sha256", Algorithm::Sha256, &hex::encode(SHA256)),
        ("put_object_sha512", Algorithm::Sha512, &hex::encode(SHA512)),
        ("put_object_xxhash64", Algorithm::XxHash64, "26c7827d889f6da3"),
        ("put_object_xxhash3", Algorithm::XxHash3, "9555e8555c62dcfd"),
        ("put_object_xxhash128", Algorithm::XxHash128, "b5e9c1ad071b3e7fc779cfaa5e523818"),
        ("put_object_md5", Algorithm::Md5, &hex::encode(MD5)),
    ] {
        let (header, value) = pairs(&rows[name]["headers"]).next().unwrap();
        for checksum in [
            Checksum::from_base64(algorithm, value),
            Checksum::from_hex(algorithm, digits),
            Checksum::from_hex(algorithm, &digits.to_uppercase()),
        ] {
            let request = bucket.put_object("boat.jpg").checksum(checksum.unwrap());
            assert!(request.sign_at(&credentials(), NOW).unwrap().headers().eq([(header, value)]), "{name}");
        }
    }
}

#[test]
fn customer_keys_in_every_form() {
    let bucket = bucket();
    let signed = |key: CustomerKey| bucket.get_object("boat.jpg").sse_c(key).sign_at(&credentials(), NOW).unwrap();
    let expected = signed(CustomerKey::from(CUSTOMER_KEY));
    assert_eq!(signed(CustomerKey::try_from(&CUSTOMER_KEY[..]).unwrap()), expected);
    assert_eq!(signed(CustomerKey::from_base64("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=").unwrap()), expected);
}

/// Signs rows that `tests/independent.rs` signs with raw parameters and headers, here with typed ones.
#[test]
fn typed_parameters_match_raw_ones() {
    let bucket = bucket();
    let path_style = Bucket::builder("examplebucket").region("eu-west-1").addressing(Addressing::Path).build().unwrap();
    let key = "photos/2026/cat.jpg";
    let (get, put) = (|| bucket.get_object(key), || bucket.put_object(key));
    let test_sha256 = Checksum::sha256_of("test");
    let kms_key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    let version = "3/L4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo";
    let upload_id = "VXBsb2FkIElEIGZvciA2aWWpbmcncyBteS1tb3ZpZS5tMnRzIHVwbG9hZA";
    let requests = vec![
        ("s3/put_object_content_type", put().content_type("image/jpeg")),
        (
            "s3/put_object_headers",
            put()
                .cache_control("max-age=60")
                .content_md5(*b"\x09\x8f\x6b\xcd\x46\x21\xd3\x73\xca\xde\x4e\x83\x26\x27\xb4\xf6")
                .content_type("text/plain; charset=utf-8")
                .if_none_match("*")
                .acl("public-read")
                .metadata("a", "1")
                .metadata("Owner", " Jane   Doe ")
                .storage_class("STANDARD_IA")
                .tagging([("k1", "v1"), ("k2", "v 2")]),
        ),
        ("s3/put_object_content_length", put().content_length(4)),
        ("s3/put_object_sse_kms", put().sse_kms(kms_key).bucket_key(true)),
        ("s3/get_object_sse_c", get().sse_c(CUSTOMER_KEY)),
        ("s3/put_object_checksum_sha256_value", put().checksum(test_sha256)),
        ("s3/get_object_checksum_mode", get().checksum_mode()),
        ("s3/get_object_range", get().range(..10).if_match("\"abc\"")),
        (
            "s3/get_object_response_overrides",
            get()
                .response_content_type("text/plain")
                .download_as("my file.txt")
                .response_cache_control("no-cache")
                .response_content_language("en")
                .response_content_encoding("gzip"),
        ),
        ("s3/get_object_response_expires", get().response_expires(datetime!(2026-12-01 0:00 UTC))),
        ("s3/get_object_version_part", get().version_id(version).part_number(2)),
        ("s3/delete_object_version", bucket.delete_object(key).version_id("v1")),
        (
            "s3/create_multipart_upload_checksum",
            bucket
                .create_multipart_upload(key)
                .content_type("video/mp4")
                .checksum_algorithm("SHA256")
                .checksum_type("COMPOSITE"),
        ),
        ("s3/upload_part_sha256", bucket.upload_part(key, "a+b/c=", 10).checksum(test_sha256)),
        ("s3/list_parts", bucket.list_parts(key, upload_id).max_parts(5).part_number_marker(2)),
        ("s3/list_objects_v2", bucket.list_objects_v2().encoding_type_url()),
        (
            "s3/list_objects_v2_params",
            bucket
                .list_objects_v2()
                .prefix("photos/2026/")
                .delimiter("/")
                .max_keys(50)
                .start_after("photos/2026/a b+c")
                .continuation_token("1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=")
                .encoding_type_url()
                .fetch_owner(),
        ),
        ("s3/list_objects_v2_path_style", path_style.list_objects_v2().prefix("a").encoding_type_url()),
        ("s3/copy_object", bucket.copy_object(key, &CopySource::new("src", "a b/ü+.txt").unwrap().version_id("v/1"))),
        ("s3/get_object_tagging", bucket.get_object_tagging(key)),
        ("s3/create_bucket_as_post_target", bucket.create_bucket()),
        ("crt_order/botocore_s3_get_object", get().version_id("v1").response_content_type("text/plain")),
        ("session/put_object_content_type", bucket.put_object("boat.jpg").content_type("image/jpeg")),
    ];
    let vectors = rows_by_name(include_str!("vectors/independent.json"));
    for (name, request) in requests {
        check_row(&vectors[name], request);
    }
}

/// A typed parameter replaces any earlier value, raw or typed.
#[test]
fn the_last_value_wins() {
    let bucket = bucket();
    let put = || bucket.put_object("boat.jpg");
    let requests = [
        ("get_object_part", bucket.get_object("boat.jpg").query("partNumber", "1").part_number(2).part_number(10_000)),
        ("put_object_sse_s3", put().sse_kms("alias/photos").sse_s3()),
        ("put_object_sse_kms_dsse_default", put().sse_kms_dsse("alias/photos").sse_kms_dsse_default()),
        ("put_object_sse_c", put().sse_c(OTHER_CUSTOMER_KEY).sse_c(CUSTOMER_KEY)),
        ("put_object_request_payer", put().header("X-Amz-Request-Payer", "nobody").request_payer().request_payer()),
        (
            "put_object_metadata",
            put().metadata("x", "a  b").metadata("title", "Boat").metadata("Title", "Boat  at sea").metadata("X", ""),
        ),
        ("put_object_md5", put().checksum(Checksum::md5_of("")).content_md5(MD5)),
        ("get_object_range_open", bucket.get_object("boat.jpg").range(..1).range(500..)),
    ];
    let rows = rows_by_name(include_str!("vectors/parameters.json"));
    for (name, request) in requests {
        check_row(&rows[name], request);
    }
}

fn bucket() -> Bucket {
    Bucket::builder("examplebucket").region("eu-west-1").build().unwrap()
}

fn rows_by_name(vectors: &str) -> BTreeMap<String, Value> {
    rows(vectors, "urls").into_iter().map(|row| (text(&row, "name").to_owned(), row)).collect()
}

fn check_row(row: &Value, request: PresignRequest<'_>) {
    let name = text(row, "name");
    let mut credentials = credentials();
    if let Some(token) = row["session_token"].as_str() {
        credentials = credentials.with_session_token(token);
    }
    let request = request.expires_in(Duration::from_secs(row["expires_in"].as_u64().unwrap_or(900)));
    let trace = request.trace_at(&credentials, NOW).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(trace.canonical_request(), text(row, "canonical_request"), "{name}");
    assert_eq!(trace.string_to_sign(), text(row, "string_to_sign"), "{name}");
    assert_eq!(split(trace.url().as_str()), split(text(row, "url")), "{name}");

    let headers = pairs(&row["headers"]);
    let mut headers: Vec<_> =
        headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim_matches(' ').to_owned())).collect();
    headers.sort_unstable();
    let sent: Vec<_> = trace.url().headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    assert_eq!(sent, headers, "{name}");
}

/// Every enum variant is a value of the S3 API, and every value has a variant.
#[test]
fn enum_values_are_those_of_the_api() {
    fn check<T: AsRef<str> + Display + Debug>(shape: &str, words: &[T]) {
        let vectors: Value = serde_json::from_str(include_str!("vectors/parameters.json")).unwrap();
        let allowed: BTreeSet<_> = vectors["words"][shape].as_array().unwrap().iter().flat_map(Value::as_str).collect();
        let ours: BTreeSet<_> = words.iter().map(AsRef::as_ref).collect();
        assert!(ours.is_subset(&allowed), "{shape}: {ours:?}");
        assert_eq!(ours.len(), words.len(), "{shape} has a duplicate word");
        // S3 reports file systems and backups as storage classes, but uploads can't use these.
        let left_out = allowed.difference(&ours).filter(|word| !word.starts_with("FSX_") && !word.starts_with("AWS_"));
        assert_eq!(left_out.collect::<Vec<_>>(), [&""; 0], "{shape}");
        for word in words {
            assert_eq!(word.to_string(), word.as_ref());
            let name = format!("{word:?}").to_lowercase();
            assert_eq!(name, word.as_ref().replace(['-', '_'], "").to_lowercase(), "a variant is named after its word");
        }
    }
    use {CannedAcl as Acl, ChecksumAlgorithm as Algorithm, StorageClass as Class};
    check(
        "StorageClass",
        &[
            Class::Standard,
            Class::ReducedRedundancy,
            Class::StandardIa,
            Class::OnezoneIa,
            Class::IntelligentTiering,
            Class::Glacier,
            Class::GlacierIr,
            Class::DeepArchive,
            Class::ExpressOnezone,
            Class::Outposts,
            Class::Snow,
        ],
    );
    check(
        "ObjectCannedACL",
        &[
            Acl::Private,
            Acl::PublicRead,
            Acl::PublicReadWrite,
            Acl::AuthenticatedRead,
            Acl::AwsExecRead,
            Acl::BucketOwnerRead,
            Acl::BucketOwnerFullControl,
        ],
    );
    check("MetadataDirective", &[Directive::Copy, Directive::Replace]);
    check("TaggingDirective", &[Directive::Copy, Directive::Replace]);
    check(
        "ChecksumAlgorithm",
        &[
            Algorithm::Crc32,
            Algorithm::Crc32c,
            Algorithm::Crc64Nvme,
            Algorithm::Sha1,
            Algorithm::Sha256,
            Algorithm::Sha512,
            Algorithm::Md5,
            Algorithm::XxHash64,
            Algorithm::XxHash3,
            Algorithm::XxHash128,
        ],
    );
    check("ChecksumType", &[ChecksumType::Composite, ChecksumType::FullObject]);
    check(
        "ObjectAttributes",
        &[
            ObjectAttribute::ETag,
            ObjectAttribute::Checksum,
            ObjectAttribute::ObjectParts,
            ObjectAttribute::StorageClass,
            ObjectAttribute::ObjectSize,
        ],
    );
    check("OptionalObjectAttributes", &[OptionalObjectAttribute::RestoreStatus]);
    check("SessionMode", &[SessionMode::ReadWrite, SessionMode::ReadOnly]);
    check("ObjectLockMode", &[ObjectLockMode::Governance, ObjectLockMode::Compliance]);
}

/// `download_as` sets the file name, both on a download and on an upload.
#[test]
fn file_names() {
    let rows = [
        ("boat.jpg", r#"attachment; filename="boat.jpg""#),
        ("boat at sea; it's (1).jpg", r#"attachment; filename="boat at sea; it's (1).jpg""#),
        // The signature folds the header, so its own blanks must not come in runs.
        ("a  b   c.jpg", "attachment; filename=\"a b c.jpg\"; filename*=UTF-8''a%20%20b%20%20%20c.jpg"),
        ("  ü  .jpg", "attachment; filename=\" _ .jpg\"; filename*=UTF-8''%20%20%C3%BC%20%20.jpg"),
        ("Отчёт.pdf", "attachment; filename=\"_____.pdf\"; filename*=UTF-8''%D0%9E%D1%82%D1%87%D1%91%D1%82.pdf"),
        (r#"a "b".txt"#, r#"attachment; filename="a _b_.txt"; filename*=UTF-8''a%20%22b%22.txt"#),
        // Some clients decode `%41` in the fallback and some don't (RFC 6266, appendix D).
        ("100%41.txt", "attachment; filename=\"100_41.txt\"; filename*=UTF-8''100%2541.txt"),
        // Separators and control characters are replaced, because no file name should contain them.
        ("../../etc/passwd", r#"attachment; filename=".._.._etc_passwd""#),
        (r"C:\boat.jpg", r#"attachment; filename="C:_boat.jpg""#),
        ("a\r\nset-cookie: b\t\0.txt", r#"attachment; filename="a__set-cookie: b__.txt""#),
        ("a\u{7f}\u{85}b", r#"attachment; filename="a__b""#),
        ("⛵", "attachment; filename=\"_\"; filename*=UTF-8''%E2%9B%B5"),
        // All characters that RFC 8187 leaves unencoded, and those that were often mistaken for such in RFC 5987.
        (
            "é!#$&+-.^_`|~*'%()",
            "attachment; filename=\"_!#$&+-.^_`|~*'_()\"; filename*=UTF-8''%C3%A9%21%23%24%26%2B-.%5E_%60%7C~%2A%27%25%28%29",
        ),
    ];
    let bucket = bucket();
    let credentials = credentials();
    for (name, disposition) in rows {
        for upload in [bucket.put_object("k"), bucket.create_multipart_upload("k")] {
            let url = upload.download_as(name).sign_at(&credentials, NOW).unwrap();
            assert_eq!(url.headers().collect::<Vec<_>>(), [("content-disposition", disposition)]);
        }
        for download in [bucket.get_object("k"), bucket.head_object("k")] {
            let url = download.download_as(name).sign_at(&credentials, NOW).unwrap();
            let raw = bucket.request(url.method(), "k").query("response-content-disposition", disposition);
            assert_eq!(url, raw.sign_at(&credentials, NOW).unwrap());
        }
    }
}
