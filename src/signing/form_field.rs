//! One field of a form, and the policy condition that it must satisfy.

use alloc::string::{String, ToString};

use serde_core::ser::{Serialize, SerializeMap, SerializeTuple, Serializer};

/// The variable for the name of the uploaded file. S3 replaces it in every field value before it checks the conditions.
/// It inserts the part of the name after the last `/` or `\`, or nothing if the file has no name.
pub(crate) const FILE_NAME: &str = "${filename}";

/// A field that the client sends, unchanged or completed.
#[derive(Clone)]
pub(crate) struct FormField {
    pub(crate) name: String,
    pub(crate) value: String,
    /// Whether the value is a prefix that the client completes.
    pub(crate) open: bool,
}

impl FormField {
    pub(crate) fn new(name: &str, value: impl Into<String>) -> Self {
        Self { name: name.to_string(), value: value.into(), open: false }
    }

    /// Returns the element of the policy's `conditions` for this field.
    ///
    /// S3 replaces `${filename}` before it compares, so the condition can require only the text before the variable.
    pub(super) fn condition(&self) -> Condition<'_> {
        let Self { name, value, open } = self;
        match value.split_once(FILE_NAME) {
            Some((prefix, _)) => Condition::StartsWith(name, prefix),
            None if *open => Condition::StartsWith(name, value),
            None => Condition::Equals(name, value),
        }
    }
}

/// A condition on a field, serialized as in the policy.
pub(super) enum Condition<'a> {
    /// `{"name":"value"}`
    Equals(&'a str, &'a str),
    /// `["starts-with","$name","prefix"]`
    StartsWith(&'a str, &'a str),
}

impl Serialize for Condition<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Equals(name, value) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry(name, value)?;
                map.end()
            }
            Self::StartsWith(name, prefix) => {
                let mut tuple = serializer.serialize_tuple(3)?;
                tuple.serialize_element("starts-with")?;
                tuple.serialize_element(&format_args!("${name}"))?;
                tuple.serialize_element(prefix)?;
                tuple.end()
            }
        }
    }
}
