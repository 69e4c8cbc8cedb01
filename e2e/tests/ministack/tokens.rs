//! The tokens of EKS and RDS. MiniStack verifies them for containers, which need Docker, so these tests call its
//! functions.

use std::io::Write as _;
use std::process::{Command, Stdio};

use presign::Credentials;
use presign::token::{Eks, Rds};
use presign_e2e::Error;
use time::{Duration, OffsetDateTime};

use crate::{TestResult, variable};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiOWNEREXAMPLE";
const HOST: &str = "db.abcdefghijkl.eu-west-1.rds.amazonaws.com";

/// Has MiniStack verify a token. Returns its answer: who signed, or why the token is invalid.
///
/// The server knows one access key. If the credentials have a session token, the key is only valid with it.
fn verified(token: &str, session_token: Option<&str>, arguments: &[&str]) -> Result<String, Error> {
    let mut python = Command::new(variable("PRESIGN_E2E_PYTHON")?);
    python.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/servers/ministack-tokens.py")).args(arguments);
    python.envs([("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", SECRET)]);
    python.env("AWS_SESSION_TOKEN", session_token.unwrap_or_default());
    let mut child = python.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    child.stdin.take().ok_or("no standard input")?.write_all(token.as_bytes())?;
    let output = child.wait_with_output()?;
    assert!(output.status.success(), "{arguments:?}: {}", output.status);
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

fn owner() -> Credentials {
    Credentials::new("AKIDEXAMPLE", SECRET)
}

const ROOT: &str = "arn:aws:iam::000000000000:root";

#[test]
#[ignore = "only MiniStack verifies these; `e2e/servers/run ministack` starts it and runs them"]
fn of_eks() -> TestResult {
    let now = OffsetDateTime::now_utc();
    let boats = Eks::new("boats", "eu-west-1")?;
    let token = boats.sign_at(&owner(), now)?;
    assert_eq!(verified(token.as_str(), None, &["eks", "boats"])?, ROOT);
    assert_eq!(verified(token.as_str(), None, &["eks", "ships"])?, "invalid");

    let session = boats.sign_at(&owner().with_session_token("a+b/c="), now)?;
    assert_eq!(verified(session.as_str(), Some("a+b/c="), &["eks", "boats"])?, ROOT);
    assert_eq!(verified(session.as_str(), Some("another"), &["eks", "boats"])?, "invalid");
    let impostor = boats.sign_at(&Credentials::new("AKIDEXAMPLE", "a-secret"), now)?;
    assert_eq!(verified(impostor.as_str(), None, &["eks", "boats"])?, "invalid");

    // It is valid for a quarter of an hour, whatever its expiry.
    let old = boats.sign_at(&owner(), now - Duration::minutes(14))?;
    assert_eq!(verified(old.as_str(), None, &["eks", "boats"])?, ROOT);
    let too_old = boats.sign_at(&owner(), now - Duration::minutes(16))?;
    assert_eq!(verified(too_old.as_str(), None, &["eks", "boats"])?, "invalid");
    Ok(())
}

#[test]
#[ignore = "only MiniStack verifies these; `e2e/servers/run ministack` starts it and runs them"]
fn of_rds() -> TestResult {
    let now = OffsetDateTime::now_utc();
    let user = "a+b&c=d/ü";
    for port in [3306, 443] {
        let database = Rds::new(HOST, port, user, "eu-west-1")?;
        let token = database.sign_at(&owner(), now)?;
        let port = port.to_string();
        let check = |user, region| verified(token.as_str(), None, &["rds", HOST, &port, user, region]);
        assert_eq!(check(user, "eu-west-1")?, ROOT);
        assert_eq!(check("admin", "eu-west-1")?, "InvalidToken");
        assert_eq!(check(user, "us-east-1")?, "InvalidToken");
    }
    let database = Rds::new(HOST, 3306, user, "eu-west-1")?;
    let rds = ["rds", HOST, "3306", user, "eu-west-1"];
    let token = database.sign_at(&owner(), now)?;
    assert_eq!(verified(token.as_str(), None, &["rds", HOST, "3307", user, "eu-west-1"])?, "InvalidToken");
    let session = database.sign_at(&owner().with_session_token("a+b/c="), now)?;
    assert_eq!(verified(session.as_str(), Some("a+b/c="), &rds)?, ROOT);
    assert_eq!(verified(session.as_str(), Some("another"), &rds)?, "InvalidCredentials");
    let impostor = database.sign_at(&Credentials::new("AKIDEXAMPLE", "a-secret"), now)?;
    assert_eq!(verified(impostor.as_str(), None, &rds)?, "SignatureDoesNotMatch");
    let old = database.sign_at(&owner(), now - Duration::minutes(16))?;
    assert_eq!(verified(old.as_str(), None, &rds)?, "ExpiredToken");
    Ok(())
}
