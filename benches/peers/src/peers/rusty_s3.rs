//! rusty-s3. It accepts a signing time.

use std::fmt::Display;
use std::time::Duration;

use jiff::Timestamp;
use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};

use crate::{Peer, Settings};

struct RustyS3 {
    bucket: Bucket,
    credentials: Credentials,
    expires_in: Duration,
    now: Timestamp,
}

pub fn new(settings: &Settings) -> Box<dyn Peer> {
    let endpoint = format!("https://s3.{}.amazonaws.com", settings.region).parse().expect("a URL");
    let (key, secret) = (settings.access_key_id, settings.secret_access_key);
    Box::new(RustyS3 {
        bucket: Bucket::new(endpoint, UrlStyle::VirtualHost, settings.bucket, settings.region).expect("a valid name"),
        credentials: match &settings.session_token {
            Some(token) => Credentials::new_with_token(key, secret, token),
            None => Credentials::new(key, secret),
        },
        expires_in: settings.expires_in,
        now: settings.now.try_into().expect("a time of this era"),
    })
}

impl Peer for RustyS3 {
    fn presign(&mut self, key: &str, take: &mut dyn FnMut(&dyn Display)) {
        let get = self.bucket.get_object(Some(&self.credentials), key);
        take(&get.sign_with_time(self.expires_in, &self.now));
    }
}
