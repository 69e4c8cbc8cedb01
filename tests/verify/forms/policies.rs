//! The policies of forms: malformed ones, and conditions that are met or not.

use presign::verify::{FormRejection, Rejection};
use time::macros::datetime;

use crate::forms::submission::{Submission, conditions, policy};
use crate::util::credentials;

const END: &str = "2026-11-23T12:15:00Z";

fn form() -> Submission {
    Submission::good(&credentials())
}

fn form_with(condition: &str) -> Submission {
    Submission::with_policy(&policy(END, &conditions(&[condition])))
}

#[test]
fn malformed_policies() {
    let good = policy(END, &conditions(&[]));
    assert_eq!(Submission::with_policy(&good).verify(), Ok(()));
    let documents = [
        ("", "Invalid JSON."),
        ("null", "Invalid JSON."),
        ("[]", "Invalid JSON."),
        (r#""a""#, "Invalid JSON."),
        ("{}", "Policy missing expiration."),
        (r#"{"conditions": []}"#, "Policy missing expiration."),
        (r#"{"EXPIRATION": "2026-11-23T12:15:00Z"}"#, "Unexpected: 'expiration'"),
        (r#"{"expiration": "2026-11-23T12:15:00Z"}"#, "Policy missing conditions."),
        (r#"{"expiration": "2026-11-23T12:15:00Z", "Conditions": []}"#, "Unexpected: 'conditions'"),
        (r#"{"Version": "2012-10-17", "Statement": []}"#, "Unexpected: 'version'"),
        (r#"{"expiration": "2026-11-23T12:15:00Z", "conditions": {}}"#, "Invalid 'conditions' value: must be a List."),
        (
            r#"{"expiration": "2026-11-23T12:15:00Z", "conditions": null}"#,
            "Invalid 'conditions' value: must be a List.",
        ),
        (r#"{"expiration": 1795609000, "conditions": []}"#, "Invalid JSON."),
        (r#"{"expiration": null, "conditions": []}"#, "Invalid JSON."),
    ];
    for (document, reason) in documents {
        let rejection = FormRejection::InvalidPolicy { reason: reason.into() };
        assert_eq!(Submission::with_policy(document).verify(), Err(rejection.into()), "{document}");
    }
    for expiration in [
        "",
        "2026-11-23",
        "2026-11-23T12:15:00",
        "2026-11-23T13:15:00+01:00",
        "2026-11-23T12:15:00+00:00",
        "2026-11-23 12:15:00 UTC",
        "2026-11-23 12:15:00Z",
        "2026-11-23t12:15:00z",
        "20261123T121500Z",
        "2026-11-31T12:15:00Z",
        "2026-11-23T24:15:00Z",
        "99999-11-23T12:15:00Z",
    ] {
        let submission = Submission::with_policy(&policy(expiration, &conditions(&[])));
        let reason = format!("Invalid 'expiration' value: '{expiration}'").into();
        assert_eq!(submission.verify(), Err(FormRejection::InvalidPolicy { reason }.into()), "{expiration}");
    }
    for expiration in ["2026-11-23T12:15:00.000Z", "2026-11-23T12:15:00.9Z"] {
        let mut submission = Submission::with_policy(&policy(expiration, &conditions(&[])));
        assert_eq!(submission.verify(), Ok(()), "{expiration}");
        submission.now = datetime!(2026-11-23 12:15 UTC);
        assert_eq!(submission.verify(), Err(FormRejection::Expired.into()), "{expiration}");
    }
    let json = FormRejection::InvalidPolicy { reason: "Invalid JSON.".into() };
    for document in [
        good[..good.len() - 1].to_owned(),
        format!("{good}}}"),
        format!("{good} {good}"),
        good.replace(']', ",]"),
        good.replace('"', "'"),
        good.replace("photos", "\\$photos"),
        good.replace("photos", "photos\n"),
        good.replacen('{', r#"{"expiration": "2099-01-01T00:00:00Z", "#, 1),
        good.replacen('{', r#"{"conditions": [], "#, 1),
        good.replacen("conditions", "expiration", 1),
        format!("\u{feff}{good}"),
    ] {
        assert_eq!(Submission::with_policy(&document).verify(), Err(json.clone().into()), "{document}");
    }
    let mut submission = form();
    submission.sign(&good.replace("photos", "ph\u{e9}").encode_utf16().map(|unit| unit as u8).collect::<Vec<_>>());
    assert_eq!(submission.verify(), Err(json.into()), "not UTF-8");
    for text in ["%", "e30", "e30=e30=", "e31=", " e30=", "e30=\r\n", "e30-", "\u{e9}"] {
        let mut submission = form();
        submission.sign_encoded(text);
        let rejection = FormRejection::InvalidPolicy { reason: "invalid Base64 encoding.".into() };
        assert_eq!(submission.verify(), Err(rejection.into()), "{text}");
    }
}

#[test]
fn malformed_conditions() {
    const SIMPLE: &str = "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.";
    for (condition, reason) in [
        ("null", "Invalid condition test: must be a List or Object."),
        ("1", "Invalid condition test: must be a List or Object."),
        (r#""acl""#, "Invalid condition test: must be a List or Object."),
        ("{}", SIMPLE),
        (r#"{"acl": "private", "success_action_status": "201"}"#, SIMPLE),
        (r#"{"acl": "private", "acl": "private"}"#, SIMPLE),
        (r#"{"success_action_status": 201}"#, "Invalid Simple-Condition: value must be a string."),
        (r#"{"success_action_status": -1.5}"#, "Invalid Simple-Condition: value must be a string."),
        (r#"{"acl": null}"#, "Invalid JSON."),
        (r#"{"acl": true}"#, "Invalid JSON."),
        (r#"{"acl": ["private"]}"#, "Invalid JSON."),
        ("[]", "Invalid Condition: missing operation identifier."),
        ("[1, 2, 3]", "Invalid JSON."),
        (r#"[["eq"], "$acl", "private"]"#, "Invalid JSON."),
        (r#"["ends-with", "$acl", "e"]"#, "Invalid Condition: unknown operation 'ends-with'."),
        (r#"["eq ", "$acl", "private"]"#, "Invalid Condition: unknown operation 'eq '."),
        (r#"["eq", "$acl"]"#, "Invalid eq: wrong number of arguments."),
        (r#"["EQ", "$acl", "private", "private"]"#, "Invalid eq: wrong number of arguments."),
        (r#"["starts-with"]"#, "Invalid starts-with: wrong number of arguments."),
        (r#"["content-length-range", 0]"#, "Invalid content-length-range: wrong number of arguments."),
        (r#"["eq", "$success_action_status", 201]"#, "Invalid JSON."),
        (r#"["starts-with", "$acl", null]"#, "Invalid JSON."),
        (r#"["eq", {"acl": "private"}, "private"]"#, "Invalid JSON."),
        (r#"["content-length-range", 0, 512.0]"#, "Invalid JSON."),
        (r#"["content-length-range", -1, 2000]"#, "Invalid JSON."),
        (r#"["content-length-range", 0, 18446744073709551616]"#, "Invalid JSON."),
        (r#"["content-length-range", 0, null]"#, "Invalid JSON."),
    ] {
        let rejection = FormRejection::InvalidPolicy { reason: reason.into() };
        assert_eq!(form_with(condition).verify(), Err(rejection.into()), "{condition}");
    }
}

#[test]
fn conditions_that_are_met() {
    for condition in [
        r#"{"acl": "private"}"#,
        r#"{"ACL": "private"}"#,
        r#"["eq", "$acl", "private"]"#,
        r#"["Eq", "$Acl", "private"]"#,
        r#"["StArTs-WiTh", "$acl", "priv"]"#,
        r#"["starts-with", "$acl", "private"]"#,
        r#"["starts-with", "$Bucket", "pho"]"#,
        r#"["eq", "$bucket", "photos"]"#,
        r#"["eq", "$acl", "\u0070rivate"]"#,
        r#"["content-length-range", 1000, 1000]"#,
        r#"["Content-Length-Range", 0, 18446744073709551615]"#,
        r#"["content-length-range", "5", "1000"]"#,
        r#"["content-length-range", "0005", 1000]"#,
        r#"{"key": "uploads/alice/boat.jpg"}"#,
        r#"["starts-with", "$policy", ""]"#,
    ] {
        assert_eq!(form_with(condition).verify(), Ok(()), "{condition}");
    }
}

#[test]
fn conditions_that_are_not_met() {
    let check = |condition: &str, shown: &str| {
        let rejection = FormRejection::ConditionFailed { condition: shown.into() };
        assert_eq!(form_with(condition).verify(), Err(rejection.into()), "{condition}");
    };
    for (condition, shown) in [
        (r#"{"acl": "Private"}"#, r#"["eq", "$acl", "Private"]"#),
        (r#"{"acl":"priv"}"#, r#"["eq", "$acl", "priv"]"#),
        (r#"{"Acl": ""}"#, r#"["eq", "$Acl", ""]"#),
        (r#"{"bucket":"photo"}"#, r#"["eq", "$bucket", "photo"]"#),
        (r#"{"tagging": ""}"#, r#"["eq", "$tagging", ""]"#),
        (r#"{"$acl": "private"}"#, r#"["eq", "$$acl", "private"]"#),
        (r#"{"": ""}"#, r#"["eq", "$", ""]"#),
        (r#"{"content-length": "1000"}"#, r#"["eq", "$content-length", "1000"]"#),
        (r#"{"key": "uploads/alice/${filename}"}"#, r#"["eq", "$key", "uploads/alice/${filename}"]"#),
    ] {
        check(condition, shown);
    }
    for condition in [
        r#"["eq", "$acl", "private "]"#,
        r#"["eq", "acl", "private"]"#,
        r#"["starts-with", "acl", ""]"#,
        r#"["starts-with", "", ""]"#,
        r#"["starts-with", "$acl", "Private"]"#,
        r#"["starts-with", "$acl", "private "]"#,
        r#"["starts-with", "$tagging", ""]"#,
        r#"["starts-with", "$file", ""]"#,
        r#"["starts-with", "$bucket", "photos2"]"#,
        r#"["starts-with", "$key", "uploads/bob/"]"#,
        r#"["starts-with", "$x-amz-meta-album", "a\"b\\"]"#,
        r#"["content-length-range", 2, 1]"#,
        r#"["content-length-range", "test", "10"]"#,
        r#"["content-length-range", "", 10]"#,
        r#"["content-length-range", "+5", 10]"#,
        r#"["content-length-range", "-5", 10]"#,
        r#"["content-length-range", 5, "18446744073709551616"]"#,
    ] {
        check(condition, condition);
    }
    let submission = form_with(r#"["content-length-range", 0, 9], ["content-length-range", 10, 20]"#);
    let condition = r#"["content-length-range", 10, 20]"#.into();
    assert_eq!(submission.verify(), Err(FormRejection::ConditionFailed { condition }.into()));
}

/// Conditions are shown with their values, but not those of tokens and keys.
#[test]
fn secrets_in_conditions_are_not_shown() {
    for name in [
        "$x-amz-security-token",
        "$X-Amz-S3session-Token",
        "$x-amz-server-side-encryption-customer-key",
        "$x-amz-copy-source-server-side-encryption-customer-key",
        "$x-amz-mfa",
        "x-amz-security-token",
        "$$x-amz-security-token",
        "$ X-Amz-Security-Token ",
    ] {
        let submission = form_with(&format!(r#"["starts-with", "{name}", "secret"]"#));
        let rejection = submission.verify().unwrap_err();
        let condition = format!(r#"["starts-with", "{name}", ...]"#).into();
        assert_eq!(rejection, FormRejection::ConditionFailed { condition }.into());
        let all = format!("{rejection} {rejection:?} {}", rejection.to_xml("/", "0"));
        assert!(!all.contains("secret"), "{all}");
    }
}

#[test]
fn every_field_is_covered() {
    let uncovered = |name: &str| Err(FormRejection::UncoveredField { name: name.into() }.into());
    let with = |name: &str, value: &str| {
        let mut submission = form();
        submission.add(name, value);
        submission.verify()
    };
    for name in
        ["acl2", "tagging", "x-amz-storage-class", "AWSAccessKeyId", "signature", "_charset_", "", "x-ignore", " key"]
    {
        assert_eq!(with(name, ""), uncovered(&name.to_lowercase()), "{name}");
    }
    assert_eq!(with("X-Amz-Server-Side-Encryption", "AES256"), uncovered("x-amz-server-side-encryption"));
    // A Kelvin sign is lower-cased to a `k`, but not by S3.
    assert_eq!(with("\u{212a}ey", "a"), uncovered("\u{212a}ey"));
    assert_eq!(with("x-ignore-tracker", "1"), Ok(()));
    assert_eq!(with("X-Ignore-", ""), Ok(()));
    assert_eq!(with("file", "content"), Err(FormRejection::FileCount { count: 2 }.into()));
    assert_eq!(with("x-amz-security-token", "token"), Err(Rejection::InvalidToken));

    // The token is not exempt: it has a condition in every form that AWS accepts.
    let mut submission = form();
    submission.key = Box::new(credentials().with_session_token("token"));
    submission.add("x-amz-security-token", "token");
    submission.sign(policy(END, &conditions(&[])).as_bytes());
    assert_eq!(submission.verify(), uncovered("x-amz-security-token"));
    // Its condition counts, although the token is that of the key.
    submission.sign(policy(END, &conditions(&[r#"{"x-amz-security-token": "token2"}"#])).as_bytes());
    let condition = r#"["eq", "$x-amz-security-token", ...]"#.into();
    assert_eq!(submission.verify(), Err(FormRejection::ConditionFailed { condition }.into()));
    submission.sign(policy(END, &conditions(&[r#"{"x-amz-security-token": "token"}"#])).as_bytes());
    assert_eq!(submission.verify(), Ok(()));
    // Neither are the other fields of the signature.
    for name in ["key", "x-amz-algorithm", "x-amz-credential", "x-amz-date"] {
        let less = conditions(&[]).replacen(&format!(r#"["starts-with", "${name}", ""], "#), "", 1);
        assert_eq!(Submission::with_policy(&policy(END, &less)).verify(), uncovered(name));
    }
    let less = conditions(&[]).replace(r#", {"bucket": "photos"}"#, "");
    assert_eq!(Submission::with_policy(&policy(END, &less)).verify(), uncovered("bucket"), "{less}");
}

#[test]
fn buckets() {
    let sent_to = |bucket: &str, field: Option<&str>| {
        let mut submission = form();
        submission.bucket = bucket.into();
        if let Some(field) = field {
            submission.add("Bucket", field);
        }
        submission.verify()
    };
    let condition = || FormRejection::ConditionFailed { condition: r#"["eq", "$bucket", "photos"]"#.into() };
    assert_eq!(sent_to("photos", Some("photos")), Ok(()));
    assert_eq!(sent_to("videos", None), Err(condition().into()));
    assert_eq!(sent_to("videos", Some("videos")), Err(condition().into()));
    assert_eq!(sent_to("videos", Some("photos")), Err(FormRejection::OtherBucket.into()));
    assert_eq!(sent_to("photos", Some("videos")), Err(FormRejection::OtherBucket.into()));
    assert_eq!(sent_to("photos", Some("")), Err(FormRejection::OtherBucket.into()));
}

#[test]
fn content_types_are_lists() {
    let verify = |content_type: &str| {
        let mut submission = form();
        submission.set("Content-Type", content_type);
        submission.verify()
    };
    for content_type in ["image/", "image/png", "image/png,image/jpeg", "image/a,image/,image/b;c=d"] {
        assert_eq!(verify(content_type), Ok(()), "{content_type}");
    }
    let condition =
        || FormRejection::ConditionFailed { condition: r#"["starts-with", "$Content-Type", "image/"]"#.into() };
    for content_type in
        ["", "image", "text/html", "image/png,text/html", "image/png,", ",image/png", "image/png, image/png"]
    {
        assert_eq!(verify(content_type), Err(condition().into()), "{content_type}");
    }
    for (prefix, content_type, is_met) in [
        ("", "text/html,,image/png", true),
        ("i", "image/png,iX", true),
        ("image/\u{e9}", "image/\u{e9},image/\u{e8}", false),
        ("image/", "image/\u{e9},image/\u{e8}", true),
        // A prefix with a comma does not match its own value.
        ("image/png,", "image/png,image/jpeg", false),
        ("a", "a,", false),
    ] {
        let mut submission = form_with(&format!(r#"["starts-with", "$content-type", "{prefix}"]"#));
        submission.set("Content-Type", content_type);
        assert_eq!(submission.verify().is_ok(), is_met, "{prefix} {content_type}");
    }
    // `eq` compares the whole value, and other fields are no lists.
    let mut submission = form_with(r#"{"Content-Type": "image/png,text/html"}, ["starts-with", "$acl", "private,"]"#);
    submission.set("Content-Type", "image/png,text/html");
    submission.set("acl", "private,public-read");
    assert_eq!(submission.verify(), Ok(()));
}

#[test]
fn sizes() {
    let size = |condition: &str, size: u64| {
        let mut submission = form_with(condition);
        submission.file_size = size;
        submission.verify()
    };
    const RANGE: &str = r#"["content-length-range", 5, 10]"#;
    for good in [5, 7, 10] {
        assert_eq!(size(RANGE, good), Ok(()), "{good}");
    }
    for small in [0, 4] {
        assert_eq!(size(RANGE, small), Err(FormRejection::TooSmall { size: small, min: 5 }.into()));
    }
    for large in [11, u64::MAX] {
        assert_eq!(size(RANGE, large), Err(FormRejection::TooLarge { size: large, max: 10 }.into()));
    }
    // Every range counts.
    let two = format!(r#"["content-length-range", "7", 20], {RANGE}"#);
    assert_eq!(size(&two, 6), Err(FormRejection::TooSmall { size: 6, min: 7 }.into()));
    assert_eq!(size(&two, 11), Err(FormRejection::TooLarge { size: 11, max: 10 }.into()));
    assert_eq!(form_with(&two).verify_with(|form| form.size_range()), Ok(Some(7..=10)));
    assert_eq!(form_with(RANGE).verify_with(|form| form.size_range()), Ok(Some(5..=10)));

    let unlimited = Submission::with_policy(&policy(END, &conditions(&[])));
    assert_eq!(unlimited.verify_with(|form| (form.size_range(), form.check_size(u64::MAX))), Ok((None, Ok(()))));
}
