//! The query form of AWS's signing test suite, as a server of the suite's service receives it.
//!
//! The suite's service is fictional: its paths are encoded once. None of them has an escape, so encoding them twice, as
//! for real services, gives the same.

use presign::Credentials;
use presign::sigv4::AmzDate;
use presign::verify::{Policy, Rejection};
use serde_json::Value;

use crate::attempt::Attempt;
use crate::util::vectors::{date, text};

/// Returns the answer to a case, by what is special about it.
fn answer(name: &str, context: &Value) -> Result<(), Rejection> {
    let is = |setting: &str| context[setting].as_bool().unwrap_or(false);
    // The suite writes the path as it was before a client encodes it.
    if name.contains("get-space") {
        return Err(Rejection::InvalidTarget);
    }
    // A server normalizes every path. It can't know that a body is signed, or that a token is not.
    let is_unlike_presigned = !is("normalize") || is("sign_body") || is("omit_session_token");
    if is_unlike_presigned { Err(Rejection::SignatureMismatch) } else { Ok(()) }
}

#[test]
fn the_query_form_of_the_suite() {
    let suite: Value = serde_json::from_str(include_str!("../vectors/aws-signing-test-suite.json")).unwrap();
    let cases = suite.as_array().unwrap().iter().filter(|case| text(case, "name").starts_with("v4/"));
    let (mut accepted, mut rejected) = (0, 0);
    for case in cases {
        let (name, context) = (text(case, "name"), &case["context"]);
        let attempt = attempt(text(&case["query"], "signed_request"), context, date(context, "timestamp"));
        let answer = answer(name, context);
        assert_eq!(attempt.verify(), answer, "{name}: {}", attempt.target);
        *if answer.is_ok() { &mut accepted } else { &mut rejected } += 1;
    }
    assert_eq!((accepted, rejected), (27, 11), "the number of cases changed");
}

/// Reads a request as the suite writes it. A line that begins with a space continues the header before it.
fn attempt(request: &str, context: &Value, date: AmzDate) -> Attempt {
    let (head, _) = request.split_once("\n\n").unwrap_or((request, ""));
    let head = head.replace("\n ", " ");
    let mut lines = head.lines();
    let line = lines.next().unwrap().strip_suffix(" HTTP/1.1").unwrap();
    let (method, target) = line.split_once(' ').unwrap();
    let headers = lines.map(|line| line.split_once(':').unwrap());

    let credentials = &context["credentials"];
    let mut key = Credentials::new(text(credentials, "access_key_id"), text(credentials, "secret_access_key"));
    if let Some(token) = credentials["token"].as_str() {
        key = key.with_session_token(token);
    }
    Attempt {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: headers.map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec())).collect(),
        authority: None,
        policy: Policy::new(text(context, "service"), text(context, "region")),
        key: Box::new(key),
        now: date.time(),
    }
}
