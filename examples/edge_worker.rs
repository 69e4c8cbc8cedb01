//! Signs in an edge worker that never has the secret: `cargo run --example edge_worker --features serde`
//!
//! This program plays two roles, which exchange only JSON:
//!
//! - The vault holds the secret access key, and derives a key for one day, region and service.
//! - The worker receives that key. It can sign requests to that service in that region with that date, and nothing
//!   else. The secret can't be computed from the key.
//!
//! The day is the signed date, not the day of use. A leaked key can sign a URL dated at the end of its day, and that
//! URL is valid for up to 7 days, so the key remains usable for almost 8 days. To limit this, use temporary credentials
//! in the vault, since their keys expire with them, or a bucket policy on `s3:signatureAge`. Deactivating the access
//! key revokes everything.

use std::error::Error;
use std::time::Duration;

use presign::sigv4::{AmzDate, Scope};
use presign::{Bucket, Credentials, ErrorKind, PresignedUrl, ScopedSigner};
use zeroize::Zeroizing;

fn main() -> Result<(), Box<dyn Error>> {
    // A fixed time, so that the output is always the same. A real program uses the current time.
    let now = "20261123T120000Z".parse::<AmzDate>()?;
    let tomorrow = AmzDate::new(now.time() + Duration::from_secs(24 * 60 * 60))?;

    // Use a confidential channel: anyone with this text can sign like the worker. It is wiped when dropped.
    let handed_on: Zeroizing<String> = Vault::open().key_of_the_day(now)?;
    let worker = Worker::start(&handed_on)?;
    println!("the worker holds {:?}\n", worker.signer);

    let link = worker.link("eu-west-1", "2026/boat.jpg", now)?;
    println!("today, eu-west-1:    {}", link.redacted());

    // Another scope is an error here. The server would reject such a signature too.
    for (what, region, at) in [("today, us-east-1", "us-east-1", now), ("tomorrow, eu-west-1", "eu-west-1", tomorrow)] {
        match worker.link(region, "2026/boat.jpg", at) {
            Err(error) if error.kind() == ErrorKind::ScopeMismatch => println!("{what}: {error}"),
            other => return Err(format!("{what}: {other:?}").into()),
        }
    }
    Ok(())
}

/// Holds the secret and never reveals it.
struct Vault {
    credentials: Credentials,
}

impl Vault {
    fn open() -> Self {
        // The example credentials of the AWS documentation.
        Self { credentials: Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY") }
    }

    fn key_of_the_day(&self, now: AmzDate) -> Result<Zeroizing<String>, Box<dyn Error>> {
        let scope = Scope::new(now.date(), "eu-west-1", "s3")?;
        // Enough capacity for everything: a buffer that grows leaves an unwiped copy in memory. A session token would
        // need more.
        let mut json = Vec::with_capacity(1024);
        serde_json::to_writer(&mut json, &self.credentials.scoped(&scope))?;
        Ok(Zeroizing::new(String::from_utf8(json)?))
    }
}

/// Holds the key of one day and signs on its own.
struct Worker {
    signer: ScopedSigner,
}

impl Worker {
    fn start(handed_on: &str) -> Result<Self, Box<dyn Error>> {
        Ok(Self { signer: serde_json::from_str(handed_on)? })
    }

    fn link(&self, region: &str, key: &str, now: AmzDate) -> Result<PresignedUrl, presign::Error> {
        let bucket = Bucket::builder("photos").region(region).build()?;
        // A URL signed just before midnight remains valid after it: only the day of signing matters.
        bucket.get_object(key).expires_in(Duration::from_secs(300)).sign_at(&self.signer, now.time())
    }
}
