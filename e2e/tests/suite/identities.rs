//! Who signed decides what a URL can do.

use presign::Credentials;
use presign_e2e::{BUCKET, Call, Target};

use crate::{TestResult, assert_refused, assert_refused_saying, assert_status};

fn target_with_note() -> Result<Target, presign_e2e::Error> {
    let target = Target::embedded()?;
    target.store_object("note", "hello", "text/plain")?;
    Ok(target)
}

#[tokio::test]
async fn nobody_gets_nothing() -> TestResult {
    let target = target_with_note()?;
    for (method, path) in [
        ("GET", "/note"),
        ("PUT", "/note"),
        ("DELETE", "/note"),
        ("GET", "/missing"),
        ("GET", "?list-type=2"),
        ("DELETE", ""),
    ] {
        let url = format!("{}/{BUCKET}{path}", target.endpoint);
        assert_refused(&target.send(Call::new(method, url)).await?, 403, "AccessDenied");
    }
    assert_eq!(target.stored_bytes("note")?.as_deref(), Some(&b"hello"[..]));
    let url = format!("{}/no-such-bucket/note", target.endpoint);
    assert_refused(&target.send(Call::new("GET", url)).await?, 404, "NoSuchBucket");
    Ok(())
}

#[tokio::test]
async fn user2_may_list_but_not_read() -> TestResult {
    let target = target_with_note()?;
    let bucket = target.bucket()?;
    let answer = target.open(&bucket.list_objects_v2().sign(&target.user2)?).await?;
    assert_eq!(answer.elements("Key"), ["note"]);

    for (request, action) in [
        (bucket.get_object("note"), "s3:GetObject"),
        (bucket.get_object("missing"), "s3:GetObject"),
        (bucket.put_object("note"), "s3:PutObject"),
        (bucket.delete_object("note"), "s3:DeleteObject"),
    ] {
        let answer = target.open(&request.sign(&target.user2)?).await?;
        assert_refused_saying(&answer, 403, "AccessDenied", action);
        assert_refused_saying(&answer, 403, "AccessDenied", "user2");
    }
    // The answer to a HEAD has no body to say why.
    let answer = target.open(&bucket.head_object("note").sign(&target.user2)?).await?;
    assert_status(&answer, 403);
    assert_eq!(answer.body, "");
    assert_eq!(target.stored_bytes("note")?.as_deref(), Some(&b"hello"[..]));
    Ok(())
}

#[tokio::test]
async fn only_who_may_list_learns_that_a_key_is_missing() -> TestResult {
    let target = target_with_note()?;
    let bucket = target.bucket()?;
    for request in [bucket.get_object("missing"), bucket.head_object("missing")] {
        assert_status(&target.open(&request.sign(&target.owner)?).await?, 404);
        assert_status(&target.open(&request.sign(&target.temporary())?).await?, 403);
    }
    let url = bucket.get_object("missing").sign(&target.owner)?;
    assert_refused(&target.open(&url).await?, 404, "NoSuchKey");
    let url = bucket.get_object("missing").sign(&target.temporary())?;
    assert_refused(&target.open(&url).await?, 403, "AccessDenied");
    Ok(())
}

#[tokio::test]
async fn a_temporary_key_with_its_token() -> TestResult {
    let target = target_with_note()?;
    for bucket in [target.bucket()?, target.virtual_hosted_bucket()?] {
        let url = bucket.get_object("note").sign(&target.temporary())?;
        assert_eq!(target.open(&url).await?.body, "hello");
        let url = bucket.put_object("other").sign(&target.temporary())?;
        assert_status(&target.send(Call::presigned(&url).body("x")).await?, 200);
        let url = bucket.delete_object("other").sign(&target.temporary())?;
        assert_refused(&target.open(&url).await?, 403, "AccessDenied");
    }
    Ok(())
}

#[tokio::test]
async fn a_temporary_key_without_its_token() -> TestResult {
    let target = target_with_note()?;
    let bucket = target.bucket()?;
    let url = bucket.get_object("note").sign(&target.temporary_key)?;
    assert_refused(&target.open(&url).await?, 403, "InvalidAccessKeyId");
    Ok(())
}

#[tokio::test]
async fn a_wrong_token() -> TestResult {
    let target = target_with_note()?;
    let bucket = target.bucket()?;
    let truncated = &target.session_token[..target.session_token.len() - 1];
    for credentials in [
        target.temporary_key.clone().with_session_token("made-up"),
        target.temporary_key.clone().with_session_token(truncated),
        // A long-term key has no token, not even someone else's good one.
        target.owner.clone().with_session_token(&*target.session_token),
    ] {
        let url = bucket.get_object("note").sign(&credentials)?;
        assert_refused(&target.open(&url).await?, 400, "InvalidToken");
    }
    Ok(())
}

#[tokio::test]
async fn an_unknown_key() -> TestResult {
    let target = target_with_note()?;
    let nobody = Credentials::new("AKIDEXAMPLENOBODY", "a-secret");
    let url = target.bucket()?.get_object("note").sign(&nobody)?;
    assert_refused(&target.open(&url).await?, 403, "InvalidAccessKeyId");
    Ok(())
}

#[tokio::test]
async fn a_wrong_secret() -> TestResult {
    let target = target_with_note()?;
    let impostor = Credentials::new(target.owner.access_key_id(), "a-secret");
    let url = target.bucket()?.get_object("note").sign(&impostor)?;
    assert_refused(&target.open(&url).await?, 403, "SignatureDoesNotMatch");
    Ok(())
}
