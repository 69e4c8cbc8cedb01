//! What kubectl asks a plugin for: `cargo run --features token --example eks_token -- my-cluster eu-west-1`
//!
//! In a kubeconfig, a user whose `exec` names a program like this needs no AWS CLI.

use std::error::Error;
use std::time::Duration;

use presign::Credentials;
use presign::token::Eks;
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let cluster = arguments.next().unwrap_or_else(|| "my-cluster".into());
    let region = arguments.next().unwrap_or_else(|| "eu-west-1".into());
    // The keys of AWS's documentation. A plugin has `Credentials::from_env()?` here.
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

    // The cluster takes a token for 15 minutes after it was signed. With one to spare, kubectl asks again in time.
    let token = Eks::new(cluster, region).expires_in(Duration::from_secs(14 * 60)).sign(&credentials)?;
    let until = token.expires_at();
    let (date, (hour, minute, second)) = (until.date(), until.to_hms());
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
