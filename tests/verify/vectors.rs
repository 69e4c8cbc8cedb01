//! URLs that other implementations signed, and the same requests with something changed.

use presign::Credentials;
use presign::s3::SessionCredentials;
use presign::verify::{Policy, Rejection, VerifyingKey};
use serde_json::Value;
use time::Duration;

use crate::attempt::{Attempt, split_host};
use crate::util::vectors::{date, rows, text};
use crate::util::{ACCESS_KEY_ID, NOW, SECRET, credentials};

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

/// Checks that a good request is accepted, and that it is rejected with a change.
pub(crate) fn check_changes(name: &str, mut attempt: Attempt) {
    assert_eq!(attempt.verify(), Ok(()), "{name}: {}", attempt.target);
    let check = |attempt: &Attempt, rejection: Rejection| {
        assert_eq!(attempt.verify(), Err(rejection), "{name}: {}", attempt.target);
    };
    let good = (attempt.method.clone(), attempt.target.clone(), attempt.headers.clone());

    attempt.method = "OPTIONS".into();
    check(&attempt, Rejection::SignatureMismatch);
    attempt.method = good.0;
    attempt.set_path(&format!("{}x", attempt.path()));
    check(&attempt, Rejection::SignatureMismatch);
    attempt.target = format!("{}&x=1", good.1);
    check(&attempt, Rejection::SignatureMismatch);
    attempt.target = format!("{}&X-Amz-Date=", good.1);
    check(&attempt, Rejection::RepeatedParameter { name: "X-Amz-Date" });
    attempt.target = good.1;

    // Every header of these requests is signed.
    for number in 0..attempt.headers.len() {
        let is_hash = attempt.headers[number].0 == "x-amz-content-sha256";
        attempt.headers[number].1.push(b'x');
        check(&attempt, if is_hash { Rejection::InvalidPayloadHash } else { Rejection::SignatureMismatch });
        attempt.headers.clone_from(&good.2);
    }
    attempt.add_header("x-amz-new", "");
    check(&attempt, Rejection::UnsignedHeaders { names: "x-amz-new".into() });
    attempt.headers = good.2;

    attempt.key = Box::new(Credentials::new(ACCESS_KEY_ID, SECRET).with_session_token("another"));
    let has_token = attempt.target.contains("-Token=");
    check(&attempt, if has_token { Rejection::InvalidToken } else { Rejection::MissingToken });
}

#[test]
fn urls_of_other_implementations() {
    let rows = rows(include_str!("../vectors/independent.json"), "urls");
    // Servers reject a URL that never expires.
    let (expiring, others): (Vec<_>, Vec<_>) = rows.iter().partition(|row| text(row, "url").contains("X-Amz-Expires="));
    assert_eq!((expiring.len(), others.len()), (119, 1), "the number of rows changed");
    for row in expiring {
        check_changes(text(row, "name"), attempt(row));
    }
    for row in others {
        let rejection = Rejection::MissingParameter { name: "X-Amz-Expires" };
        assert_eq!(attempt(row).verify(), Err(rejection), "{}", text(row, "name"));
    }
}

/// A database receives the URL as a password, without a scheme, and the host is its own name.
#[test]
fn passwords_of_databases() {
    let mut verified = 0;
    for row in rows(include_str!("../vectors/tokens.json"), "tokens") {
        let kind = text(&row, "type");
        let service = match kind {
            "rds" => "rds-db",
            "dsql" | "elasticache" | "memorydb" => kind,
            _ => continue,
        };
        let (host, target) = text(&row, "token").split_once('/').unwrap();
        let key: Box<dyn VerifyingKey> = match row["session_token"].as_str() {
            Some(token) => Box::new(credentials().with_session_token(token)),
            None => Box::new(credentials()),
        };
        let host = host.strip_suffix(":443").unwrap_or(host).to_lowercase();
        let attempt = Attempt {
            method: "GET".into(),
            target: format!("/{target}"),
            headers: vec![("Host".into(), host.into_bytes())],
            authority: None,
            policy: Policy::new(service, text(&row, "region")),
            key,
            now: NOW,
        };
        check_changes(text(&row, "name"), attempt);
        verified += 1;
    }
    assert_eq!(verified, 31, "the number of rows changed");
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
