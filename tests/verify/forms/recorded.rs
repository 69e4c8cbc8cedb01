//! Answers of AWS to forms, recorded in 2026 by the tests of [localstack] (commit 8b9a79f), and quoted in public reports.
//!
//! Each row has the form in short, and the status, the code, the message and the elements that AWS added to the document.
//! Where AWS accepted a form, what it then did with it is left out.
//!
//! [localstack]: https://github.com/localstack/localstack/blob/8b9a79f05846835cf4dff63ab7eefdde9df83783/tests/aws/services/s3/test_s3.py

use presign::Bucket;
use presign::verify::{FormRejection, PostForm, Rejection};
use time::macros::datetime;

use crate::forms::submission::{Submission, conditions, policy};
use crate::util::{NOW, credentials};

const END: &str = "2026-11-23T12:15:00Z";
const REDIRECT: &str = "http://localhost.test/random";

fn check(name: &str, answer: Result<(), Rejection>, expected: (u16, &str, &str), elements: &[(&str, &str)]) {
    let rejection = answer.unwrap_err();
    let message = rejection.message();
    assert_eq!((rejection.status(), rejection.code(), &*message), expected, "{name}");
    let xml = rejection.to_xml("/", "0");
    for (element, text) in elements {
        let whole = format!("<{element}>{text}</{element}>");
        assert!(xml.contains(&whole), "{name}: {whole} in {xml}");
    }
}

fn denied(message: &str) -> (u16, &str, &str) {
    (403, "AccessDenied", message)
}

/// Submits a form with a field, whose policy has this condition for it.
fn with_field(name: &str, value: &str, condition: &str) -> Submission {
    let mut submission = Submission::with_policy(&policy(END, &conditions(&[condition])));
    submission.add(name, value);
    submission
}

fn with_redirect(value: &str, condition: &str) -> Submission {
    with_field("success_action_redirect", value, condition)
}

/// With a wrong signature, AWS also shows the string to sign: the policy as it was sent.
fn mismatch_with_the_policy() {
    let mut submission = Submission::good(&credentials());
    let policy = submission.value("policy").to_owned();
    let cut = &policy[..policy.len() - 2];
    submission.set("policy", cut);
    let fields: Vec<_> = submission.fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    let xml = PostForm::new("photos", &fields).parse().unwrap().mismatch_to_xml("/photos", "0");
    let bytes: Vec<_> = cut.bytes().map(|byte| format!("{byte:02x}")).collect();
    let elements = format!(
        "</Message><AWSAccessKeyId>AKIDEXAMPLE</AWSAccessKeyId><StringToSign>{cut}</StringToSign><SignatureProvided>{}\
         </SignatureProvided><StringToSignBytes>{}</StringToSignBytes><Resource>/photos</Resource>",
        submission.value("x-amz-signature"),
        bytes.join(" "),
    );
    assert!(xml.contains(&elements), "{xml}");
}

#[test]
fn recorded_rejections() {
    let good = || Submission::good(&credentials());
    let changed = |change: &dyn Fn(&mut Submission)| {
        let mut submission = good();
        change(&mut submission);
        submission.verify()
    };
    let expired = changed(&|s| s.now = datetime!(2026-11-23 12:15:01 UTC));
    check("expired", expired, denied("Invalid according to Policy: Policy expired."), &[]);
    let cut = changed(&|s| {
        let policy = s.value("policy").to_owned();
        s.set("policy", &policy[..policy.len() - 2]);
    });
    let mismatch = "The request signature we calculated does not match the signature you provided. Check your key and \
                    signing method.";
    check("policy cut short", cut, (403, "SignatureDoesNotMatch", mismatch), &[]);
    mismatch_with_the_policy();

    for (name, removed) in [
        ("X-Amz-Signature", &["x-amz-signature"][..]),
        ("X-Amz-Algorithm", &["x-amz-algorithm", "x-amz-credential"]),
        ("Signature", &["x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature", "signature"]),
        ("AWSAccessKeyId", &["x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature", "AWSAccessKeyId"]),
    ] {
        let answer = changed(&|s| {
            ["AWSAccessKeyId", "signature"].iter().for_each(|name| s.add(name, "x"));
            removed.iter().for_each(|name| s.remove(name));
        });
        let message = format!(
            "Bucket POST must contain a field named '{name}'.  If it is specified, please check the order of the fields."
        );
        let elements = [("ArgumentName", name), ("ArgumentValue", "")];
        check(name, answer, (400, "InvalidArgument", &message), &elements);
    }
    let anonymous = changed(&|s| s.fields.retain(|(name, _)| ["key", "policy"].contains(&&**name)));
    check("key and policy alone", anonymous, denied("Access Denied"), &[]);

    let not_multipart = Err(FormRejection::NotMultipart.into());
    let expected = (412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
    let elements = [("Condition", "Bucket POST must be of the enclosure-type multipart/form-data")];
    check("not multipart", not_multipart, expected, &elements);
}

#[test]
fn recorded_conditions() {
    for (name, condition) in [
        ("eq, case of the value", r#"["eq", "$success_action_redirect", "HTTP://localhost.test/random"]"#),
        ("eq, another value", r#"["eq", "$success_action_redirect", "http://wrong.location/test"]"#),
        ("eq without $", r#"["eq", "success_action_redirect", "http://localhost.test/random"]"#),
        ("starts-with, case of the value", r#"["starts-with", "$success_action_redirect", "HTTP://localhost"]"#),
        ("starts-with unmet", r#"["starts-with", "$success_action_redirect", "http://wrong.location/test"]"#),
        ("range of words", r#"["content-length-range", "test", "10"]"#),
    ] {
        let message = format!("Invalid according to Policy: Policy Condition failed: {condition}");
        check(name, with_redirect(REDIRECT, condition).verify(), denied(&message), &[]);
    }
    let two = format!(r#"{{"bucket": "photos", "success_action_redirect": "{REDIRECT}"}}"#);
    let message =
        "Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.";
    let expected = (400, "InvalidPolicyDocument", message);
    check("object condition with two members", with_redirect(REDIRECT, &two).verify(), expected, &[]);

    let sized = |size| {
        let range = r#"["content-length-range", 5, 10]"#;
        let mut submission = Submission::with_policy(&policy(END, &conditions(&[range])));
        submission.file_size = size;
        submission.verify()
    };
    let elements = [("ProposedSize", "1"), ("MinSizeAllowed", "5")];
    let message = "Your proposed upload is smaller than the minimum allowed size";
    check("too small", sized(1), (400, "EntityTooSmall", message), &elements);
    let elements = [("ProposedSize", "12"), ("MaxSizeAllowed", "10")];
    let message = "Your proposed upload exceeds the maximum allowed size";
    check("too large", sized(12), (400, "EntityTooLarge", message), &elements);
    assert_eq!((sized(5), sized(10)), (Ok(()), Ok(())), "range inclusive");
}

#[test]
fn recorded_as_accepted() {
    let accepted = |name: &str, submission: Submission| assert_eq!(submission.verify(), Ok(()), "{name}");
    let mut cased = Submission::good(&credentials());
    cased.rename("policy", "Policy");
    cased.rename("x-amz-credential", "X-Amz-Credential");
    accepted("names of fields in another case", cased);
    for condition in [
        r#"["eq", "$success_Action_REDIRECT", "http://localhost.test/random"]"#,
        r#"["starts-with", "$success_action_redirect", "http://localhost"]"#,
        r#"["starts-with", "$success_action_redirect", ""]"#,
    ] {
        accepted(condition, with_redirect(REDIRECT, condition));
    }
    // The server then ignores it.
    let any = r#"["starts-with", "$success_action_redirect", ""]"#;
    accepted("redirect that is no absolute URL", with_redirect("/wrong/redirect/relative", any));
    let metadata = with_field("x-amz-meta-TEST-2", "\u{c4}M\u{c4}Z", r#"{"x-amz-meta-test-2": "\u00c4M\u00c4Z"}"#);
    accepted("metadata not ASCII", metadata);
    let range = r#"["content-length-range", "5", "1000"]"#;
    accepted("range of strings", Submission::with_policy(&policy(END, &conditions(&[range]))));

    let session = credentials().with_session_token("token+/=");
    let mut submission = Submission::good(&session);
    submission.key = Box::new(session);
    accepted("session token", submission);

    let bucket = Bucket::new("photos").unwrap();
    let form = bucket.post_policy().key("key-${filename}").allow_file_name_variable();
    let mut submission = Submission::of(&form.sign_at(&credentials(), NOW).unwrap());
    submission.file_name = Some("my-file".into());
    assert_eq!(submission.verify_with(|form| form.key().to_owned()).as_deref(), Ok("key-my-file"));
    // Of a part without a file name.
    submission.file_name = None;
    assert_eq!(submission.verify_with(|form| form.key().to_owned()).as_deref(), Ok("key-${filename}"));
}

/// Answers that users of AWS quote.
#[test]
fn quoted_rejections() {
    let extra = |name: &str| format!("Invalid according to Policy: Extra input fields: {name}");
    let mut submission = Submission::good(&credentials());
    submission.add("Filename", "boat.jpg");
    check("field of a toolkit", submission.verify(), denied(&extra("filename")), &[]);
    let no_bucket = conditions(&[]).replace(r#", {"bucket": "photos"}"#, "");
    let submission = Submission::with_policy(&policy(END, &no_bucket));
    check("no condition for the bucket", submission.verify(), denied(&extra("bucket")), &[]);

    let condition = r#"["starts-with", "$Content-Type", ""]"#;
    let mut submission = Submission::with_policy(&policy(END, &conditions(&[condition]).replace("content", "Content")));
    submission.remove("Content-Type");
    let message = r#"Invalid according to Policy: Policy Condition failed: ["starts-with", "$Content-type", ""]"#;
    check("condition for a missing field", submission.verify(), denied(message), &[]);
    let disposition = r#"["eq", "$Content-Disposition", "filename=\"test.png\""]"#;
    let message = format!("Invalid according to Policy: Policy Condition failed: {disposition}");
    let submission = with_field("Content-Disposition", "inline", disposition);
    check("quotation marks", submission.verify(), denied(&message), &[]);

    for (document, message) in [
        (policy("2011-09-13T07:52:58+02:00", ""), "Invalid 'expiration' value: '2011-09-13T07:52:58+02:00'"),
        (policy("2015-10-17 03:15:59 UTC", ""), "Invalid 'expiration' value: '2015-10-17 03:15:59 UTC'"),
        (policy(END, r#"["content-length-range", 0, 512.0]"#), "Invalid JSON."),
        (policy(END, r#"{"success_action_redirect": null}"#), "Invalid JSON."),
        (policy(END, r#"{"Content-Length": 6199034}"#), "Invalid Simple-Condition: value must be a string."),
        (policy(END, "[]"), "Invalid Condition: missing operation identifier."),
        (r#"{"Statement": []}"#.into(), "Unexpected: 'statement'"),
    ] {
        let message = format!("Invalid Policy: {message}");
        let answer = Submission::with_policy(&document).verify();
        check(&document, answer, (400, "InvalidPolicyDocument", &message), &[]);
    }

    let mut submission = Submission::good(&credentials());
    submission.set("x-amz-credential", "AKIDEXAMPLE/20261123/us-west-1/s3/aws4_request");
    let expected = (400, "InvalidArgument", "the region 'us-west-1' is wrong; expecting 'us-east-1'");
    let elements = [("ArgumentName", "X-Amz-Credential"), ("Region", "us-east-1")];
    check("another region", submission.verify(), expected, &elements);
    let mut submission = Submission::good(&credentials());
    submission.set("x-amz-date", "20150323T00000Z");
    let expected = (400, "InvalidArgument", "X-Amz-Date must be formated via ISO8601 Long format");
    check("malformed date", submission.verify(), expected, &[("ArgumentName", "X-Amz-Date")]);

    let mut submission = Submission::good(&credentials());
    submission.add("x-ignore-text", &"x".repeat(20_000));
    let message = "Your POST request fields preceeding the upload file was too large.";
    let expected = (400, "MaxPostPreDataLengthExceeded", message);
    check("fields too long", submission.verify(), expected, &[("MaxPostPreDataLengthBytes", "20480")]);
    let no_file = Err(FormRejection::FileCount { count: 0 }.into());
    let expected = (400, "InvalidArgument", "POST requires exactly one file upload per request.");
    check("no file", no_file, expected, &[("ArgumentName", "file"), ("ArgumentValue", "0")]);
}
