//! A credential plugin for kubectl: `cargo run --features token --example eks_token -- my-cluster eu-west-1`
//!
//! Nothing is sent. The time is fixed, and the credentials are the examples of the AWS documentation. `--now` uses the
//! system clock and credentials from the environment. With it, kubectl needs no AWS CLI:
//!
//! ```sh
//! kubectl config set-credentials my-cluster --exec-command="$PWD/target/debug/examples/eks_token" \
//!     --exec-api-version=client.authentication.k8s.io/v1 --exec-interactive-mode=Never \
//!     --exec-arg=my-cluster --exec-arg=eu-west-1 --exec-arg=--now
//! ```

use std::error::Error;
use std::time::Duration;

use presign::Credentials;
use presign::token::Eks;
use serde_json::json;
use time::macros::datetime;

fn main() -> Result<(), Box<dyn Error>> {
    let (options, names): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let mut names = names.into_iter();
    let cluster = names.next().unwrap_or_else(|| "my-cluster".into());
    let region = names.next().unwrap_or_else(|| "eu-west-1".into());

    let eks = Eks::new(cluster, region)?;
    let token = if options.contains(&"--now".into()) {
        eks.sign(&Credentials::from_env()?)?
    } else {
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        eks.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?
    };

    // Report one minute less, so kubectl renews the token in time.
    let until = token.expires_at() - Duration::from_secs(60);
    let (date, (hour, minute, second)) = (until.date(), until.to_hms());
    // kubectl requires the version in its configuration, and caches the token until the timestamp.
    let credential = json!({
        "apiVersion": "client.authentication.k8s.io/v1",
        "kind": "ExecCredential",
        "status": {
            "token": token.as_str(),
            "expirationTimestamp": format!("{date}T{hour:02}:{minute:02}:{second:02}Z"),
        },
    });
    println!("{credential:#}");
    Ok(())
}
