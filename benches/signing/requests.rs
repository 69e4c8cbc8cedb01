//! The requests to sign, of several kinds, each with many keys or prefixes.

use std::time::Duration;

use presign::s3::Checksum;
use presign::{Bucket, PresignRequest};

use crate::KEYS;

/// The values that requests borrow.
pub(crate) struct Inputs {
    bucket: Bucket,
    /// Keys of 40 bytes that need no escapes.
    keys: Vec<String>,
    /// Keys of 1,000 bytes, almost all of them escaped.
    unicode_keys: Vec<String>,
    prefixes: Vec<String>,
}

/// Requests that are built once and signed many times.
pub(crate) struct Prepared<'a> {
    pub(crate) put: Vec<PresignRequest<'a>>,
    pub(crate) overrides: Vec<PresignRequest<'a>>,
    pub(crate) list: Vec<PresignRequest<'a>>,
}

impl Inputs {
    pub(crate) fn new() -> Self {
        let keys: Vec<_> = (0..KEYS).map(|number| format!("photos/2026/11/{number:08}-sailing-boat.jpg")).collect();
        let unicode_keys: Vec<_> = (0..KEYS).map(unicode_key).collect();
        assert!(keys.iter().all(|key| key.len() == 40) && unicode_keys.iter().all(|key| key.len() == 1000));
        Self {
            bucket: Bucket::new("examplebucket").expect("a valid name"),
            keys,
            unicode_keys,
            prefixes: (0..KEYS).map(|number| format!("photos/2026/{number:02}/")).collect(),
        }
    }

    #[cfg(feature = "post")]
    pub(crate) fn bucket(&self) -> &Bucket {
        &self.bucket
    }

    pub(crate) fn keys(&self) -> &[String] {
        &self.keys
    }

    pub(crate) fn unicode_keys(&self) -> &[String] {
        &self.unicode_keys
    }

    pub(crate) fn prepare(&self) -> Prepared<'_> {
        Prepared {
            put: (0..KEYS).map(|number| self.put(number)).collect(),
            overrides: (0..KEYS).map(|number| self.overrides(number)).collect(),
            list: (0..KEYS).map(|number| self.list(number)).collect(),
        }
    }

    pub(crate) fn get(&self, number: usize) -> PresignRequest<'_> {
        self.bucket.get_object(&self.keys[number]).expires_in(HALF_AN_HOUR)
    }

    pub(crate) fn get_unicode(&self, number: usize) -> PresignRequest<'_> {
        self.bucket.get_object(&self.unicode_keys[number]).expires_in(HALF_AN_HOUR)
    }

    pub(crate) fn put(&self, number: usize) -> PresignRequest<'_> {
        self.bucket
            .put_object(&self.keys[number])
            .cache_control("public, max-age=31536000")
            .content_length(2_345_678)
            .content_type("image/jpeg")
            .checksum(Checksum::Sha256([0x5a; 32]))
            .metadata("photographer", "Alice Example")
            .storage_class("STANDARD_IA")
            .expires_in(HALF_AN_HOUR)
    }

    pub(crate) fn overrides(&self, number: usize) -> PresignRequest<'_> {
        self.bucket
            .get_object(&self.keys[number])
            .response_cache_control("no-store")
            .response_content_disposition("attachment; filename=\"boat.jpg\"")
            .response_content_encoding("identity")
            .response_content_language("en")
            .response_content_type("image/jpeg")
            .expires_in(HALF_AN_HOUR)
    }

    pub(crate) fn list(&self, number: usize) -> PresignRequest<'_> {
        self.bucket
            .list_objects_v2()
            .delimiter("/")
            .max_keys(500)
            .prefix(&self.prefixes[number])
            .start_after("photos/2026/11/boat.jpg")
            .expires_in(HALF_AN_HOUR)
    }
}

const HALF_AN_HOUR: Duration = Duration::from_secs(30 * 60);

/// Returns a key of letters of two and three bytes, spaces, and a few unreserved characters.
fn unicode_key(number: usize) -> String {
    const WORDS: &str = "парусник на море/帆船 på sjøen/";
    let mut key = format!("{number:08}/");
    for letter in WORDS.chars().cycle().skip(number) {
        if key.len() + letter.len_utf8() > 1000 {
            break;
        }
        key.push(letter);
    }
    key.push_str(&"~~"[..1000 - key.len()]);
    key
}
