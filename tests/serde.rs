//! Tests serialization: URLs and forms as an API returns them, credentials as a credential process prints them, and
//! scoped signers as one process passes them to another.

#![cfg(all(feature = "std", feature = "serde"))]

mod util;

use std::time::Duration;

use presign::s3::SessionCredentials;
use presign::sigv4::Scope;
use presign::{Bucket, Credentials, ErrorKind, Method, ScopedSigner, Service};
use serde_json::{Value, json};
use time::macros::datetime;

use crate::util::{NOW, SECRET, credentials};

fn sign(credentials: &Credentials) -> String {
    Bucket::new("photos").unwrap().get_object("boat.jpg").sign_at(credentials, NOW).unwrap().into_string()
}

#[test]
fn a_url_as_an_api_returns_it() {
    let bucket = Bucket::builder("photos").region("eu-west-1").build().unwrap();
    let request = bucket.put_object("boat.jpg").metadata("title", "\"Boat\"");
    let url =
        request.content_type("image/jpeg").expires_in(Duration::from_secs(60)).sign_at(&credentials(), NOW).unwrap();
    assert_eq!(
        serde_json::to_string(&url).unwrap(),
        format!(
            r#"{{"url":"{url}","method":"PUT","headers":{{"content-type":"image/jpeg","x-amz-meta-title":"\"Boat\""}},"#
        ) + r#""signed_at":"2026-11-23T12:00:00Z","expires_at":"2026-11-23T12:01:00Z"}"#
    );

    let iot = Service::new("iotdevicegateway", "eu-west-1", "wss://iot.example.com").unwrap();
    let url = iot.request(Method::Get, "/mqtt").without_expiry().sign_at(&credentials(), NOW).unwrap();
    assert_eq!(
        serde_json::to_value(&url).unwrap(),
        json!({
            "url": url.as_str(),
            "method": "GET",
            "headers": {},
            "signed_at": "2026-11-23T12:00:00Z",
            "expires_at": null
        })
    );
}

#[cfg(feature = "post")]
#[test]
fn a_form_as_an_api_returns_it() {
    let bucket = Bucket::new("photos").unwrap();
    let policy = bucket.post_policy().key_starts_with("uploads/").content_type_starts_with("image/").acl("private");
    let post = policy.sign_at(&credentials(), NOW).unwrap();
    let field = |name: &str| post.fields().find(|(other, _)| *other == name).unwrap().1;
    assert_eq!(
        serde_json::to_string(&post).unwrap(),
        [
            r#"{"url":"https://photos.s3.us-east-1.amazonaws.com/","fields":{"Content-Type":"image/","acl":"private","#,
            r#""key":"uploads/${filename}","x-amz-algorithm":"AWS4-HMAC-SHA256","#,
            r#""x-amz-credential":"AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request","x-amz-date":"20261123T120000Z","#,
            &format!(r#""policy":"{}","x-amz-signature":"{}"}},"#, field("policy"), field("x-amz-signature")),
            r#""open_fields":["Content-Type"],"signed_at":"2026-11-23T12:00:00Z","expires_at":"2026-11-23T12:15:00Z"}"#,
        ]
        .concat()
    );
}

/// The fields as in the AWS CLI documentation.
fn process_credentials() -> Value {
    json!({
        "Version": 1,
        "AccessKeyId": "ASIAEXAMPLE",
        "SecretAccessKey": SECRET,
        "SessionToken": "a/b+c=",
        "Expiration": "2026-11-23T12:10:00Z"
    })
}

fn process_credentials_with(name: &str, value: Value) -> Value {
    let mut object = process_credentials();
    object[name] = value;
    object
}

fn process_credentials_without(name: &str) -> Value {
    let mut object = process_credentials();
    object.as_object_mut().unwrap().remove(name).unwrap();
    object
}

#[test]
fn credentials_from_a_credential_process() {
    let expected = Credentials::new("ASIAEXAMPLE", SECRET).with_session_token("a/b+c=");
    let ending = expected.clone().with_expiry(datetime!(2026-11-23 12:10 UTC));
    for (json, expected) in [
        (process_credentials(), &ending),
        (process_credentials_with("Expiration", json!("2026-11-23T12:10:00+00:00")), &ending),
        (process_credentials_with("Expiration", json!("2026-11-23T13:10:00.123456+01:00")), &ending),
        // Newer versions of the CLI add this field.
        (process_credentials_with("AccountId", json!("123456789012")), &ending),
        (process_credentials_with("Other", json!([{"nested": [1, null, true, -1.5]}])), &ending),
        (process_credentials_without("Expiration"), &expected),
        (process_credentials_with("Expiration", Value::Null), &expected),
    ] {
        let url = sign(expected);
        let from_text: Credentials = serde_json::from_str(&json.to_string()).unwrap();
        let from_reader: Credentials = serde_json::from_reader(json.to_string().as_bytes()).unwrap();
        let from_value: Credentials = serde_json::from_value(json).unwrap();
        assert_eq!([&from_text, &from_reader, &from_value].map(sign), [&*url; 3]);
        assert_eq!(from_text.expires_at(), expected.expires_at());
    }

    let long_term = Credentials::new("AKIDEXAMPLE", SECRET);
    for mut no_token in [
        process_credentials_without("SessionToken"),
        process_credentials_with("SessionToken", Value::Null),
        process_credentials_with("SessionToken", json!("")),
    ] {
        let error = serde_json::from_value::<Credentials>(no_token.clone()).unwrap_err();
        assert!(error.to_string().starts_with("access key ID begins with ASIA"), "{error}");
        no_token["AccessKeyId"] = json!("AKIDEXAMPLE");
        let credentials: Credentials = serde_json::from_value(no_token).unwrap();
        assert_eq!(sign(&credentials), sign(&long_term.clone().with_expiry(datetime!(2026-11-23 12:10 UTC))));
    }

    // The format of `aws configure export-credentials`, with a secret that JSON has to escape.
    let printed =
        "{\n    \"Version\": 1,\n    \"AccessKeyId\": \"AKIDEXAMPLE\",\n    \"SecretAccessKey\": \"a\\/\\\"b\"\n}\n";
    let credentials: Credentials = serde_json::from_str(printed).unwrap();
    assert_eq!(sign(&credentials), sign(&Credentials::new("AKIDEXAMPLE", "a/\"b")));
}

#[test]
fn invalid_process_credentials() {
    for (json, message) in [
        (process_credentials_without("Version"), "field `Version` of the credential process output is missing"),
        (
            process_credentials_with("Version", json!(2)),
            "field `Version` of the credential process output is not 1, the only supported version",
        ),
        (
            process_credentials_with("Version", json!("1")),
            "field `Version` of the credential process output is not 1, the only supported version",
        ),
        (process_credentials_without("AccessKeyId"), "field `AccessKeyId` of the credential process output is missing"),
        (
            process_credentials_without("SecretAccessKey"),
            "field `SecretAccessKey` of the credential process output is missing",
        ),
        (
            process_credentials_with("SecretAccessKey", json!(12345678)),
            "field `SecretAccessKey` of the credential process output is not a string",
        ),
        (process_credentials_with("AccessKeyId", json!("")), "access key ID is empty"),
        (process_credentials_with("SecretAccessKey", json!("")), "secret access key is empty"),
        (
            process_credentials_with("SecretAccessKey", json!(format!("{SECRET}\n"))),
            "secret access key has a control character: byte 40 is 0x0a; trim the value if it was read from a file",
        ),
        (
            process_credentials_with("SessionToken", json!([SECRET])),
            "field `SessionToken` of the credential process output is not a string",
        ),
        (
            process_credentials_with("SessionToken", json!("token\r")),
            "session token has a control character: byte 5 is 0x0d; trim the value if it was read from a file",
        ),
        (
            process_credentials_with("Expiration", json!("tomorrow")),
            "field `Expiration` of the credential process output is not a valid RFC 3339 time, such as \
             2026-11-23T12:00:00Z",
        ),
        (
            process_credentials_with("Expiration", json!(1_795_435_200)),
            "field `Expiration` of the credential process output is not a string",
        ),
        (json!(SECRET), "the credentials JSON must be an object"),
        (json!([SECRET]), "the credentials JSON must be an object"),
        (Value::Null, "the credentials JSON must be an object"),
    ] {
        assert_eq!(serde_json::from_value::<Credentials>(json).unwrap_err().to_string(), message);
    }
    let twice = format!(r#"{{"SecretAccessKey": "{SECRET}", "SecretAccessKey": "{SECRET}"}}"#);
    let error = serde_json::from_str::<Credentials>(&twice).unwrap_err();
    assert_eq!(error.to_string(), "field `SecretAccessKey` occurs twice at line 1 column 81");
    let error = serde_json::from_str::<Credentials>(&twice[..40]).unwrap_err();
    assert_eq!(error.to_string(), "EOF while parsing a string at line 1 column 40");
}

fn scoped() -> ScopedSigner {
    let scope = Scope::new(NOW.date(), "eu-west-1", "s3").unwrap();
    credentials().with_session_token("a/b+c=").with_expiry(datetime!(2026-11-23 13:00 +01:00)).scoped(&scope)
}

/// The key is from `tests/vectors/independent.json`, where another implementation computed it.
#[test]
fn a_scoped_signer_as_json() {
    let mut expected = json!({
        "access_key_id": "AKIDEXAMPLE",
        "security_token": "a/b+c=",
        "expires_at": "2026-11-23T12:00:00Z",
        "algorithm": "AWS4-HMAC-SHA256",
        "date": "20261123",
        "region": "eu-west-1",
        "service": "s3",
        "key": KEY,
    });
    assert_eq!(serde_json::to_value(scoped()).unwrap(), expected);

    let scope = Scope::new(NOW.date(), "eu-west-1", "s3").unwrap();
    let object = expected.as_object_mut().unwrap();
    object.remove("expires_at");
    object.remove("security_token");
    assert_eq!(serde_json::to_value(credentials().scoped(&scope)).unwrap(), expected);

    let session = SessionCredentials::new("AKIDEXAMPLE", SECRET, "token", datetime!(2026-11-23 12:05 UTC));
    let json = serde_json::to_value(session.scoped(&scope)).unwrap();
    assert_eq!((&json["s3session_token"], json.get("security_token")), (&json!("token"), None));
    let handed_on: ScopedSigner = serde_json::from_value(json).unwrap();
    let error = Bucket::builder("photos").region("eu-west-1").build().unwrap();
    let error = error.get_object("boat.jpg").sign_at(&handed_on, NOW).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SessionCredentials, "the token is still that of a session");
}

const KEY: &str = "337eff5d9c9da6a2eccbb2c0d9c7a84263d6eeb1d7068746763c060264717d7f";

#[test]
fn invalid_scoped_signers() {
    let changed = |name: &str, value: Value| {
        let mut json = serde_json::to_value(scoped()).unwrap();
        json[name] = value;
        serde_json::from_value::<ScopedSigner>(json).unwrap_err().to_string()
    };
    for (name, value, message) in [
        ("access_key_id", Value::Null, "field `access_key_id` of the scoped signer is missing"),
        (
            "access_key_id",
            json!("a\nb"),
            "access key ID has a control character: byte 1 is 0x0a; trim the value if it was read from a file",
        ),
        ("security_token", json!(""), "session token is empty: leave it out if the credentials have none"),
        ("security_token", json!(7), "field `security_token` of the scoped signer is not a string"),
        (
            "s3session_token",
            json!("token"),
            "field `s3session_token` of the scoped signer can't be combined with `security_token`: give only one of \
             them",
        ),
        (
            "expires_at",
            json!("20261123T120000"),
            "field `expires_at` of the scoped signer is not a valid RFC 3339 time, such as 2026-11-23T12:00:00Z",
        ),
        ("algorithm", Value::Null, "field `algorithm` of the scoped signer is missing"),
        (
            "algorithm",
            json!("AWS4-ECDSA-P256-SHA256"),
            "field `algorithm` of the scoped signer is not AWS4-HMAC-SHA256, the only supported algorithm",
        ),
        ("date", json!("2026-11-23"), "field `date` of the scoped signer is not a valid date in the form YYYYMMDD"),
        ("date", json!("20260230"), "field `date` of the scoped signer is not a valid date in the form YYYYMMDD"),
        ("date", json!(20261123), "field `date` of the scoped signer is not a string"),
        (
            "region",
            json!("eu west"),
            "field `region` of the scoped signer is not a region of 1 to 63 letters, digits, underscores and inner \
             hyphens",
        ),
        ("service", json!(""), "field `service` of the scoped signer is not a valid signing name, such as s3"),
        ("key", Value::Null, "field `key` of the scoped signer is missing"),
        ("key", json!(&KEY[1..]), "field `key` of the scoped signer is not 64 hexadecimal digits"),
        ("key", json!(KEY.replace('a', "g")), "field `key` of the scoped signer is not 64 hexadecimal digits"),
        ("key", json!(vec![0; 32]), "field `key` of the scoped signer is not a string"),
    ] {
        assert_eq!(changed(name, value), message);
    }
    assert_eq!(
        serde_json::from_str::<ScopedSigner>("\"key\"").unwrap_err().to_string(),
        "the scoped signer must be an object"
    );
}

/// The date of the key does not limit when its URLs expire, but the expiry of the credentials does, so it is serialized
/// too.
#[test]
fn a_scoped_signer_expires_with_its_credentials() {
    let week = Duration::from_secs(604_800);
    let bucket = Bucket::builder("photos").region("eu-west-1").build().unwrap();
    let request = bucket.get_object("boat.jpg").expires_in(week);
    let (last, scope) = (datetime!(2026-11-23 23:59:59 UTC), Scope::new(NOW.date(), "eu-west-1", "s3").unwrap());
    let handed_on = |credentials: Credentials| -> ScopedSigner {
        serde_json::from_str(&serde_json::to_string(&credentials.scoped(&scope)).unwrap()).unwrap()
    };
    let url = request.sign_at(&handed_on(credentials()), last).unwrap();
    assert_eq!(url.expires_at(), Some(datetime!(2026-11-30 23:59:59 UTC)));

    let ending = credentials().with_session_token("token").with_expiry(datetime!(2026-11-24 1:00 UTC));
    let url = request.sign_at(&handed_on(ending.clone()), last).unwrap();
    assert_eq!(url.expires_at(), Some(datetime!(2026-11-24 1:00 UTC)));
    let ended = ending.with_expiry(last);
    assert_eq!(request.sign_at(&handed_on(ended), last).unwrap_err().kind(), ErrorKind::ExpiredCredentials);
}

#[test]
fn a_scoped_signer_without_a_region_cannot_be_serialized() {
    let scope = Scope::without_region(NOW.date(), "s3").unwrap();
    let signer = ScopedSigner::from_key(credentials().identity().clone(), &scope, [7; 32]);
    assert_eq!(
        serde_json::to_string(&signer).unwrap_err().to_string(),
        "a scoped signer without a region can't be serialized: give its scope a region"
    );
}

#[test]
fn an_expiry_that_cannot_be_serialized() {
    let scope = Scope::new(NOW.date(), "eu-west-1", "s3").unwrap();
    let scoped = credentials().with_expiry(datetime!(-0001-12-31 0:00 UTC)).scoped(&scope);
    let error = serde_json::to_string(&scoped).unwrap_err();
    assert_eq!(error.to_string(), "`expires_at` is in the year -1: only the years 0 to 9999 are allowed");
}
