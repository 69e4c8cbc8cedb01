use hyper::header::HeaderValue;
use time::macros::datetime;

use super::*;

const SIGNED_AT: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);

fn authorized(authorization: &'static str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("authorization", HeaderValue::from_static(authorization));
    headers.insert("x-amz-date", HeaderValue::from_static("20261123T120000Z"));
    headers
}

fn signed() -> HeaderMap {
    authorized(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, \
         Signature=0123",
    )
}

fn signature() -> Signature {
    Signature::read(&signed()).unwrap()
}

/// Checks a signature as the hook does, in the region `us-east-1`.
fn check(signature: &Signature, headers: &HeaderMap, now: OffsetDateTime) -> Result<(), (S3ErrorCode, String)> {
    let ann = User::new("ann", "AKIDEXAMPLE", "secret");
    let bob = User::new("bob", "ASIAEXAMPLE", "secret").session_token("token");
    let user = if signature.access_key_id == "ASIAEXAMPLE" { bob } else { ann };
    let result = signature.check(&user, "us-east-1", headers, now);
    result.map_err(|error| (error.code().clone(), error.message().unwrap_or_default().to_owned()))
}

/// Returns the code with which a signature is rejected.
fn rejected(signature: &Signature) -> S3ErrorCode {
    check(signature, &signed(), SIGNED_AT).expect_err("the signature is accepted").0
}

#[test]
fn read() {
    let mut headers = signed();
    headers.insert("x-amz-security-token", HeaderValue::from_static("token"));
    let expected = Signature {
        access_key_id: "AKIDEXAMPLE".to_owned(),
        region: "us-east-1".to_owned(),
        service: "s3".to_owned(),
        signed_at: SIGNED_AT,
        session_token: Some("token".to_owned()),
        signed_headers: vec!["host".to_owned(), "x-amz-date".to_owned()],
    };
    assert_eq!(Signature::read(&headers), Some(expected));
}

#[test]
fn not_read() {
    for authorization in [
        "AWS AKIDEXAMPLE:c2lnbmF0dXJl",
        "AWS4-HMAC-SHA256 ",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request",
        "AWS4-HMAC-SHA512 Credential=AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0",
    ] {
        assert_eq!(Signature::read(&authorized(authorization)), None, "{authorization}");
    }
    for name in ["authorization", "x-amz-date"] {
        let mut headers = signed();
        headers.append(name, headers[name].clone());
        assert_eq!(Signature::read(&headers), None, "{name}");
        headers.remove(name);
        assert_eq!(Signature::read(&headers), None, "{name}");
    }
    let mut headers = signed();
    headers.append("x-amz-security-token", HeaderValue::from_static("token"));
    headers.append("x-amz-security-token", HeaderValue::from_static("token"));
    assert_eq!(Signature::read(&headers), None);
}

#[test]
fn scope_and_token() {
    let token = |token: &str| Some(token.to_owned());
    let temporary = Signature { access_key_id: "ASIAEXAMPLE".to_owned(), ..signature() };
    assert_eq!(check(&signature(), &signed(), SIGNED_AT), Ok(()));
    let with_token = Signature { session_token: token("token"), ..temporary.clone() };
    assert_eq!(check(&with_token, &signed(), SIGNED_AT), Ok(()));

    let elsewhere = Signature { region: "eu-west-1".to_owned(), ..signature() };
    let message = "The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'us-east-1'";
    let error = (S3ErrorCode::AuthorizationHeaderMalformed, message.to_owned());
    assert_eq!(check(&elsewhere, &signed(), SIGNED_AT), Err(error));
    let sts = Signature { service: "sts".to_owned(), ..signature() };
    assert_eq!(rejected(&sts), S3ErrorCode::AuthorizationHeaderMalformed);

    assert_eq!(rejected(&temporary), S3ErrorCode::InvalidAccessKeyId);
    let wrong_token = Signature { session_token: token("other"), ..temporary };
    assert_eq!(rejected(&wrong_token), S3ErrorCode::InvalidToken);
    let needless_token = Signature { session_token: token("token"), ..signature() };
    assert_eq!(rejected(&needless_token), S3ErrorCode::InvalidToken);
}

#[test]
fn times() {
    for now in [SIGNED_AT - MAX_CLOCK_SKEW, SIGNED_AT, SIGNED_AT + MAX_CLOCK_SKEW] {
        assert_eq!(check(&signature(), &signed(), now), Ok(()), "{now}");
    }
    let second = Duration::SECOND;
    for now in [SIGNED_AT - MAX_CLOCK_SKEW - second, SIGNED_AT + MAX_CLOCK_SKEW + second] {
        let (code, _) = check(&signature(), &signed(), now).unwrap_err();
        assert_eq!(code, S3ErrorCode::RequestTimeTooSkewed, "{now}");
    }
}

#[test]
fn headers_that_are_not_signed() {
    let message = "There were headers present in the request which were not signed";
    let unsigned = Err((S3ErrorCode::AccessDenied, message.to_owned()));
    let mut headers = signed();
    for name in ["x-amz-content-sha256", "content-type", "x-other"] {
        headers.insert(name, HeaderValue::from_static("x"));
    }
    assert_eq!(check(&signature(), &headers, SIGNED_AT), Ok(()));
    for name in ["x-amz-copy-source", "x-amz-meta-author", "x-amz-security-token"] {
        let mut headers = headers.clone();
        headers.insert(name, HeaderValue::from_static("x"));
        assert_eq!(check(&signature(), &headers, SIGNED_AT), unsigned, "{name}");
    }
    let without_host = Signature { signed_headers: vec!["x-amz-date".to_owned()], ..signature() };
    assert_eq!(check(&without_host, &signed(), SIGNED_AT), unsigned);
}
