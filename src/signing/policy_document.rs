//! The policy of a form: a JSON document that is base64-encoded and signed.

use core::ops::RangeInclusive;

use serde_core::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::form_field::{Condition, FormField};

/// A policy document, serialized as `{"expiration":...,"conditions":[...]}`.
///
/// Source: [Creating a POST policy][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/developerguide/sigv4-HTTPPOSTConstructPolicy.html
pub(super) struct PolicyDocument<'p, F> {
    /// An RFC 3339 time.
    pub(super) expiration: &'p str,
    pub(super) conditions: Conditions<'p, F>,
}

/// The conditions: one for the bucket, one for each field, and the range of sizes if there is one.
pub(super) struct Conditions<'p, F> {
    pub(super) bucket: &'p str,
    /// Returns the fields. Serialization may call it more than once.
    pub(super) fields: F,
    pub(super) content_length: Option<&'p RangeInclusive<u64>>,
}

impl<'p, F: Fn() -> I, I: Iterator<Item = &'p FormField>> Serialize for PolicyDocument<'p, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut document = serializer.serialize_map(Some(2))?;
        document.serialize_entry("expiration", self.expiration)?;
        document.serialize_entry("conditions", &self.conditions)?;
        document.end()
    }
}

impl<'p, F: Fn() -> I, I: Iterator<Item = &'p FormField>> Serialize for Conditions<'p, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut conditions = serializer.serialize_seq(None)?;
        conditions.serialize_element(&Condition::Equals("bucket", self.bucket))?;
        for field in (self.fields)() {
            conditions.serialize_element(&field.condition())?;
        }
        if let Some(range) = self.content_length {
            conditions.serialize_element(&("content-length-range", range.start(), range.end()))?;
        }
        conditions.end()
    }
}
