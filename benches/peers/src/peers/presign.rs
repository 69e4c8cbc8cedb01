//! presign, in several ways: with and without a cached key, with a new string and with the caller's, and with an
//! advancing time.

use std::fmt::Display;
use std::time::Duration;

use ::presign::{Bucket, CachedSigner, Credentials, Signer};
use time::OffsetDateTime;

use crate::{Peer, Settings};

struct SignAt<S> {
    at: At,
    signer: S,
}

struct SignInto {
    at: At,
    signer: CachedSigner,
    out: String,
}

/// Signs each URL a second later than the one before, so that only the key can be reused.
struct Advancing {
    at: At,
    signer: CachedSigner,
}

struct At {
    bucket: Bucket,
    expires_in: Duration,
    now: OffsetDateTime,
}

pub fn new(settings: &Settings) -> Box<dyn Peer> {
    Box::new(SignAt { at: At::new(settings), signer: CachedSigner::new(credentials(settings)) })
}

pub fn deriving(settings: &Settings) -> Box<dyn Peer> {
    Box::new(SignAt { at: At::new(settings), signer: credentials(settings) })
}

pub fn appending(settings: &Settings) -> Box<dyn Peer> {
    let signer = CachedSigner::new(credentials(settings));
    Box::new(SignInto { at: At::new(settings), signer, out: String::new() })
}

pub fn advancing(settings: &Settings) -> Box<dyn Peer> {
    Box::new(Advancing { at: At::new(settings), signer: CachedSigner::new(credentials(settings)) })
}

impl<S: Signer> Peer for SignAt<S> {
    fn presign(&mut self, key: &str, take: &mut dyn FnMut(&dyn Display)) {
        let At { bucket, expires_in, now } = &self.at;
        let url = bucket.get_object(key).expires_in(*expires_in).sign_at(&self.signer, *now);
        take(&url.expect("a valid key"));
    }
}

impl Peer for Advancing {
    fn presign(&mut self, key: &str, take: &mut dyn FnMut(&dyn Display)) {
        let At { bucket, expires_in, now } = &mut self.at;
        *now += Duration::from_secs(1);
        let url = bucket.get_object(key).expires_in(*expires_in).sign_at(&self.signer, *now);
        take(&url.expect("a valid key"));
    }
}

impl Peer for SignInto {
    fn presign(&mut self, key: &str, take: &mut dyn FnMut(&dyn Display)) {
        let At { bucket, expires_in, now } = &self.at;
        self.out.clear();
        let request = bucket.get_object(key).expires_in(*expires_in);
        request.sign_into(&self.signer, *now, &mut self.out).expect("a valid key");
        take(&self.out);
    }
}

impl At {
    fn new(settings: &Settings) -> Self {
        let bucket = Bucket::builder(settings.bucket).region(settings.region).build().expect("a valid name");
        Self { bucket, expires_in: settings.expires_in, now: settings.now.into() }
    }
}

fn credentials(settings: &Settings) -> Credentials {
    let credentials = Credentials::new(settings.access_key_id, settings.secret_access_key);
    match &settings.session_token {
        Some(token) => credentials.with_session_token(token),
        None => credentials,
    }
}
