//! Proves the AWS identity of a client to a service: `cargo run --example sts_identity`
//!
//! The client presigns a GetCallerIdentity request to AWS STS and gives it to the service. The service sends it, and
//! STS responds with the account and role of the signer. The service never sees a secret. EKS tokens work the same way.
//!
//! This program plays both roles, and nothing is sent. The time is fixed, and the credentials are the examples of the
//! AWS documentation. `-- --now` uses the system clock and credentials from the environment.

use std::collections::BTreeMap;
use std::time::Duration;

use presign::sigv4::AmzDate;
use presign::{Credentials, Error, Method, PresignedUrl, Service};
use time::OffsetDateTime;
use time::macros::datetime;

const STS: &str = "https://sts.eu-west-1.amazonaws.com";
/// The service's name. It is signed, so another service that receives a proof can't pass it on to this one.
const AUDIENCE: (&str, &str) = ("x-service-id", "inventory.example.com");
const LONGEST: Duration = Duration::from_secs(5 * 60);

fn main() -> Result<(), Error> {
    let proof = prove()?;
    // The service uses its own clock. Here both have the same time.
    let now = proof.signed_at();

    // The client sends this over TLS, in a header or body. Anyone who has it can act as the client until it expires.
    let url = proof.as_str();
    println!("the client's proof: {:?}", check(url, now));
    // If the check passes, the service sends the request:
    //
    // - The header has the service's own name, not one that the client chose.
    // - The service follows no redirects, and accepts only status 200.
    // - It compares `Arn` in the response with the allowed ones. The whole ARN must match, except for the session name
    //   of a role, which its user chooses: `arn:aws:sts::111122223333:assumed-role/{role}/{session}`
    println!("the service sends: {}", proof.to_curl());

    // The client's own server, or an address that only the service can reach.
    println!("another server: {:?}", check(&url.replace(STS, "https://sts.eu-west-1.amazonaws.com.example.net"), now));
    // A request signed for another purpose, for another service, or long ago.
    println!("another action: {:?}", check(&url.replace("GetCallerIdentity", "AssumeRole"), now));
    println!("no service name: {:?}", check(&url.replace("%3Bx-service-id", ""), now));
    println!("five minutes later: {:?}", check(url, now + LONGEST));
    // A request that STS may parse differently from the service.
    println!("two actions: {:?}", check(&format!("{url}&Action=AssumeRole"), now));
    println!("an extra parameter: {:?}", check(&format!("{url}&RoleArn=x"), now));
    println!("not encoded: {:?}", check(&url.replace("%2F", "/"), now));
    Ok(())
}

/// Signs a proof, as the client.
fn prove() -> Result<PresignedUrl, Error> {
    let sts = Service::new("sts", "eu-west-1", STS)?;
    let question = sts
        .request(Method::Get, "/")
        .query("Action", "GetCallerIdentity")
        .query("Version", "2011-06-15")
        .header(AUDIENCE.0, AUDIENCE.1)
        .expires_in(LONGEST);
    if std::env::args().any(|argument| argument == "--now") {
        return question.sign(&Credentials::from_env()?);
    }
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    question.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))
}

/// Checks a URL from an untrusted client, before the service sends it. STS checks the signature.
fn check(url: &str, now: OffsetDateTime) -> Result<(), &'static str> {
    // Only a known STS endpoint. Otherwise the client would choose who responds.
    let query = url.strip_prefix(STS).and_then(|rest| rest.strip_prefix("/?")).ok_or("not a request to STS")?;
    // Accept each parameter once, and only characters that all parsers read in the same way.
    let mut parameters = BTreeMap::new();
    for (name, value) in query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))) {
        let plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte));
        if !plain || parameters.insert(name, value).is_some() {
            return Err("a repeated parameter, or not percent-encoded");
        }
    }
    // Exactly these parameters, plus an optional session token.
    let audience = format!("host%3B{}", AUDIENCE.0);
    for (name, expected) in [
        ("Action", "GetCallerIdentity"),
        ("Version", "2011-06-15"),
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-SignedHeaders", &audience),
    ] {
        if parameters.remove(name) != Some(expected) {
            return Err("not GetCallerIdentity, or not for this service");
        }
    }
    parameters.remove("X-Amz-Security-Token");
    if !parameters.keys().eq(&["X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Signature"]) {
        return Err("an unexpected or missing parameter");
    }
    // Check the signing time, whatever expiry the client chose. To prevent replay within these minutes, remember the
    // signatures already seen.
    let signed_at: AmzDate = parameters["X-Amz-Date"].parse().map_err(|_| "an invalid date")?;
    if (now - signed_at.time()).abs() >= LONGEST {
        return Err("not signed within the last five minutes");
    }
    Ok(())
}
