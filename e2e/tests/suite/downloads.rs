//! The parameters and headers of downloads.

use presign::s3::ByteRange;
use presign_e2e::{Call, Target};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use crate::differences::{Case, Differences, refused, status};
use crate::{TestResult, WRONG_SIGNATURE, assert_refused, assert_status};

const ETAG: &str = "\"781e5e245d69b566979b86e28d23f2c7\"";

async fn target_with_digits() -> Result<Target, presign_e2e::Error> {
    let target = Target::fresh().await?;
    target.store_object("digits", "0123456789", "text/plain").await?;
    Ok(target)
}

#[tokio::test]
async fn under_another_name() -> TestResult {
    let target = target_with_digits().await?;
    let url = target.bucket()?.get_object("digits").download_as("Отчёт \"Q3\".pdf").sign(&target.owner)?;
    let answer = target.open(&url).await?;
    assert_status(&answer, 200);
    let disposition = answer.header("content-disposition").ok_or("no Content-Disposition")?;
    assert!(disposition.starts_with("attachment;"), "{disposition}");
    let encoded = "filename*=UTF-8''%D0%9E%D1%82%D1%87%D1%91%D1%82%20%22Q3%22.pdf";
    assert!(disposition.contains(encoded), "{disposition}");
    Ok(())
}

#[tokio::test]
async fn as_something_else() -> TestResult {
    let target = target_with_digits().await?;
    let url = target
        .bucket()?
        .get_object("digits")
        .response_content_type("application/x-digits; charset=utf-8")
        .response_content_disposition("inline")
        .response_content_language("de, en")
        .response_content_encoding("identity")
        .response_cache_control("private, max-age=60")
        .response_expires(datetime!(2026-11-23 12:00 UTC))
        .sign(&target.owner)?;
    let answer = target.open(&url).await?;
    assert_status(&answer, 200);
    for (name, value) in [
        ("content-type", "application/x-digits; charset=utf-8"),
        ("content-disposition", "inline"),
        ("content-language", "de, en"),
        ("content-encoding", "identity"),
        ("cache-control", "private, max-age=60"),
        ("expires", "Mon, 23 Nov 2026 12:00:00 GMT"),
    ] {
        assert_eq!(answer.header(name), Some(value));
    }
    Ok(())
}

#[tokio::test]
async fn a_range_and_no_other() -> TestResult {
    let target = target_with_digits().await?;
    let bucket = target.bucket()?;
    for (range, body) in [
        (ByteRange::from(2..5), "234"),
        (ByteRange::from(2..=5), "2345"),
        (ByteRange::from(7..), "789"),
        (ByteRange::last(2), "89"),
    ] {
        let url = bucket.get_object("digits").range(range).sign(&target.owner)?;
        let answer = target.open(&url).await?;
        assert_status(&answer, 206);
        assert_eq!(answer.body, body);

        let missing = Call::presigned(&url).without_header("range");
        let other = missing.clone().header("range", "bytes=0-9");
        target.expect(Case::SignedHeaderMissing, WRONG_SIGNATURE).of(&target.send(missing).await?);
        target.expect(Case::WrongSignature, WRONG_SIGNATURE).of(&target.send(other).await?);
    }
    Ok(())
}

#[tokio::test]
async fn on_condition() -> TestResult {
    let target = target_with_digits().await?;
    let bucket = target.bucket()?;
    let now = OffsetDateTime::now_utc();
    let (yesterday, tomorrow) = (now - Duration::DAY, now + Duration::DAY);
    let get = || bucket.get_object("digits");
    for (request, status) in [
        (get().if_match(ETAG), 200),
        (get().if_match("\"another\""), 412),
        (get().if_none_match(ETAG), 304),
        (get().if_none_match("\"another\""), 200),
        (get().if_modified_since(yesterday), 200),
        (get().if_unmodified_since(yesterday), 412),
        (get().if_unmodified_since(tomorrow), 200),
    ] {
        assert_status(&target.open(&request.sign(&target.owner)?).await?, status);
    }
    Ok(())
}

#[tokio::test]
async fn the_only_version_and_the_only_part() -> TestResult {
    let target = target_with_digits().await?;
    let bucket = target.bucket()?;
    let url = bucket.get_object("digits").version_id("null").sign(&target.owner)?;
    let answer = target.open(&url).await?;
    assert_status(&answer, 200);
    assert_eq!(answer.body, "0123456789");

    let url = bucket.get_object("digits").version_id("3HL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY").sign(&target.owner)?;
    // NoSuchVersion is only for buckets with versioning.
    target.expect(Case::AnotherVersion, refused(400, "InvalidArgument")).of(&target.open(&url).await?);

    let url = bucket.get_object("digits").part_number(1).sign(&target.owner)?;
    let answer = target.open(&url).await?;
    target.expect(Case::OnlyPart, status(206)).of(&answer);
    assert_eq!(answer.body == "0123456789", answer.status.is_success());
    Ok(())
}

#[tokio::test]
async fn attributes() -> TestResult {
    let target = target_with_digits().await?;
    let url = target.bucket()?.get_object_attributes("digits", ["ObjectSize", "ETag"]).sign(&target.owner)?;
    let answer = target.open(&url).await?;
    assert_status(&answer, 200);
    if target.differs(Case::Attributes) {
        assert_eq!(answer.body, "0123456789");
        return Ok(());
    }
    assert_eq!(answer.element("ObjectSize").as_deref(), Some("10"));
    assert_eq!(answer.element("ETag").as_deref().map(|etag| etag.trim_matches('"')), Some(ETAG.trim_matches('"')));
    assert_eq!(answer.element("StorageClass"), None);
    Ok(())
}

#[tokio::test]
async fn nothing_to_restore() -> TestResult {
    let target = target_with_digits().await?;
    let url = target.bucket()?.restore_object("digits").sign(&target.owner)?;
    let document = "<RestoreRequest><Days>1</Days></RestoreRequest>";
    let answer = target.send(Call::presigned(&url).body(document)).await?;
    target.expect(Case::RestoreOfStandard, refused(403, "InvalidObjectState")).of(&answer);
    Ok(())
}

#[tokio::test]
async fn all_versions() -> TestResult {
    let target = target_with_digits().await?;
    target.store_object("letters & more", "abc", "text/plain").await?;
    let bucket = target.bucket()?;
    let answer = target.open(&bucket.list_object_versions().sign(&target.owner)?).await?;
    assert_status(&answer, 200);
    assert_eq!(answer.elements("Key"), ["digits", "letters & more"]);
    assert_eq!(answer.elements("VersionId"), ["null", "null"]);
    assert_eq!(answer.elements("IsLatest"), ["true", "true"]);

    let first = target.open(&bucket.list_object_versions().max_keys(1).sign(&target.owner)?).await?;
    assert_eq!(first.elements("Key"), ["digits"]);
    let marker = first.element("NextKeyMarker");
    assert_eq!(marker.is_some(), !target.differs(Case::VersionMarkers), "{}", first.text());
    let marker = marker.as_deref().unwrap_or("digits");
    let request = bucket.list_object_versions().key_marker(marker).version_id_marker("null");
    let rest = target.open(&request.sign(&target.owner)?).await?;
    assert_eq!(rest.elements("Key").last().map(String::as_str), Some("letters & more"));
    let answer = target.open(&bucket.list_object_versions().prefix("l").sign(&target.owner)?).await?;
    assert_eq!(answer.elements("Key"), ["letters & more"]);

    let url = bucket.list_object_versions().sign(&target.temporary())?;
    target.expect(Case::TemporaryKey, refused(403, "AccessDenied")).of(&target.open(&url).await?);
    Ok(())
}

#[tokio::test]
async fn a_checksum_kept() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let checksum = presign::s3::Checksum::Crc32(0x3610_a686);
    let url = bucket.put_object("note").checksum(checksum).sign(&target.owner)?;
    assert_status(&target.send(Call::presigned(&url).body("hello")).await?, 200);
    let with = target.open(&bucket.get_object("note").checksum_mode().sign(&target.owner)?).await?;
    let without = target.open(&bucket.get_object("note").sign(&target.owner)?).await?;
    assert_status(&with, 200);
    let expected = (!target.differs(Case::ChecksumKept)).then_some("NhCmhg==");
    assert_eq!(with.header("x-amz-checksum-crc32"), expected);
    assert_eq!(without.header("x-amz-checksum-crc32"), None);
    Ok(())
}

#[tokio::test]
async fn from_the_expected_owner() -> TestResult {
    let target = target_with_digits().await?;
    let url = target.bucket()?.get_object("digits").expected_bucket_owner("999999999999").sign(&target.owner)?;
    let answer = target.open(&url).await?;
    target.expect(Case::AnotherOwner, refused(403, "AccessDenied")).of(&answer);
    let url = target.bucket()?.get_object("missing").expected_bucket_owner("123456789012").sign(&target.owner)?;
    assert_refused(&target.open(&url).await?, 404, "NoSuchKey");
    Ok(())
}
