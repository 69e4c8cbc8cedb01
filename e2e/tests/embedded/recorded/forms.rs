//! Forms. Names and values that AWS's answers repeat are those that were recorded.

use presign::s3::PostPolicy;
use presign_e2e::{Answer, Call, Client, Error, Form, Server, Target};

use super::{MISMATCH, Recorded};
use crate::TestResult;
use crate::by_hand::{self, FormByHand};

/// The message for a field that is missing.
macro_rules! missing {
    ($name:literal) => {
        concat!(
            "Bucket POST must contain a field named '",
            $name,
            "'.  If it is specified, please check the order of the fields."
        )
    };
}

/// The message for a condition that is not met.
macro_rules! unmet {
    ($condition:literal) => {
        concat!("Invalid according to Policy: Policy Condition failed: ", $condition)
    };
}

const ACCEPTED: Recorded = Recorded::status(204);

/// Signs a policy as the owner. The form has no file yet.
fn signed(target: &Target, policy: PostPolicy<'_>) -> Result<Form, Error> {
    Ok(Form::presigned(&policy.sign(&target.owner)?))
}

/// Submits a form with a file of a given size.
async fn submit(target: &Target, form: Form, size: usize) -> Result<Answer, Error> {
    let url = format!("{}/{}", target.endpoint, target.bucket_name);
    target.send(form.file("my-file", "text/plain", vec![b'x'; size]).submit(&url)).await
}

/// Submits a form with a further field and its condition, which the library would not sign.
async fn submit_by_hand(server: &Server, name: &str, value: &str, condition: &str) -> Result<Answer, Error> {
    let mut form = FormByHand::upload();
    form.fields.push((name.to_owned(), value.to_owned()));
    form.conditions.push(condition.to_owned());
    Client::new(server.address()).send(form.form()?.submit(&format!("{}/bucket", server.endpoint()))).await
}

#[tokio::test]
async fn accepted() -> TestResult {
    let target = Target::embedded()?;
    let bucket = target.bucket()?;
    let policy = || bucket.post_policy().key("test").content_length_range(0..=100_000);
    let answer = submit(&target, signed(&target, policy())?, 70_000).await?;
    ACCEPTED.of(&answer);
    assert_eq!(answer.header("content-type"), None);

    let post = policy().sign(&target.owner)?;
    let other_case = |name| match name {
        "policy" => "Policy",
        "x-amz-credential" => "X-Amz-Credential",
        name => name,
    };
    let in_another_case = post.fields().fold(Form::new(), |form, (name, value)| form.field(other_case(name), value));
    ACCEPTED.of(&submit(&target, in_another_case, 1).await?);
    let session = Form::presigned(&policy().sign(&target.temporary())?);
    ACCEPTED.of(&submit(&target, session, 1).await?);

    let named = bucket.post_policy().key_starts_with("key-").success_action_status(201).content_length_range(0..=10);
    let answer = submit(&target, signed(&target, named)?, 1).await?;
    Recorded::status(201).with(&[("Bucket", &target.bucket_name), ("Key", "key-my-file")], &answer);
    assert!(answer.element("Location").is_some() && answer.element("ETag").is_some(), "{}", answer.text());
    Ok(())
}

#[tokio::test]
async fn fields_of_the_signature() -> TestResult {
    let target = Target::embedded()?;
    let bucket = target.bucket()?;
    let form = || signed(&target, bucket.post_policy().key("test").content_length_range(0..=10));
    let cut = form()?.map_field("policy", |policy| policy[..policy.len() - 2].to_owned());
    let answer = submit(&target, cut, 1).await?;
    MISMATCH.with(&[("AWSAccessKeyId", "AKIDEXAMPLEOWNER")], &answer);
    let element = |name| answer.element(name).unwrap_or_else(|| panic!("no {name} in {}", answer.text()));
    assert_eq!(element("SignatureProvided").len(), 64);
    // The string to sign is the policy as it was sent, and there is no canonical request.
    let policy = element("StringToSign");
    assert!(policy.len() % 4 == 2 && policy.starts_with("eyJ"), "{policy}");
    assert_eq!(hex::decode(element("StringToSignBytes").replace(' ', "")).as_deref(), Ok(policy.as_bytes()));
    assert_eq!(answer.element("CanonicalRequest"), None);

    let without = |names: &[&str]| Ok::<_, Error>(names.iter().fold(form()?, |form, name| form.without_field(name)));
    let version_2 = |names: &[&str]| names.iter().fold(Form::new(), |form, name| form.field(name, "x"));
    for (form, missing, message) in [
        (without(&["x-amz-signature"])?, "X-Amz-Signature", missing!("X-Amz-Signature")),
        (without(&["x-amz-algorithm", "x-amz-credential"])?, "X-Amz-Algorithm", missing!("X-Amz-Algorithm")),
        (version_2(&["key", "policy", "AWSAccessKeyId"]), "Signature", missing!("Signature")),
        (version_2(&["key", "policy", "Signature"]), "AWSAccessKeyId", missing!("AWSAccessKeyId")),
    ] {
        let recorded = Recorded::error(400, "InvalidArgument", message);
        recorded.with(&[("ArgumentName", missing), ("ArgumentValue", "")], &submit(&target, form, 1).await?);
    }

    let html = Call::new("POST", format!("{}/{}", target.endpoint, target.bucket_name));
    let answer = target.send(html.header("Content-Type", "text/html").body("x")).await?;
    let condition = "Bucket POST must be of the enclosure-type multipart/form-data";
    let message = "At least one of the pre-conditions you specified did not hold";
    Recorded::error(412, "PreconditionFailed", message).with(&[("Condition", condition)], &answer);
    Ok(())
}

#[tokio::test]
async fn conditions() -> TestResult {
    let server = by_hand::server()?.start()?;
    let random = "http://localhost.test/random";
    let failed = |message| Recorded::error(403, "AccessDenied", message);
    for (condition, redirect, recorded) in [
        (
            r#"["eq", "$success_action_redirect", "HTTP://localhost.test/random"]"#,
            random,
            failed(unmet!(r#"["eq", "$success_action_redirect", "HTTP://localhost.test/random"]"#)),
        ),
        (
            r#"["eq", "success_action_redirect", "http://localhost.test/random"]"#,
            random,
            failed(unmet!(r#"["eq", "success_action_redirect", "http://localhost.test/random"]"#)),
        ),
        (
            r#"{"bucket": "bucket", "success_action_redirect": "http://localhost.test/random"}"#,
            random,
            Recorded::error(
                400,
                "InvalidPolicyDocument",
                "Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.",
            ),
        ),
        (
            r#"["starts-with", "$success_action_redirect", "http://localhost"]"#,
            "http://wrong.location/test",
            failed(unmet!(r#"["starts-with", "$success_action_redirect", "http://localhost"]"#)),
        ),
        (
            r#"["starts-with", "$success_action_redirect", "http://localhost"]"#,
            "HTTP://localhost",
            failed(unmet!(r#"["starts-with", "$success_action_redirect", "http://localhost"]"#)),
        ),
        (r#"["starts-with", "$success_action_redirect", ""]"#, "http://any.location/", Recorded::status(303)),
    ] {
        recorded.of(&submit_by_hand(&server, "success_action_redirect", redirect, condition).await?);
    }
    Ok(())
}

#[tokio::test]
async fn sizes() -> TestResult {
    let target = Target::embedded()?;
    let bucket = target.bucket()?;
    let form = || signed(&target, bucket.post_policy().key("test").content_length_range(5..=10));
    let too_small =
        Recorded::error(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
    too_small.with(&[("ProposedSize", "1"), ("MinSizeAllowed", "5")], &submit(&target, form()?, 1).await?);
    for size in [5, 10] {
        ACCEPTED.of(&submit(&target, form()?, size).await?);
    }
    Ok(())
}

#[tokio::test]
async fn refused_after_the_signature() -> TestResult {
    let server = by_hand::server()?.start()?;
    let message = "The XML you provided was not well-formed or did not validate against our published schema";
    let answer = submit_by_hand(&server, "tagging", "not-xml", r#"{"tagging": "not-xml"}"#).await?;
    Recorded::error(400, "MalformedXML", message).of(&answer);
    let condition = r#"{"x-amz-storage-class": "FakeClass"}"#;
    let answer = submit_by_hand(&server, "x-amz-storage-class", "FakeClass", condition).await?;
    Recorded::error(400, "InvalidStorageClass", "The storage class you specified is not valid").of(&answer);
    Ok(())
}
