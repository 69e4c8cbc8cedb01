//! Where credentials and settings come from. `side_by_side.py` compares this with the AWS CLI.

mod command;

use std::process::Output;

use crate::command::{ACCESS_KEY_ID, home, presign, presign_with_key, stderr, stdout};

const FILE: &str = "[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key = file\n\
    [work]\naws_access_key_id = ASIAWORK\naws_secret_access_key = work\naws_session_token = to/ken\n";

/// Returns the URL, as it would be in the environment that `set` makes.
fn get(name: &str, config: &str, credentials: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = presign();
    command.env("HOME", home(name, config, credentials)).args(["get", "s3://photos/boat.jpg"]);
    command.args(arguments).envs(environment.iter().copied()).output().unwrap()
}

#[track_caller]
fn assert_signed_by(output: &Output, access_key_id: &str) {
    let credential = format!("X-Amz-Credential={access_key_id}%2F");
    assert!(stdout(output).contains(&credential), "{output:?}");
}

const KEY: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "AKIDENV"), ("AWS_SECRET_ACCESS_KEY", "env")];

#[test]
fn the_environment_precedes_the_files_unless_a_profile_is_named() {
    assert_signed_by(&get("environment", "", FILE, &[], &KEY), "AKIDENV");
    assert_signed_by(&get("named", "", FILE, &["--profile", "work"], &KEY), "ASIAWORK");
    let profile = [KEY[0], KEY[1], ("AWS_PROFILE", "work")];
    assert_signed_by(&get("variable", "", FILE, &[], &profile), "AKIDENV");
}

#[test]
fn the_credentials_file_precedes_the_process_and_the_config_file() {
    let config = "[default]\naws_access_key_id = AKIDCONFIG\naws_secret_access_key = config\n";
    assert_signed_by(&get("both", config, FILE, &[], &[]), "AKIDFILE");
    assert_signed_by(&get("config", config, "", &[], &[]), "AKIDCONFIG");
}

#[test]
fn a_session_token_is_signed() {
    let url = get("token", "", FILE, &["--profile", "work"], &[]);
    assert!(stdout(&url).contains("&X-Amz-Security-Token=to%2Fken&"));
}

#[cfg(unix)]
#[test]
fn a_credential_process_runs_without_a_shell() {
    let json = r#"{"Version":1,"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"$HOME","SessionToken":"t","Expiration":"2099-01-01T00:00:00Z"}"#;
    let config = format!("[default]\ncredential_process = echo '{json}'\n");
    assert_signed_by(&get("process", &config, "", &[], &[]), "ASIAPROCESS");
}

#[cfg(unix)]
#[test]
fn credentials_of_a_process_limit_the_url() {
    let json = r#"{"Version":1,"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"s","SessionToken":"t","Expiration":"2026-11-23T12:10:00Z"}"#;
    let config = format!("[default]\ncredential_process = echo '{json}'\n");
    let url = get("expiry", &config, "", &["--at", "2026-11-23T12:00:00Z"], &[]);
    assert!(stdout(&url).contains("&X-Amz-Expires=600&"), "{url:?}");
}

#[cfg(unix)]
#[test]
fn a_process_that_fails_is_reported_without_its_output() {
    for (name, command, message) in [
        ("false", "false", "\"false\" ended with exit status: 1"),
        ("absent", "no-such-program", "\"no-such-program\" does not start"),
        ("quote", "echo 'x", "missing closing quote"),
        ("text", "echo secret-text", "expected value at line 1 column 1"),
        ("string", r#"echo '"secret-text"'"#, "must be an object"),
        ("version", r#"echo '{"Version":"secret-text"}'"#, "`Version`"),
    ] {
        let output = get(name, &format!("[default]\ncredential_process = {command}\n"), "", &[], &[]);
        assert_eq!(output.status.code(), Some(1));
        let error = stderr(&output);
        assert!(error.starts_with("presign: the credential process failed: ") && error.contains(message), "{error}");
        assert!(!error.contains("secret-text"), "{error}");
    }
}

#[test]
fn profiles_that_need_a_request_are_refused_with_advice() {
    for (name, config, what) in [
        ("role", "role_arn = arn:aws:iam::123456789012:role/r\nsource_profile = work\n", "an assumed role"),
        (
            "web",
            "role_arn = arn:aws:iam::123456789012:role/r\nweb_identity_token_file = /t\n",
            "a role with a web identity",
        ),
        ("sso", "sso_session = s\nsso_account_id = 123456789012\n", "IAM Identity Center (SSO)"),
        ("old-sso", "sso_start_url = https://example.awsapps.com/start\n", "IAM Identity Center (SSO)"),
        ("login", "login_session = x\n", "a session of `aws login`"),
    ] {
        let output = get(name, &format!("[profile {name}]\n{config}"), FILE, &["--profile", name], &[]);
        let error = stderr(&output);
        assert!(error.contains(what) && error.contains("aws configure export-credentials"), "{error}");
        assert!(error.contains(&format!("--profile {name}")), "{error}");
        assert_eq!(output.status.code(), Some(1));
    }
}

/// The keys in the environment don't count for the profile of `--profile`, so that it must be named otherwise.
#[cfg(unix)]
#[test]
fn the_advice_for_a_profile_works() {
    let config = "[profile \"its $work\"]\nregion = eu-west-1\nrole_arn = arn:aws:iam::123456789012:role/r\n";
    let error = stderr(&get("advice", config, "", &["--profile", "its $work"], &[]));
    assert!(error.contains("--format env --profile 'its $work')\"` first"), "{error}");
    assert!(error.ends_with(", and set AWS_PROFILE in place of --profile\n"), "{error}");
    let output = get("followed", config, "", &[], &[KEY[0], KEY[1], ("AWS_PROFILE", "its $work")]);
    assert_signed_by(&output, "AKIDENV");
    assert!(stdout(&output).starts_with("https://photos.s3.eu-west-1."), "{output:?}");
    let error = stderr(&get("by-variable", config, "", &[], &[("AWS_PROFILE", "its $work")]));
    assert!(error.ends_with("credentials into the environment\n"), "{error}");
}

#[test]
fn half_a_key_is_reported() {
    let output = get("half", "", "[default]\naws_access_key_id = AKIDHALF\n", &[], &[]);
    assert!(stderr(&output).contains("has `aws_access_key_id` but no `aws_secret_access_key`"));
    let output = get("half-environment", "", FILE, &[], &[KEY[0]]);
    assert!(stderr(&output).contains("AWS_SECRET_ACCESS_KEY is not"));
}

#[test]
fn regions_and_endpoints_by_precedence() {
    let config = "[default]\nregion = eu-west-1\nendpoint_url = https://profile.example.com\nservices = s\n\
        [services s]\ns3 =\n  endpoint_url = https://service.example.com\n";
    let first = |name, arguments: &[&str], environment: &[(&str, &str)]| {
        let all: Vec<_> = KEY.iter().chain(environment).copied().collect();
        stdout(&get(name, config, "", arguments, &all)).split('?').next().unwrap().to_owned()
    };
    assert_eq!(first("service", &[], &[]), "https://service.example.com/photos/boat.jpg");
    let environment = [("AWS_ENDPOINT_URL", "https://e.example.com")];
    assert_eq!(first("endpoint", &[], &environment), "https://e.example.com/photos/boat.jpg");
    let ignored = [environment[0], ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")];
    assert_eq!(first("ignored", &[], &ignored), "https://photos.s3.eu-west-1.amazonaws.com/boat.jpg");
    let regions = [ignored[0], ignored[1], ("AWS_REGION", "sa-east-1"), ("AWS_DEFAULT_REGION", "ap-south-1")];
    assert_eq!(first("regions", &[], &regions), "https://photos.s3.sa-east-1.amazonaws.com/boat.jpg");
    let flags = ["--region", "us-west-2", "--endpoint-url", "https://flag.example.com", "--addressing", "virtual"];
    assert_eq!(first("flags", &flags, &regions), "https://photos.flag.example.com/boat.jpg");
}

#[test]
fn no_message_shows_a_secret() {
    let secret = "not/to+be=shown";
    for (name, id, value) in [("space", ACCESS_KEY_ID, "not/to+be=shown "), ("swapped", secret, ACCESS_KEY_ID)] {
        let output = presign_with_key()
            .env("AWS_ACCESS_KEY_ID", id)
            .env("AWS_SECRET_ACCESS_KEY", value)
            .args(["get", "s3://photos/boat.jpg"])
            .output()
            .unwrap();
        assert!(!stderr(&output).contains(secret), "{name}: {}", stderr(&output));
    }
}
