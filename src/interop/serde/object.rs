//! Reading of JSON objects. No error shows a value, because it may be a secret; serde's own errors would quote it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::mem;

use serde_core::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use time::OffsetDateTime;
use zeroize::Zeroizing;

use crate::sigv4::AmzDate;
use crate::sigv4::rfc3339::parse_date_time;

/// The requested fields that an object has.
pub(super) struct Object {
    /// The name of the object in error messages.
    what: &'static str,
    fields: Vec<(&'static str, Value)>,
}

/// The value of a field.
pub(super) enum Value {
    Null,
    Text(Zeroizing<String>),
    Number(u64),
    Fraction(f64),
    Object(Vec<(&'static str, Value)>),
    /// A type that no field uses.
    Other,
}

impl Object {
    /// Reads the fields with these names and ignores the others.
    pub(super) fn read<'de, D: Deserializer<'de>>(
        what: &'static str,
        names: &'static [&'static str],
        deserializer: D,
    ) -> Result<Self, D::Error> {
        match (Reader { names }).deserialize(deserializer)? {
            Value::Object(fields) => Ok(Self { what, fields }),
            _ => Err(D::Error::custom(format!("the {what} must be an object"))),
        }
    }

    /// Takes a field that is an object, which errors call `what`.
    pub(super) fn required_object<E: Error>(&mut self, name: &str, what: &'static str) -> Result<Self, E> {
        match self.take(name) {
            Value::Object(fields) => Ok(Self { what, fields }),
            Value::Null => Err(self.error(name, "is missing")),
            _ => Err(self.error(name, "is not an object")),
        }
    }

    /// Changes what errors call the object.
    pub(super) fn called(self, what: &'static str) -> Self {
        Self { what, ..self }
    }

    /// Returns whether a field is there and is not null.
    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(other, value)| *other == name && !matches!(value, Value::Null))
    }

    /// Takes the value of a field, or `Null` if it is missing.
    pub(super) fn take(&mut self, name: &str) -> Value {
        let field = self.fields.iter_mut().find(|(other, _)| *other == name);
        field.map_or(Value::Null, |(_, value)| mem::replace(value, Value::Null))
    }

    /// Takes the text of a field, or `None` if it is missing or null.
    pub(super) fn text<E: Error>(&mut self, name: &str) -> Result<Option<Zeroizing<String>>, E> {
        match self.take(name) {
            Value::Text(text) => Ok(Some(text)),
            Value::Null => Ok(None),
            _ => Err(self.error(name, "is not a string")),
        }
    }

    pub(super) fn required_text<E: Error>(&mut self, name: &str) -> Result<Zeroizing<String>, E> {
        self.text(name)?.ok_or_else(|| self.error(name, "is missing"))
    }

    pub(super) fn moment<E: Error>(&mut self, name: &str) -> Result<Option<OffsetDateTime>, E> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let problem = "is not a valid RFC 3339 time, such as 2026-11-23T12:00:00Z";
        parse_date_time(&text).map(Some).ok_or_else(|| self.error(name, problem))
    }

    /// Takes a time that is text or seconds since 1970. Fractions of a second are cut off.
    pub(super) fn moment_or_seconds<E: Error>(&mut self, name: &str) -> Result<Option<OffsetDateTime>, E> {
        let at = match self.take(name) {
            Value::Null => return Ok(None),
            Value::Text(text) => parse_date_time(&text),
            Value::Number(seconds) => i64::try_from(seconds).ok().and_then(since_1970),
            Value::Fraction(seconds) if seconds >= 0.0 => since_1970(seconds as i64),
            _ => None,
        };
        let problem = "is neither an RFC 3339 time, such as 2026-11-23T12:00:00Z, nor seconds since 1970";
        at.map(Some).ok_or_else(|| self.error(name, problem))
    }

    /// Creates the error for two fields of which only one is allowed.
    pub(super) fn conflict<E: Error>(&self, name: &str, with: &str) -> E {
        self.error(name, &format!("can't be combined with `{with}`: give only one of them"))
    }

    pub(super) fn error<E: Error>(&self, name: &str, problem: &str) -> E {
        E::custom(format!("field `{name}` of the {} {problem}", self.what))
    }
}

fn since_1970(seconds: i64) -> Option<OffsetDateTime> {
    let at = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
    // As for text, the year must be within 0 to 9999.
    AmzDate::new(at).ok().map(AmzDate::time)
}

/// Reads a value of any type.
struct Reader {
    /// The fields to keep if the value is an object, and if one of these is an object, of that one.
    names: &'static [&'static str],
}

impl<'de> DeserializeSeed<'de> for Reader {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(u64::try_from(number).map_or(Value::Other, Value::Number))
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Fraction(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(Zeroizing::new(text.into())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(Zeroizing::new(text)))
    }

    fn visit_bytes<E: Error>(self, _: &[u8]) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields: Vec<(&'static str, Value)> = Vec::new();
        while let Some(key) = map.next_key_seed(Self { names: &[] })? {
            let Value::Text(key) = key else { return Err(A::Error::custom("a field name is not a string")) };
            let Some(&name) = self.names.iter().find(|name| **name == *key) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            if fields.iter().any(|(other, _)| *other == name) {
                return Err(A::Error::custom(format!("field `{name}` occurs twice")));
            }
            fields.push((name, map.next_value_seed(Self { names: self.names })?));
        }
        Ok(Value::Object(fields))
    }
}
