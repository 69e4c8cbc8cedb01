//! The same presigned GET by several libraries, each behind [`Peer`]. A feature turns each on.

use std::fmt::Display;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

pub mod peers;

/// One way to presign: all that can be set up beforehand has been.
pub trait Peer {
    /// Makes the URL of `key`, and hands on what the library gives, be it a string or a URL of some type.
    fn presign(&mut self, key: &str, take: &mut dyn FnMut(&dyn Display));
}

/// What every URL has in common.
#[derive(Clone, Debug)]
pub struct Settings {
    pub access_key_id: &'static str,
    pub secret_access_key: &'static str,
    pub session_token: Option<String>,
    pub region: &'static str,
    pub bucket: &'static str,
    pub expires_in: Duration,
    /// For those who can be told the time; the others read the clock.
    pub now: SystemTime,
}

impl Settings {
    pub fn new(session_token: Option<String>) -> Self {
        Self {
            access_key_id: "AKIAIOSFODNN7EXAMPLE",
            secret_access_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            session_token,
            region: "eu-west-1",
            bucket: "examplebucket",
            expires_in: Duration::from_secs(30 * 60),
            // 2026-11-23T12:00:00Z
            now: SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_435_200),
        }
    }

    /// Without a slash at the end.
    pub fn origin(&self) -> String {
        format!("https://{}.s3.{}.amazonaws.com", self.bucket, self.region)
    }
}

/// The output of a future that never waits. Signing is one: the asynchronous peers wait for credentials only, and have them
/// by then. Polling once is all that a runtime would do, so none adds to what is measured.
pub fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("signing was to wait for nothing"),
    }
}
