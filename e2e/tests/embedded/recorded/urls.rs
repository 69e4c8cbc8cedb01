//! Presigned URLs.

use std::time::Duration;

use presign::s3::CopySource;
use presign::sigv4::AmzDate;
use presign::{Bucket, PresignRequest};
use presign_e2e::{Answer, Call, Error, Target};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use super::{MISMATCH, Recorded};
use crate::TestResult;

const OK: Recorded = Recorded::status(200);
const FORBIDDEN: Recorded = Recorded::status(403);
const EXPIRED: Recorded = Recorded::error(403, "AccessDenied", "Request has expired");
const UNSIGNED: Recorded =
    Recorded::error(403, "AccessDenied", "There were headers present in the request which were not signed");

const BODY: &str = "hello";
const MD5_OF_BODY: &str = "XUFAKrxLKna5cZ2REBfFkg==";

async fn target_with_note() -> Result<Target, Error> {
    let target = Target::embedded()?;
    target.store_object("note", BODY, "text/plain").await?;
    Ok(target)
}

/// Signs a request as the owner. It has a body, which a GET ignores.
fn sent(target: &Target, request: &PresignRequest<'_>) -> Result<Call, Error> {
    Ok(Call::presigned(&request.sign(&target.owner)?).body(BODY))
}

fn get(bucket: &Bucket) -> PresignRequest<'_> {
    bucket.get_object("note")
}

fn put(bucket: &Bucket) -> PresignRequest<'_> {
    bucket.put_object("upload")
}

/// Removes a parameter from the URL.
fn without(call: Call, name: &str) -> Call {
    call.map_url(|url| {
        let (path, query) = url.split_once('?').expect("a query");
        let kept: Vec<_> = query.split('&').filter(|pair| !pair.starts_with(&format!("{name}="))).collect();
        assert!(kept.len() < query.split('&').count(), "{query} has no {name}");
        format!("{path}?{}", kept.join("&"))
    })
}

fn with_wrong_signature(call: Call) -> Call {
    without(call, "X-Amz-Signature").map_url(|url| format!("{url}&X-Amz-Signature={}", "a".repeat(64)))
}

/// Asserts that the answer also shows what should have been signed.
#[track_caller]
fn assert_mismatch(answer: &Answer) {
    MISMATCH.with(&[("AWSAccessKeyId", "AKIDEXAMPLEOWNER")], answer);
    let element = |name| answer.element(name).unwrap_or_else(|| panic!("no {name} in {}", answer.text()));
    assert_eq!(element("SignatureProvided").len(), 64);
    let (text, request) = (element("StringToSign"), element("CanonicalRequest"));
    assert!(text.ends_with(&hex::encode(Sha256::digest(&request))), "{}", answer.text());
    for (name, text) in [("StringToSignBytes", text), ("CanonicalRequestBytes", request)] {
        assert_eq!(hex::decode(element(name).replace(' ', "")).as_deref(), Ok(text.as_bytes()), "{name}");
    }
}

#[tokio::test]
async fn expired() -> TestResult {
    let target = target_with_note().await?;
    for (bucket, seconds) in [(target.bucket()?, 2), (target.bucket()?, 1), (target.virtual_hosted_bucket()?, 1)] {
        let request = get(&bucket).expires_in(Duration::from_secs(seconds));
        let url = request.sign_at(&target.owner, OffsetDateTime::now_utc() - time::Duration::seconds(3))?;
        let (answer, expires_at) = (target.open(&url).await?, url.expires_at().ok_or("no expiry")?);
        EXPIRED.with(&[("X-Amz-Expires", &seconds.to_string())], &answer);
        assert!(answer.element("RequestId").is_some(), "{}", answer.text());
        // ISO 8601, in UTC and to the second.
        let date = |name| answer.element(name).unwrap_or_default().replace(['-', ':'], "").parse::<AmzDate>();
        assert_eq!(date("Expires")?, AmzDate::new(expires_at)?);
        assert!(date("ServerTime")?.time() > expires_at, "{}", answer.text());
    }
    Ok(())
}

#[tokio::test]
async fn malformed_or_wrong() -> TestResult {
    let target = target_with_note().await?;
    let bucket = target.bucket()?;
    let missing = without(sent(&target, &get(&bucket))?, "X-Amz-Date");
    let message = "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, \
                   X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.";
    Recorded::error(400, "AuthorizationQueryParametersError", message).of(&target.send(missing).await?);

    let overrides = get(&bucket).response_content_type("text/plain").response_cache_control("no-cache");
    let wrong = with_wrong_signature(sent(&target, &overrides)?).header("Content-Type", "text/plain");
    assert_mismatch(&target.send(wrong).await?);
    let wrong = sent(&target, &put(&bucket).content_type("text/plain"))?.without_header("content-type");
    assert_mismatch(&target.send(with_wrong_signature(wrong).header("Content-Type", "text/xml")).await?);

    let name = &*target.bucket_name;
    let slash = sent(&target, &get(&bucket))?.map_url(|url| url.replace(&format!("/{name}/"), &format!("/%2F{name}/")));
    let answer = target.send(slash).await?;
    assert_mismatch(&answer);
    let request = answer.element("CanonicalRequest").unwrap_or_default();
    assert!(request.starts_with(&format!("GET\n//{name}/note\n")), "{request}");

    let version_2 = Call::new("GET", format!("{}/{name}/note?AWSAccessKeyId=A&Signature=B", target.endpoint));
    let message = "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters";
    Recorded::error(403, "AccessDenied", message).of(&target.send(version_2).await?);
    Ok(())
}

#[tokio::test]
async fn signed_headers() -> TestResult {
    let target = target_with_note().await?;
    let bucket = target.bucket()?;
    let text = sent(&target, &put(&bucket).content_type("text/plain"))?.without_header("content-type");
    assert_mismatch(&target.send(text.header("Content-Type", "text/xml")).await?);
    let encoded = sent(&target, &put(&bucket).content_encoding("gzip"))?;
    OK.of(&target.send(encoded.header("Content-Type", "text/plain")).await?);

    let unsent = sent(&target, &put(&bucket).metadata("foo", "bar"))?.without_header("x-amz-meta-foo");
    assert_mismatch(&target.send(unsent.clone()).await?);
    let answer = target.send(unsent.header("x-amz-meta-wrong", "x")).await?;
    UNSIGNED.with(&[("HeadersNotSigned", "x-amz-meta-wrong")], &answer);

    let hashed = sent(&target, &put(&bucket).header("x-amz-content-sha256", "UNSIGNED-PAYLOAD"))?;
    FORBIDDEN.of(&target.send(hashed.without_header("x-amz-content-sha256")).await?);
    let payer = sent(&target, &put(&bucket).request_payer())?;
    assert_mismatch(&target.send(payer.map_url(|url| url + "&x-amz-request-payer=non-valid")).await?);
    Ok(())
}

#[tokio::test]
async fn unsigned_headers() -> TestResult {
    let target = target_with_note().await?;
    let bucket = target.bucket()?;
    let put = || sent(&target, &put(&bucket));
    let two = put()?.header("x-amz-decoded-content-length", "5").header("x-amz-date", "20261123T120000Z");
    let names = [("HeadersNotSigned", "x-amz-date, x-amz-decoded-content-length")];
    UNSIGNED.with(&names, &target.send(two).await?);
    let answer = target.send(put()?.header("x-amz-expires", "5")).await?;
    UNSIGNED.with(&[("HeadersNotSigned", "x-amz-expires")], &answer);
    FORBIDDEN.of(&target.send(put()?.header("x-amz-user-agent", "x")).await?);
    OK.of(&target.send(put()?.header("x-amz-content-sha256", "UNSIGNED-PAYLOAD")).await?);
    Ok(())
}

/// `x-amz-*` parameters that are not among the signed headers are accepted, but this server does not obey them.
#[tokio::test]
async fn headers_in_the_query() -> TestResult {
    let target = target_with_note().await?;
    let bucket = target.bucket()?;
    let hoisted = put(&bucket)
        .query("x-amz-storage-class", "STANDARD")
        .query("x-amz-meta-foo", "bar")
        .header("content-md5", MD5_OF_BODY);
    let hoisted = sent(&target, &hoisted)?;
    OK.of(&target.send(hoisted.clone()).await?);
    FORBIDDEN.of(&target.send(hoisted.without_header("content-md5")).await?);

    let name = "x-amz-server-side-encryption";
    let encrypted = put(&bucket).query(name, "AES256").sse_s3().header("content-md5", MD5_OF_BODY);
    let encrypted = sent(&target, &encrypted)?;
    OK.of(&target.send(encrypted.clone()).await?);
    let answer = target.send(encrypted.without_header(name)).await?;
    OK.of(&answer);
    assert_eq!(answer.header(name), Some("AES256"), "the value of the query stands for the header");

    let md5 = put(&bucket).query("Content-MD5", MD5_OF_BODY).header("content-md5", MD5_OF_BODY);
    FORBIDDEN.of(&target.send(sent(&target, &md5)?.without_header("content-md5")).await?);
    Ok(())
}

#[tokio::test]
async fn accepted() -> TestResult {
    let target = target_with_note().await?;
    let bucket = target.bucket()?;
    let answer = target.send(sent(&target, &get(&bucket).query("requestedBy", "abcDEF123"))?).await?;
    OK.of(&answer);
    assert_eq!(answer.body, BODY);
    OK.of(&target.open(&get(&bucket).sign(&target.temporary())?).await?);

    let overrides = get(&bucket)
        .response_content_type("application/json")
        .response_content_language("de-DE")
        .response_cache_control("no-cache")
        .response_content_disposition("attachment; filename=\"foo.jpg\"")
        .response_content_encoding("identity")
        .response_expires(OffsetDateTime::UNIX_EPOCH);
    let answer = target.send(sent(&target, &overrides)?).await?;
    OK.of(&answer);
    for (name, value) in [
        ("content-type", "application/json"),
        ("content-language", "de-DE"),
        ("cache-control", "no-cache"),
        ("content-disposition", "attachment; filename=\"foo.jpg\""),
        ("content-encoding", "identity"),
        ("expires", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ] {
        assert_eq!(answer.header(name), Some(value));
    }

    let answer = target.send(sent(&target, &get(&bucket))?.header("Range", "bytes=0-3")).await?;
    Recorded::status(206).of(&answer);
    assert_eq!(answer.body, "hell");
    let source = CopySource::new(&*target.bucket_name, "note")?;
    OK.of(&target.open(&bucket.copy_object("copy", &source).sign(&target.owner)?).await?);
    let create = target.open(&bucket.create_multipart_upload("parts").sign(&target.owner)?).await?;
    let upload_id = create.element("UploadId").ok_or("no upload")?;
    OK.of(&target.send(sent(&target, &bucket.upload_part("parts", &upload_id, 1))?).await?);
    Ok(())
}

/// The signature is correct, but the request is not. Elements of these errors are left out: s3s sends none.
#[tokio::test]
async fn refused_after_the_signature() -> TestResult {
    let target = target_with_note().await?;
    let bucket = target.bucket()?;
    let version = get(&bucket).version_id("HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD");
    let invalid_version = Recorded::error(400, "InvalidArgument", "Invalid version id specified");
    invalid_version.of(&target.send(sent(&target, &version)?).await?);
    let message = "The Content-MD5 you specified did not match what we received.";
    let md5 = sent(&target, &put(&bucket).header("content-md5", MD5_OF_BODY))?.body("jello");
    Recorded::error(400, "BadDigest", message).of(&target.send(md5).await?);
    let message = "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag \
                   name duplicates.";
    for tags in ["key1=val1,key2=val2", "key1=val1&key1=val2"] {
        let tagged = put(&bucket).header("x-amz-tagging", tags);
        Recorded::error(400, "InvalidArgument", message).of(&target.send(sent(&target, &tagged)?).await?);
    }
    Ok(())
}
