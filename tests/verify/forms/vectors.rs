//! Forms that another implementation signed, and that of the documentation.

use presign::Credentials;
use presign::verify::{Policy, Rejection};
use serde_json::Value;
use time::OffsetDateTime;
use time::macros::datetime;

use crate::forms::submission::Submission;
use crate::util::vectors::{date, pairs, rows, text};
use crate::util::{SECRET, credentials};

fn submission(bucket: &str, fields: &[(&str, &str)], region: &str, now: OffsetDateTime) -> Submission {
    Submission {
        bucket: bucket.into(),
        fields: fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        file_name: Some("boat.jpg".into()),
        file_size: 1,
        policy: Policy::new("s3", region),
        key: Box::new(credentials()),
        now,
    }
}

fn row_submission(row: &Value) -> Submission {
    let fields: Vec<_> = pairs(&row["fields"]).collect();
    let now = date(row, "time").time();
    let mut submission = submission(text(&row["bucket"], "name"), &fields, text(&row["bucket"], "region"), now);
    if let Some(token) = row["session_token"].as_str() {
        submission.key = Box::new(Credentials::new("ASIAEXAMPLE", SECRET).with_session_token(token));
    }
    if let Some(range) = row["content_length_range"].as_array() {
        submission.file_size = range[0].as_u64().unwrap();
    }
    submission
}

#[test]
fn forms_of_another_implementation_are_verified() {
    let rows = rows(include_str!("../../vectors/post-policies.json"), "forms");
    for row in &rows {
        let name = text(row, "name");
        let good = row_submission(row);
        let key = good.value("key").replace("${filename}", "boat.jpg");
        assert_eq!(good.verify(), Ok(()), "{name}");
        assert_eq!(good.verify_with(|form| form.key().to_owned()), Ok(key), "{name}");

        let mut other = row_submission(row);
        other.add("x-amz-meta-other", "1");
        assert!(matches!(other.verify(), Err(Rejection::Form(_))), "{name}");
        let mut other = row_submission(row);
        other.bucket.push('2');
        assert!(matches!(other.verify(), Err(Rejection::Form(_))), "{name}");
        let mut other = row_submission(row);
        other.set("x-amz-signature", &"0".repeat(64));
        assert_eq!(other.verify(), Err(Rejection::SignatureMismatch), "{name}");
    }
    assert_eq!(rows.len(), 17);
}

/// The example of S3's documentation: "Browser-based upload using HTTP POST (using AWS signature version 4)". Its policy
/// has line breaks, and its form spells some names in another case than the policy.
#[test]
fn the_example_of_the_documentation() {
    const POLICY: &str = "\
        eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1Y2tldCI6ICJzaWd2NGV4\
        YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9\
        LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3Nm\
        dWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRhLXV1\
        aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaWRlLWVuY3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMt\
        d2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEy\
        MjkvdXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwNCiAgICB7Ingt\
        YW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9";
    let fields = [
        ("key", "user/user1/${filename}"),
        ("acl", "public-read"),
        ("success_action_redirect", "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"),
        ("Content-Type", "image/jpeg"),
        ("x-amz-meta-uuid", "14365123651274"),
        ("x-amz-server-side-encryption", "AES256"),
        ("X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"),
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-Date", "20151229T000000Z"),
        ("x-amz-meta-tag", ""),
        ("Policy", POLICY),
        ("X-Amz-Signature", "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e"),
    ];
    let mut submission = submission("sigv4examplebucket", &fields, "us-east-1", datetime!(2015-12-30 11:59:59 UTC));
    submission.key = Box::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
    assert_eq!(submission.verify_with(|form| form.key().to_owned()).as_deref(), Ok("user/user1/boat.jpg"));
}
