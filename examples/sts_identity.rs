//! A client proves to a service who it is on AWS: `cargo run --example sts_identity`
//!
//! The client signs the question "who am I?" to AWS STS, and does not send it. The service does, and STS answers with the
//! account and the role of whoever signed. No secret is shared, and none is seen by the service. (EKS tokens are of this
//! kind.) Both roles are in this one program, and nothing is sent. The clock stands still, and the keys are those of AWS's
//! documentation; with `-- --now` the clock is the system's, and the keys are those in the environment.

use std::collections::BTreeMap;
use std::time::Duration;

use presign::sigv4::AmzDate;
use presign::{Credentials, Error, Method, PresignedUrl, Service};
use time::OffsetDateTime;
use time::macros::datetime;

const STS: &str = "https://sts.eu-west-1.amazonaws.com";
/// By which name the service goes. Signed, so that another service which is given a proof can't pass it on to this one.
const AUDIENCE: (&str, &str) = ("x-service-id", "inventory.example.com");
const LONGEST: Duration = Duration::from_secs(5 * 60);

fn main() -> Result<(), Error> {
    let proof = prove()?;
    // The service asks its own clock. Here the two agree.
    let now = proof.signed_at();

    // What the client hands over, in a header or a body over TLS: whoever has it is the client, until it expires.
    let url = proof.as_str();
    println!("the service finds: {:?}", check(url, now));
    // What the service then sends, with its own name in the header and not one that a client gave it. It follows no
    // redirect, and only the status 200 is a proof. `Arn` in the answer is then compared with those that may come in: whole,
    // but for the session of a role, which is its user's choice: `arn:aws:sts::111122223333:assumed-role/{role}/{session}`
    println!("the service sends: {}", proof.to_curl());

    // A server of the client's, or any address that only the service can reach.
    println!("another server: {:?}", check(&url.replace(STS, "https://sts.eu-west-1.amazonaws.com.example.net"), now));
    // A request that was signed for another purpose, for whichever service, or long ago.
    println!("another action: {:?}", check(&url.replace("GetCallerIdentity", "AssumeRole"), now));
    println!("for no service by name: {:?}", check(&url.replace("%3Bx-service-id", ""), now));
    println!("five minutes later: {:?}", check(url, now + LONGEST));
    // What STS may read otherwise than the service does.
    println!("two actions: {:?}", check(&format!("{url}&Action=AssumeRole"), now));
    println!("one parameter more: {:?}", check(&format!("{url}&RoleArn=x"), now));
    println!("not encoded: {:?}", check(&url.replace("%2F", "/"), now));
    Ok(())
}

/// The client.
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

/// The service, before it sends what a stranger has given it. That the signature is right is for STS to say.
fn check(url: &str, now: OffsetDateTime) -> Result<(), &'static str> {
    // An STS that the service knows, or the client would choose who answers.
    let query = url.strip_prefix(STS).and_then(|rest| rest.strip_prefix("/?")).ok_or("no question to STS")?;
    // Each parameter once, in characters that no two parsers read differently.
    let mut parameters = BTreeMap::new();
    for (name, value) in query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))) {
        let plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte));
        if !plain || parameters.insert(name, value).is_some() {
            return Err("a parameter twice, or not percent-encoded");
        }
    }
    // These and no others; a session token may be there.
    let audience = format!("host%3B{}", AUDIENCE.0);
    for (name, expected) in [
        ("Action", "GetCallerIdentity"),
        ("Version", "2011-06-15"),
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-SignedHeaders", &audience),
    ] {
        if parameters.remove(name) != Some(expected) {
            return Err("not the question who someone is, or not for this service");
        }
    }
    parameters.remove("X-Amz-Security-Token");
    if !parameters.keys().eq(&["X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Signature"]) {
        return Err("a parameter too many, or too few");
    }
    // By the time of signing, whatever the client says of an end. Where even minutes are too long, the service remembers the
    // signatures that it has seen in them.
    let signed_at: AmzDate = parameters["X-Amz-Date"].parse().map_err(|_| "no date")?;
    if (now - signed_at.time()).abs() >= LONGEST {
        return Err("not signed just now");
    }
    Ok(())
}
