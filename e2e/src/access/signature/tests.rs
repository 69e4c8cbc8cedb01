use super::*;
use crate::{Form, post_form};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use time::macros::datetime;

const SIGNED_AT: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);
const ANN: &str = "AKIDEXAMPLE/20261123/us-east-1/s3";
const BOB: &str = "ASIAEXAMPLE/20261123/us-east-1/s3";

fn query(credential: &str, more: &str) -> String {
    format!(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}/aws4_request&X-Amz-Date=20261123T120000Z\
         &X-Amz-Expires=1800&X-Amz-SignedHeaders=host%3Bx-amz-acl&X-Amz-Signature=0123{more}"
    )
}

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

/// Reads the signature in a query.
fn read(query: &str) -> Option<Signature> {
    Signature::read(None, query, &HeaderMap::new())
}

/// Checks a signature as the hook does, in the region `us-east-1`.
fn check(signature: &Signature, headers: &HeaderMap, now: OffsetDateTime) -> Result<(), (S3ErrorCode, String)> {
    let ann = User::new("ann", "AKIDEXAMPLE", "secret");
    let bob = User::new("bob", "ASIAEXAMPLE", "secret").session_token("token");
    let user = if signature.access_key_id == "ASIAEXAMPLE" { bob } else { ann };
    let result = signature.check(&user, "us-east-1", headers, now);
    result.map_err(|error| (error.code().clone(), error.message().unwrap_or_default().to_owned()))
}

/// Returns the code with which the signature in a query is rejected.
fn rejected(query: &str) -> S3ErrorCode {
    check(&read(query).unwrap(), &HeaderMap::new(), SIGNED_AT).expect_err(query).0
}

#[test]
fn in_a_query() {
    let signature = read(&query(BOB, "&X-Amz-Security-Token=a%2Bb+c")).unwrap();
    let expected = Signature {
        access_key_id: "ASIAEXAMPLE".to_owned(),
        carrier: Carrier::Query { expires: Duration::minutes(30) },
        region: "us-east-1".to_owned(),
        service: "s3".to_owned(),
        signed_at: SIGNED_AT,
        session_token: Some("a+b c".to_owned()),
        signed_headers: vec!["host".to_owned(), "x-amz-acl".to_owned()],
    };
    assert_eq!(signature, expected);
}

#[test]
fn in_a_header() {
    let mut headers = header();
    headers.insert("x-amz-security-token", HeaderValue::from_static("token"));
    let signature = Signature::read(None, "list-type=2", &headers).unwrap();
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
    assert_eq!(Signature::read(Some(Some(signature.clone())), "", &HeaderMap::new()), Some(signature));
}

#[test]
fn a_signature_that_cannot_be_read() {
    for query in [
        String::new(),
        "list-type=2".to_owned(),
        query("AKIDEXAMPLE", ""),
        query("AKIDEXAMPLE/20261123/us-east-1/s3/more", ""),
        query(ANN, "&X-Amz-Credential=x"),
        query(ANN, "&X-Amz-Date=x"),
        query(ANN, "&X-Amz-Expires=1"),
        query(ANN, "&X-Amz-SignedHeaders=host"),
        query(ANN, "&X-Amz-Security-Token=a&X-Amz-Security-Token=a"),
        query(ANN, "").replace("T120000Z", "T126000Z"),
        query(ANN, "").replace("=1800", "=30m"),
        // s3s verifies Signature Version 2 where it finds this parameter.
        query(ANN, "&Signature=x"),
        "AWSAccessKeyId=AKIDEXAMPLE&Expires=1&Signature=x".to_owned(),
    ] {
        assert_eq!(read(&query), None, "{query}");
    }

    for authorization in [
        "AWS AKIDEXAMPLE:c2lnbmF0dXJl",
        "AWS4-HMAC-SHA256 ",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request",
        "AWS4-HMAC-SHA512 Credential=AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0",
    ] {
        assert_eq!(Signature::read(None, "", &authorized(authorization)), None, "{authorization}");
    }
    for name in ["authorization", "x-amz-date"] {
        let mut headers = header();
        headers.append(name, headers[name].clone());
        assert_eq!(Signature::read(None, "", &headers), None, "{name}");
        headers.remove(name);
        assert_eq!(Signature::read(None, "", &headers), None, "{name}");
    }
    let mut headers = header();
    headers.append("x-amz-security-token", HeaderValue::from_static("token"));
    headers.append("x-amz-security-token", HeaderValue::from_static("token"));
    assert_eq!(Signature::read(None, "", &headers), None);

    for name in ["x-amz-credential", "x-amz-date", "x-amz-signature"] {
        assert_eq!(in_form(signed_form().without_field(name)), None, "{name}");
    }
    assert_eq!(in_form(signed_form().map_field("x-amz-date", |_| "today".to_owned())), None);
}

#[test]
fn more_than_one_signature() {
    let form = in_form(signed_form());
    assert!(form.is_some());
    let none = HeaderMap::new();
    let query = query(ANN, "");
    assert_eq!(Signature::read(None, &query, &header()), None);
    assert_eq!(Signature::read(Some(form.clone()), &query, &none), None);
    assert_eq!(Signature::read(Some(form.clone()), "Signature=x", &none), None);
    assert_eq!(Signature::read(Some(form), "", &header()), None);
    // If the signature of a form cannot be read, no other signature may take its place.
    assert_eq!(Signature::read(Some(None), "", &none), None);
    assert_eq!(Signature::read(Some(None), &query, &none), None);
    assert_eq!(Signature::read(Some(None), "", &header()), None);
}

#[test]
fn scope_and_token() {
    let none = HeaderMap::new();
    for query in [query(ANN, ""), query(BOB, "&X-Amz-Security-Token=token")] {
        assert_eq!(check(&read(&query).unwrap(), &none, SIGNED_AT), Ok(()), "{query}");
    }

    let wrong_region = read(&query("AKIDEXAMPLE/20261123/eu-west-1/s3", "")).unwrap();
    let (code, message) = check(&wrong_region, &none, SIGNED_AT).unwrap_err();
    assert_eq!(code, S3ErrorCode::AuthorizationQueryParametersError);
    assert_eq!(message, "the region 'eu-west-1' is wrong; expecting 'us-east-1'");
    let sts = "AKIDEXAMPLE/20261123/us-east-1/sts";
    assert_eq!(rejected(&query(sts, "")), S3ErrorCode::AuthorizationQueryParametersError);

    assert_eq!(rejected(&query(BOB, "")), S3ErrorCode::InvalidAccessKeyId);
    assert_eq!(rejected(&query(BOB, "&X-Amz-Security-Token=other")), S3ErrorCode::InvalidToken);
    assert_eq!(rejected(&query(ANN, "&X-Amz-Security-Token=token")), S3ErrorCode::InvalidToken);
}

#[test]
fn the_code_depends_on_the_carrier() {
    let elsewhere = |signature: Signature| Signature { region: "eu-west-1".to_owned(), ..signature };
    let in_header = elsewhere(Signature::read(None, "", &header()).unwrap());
    let (code, _) = check(&in_header, &header(), SIGNED_AT).unwrap_err();
    assert_eq!(code, S3ErrorCode::AuthorizationHeaderMalformed);
    let in_form = elsewhere(in_form(signed_form()).unwrap());
    let (code, _) = check(&in_form, &HeaderMap::new(), SIGNED_AT).unwrap_err();
    assert_eq!(code, S3ErrorCode::InvalidArgument);
}

#[test]
fn a_time_in_the_future() {
    let none = HeaderMap::new();
    let early = SIGNED_AT - MAX_CLOCK_SKEW;
    // s3s checks the expiry of a URL or a form.
    for signature in [read(&query(ANN, "")).unwrap(), in_form(signed_form()).unwrap()] {
        for now in [early, SIGNED_AT, SIGNED_AT + Duration::days(6)] {
            assert_eq!(check(&signature, &none, now), Ok(()), "{now}");
        }
        let (code, message) = check(&signature, &none, early - Duration::NANOSECOND).unwrap_err();
        assert_eq!((code, &*message), (S3ErrorCode::AccessDenied, "Request is not valid yet"));
    }
}

#[test]
fn the_time_of_a_signature_in_a_header() {
    let headers = header();
    let signature = Signature::read(None, "", &headers).unwrap();
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
fn at_most_seven_days() {
    let query = query(ANN, "");
    assert_eq!(check(&read(&query.replace("=1800", "=604800")).unwrap(), &HeaderMap::new(), SIGNED_AT), Ok(()));
    assert_eq!(rejected(&query.replace("=1800", "=604801")), S3ErrorCode::AuthorizationQueryParametersError);
}

#[test]
fn unsigned_headers() {
    let unsigned = "There were headers present in the request which were not signed";
    let unsigned = Err((S3ErrorCode::AccessDenied, unsigned.to_owned()));
    let in_query = read(&query(ANN, "")).unwrap();
    let mut headers = HeaderMap::new();
    for name in ["x-amz-acl", "x-amz-content-sha256", "content-type", "x-other"] {
        headers.insert(name, HeaderValue::from_static("x"));
    }
    assert_eq!(check(&in_query, &headers, SIGNED_AT), Ok(()));

    let mut in_header = header();
    let signature = Signature::read(None, "", &in_header).unwrap();
    in_header.insert("x-amz-content-sha256", HeaderValue::from_static("UNSIGNED-PAYLOAD"));
    assert_eq!(check(&signature, &in_header, SIGNED_AT), Ok(()));

    for name in ["x-amz-copy-source", "x-amz-meta-author", "x-amz-security-token"] {
        let with = |headers: &HeaderMap| {
            let mut headers = headers.clone();
            headers.insert(name, HeaderValue::from_static("x"));
            headers
        };
        assert_eq!(check(&in_query, &with(&headers), SIGNED_AT), unsigned, "{name}");
        assert_eq!(check(&signature, &with(&in_header), SIGNED_AT), unsigned, "{name}");
        let in_form = in_form(signed_form()).unwrap();
        assert_eq!(check(&in_form, &with(&HeaderMap::new()), SIGNED_AT), unsigned, "{name}");
    }

    let without_host = read(&query(ANN, "").replace("host%3Bx-amz-acl", "x-amz-acl")).unwrap();
    assert_eq!(check(&without_host, &HeaderMap::new(), SIGNED_AT), unsigned);
}
