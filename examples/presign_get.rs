//! Creates a download link: `cargo run --example presign_get`
//!
//! Nothing is sent. Signing needs no network: a presigned URL is computed from the bucket, the key, the time and the
//! credentials.

use std::time::Duration;

use presign::{Bucket, CachedSigner, Credentials, Error, presign_get};

fn main() -> Result<(), Error> {
    // The example credentials of the AWS documentation. Load yours with `Credentials::from_env`, or from a secret store
    // or an instance role.
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

    // A bare name means us-east-1. For another region, pass it with the name: ("kk-presigned-demo", "eu-west-1").
    // `Bucket::from_env` reads the region and the endpoint from the environment.
    let url = presign_get(&credentials, "kk-presigned-demo", "boat.jpg", Duration::from_secs(30 * 60))?;
    println!("Valid for half an hour, for anyone who has it:\n{url}\n");

    // For many links, keep the bucket, which is validated once, and a signer that caches the day's key.
    let bucket = Bucket::builder("kk-presigned-demo").region("eu-west-1").build()?;
    let signer = CachedSigner::new(credentials);
    for key in ["boat.jpg", "2026/harbor at dusk.jpg", "наш корабль.jpg"] {
        let url = bucket
            .get_object(key)
            // S3 responds with these headers instead of the object's own, so a browser saves a file.
            .response_content_type("application/octet-stream")
            .response_content_disposition("attachment")
            .expires_in(Duration::from_secs(5 * 60))
            .sign(&signer)?;

        // The redacted form is safe to log: without the signature, the link is useless.
        println!("{key}\n  {}", url.redacted());
        if let Some(until) = url.expires_at() {
            println!("  expires at {until}");
        }
    }
    Ok(())
}
