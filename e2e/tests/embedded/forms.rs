//! Forms that only the embedded server is tested with: malformed, changed after signing, or with unusual fields.

use std::time::Duration;

use presign::s3::PresignedPost;
use presign::{Bucket, Error, Method};
use presign_e2e::{Call, Form, Target};
use time::OffsetDateTime;

use crate::{TestResult, assert_refused, assert_status};

fn signed(bucket: &Bucket, target: &Target) -> Result<PresignedPost, Error> {
    bucket.post_policy().key("note").content_length_range(0..=10).sign(&target.owner)
}

fn filled(post: &PresignedPost) -> Form {
    Form::presigned(post).file("note.txt", "text/plain", "hello")
}

#[tokio::test]
async fn two_authorizations_at_once() -> TestResult {
    let target = Target::embedded()?;
    let bucket = target.bucket()?;
    let post = signed(&bucket, &target)?;
    let header = filled(&post).submit(post.url()).header(
        "authorization",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0",
    );
    assert_refused(&target.send(header).await?, 403, "AccessDenied");
    let url = bucket.head_bucket().sign(&target.owner)?;
    let query = filled(&post).submit(url.as_str());
    assert_refused(&target.send(query).await?, 403, "SignatureDoesNotMatch");
    let url = bucket.bucket_request(Method::Post).sign(&target.owner)?;
    let query = filled(&post).submit(url.as_str());
    assert_refused(&target.send(query).await?, 403, "AccessDenied");
    assert_eq!(target.stored_bytes("note").await?, None);
    Ok(())
}

#[tokio::test]
async fn changed_after_signing() -> TestResult {
    let target = Target::embedded()?;
    let post = signed(&target.bucket()?, &target)?;
    let scope = |from: &'static str, to: &'static str| {
        filled(&post).map_field("x-amz-credential", |credential| {
            assert!(credential.contains(from), "{credential}");
            credential.replace(from, to)
        })
    };
    for (form, status, code) in [
        (scope("us-east-1", "eu-west-1"), 400, "InvalidArgument"),
        (scope("/s3/", "/sts/"), 400, "InvalidArgument"),
        (scope("/aws4_request", ""), 400, "InvalidArgument"),
        (scope("/20", "/19"), 400, "InvalidArgument"),
        (filled(&post).map_field("x-amz-algorithm", |_| "AWS4-HMAC-SHA1".to_owned()), 400, "InvalidArgument"),
        (filled(&post).map_field("x-amz-date", |_| "today".to_owned()), 400, "InvalidArgument"),
        (filled(&post).map_field("x-amz-signature", |s| s.to_uppercase() + "A"), 403, "SignatureDoesNotMatch"),
        (filled(&post).without_field("policy"), 400, "InvalidArgument"),
        (filled(&post).without_field("x-amz-date"), 400, "InvalidArgument"),
        (Form::presigned(&post).field("x-amz-security-token", "token").file("x", "y", "z"), 400, "InvalidToken"),
        (Form::presigned(&post).field("Key", "another").file("x", "y", "z"), 400, "InvalidArgument"),
        (filled(&post).map_field("key", |_| "k".repeat(1025)), 403, "AccessDenied"),
        (Form::new().field("AWSAccessKeyId", "a").field("key", "k").file("x", "y", "z"), 400, "InvalidArgument"),
    ] {
        assert_refused(&target.send(form.submit(post.url())).await?, status, code);
    }
    assert_eq!(target.stored_bytes("note").await?, None);
    assert_status(&target.send(filled(&post).submit(post.url())).await?, 204);
    Ok(())
}

#[tokio::test]
async fn another_region() -> TestResult {
    let target = Target::embedded_in("eu-central-1")?;
    let post = signed(&target.bucket()?, &target)?;
    assert_status(&target.send(filled(&post).submit(post.url())).await?, 204);
    Ok(())
}

#[tokio::test]
async fn from_the_future() -> TestResult {
    let target = Target::embedded()?;
    let bucket = target.bucket()?;
    let at = OffsetDateTime::now_utc() + time::Duration::minutes(20);
    let post = bucket.post_policy().key("note").expires_in(Duration::from_secs(60)).sign_at(&target.owner, at)?;
    let answer = target.send(filled(&post).submit(post.url())).await?;
    assert_refused(&answer, 403, "AccessDenied");
    assert!(answer.text().contains("Request is not valid yet"), "{answer}");
    Ok(())
}

#[tokio::test]
async fn what_else_a_field_can_say() -> TestResult {
    let target = Target::embedded()?;
    let bucket = target.bucket()?;
    let tags = "<Tagging><TagSet><Tag><Key>a</Key><Value>b c</Value></Tag></TagSet></Tagging>";
    let policy = bucket.post_policy().key("note").content_length_range(0..=10);
    let post = policy
        .clone()
        .field("tagging", tags)
        .field("x-amz-checksum-crc32", "NhCmhg==")
        .field("x-amz-storage-class", "STANDARD_IA")
        .acl("bucket-owner-full-control")
        .sign(&target.owner)?;
    assert_status(&target.send(filled(&post).submit(post.url())).await?, 204);
    let answer = target.open(&bucket.get_object_tagging("note").sign(&target.owner)?).await?;
    assert_eq!((answer.elements("Key"), answer.elements("Value")), (vec!["a".to_owned()], vec!["b c".to_owned()]));
    let answer = target.open(&bucket.head_object("note").checksum_mode().sign(&target.owner)?).await?;
    assert_eq!(answer.header("x-amz-checksum-crc32"), Some("NhCmhg=="));
    assert_eq!(answer.header("x-amz-storage-class"), Some("STANDARD_IA"));

    let other = Form::presigned(&post).file("x", "text/plain", "jello").submit(post.url());
    assert_refused(&target.send(other).await?, 400, "BadDigest");
    let post = policy.acl("public-read").sign(&target.owner)?;
    let answer = target.send(filled(&post).submit(post.url())).await?;
    assert_refused(&answer, 400, "AccessControlListNotSupported");
    Ok(())
}

#[tokio::test]
async fn a_key_that_is_too_long() -> TestResult {
    let target = Target::embedded()?;
    let post = target.bucket()?.post_policy().key_starts_with("").content_length_range(0..=10).sign(&target.owner)?;
    for (length, status) in [(1024, 204), (1025, 400)] {
        let form = filled(&post).map_field("key", |_| "k".repeat(length));
        assert_status(&target.send(form.submit(post.url())).await?, status);
    }
    Ok(())
}

#[tokio::test]
async fn where_no_form_belongs() -> TestResult {
    let target = Target::embedded()?;
    let post = signed(&target.bucket()?, &target)?;
    let object = format!("{}/note", post.url());
    assert_refused(&target.send(filled(&post).submit(&object)).await?, 405, "MethodNotAllowed");
    let nowhere = signed(&Bucket::builder("no-such-bucket").endpoint(&*target.endpoint).build()?, &target)?;
    assert_refused(&target.send(filled(&nowhere).submit(nowhere.url())).await?, 404, "NoSuchBucket");
    let no_boundary = Call::new("POST", post.url()).header("content-type", "multipart/form-data").body("x");
    assert_refused(&target.send(no_boundary).await?, 400, "MalformedPOSTRequest");
    Ok(())
}
