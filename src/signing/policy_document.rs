//! The policy of a form: a JSON document that is base64-encoded and signed.

use alloc::string::String;
use core::ops::RangeInclusive;

use super::decimal::push_decimal;
use super::form_field::{FormField, file_names};
use super::json_string::push_escaped;
use crate::sigv4::AmzDate;
use crate::sigv4::rfc3339::push_date_time;

/// A policy document: `{"expiration":...,"conditions":[...]}`, with a condition for the bucket, one for each field, and
/// one for the sizes if they are limited.
///
/// Source: [Creating a POST policy][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/developerguide/sigv4-HTTPPOSTConstructPolicy.html
pub(super) struct PolicyDocument<'p, F> {
    pub(super) expiration: AmzDate,
    pub(super) bucket: &'p str,
    pub(super) conditions: F,
    pub(super) content_length: Option<&'p RangeInclusive<u64>>,
}

/// Returns a length that the document does not exceed, for this many fields and a total length of names and values.
pub(super) fn max_length(bucket: &str, fields: usize, length: usize) -> usize {
    /// The document without fields, with the longest range.
    const DOCUMENT: &str = concat!(
        r#"{"expiration":"2026-11-23T12:00:00Z","conditions":[{"bucket":""},"#,
        r#"["content-length-range",18446744073709551615,18446744073709551615]]}"#,
    );
    /// What surrounds a name and a value.
    const CONDITION: &str = r#",["starts-with","$",""]"#;
    // JSON escapes quotation marks, backslashes and tabs with one more character.
    DOCUMENT.len() + 2 * bucket.len() + fields * CONDITION.len() + 2 * length
}

/// The condition on a field. The name is a token, and the value has no control characters except tabs.
#[derive(Clone, Copy)]
pub(super) struct Condition<'p> {
    name: &'p str,
    value: &'p str,
    /// Whether the field need only begin with the value.
    is_prefix: bool,
}

impl<'p> Condition<'p> {
    pub(super) fn on(field: &'p FormField) -> Self {
        Self::new(field.name(), field.value(), field.file_name(), field.is_open())
    }

    /// Returns the condition on a field that the client may not complete.
    pub(super) fn equal(name: &'p str, value: &'p str) -> Self {
        Self::new(name, value, file_names(value).next(), false)
    }

    /// S3 replaces `${filename}` before it compares, so the condition can require only the text before the variable.
    fn new(name: &'p str, value: &'p str, file_name: Option<usize>, open: bool) -> Self {
        let is_prefix = open || file_name.is_some();
        Self { name, value: file_name.map_or(value, |at| &value[..at]), is_prefix }
    }

    /// Appends `{"name":"value"}` or `["starts-with","$name","value"]`.
    fn write(self, out: &mut String) {
        let [before, between, after] =
            if self.is_prefix { [r#"["starts-with","$"#, r#"",""#, r#""]"#] } else { [r#"{""#, r#"":""#, r#""}"#] };
        out.push_str(before);
        out.push_str(self.name);
        out.push_str(between);
        push_escaped(self.value, out);
        out.push_str(after);
    }
}

impl<'p, F: Iterator<Item = Condition<'p>>> PolicyDocument<'p, F> {
    /// Appends the document.
    pub(super) fn write(self, out: &mut String) {
        out.push_str(r#"{"expiration":""#);
        push_date_time(self.expiration, out);
        out.push_str(r#"","conditions":["#);
        Condition::equal("bucket", self.bucket).write(out);
        self.conditions.for_each(|condition| {
            out.push(',');
            condition.write(out);
        });
        if let Some(range) = self.content_length {
            out.push_str(r#",["content-length-range","#);
            push_decimal(*range.start(), out);
            out.push(',');
            push_decimal(*range.end(), out);
            out.push(']');
        }
        out.push_str("]}");
    }
}
