//! Tests reading credentials from the JSON that AWS services respond with.
//!
//! The samples are those of AWS's documentation, or what a service sends where the documentation has none, with the
//! values of the other tests.

#![cfg(all(feature = "std", feature = "serde"))]

mod util;

use presign::{Bucket, Credentials, ErrorKind};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::util::{NOW, SECRET};

const EXPIRY: OffsetDateTime = datetime!(2026-11-23 12:10 UTC);
/// `EXPIRY` in seconds since 1970.
const SECONDS: u64 = 1_795_435_800;

/// The documentation of EC2, "Retrieve security credentials from instance metadata".
fn imds() -> Value {
    json!({
        "Code": "Success",
        "LastUpdated": "2026-11-23T12:00:00Z",
        "Type": "AWS-HMAC",
        "AccessKeyId": "ASIAEXAMPLE",
        "SecretAccessKey": SECRET,
        "Token": "a/b+c=",
        "Expiration": "2026-11-23T12:10:00Z"
    })
}

/// The documentation of ECS, "Task IAM role".
fn ecs() -> Value {
    json!({
        "AccessKeyId": "ASIAEXAMPLE",
        "Expiration": "2026-11-23T12:10:00Z",
        "RoleArn": "arn:aws:iam::123456789012:role/task",
        "SecretAccessKey": SECRET,
        "Token": "a/b+c="
    })
}

/// The agent of EKS Pod Identity.
fn eks() -> Value {
    json!({
        "AccessKeyId": "ASIAEXAMPLE",
        "SecretAccessKey": SECRET,
        "Token": "a/b+c=",
        "AccountId": "123456789012",
        "Expiration": "2026-11-23T12:10:00Z"
    })
}

/// The documentation of the AWS CLI, `aws sts assume-role`.
fn sts() -> Value {
    json!({
        "AssumedRoleUser": {
            "AssumedRoleId": "AROA3XFRBF535PLBIFPI4:s3-access-example",
            "Arn": "arn:aws:sts::123456789012:assumed-role/xaccounts3access/s3-access-example"
        },
        "Credentials": {
            "SecretAccessKey": SECRET,
            "SessionToken": "a/b+c=",
            "Expiration": "2026-11-23T12:10:00+00:00",
            "AccessKeyId": "ASIAEXAMPLE"
        }
    })
}

/// The endpoint of STS, for a request with the header `Accept: application/json`.
fn sts_endpoint(action: &str) -> Value {
    let mut result = sts();
    result["Credentials"]["Expiration"] = json!(SECONDS as f64);
    json!({
        format!("{action}Response"): {
            format!("{action}Result"): result,
            "ResponseMetadata": { "RequestId": "c6104cbe-af31-11e0-8154-cbc7ccf896c7" }
        }
    })
}

/// The documentation of Cognito, GetCredentialsForIdentity.
fn cognito() -> Value {
    json!({
        "Credentials": {
            "AccessKeyId": "ASIAEXAMPLE",
            "Expiration": SECONDS as f64,
            "SecretKey": SECRET,
            "SessionToken": "a/b+c="
        },
        "IdentityId": "us-east-1:12345678-ffff-ffff-ffff-123456"
    })
}

/// The documentation of AWS IoT, "Authorizing direct calls to AWS services".
fn iot() -> Value {
    json!({
        "credentials": {
            "accessKeyId": "ASIAEXAMPLE",
            "secretAccessKey": SECRET,
            "sessionToken": "a/b+c=",
            "expiration": "2026-11-23T12:10:00Z"
        }
    })
}

fn sign(credentials: &Credentials) -> String {
    Bucket::new("photos").unwrap().get_object("boat.jpg").sign_at(credentials, NOW).unwrap().into_string()
}

/// Checks that the JSON has the credentials of all samples, in every way to read it.
#[track_caller]
fn check(json: &Value) {
    let expected = Credentials::new("ASIAEXAMPLE", SECRET).with_session_token("a/b+c=").with_expiry(EXPIRY);
    let text = json.to_string();
    let read: [Credentials; 3] = [
        serde_json::from_str(&text).unwrap(),
        serde_json::from_reader(text.as_bytes()).unwrap(),
        serde_json::from_value(json.clone()).unwrap(),
    ];
    for credentials in read {
        assert_eq!(credentials.expires_at(), Some(EXPIRY), "{text}");
        assert_eq!(sign(&credentials), sign(&expected), "{text}");
    }
}

#[track_caller]
fn check_error(json: Value, message: &str) {
    assert_eq!(serde_json::from_value::<Credentials>(json).unwrap_err().to_string(), message);
}

/// Changes the field at a path such as `Credentials.Expiration`. Null removes it.
fn with(mut json: Value, path: &str, value: Value) -> Value {
    let (object, name) = path.rsplit_once('.').unwrap_or(("", path));
    let object = object.split('.').filter(|name| !name.is_empty()).fold(&mut json, |json, name| &mut json[name]);
    object[name] = value;
    json
}

#[test]
fn samples_of_every_service() {
    for sample in [imds(), ecs(), eks(), sts(), cognito(), iot()] {
        check(&sample);
        check(&with(sample.clone(), "Other", json!([{"AccessKeyId": [1, null, true, -1.5]}])));
    }
    for action in [
        "AssumeRole",
        "AssumeRoleWithSAML",
        "AssumeRoleWithWebIdentity",
        "AssumeRoot",
        "GetFederationToken",
        "GetSessionToken",
    ] {
        check(&sts_endpoint(action));
    }
}

#[test]
fn expirations() {
    for sample in [sts(), cognito()] {
        for same in [json!(SECONDS), json!(SECONDS as f64 + 0.999), json!("2026-11-23T12:10:00.5Z")] {
            check(&with(sample.clone(), "Credentials.Expiration", same));
        }
    }
    // As Cognito and STS write it.
    let text = cognito().to_string().replace("1795435800.0", "1.7954358E9");
    assert!(text.contains("1.7954358E9"));
    let credentials: Credentials = serde_json::from_str(&text).unwrap();
    assert_eq!(credentials.expires_at(), Some(EXPIRY));

    let last = with(cognito(), "Credentials.Expiration", json!(253_402_300_799u64));
    let last: Credentials = serde_json::from_value(last).unwrap();
    assert_eq!(last.expires_at(), Some(datetime!(9999-12-31 23:59:59 UTC)));

    let problem = "is neither an RFC 3339 time, such as 2026-11-23T12:00:00Z, nor seconds since 1970";
    for wrong in [
        json!(-1),
        json!(-0.5),
        json!(SECONDS * 1000), // milliseconds
        json!(253_402_300_800u64),
        json!(253_402_300_800.0),
        json!(u64::MAX),
        json!(f64::MAX),
        json!("1795435800"),
        json!(""),
        json!(true),
        json!([SECONDS]),
        json!({}),
    ] {
        for sample in [sts(), cognito()] {
            let message = format!("field `Expiration` of the `Credentials` object {problem}");
            check_error(with(sample, "Credentials.Expiration", wrong.clone()), &message);
        }
    }
    for (sample, path, field) in [
        (imds(), "Expiration", "field `Expiration` of the role credentials"),
        (ecs(), "Expiration", "field `Expiration` of the role credentials"),
        (iot(), "credentials.expiration", "field `expiration` of the `credentials` object"),
    ] {
        check_error(with(sample.clone(), path, json!(SECONDS)), &format!("{field} is not a string"));
        check_error(
            with(sample, path, json!("tomorrow")),
            &format!("{field} is not a valid RFC 3339 time, such as 2026-11-23T12:00:00Z"),
        );
    }
    // An expired session is read, but signs nothing.
    let ended: Credentials = serde_json::from_value(with(imds(), "Expiration", json!("2026-11-23T11:00:00Z"))).unwrap();
    let error = Bucket::new("photos").unwrap().get_object("boat.jpg").sign_at(&ended, NOW).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ExpiredCredentials);
}

#[test]
fn missing_fields() {
    let rows: [(Value, &str, &[&str], &str); 5] = [
        (imds(), "", &["AccessKeyId", "SecretAccessKey", "Token", "Expiration"], "role credentials"),
        (ecs(), "", &["AccessKeyId", "SecretAccessKey", "Expiration"], "role credentials"),
        (
            sts(),
            "Credentials.",
            &["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"],
            "`Credentials` object",
        ),
        (cognito(), "Credentials.", &["AccessKeyId", "SessionToken", "Expiration"], "`Credentials` object"),
        (
            iot(),
            "credentials.",
            &["accessKeyId", "secretAccessKey", "sessionToken", "expiration"],
            "`credentials` object",
        ),
    ];
    for (sample, object, names, what) in rows {
        for name in names {
            let missing = with(sample.clone(), &format!("{object}{name}"), Value::Null);
            check_error(missing, &format!("field `{name}` of the {what} is missing"));
            let number = with(sample.clone(), &format!("{object}{name}"), json!(12_345_678));
            if !name.eq_ignore_ascii_case("expiration") {
                check_error(number, &format!("field `{name}` of the {what} is not a string"));
            }
        }
    }
    // Without the key that tells Cognito from STS, and without the one that tells ECS from a process.
    check_error(
        with(cognito(), "Credentials.SecretKey", Value::Null),
        "field `SecretAccessKey` of the `Credentials` object is missing",
    );
    check_error(with(ecs(), "Token", Value::Null), "field `Version` of the credential process output is missing");
    check_error(sts()["Credentials"].clone(), "field `Version` of the credential process output is missing");
    check_error(with(imds(), "Token", json!("")), "session token is empty: leave it out if the credentials have none");

    check_error(
        with(sts(), "Credentials", json!(SECRET)),
        "field `Credentials` of the credentials JSON is not an object",
    );
    let role = sts_endpoint("AssumeRole");
    check_error(
        with(role.clone(), "AssumeRoleResponse", json!([SECRET])),
        "field `AssumeRoleResponse` of the credentials JSON is not an object",
    );
    check_error(
        with(role.clone(), "AssumeRoleResponse.AssumeRoleResult", Value::Null),
        "field `AssumeRoleResult` of the STS response is missing",
    );
    check_error(
        with(role, "AssumeRoleResponse.AssumeRoleResult.Credentials", Value::Null),
        "field `Credentials` of the STS result is missing",
    );
}

#[test]
fn forms_that_are_mixed() {
    let conflict = |name: &str, of: &str, with: &str| {
        format!("field `{name}` of the {of} can't be combined with `{with}`: give only one of them")
    };
    let json_conflict = |name, with| conflict(name, "credentials JSON", with);
    check_error(with(imds(), "Version", json!(1)), &json_conflict("Code", "Version"));
    check_error(with(ecs(), "Version", json!(1)), &json_conflict("Token", "Version"));
    check_error(with(ecs(), "SessionToken", json!("token")), &json_conflict("SessionToken", "Token"));
    check_error(with(ecs(), "Credentials", json!({})), &json_conflict("AccessKeyId", "Credentials"));
    check_error(with(sts(), "Code", json!("Success")), &json_conflict("Code", "Credentials"));
    check_error(with(iot(), "Version", json!(1)), &json_conflict("Version", "credentials"));
    check_error(with(iot(), "Credentials", json!({})), &json_conflict("credentials", "Credentials"));
    check_error(
        with(sts_endpoint("AssumeRole"), "Credentials", sts()["Credentials"].clone()),
        &json_conflict("Credentials", "AssumeRoleResponse"),
    );
    check_error(
        with(sts(), "Credentials.SecretKey", json!(SECRET)),
        &conflict("SecretKey", "`Credentials` object", "SecretAccessKey"),
    );
    let twice = format!(r#"{{"Credentials": {{"SecretKey": "{SECRET}", "SecretKey": "{SECRET}"}}}}"#);
    let error = serde_json::from_str::<Credentials>(&twice).unwrap_err();
    assert!(error.to_string().starts_with("field `SecretKey` occurs twice at line 1"), "{error}");
}

#[test]
fn error_responses() {
    let error = |code: &str| format!("the response is the error {code}, not credentials: see its message");
    // EC2: "Troubleshooting IAM and Amazon EC2".
    let unauthorized = json!({
        "Code": "AssumeRoleUnauthorizedAccess",
        "Message": "EC2 cannot assume the role photos.",
        "LastUpdated": "2026-11-23T12:00:00Z"
    });
    check_error(unauthorized, &error("AssumeRoleUnauthorizedAccess"));
    check_error(with(imds(), "Code", json!("Failed")), &error("Failed"));
    check_error(with(imds(), "Code", json!("success")), &error("success"));
    check_error(with(imds(), "Code", json!(200)), "field `Code` of the credentials JSON is not a string");
    // The agent of ECS.
    let no_id =
        json!({"code": "NoIdInRequest", "message": "CredentialsV2Request: No ID in the request", "HTTPErrorCode": 400});
    check_error(no_id, &error("NoIdInRequest"));
    // Cognito, and its endpoint in the older form.
    for code in ["NotAuthorizedException", "com.amazonaws.cognito.identity.model#NotAuthorizedException"] {
        let not_authorized = json!({"__type": code, "message": "Unauthenticated access is not supported."});
        check_error(not_authorized, &error("NotAuthorizedException"));
    }
    // STS, in JSON.
    let denied = json!({"Error": {"Code": "AccessDenied", "Message": "no", "Type": "Sender"}, "RequestId": "1"});
    check_error(denied, &error("AccessDenied"));

    // A code that may be something else is not shown.
    let hidden = "the response is an error, not credentials: see its message";
    for code in [SECRET, "", "a b", &"a".repeat(65), "a#"] {
        check_error(with(imds(), "Code", json!(code)), hidden);
        check_error(json!({ "code": code }), hidden);
        check_error(json!({ "Error": { "Code": code } }), hidden);
    }
    // AWS IoT sends no code.
    for other in [json!({"message": "Access Denied"}), json!({"Message": SECRET}), json!({"Error": {}})] {
        check_error(other, hidden);
    }
    // What is no error and no credentials. SSO writes the expiration in milliseconds.
    for other in [json!({}), json!({"roleCredentials": {"accessKeyId": "ASIAEXAMPLE"}}), json!({"accessKeyId": "A"})] {
        check_error(
            other,
            "the credentials JSON has neither `AccessKeyId` nor `Credentials`: give the whole output of a credential \
             process, or the whole response of a service",
        );
    }
}
