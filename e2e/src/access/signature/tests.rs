use super::*;
use crate::{Form, post_form};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use time::macros::datetime;

const SIGNED_AT: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);
const ANN: &str = "AKIDEXAMPLE/20261123/us-east-1/s3";
const BOB: &str = "ASIAEXAMPLE/20261123/us-east-1/s3";

fn authorized(authorization: &'static str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("authorization", HeaderValue::from_static(authorization));
    headers.insert("x-amz-date", HeaderValue::from_static("20261123T120000Z"));
    headers
}

fn header() -> HeaderMap {
    authorized(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, \
         Signature=0123",
    )
}

fn signed_form() -> Form {
    Form::new()
        .field("key", "note")
        .field("policy", "e30=")
        .field("x-amz-algorithm", "AWS4-HMAC-SHA256")
        .field("x-amz-credential", &format!("{ANN}/aws4_request"))
        .field("x-amz-date", "20261123T120000Z")
        .field("x-amz-signature", "0123")
}

fn in_form(form: Form) -> Option<Signature> {
    let (content_type, body) = form.file("note.txt", "text/plain", "hello").encode();
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, content_type.parse().unwrap())]);
    let boundary = post_form::boundary(&headers).unwrap().unwrap();
    Signature::in_form(&PostForm::parse(&boundary, &body).unwrap())
}

/// Checks a signature as the hook does, in the region `us-east-1`.
fn check(signature: &Signature, headers: &HeaderMap, now: OffsetDateTime) -> Result<(), (S3ErrorCode, String)> {
    let ann = User::new("ann", "AKIDEXAMPLE", "secret");
    let bob = User::new("bob", "ASIAEXAMPLE", "secret").session_token("token");
    let user = if signature.access_key_id == "ASIAEXAMPLE" { bob } else { ann };
    let result = signature.check(&user, "us-east-1", headers, now);
    result.map_err(|error| (error.code().clone(), error.message().unwrap_or_default().to_owned()))
}

#[test]
fn in_a_header() {
    let mut headers = header();
    headers.insert("x-amz-security-token", HeaderValue::from_static("token"));
    let signature = Signature::in_header(&headers).unwrap();
    assert_eq!((&*signature.access_key_id, signature.carrier), ("AKIDEXAMPLE", Carrier::Header));
    assert_eq!((&*signature.region, &*signature.service, signature.signed_at), ("us-east-1", "s3", SIGNED_AT));
    assert_eq!(signature.session_token.as_deref(), Some("token"));
    assert_eq!(signature.signed_headers, ["host", "x-amz-date"]);
}

#[test]
fn in_the_fields_of_a_form() {
    let signature = in_form(signed_form().field("x-amz-security-token", "token")).unwrap();
    assert_eq!((&*signature.access_key_id, signature.carrier), ("AKIDEXAMPLE", Carrier::Form));
    assert_eq!((&*signature.region, &*signature.service, signature.signed_at), ("us-east-1", "s3", SIGNED_AT));
    assert_eq!(signature.session_token.as_deref(), Some("token"));
}

#[test]
fn a_signature_that_cannot_be_read() {
    for authorization in [
        "AWS AKIDEXAMPLE:c2lnbmF0dXJl",
        "AWS4-HMAC-SHA256 ",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request",
        "AWS4-HMAC-SHA512 Credential=AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0",
    ] {
        assert_eq!(Signature::in_header(&authorized(authorization)), None, "{authorization}");
    }
    for name in ["authorization", "x-amz-date"] {
        let mut headers = header();
        headers.append(name, headers[name].clone());
        assert_eq!(Signature::in_header(&headers), None, "{name}");
        headers.remove(name);
        assert_eq!(Signature::in_header(&headers), None, "{name}");
    }
    let mut headers = header();
    headers.append("x-amz-security-token", HeaderValue::from_static("token"));
    headers.append("x-amz-security-token", HeaderValue::from_static("token"));
    assert_eq!(Signature::in_header(&headers), None);

    for name in ["x-amz-credential", "x-amz-date", "x-amz-signature"] {
        assert_eq!(in_form(signed_form().without_field(name)), None, "{name}");
    }
    assert_eq!(in_form(signed_form().map_field("x-amz-date", |_| "today".to_owned())), None);
}

#[test]
fn scope_and_token() {
    let with = |credential: &str, token: Option<&str>| {
        let form = signed_form().map_field("x-amz-credential", |_| format!("{credential}/aws4_request"));
        let form = token.map_or(form.clone(), |token| form.clone().field("x-amz-security-token", token));
        check(&in_form(form).unwrap(), &HeaderMap::new(), SIGNED_AT)
    };
    assert_eq!(with(ANN, None), Ok(()));
    assert_eq!(with(BOB, Some("token")), Ok(()));

    let (code, message) = with("AKIDEXAMPLE/20261123/eu-west-1/s3", None).unwrap_err();
    assert_eq!(code, S3ErrorCode::InvalidArgument);
    assert_eq!(message, "the region 'eu-west-1' is wrong; expecting 'us-east-1'");
    let code = |result: Result<(), (S3ErrorCode, String)>| result.unwrap_err().0;
    assert_eq!(code(with("AKIDEXAMPLE/20261123/us-east-1/sts", None)), S3ErrorCode::InvalidArgument);
    assert_eq!(code(with(BOB, None)), S3ErrorCode::InvalidAccessKeyId);
    assert_eq!(code(with(BOB, Some("other"))), S3ErrorCode::InvalidToken);
    assert_eq!(code(with(ANN, Some("token"))), S3ErrorCode::InvalidToken);

    let signature = Signature { region: "eu-west-1".to_owned(), ..Signature::in_header(&header()).unwrap() };
    assert_eq!(code(check(&signature, &header(), SIGNED_AT)), S3ErrorCode::AuthorizationHeaderMalformed);
}

#[test]
fn a_time_in_the_future() {
    let none = HeaderMap::new();
    let early = SIGNED_AT - MAX_CLOCK_SKEW;
    let signature = in_form(signed_form()).unwrap();
    // s3s checks the expiry of a form.
    for now in [early, SIGNED_AT, SIGNED_AT + Duration::days(6)] {
        assert_eq!(check(&signature, &none, now), Ok(()), "{now}");
    }
    let (code, message) = check(&signature, &none, early - Duration::NANOSECOND).unwrap_err();
    assert_eq!((code, &*message), (S3ErrorCode::AccessDenied, "Request is not valid yet"));
}

#[test]
fn the_time_of_a_signature_in_a_header() {
    let headers = header();
    let signature = Signature::in_header(&headers).unwrap();
    for now in [SIGNED_AT - MAX_CLOCK_SKEW, SIGNED_AT, SIGNED_AT + MAX_CLOCK_SKEW] {
        assert_eq!(check(&signature, &headers, now), Ok(()), "{now}");
    }
    let second = Duration::SECOND;
    for now in [SIGNED_AT - MAX_CLOCK_SKEW - second, SIGNED_AT + MAX_CLOCK_SKEW + second] {
        let (code, _) = check(&signature, &headers, now).unwrap_err();
        assert_eq!(code, S3ErrorCode::RequestTimeTooSkewed, "{now}");
    }
}

#[test]
fn unsigned_headers() {
    let unsigned = "There were headers present in the request which were not signed";
    let unsigned = Err((S3ErrorCode::AccessDenied, unsigned.to_owned()));
    let mut headers = header();
    let signature = Signature::in_header(&headers).unwrap();
    for name in ["x-amz-content-sha256", "content-type", "x-other"] {
        headers.insert(name, HeaderValue::from_static("x"));
    }
    assert_eq!(check(&signature, &headers, SIGNED_AT), Ok(()));

    for name in ["x-amz-copy-source", "x-amz-meta-author", "x-amz-security-token"] {
        let with = |headers: &HeaderMap| {
            let mut headers = headers.clone();
            headers.insert(name, HeaderValue::from_static("x"));
            headers
        };
        assert_eq!(check(&signature, &with(&headers), SIGNED_AT), unsigned, "{name}");
        let in_form = in_form(signed_form()).unwrap();
        assert_eq!(check(&in_form, &with(&HeaderMap::new()), SIGNED_AT), unsigned, "{name}");
    }

    let without_host = Signature { signed_headers: vec!["x-amz-date".to_owned()], ..signature };
    assert_eq!(check(&without_host, &header(), SIGNED_AT), unsigned);
}
