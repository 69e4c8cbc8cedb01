//! SigV4A: signatures that are valid in a set of regions. The server's bucket is in `us-east-1`.

use std::time::Duration;

use presign::sigv4a::Sigv4aSigner;
use presign::{Bucket, Credentials, Error, Method, PresignedUrl, Service};
use presign_e2e::{Call, Target};
use time::OffsetDateTime;

use crate::{TestResult, assert_refused, assert_status, ministack, variable};

/// Signs a GET of the object `note` for a set of regions.
fn for_regions(target: &Target, regions: &str, signer: &Sigv4aSigner) -> Result<PresignedUrl, Error> {
    let s3 = Service::multi_region("s3", regions, &*target.endpoint)?;
    s3.request(Method::Get, &format!("/{}/note", target.bucket_name)).expires_in(Duration::from_secs(60)).sign(signer)
}

/// Returns the request of a URL without TLS, which the server does not have.
fn over_http(url: &PresignedUrl) -> Call {
    Call::presigned(url).map_url(|url| url.replace("https://", "http://"))
}

#[tokio::test]
#[ignore = "only MiniStack verifies these; `e2e/servers/run ministack` starts it and runs them"]
async fn a_multi_region_access_point() -> TestResult {
    let target = ministack().await?;
    let bucket = Bucket::new(variable("PRESIGN_E2E_MULTI_REGION_ACCESS_POINT")?)?;
    let signer = Sigv4aSigner::new(target.owner.clone());
    let key = "a b+c/100%/日本語.txt";
    let upload = bucket.put_object(key).content_type("text/x-note").sign(&signer)?;
    assert!(upload.as_str().contains("X-Amz-Region-Set=%2A&"), "{upload}");
    assert_status(&target.send(over_http(&upload).body("hello")).await?, 200);
    let answer = target.send(over_http(&bucket.get_object(key).sign(&signer)?)).await?;
    assert_status(&answer, 200);
    assert_eq!((&answer.body[..], answer.header("content-type")), (&b"hello"[..], Some("text/x-note")));

    let changed = over_http(&upload).without_header("content-type").header("content-type", "text/html");
    assert_refused(&target.send(changed.body("<script/>")).await?, 403, "SignatureDoesNotMatch");
    let other = over_http(&upload).map_url(|url| url.replace("/100%25/", "/200%25/"));
    assert_refused(&target.send(other.body("hello")).await?, 403, "SignatureDoesNotMatch");
    assert_status(&target.send(over_http(&bucket.delete_object(key).sign(&signer)?)).await?, 204);
    Ok(())
}

#[tokio::test]
#[ignore = "only MiniStack verifies these; `e2e/servers/run ministack` starts it and runs them"]
async fn a_set_of_regions() -> TestResult {
    let target = ministack().await?;
    target.store_object("note", "hello", "text/plain").await?;
    let signer = Sigv4aSigner::new(target.owner.clone());
    for regions in ["us-east-1", "eu-west-1,us-east-1", "us-*", "*"] {
        let answer = target.open(&for_regions(&target, regions, &signer)?).await?;
        assert_status(&answer, 200);
        assert_eq!(answer.body, "hello");
    }
    for regions in ["eu-west-1", "us-west-*,eu-*"] {
        assert_refused(&target.open(&for_regions(&target, regions, &signer)?).await?, 400, "RegionSetMismatch");
    }
    // The set is signed.
    let url = for_regions(&target, "eu-west-1", &signer)?;
    let call = Call::presigned(&url).map_url(|url| url.replace("Region-Set=eu-west-1", "Region-Set=us-east-1"));
    assert_refused(&target.send(call).await?, 403, "SignatureDoesNotMatch");
    Ok(())
}

#[tokio::test]
#[ignore = "only MiniStack verifies these; `e2e/servers/run ministack` starts it and runs them"]
async fn other_signers() -> TestResult {
    let target = ministack().await?;
    target.store_object("note", "hello", "text/plain").await?;
    let temporary = Sigv4aSigner::new(target.temporary());
    assert_eq!(target.open(&for_regions(&target, "*", &temporary)?).await?.body, "hello");

    let impostor = Sigv4aSigner::new(Credentials::new(target.owner.access_key_id(), "a-secret"));
    let answer = target.open(&for_regions(&target, "*", &impostor)?).await?;
    assert_refused(&answer, 403, "SignatureDoesNotMatch");
    let listing_only = Sigv4aSigner::new(target.user2.clone());
    assert_refused(&target.open(&for_regions(&target, "*", &listing_only)?).await?, 403, "AccessDenied");
    Ok(())
}

#[tokio::test]
#[ignore = "only MiniStack verifies these; `e2e/servers/run ministack` starts it and runs them"]
async fn expired() -> TestResult {
    let target = ministack().await?;
    target.store_object("note", "hello", "text/plain").await?;
    let signer = Sigv4aSigner::new(target.owner.clone());
    let s3 = Service::multi_region("s3", "*", &*target.endpoint)?;
    let path = format!("/{}/note", target.bucket_name);
    let request = s3.request(Method::Get, &path).expires_in(Duration::from_secs(60));
    let ago = |seconds| OffsetDateTime::now_utc() - time::Duration::seconds(seconds);
    assert_status(&target.open(&request.sign_at(&signer, ago(30))?).await?, 200);
    assert_eq!(target.open(&request.sign_at(&signer, ago(61))?).await?.status, 403);
    Ok(())
}
