//! A presigned URL as the response of an API.

use serde_core::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use super::moment;
use crate::signing::PresignedUrl;

/// Serializes a URL for an API response (feature `serde`): `url`, `method`, `headers` (an object of the headers that
/// the client must send, in order), `signed_at` and `expires_at` (RFC 3339, in UTC; null if the URL has no expiry).
///
/// The output includes the signature and the session token, and whoever has it can use the URL: keep it out of logs.
/// The value of a signed header may be a secret as well.
///
/// ```
/// use presign::{Bucket, Credentials};
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let bucket = Bucket::new("photos")?;
/// let upload = bucket.put_object("boat.jpg").content_type("image/jpeg");
/// let json = serde_json::to_value(upload.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?)?;
/// assert_eq!(json["method"], "PUT");
/// assert_eq!(json["headers"]["content-type"], "image/jpeg");
/// assert_eq!(json["expires_at"], "2026-11-23T12:15:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl Serialize for PresignedUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = serializer.serialize_struct("PresignedUrl", 5)?;
        json.serialize_field("url", self.as_str())?;
        json.serialize_field("method", self.method().as_str())?;
        json.serialize_field("headers", &Pairs(self.headers()))?;
        json.serialize_field("signed_at", &moment::<S::Error>("signed_at", self.signed_at())?)?;
        let expires_at = self.expires_at().map(|at| moment::<S::Error>("expires_at", at)).transpose()?;
        json.serialize_field("expires_at", &expires_at)?;
        json.end()
    }
}

/// Serializes names and values as an object. Each name occurs once.
pub(super) struct Pairs<I>(pub(super) I);

impl<'a, I: Iterator<Item = (&'a str, &'a str)> + Clone> Serialize for Pairs<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = serializer.serialize_map(Some(self.0.clone().count()))?;
        for (name, value) in self.0.clone() {
            json.serialize_entry(name, value)?;
        }
        json.end()
    }
}
