//! A presigned form as the response of an API.

use alloc::vec::Vec;

use serde_core::ser::{Serialize, SerializeStruct, Serializer};

use super::moment;
use super::presigned_url::Pairs;
use crate::s3::PresignedPost;

/// Serializes a form for the page that uploads (feature `serde`): `url`, `fields` (an object, in the order to send
/// them; the file comes after them), `open_fields` (the names of the fields that the client may complete), `signed_at`
/// and `expires_at` (RFC 3339, in UTC).
///
/// The output includes the signature, and whoever has it can upload: keep it out of logs.
///
/// ```
/// use presign::{Bucket, Credentials};
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let bucket = Bucket::new("photos")?;
/// let form = bucket.post_policy().key("boat.jpg").content_type_starts_with("image/");
/// let json = serde_json::to_value(form.sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?)?;
/// assert_eq!(json["url"], "https://photos.s3.us-east-1.amazonaws.com/");
/// assert_eq!(json["fields"]["key"], "boat.jpg");
/// assert_eq!(json["open_fields"][0], "Content-Type");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl Serialize for PresignedPost {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = serializer.serialize_struct("PresignedPost", 5)?;
        json.serialize_field("url", self.url())?;
        json.serialize_field("fields", &Pairs(self.fields()))?;
        json.serialize_field("open_fields", &self.open_fields().collect::<Vec<_>>())?;
        json.serialize_field("signed_at", &moment::<S::Error>("signed_at", self.signed_at())?)?;
        json.serialize_field("expires_at", &moment::<S::Error>("expires_at", self.expires_at())?)?;
        json.end()
    }
}
