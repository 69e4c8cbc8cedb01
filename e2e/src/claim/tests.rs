use super::*;
use hyper::header::HeaderValue;
use time::macros::datetime;

const SIGNATURE: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// A well-formed query with one parameter changed, or left out.
fn query_with(changed: &str, value: Option<&str>) -> String {
    let parameters = [
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-Credential", "AKIDEXAMPLE%2F20261123%2Fus-east-1%2Fs3%2Faws4_request"),
        ("X-Amz-Date", "20261123T120000Z"),
        ("X-Amz-Expires", "1800"),
        ("X-Amz-SignedHeaders", "host"),
        ("X-Amz-Signature", SIGNATURE),
    ];
    let pairs = parameters.iter().filter_map(|&(name, usual)| {
        let value = if name == changed { value? } else { usual };
        Some(format!("{name}={value}"))
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn read(query: &str) -> Result<Option<Claim>, Refusal> {
    Claim::read(query, &HeaderMap::new())
}

#[track_caller]
fn assert_refused(query: &str, code: &str, message: &str) {
    let refusal = read(query).expect_err(query);
    assert_eq!(refusal.code(), code, "{query}");
    assert!(refusal.message().contains(message), "{query}: {}", refusal.message());
}

#[test]
fn a_presigned_query() {
    let query = query_with("X-Amz-SignedHeaders", Some("content-type%3Bhost")) + "&X-Amz-Security-Token=a%2Bb+c";
    let claim = read(&query).unwrap().unwrap();
    assert_eq!(
        claim,
        Claim {
            carrier: Carrier::Query { signed_at: datetime!(2026-11-23 12:00 UTC), expires: Duration::minutes(30) },
            access_key_id: "AKIDEXAMPLE".to_owned(),
            region: "us-east-1".to_owned(),
            service: "s3".to_owned(),
            session_token: Some("a+b c".to_owned()),
            signed_headers: vec!["content-type".to_owned(), "host".to_owned()],
        }
    );
}

#[test]
fn an_authorization_header() {
    let mut headers = HeaderMap::new();
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request, \
         SignedHeaders=host;x-amz-date, Signature={SIGNATURE}"
    );
    headers.insert(AUTHORIZATION, HeaderValue::try_from(authorization).unwrap());
    headers.insert("x-amz-security-token", HeaderValue::from_static("token"));
    let claim = Claim::read("list-type=2", &headers).unwrap().unwrap();
    assert_eq!(claim.carrier, Carrier::Header { signed_at: None });
    assert_eq!(claim.access_key_id, "AKIDEXAMPLE");
    assert_eq!(claim.session_token.as_deref(), Some("token"));
    assert_eq!(claim.signed_headers, ["host", "x-amz-date"]);

    let refusal = Claim::read(&query_with("", None), &headers).unwrap_err();
    assert_eq!(refusal.code(), "InvalidArgument");

    for (value, code) in [
        ("AWS AKIDEXAMPLE:c2lnbmF0dXJl", "InvalidRequest"),
        ("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE", "AuthorizationHeaderMalformed"),
        ("AWS4-HMAC-SHA256 ", "AuthorizationHeaderMalformed"),
    ] {
        headers.insert(AUTHORIZATION, HeaderValue::from_static(value));
        assert_eq!(Claim::read("", &headers).unwrap_err().code(), code, "{value}");
    }
}

#[test]
fn anonymous() {
    for query in ["", "list-type=2", "Signature=x", "&&a&=b"] {
        assert_eq!(read(query), Ok(None), "{query}");
    }
}

#[test]
fn version_2_is_refused() {
    let query = "AWSAccessKeyId=AKIDEXAMPLE&Expires=1&Signature=x";
    assert_refused(query, "InvalidRequest", "Please use AWS4-HMAC-SHA256");
}

#[test]
fn broken_escapes() {
    for query in ["a=%", "a=%4", "a=%zz", "%=", "a=%ff"] {
        assert_refused(query, "InvalidURI", "");
    }
}

#[test]
fn malformed_parameters() {
    let code = "AuthorizationQueryParametersError";
    for name in REQUIRED {
        assert_refused(&query_with(name, None), code, "requires the X-Amz-Algorithm");
        assert_refused(&format!("{}&{name}=x", query_with("", None)), code, "repeated");
        let lower_case = query_with("", None).replace(name, &name.to_ascii_lowercase());
        assert_refused(&lower_case, code, "misspelt");
    }
    let query = query_with("", None) + "&X-Amz-Security-Token=a&X-Amz-Security-Token=a";
    assert_refused(&query, code, "repeated");

    for (name, value, message) in [
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA512", "X-Amz-Algorithm only supports"),
        ("X-Amz-Credential", "AKIDEXAMPLE", "the Credential is mal-formed"),
        ("X-Amz-Credential", "A/20261123/us-east-1/s3/aws4_request/x", "the Credential is mal-formed"),
        ("X-Amz-Credential", "A/20261123//s3/aws4_request", "the Credential is mal-formed"),
        ("X-Amz-Credential", "A/20261122/us-east-1/s3/aws4_request", "not that of X-Amz-Date"),
        ("X-Amz-Date", "2026-11-23T12:00:00Z", "ISO8601 Long Format"),
        ("X-Amz-Date", "20261123T126000Z", "ISO8601 Long Format"),
        ("X-Amz-Date", "20260230T120000Z", "ISO8601 Long Format"),
        ("X-Amz-Date", "é", "ISO8601 Long Format"),
        ("X-Amz-Expires", "-1", "must be non-negative"),
        ("X-Amz-Expires", "30m", "should be a number"),
        ("X-Amz-Expires", "%2B30", "should be a number"),
        ("X-Amz-Expires", "", "should be a number"),
        ("X-Amz-Expires", "604801", "less than a week"),
        ("X-Amz-Expires", "99999999999999999999", "less than a week"),
        ("X-Amz-SignedHeaders", "", "X-Amz-SignedHeaders"),
        ("X-Amz-SignedHeaders", "Host", "X-Amz-SignedHeaders"),
        ("X-Amz-SignedHeaders", "host%3Bcontent-type", "X-Amz-SignedHeaders"),
        ("X-Amz-SignedHeaders", "host%3Bhost", "X-Amz-SignedHeaders"),
        ("X-Amz-Signature", "0123", "64 lower-case"),
    ] {
        assert_refused(&query_with(name, Some(value)), code, message);
    }
    let upper_case = query_with("X-Amz-Signature", Some(&SIGNATURE.to_ascii_uppercase()));
    assert_refused(&upper_case, code, "64 lower-case");
}

#[test]
fn the_longest_life_is_seven_days() {
    let claim = read(&query_with("X-Amz-Expires", Some("604800"))).unwrap().unwrap();
    assert!(matches!(claim.carrier, Carrier::Query { expires, .. } if expires == Duration::days(7)));
}
