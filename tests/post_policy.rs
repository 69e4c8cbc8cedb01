//! Compares forms with those of another implementation, and checks that a server accepts exactly what the policy
//! allows.

#![cfg(feature = "post")]

mod naive_form;
mod util;

use std::time::Duration;

use presign::s3::{Addressing, PostPolicy, PresignedPost};
use presign::sigv4::{Scope, SigningKey};
use presign::{Bucket, Credentials, ErrorKind, Identity, TokenKind};
use serde_json::Value;
use time::macros::datetime;

use crate::naive_form::{Condition, Rule, Upload, conditions, decode_policy};
use crate::util::vectors::{date, pairs, rows, text};
use crate::util::{NOW, SECRET, credentials};

fn bucket() -> Bucket {
    Bucket::builder("photos").region("eu-west-1").build().unwrap()
}

/// Signs a policy for a valid bucket. The caller completes the policy.
fn signed(make: impl FnOnce(PostPolicy<'_>) -> PostPolicy<'_>) -> PresignedPost {
    make(bucket().post_policy()).sign_at(&credentials(), NOW).unwrap()
}

fn value<'a>(post: &'a PresignedPost, name: &str) -> &'a str {
    post.fields().find(|(other, _)| *other == name).unwrap_or_else(|| panic!("no field {name}")).1
}

fn policy(post: &PresignedPost) -> Value {
    decode_policy(value(post, "policy"))
}

/// Returns the conditions on a field. Its name is in lower case.
fn rules(post: &PresignedPost, field: &str) -> Vec<Rule> {
    let conditions = conditions(&policy(post)).into_iter();
    conditions.filter(|condition| condition.field == field).map(|condition| condition.rule).collect()
}

fn upload(post: &PresignedPost) -> Upload<'static> {
    let fields = post.fields().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    Upload { fields, bucket: "photos", file_name: "boat.jpg", file_length: 1000, now: "2026-11-23T12:00:00Z" }
}

fn with(upload: &Upload<'static>, name: &str, value: &str) -> Upload<'static> {
    let mut upload = upload.clone();
    upload.fields.retain(|(other, _)| other != name);
    upload.fields.push((name.into(), value.into()));
    upload
}

#[test]
fn forms_agree_with_another_implementation() {
    let rows = rows(include_str!("vectors/post-policies.json"), "forms");
    assert_eq!(rows.len(), 17, "the number of rows changed");
    for row in &rows {
        check_row(row);
    }
}

fn check_row(row: &Value) {
    let name = text(row, "name");
    let time = date(row, "time").time();
    let credentials = match row["session_token"].as_str() {
        Some(token) => Credentials::new("ASIAEXAMPLE", SECRET).with_session_token(token),
        None => credentials(),
    };
    let bucket = row_bucket(&row["bucket"]);
    let mut policy = bucket.post_policy().key(text(row, "key")).allow_file_name_variable();
    for given in row["given"].as_array().into_iter().flatten() {
        policy = match text(given, 1) {
            "is" => policy.field(text(given, 0), text(given, 2)),
            "starts-with" => policy.field_starts_with(text(given, 0), text(given, 2)),
            other => panic!("{name}: {other}"),
        };
    }
    if let Some(range) = row["content_length_range"].as_array() {
        policy = policy.content_length_range(range[0].as_u64().unwrap()..=range[1].as_u64().unwrap());
    }
    policy = policy.expires_in(Duration::from_secs(row["expires_in"].as_u64().unwrap()));
    let post = policy.sign_at(&credentials, time).unwrap_or_else(|error| panic!("{name}: {error}"));

    assert_eq!(post.url(), text(row, "url"), "{name}");
    let theirs: Vec<_> = pairs(&row["fields"]).collect();
    assert_eq!(post.fields().count(), theirs.len(), "{name}");
    for ((our_name, ours), (their_name, theirs)) in post.fields().zip(&theirs) {
        assert_eq!(our_name, *their_name, "{name}");
        match our_name {
            // The policies differ in form, so the signatures differ too. Both are compared below.
            "policy" | "x-amz-signature" => {}
            // The vectors hold the value that a client completed.
            open if post.open_fields().any(|name| name == open) => assert!(theirs.starts_with(ours), "{name}: {open}"),
            _ => assert_eq!(ours, *theirs, "{name}: {our_name}"),
        }
    }

    let their = |wanted: &str| theirs.iter().find(|(name, _)| *name == wanted).unwrap().1;
    assert_same_policy(&self::policy(&post), &decode_policy(their("policy")), name);

    let scope = Scope::new(time.date(), bucket.region(), bucket.signing_service()).unwrap();
    let key = SigningKey::derive(SECRET, &scope);
    assert_eq!(
        key.sign(their("policy").as_bytes()).to_string(),
        their("x-amz-signature"),
        "{name}: the signature of their policy"
    );
    assert_eq!(
        key.sign(value(&post, "policy").as_bytes()).to_string(),
        value(&post, "x-amz-signature"),
        "{name}: the signature of our policy"
    );
}

fn row_bucket(row: &Value) -> Bucket {
    let addressing = match text(row, "addressing") {
        "virtual" => Addressing::VirtualHosted,
        "path" => Addressing::Path,
        "auto" => Addressing::Auto,
        other => panic!("{other}"),
    };
    let mut builder = Bucket::builder(text(row, "name")).region(text(row, "region")).addressing(addressing);
    if let Some(endpoint) = row["endpoint"].as_str() {
        builder = builder.endpoint(endpoint);
    }
    builder.build().unwrap()
}

#[track_caller]
fn assert_same_policy(ours: &Value, theirs: &Value, name: &str) {
    assert_eq!(text(ours, "expiration"), text(theirs, "expiration").replace(".000Z", "Z"), "{name}");
    assert_eq!(ours.as_object().unwrap().len(), 2, "{name}");
    let [ours, theirs] = [ours, theirs].map(|policy| {
        let mut conditions = conditions(policy);
        conditions.sort();
        conditions
    });
    assert_eq!(ours, theirs, "{name}");
}

/// Signs the example in the S3 documentation: "Browser-based upload using HTTP POST (using AWS signature version 4)".
#[test]
fn the_aws_example() {
    const POLICY: &str = "\
        eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1Y2tldCI6ICJzaWd2NGV4\
        YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9\
        LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3Nm\
        dWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRhLXV1\
        aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaWRlLWVuY3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMt\
        d2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEy\
        MjkvdXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwNCiAgICB7Ingt\
        YW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9";
    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    let at = datetime!(2015-12-29 00:00 UTC);

    let key = SigningKey::derive(SECRET, &Scope::new(at.date(), "us-east-1", "s3").unwrap());
    let signature = "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e";
    assert_eq!(key.sign(POLICY.as_bytes()).to_string(), signature);

    let bucket = Bucket::builder("sigv4examplebucket").global_endpoint(true).build().unwrap();
    let post = bucket
        .post_policy()
        .key_starts_with("user/user1/")
        .acl("public-read")
        .success_action_redirect("http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html")
        .content_type_starts_with("image/")
        .metadata("uuid", "14365123651274")
        .field("x-amz-server-side-encryption", "AES256")
        .field_starts_with("x-amz-meta-tag", "")
        .expires_in(Duration::from_secs(36 * 60 * 60))
        .sign_at(&Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET), at)
        .unwrap();
    assert_same_policy(&policy(&post), &decode_policy(POLICY), "the example");
    assert_eq!(post.url(), "https://sigv4examplebucket.s3.amazonaws.com/");
    assert_eq!(value(&post, "key"), "user/user1/${filename}");
}

#[test]
fn the_policy_as_json() {
    let post = signed(|policy| policy.key("boat.jpg").content_length_range(1..=10));
    let json = r#"{"expiration":"2026-11-23T12:15:00Z","conditions":[{"bucket":"photos"},{"key":"boat.jpg"},
        {"x-amz-algorithm":"AWS4-HMAC-SHA256"},{"x-amz-credential":"AKIDEXAMPLE/20261123/eu-west-1/s3/aws4_request"},
        {"x-amz-date":"20261123T120000Z"},["content-length-range",1,10]]}"#;
    assert_eq!(policy(&post), serde_json::from_str::<Value>(json).unwrap());
}

#[test]
fn fields_are_in_the_order_to_send_them() {
    let post = bucket()
        .post_policy()
        .key("boat.jpg")
        .metadata("album", "harbour")
        .content_type("image/jpeg")
        .acl("private")
        .success_action_status(201)
        .sign_at(&credentials().with_session_token("a/b+c="), NOW)
        .unwrap();
    let names: Vec<_> = post.fields().map(|(name, _)| name).collect();
    let expected = [
        "x-amz-meta-album",
        "Content-Type",
        "acl",
        "success_action_status",
        "key",
        "x-amz-algorithm",
        "x-amz-credential",
        "x-amz-date",
        "x-amz-security-token",
        "policy",
        "x-amz-signature",
    ];
    assert_eq!(names, expected);
    assert_eq!(value(&post, "x-amz-security-token"), "a/b+c=");
    assert_eq!(rules(&post, "x-amz-security-token"), [Rule::Is("a/b+c=".into())]);
    assert_eq!(post.open_fields().count(), 0);
}

#[test]
fn a_file_name_variable_becomes_a_prefix_condition() {
    let starts_with = |prefix: &str| vec![Rule::StartsWith(prefix.to_string())];
    for (key, prefix) in [
        ("uploads/${filename}", "uploads/"),
        ("${filename}", ""),
        ("a/${filename}.bak", "a/"),
        ("${filename}/${filename}", ""),
    ] {
        let post = signed(|policy| policy.key(key).allow_file_name_variable());
        assert_eq!((value(&post, "key"), rules(&post, "key")), (key, starts_with(prefix)));
    }
    for (key, rule) in [("$filename", "$filename"), ("${filename", "${filename"), ("{filename}", "{filename}")] {
        assert_eq!(rules(&signed(|policy| policy.key(key)), "key"), [Rule::Is(rule.into())]);
    }
    let post = signed(|policy| policy.key_starts_with("uploads/"));
    assert_eq!(post, signed(|policy| policy.key("uploads/${filename}").allow_file_name_variable()));
    assert_eq!(rules(&signed(|policy| policy.key_starts_with("")), "key"), starts_with(""));

    // The variable works in other fields too.
    let post = signed(|policy| {
        policy.key("a").metadata("name", "file ${filename}").acl("p${filename}").allow_file_name_variable()
    });
    assert_eq!(rules(&post, "x-amz-meta-name"), starts_with("file "));
    assert_eq!(rules(&post, "acl"), starts_with("p"));
}

#[test]
fn a_client_completes_open_fields() {
    let post = signed(|policy| {
        policy
            .key("boat.jpg")
            .content_type_starts_with("image/")
            .field_starts_with("x-amz-meta-title", "")
            .acl("private")
    });
    assert_eq!(post.open_fields().collect::<Vec<_>>(), ["Content-Type", "x-amz-meta-title"]);
    assert_eq!((value(&post, "Content-Type"), value(&post, "x-amz-meta-title")), ("image/", ""));

    let upload = upload(&post);
    assert_eq!(upload.receive(SECRET), Ok("boat.jpg".into()), "unchanged");
    assert!(with(&with(&upload, "Content-Type", "image/png"), "x-amz-meta-title", "A boat").receive(SECRET).is_ok());
    assert!(with(&upload, "Content-Type", "image/png,image/gif").receive(SECRET).is_ok());
    for wrong in ["text/html", "image", "image/png,text/html", ""] {
        assert!(with(&upload, "Content-Type", wrong).receive(SECRET).is_err(), "{wrong}");
    }
}

#[test]
fn what_the_policy_does_not_allow_is_rejected() {
    let post = signed(|policy| policy.key_starts_with("uploads/").acl("private").content_length_range(1..=1000));
    let good = upload(&post);
    assert_eq!(good.receive(SECRET), Ok("uploads/boat.jpg".into()));
    let named = Upload { file_name: r"C:\pictures/sea\harbour.jpg", ..good.clone() };
    assert_eq!(named.receive(SECRET), Ok("uploads/harbour.jpg".into()));
    assert_eq!(with(&good, "key", "uploads/other").receive(SECRET), Ok("uploads/other".into()));
    assert!(with(&good, "x-ignore-tracking", "1").receive(SECRET).is_ok());

    let without = |name: &str| {
        let mut upload = good.clone();
        upload.fields.retain(|(other, _)| other != name);
        upload
    };
    let bad = [
        with(&good, "key", "elsewhere/boat.jpg"),
        with(&good, "acl", "public-read"),
        with(&good, "x-amz-meta-added", "1"),
        with(&good, "x-amz-date", "20261123T120001Z"),
        with(&good, "x-amz-signature", &"0".repeat(64)),
        without("acl"),
        without("key"),
        Upload { file_length: 0, ..good.clone() },
        Upload { file_length: 1001, ..good.clone() },
        Upload { bucket: "paintings", ..good.clone() },
        Upload { now: "2026-11-23T12:15:00Z", ..good.clone() },
    ];
    for upload in bad {
        assert!(upload.receive(SECRET).is_err(), "{upload:?}");
    }
    assert!(good.receive("another secret").is_err());
    let other = signed(|policy| policy.key_starts_with("").acl("private"));
    assert!(with(&good, "policy", value(&other, "policy")).receive(SECRET).is_err(), "the policy is signed");
    assert!(Upload { now: "2026-11-23T12:14:59Z", ..good }.receive(SECRET).is_ok());
}

#[test]
fn a_form_reports_when_it_expires() {
    let sign = |credentials: &Credentials| {
        let bucket = bucket();
        let policy = bucket.post_policy().key("boat.jpg").expires_in(Duration::from_millis(3_600_999));
        policy.sign_at(credentials, datetime!(2026-11-23 14:00:00.5 +02:00)).unwrap()
    };
    let post = sign(&credentials());
    assert_eq!((post.signed_at(), post.expires_at()), (NOW, datetime!(2026-11-23 13:00 UTC)));
    assert_eq!(policy(&post)["expiration"], "2026-11-23T13:00:00Z");

    for (ends, expected) in [
        (datetime!(2026-11-23 12:00:01 UTC), "2026-11-23T12:00:01Z"),
        (datetime!(2026-11-23 12:30:00.9 UTC), "2026-11-23T12:30:00Z"),
        (datetime!(2026-11-24 12:00 UTC), "2026-11-23T13:00:00Z"),
    ] {
        let post = sign(&credentials().with_expiry(ends));
        assert_eq!(policy(&post)["expiration"], expected);
        assert!(post.expires_at() <= ends);
    }
    let post = signed(|policy| policy.key("boat.jpg"));
    assert_eq!(post.expires_at(), datetime!(2026-11-23 12:15 UTC));
    let post = signed(|policy| policy.key("boat.jpg").expires_in(Duration::from_secs(604_800)));
    assert_eq!(policy(&post)["expiration"], "2026-11-30T12:00:00Z");
}

/// A session is for a directory bucket, which has no forms.
#[test]
fn an_s3_express_session_cannot_sign_a_form() {
    let identity = Identity::new("ASIAEXAMPLE").with_token(TokenKind::S3Session, "token");
    let error = bucket().post_policy().key("boat.jpg").prepare_at(&identity, NOW).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SessionCredentials);
}

#[test]
fn a_prepared_form_has_the_signature_it_is_given() {
    let identity = Identity::new("ASIAEXAMPLE").with_token(TokenKind::Security, "token");
    let prepared = bucket().post_policy().key("boat.jpg").prepare_at(&identity, NOW).unwrap();
    let post = prepared.finish(&[0xab; 32]).unwrap();
    assert_eq!(value(&post, "x-amz-security-token"), "token");
    assert_eq!(rules(&post, "x-amz-security-token"), [Rule::Is("token".into())]);
    assert_eq!(value(&post, "x-amz-signature"), "ab".repeat(32));
}

#[test]
fn a_policy_can_be_signed_repeatedly() {
    let bucket = bucket();
    let policy = bucket.post_policy().key("boat.jpg").content_type("image/jpeg");
    let first = policy.sign_at(&credentials(), NOW).unwrap();
    assert_eq!(first, policy.clone().sign_at(&credentials(), NOW).unwrap());
    assert_ne!(first, policy.sign_at(&credentials(), NOW + time::Duration::SECOND).unwrap());
}

#[cfg(feature = "std")]
#[test]
fn sign_uses_the_system_clock() {
    let bucket = bucket();
    let policy = bucket.post_policy().key("boat.jpg");
    let (url, post) = (bucket.get_object("boat.jpg").sign(&credentials()), policy.sign(&credentials()));
    let apart = post.unwrap().signed_at() - url.unwrap().signed_at();
    assert!((time::Duration::ZERO..time::Duration::MINUTE).contains(&apart));
}

#[test]
fn a_range_can_be_one_length_or_open_ended() {
    for (range, rule) in [(0..=0, Rule::Within(0, 0)), (5..=u64::MAX, Rule::Within(5, u64::MAX))] {
        let post = signed(|policy| policy.key("boat.jpg").content_length_range(range));
        assert_eq!(rules(&post, "content-length-range"), [rule]);
    }
    assert!(rules(&signed(|policy| policy.key("boat.jpg")), "content-length-range").is_empty());
}

/// Every condition is either on a field of the form, or on the bucket or the length, which are not fields.
#[test]
fn there_are_no_other_conditions() {
    let post = signed(|policy| policy.key("boat.jpg").content_type("image/jpeg").content_length_range(1..=10));
    for Condition { field, .. } in conditions(&policy(&post)) {
        let known = ["bucket", "content-length-range"].contains(&&*field);
        assert!(known || post.fields().any(|(name, _)| name.eq_ignore_ascii_case(&field)), "{field}");
    }
}
