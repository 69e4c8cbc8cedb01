use super::*;
use crate::User;
use hyper::header::HeaderValue;
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
