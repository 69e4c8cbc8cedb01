//! URLs that other implementations signed, and the same requests with something changed.

use presign::Credentials;
use presign::s3::SessionCredentials;
use presign::verify::{Policy, Rejection, VerifyingKey};
use serde_json::Value;
use time::Duration;

use crate::attempt::{Attempt, split_host};
use crate::util::vectors::{date, rows, text};
use crate::util::{ACCESS_KEY_ID, SECRET, credentials};

/// Returns the request that a client sends for a row: the canonical request has the method and the headers.
pub(crate) fn attempt(row: &Value) -> Attempt {
    let lines: Vec<_> = text(row, "canonical_request").split('\n').collect();
    let scope: Vec<_> = text(row, "string_to_sign").split('\n').nth(2).unwrap().split('/').collect();
    let headers = lines[3..].iter().take_while(|line| !line.is_empty()).map(|line| {
        let (name, value) = line.split_once(':').unwrap();
        (name.to_owned(), value.as_bytes().to_vec())
    });
    let now = date(row, "time").time();
    let token = |name: &str| row[name].as_str();
    let key: Box<dyn VerifyingKey> = match (token("session_token"), token("s3_session_token")) {
        (Some(token), _) => Box::new(credentials().with_session_token(token)),
        (_, Some(token)) => Box::new(SessionCredentials::new(ACCESS_KEY_ID, SECRET, token, now + Duration::MINUTE)),
        _ => Box::new(credentials()),
    };
    let (_, target) = split_host(text(row, "url"));
    Attempt {
        method: lines[0].to_owned(),
        target: target.to_owned(),
        headers: headers.collect(),
        authority: None,
        policy: Policy::new(scope[2], scope[1]),
        key,
        now,
    }
}

#[test]
fn urls_of_other_implementations_are_verified() {
    let rows = rows(include_str!("../vectors/independent.json"), "urls");
    // Servers reject a URL that never expires.
    let expires = |row: &&Value| text(row, "url").contains("X-Amz-Expires=");
    let mut verified = 0;
    for row in rows.iter().filter(expires) {
        let name = text(row, "name");
        let mut attempt = attempt(row);
        assert_eq!(attempt.verify(), Ok(()), "{name}");
        verified += 1;

        let method = std::mem::replace(&mut attempt.method, "OPTIONS".into());
        assert_eq!(attempt.verify(), Err(Rejection::SignatureMismatch), "{name}");
        attempt.method = method;
        let path = attempt.path().to_owned();
        attempt.set_path(&format!("{path}x"));
        assert_eq!(attempt.verify(), Err(Rejection::SignatureMismatch), "{name}");
        attempt.set_path(&path);
        attempt.append("&x=1");
        assert_eq!(attempt.verify(), Err(Rejection::SignatureMismatch), "{name}");
    }
    assert!(verified >= 110, "{verified} rows");
}

/// The example of S3's documentation, with its lower-case escapes and without them.
#[test]
fn the_example_of_the_documentation() {
    let key = || Box::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
    const TARGET: &str = "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request\
         &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
         &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    for slash in ["%2F", "%2f", "/"] {
        let attempt = Attempt {
            method: "GET".into(),
            target: TARGET.replace('/', slash).replacen(slash, "/", 1),
            headers: vec![("host".into(), b"examplebucket.s3.amazonaws.com".to_vec())],
            authority: None,
            policy: Policy::new("s3", "us-east-1"),
            key: key(),
            now: time::macros::datetime!(2013-05-24 23:59:59 UTC),
        };
        assert_eq!(attempt.verify(), Ok(()), "{slash}");
    }
}
