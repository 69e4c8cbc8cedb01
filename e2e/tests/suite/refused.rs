//! URLs that S3 rejects: changed after signing, expired, not valid yet, or signed for another region.

use std::time::Duration;

use presign::{Bucket, PresignedUrl};
use presign_e2e::{Call, Target};
use time::OffsetDateTime;

use crate::differences::{Case, Differences, refused};
use crate::{TestResult, WRONG_SIGNATURE, assert_status};

async fn target_with_note() -> Result<Target, presign_e2e::Error> {
    let target = Target::fresh().await?;
    target.store_object("note", "hello", "text/plain").await?;
    target.store_object("secret", "hush", "text/plain").await?;
    Ok(target)
}

/// Returns a URL that is valid for half an hour and was signed some time ago. A negative age is in the future.
fn signed_since(target: &Target, age: time::Duration) -> Result<PresignedUrl, presign::Error> {
    let request = target.bucket()?;
    let request = request.get_object("note").expires_in(Duration::from_secs(30 * 60));
    request.sign_at(&target.owner, OffsetDateTime::now_utc() - age)
}

/// Replaces a part of a URL, which must occur.
fn replace<'a>(from: &'a str, to: &'a str) -> impl FnOnce(String) -> String + 'a {
    move |url| {
        assert!(url.contains(from), "{url} has no {from}");
        url.replace(from, to)
    }
}

#[tokio::test]
async fn a_changed_signature() -> TestResult {
    let target = target_with_note().await?;
    let url = target.bucket()?.get_object("note").sign(&target.owner)?;
    let changed = Call::presigned(&url).map_url(|mut url| {
        let last = url.pop();
        url.push(if last == Some('0') { '1' } else { '0' });
        url
    });
    target.expect(Case::WrongSignature, WRONG_SIGNATURE).of(&target.send(changed).await?);

    let zeros = url.as_str().rsplit_once('=').map(|(rest, _)| format!("{rest}={}", "0".repeat(64)));
    let zeros = Call::new("GET", zeros.unwrap_or_default());
    target.expect(Case::WrongSignature, WRONG_SIGNATURE).of(&target.send(zeros).await?);
    Ok(())
}

#[tokio::test]
async fn no_signature_left() -> TestResult {
    let target = target_with_note().await?;
    let url = target.bucket()?.get_object("note").sign(&target.owner)?;
    let (unsigned, _) = url.as_str().rsplit_once('&').unwrap_or_default();
    let answer = target.send(Call::new("GET", unsigned)).await?;
    let s3 =
        refused(400, "AuthorizationQueryParametersError").saying("X-Amz-SignedHeaders, and X-Amz-Expires parameters");
    target.expect(Case::NoSignature, s3).of(&answer);
    let (bare, _) = unsigned.split_once('?').unwrap_or_default();
    let answer = target.send(Call::new("GET", bare)).await?;
    target.expect(Case::NobodyAndObject, refused(403, "AccessDenied")).of(&answer);
    Ok(())
}

#[tokio::test]
async fn another_key() -> TestResult {
    let target = target_with_note().await?;
    for bucket in [target.bucket()?, target.virtual_hosted_bucket()?] {
        let url = bucket.get_object("note").sign(&target.owner)?;
        for key in ["/secret?", "/note/?", "//note?", "/Note?", "/note%2F?"] {
            let changed = Call::presigned(&url).map_url(replace("/note?", key));
            target.expect(Case::WrongSignature, WRONG_SIGNATURE).of(&target.send(changed).await?);
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_longer_life() -> TestResult {
    let target = target_with_note().await?;
    let url = signed_since(&target, time::Duration::ZERO)?;
    let longer = Call::presigned(&url).map_url(replace("X-Amz-Expires=1800", "X-Amz-Expires=1801"));
    target.expect(Case::WrongSignature, WRONG_SIGNATURE).of(&target.send(longer).await?);
    Ok(())
}

#[tokio::test]
async fn a_life_of_more_than_seven_days() -> TestResult {
    let target = target_with_note().await?;
    let url = signed_since(&target, time::Duration::ZERO)?;
    for (seconds, case) in [("604801", Case::OverSevenDays), ("99999999999", Case::ExpiresOver32Bits)] {
        let longer = Call::presigned(&url).map_url(|url| url.replace("Expires=1800", &format!("Expires={seconds}")));
        let answer = target.send(longer).await?;
        let s3 = refused(400, "AuthorizationQueryParametersError").saying("less than a week");
        target.expect(case, s3).of(&answer);
    }
    let seven_days = Duration::from_secs(604_800);
    let url = target.bucket()?.get_object("note").expires_in(seven_days).sign(&target.owner)?;
    assert_status(&target.open(&url).await?, 200);
    Ok(())
}

#[tokio::test]
async fn another_query() -> TestResult {
    let target = target_with_note().await?;
    let url = target.bucket()?;
    let url = url.get_object("note").query("response-content-type", "text/plain").sign(&target.owner)?;
    for (from, to) in [
        ("response-content-type=text%2Fplain", "response-content-type=text%2Fhtml"),
        ("&response-content-type=text%2Fplain", ""),
        ("&X-Amz-Signature", "&response-cache-control=no-store&X-Amz-Signature"),
        ("&X-Amz-Signature", "&extra&X-Amz-Signature"),
    ] {
        let changed = Call::presigned(&url).map_url(replace(from, to));
        target.expect(Case::WrongSignature, WRONG_SIGNATURE).of(&target.send(changed).await?);
    }
    let version = Call::presigned(&url).map_url(replace("&X-Amz-Signature", "&versionId=1&X-Amz-Signature"));
    target.expect(Case::VersionAdded, WRONG_SIGNATURE).of(&target.send(version).await?);
    Ok(())
}

#[tokio::test]
async fn expired() -> TestResult {
    let target = target_with_note().await?;
    let url = signed_since(&target, time::Duration::minutes(29))?;
    assert_status(&target.open(&url).await?, 200);

    let url = signed_since(&target, time::Duration::minutes(30))?;
    let answer = target.open(&url).await?;
    target.expect(Case::Expired, refused(403, "AccessDenied").saying("Request has expired")).of(&answer);
    let times = ["X-Amz-Expires", "Expires", "ServerTime"].map(|name| answer.element(name).is_some());
    assert_eq!(times, [!target.differs(Case::TimesOfExpiry); 3], "{}", answer.text());
    Ok(())
}

#[tokio::test]
async fn from_the_future() -> TestResult {
    let target = target_with_note().await?;
    // S3 allows clocks to differ by a quarter of an hour.
    let url = signed_since(&target, -time::Duration::minutes(14))?;
    assert_status(&target.open(&url).await?, 200);

    let url = signed_since(&target, -time::Duration::minutes(16))?;
    let s3 = refused(403, "AccessDenied").saying("Request is not valid yet");
    target.expect(Case::FromTheFuture, s3).of(&target.open(&url).await?);
    Ok(())
}

#[tokio::test]
async fn another_method() -> TestResult {
    let target = target_with_note().await?;
    let bucket = target.bucket()?;
    let get = bucket.get_object("note").sign(&target.owner)?;
    for method in ["PUT", "DELETE"] {
        let call = Call::presigned(&get).method(method).body("overwritten");
        target.expect(Case::WrongSignature, WRONG_SIGNATURE).of(&target.send(call).await?);
    }
    // A URL for GET is not valid for HEAD. The response has no body with the reason.
    assert_status(&target.send(Call::presigned(&get).method("HEAD")).await?, 403);
    let put = bucket.put_object("note").sign(&target.owner)?;
    let call = Call::presigned(&put).method("GET");
    target.expect(Case::WrongSignature, WRONG_SIGNATURE).of(&target.send(call).await?);
    assert_eq!(target.stored_bytes("note").await?.as_deref(), Some(&b"hello"[..]));
    Ok(())
}

#[tokio::test]
async fn a_signed_header_missing_or_changed() -> TestResult {
    let target = target_with_note().await?;
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
        for (call, case) in
            [(missing, Case::SignedHeaderMissing), (changed, Case::WrongSignature), (repeated, Case::WrongSignature)]
        {
            target.expect(case, WRONG_SIGNATURE).of(&target.send(call.body("hello")).await?);
        }
    }
    assert_eq!(target.stored_bytes("upload").await?, None);
    assert_status(&target.send(Call::presigned(&upload).body("hello")).await?, 200);
    Ok(())
}

#[tokio::test]
async fn an_amz_header_that_was_not_signed() -> TestResult {
    let target = target_with_note().await?;
    let bucket = target.bucket()?;
    let copy_source = format!("{}/secret", target.bucket_name);
    for (name, value, case) in [
        ("x-amz-copy-source", &*copy_source, Case::UnsignedCopySource),
        ("x-amz-acl", "public-read", Case::UnsignedAcl),
        ("X-Amz-Meta-Author", "ann", Case::UnsignedAmzHeader),
        ("x-amz-security-token", "token", Case::UnsignedToken),
    ] {
        let upload = bucket.put_object(name).sign(&target.owner)?;
        let answer = target.send(Call::presigned(&upload).header(name, value).body("hello")).await?;
        let message = "There were headers present in the request which were not signed";
        target.expect(case, refused(403, "AccessDenied").saying(message)).of(&answer);
        let named = (!target.differs(case)).then(|| name.to_ascii_lowercase());
        assert_eq!(answer.element("HeadersNotSigned"), named);

        let copied = target.differs(Case::UnsignedCopySource) && name == "x-amz-copy-source";
        let stored = if copied { "hush" } else { "hello" };
        let stored = answer.status.is_success().then_some(stored.as_bytes());
        assert_eq!(target.stored_bytes(name).await?.as_deref(), stored, "{name}");
    }

    let upload = bucket.put_object("upload").sign(&target.owner)?;
    let call = Call::presigned(&upload).header("x-other", "fine").header("cache-control", "no-store");
    assert_status(&target.send(call.body("hello")).await?, 200);
    Ok(())
}

#[tokio::test]
async fn another_region() -> TestResult {
    let target = target_with_note().await?;
    let bucket = Bucket::builder(&*target.bucket_name).region("eu-west-1").endpoint(&*target.endpoint).build()?;
    let answer = target.open(&bucket.get_object("note").sign(&target.owner)?).await?;
    let s3 = refused(400, "AuthorizationQueryParametersError");
    for region in ["'eu-west-1'", "'us-east-1'"] {
        target.expect(Case::AnotherRegion, s3.saying(region)).of(&answer);
    }
    let region = (!target.differs(Case::RegionInError)).then_some("us-east-1");
    assert_eq!(answer.element("Region").as_deref(), region);
    Ok(())
}

#[tokio::test]
async fn two_authorizations_at_once() -> TestResult {
    let target = target_with_note().await?;
    let url = target.bucket()?.get_object("note").sign(&target.owner)?;
    let call = Call::presigned(&url).header("Authorization", "Bearer something");
    target.expect(Case::TwoAuthorizations, refused(400, "InvalidArgument")).of(&target.send(call).await?);
    Ok(())
}
