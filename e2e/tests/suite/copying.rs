//! Copies, whose source is in a signed header and which have no body.

use presign::s3::CopySource;
use presign_e2e::{Call, Target};
use time::{Duration, OffsetDateTime};

use crate::differences::{Case, Differences, refused, status};
use crate::{TestResult, WRONG_SIGNATURE, assert_refused, assert_status};

#[tokio::test]
async fn a_copy() -> TestResult {
    let target = Target::fresh().await?;
    target.store_object("source", "hello", "text/x-note").await?;
    let source = CopySource::new(&*target.bucket_name, "source")?;
    for bucket in [target.bucket()?, target.virtual_hosted_bucket()?] {
        let url = bucket.copy_object("copy", &source).sign(&target.owner)?;
        let answer = target.open(&url).await?;
        assert_status(&answer, 200);
        assert!(answer.element("ETag").is_some(), "{}", answer.text());
        let copy = target.open(&bucket.get_object("copy").sign(&target.owner)?).await?;
        assert_eq!(copy.body, "hello");
        assert_eq!(copy.header("content-type"), Some("text/x-note"));
        assert_status(&target.open(&bucket.delete_object("copy").sign(&target.owner)?).await?, 204);
    }
    assert_eq!(target.stored_bytes("source").await?.as_deref(), Some(&b"hello"[..]));
    Ok(())
}

#[tokio::test]
async fn awkward_keys_on_both_sides() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    for key in ["a b+c", "100%", "%2F", "a//b", "?versionId=1", "a&b=c;d", "日本語/船.jpg", "it's \"it\""] {
        target.store_object(key, key.to_owned(), "text/plain").await?;
        let source = CopySource::new(&*target.bucket_name, key)?;
        let copy = format!("copy of {key}");
        let url = bucket.copy_object(&copy, &source).sign(&target.owner)?;
        assert_status(&target.open(&url).await?, 200);
        assert_eq!(target.stored_bytes(&copy).await?.as_deref(), Some(key.as_bytes()), "{key}: {source}");
    }
    Ok(())
}

#[tokio::test]
async fn dot_segments_on_both_sides() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let source = CopySource::new(&*target.bucket_name, "a/../b")?;
    let upload = bucket.put_object("a/../b").allow_dot_segments().sign(&target.owner)?;
    target.expect(Case::DotSegments, status(200)).of(&target.send(Call::presigned(&upload).body("hello")).await?);
    let url = bucket.copy_object("c/./d", &source).allow_dot_segments().sign(&target.owner)?;
    target.expect(Case::DotSegments, status(200)).of(&target.open(&url).await?);
    if !target.differs(Case::DotSegments) {
        assert_eq!(target.stored_bytes("c/./d").await?.as_deref(), Some(&b"hello"[..]));
    }
    Ok(())
}

#[tokio::test]
async fn a_copy_with_other_metadata() -> TestResult {
    let target = Target::fresh().await?;
    target.store_object("note", "hello", "text/plain").await?;
    let bucket = target.bucket()?;
    let source = CopySource::new(&*target.bucket_name, "note")?;
    // A copy of an object to itself must change something.
    let url = bucket.copy_object("note", &source).sign(&target.owner)?;
    target.expect(Case::CopyToItself, refused(400, "InvalidRequest")).of(&target.open(&url).await?);

    let url = bucket
        .copy_object("note", &source)
        .metadata_directive("REPLACE")
        .content_type("text/markdown")
        .metadata("author", "Ann")
        .sign(&target.owner)?;
    assert_status(&target.open(&url).await?, 200);
    let answer = target.open(&bucket.get_object("note").sign(&target.owner)?).await?;
    assert_eq!(answer.body, "hello");
    assert_eq!(answer.header("content-type"), Some("text/markdown"));
    assert_eq!(answer.header("x-amz-meta-author"), Some("Ann"));
    Ok(())
}

#[tokio::test]
async fn a_copy_on_condition() -> TestResult {
    let target = Target::fresh().await?;
    target.store_object("source", "hello", "text/plain").await?;
    let bucket = target.bucket()?;
    let source = CopySource::new(&*target.bucket_name, "source")?;
    let copy = || bucket.copy_object("copy", &source);
    let etag = "\"5d41402abc4b2a76b9719d911017c592\"";
    let yesterday = OffsetDateTime::now_utc() - Duration::DAY;
    for (request, holds) in [
        (copy().copy_source_if_match("\"another\""), false),
        (copy().copy_source_if_none_match(etag), false),
        (copy().copy_source_if_unmodified_since(yesterday), false),
        (copy().copy_source_if_match(etag), true),
        (copy().copy_source_if_none_match("\"another\""), true),
        (copy().copy_source_if_modified_since(yesterday), true),
    ] {
        let answer = target.open(&request.sign(&target.owner)?).await?;
        if holds {
            assert_status(&answer, 200);
        } else {
            target.expect(Case::CopyOnCondition, refused(412, "PreconditionFailed")).of(&answer);
            let stored = target.differs(Case::CopyOnCondition).then_some(&b"hello"[..]);
            assert_eq!(target.stored_bytes("copy").await?.as_deref(), stored);
        }
    }
    Ok(())
}

#[tokio::test]
async fn nothing_to_copy() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let source = CopySource::new(&*target.bucket_name, "missing")?;
    let url = bucket.copy_object("copy", &source).sign(&target.owner)?;
    assert_refused(&target.open(&url).await?, 404, "NoSuchKey");
    let source = CopySource::new("no-such-bucket-anywhere", "note")?;
    let url = bucket.copy_object("copy", &source).sign(&target.owner)?;
    assert_refused(&target.open(&url).await?, 404, "NoSuchBucket");
    Ok(())
}

#[tokio::test]
async fn who_may_not_read_may_not_copy() -> TestResult {
    let target = Target::fresh().await?;
    target.store_object("source", "hush", "text/plain").await?;
    let source = CopySource::new(&*target.bucket_name, "source")?;
    let url = target.bucket()?.copy_object("copy", &source).sign(&target.user2)?;
    assert_refused(&target.open(&url).await?, 403, "AccessDenied");
    assert_eq!(target.stored_bytes("copy").await?, None);
    Ok(())
}

#[tokio::test]
async fn the_source_is_signed() -> TestResult {
    let target = Target::fresh().await?;
    target.store_object("source", "hello", "text/plain").await?;
    target.store_object("secret", "hush", "text/plain").await?;
    let source = CopySource::new(&*target.bucket_name, "source")?;
    let secret = CopySource::new(&*target.bucket_name, "secret")?.to_string();
    let url = target.bucket()?.copy_object("copy", &source).sign(&target.owner)?;
    let call = Call::presigned(&url).without_header("x-amz-copy-source");
    let changed = call.clone().header("x-amz-copy-source", &secret);
    target.expect(Case::WrongSignature, WRONG_SIGNATURE).of(&target.send(changed).await?);
    let answer = target.send(call.body("anything")).await?;
    target.expect(Case::SignedHeaderMissing, WRONG_SIGNATURE).of(&answer);
    assert_eq!(target.stored_bytes("copy").await?, None);
    Ok(())
}

#[tokio::test]
async fn a_part_copied() -> TestResult {
    let target = Target::fresh().await?;
    target.store_object("the source", "0123456789", "text/plain").await?;
    let bucket = target.bucket()?;
    let source = CopySource::new(&*target.bucket_name, "the source")?;
    let created = target.open(&bucket.create_multipart_upload("copy").sign(&target.owner)?).await?;
    let upload_id = created.element("UploadId").ok_or("no upload ID")?;

    let part = bucket.upload_part_copy("copy", &upload_id, 1, &source);
    let answer = target.open(&part.clone().copy_source_range(2..5).sign(&target.owner)?).await?;
    assert_status(&answer, 200);
    let etag = answer.element("ETag").ok_or("no entity tag")?;
    let url = bucket.complete_multipart_upload("copy", &upload_id).sign(&target.owner)?;
    let document = format!(
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part></CompleteMultipartUpload>"
    );
    assert_status(&target.send(Call::presigned(&url).body(document)).await?, 200);
    assert_eq!(target.stored_bytes("copy").await?.as_deref(), Some(&b"234"[..]));
    Ok(())
}

#[tokio::test]
async fn a_source_smuggled_into_the_upload_of_a_part() -> TestResult {
    let target = Target::fresh().await?;
    target.store_object("secret", "hush", "text/plain").await?;
    let bucket = target.bucket()?;
    let created = target.open(&bucket.create_multipart_upload("note").sign(&target.owner)?).await?;
    let upload_id = created.element("UploadId").ok_or("no upload ID")?;
    let url = bucket.upload_part("note", &upload_id, 1).sign(&target.owner)?;
    let source = CopySource::new(&*target.bucket_name, "secret")?.to_string();
    let answer = target.send(Call::presigned(&url).header("x-amz-copy-source", &source)).await?;
    target.expect(Case::UnsignedCopySource, refused(403, "AccessDenied")).of(&answer);
    Ok(())
}
