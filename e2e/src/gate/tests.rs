use super::*;
use crate::{Form, User, post_form};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use time::macros::datetime;

const SIGNED_AT: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);

fn gate() -> Gate {
    let users =
        [User::new("ann", "AKIDEXAMPLE", "secret"), User::new("bob", "ASIAEXAMPLE", "secret").session_token("token")];
    Gate { region: "us-east-1".to_owned(), users: Arc::new(users.into_iter().collect()) }
}

fn query(credential: &str, more: &str) -> String {
    format!(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}/aws4_request&X-Amz-Date=20261123T120000Z\
         &X-Amz-Expires=1800&X-Amz-SignedHeaders=host%3Bx-amz-acl&X-Amz-Signature={}{more}",
        "0".repeat(64)
    )
}

/// The code and the message of the refusal.
fn refused(query: &str, headers: &HeaderMap, now: OffsetDateTime) -> (&'static str, String) {
    let refusal = gate().admit(query, headers, now).expect_err(query);
    (refusal.code(), refusal.message().to_owned())
}

fn code(credential: &str, more: &str) -> &'static str {
    refused(&query(credential, more), &HeaderMap::new(), SIGNED_AT).0
}

#[test]
fn scope_and_identity() {
    let gate = gate();
    let headers = HeaderMap::new();
    let ann = query("AKIDEXAMPLE/20261123/us-east-1/s3", "");
    let bob = query("ASIAEXAMPLE/20261123/us-east-1/s3", "&X-Amz-Security-Token=token");
    for (query, access_key_id) in [(ann, "AKIDEXAMPLE"), (bob, "ASIAEXAMPLE")] {
        let admitted = gate.admit(&query, &headers, SIGNED_AT).unwrap().unwrap();
        assert_eq!(admitted.access_key_id, access_key_id);
    }
    assert_eq!(gate.admit("", &headers, SIGNED_AT), Ok(None));

    let wrong_region = query("AKIDEXAMPLE/20261123/eu-west-1/s3", "");
    let (code_, message) = refused(&wrong_region, &headers, SIGNED_AT);
    assert_eq!(code_, "AuthorizationQueryParametersError");
    assert!(message.contains("'eu-west-1' is wrong; expecting 'us-east-1'"), "{message}");

    assert_eq!(code("AKIDEXAMPLE/20261123/us-east-1/sts", ""), "AuthorizationQueryParametersError");
    assert_eq!(code("AKIDNOBODY/20261123/us-east-1/s3", ""), "InvalidAccessKeyId");
    assert_eq!(code("ASIAEXAMPLE/20261123/us-east-1/s3", ""), "InvalidAccessKeyId");
    assert_eq!(code("ASIAEXAMPLE/20261123/us-east-1/s3", "&X-Amz-Security-Token=other"), "InvalidToken");
    assert_eq!(code("AKIDEXAMPLE/20261123/us-east-1/s3", "&X-Amz-Security-Token=token"), "InvalidToken");
}

#[test]
fn times() {
    let query = query("AKIDEXAMPLE/20261123/us-east-1/s3", "");
    let headers = HeaderMap::new();
    let end = SIGNED_AT + Duration::seconds(1800);
    for now in [SIGNED_AT - MAX_CLOCK_SKEW, SIGNED_AT, end - Duration::NANOSECOND] {
        assert!(gate().admit(&query, &headers, now).is_ok(), "{now}");
    }
    let early = SIGNED_AT - MAX_CLOCK_SKEW - Duration::NANOSECOND;
    for (now, message) in [(early, "Request is not valid yet"), (end, "Request has expired")] {
        let expected = ("AccessDenied", message.to_owned());
        assert_eq!(refused(&query, &headers, now), expected, "{now}");
    }
}

#[test]
fn the_time_of_a_signature_in_a_header() {
    let mut headers = HeaderMap::new();
    let authorization = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request, \
                         SignedHeaders=host;x-amz-date, Signature=0";
    headers.insert("authorization", HeaderValue::from_static(authorization));
    headers.insert("x-amz-date", HeaderValue::from_static("20261123T120000Z"));
    for now in [SIGNED_AT - MAX_CLOCK_SKEW, SIGNED_AT, SIGNED_AT + MAX_CLOCK_SKEW] {
        assert!(gate().admit("", &headers, now).is_ok(), "{now}");
    }
    let second = Duration::SECOND;
    for now in [SIGNED_AT - MAX_CLOCK_SKEW - second, SIGNED_AT + MAX_CLOCK_SKEW + second] {
        assert_eq!(refused("", &headers, now).0, "RequestTimeTooSkewed", "{now}");
    }
}

#[test]
fn the_time_of_a_form() {
    let form = Form::new()
        .field("key", "note")
        .field("policy", "e30=")
        .field("x-amz-algorithm", "AWS4-HMAC-SHA256")
        .field("x-amz-credential", "AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request")
        .field("x-amz-date", "20261123T120000Z")
        .field("x-amz-signature", &"0".repeat(64))
        .file("note.txt", "text/plain", "hello");
    let (content_type, body) = form.encode();
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, content_type.parse().unwrap())]);
    let boundary = post_form::boundary(&headers).unwrap().unwrap();
    let form = PostForm::parse(&boundary, &body).unwrap();
    let admit = |now| gate().admit_form(&form, "", &headers, now).map_err(|refusal| refusal.message().to_owned());

    let admitted = Ok(Some(Admitted { access_key_id: "AKIDEXAMPLE".to_owned() }));
    // How long it is good for afterwards, the policy says.
    for now in [SIGNED_AT - MAX_CLOCK_SKEW, SIGNED_AT, SIGNED_AT + Duration::days(6)] {
        assert_eq!(admit(now), admitted, "{now}");
    }
    let early = SIGNED_AT - MAX_CLOCK_SKEW - Duration::SECOND;
    assert_eq!(admit(early), Err("Request is not valid yet".to_owned()));
}

#[test]
fn unsigned_headers() {
    let query = query("AKIDEXAMPLE/20261123/us-east-1/s3", "");
    let mut headers = HeaderMap::new();
    for name in ["x-amz-acl", "x-amz-content-sha256", "content-type", "x-other"] {
        headers.insert(name, HeaderValue::from_static("x"));
    }
    assert!(gate().admit(&query, &headers, SIGNED_AT).is_ok());

    headers.insert("x-amz-copy-source", HeaderValue::from_static("x"));
    let (code, message) = refused(&query, &headers, SIGNED_AT);
    assert_eq!(code, "AccessDenied");
    assert_eq!(message, "There were headers present in the request which were not signed");

    let without_host = query.replace("host%3Bx-amz-acl", "x-amz-acl");
    assert_eq!(refused(&without_host, &HeaderMap::new(), SIGNED_AT).0, "AccessDenied");
}
