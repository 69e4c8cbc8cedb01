//! Rotates temporary credentials while a service signs: `cargo run --example rotating_credentials`
//!
//! One thread renews the credentials before they expire. All others sign with the same `CachedSigner`, and never wait
//! for a renewal. A real service does the same with hours instead of seconds.

use std::error::Error;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use presign::{Bucket, CachedSigner, Credentials};
use time::OffsetDateTime;

/// How long before they expire the credentials are renewed: as long as a link is valid, so that no link is cut short,
/// and some time to retry.
const AHEAD: Duration = Duration::from_secs(2);
const LINKS_ARE_VALID_FOR: Duration = Duration::from_secs(1);
const RETRY_AFTER: Duration = Duration::from_millis(100);

fn main() -> Result<(), Box<dyn Error>> {
    let mut source = TokenService { requests: 0 };
    let signer = Arc::new(CachedSigner::new(source.assume_role()?));

    let renewed = Arc::clone(&signer);
    thread::spawn(move || keep_renewing(&renewed, &mut source));

    let bucket = Bucket::new("photos")?;
    let request = bucket.get_object("boat.jpg").expires_in(LINKS_ARE_VALID_FOR);
    for _ in 0..10 {
        // Without a renewal in time, this would be an error instead of a link that expires early.
        let url = request.clone().require_full_lifetime().sign(&*signer)?;
        let (_, credential) = url.as_str().split_once("X-Amz-Credential=").ok_or("a signed URL has a credential")?;
        println!("a link by {}", &credential[..20]);
        thread::sleep(Duration::from_millis(300));
    }
    Ok(())
}

/// Replaces the credentials of a signer for as long as the program runs.
fn keep_renewing(signer: &CachedSigner, source: &mut TokenService) {
    loop {
        if let Some(expires_at) = signer.identity().expires_at() {
            let wait = expires_at - AHEAD - now();
            thread::sleep(wait.try_into().unwrap_or_default());
        }
        match source.assume_role() {
            Ok(credentials) => signer.replace(credentials),
            Err(error) => {
                println!("{error}, the old credentials sign until they expire");
                thread::sleep(RETRY_AFTER);
            }
        }
    }
}

/// Stands for AWS STS, or any other source of temporary credentials. It is unavailable now and then.
struct TokenService {
    requests: u32,
}

impl TokenService {
    fn assume_role(&mut self) -> Result<Credentials, &'static str> {
        self.requests += 1;
        if self.requests.is_multiple_of(3) {
            return Err("the token service is not available");
        }
        // The example credentials of the AWS documentation.
        let access_key_id = format!("ASIAIOSFODNN7EXAMP{:02}", self.requests);
        let credentials = Credentials::new(access_key_id, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        Ok(credentials.with_session_token("token").with_expiry(now() + Duration::from_secs(3)))
    }
}

#[expect(clippy::disallowed_methods, reason = "the credentials of this example are for the current time")]
fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}
