//! Tests `Credentials::from_env`. Each case runs in its own process, because other tests share this one and its
//! environment.

#![cfg(feature = "std")]

mod util;

use std::process::Command;

use presign::{Bucket, Credentials};

use crate::util::NOW;

const ID: (&str, &str) = ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
const SECRET: (&str, &str) = ("AWS_SECRET_ACCESS_KEY", util::SECRET);

/// Runs only the test `child` of this program in a new process, and returns what it prints.
fn from_env(variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child", "--nocapture"]).env("PRESIGN_TEST_CHILD", "1");
    for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION"] {
        command.env_remove(name);
    }
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    output.lines().find_map(|line| line.split_once("from_env: ")).expect("the child prints a line").1.to_owned()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the child is recognized by its environment")]
fn child() {
    if std::env::var_os("PRESIGN_TEST_CHILD").is_none() {
        return;
    }
    let url = Credentials::from_env()
        .and_then(|credentials| Bucket::new("photos")?.get_object("boat.jpg").sign_at(&credentials, NOW));
    match url {
        Ok(url) => println!("\nfrom_env: {url}"),
        Err(error) => println!("\nfrom_env: {:?}: {error}", error.kind()),
    }
}

#[test]
fn variables_are_read() {
    let plain = from_env(&[ID, SECRET]);
    assert!(plain.contains("X-Amz-Credential=AKIDEXAMPLE%2F20261123%2F") && !plain.contains("Token"), "{plain}");
    assert!(from_env(&[ID, SECRET, ("AWS_SESSION_TOKEN", "a+b")]).contains("&X-Amz-Security-Token=a%2Bb&"));
    assert_eq!(from_env(&[ID, SECRET, ("AWS_SESSION_TOKEN", "")]), plain);
    for ends in ["2026-11-23T12:10:00Z", "2026-11-23T13:10:00+01:00"] {
        let url = from_env(&[ID, SECRET, ("AWS_CREDENTIAL_EXPIRATION", ends)]);
        assert!(url.contains("&X-Amz-Expires=600&"), "{url}");
    }
}

#[test]
fn missing_and_invalid_variables_are_reported() {
    assert_eq!(from_env(&[SECRET]), "Environment: environment variable AWS_ACCESS_KEY_ID is not set or is empty");
    assert_eq!(from_env(&[ID]), "Environment: environment variable AWS_SECRET_ACCESS_KEY is not set or is empty");
    assert_eq!(
        from_env(&[("AWS_ACCESS_KEY_ID", ""), SECRET]),
        "Environment: environment variable AWS_ACCESS_KEY_ID is not set or is empty"
    );
    assert_eq!(
        from_env(&[ID, SECRET, ("AWS_CREDENTIAL_EXPIRATION", "tomorrow")]),
        "Environment: environment variable AWS_CREDENTIAL_EXPIRATION is not a valid RFC 3339 time, such as \
         2026-11-23T12:00:00Z"
    );
}
