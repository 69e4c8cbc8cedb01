//! A request whose signature is correct.

use alloc::borrow::{Cow, ToOwned};
use core::fmt;

use time::OffsetDateTime;

use super::canonical::normalized;
use super::claims::Claims;
use crate::endpoint::target::PathRule;
use crate::sigv4::escaped::Escaped;

/// A request that was verified. Only [`Unverified::verify_at`](crate::verify::Unverified::verify_at) creates one.
///
/// Serve the path and the key that this type returns. They are decoded exactly once: a server that decodes them again
/// serves `a/../b` for a URL that was signed for the key `a/%2e%2e/b`. They may contain dot segments, because a key may:
/// a server that keeps objects in files must not use them as file names.
#[derive(Clone, Copy)]
#[must_use]
pub struct Verified<'a> {
    pub(super) claims: &'a Claims<'a>,
    pub(super) path: &'a str,
    pub(super) rule: PathRule,
    pub(super) payload_hash: Option<[u8; 32]>,
}

impl<'a> Verified<'a> {
    /// Returns the access key ID that signed the request.
    pub fn access_key_id(&self) -> &'a str {
        &self.claims.access_key_id
    }

    /// Returns when the URL expires.
    pub fn expires_at(&self) -> OffsetDateTime {
        self.claims.expires_at()
    }

    /// Returns the SHA-256 that the body of the request must have, or `None` if the body is not signed.
    ///
    /// The server must compare it with the hash of the body before it acts on the request. For services other than S3,
    /// it is usually the hash of an empty body.
    #[must_use = "the server must compare it with the hash of the body"]
    pub fn payload_hash(&self) -> Option<[u8; 32]> {
        self.payload_hash
    }

    /// Returns the path, decoded exactly once. For services other than S3 it is normalized before it is decoded, as the
    /// signed path is.
    ///
    /// For a request with the bucket in the host, the key is what follows the first slash. It may be empty: then the
    /// request is one for the bucket.
    pub fn path(&self) -> Cow<'a, str> {
        match self.rule {
            PathRule::S3 => decoded(self.path),
            PathRule::Generic => match normalized(self.path) {
                Cow::Borrowed(path) => decoded(path),
                Cow::Owned(path) => decoded(&path).into_owned().into(),
            },
        }
    }

    /// Returns the bucket and the key of a request with the bucket in the path, decoded exactly once. The key is empty
    /// for a request for the bucket, and both are for a request for the service.
    ///
    /// The path is divided after decoding, because a `%2F` is signed as a slash.
    pub fn bucket_and_key(&self) -> (Cow<'a, str>, Cow<'a, str>) {
        let split = |path: &str| {
            let bucket_start = usize::from(path.starts_with('/'));
            let bucket_end = path[bucket_start..].find('/').map_or(path.len(), |at| bucket_start + at);
            (bucket_start..bucket_end, bucket_end + usize::from(bucket_end < path.len()))
        };
        match self.path() {
            Cow::Borrowed(path) => {
                let (bucket, key_start) = split(path);
                (path[bucket].into(), path[key_start..].into())
            }
            Cow::Owned(mut path) => {
                let (bucket, key_start) = split(&path);
                let key = path.split_off(key_start);
                (path[bucket].to_owned().into(), key.into())
            }
        }
    }

    /// Returns the key of a request with the bucket in the host, decoded exactly once: the path without its first slash.
    /// It is empty for a request for the bucket.
    pub fn key(&self) -> Cow<'a, str> {
        match self.path() {
            Cow::Borrowed(path) => path.strip_prefix('/').unwrap_or(path).into(),
            Cow::Owned(path) => path.strip_prefix('/').unwrap_or(&path).to_owned().into(),
        }
    }
}

/// Decodes a path, which [`Unverified::parse`](crate::verify::Unverified::parse) has found to be UTF-8.
#[expect(clippy::expect_used, reason = "the target of the request was checked before anything else")]
fn decoded(path: &str) -> Cow<'_, str> {
    Escaped::of_path(path).text().expect("the path decodes to UTF-8")
}

impl fmt::Debug for Verified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("access_key_id", &self.claims.access_key_id)
            .field("path", &self.path())
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
