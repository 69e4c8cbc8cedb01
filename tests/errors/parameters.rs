//! Typed parameters.

use presign::s3::{ByteRange, CopySource};
use presign::{Bucket, ErrorKind, PresignRequest};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::util::errors::assert_error;
use crate::util::{NOW, credentials};
use crate::{put, signed};

#[test]
fn versions_and_parts() {
    let empty = "version ID is empty: leave it out to select the current version";
    assert_error(signed(|request| request.version_id("")), ErrorKind::EmptyVersionId, empty);
    let bucket = Bucket::new("photos").unwrap();
    let source = CopySource::new("photos", "boat.jpg").unwrap().version_id("");
    assert_error(
        bucket.copy_object("boat.jpg", &source).sign_at(&credentials(), NOW),
        ErrorKind::EmptyVersionId,
        empty,
    );
    assert_error(
        signed(|request| request.part_number(0)),
        ErrorKind::InvalidPartNumber,
        "part number 0 is out of range: 1 to 10000 are allowed",
    );
    assert!(signed(|request| request.part_number(10_000)).is_ok());
}

#[test]
#[expect(clippy::reversed_empty_ranges, reason = "the ranges must be rejected")]
fn byte_ranges() {
    let range = |range: ByteRange| signed(|request| request.range(range));
    let rows = [
        (range((5..5).into()), "5..5"),
        (range((5..0).into()), "5..0"),
        (range((..0).into()), "0..0"),
        (range((5..=4).into()), "5..=4"),
        (range((u64::MAX..u64::MAX).into()), "18446744073709551615..18446744073709551615"),
        (range(ByteRange::last(0)), "of the last 0 bytes"),
    ];
    for (result, found) in rows {
        let message = format!("byte range {found} is empty: select at least one byte");
        assert_error(result, ErrorKind::EmptyByteRange, &message);
    }
    assert!(range((0..=u64::MAX).into()).is_ok() && range((5..=5).into()).is_ok() && range((..1).into()).is_ok());
    assert_error(
        range("bytes=0-\n1".into()),
        ErrorKind::InvalidHeaderValue,
        "value of header \"range\" has a control character: byte 8 is 0x0a",
    );

    let invalid = |found: &str| {
        format!("byte range {found:?} is not valid: write it as `bytes=0-499`, or pass a Rust range such as `0..500`")
    };
    for wrong in [
        "0-499",
        "bytes 0-499",
        "bytes:0-499",
        "bytes=",
        "bytes=-",
        "bytes=0",
        "bytes=a-b",
        "bytes=0-1-2",
        "bytes=0--1",
        "bytes=0-1,",
        "items=0-1",
        "",
        "bytes",
        "bytes=0x1-2",
        "bytes=1 -2",
        "octets=0-499",
    ] {
        assert_error(range(wrong.into()), ErrorKind::InvalidByteRange, &invalid(wrong));
        assert_eq!(range(String::from(wrong).into()).unwrap_err().kind(), ErrorKind::InvalidByteRange);
    }
    for wrong in ["bytes=5-4", "bytes=-0", "bytes=0-1,9-8"] {
        let message = format!("byte range {wrong} is empty: select at least one byte");
        assert_error(range(wrong.into()), ErrorKind::EmptyByteRange, &message);
    }
    for fine in ["bytes=0-0", "Bytes=5-", "bytes=-5", "bytes=0-0, -1", "bytes=0-99999999999999999999"] {
        assert!(range(fine.into()).is_ok(), "{fine}");
    }

    let copied = |range: ByteRange| signed(|request| request.copy_source_range(range));
    assert_error(
        copied((5..).into()),
        ErrorKind::OpenCopyRange,
        "copy source range bytes=5- has only one end: S3 requires both a first and a last byte here",
    );
    assert_error(
        copied(ByteRange::last(5)),
        ErrorKind::OpenCopyRange,
        "copy source range bytes=-5 has only one end: S3 requires both a first and a last byte here",
    );
    assert_error(
        copied((0..0).into()),
        ErrorKind::EmptyByteRange,
        "byte range 0..0 is empty: select at least one byte",
    );
    assert!(copied((..=0).into()).is_ok());
    for open in ["bytes=5-", "bytes=-5", "bytes= -5"] {
        assert_eq!(copied(open.into()).unwrap_err().kind(), ErrorKind::OpenCopyRange, "{open}");
    }
    for wrong in ["0-499", "bytes=0-1,5-6", "bytes=0-1,-6"] {
        assert_error(copied(wrong.into()), ErrorKind::InvalidByteRange, &invalid(wrong));
    }
    assert!(copied("bytes=0-499".into()).is_ok());
}

#[test]
fn dates_of_parameters() {
    type Set = fn(PresignRequest<'_>, OffsetDateTime) -> PresignRequest<'_>;
    let setters: [(&str, Set); 9] = [
        ("if-modified-since", |request, at| request.if_modified_since(at)),
        ("if-unmodified-since", |request, at| request.if_unmodified_since(at)),
        ("x-amz-copy-source-if-modified-since", |request, at| request.copy_source_if_modified_since(at)),
        ("x-amz-copy-source-if-unmodified-since", |request, at| request.copy_source_if_unmodified_since(at)),
        ("response-expires", |request, at| request.response_expires(at)),
        ("expires", |request, at| request.expires_header(at)),
        ("x-amz-object-lock-retain-until-date", |request, at| request.object_lock("GOVERNANCE", at)),
        ("expires", |request, at| request.expires_header(NOW).expires_header(at)),
        ("response-expires", |request, at| request.response_expires(at).response_expires(NOW)),
    ];
    let wrong = [
        (datetime!(-0001-12-31 23:59:59 UTC), -1),
        (datetime!(9999-12-31 23:59:59 -01:00), 10_000),
        (datetime!(-9999-01-01 00:00 +01:00), -10_000),
    ];
    for (parameter, set) in setters {
        for (at, year) in wrong {
            let message = format!("date of `{parameter}` is in the year {year}: only the years 0 to 9999 are allowed");
            assert_error(signed(|request| set(request, at)), ErrorKind::DateOutOfRange, &message);
        }
    }
}

#[test]
fn file_names() {
    assert_error(
        signed(|request| request.download_as("")),
        ErrorKind::EmptyFileName,
        "file name is empty: for a download without a file name, use `response_content_disposition(\"attachment\")`",
    );
}

/// What browsers and form libraries give as a type, and clients don't send.
#[test]
fn content_types() {
    let if_unknown = "leave it out if the type is unknown";
    let no_type = format!("is not a media type such as `image/jpeg`: {if_unknown}");
    let pattern = "is a pattern, which no client sends: leave it out, or use a form with `content_type_starts_with`";
    let of_form = "is that of a form, to which clients add a boundary: give the type of the file, or leave it out";
    let empty = format!("is empty: {if_unknown}");
    for (wrong, problem) in [
        ("", &*empty),
        (" ", &empty),
        ("image/*", pattern),
        ("*/*", pattern),
        ("*", pattern),
        ("image/*; q=1", pattern),
        ("image/jp*", pattern),
        ("multipart/form-data", of_form),
        ("Multipart/Form-Data; charset=utf-8", of_form),
        ("jpg", &no_type),
        ("undefined", &no_type),
        ("null", &no_type),
        (".jpg", &no_type),
        ("image/", &no_type),
        ("/jpeg", &no_type),
        ("image/jpeg/x", &no_type),
        ("image/png, image/gif", &no_type),
        ("image jpeg", &no_type),
        ("изображение/jpeg", &no_type),
        ("image/jpeg\nx-amz-acl: public-read", &no_type),
        ("; charset=utf-8", &no_type),
    ] {
        let message = format!("content type {wrong:?} {problem}");
        assert_error(signed(|request| request.content_type(wrong)), ErrorKind::InvalidContentType, &message);
        assert_error(put(|request| request.content_type(wrong)), ErrorKind::InvalidContentType, &message);
    }
    for fine in [
        "image/jpeg",
        "text/plain; charset=utf-8",
        "application/vnd.a+json;a=\"b;c\"",
        " image/png ",
        "x/y",
        "multipart/form-data; boundary=a",
        "multipart/mixed",
    ] {
        assert!(put(|request| request.content_type(fine)).is_ok(), "{fine}");
    }
    assert!(signed(|request| request.header("content-type", "")).is_ok(), "a raw header is the caller's affair");
}

#[test]
fn metadata() {
    let metadata = |name: &str, value: &str| signed(|request| request.metadata(name, value));
    assert_error(metadata("", "x"), ErrorKind::EmptyMetadataName, "metadata name is empty");
    for name in ["x-amz-meta-t", "X-Amz-Meta-T", "x-amz-meta-"] {
        let message =
            format!("metadata name \"{name}\" begins with `x-amz-meta-`, which the setter adds: leave it out");
        assert_error(metadata(name, "x"), ErrorKind::MetadataNameWithPrefix, &message);
    }
    assert!(metadata("x-amz-met", "x").is_ok());
    assert_error(
        metadata("title", "Отчёт"),
        ErrorKind::NonAsciiMetadata,
        "value of metadata \"title\" is not ASCII: byte 0 is 0xd0; S3 preserves only ASCII, so encode the value",
    );
    assert_error(
        metadata("a b", "x"),
        ErrorKind::InvalidHeaderName,
        "header name \"x-amz-meta-a b\" is not a valid HTTP token: byte 12 is 0x20",
    );
    assert_error(
        metadata("title", "a\nb"),
        ErrorKind::InvalidHeaderValue,
        "value of header \"x-amz-meta-title\" has a control character: byte 1 is 0x0a",
    );
}

#[test]
fn keywords() {
    type Set = for<'a> fn(PresignRequest<'a>, &str) -> PresignRequest<'a>;
    let rows: [(&str, Set, &str, &[&str]); 9] = [
        ("acl", |r, word| r.acl(word), "public-read", &["PublicRead", "PUBLIC_READ", "public read", "publicread"]),
        ("storage_class", |r, word| r.storage_class(word), "STANDARD", &["standard", "Standard"]),
        ("storage_class", |r, word| r.storage_class(word), "GLACIER_IR", &["GLACIER-IR", "GlacierIr"]),
        ("checksum_algorithm", |r, word| r.checksum_algorithm(word), "SHA256", &["sha256", "SHA-256"]),
        ("checksum_type", |r, word| r.checksum_type(word), "FULL_OBJECT", &["FullObject", "full-object"]),
        ("metadata_directive", |r, word| r.metadata_directive(word), "REPLACE", &["replace"]),
        ("tagging_directive", |r, word| r.tagging_directive(word), "COPY", &["Copy"]),
        ("session_mode", |r, word| r.session_mode(word), "ReadOnly", &["readonly", "READ_ONLY"]),
        ("object_lock", |r, word| r.object_lock(word, NOW), "GOVERNANCE", &["governance"]),
    ];
    for (parameter, set, known, wrong) in rows {
        for found in wrong {
            let message = format!("\"{found}\" is not a keyword of S3 for `{parameter}`: write it as `{known}`");
            assert_error(signed(|request| set(request, found)), ErrorKind::MisspelledKeyword, &message);
        }
        for fine in [known, &format!(" {known} "), "SOMETHING_NEW", "nearline", ""] {
            assert!(signed(|request| set(request, fine)).is_ok(), "{parameter}, {fine:?}");
        }
    }
    let bucket = Bucket::new("photos").unwrap();
    assert_error(
        bucket.get_object_attributes("boat.jpg", ["ETag", "objectsize"]).sign_at(&credentials(), NOW),
        ErrorKind::MisspelledKeyword,
        "\"objectsize\" is not a keyword of S3 for `get_object_attributes`: write it as `ObjectSize`",
    );
}

#[test]
fn account_ids() {
    for wrong in ["", "1234-5678-9012", "12345678901", "1234567890123", "arn:aws:iam::123456789012:root", "١٢٣٤٥٦"]
    {
        let message = |setter: &str| {
            format!(
                "account ID {wrong:?} for `{setter}` is not valid: use the 12 digits of the AWS account, without \
                 hyphens"
            )
        };
        assert_error(
            signed(|request| request.expected_bucket_owner(wrong)),
            ErrorKind::InvalidAccountId,
            &message("expected_bucket_owner"),
        );
        assert_error(
            signed(|request| request.expected_source_bucket_owner(wrong)),
            ErrorKind::InvalidAccountId,
            &message("expected_source_bucket_owner"),
        );
    }
    assert!(signed(|request| request.expected_bucket_owner("000000000012")).is_ok());
}

#[test]
fn tags() {
    let tagged = |tags: &[(String, String)]| signed(|request| request.tagging(tags.iter().map(|(n, v)| (n, v))));
    let numbered = |count: usize| (0..count).map(|n| (format!("tag{n}"), String::new())).collect::<Vec<_>>();
    assert!(tagged(&numbered(0)).is_ok() && tagged(&numbered(10)).is_ok());
    let one = |name: &str, value: &str| tagged(&[(name.to_owned(), value.to_owned())]);
    let long = "é".repeat(129);
    let own = "names that begin with `aws:` are for AWS's own tags";
    let rows = [
        (tagged(&numbered(11)), "\"tag10\"", "it is the 11th, but at most 10 are allowed"),
        (one("", "x"), "\"\"", "its name is empty"),
        (one("aws:cloudformation:stack-name", "x"), "\"aws:cloudformation:stack-name\"", own),
        (one("AWS:", "x"), "\"AWS:\"", own),
        (one(&long, ""), &format!("\"{}\"... (258 bytes)", &long[..128]), "its name is longer than 128 characters"),
        (one("project", &"é".repeat(257)), "\"project\"", "its value is longer than 256 characters"),
        (tagged(&[numbered(1), numbered(1)].concat()), "\"tag0\"", "its name is already used"),
    ];
    for (result, name, reason) in rows {
        assert_error(result, ErrorKind::InvalidTag, &format!("tag {name} can't be set: {reason}"));
    }
    assert!(one(&"é".repeat(128), &"é".repeat(256)).is_ok());
    assert!(one("aws", "aws:a").is_ok() && one("my-aws:a", "").is_ok() && one("ééé", "").is_ok());
}

#[test]
fn grantees() {
    let invalid = |setter: &str, shown: &str| {
        format!(
            "grantee {shown} for `{setter}` is not valid: write it as `id=\"...\"`, `uri=\"...\"` or \
             `emailAddress=\"...\"`, with a comma between grantees"
        )
    };
    for (grantees, shown) in [
        ("", r#""""#),
        ("79a59df900b949e5", r#""79a59df900b949e5""#),
        ("id=a,", r#""""#),
        ("id=a, jane@example.com", r#"" jane@example.com""#),
        ("email=jane@example.com", r#""email=jane@example.com""#),
        ("id=\"\"", r#""id=\"\"""#),
        ("id= ", r#""id= ""#),
    ] {
        let result = put(|request| request.grant_read(grantees));
        assert_error(result, ErrorKind::InvalidGrantee, &invalid("grant_read", shown));
    }
    let result = signed(|request| request.grant_write("all"));
    assert_error(result, ErrorKind::InvalidGrantee, &invalid("grant_write", r#""all""#));
    for grantees in ["id=a", "ID=\"a\" , uri = b,emailaddress=c", "uri=http://acs.amazonaws.com/groups/global/AllUsers"]
    {
        assert!(put(|request| request.grant_write_acp(grantees)).is_ok(), "{grantees}");
    }
}

/// Neither part is shown: they may be in each other's place.
#[test]
fn devices() {
    let mfa = |serial_number: &str, code: &str| signed(|request| request.mfa(serial_number, code));
    let code = "MFA code is not valid: use the 6 digits that the device shows";
    for wrong in ["", "12345", "1234567", "123 456", "12345a", "١٢٣"] {
        assert_error(mfa("20899872", wrong), ErrorKind::InvalidMfa, code);
    }
    let empty = "MFA serial number is empty: use that of the device, or its ARN if it is virtual";
    assert_error(mfa("", "301749"), ErrorKind::InvalidMfa, empty);
    for (serial_number, at) in [("20899872 301749", "8: 0x20"), ("\n", "0: 0x0a"), ("aé", "1: 0xc3")] {
        let message =
            format!("MFA serial number has an invalid character at byte {at}; use letters, digits and punctuation");
        assert_error(mfa(serial_number, "301749"), ErrorKind::InvalidMfa, &message);
    }
}

#[test]
fn lists_of_attributes() {
    let message = "no object attributes are requested: request at least one";
    assert_error(signed(|request| request.optional_object_attributes([""; 0])), ErrorKind::NoObjectAttributes, message);
    assert_error(
        signed(|request| request.optional_object_attributes(["restore-status"])),
        ErrorKind::MisspelledKeyword,
        "\"restore-status\" is not a keyword of S3 for `optional_object_attributes`: write it as `RestoreStatus`",
    );
}
