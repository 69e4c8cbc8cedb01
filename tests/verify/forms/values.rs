//! What a server gets from a form: the key, the fields and the file name in them.

use presign::verify::{FormRejection, PostForm};
use presign::{Bucket, TokenKind};
use time::macros::datetime;

use crate::forms::submission::{Submission, conditions, policy};
use crate::util::{NOW, credentials};

/// Submits a form with `${filename}` in two fields.
fn named(file_name: Option<&str>) -> Submission {
    let bucket = Bucket::new("photos").unwrap();
    let form = bucket.post_policy().key("a/${filename}/${filename}.jpg").metadata("name", "<${filename}>");
    let mut submission = Submission::of(&form.allow_file_name_variable().sign_at(&credentials(), NOW).unwrap());
    submission.file_name = file_name.map(str::to_owned);
    submission
}

#[test]
fn the_name_of_the_file() {
    for (file_name, key, field) in [
        (Some("boat.jpg"), "a/boat.jpg/boat.jpg.jpg", "<boat.jpg>"),
        (Some(r"C:\Pictures\my boat.jpg"), "a/my boat.jpg/my boat.jpg.jpg", "<my boat.jpg>"),
        (Some("/2026/boat.jpg"), "a/boat.jpg/boat.jpg.jpg", "<boat.jpg>"),
        (Some(r"a\b/c"), "a/c/c.jpg", "<c>"),
        (Some(r"a/b\c"), "a/c/c.jpg", "<c>"),
        (Some("日本.jpg"), "a/日本.jpg/日本.jpg.jpg", "<日本.jpg>"),
        (Some(".."), "a/../...jpg", "<..>"),
        (Some(""), "a//.jpg", "<>"),
        (Some("folder/"), "a//.jpg", "<>"),
        // It is replaced once.
        (Some("${filename}"), "a/${filename}/${filename}.jpg", "<${filename}>"),
        (Some("%2e%2e"), "a/%2e%2e/%2e%2e.jpg", "<%2e%2e>"),
        // The part of the file has no parameter `filename`.
        (None, "a/${filename}/${filename}.jpg", "<${filename}>"),
    ] {
        let served = named(file_name).verify_with(|form| {
            let field = form.field("X-Amz-Meta-Name").map(str::to_owned);
            (form.key().to_owned(), field, form.fields().map(|(_, value)| value.to_owned()).collect::<Vec<_>>())
        });
        let fields = vec![field.to_owned(), key.to_owned()];
        assert_eq!(served, Ok((key.into(), Some(field.into()), fields)), "{file_name:?}");
    }
}

/// The conditions are for the values after the file name was replaced.
#[test]
fn a_file_name_does_not_widen_a_policy() {
    let exact = policy("2026-11-23T12:15:00Z", &conditions(&[r#"{"key": "uploads/boat.jpg"}"#]));
    let submit = |key: &str, file_name: &str| {
        let mut submission = Submission::with_policy(&exact);
        submission.set("key", key);
        submission.file_name = Some(file_name.into());
        submission.verify()
    };
    assert_eq!(submit("uploads/boat.jpg", "x"), Ok(()));
    assert_eq!(submit("uploads/${filename}", "boat.jpg"), Ok(()));
    assert_eq!(submit("${filename}", "uploads/boat.jpg"), submit("boat.jpg", ""));
    assert!(submit("${filename}", "uploads/boat.jpg").is_err());
    assert!(submit("uploads/${filename}", "boat.png").is_err());
    assert!(submit("uploads/boat.jpg${FILENAME}", "").is_err());
    assert_eq!(submit("uploads/boat.jpg${filename}", ""), Ok(()));
    // The whole key.
    assert_eq!(submit("${filename}", "a/"), Err(FormRejection::MissingField { name: "key" }.into()));
}

#[test]
fn fields_of_the_object() {
    let mut submission = Submission::good(&credentials());
    submission.add("X-Ignore-Tracker", "1");
    let (fields, expires_at) = submission
        .verify_with(|form| {
            assert_eq!(form.access_key_id(), "AKIDEXAMPLE");
            assert_eq!(form.key(), "uploads/alice/boat.jpg");
            assert_eq!(form.field("content-TYPE"), Some("image/jpeg"));
            for absent in ["tagging", "x-ignore-tracker", "policy", "X-Amz-Signature", "x-amz-date", "x-amz-credential"]
            {
                assert_eq!(form.field(absent), None, "{absent}");
            }
            let fields: Vec<_> = form.fields().map(|(name, value)| format!("{name}={value}")).collect();
            (fields, form.expires_at())
        })
        .unwrap();
    assert_eq!(
        fields,
        [
            "Content-Type=image/jpeg",
            "acl=private",
            "success_action_status=201",
            "x-amz-meta-album=harbor",
            "key=uploads/alice/boat.jpg",
        ]
    );
    assert_eq!(expires_at, datetime!(2026-11-23 12:15 UTC));
    submission.policy = submission.policy.max_expires(std::time::Duration::from_secs(60));
    assert_eq!(submission.verify_with(|form| form.expires_at()), Ok(datetime!(2026-11-23 12:01 UTC)));
}

#[test]
fn what_a_form_claims() {
    let session = credentials().with_session_token("token+/=").with_expiry(datetime!(2026-11-23 13:00 UTC));
    let submission = Submission::good(&session);
    let fields: Vec<_> = submission.fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    let unverified = PostForm::new("photos", &fields).file_name("boat.jpg").parse().unwrap();
    assert_eq!(unverified.access_key_id(), "AKIDEXAMPLE");
    assert_eq!(unverified.scope().to_string(), "20261123/us-east-1/s3/aws4_request");
    let (kind, token) = unverified.session_token().unwrap();
    assert_eq!((kind, token.as_str()), (TokenKind::Security, "token+/="));
    assert_eq!(unverified.signed_at(), NOW);
    assert_eq!(unverified.expires_at(), Some(datetime!(2026-11-23 12:15 UTC)));

    let claimed = |policy: &str| {
        let mut submission = Submission::good(&credentials());
        submission.sign(policy.as_bytes());
        let fields: Vec<_> = submission.fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        PostForm::new("photos", &fields).parse().unwrap().expires_at()
    };
    assert_eq!(claimed(&policy("2099-01-01T00:00:00Z", "")), Some(datetime!(2026-11-30 12:00 UTC)));
    assert_eq!(claimed("{}"), None);

    // An access key ID may contain slashes.
    let slashes = presign::Credentials::new("team/alice", "secret");
    let mut submission = Submission::good(&slashes);
    submission.key = Box::new(slashes);
    assert_eq!(submission.verify_with(|form| form.access_key_id().to_owned()).as_deref(), Ok("team/alice"));
}

#[test]
fn no_debug_shows_a_value() {
    let session = credentials().with_session_token("secret-token");
    let mut submission = Submission::good(&session);
    submission.key = Box::new(session);
    submission.set("x-amz-meta-album", "harbor");
    let fields: Vec<_> = submission.fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    let form = PostForm::new("photos", &fields).file_name("boat.jpg");
    let unverified = form.parse().unwrap();
    let verified = unverified.verify_at(&*submission.key, &submission.policy, NOW).unwrap();
    for debug in [format!("{form:?}"), format!("{unverified:?}"), format!("{verified:?}")] {
        for value in
            ["secret-token", "harbor", "image/jpeg", submission.value("policy"), submission.value("x-amz-signature")]
        {
            assert!(!debug.contains(value), "{value} in {debug}");
        }
    }
    assert!(format!("{form:?}").contains(r#""x-amz-security-token""#));
    assert!(format!("{unverified:?}").contains("20261123/us-east-1/s3/aws4_request"));
    assert!(format!("{verified:?}").contains("uploads/alice/boat.jpg"));
}
