//! rust-s3. It always uses the system clock.
//!
//! The region is one that the crate knows, and its host is `s3-eu-west-1`. A custom region with the same host as the
//! other libraries would be slower.

use std::fmt::Display;

use s3::creds::Credentials;
use s3::{Bucket, Region};

use crate::{Peer, Settings};

struct RustS3 {
    bucket: Bucket,
    expires_in: u32,
}

pub fn new(settings: &Settings) -> Box<dyn Peer> {
    let (key, secret) = (Some(settings.access_key_id), Some(settings.secret_access_key));
    let credentials = Credentials::new(key, secret, None, settings.session_token.as_deref(), None);
    let region: Region = settings.region.parse().expect("any name is valid");
    Box::new(RustS3 {
        bucket: *Bucket::new(settings.bucket, region, credentials.expect("a key is given")).expect("a valid name"),
        expires_in: settings.expires_in.as_secs().try_into().expect("at most a week"),
    })
}

impl Peer for RustS3 {
    fn presign(&mut self, key: &str, take: &mut dyn FnMut(&dyn Display)) {
        take(&self.bucket.presign_get(key, self.expires_in, None).expect("a valid key"));
    }
}
