//! The credentials, looked for where the AWS CLI looks for them, in its order.

use std::process::{Command, Stdio};

use presign::Credentials;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use zeroize::Zeroizing;

use crate::environment::{first_of, variable};
use crate::error::Error;
use crate::ini::Section;
use crate::profile::Profile;
use crate::split::split;

/// Returns the command that puts credentials into the environment that only a request to AWS can give.
fn export(profile: Option<&str>) -> String {
    let flag = profile.map(|name| format!(" --profile {}", shell_words::quote(name))).unwrap_or_default();
    match cfg!(windows) {
        true => format!("`aws configure export-credentials --format powershell{flag} | Invoke-Expression`"),
        false => format!("`eval \"$(aws configure export-credentials --format env{flag})\"`"),
    }
}

/// Returns the credentials of the environment or the profile, looked for in the order of the AWS CLI.
///
/// 1. `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`, unless [`Profile::load`] was given a name.
///    They expire at `AWS_CREDENTIAL_EXPIRATION`, if it is set.
/// 2. The profile in the credentials file.
/// 3. The output of the profile's `credential_process`, which this function runs. They expire at its `Expiration`.
/// 4. The profile in the config file.
///
/// # Errors
///
/// If there are no credentials, if an access key ID has no secret, if the credential process fails, or if the profile needs
/// a request to AWS: IAM Identity Center, an assumed role, a web identity, `aws login`.
pub fn credentials(profile: &Profile) -> Result<Credentials, Error> {
    if !profile.is_chosen
        && let Some(credentials) = from_environment()?
    {
        return Ok(credentials);
    }
    let refused = |what: &str| {
        let export = export(Some(&*profile.name).filter(|name| *name != "default"));
        // The environment does not count for a profile that is given. For that of AWS_PROFILE, it does.
        let then = if profile.is_chosen { ", and set AWS_PROFILE in place of --profile" } else { "" };
        Error::new(format!(
            "profile {:?} uses {what}, which needs a request to AWS: run {export} first, which puts temporary credentials \
             into the environment{then}",
            profile.name
        ))
    };
    // In the order in which the AWS CLI tries them.
    if profile.get("role_arn").is_some() {
        let what = match profile.get("web_identity_token_file") {
            Some(_) => "a role with a web identity",
            None => "an assumed role",
        };
        return Err(refused(what));
    }
    if variable("AWS_WEB_IDENTITY_TOKEN_FILE")?.is_some() && !profile.is_chosen {
        return Err(refused("a role with a web identity (AWS_WEB_IDENTITY_TOKEN_FILE)"));
    }
    if profile.get("sso_session").is_some() || profile.get("sso_start_url").is_some() {
        return Err(refused("IAM Identity Center (SSO)"));
    }
    if let Some(credentials) =
        from_section(&profile.credentials, &format!("profile {:?} of the credentials file", profile.name))?
    {
        return Ok(credentials);
    }
    if let Some(command) = profile.get("credential_process") {
        return from_process(command);
    }
    if profile.get("login_session").is_some() {
        return Err(refused("a session of `aws login`"));
    }
    if let Some(credentials) = from_section(&profile.config, &format!("profile {:?} of the config file", profile.name))?
    {
        return Ok(credentials);
    }
    Err(Error::new(format!(
        "there are no credentials in the environment and none in profile {:?}: set AWS_ACCESS_KEY_ID and \
         AWS_SECRET_ACCESS_KEY, run `aws configure`, or for the role of an instance or container run {}",
        profile.name,
        export(None)
    )))
}

fn from_environment() -> Result<Option<Credentials>, Error> {
    let Some(id) = variable("AWS_ACCESS_KEY_ID")? else { return Ok(None) };
    let Some(secret) = variable("AWS_SECRET_ACCESS_KEY")? else {
        return Err(Error::new("AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not: set both, or neither"));
    };
    let credentials = Credentials::new(id, secret);
    let token = first_of(&["AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN"])?;
    let credentials = match token {
        Some(token) => credentials.with_session_token(token),
        None => credentials,
    };
    Ok(Some(match variable("AWS_CREDENTIAL_EXPIRATION")? {
        Some(ends) => credentials.with_expiry(OffsetDateTime::parse(&ends, &Rfc3339).map_err(|_| {
            Error::new(format!(
                "AWS_CREDENTIAL_EXPIRATION is {ends:?}, which is not a time such as 2026-11-23T12:00:00Z"
            ))
        })?),
        None => credentials,
    }))
}

fn from_section(section: &Section, place: &str) -> Result<Option<Credentials>, Error> {
    let get = |key: &str| section.get(key).filter(|value| !value.is_empty()).cloned();
    let Some(id) = get("aws_access_key_id") else { return Ok(None) };
    let secret = get("aws_secret_access_key")
        .ok_or_else(|| Error::new(format!("{place} has `aws_access_key_id` but no `aws_secret_access_key`: add it")))?;
    let credentials = Credentials::new(id, secret);
    Ok(Some(match get("aws_security_token").or_else(|| get("aws_session_token")) {
        Some(token) => credentials.with_session_token(token),
        None => credentials,
    }))
}

/// Runs a credential process and reads what it prints.
fn from_process(command: &str) -> Result<Credentials, Error> {
    let failed = |problem: String| Error::new(format!("the credential process failed: {problem}"));
    let words = split(command).map_err(failed)?;
    let [program, arguments @ ..] = &*words else { return Err(failed("the command is empty".into())) };
    let output = Command::new(program).args(arguments).stdin(Stdio::inherit()).stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| failed(format!("{program:?} does not start: {error}")))?;
    let printed = Zeroizing::new(output.stdout);
    if !output.status.success() {
        return Err(failed(format!("{program:?} ended with {}", output.status)));
    }
    // The library's messages show no value of it.
    serde_json::from_slice(&printed).map_err(|error| failed(error.to_string()))
}
