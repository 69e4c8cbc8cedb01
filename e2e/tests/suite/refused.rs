//! URLs that were good once, and what S3 says of them after someone has changed them, or time has.

use std::time::Duration;

use presign::{Bucket, PresignedUrl};
use presign_e2e::{BUCKET, Call, Target};
use time::OffsetDateTime;

use crate::{TestResult, assert_refused, assert_refused_saying, assert_status};

fn target_with_note() -> Result<Target, presign_e2e::Error> {
    let target = Target::embedded()?;
    target.store_object("note", "hello", "text/plain")?;
    target.store_object("secret", "hush", "text/plain")?;
    Ok(target)
}

/// A URL of half an hour that was made some time ago, or will be.
fn signed_since(target: &Target, age: time::Duration) -> Result<PresignedUrl, presign::Error> {
    let request = target.bucket()?;
    let request = request.get_object("note").expires_in(Duration::from_secs(30 * 60));
    request.sign_at(&target.owner, OffsetDateTime::now_utc() - age)
}

/// A change to a URL that must find something to change.
fn replace<'a>(from: &'a str, to: &'a str) -> impl FnOnce(String) -> String + 'a {
    move |url| {
        assert!(url.contains(from), "{url} has no {from}");
        url.replace(from, to)
    }
}

#[tokio::test]
async fn a_changed_signature() -> TestResult {
    let target = target_with_note()?;
    let url = target.bucket()?.get_object("note").sign(&target.owner)?;
    let changed = Call::presigned(&url).map_url(|mut url| {
        let last = url.pop();
        url.push(if last == Some('0') { '1' } else { '0' });
        url
    });
    assert_refused(&target.send(changed).await?, 403, "SignatureDoesNotMatch");

    let zeros = url.as_str().rsplit_once('=').map(|(rest, _)| format!("{rest}={}", "0".repeat(64)));
    let zeros = Call::new("GET", zeros.unwrap_or_default());
    assert_refused(&target.send(zeros).await?, 403, "SignatureDoesNotMatch");
    Ok(())
}

#[tokio::test]
async fn no_signature_left() -> TestResult {
    let target = target_with_note()?;
    let url = target.bucket()?.get_object("note").sign(&target.owner)?;
    let (unsigned, _) = url.as_str().rsplit_once('&').unwrap_or_default();
    assert_refused(&target.send(Call::new("GET", unsigned)).await?, 400, "AuthorizationQueryParametersError");
    let (bare, _) = unsigned.split_once('?').unwrap_or_default();
    assert_refused(&target.send(Call::new("GET", bare)).await?, 403, "AccessDenied");
    Ok(())
}

#[tokio::test]
async fn another_key() -> TestResult {
    let target = target_with_note()?;
    for bucket in [target.bucket()?, target.virtual_hosted_bucket()?] {
        let url = bucket.get_object("note").sign(&target.owner)?;
        for key in ["/secret?", "/note/?", "//note?", "/Note?", "/note%2F?"] {
            let changed = Call::presigned(&url).map_url(replace("/note?", key));
            assert_refused(&target.send(changed).await?, 403, "SignatureDoesNotMatch");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_longer_life() -> TestResult {
    let target = target_with_note()?;
    let url = signed_since(&target, time::Duration::ZERO)?;
    let longer = Call::presigned(&url).map_url(replace("X-Amz-Expires=1800", "X-Amz-Expires=1801"));
    assert_refused(&target.send(longer).await?, 403, "SignatureDoesNotMatch");
    Ok(())
}

#[tokio::test]
async fn a_life_of_more_than_seven_days() -> TestResult {
    let target = target_with_note()?;
    let url = signed_since(&target, time::Duration::ZERO)?;
    for seconds in ["604801", "99999999999"] {
        let longer = Call::presigned(&url).map_url(|url| url.replace("Expires=1800", &format!("Expires={seconds}")));
        let answer = target.send(longer).await?;
        assert_refused_saying(&answer, 400, "AuthorizationQueryParametersError", "less than a week");
    }
    let seven_days = Duration::from_secs(604_800);
    let url = target.bucket()?.get_object("note").expires_in(seven_days).sign(&target.owner)?;
    assert_status(&target.open(&url).await?, 200);
    Ok(())
}

#[tokio::test]
async fn another_query() -> TestResult {
    let target = target_with_note()?;
    let url = target.bucket()?;
    let url = url.get_object("note").query("response-content-type", "text/plain").sign(&target.owner)?;
    for (from, to) in [
        ("response-content-type=text%2Fplain", "response-content-type=text%2Fhtml"),
        ("&response-content-type=text%2Fplain", ""),
        ("&X-Amz-Signature", "&response-cache-control=no-store&X-Amz-Signature"),
        ("&X-Amz-Signature", "&versionId=1&X-Amz-Signature"),
        ("&X-Amz-Signature", "&extra&X-Amz-Signature"),
    ] {
        let changed = Call::presigned(&url).map_url(replace(from, to));
        assert_refused(&target.send(changed).await?, 403, "SignatureDoesNotMatch");
    }
    Ok(())
}

#[tokio::test]
async fn expired() -> TestResult {
    let target = target_with_note()?;
    let url = signed_since(&target, time::Duration::minutes(29))?;
    assert_status(&target.open(&url).await?, 200);

    let url = signed_since(&target, time::Duration::minutes(30))?;
    let answer = target.open(&url).await?;
    assert_refused_saying(&answer, 403, "AccessDenied", "Request has expired");
    assert_eq!(answer.element("X-Amz-Expires").as_deref(), Some("1800"));
    assert!(answer.element("Expires").is_some() && answer.element("ServerTime").is_some());
    Ok(())
}

#[tokio::test]
async fn from_the_future() -> TestResult {
    let target = target_with_note()?;
    // A clock may be wrong by a quarter of an hour.
    let url = signed_since(&target, -time::Duration::minutes(14))?;
    assert_status(&target.open(&url).await?, 200);

    let url = signed_since(&target, -time::Duration::minutes(16))?;
    assert_refused_saying(&target.open(&url).await?, 403, "AccessDenied", "Request is not valid yet");
    Ok(())
}

#[tokio::test]
async fn another_method() -> TestResult {
    let target = target_with_note()?;
    let bucket = target.bucket()?;
    let get = bucket.get_object("note").sign(&target.owner)?;
    for method in ["PUT", "DELETE"] {
        let call = Call::presigned(&get).method(method).body("overwritten");
        assert_refused(&target.send(call).await?, 403, "SignatureDoesNotMatch");
    }
    // A URL for GET is none for HEAD; the answer has no body to say so.
    assert_status(&target.send(Call::presigned(&get).method("HEAD")).await?, 403);
    let put = bucket.put_object("note").sign(&target.owner)?;
    let call = Call::presigned(&put).method("GET");
    assert_refused(&target.send(call).await?, 403, "SignatureDoesNotMatch");
    assert_eq!(target.stored_bytes("note")?.as_deref(), Some(&b"hello"[..]));
    Ok(())
}

#[tokio::test]
async fn a_signed_header_missing_or_changed() -> TestResult {
    let target = target_with_note()?;
    let upload = target.bucket()?;
    let upload = upload
        .put_object("upload")
        .header("Content-Type", "text/plain")
        .header("x-amz-meta-author", "ann")
        .sign(&target.owner)?;
    for name in ["content-type", "x-amz-meta-author"] {
        let missing = Call::presigned(&upload).without_header(name);
        let changed = missing.clone().header(name, "other");
        let repeated = Call::presigned(&upload).header(name, "other");
        for call in [missing, changed, repeated] {
            let answer = target.send(call.body("hello")).await?;
            assert_refused(&answer, 403, "SignatureDoesNotMatch");
        }
    }
    assert_eq!(target.stored_bytes("upload")?, None);
    assert_status(&target.send(Call::presigned(&upload).body("hello")).await?, 200);
    Ok(())
}

#[tokio::test]
async fn an_amz_header_that_was_not_signed() -> TestResult {
    let target = target_with_note()?;
    let upload = target.bucket()?.put_object("upload").sign(&target.owner)?;
    let copy_source = format!("{BUCKET}/secret");
    for (name, value) in [
        ("x-amz-copy-source", &*copy_source),
        ("x-amz-acl", "public-read"),
        ("X-Amz-Meta-Author", "ann"),
        ("x-amz-security-token", "token"),
    ] {
        let answer = target.send(Call::presigned(&upload).header(name, value).body("hello")).await?;
        let message = "There were headers present in the request which were not signed";
        assert_refused_saying(&answer, 403, "AccessDenied", message);
        assert_eq!(answer.element("HeadersNotSigned"), Some(name.to_ascii_lowercase()));
    }
    assert_eq!(target.stored_bytes("upload")?, None);

    let call = Call::presigned(&upload).header("x-other", "fine").header("cache-control", "no-store");
    assert_status(&target.send(call.body("hello")).await?, 200);
    Ok(())
}

#[tokio::test]
async fn another_region() -> TestResult {
    let target = target_with_note()?;
    let bucket = Bucket::builder(BUCKET).region("eu-west-1").endpoint(&*target.endpoint).build()?;
    let answer = target.open(&bucket.get_object("note").sign(&target.owner)?).await?;
    assert_refused(&answer, 400, "AuthorizationQueryParametersError");
    let message = answer.error().unwrap_or_default().message;
    assert!(message.contains("'eu-west-1'") && message.contains("'us-east-1'"), "{message}");
    assert_eq!(answer.element("Region").as_deref(), Some("us-east-1"));
    Ok(())
}

#[tokio::test]
async fn two_authorisations_at_once() -> TestResult {
    let target = target_with_note()?;
    let url = target.bucket()?.get_object("note").sign(&target.owner)?;
    let call = Call::presigned(&url).header("Authorization", "Bearer something");
    assert_refused(&target.send(call).await?, 400, "InvalidArgument");
    Ok(())
}
