//! Signatures that presign does not make, made here with the types of `presign::sigv4`: in the header `Authorization`,
//! and for another service.

use presign::Algorithm;
use presign::sigv4::{
    AmzDate, CanonicalHeaders, CanonicalQuery, CanonicalRequest, Scope, SigningKey, StringToSign, UNSIGNED_PAYLOAD,
};
use presign_e2e::{Call, Error, Target};
use time::OffsetDateTime;

use crate::differences::{Case, Differences, refused, status};
use crate::{TestResult, assert_status};

async fn target_with_note() -> Result<Target, Error> {
    let target = Target::fresh().await?;
    target.store_object("note", "hello", "text/plain").await?;
    Ok(target)
}

/// Signs the text of a canonical request as the owner. Returns the signature in hexadecimal digits.
fn sign(target: &Target, date: AmzDate, scope: Scope<'_>, request: &CanonicalRequest<'_>) -> String {
    let text = StringToSign::new(Algorithm::Sigv4, date, scope, request.hash()).to_string();
    SigningKey::from_bytes(*target.owner.scoped(&scope).key_bytes()).sign(text.as_bytes()).to_string()
}

/// Adds the header `Authorization` with a valid signature to a GET request without other headers.
fn authorized(target: &Target, url: &str) -> Result<Call, Error> {
    let date = AmzDate::new(OffsetDateTime::now_utc())?;
    let scope = Scope::new(date.date(), &target.region, "s3")?;
    let path_and_query = url.strip_prefix(&target.endpoint).ok_or("another endpoint")?;
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    // For this signature, that of the URL is a parameter like any other. Sorted, it is not the last one.
    let mut query: Vec<_> = query.split('&').collect();
    query.sort_unstable();
    let query = query.join("&");
    let date_text = date.to_string();
    let amz = [("x-amz-content-sha256", UNSIGNED_PAYLOAD), ("x-amz-date", &date_text)];
    let mut headers = CanonicalHeaders::new();
    headers.insert("host", target.endpoint.trim_start_matches("http://"))?;
    for (name, value) in amz {
        headers.insert(name, value)?;
    }
    let request = CanonicalRequest::new("GET", path, &query, &headers, UNSIGNED_PAYLOAD);
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={}, Signature={}",
        target.owner.access_key_id(),
        headers.signed_headers(),
        sign(target, date, scope, &request),
    );
    let call = Call::new("GET", url).header("authorization", &authorization);
    Ok(amz.into_iter().fold(call, |call, (name, value)| call.header(name, value)))
}

#[tokio::test]
async fn in_the_url_and_in_a_header() -> TestResult {
    let target = target_with_note().await?;
    let url = target.bucket()?.get_object("note").sign(&target.owner)?;
    // The signature in the header alone is valid.
    let without_query = url.as_str().split('?').next().unwrap_or_default();
    let answer = target.send(authorized(&target, without_query)?).await?;
    assert_status(&answer, 200);
    assert_eq!(answer.body, "hello");

    let answer = target.send(authorized(&target, url.as_str())?).await?;
    let s3 = refused(400, "InvalidArgument").saying("Only one auth mechanism allowed");
    target.expect(Case::TwoSignatures, s3).of(&answer);
    Ok(())
}

#[tokio::test]
async fn for_another_service() -> TestResult {
    let target = target_with_note().await?;
    let date = AmzDate::new(OffsetDateTime::now_utc())?;
    let s3 = refused(400, "AuthorizationQueryParametersError");
    for (service, expected) in [("s3", status(200)), ("sts", target.expect(Case::AnotherService, s3))] {
        let scope = Scope::new(date.date(), &target.region, service)?;
        let mut headers = CanonicalHeaders::new();
        headers.insert("host", target.endpoint.trim_start_matches("http://"))?;
        let mut query = CanonicalQuery::new();
        query.insert("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
        query.insert("X-Amz-Credential", &format!("{}/{scope}", target.owner.access_key_id()));
        query.insert("X-Amz-Date", &date.to_string());
        query.insert("X-Amz-Expires", "60");
        query.insert("X-Amz-SignedHeaders", "host");
        let path = format!("/{}/note", target.bucket_name);
        let request = CanonicalRequest::new("GET", &path, query.as_str(), &headers, UNSIGNED_PAYLOAD);
        let signature = sign(&target, date, scope, &request);
        let url = format!("{}{path}?{}&X-Amz-Signature={signature}", target.endpoint, query.as_str());
        expected.of(&target.send(Call::new("GET", url)).await?);
    }
    Ok(())
}
