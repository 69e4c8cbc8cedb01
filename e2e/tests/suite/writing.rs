use presign_e2e::{Call, Target};

use crate::differences::{Case, Differences, refused, status};
use crate::{TestResult, WRONG_SIGNATURE, assert_refused, assert_status};

#[tokio::test]
async fn put_with_a_signed_content_type() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let upload = bucket.put_object("boat.svg").header("Content-Type", "image/svg+xml").sign(&target.owner)?;
    let answer = target.send(Call::presigned(&upload).body("<svg/>")).await?;
    assert_status(&answer, 200);
    assert_eq!(answer.body, "");

    let answer = target.open(&bucket.get_object("boat.svg").sign(&target.owner)?).await?;
    assert_eq!(answer.body, "<svg/>");
    assert_eq!(answer.header("content-type"), Some("image/svg+xml"));

    let missing = Call::presigned(&upload).without_header("content-type").body("<script/>");
    let changed = missing.clone().header("content-type", "text/html");
    target.expect(Case::SignedHeaderMissing, WRONG_SIGNATURE).of(&target.send(missing).await?);
    target.expect(Case::WrongSignature, WRONG_SIGNATURE).of(&target.send(changed).await?);
    assert_eq!(target.stored_bytes("boat.svg").await?.as_deref(), Some(&b"<svg/>"[..]));
    Ok(())
}

#[tokio::test]
async fn put_without_a_content_type_leaves_it_to_the_client() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let upload = bucket.put_object("note").sign(&target.owner)?;
    let call = Call::presigned(&upload).header("content-type", "text/plain").body("hello");
    assert_status(&target.send(call).await?, 200);
    let answer = target.open(&bucket.head_object("note").sign(&target.owner)?).await?;
    assert_eq!(answer.header("content-type"), Some("text/plain"));
    Ok(())
}

#[tokio::test]
async fn put_of_nothing() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let upload = bucket.put_object("empty").header("Content-Length", "0").sign(&target.owner)?;
    for url in [upload, bucket.put_object("empty").sign(&target.owner)?] {
        assert_status(&target.open(&url).await?, 200);
    }
    let answer = target.open(&bucket.get_object("empty").sign(&target.owner)?).await?;
    assert_status(&answer, 200);
    assert_eq!(answer.body, "");
    Ok(())
}

#[tokio::test]
async fn a_signed_length_is_a_limit() -> TestResult {
    let target = Target::fresh().await?;
    let upload = target.bucket()?;
    let upload = upload.put_object("note").header("Content-Length", "5").sign(&target.owner)?;
    let longer = Call::presigned(&upload).without_header("content-length").body("hello, world");
    target.expect(Case::WrongSignature, WRONG_SIGNATURE).of(&target.send(longer).await?);
    assert_status(&target.send(Call::presigned(&upload).body("hello")).await?, 200);
    Ok(())
}

#[tokio::test]
async fn put_with_metadata() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let upload = bucket
        .put_object("note")
        .header("x-amz-meta-author", "  Ann   Example ")
        .header("Cache-Control", "no-store")
        .sign(&target.owner)?;
    assert_status(&target.send(Call::presigned(&upload).body("hello")).await?, 200);
    let answer = target.open(&bucket.get_object("note").sign(&target.owner)?).await?;
    assert_eq!(answer.header("x-amz-meta-author"), Some("Ann   Example"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    Ok(())
}

#[tokio::test]
async fn put_of_a_promised_body() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let upload = bucket.put_object("note").header("Content-MD5", "XUFAKrxLKna5cZ2REBfFkg==").sign(&target.owner)?;
    let other = target.send(Call::presigned(&upload).body("other")).await?;
    assert_refused(&other, 400, "BadDigest");
    assert_eq!(target.stored_bytes("note").await?, None);
    assert_status(&target.send(Call::presigned(&upload).body("hello")).await?, 200);

    // A client may also add the hash itself. This is the only `x-amz-*` header that needs no signature.
    let upload = bucket.put_object("note").sign(&target.owner)?;
    let hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    let call = Call::presigned(&upload).header("x-amz-content-sha256", hash);
    target.expect(Case::UnsignedBodyHash, status(200)).of(&target.send(call.clone().body("hello")).await?);
    let answer = target.send(call.body("jello")).await?;
    target.expect(Case::WrongBodyHash, refused(400, "XAmzContentSHA256Mismatch")).of(&answer);
    let stored = if answer.status.is_success() { "jello" } else { "hello" };
    assert_eq!(target.stored_bytes("note").await?.as_deref(), Some(stored.as_bytes()));
    Ok(())
}

#[tokio::test]
async fn put_of_a_signed_body_hash() -> TestResult {
    let target = Target::fresh().await?;
    let hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    let upload = target.bucket()?;
    let upload = upload.put_object("note").header("x-amz-content-sha256", hash).sign(&target.owner)?;
    let answer = target.send(Call::presigned(&upload).body("jello")).await?;
    target.expect(Case::SignedBodyHash, refused(400, "XAmzContentSHA256Mismatch")).of(&answer);
    let answer = target.send(Call::presigned(&upload).body("hello")).await?;
    target.expect(Case::SignedBodyHash, status(200)).of(&answer);
    let stored = (!target.differs(Case::SignedBodyHash)).then_some(&b"hello"[..]);
    assert_eq!(target.stored_bytes("note").await?.as_deref(), stored);
    Ok(())
}

#[tokio::test]
async fn put_only_if_nothing_is_there() -> TestResult {
    let target = Target::fresh().await?;
    let upload = target.bucket()?;
    let upload = upload.put_object("note").header("If-None-Match", "*").sign(&target.owner)?;
    let first = target.send(Call::presigned(&upload).body("first")).await?;
    target.expect(Case::ConditionalPut, status(200)).of(&first);
    let second = target.send(Call::presigned(&upload).body("second")).await?;
    let s3 = target.expect(Case::PutOfExisting, refused(412, "PreconditionFailed"));
    target.expect(Case::ConditionalPut, s3).of(&second);
    let stored = if second.status.is_success() { "second" } else { "first" };
    let stored = first.status.is_success().then_some(stored.as_bytes());
    assert_eq!(target.stored_bytes("note").await?.as_deref(), stored);
    Ok(())
}

#[tokio::test]
async fn delete() -> TestResult {
    let target = Target::fresh().await?;
    target.store_object("note", "hello", "text/plain").await?;
    let bucket = target.bucket()?;
    let url = bucket.delete_object("note").sign(&target.owner)?;
    // Deleting a missing object succeeds as well.
    for _ in 0..2 {
        assert_status(&target.open(&url).await?, 204);
        assert_eq!(target.stored_bytes("note").await?, None);
    }
    let answer = target.open(&bucket.get_object("note").sign(&target.owner)?).await?;
    assert_refused(&answer, 404, "NoSuchKey");
    Ok(())
}

#[tokio::test]
async fn the_front_door() -> TestResult {
    use presign::{presign_delete, presign_get, presign_head, presign_put};
    use std::time::Duration;

    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let (owner, ttl) = (&target.owner, Duration::from_secs(60));
    let put = presign_put(owner, &bucket, "note", ttl)?;
    assert_status(&target.send(Call::presigned(&put).body("hello")).await?, 200);
    assert_status(&target.open(&presign_head(owner, &bucket, "note", ttl)?).await?, 200);
    assert_eq!(target.open(&presign_get(owner, &bucket, "note", ttl)?).await?.body, "hello");
    assert_status(&target.open(&presign_delete(owner, &bucket, "note", ttl)?).await?, 204);
    assert_eq!(target.stored_bytes("note").await?, None);
    Ok(())
}
