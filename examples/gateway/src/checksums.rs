//! The hashes that a body must have.

use axum::http::{HeaderMap, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use sha2::{Digest, Sha256};

use crate::error::Error;

/// The hashes that a body must have, computed while it arrives. They are checked before anybody can see the object.
#[derive(Default)]
pub(crate) struct Checksums {
    /// That of the signature: without the check, whoever has the URL could upload anything.
    payload: Option<[u8; 32]>,
    sha256: Option<[u8; 32]>,
    md5: Option<[u8; 16]>,
    crc32: Option<[u8; 4]>,
    running: Running,
}

#[derive(Default)]
struct Running {
    sha256: Sha256,
    md5: Md5,
    crc32: crc32fast::Hasher,
}

impl Checksums {
    /// Reads the hashes that the signature and the headers of a request declare.
    pub(crate) fn of(payload: Option<[u8; 32]>, headers: &HeaderMap) -> Result<Self, Error> {
        Ok(Self {
            payload,
            sha256: declared(headers, "x-amz-checksum-sha256")?,
            md5: declared(headers, "content-md5")?,
            crc32: declared(headers, "x-amz-checksum-crc32")?,
            running: Running::default(),
        })
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        if self.payload.is_some() || self.sha256.is_some() {
            self.running.sha256.update(bytes);
        }
        if self.md5.is_some() {
            self.running.md5.update(bytes);
        }
        if self.crc32.is_some() {
            self.running.crc32.update(bytes);
        }
    }

    /// Compares the hashes of the whole body. They are no secrets, so the comparison need not take constant time.
    pub(crate) fn check(self) -> Result<(), Error> {
        let sha256 = self.running.sha256.finalize();
        if self.payload.is_some_and(|expected| expected[..] != sha256[..]) {
            let message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
            return Err(Error::new(axum::http::StatusCode::BAD_REQUEST, "XAmzContentSHA256Mismatch", message));
        }
        if self.sha256.is_some_and(|expected| expected[..] != sha256[..]) {
            return Err(Error::bad_digest("SHA256"));
        }
        if self.md5.is_some_and(|expected| expected[..] != self.running.md5.finalize()[..]) {
            return Err(Error::bad_digest("Content-MD5"));
        }
        if self.crc32.is_some_and(|expected| expected != self.running.crc32.finalize().to_be_bytes()) {
            return Err(Error::bad_digest("CRC32"));
        }
        Ok(())
    }
}

/// Returns the hash in a header, in base64.
fn declared<const N: usize>(headers: &HeaderMap, name: &str) -> Result<Option<[u8; N]>, Error> {
    let mut values = headers.get_all(name).iter();
    let decode = |value: &HeaderValue| STANDARD.decode(value).ok()?.try_into().ok();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => match decode(value) {
            Some(hash) => Ok(Some(hash)),
            None => Err(invalid(name)),
        },
        (Some(_), Some(_)) => Err(invalid(name)),
    }
}

fn invalid(name: &str) -> Error {
    let code = if name == "content-md5" { "InvalidDigest" } else { "InvalidRequest" };
    Error::new(axum::http::StatusCode::BAD_REQUEST, code, format!("Value for {name} header is invalid."))
}
