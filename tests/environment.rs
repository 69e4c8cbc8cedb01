//! Tests `Credentials::from_env` and `Bucket::from_env`. Each case runs in its own process, because other tests share this one and its
//! environment.

#![cfg(feature = "std")]

mod util;

use std::process::Command;

use presign::{Bucket, Credentials};

use crate::util::NOW;

const ID: (&str, &str) = ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
const SECRET: (&str, &str) = ("AWS_SECRET_ACCESS_KEY", util::SECRET);

/// Every variable that is read.
const VARIABLES: [&str; 11] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL_S3",
    "AWS_ENDPOINT_URL",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_USE_DUALSTACK_ENDPOINT",
];

/// Runs only the test `child` of this program in a new process, and returns what it prints.
fn from_env(variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child", "--nocapture"]).env("PRESIGN_TEST_CHILD", "1");
    for name in VARIABLES {
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
        .and_then(|credentials| Bucket::from_env("photos")?.get_object("boat.jpg").sign_at(&credentials, NOW));
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

#[test]
fn a_bucket_reads_region_and_endpoint() {
    let place = |variables: &[(&str, &str)]| {
        let url = from_env(&[&[ID, SECRET], variables].concat());
        url.split_once("/boat.jpg?").map_or(url.clone(), |(place, _)| place.to_owned())
    };
    let rows: [(&[(&str, &str)], &str); 13] = [
        (&[], "https://photos.s3.us-east-1.amazonaws.com"),
        (&[("AWS_REGION", "")], "https://photos.s3.us-east-1.amazonaws.com"),
        (&[("AWS_DEFAULT_REGION", "eu-west-1")], "https://photos.s3.eu-west-1.amazonaws.com"),
        (
            &[("AWS_REGION", "eu-west-2"), ("AWS_DEFAULT_REGION", "eu-west-1")],
            "https://photos.s3.eu-west-2.amazonaws.com",
        ),
        (&[("AWS_ENDPOINT_URL", "http://minio:9000")], "http://minio:9000/photos"),
        (&[("AWS_ENDPOINT_URL", "http://a:1"), ("AWS_ENDPOINT_URL_S3", "http://b:2")], "http://b:2/photos"),
        (&[("AWS_ENDPOINT_URL", "http://a:1"), ("AWS_ENDPOINT_URL_S3", "")], "http://a:1/photos"),
        (
            &[("AWS_ENDPOINT_URL", "http://a:1"), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")],
            "https://photos.s3.us-east-1.amazonaws.com",
        ),
        (&[("AWS_USE_FIPS_ENDPOINT", "TRUE")], "https://photos.s3-fips.us-east-1.amazonaws.com"),
        (&[("AWS_USE_DUALSTACK_ENDPOINT", "true")], "https://photos.s3.dualstack.us-east-1.amazonaws.com"),
        (&[("AWS_USE_DUALSTACK_ENDPOINT", "false")], "https://photos.s3.us-east-1.amazonaws.com"),
        (
            &[("AWS_USE_FIPS_ENDPOINT", "yes")],
            "Environment: environment variable AWS_USE_FIPS_ENDPOINT is neither `true` nor `false`",
        ),
        (
            &[("AWS_USE_FIPS_ENDPOINT", "true"), ("AWS_ENDPOINT_URL", "http://a:1")],
            "UnsupportedCombination: FIPS can't be combined with a custom endpoint",
        ),
    ];
    for (variables, expected) in rows {
        assert_eq!(place(variables), expected, "{variables:?}");
    }
}
