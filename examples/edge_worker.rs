//! A worker at the edge that signs without the secret: `cargo run --example edge_worker --features serde`
//!
//! Two roles in one program, with nothing but JSON between them. The vault holds the secret access key, derives from it the key
//! of one day, region and service, and hands that out. The worker holds that key: it can sign any request to that
//! service there that has the date of that day, and nothing else. HMAC leads from the secret to the key and not back.
//!
//! The day is the date that is signed, and not the day of use: a key that leaks can still date a URL to the end of its day, and
//! that URL lives for 7 days, so the key is good for nearly 8. A vault that holds temporary credentials hands out keys that end
//! with them; a bucket policy on `s3:signatureAge` limits the rest, and deactivating the access key ends it.

use std::error::Error;
use std::time::Duration;

use presign::sigv4::{AmzDate, Scope};
use presign::{Bucket, Credentials, ErrorKind, PresignedUrl, ScopedSigner};
use zeroize::Zeroizing;

fn main() -> Result<(), Box<dyn Error>> {
    // A clock that stands still, so that this prints the same each time. A program asks its own.
    let now = "20261123T120000Z".parse::<AmzDate>()?;
    let tomorrow = AmzDate::new(now.time() + Duration::from_secs(24 * 60 * 60))?;

    // Over a channel that keeps secrets: whoever has this text can sign as the worker does. It is wiped when it is dropped.
    let handed_on: Zeroizing<String> = Vault::open().key_of_the_day(now)?;
    let worker = Worker::start(&handed_on)?;
    println!("the worker holds {:?}\n", worker.signer);

    let link = worker.link("eu-west-1", "2026/boat.jpg", now)?;
    println!("today, eu-west-1:    {}", link.redacted());

    // What it can't do is an error here, and would be one at the server: the key makes no signature that holds there.
    for (what, region, at) in [("today, us-east-1", "us-east-1", now), ("tomorrow, eu-west-1", "eu-west-1", tomorrow)] {
        match worker.link(region, "2026/boat.jpg", at) {
            Err(error) if error.kind() == ErrorKind::ScopeMismatch => println!("{what}: {error}"),
            other => return Err(format!("{what}: {other:?}").into()),
        }
    }
    Ok(())
}

/// Holds the secret, and never lets it out.
struct Vault {
    credentials: Credentials,
}

impl Vault {
    fn open() -> Self {
        // The keys of AWS's documentation.
        Self { credentials: Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY") }
    }

    fn key_of_the_day(&self, now: AmzDate) -> Result<Zeroizing<String>, Box<dyn Error>> {
        let scope = Scope::new(now.date(), "eu-west-1", "s3")?;
        // Room for all of it, as a buffer that grows leaves what it held behind. A session token would need more.
        let mut json = Vec::with_capacity(1024);
        serde_json::to_writer(&mut json, &self.credentials.scoped(&scope))?;
        Ok(Zeroizing::new(String::from_utf8(json)?))
    }
}

/// Holds the key of one day, and asks nobody for a signature.
struct Worker {
    signer: ScopedSigner,
}

impl Worker {
    fn start(handed_on: &str) -> Result<Self, Box<dyn Error>> {
        Ok(Self { signer: serde_json::from_str(handed_on)? })
    }

    fn link(&self, region: &str, key: &str, now: AmzDate) -> Result<PresignedUrl, presign::Error> {
        let bucket = Bucket::builder("photos").region(region).build()?;
        // A link made just before midnight works past it: it is the day of signing that counts.
        bucket.get_object(key).expires_in(Duration::from_secs(300)).sign_at(&self.signer, now.time())
    }
}
