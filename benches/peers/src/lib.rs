//! The same presigned GET with several libraries. Each implements [`Peer`] and has a feature of its own.

use std::fmt::Display;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

pub mod peers;

/// A library and everything that a program would set up beforehand.
pub trait Peer {
    /// Makes the URL of `key` and passes it to `take`, in the type that the library returns.
    fn presign(&mut self, key: &str, take: &mut dyn FnMut(&dyn Display));
}

/// The values that all URLs share.
#[derive(Clone, Debug)]
pub struct Settings {
    pub access_key_id: &'static str,
    pub secret_access_key: &'static str,
    pub session_token: Option<String>,
    pub region: &'static str,
    pub bucket: &'static str,
    pub expires_in: Duration,
    /// The signing time, for libraries that accept one. The others read the clock.
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

    /// Returns the origin of the bucket, without a trailing slash.
    pub fn origin(&self) -> String {
        format!("https://{}.s3.{}.amazonaws.com", self.bucket, self.region)
    }
}

/// Returns the output of a future that is ready when it is first polled. Async libraries wait only for credentials, and
/// those are available here. A runtime would also poll such a future just once, so measuring without one loses nothing.
pub fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("signing waits for something"),
    }
}
