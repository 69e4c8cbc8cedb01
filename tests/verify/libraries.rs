//! URLs that other Rust libraries signed.

use presign::sigv4::AmzDate;
use presign::verify::{Policy, VerifyingKey};
use serde_json::Value;

use crate::attempt::{Attempt, split_host};
use crate::util::credentials;
use crate::util::vectors::{pairs, rows, text};
use crate::vectors::check_changes;

#[test]
fn urls_of_rust_libraries() {
    let rows = rows(include_str!("../vectors/rust-libraries.json"), "urls");
    let (mut verified, mut rejected) = (0, 0);
    for row in &rows {
        let (name, attempt) = (text(row, "name"), attempt(row));
        match row["rejection"].as_str() {
            // Signed wrongly: the row says why.
            Some(rejection) => {
                assert_eq!(format!("{:?}", attempt.verify().unwrap_err()), rejection, "{name}");
                rejected += 1;
            }
            None => {
                check_changes(name, attempt);
                verified += 1;
            }
        }
    }
    assert_eq!((verified, rejected), (53, 8), "the number of rows changed");
}

/// Returns the request that a client sends, at the time at which the URL was signed.
fn attempt(row: &Value) -> Attempt {
    let (_, target) = split_host(text(row, "url"));
    let key: Box<dyn VerifyingKey> = match row["session_token"].as_str() {
        Some(token) => Box::new(credentials().with_session_token(token)),
        None => Box::new(credentials()),
    };
    let credential = parameter(target, "X-Amz-Credential");
    let scope: Vec<_> = credential.split('/').collect();
    let mut attempt = Attempt {
        method: text(row, "method").to_owned(),
        target: target.to_owned(),
        headers: vec![],
        authority: None,
        policy: Policy::new(scope[3], scope[2]),
        key,
        now: parameter(target, "X-Amz-Date").parse::<AmzDate>().unwrap().time(),
    };
    attempt.add_header("Host", host(text(row, "url")));
    pairs(&row["headers"]).for_each(|(name, value)| attempt.add_header(name, value));
    attempt
}

fn parameter(target: &str, name: &str) -> String {
    let (_, query) = target.split_once('?').unwrap();
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    value.unwrap_or_else(|| panic!("no {name} in {target}")).replace("%2F", "/")
}

/// Returns the host as a client sends it: without the scheme's default port.
fn host(url: &str) -> &str {
    let (scheme, rest) = url.split_once("://").unwrap();
    let host = rest.split('/').next().unwrap();
    host.strip_suffix(if scheme == "https" { ":443" } else { ":80" }).unwrap_or(host)
}
