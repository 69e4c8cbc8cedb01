//! Loads credentials, the region and the endpoint from the environment, as the AWS CLI does:
//!
//! ```sh
//! AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=secret AWS_REGION=eu-west-1 \
//!     cargo run --example from_env -- my-bucket boat.jpg
//! ```
//!
//! To export the AWS CLI's credentials, including those of SSO and assumed roles:
//! `eval "$(aws configure export-credentials --format env)"`

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use presign::{Bucket, Credentials, PresignedUrl, presign_get};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let bucket = arguments.next().unwrap_or_else(|| "kk-presigned-demo".into());
    let key = arguments.next().unwrap_or_else(|| "boat.jpg".into());
    match link(&bucket, &key) {
        Ok(url) => {
            println!("{url}");
            // If the session expires before the URL would, `expires_at` returns the session's expiry.
            if let Some(until) = url.expires_at() {
                eprintln!("expires at {until}");
            }
            ExitCode::SUCCESS
        }
        // The message names the missing variable or the invalid key. It never shows a secret.
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn link(bucket: &str, key: &str) -> Result<PresignedUrl, Box<dyn Error>> {
    let credentials = Credentials::from_env()?;
    Ok(presign_get(&credentials, Bucket::from_env(bucket)?, key, Duration::from_secs(12 * 60 * 60))?)
}
