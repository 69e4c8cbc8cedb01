//! Uploads by form, sent as a browser does.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use presign::s3::{PostPolicy, PresignedPost};
use presign::{Bucket, Credentials};
use presign_e2e::{Answer, Error, Form, Target};
use time::OffsetDateTime;

use crate::differences::{Case, Differences, Expected, refused, status};
use crate::{TestResult, WRONG_SIGNATURE, assert_refused, assert_status};

/// S3's response to a form that does not meet a condition of its policy.
const UNMET: Expected = refused(403, "AccessDenied");

const JPEG: &[u8] = b"\xff\xd8\xff\xe0 not really\r\n--a boat\r\n";

/// Returns a policy with each kind of condition.
fn policy(bucket: &Bucket) -> PostPolicy<'_> {
    bucket
        .post_policy()
        .key_starts_with("uploads/ann & co/")
        .content_type_starts_with("image/")
        .content_length_range(1..=1000)
        .metadata("author", "Ann")
}

/// Returns the form of [`policy`] as filled in by a user who uploads a picture.
fn filled(post: &PresignedPost) -> Form {
    completed(post).file("boat.jpg", "image/jpeg", JPEG)
}

/// Returns the same form without the file, for tests that add fields before it.
fn completed(post: &PresignedPost) -> Form {
    Form::presigned(post).map_field("Content-Type", |prefix| format!("{prefix}jpeg"))
}

/// Returns a target that accepts forms. On a server that does not, asserts that a correct form is rejected, and returns
/// nothing: there, this is all that the tests of this file assert.
async fn target_for_forms() -> Result<Option<Target>, Error> {
    let target = Target::fresh().await?;
    if !target.differs(Case::Forms) {
        return Ok(Some(target));
    }
    let post = policy(&target.bucket()?).sign(&target.owner)?;
    target.expect(Case::Forms, status(204)).of(&submit_in_vain(&target, &post, &filled(&post)).await?);
    Ok(None)
}

async fn submit(target: &Target, post: &PresignedPost, form: &Form) -> Result<Answer, Error> {
    target.send(form.submit(post.url())).await
}

/// Submits a form that must be rejected, and asserts that nothing is stored.
async fn submit_in_vain(target: &Target, post: &PresignedPost, form: &Form) -> Result<Answer, Error> {
    let answer = submit(target, post, form).await?;
    let listing = target.open(&target.bucket()?.list_objects_v2().sign(&target.owner)?).await?;
    assert_eq!(listing.elements("Key"), [""; 0], "stored after {answer}");
    Ok(answer)
}

#[tokio::test]
async fn accepted() -> TestResult {
    let Some(target) = target_for_forms().await? else { return Ok(()) };
    for bucket in [target.bucket()?, target.virtual_hosted_bucket()?] {
        let post = policy(&bucket).sign(&target.owner)?;
        // A form can be used for any number of files.
        for _ in 0..2 {
            let answer = submit(&target, &post, &filled(&post)).await?;
            assert_status(&answer, 204);
            assert_eq!(answer.body, "");
        }
        let key = "uploads/ann & co/boat.jpg";
        let answer = target.open(&bucket.get_object(key).sign(&target.owner)?).await?;
        assert_status(&answer, 200);
        assert_eq!(answer.body, JPEG);
        assert_eq!(answer.header("content-type"), Some("image/jpeg"));
        assert_eq!(answer.header("x-amz-meta-author"), Some("Ann"));
        assert_status(&target.open(&bucket.delete_object(key).sign(&target.owner)?).await?, 204);
    }
    Ok(())
}

#[tokio::test]
async fn the_key_of_the_policy() -> TestResult {
    let Some(target) = target_for_forms().await? else { return Ok(()) };
    let bucket = target.bucket()?;
    let key = "a fixed + key/日本語 \"1\".txt";
    let post = bucket.post_policy().key(key).content_length_range(0..=10).sign(&target.owner)?;
    let answer = submit(&target, &post, &Form::presigned(&post).file("any.txt", "text/plain", "hello")).await?;
    assert_status(&answer, 204);
    assert_eq!(target.stored_bytes(key).await?.as_deref(), Some(&b"hello"[..]));
    Ok(())
}

#[tokio::test]
async fn the_name_of_the_file() -> TestResult {
    let Some(target) = target_for_forms().await? else { return Ok(()) };
    let bucket = target.bucket()?;
    let post = bucket.post_policy().key_starts_with("uploads/").content_length_range(0..=10).sign(&target.owner)?;
    let (whole_path, backslashes) = (target.differs(Case::PathOfFile), target.differs(Case::WindowsPathOfFile));
    for (file_name, key) in [
        ("my boat + more.jpg", "uploads/my boat + more.jpg"),
        ("船.jpg", if target.differs(Case::FileNameOutsideAscii) { "uploads/è\u{88}¹.jpg" } else { "uploads/船.jpg" }),
        // Some browsers send a path.
        ("C:\\pictures\\boat.jpg", if backslashes { "uploads/C:\\pictures\\boat.jpg" } else { "uploads/boat.jpg" }),
        ("pictures/boat 2.jpg", if whole_path { "uploads/pictures/boat 2.jpg" } else { "uploads/boat 2.jpg" }),
    ] {
        let form = Form::presigned(&post).file(file_name, "image/jpeg", "x");
        let answer = submit(&target, &post, &form).await?;
        assert_status(&answer, 204);
        assert_eq!(target.stored_bytes(key).await?.as_deref(), Some(&b"x"[..]), "{file_name}");
    }
    // The user may also choose the rest of the key after the prefix.
    let form = Form::presigned(&post).map_field("key", |_| "uploads/by hand".to_owned());
    assert_status(&submit(&target, &post, &form.file("boat.jpg", "image/jpeg", "x")).await?, 204);
    assert_eq!(target.stored_bytes("uploads/by hand").await?.as_deref(), Some(&b"x"[..]));
    Ok(())
}

#[tokio::test]
async fn sizes() -> TestResult {
    let Some(target) = target_for_forms().await? else { return Ok(()) };
    let bucket = target.bucket()?;
    let post = bucket.post_policy().key("note").content_length_range(2..=1000).sign(&target.owner)?;
    for (size, code) in
        [(0, "EntityTooSmall"), (1, "EntityTooSmall"), (1001, "EntityTooLarge"), (100_000, "EntityTooLarge")]
    {
        let form = Form::presigned(&post).file("x", "text/plain", vec![b'x'; size]);
        assert_refused(&submit_in_vain(&target, &post, &form).await?, 400, code);
    }
    for size in [2, 1000] {
        let form = Form::presigned(&post).file("x", "text/plain", vec![b'x'; size]);
        assert_status(&submit(&target, &post, &form).await?, 204);
        assert_eq!(target.stored_bytes("note").await?.map(|bytes| bytes.len()), Some(size));
    }
    Ok(())
}

#[tokio::test]
async fn an_empty_file() -> TestResult {
    let Some(target) = target_for_forms().await? else { return Ok(()) };
    let bucket = target.bucket()?;
    let post = bucket.post_policy().key("empty").content_length_range(0..=0).sign(&target.owner)?;
    let form = Form::presigned(&post).file("x", "text/plain", "");
    assert_status(&submit(&target, &post, &form).await?, 204);
    assert_eq!(target.stored_bytes("empty").await?.as_deref(), Some(&b""[..]));
    Ok(())
}

#[tokio::test]
async fn conditions_that_are_not_met() -> TestResult {
    let Some(target) = target_for_forms().await? else { return Ok(()) };
    let bucket = target.bucket()?;
    let post = policy(&bucket).sign(&target.owner)?;
    for form in [
        filled(&post).map_field("key", |_| "elsewhere/boat.jpg".to_owned()),
        filled(&post).map_field("key", |_| "uploads/ann".to_owned()),
        filled(&post).map_field("Content-Type", |_| "text/html".to_owned()),
        filled(&post).map_field("x-amz-meta-author", |_| "Bob".to_owned()),
        filled(&post).without_field("x-amz-meta-author"),
    ] {
        UNMET.of(&submit_in_vain(&target, &post, &form).await?);
    }
    // The unchanged form is accepted.
    assert_status(&submit(&target, &post, &filled(&post)).await?, 204);
    Ok(())
}

#[tokio::test]
async fn a_field_without_a_condition() -> TestResult {
    let Some(target) = target_for_forms().await? else { return Ok(()) };
    let bucket = target.bucket()?;
    let post = policy(&bucket).sign(&target.owner)?;
    let s3 = refused(403, "AccessDenied");
    for (name, value, expected) in [
        ("x-amz-meta-extra", "x", s3),
        ("acl", "public-read", target.expect(Case::FieldWithoutCondition, s3)),
        ("Cache-Control", "no-store", target.expect(Case::FieldWithoutCondition, s3)),
        ("success_action_redirect", "http://evil.example.com/", target.expect(Case::RedirectWithoutCondition, s3)),
    ] {
        let form = completed(&post).field(name, value).file("boat.jpg", "image/jpeg", JPEG);
        let answer = submit(&target, &post, &form).await?;
        expected.of(&answer);
        let stored = target.stored_bytes("uploads/ann & co/boat.jpg").await?;
        assert_eq!(stored.is_some(), !answer.status.is_client_error(), "{name}");
        let delete = bucket.delete_object("uploads/ann & co/boat.jpg").sign(&target.owner)?;
        assert_status(&target.open(&delete).await?, 204);
    }
    // Fields that S3 is told to ignore, or that follow the file, need no condition.
    let form = completed(&post).field("x-ignore-me", "x").file("boat.jpg", "image/jpeg", JPEG);
    assert_status(&submit(&target, &post, &form).await?, 204);
    let answer = submit(&target, &post, &form.field("submit", "Send")).await?;
    target.expect(Case::FieldAfterFile, status(204)).of(&answer);
    Ok(())
}

#[tokio::test]
async fn expired() -> TestResult {
    let Some(target) = target_for_forms().await? else { return Ok(()) };
    let bucket = target.bucket()?;
    let hours_ago = |hours| OffsetDateTime::now_utc() - time::Duration::hours(hours);
    let two_hours = Duration::from_secs(2 * 60 * 60);
    let expired = policy(&bucket).expires_in(two_hours).sign_at(&target.owner, hours_ago(3))?;
    let answer = submit_in_vain(&target, &expired, &filled(&expired)).await?;
    assert_refused(&answer, 403, "AccessDenied");

    // A form is valid until its policy expires, however long ago it was signed.
    let old = policy(&bucket).expires_in(two_hours).sign_at(&target.owner, hours_ago(1))?;
    assert_status(&submit(&target, &old, &filled(&old)).await?, 204);
    Ok(())
}

#[tokio::test]
async fn a_tampered_policy() -> TestResult {
    let Some(target) = target_for_forms().await? else { return Ok(()) };
    let bucket = target.bucket()?;
    let post = policy(&bucket).sign(&target.owner)?;
    for (from, to) in [("1000]", "9999]"), ("image/", "text/h"), ("Ann", "Bob")] {
        let form = filled(&post).map_field("policy", |policy| {
            let policy = String::from_utf8(BASE64.decode(policy).expect("base64")).expect("JSON");
            assert!(policy.contains(from), "{policy} has no {from}");
            BASE64.encode(policy.replace(from, to))
        });
        let answer = submit_in_vain(&target, &post, &form).await?;
        target.expect(Case::WrongSignatureOfForm, WRONG_SIGNATURE).of(&answer);
    }
    Ok(())
}

#[tokio::test]
async fn signed_by_another_key() -> TestResult {
    let Some(target) = target_for_forms().await? else { return Ok(()) };
    let bucket = target.bucket()?;
    let impostor = Credentials::new(target.owner.access_key_id(), "a-secret");
    let post = policy(&bucket).sign(&impostor)?;
    let answer = submit_in_vain(&target, &post, &filled(&post)).await?;
    target.expect(Case::WrongSignatureOfForm, WRONG_SIGNATURE).of(&answer);

    let nobody = Credentials::new("AKIDEXAMPLENOBODY", "a-secret");
    let post = policy(&bucket).sign(&nobody)?;
    let answer = submit_in_vain(&target, &post, &filled(&post)).await?;
    target.expect(Case::UnknownKeyOfForm, refused(403, "InvalidAccessKeyId")).of(&answer);

    // The signature is correct, but the signer may not upload.
    let post = policy(&bucket).sign(&target.user2)?;
    assert_refused(&submit_in_vain(&target, &post, &filled(&post)).await?, 403, "AccessDenied");
    Ok(())
}

#[tokio::test]
async fn a_changed_signature() -> TestResult {
    let Some(target) = target_for_forms().await? else { return Ok(()) };
    let bucket = target.bucket()?;
    let post = policy(&bucket).sign(&target.owner)?;
    let form = filled(&post).map_field("x-amz-signature", |_| "0".repeat(64));
    let answer = submit_in_vain(&target, &post, &form).await?;
    target.expect(Case::WrongSignatureOfForm, WRONG_SIGNATURE).of(&answer);
    let form = filled(&post).without_field("x-amz-signature");
    let answer = submit_in_vain(&target, &post, &form).await?;
    target.expect(Case::FormWithoutSignature, refused(400, "InvalidArgument")).of(&answer);
    Ok(())
}

#[tokio::test]
async fn the_form_of_another_bucket() -> TestResult {
    let Some(target) = target_for_forms().await? else { return Ok(()) };
    let other = Bucket::builder(format!("{}-other", target.bucket_name))
        .region(&*target.region)
        .endpoint(&*target.endpoint)
        .build()?;
    let post = policy(&other).sign(&target.owner)?;
    let own = policy(&target.bucket()?).sign(&target.owner)?.url().to_owned();
    let answer = target.send(filled(&post).submit(&own)).await?;
    UNMET.of(&answer);
    Ok(())
}

#[tokio::test]
async fn with_a_session_token() -> TestResult {
    let Some(target) = target_for_forms().await? else { return Ok(()) };
    let bucket = target.bucket()?;
    let post = policy(&bucket).sign(&target.temporary())?;
    let form = filled(&post);
    for (form, case, s3) in [
        (
            form.clone().map_field("x-amz-security-token", |_| "made-up".to_owned()),
            Case::MadeUpTokenOfForm,
            refused(400, "InvalidToken"),
        ),
        (
            form.clone().without_field("x-amz-security-token"),
            Case::FormWithoutToken,
            refused(403, "InvalidAccessKeyId"),
        ),
        (form, Case::TemporaryKeyOfForm, status(204)),
    ] {
        target.expect(case, s3).of(&submit(&target, &post, &form).await?);
    }
    Ok(())
}

#[tokio::test]
async fn status_201() -> TestResult {
    let Some(target) = target_for_forms().await? else { return Ok(()) };
    let bucket = target.bucket()?;
    let post = bucket.post_policy().key("a note").success_action_status(201).content_length_range(0..=10);
    let post = post.sign(&target.owner)?;
    let answer = submit(&target, &post, &Form::presigned(&post).file("x", "text/plain", "hello")).await?;
    assert_status(&answer, 201);
    assert_eq!(answer.element("Bucket"), Some(target.bucket_name.clone()));
    assert_eq!(answer.element("Key").as_deref(), Some("a note"));
    let etag = answer.element("ETag").ok_or("no entity tag")?;
    assert_eq!(etag.trim_matches('"'), "5d41402abc4b2a76b9719d911017c592");
    Ok(())
}

#[tokio::test]
async fn status_200() -> TestResult {
    let Some(target) = target_for_forms().await? else { return Ok(()) };
    let bucket = target.bucket()?;
    let post = bucket.post_policy().key("note").success_action_status(200).content_length_range(0..=10);
    let post = post.sign(&target.owner)?;
    let answer = submit(&target, &post, &Form::presigned(&post).file("x", "text/plain", "hello")).await?;
    assert_status(&answer, 200);
    Ok(())
}

#[tokio::test]
async fn a_redirect() -> TestResult {
    let Some(target) = target_for_forms().await? else { return Ok(()) };
    let bucket = target.bucket()?;
    let post = bucket
        .post_policy()
        .key("a note")
        .success_action_redirect("http://www.example.com/thanks?lang=en")
        .content_length_range(0..=10)
        .sign(&target.owner)?;
    let answer = submit(&target, &post, &Form::presigned(&post).file("x", "text/plain", "hello")).await?;
    assert_status(&answer, 303);
    let location = answer.header("location").ok_or("no location")?;
    let and = if target.differs(Case::RedirectWithQuery) { '?' } else { '&' };
    let query = if target.differs(Case::QueryOfRedirect) { "bucket=" } else { &*format!("lang=en{and}") };
    assert!(location.starts_with(&format!("http://www.example.com/thanks?{query}")), "{location}");
    for part in
        [&*format!("bucket={}", target.bucket_name), "key=a", "note", "etag=", "5d41402abc4b2a76b9719d911017c592"]
    {
        assert!(location.contains(part), "{location} has no {part}");
    }
    Ok(())
}

#[tokio::test]
async fn forms_with_something_missing() -> TestResult {
    let Some(target) = target_for_forms().await? else { return Ok(()) };
    let bucket = target.bucket()?;
    let post = policy(&bucket).sign(&target.owner)?;
    let answer = submit_in_vain(&target, &post, &filled(&post).without_field("key")).await?;
    target.expect(Case::FormWithoutKey, refused(400, "InvalidArgument")).of(&answer);

    let anonymous = Form::new().field("key", "note").file("x", "text/plain", "hello");
    let answer = submit_in_vain(&target, &post, &anonymous).await?;
    target.expect(Case::AnonymousForm, refused(403, "AccessDenied")).of(&answer);

    let answer = submit(&target, &post, &completed(&post)).await?;
    target.expect(Case::FormWithoutFile, refused(400, "InvalidArgument")).of(&answer);
    let stored = answer.status.is_success().then_some(&b"\r\n"[..]);
    assert_eq!(target.stored_bytes("uploads/ann & co/").await?.as_deref(), stored);
    Ok(())
}
