//! A URL allows what its signer may do.

use presign::{Credentials, ErrorKind};
use presign_e2e::{Call, Target};

use crate::differences::{Case, Differences, refused, status};
use crate::{TestResult, WRONG_SIGNATURE, assert_refused, assert_status};

async fn target_with_note() -> Result<Target, presign_e2e::Error> {
    let target = Target::fresh().await?;
    target.store_object("note", "hello", "text/plain").await?;
    Ok(target)
}

#[tokio::test]
async fn nobody_gets_nothing() -> TestResult {
    let target = target_with_note().await?;
    for (method, path) in [
        ("GET", "/note"),
        ("PUT", "/note"),
        ("DELETE", "/note"),
        ("GET", "/missing"),
        ("GET", "?list-type=2"),
        ("DELETE", ""),
    ] {
        let url = format!("{}/{}{path}", target.endpoint, target.bucket_name);
        let case = if path.starts_with('/') { Case::NobodyAndObject } else { Case::NobodyAndBucket };
        target.expect(case, refused(403, "AccessDenied")).of(&target.send(Call::new(method, url)).await?);
    }
    assert_eq!(target.stored_bytes("note").await?.as_deref(), Some(&b"hello"[..]));
    let url = format!("{}/no-such-bucket/note", target.endpoint);
    let answer = target.send(Call::new("GET", url)).await?;
    target.expect(Case::NobodyAndNoBucket, refused(404, "NoSuchBucket")).of(&answer);
    Ok(())
}

#[tokio::test]
async fn user2_may_list_but_not_read() -> TestResult {
    let target = target_with_note().await?;
    let bucket = target.bucket()?;
    let answer = target.open(&bucket.list_objects_v2().sign(&target.user2)?).await?;
    assert_eq!(answer.elements("Key"), ["note"]);

    for (request, action) in [
        (bucket.get_object("note"), "s3:GetObject"),
        (bucket.put_object("note"), "s3:PutObject"),
        (bucket.delete_object("note"), "s3:DeleteObject"),
    ] {
        let answer = target.open(&request.sign(&target.user2)?).await?;
        let s3 = refused(403, "AccessDenied");
        for part in [action, "user2"] {
            target.expect(Case::ReasonOfDenial, s3.saying(part)).of(&answer);
        }
    }
    let answer = target.open(&bucket.get_object("missing").sign(&target.user2)?).await?;
    target.expect(Case::MissingKeyUnreadable, refused(403, "AccessDenied")).of(&answer);
    // The response to a HEAD has no body with the reason.
    let answer = target.open(&bucket.head_object("note").sign(&target.user2)?).await?;
    assert_status(&answer, 403);
    assert_eq!(answer.body, "");
    assert_eq!(target.stored_bytes("note").await?.as_deref(), Some(&b"hello"[..]));
    Ok(())
}

#[tokio::test]
async fn only_who_may_list_learns_that_a_key_is_missing() -> TestResult {
    let target = target_with_note().await?;
    let bucket = target.bucket()?;
    let url = bucket.get_object("missing").sign(&target.owner)?;
    assert_refused(&target.open(&url).await?, 404, "NoSuchKey");
    let url = bucket.get_object("missing").sign(&target.temporary())?;
    let answer = target.open(&url).await?;
    target.expect(Case::MissingKeyUnlisted, refused(403, "AccessDenied")).of(&answer);

    // The response to a HEAD has no body with the error.
    let url = bucket.head_object("missing").sign(&target.owner)?;
    assert_status(&target.open(&url).await?, 404);
    let url = bucket.head_object("missing").sign(&target.temporary())?;
    assert_eq!(target.open(&url).await?.status, answer.status);
    Ok(())
}

#[tokio::test]
async fn a_temporary_key_with_its_token() -> TestResult {
    let target = target_with_note().await?;
    let granted = target.expect(Case::TemporaryKey, status(200));
    let denied = target.expect(Case::TemporaryKey, refused(403, "AccessDenied"));
    for bucket in [target.bucket()?, target.virtual_hosted_bucket()?] {
        let answer = target.open(&bucket.get_object("note").sign(&target.temporary())?).await?;
        granted.of(&answer);
        assert_eq!(answer.body == "hello", !target.differs(Case::TemporaryKey));
        let url = bucket.put_object("other").sign(&target.temporary())?;
        granted.of(&target.send(Call::presigned(&url).body("x")).await?);
        denied.of(&target.open(&bucket.delete_object("other").sign(&target.temporary())?).await?);
        denied.of(&target.open(&bucket.list_objects_v2().sign(&target.temporary())?).await?);
    }
    Ok(())
}

#[tokio::test]
async fn a_temporary_key_without_its_token() -> TestResult {
    let target = target_with_note().await?;
    let bucket = target.bucket()?;
    let call = match bucket.get_object("note").sign(&target.temporary_key) {
        Ok(url) => Call::presigned(&url),
        // The library knows that a key like AWS's temporary ones needs a token. Take it out of the URL.
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::SessionTokenRequired);
            let url = bucket.get_object("note").sign(&target.temporary())?;
            Call::presigned(&url).map_url(|url| {
                let (before, token) = url.split_once("X-Amz-Security-Token=").expect("a token");
                format!("{before}{}", token.split_once('&').expect("another parameter").1)
            })
        }
    };
    let answer = target.send(call).await?;
    target.expect(Case::TokenMissing, refused(403, "InvalidAccessKeyId")).of(&answer);
    Ok(())
}

#[tokio::test]
async fn a_wrong_token() -> TestResult {
    let target = target_with_note().await?;
    let bucket = target.bucket()?;
    let truncated = &target.session_token[..target.session_token.len() - 1];
    for (credentials, case) in [
        (target.temporary_key.clone().with_session_token("made-up"), Case::MadeUpToken),
        (target.temporary_key.clone().with_session_token(truncated), Case::TruncatedToken),
        // A long-term key must not have a token, not even a valid one of another key.
        (target.owner.clone().with_session_token(&*target.session_token), Case::TokenOfAnother),
    ] {
        let answer = target.open(&bucket.get_object("note").sign(&credentials)?).await?;
        target.expect(case, refused(400, "InvalidToken")).of(&answer);
    }
    Ok(())
}

#[tokio::test]
async fn an_unknown_key() -> TestResult {
    let target = target_with_note().await?;
    let nobody = Credentials::new("AKIDEXAMPLENOBODY", "a-secret");
    let url = target.bucket()?.get_object("note").sign(&nobody)?;
    target.expect(Case::UnknownKey, refused(403, "InvalidAccessKeyId")).of(&target.open(&url).await?);
    Ok(())
}

#[tokio::test]
async fn a_wrong_secret() -> TestResult {
    let target = target_with_note().await?;
    let impostor = Credentials::new(target.owner.access_key_id(), "a-secret");
    let url = target.bucket()?.get_object("note").sign(&impostor)?;
    target.expect(Case::WrongSignature, WRONG_SIGNATURE).of(&target.open(&url).await?);
    Ok(())
}
