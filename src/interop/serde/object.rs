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
    Flag(bool),
    /// The requested fields of an object.
    Object(Vec<(&'static str, Value)>),
    /// All names and values of an object.
    Map(Vec<(Zeroizing<String>, Value)>),
    #[cfg_attr(not(feature = "post"), expect(dead_code, reason = "only a form has a list"))]
    List(Vec<Value>),
    /// A type that no field uses.
    Other,
}

/// Names and values.
pub(super) type Texts = Vec<(Zeroizing<String>, Zeroizing<String>)>;

impl Object {
    /// Reads the fields with these names, and those of objects in them, and ignores the others.
    pub(super) fn read<'de, D: Deserializer<'de>>(
        what: &'static str,
        names: &'static [&'static str],
        deserializer: D,
    ) -> Result<Self, D::Error> {
        Self::read_with(Reader::Named(names), what, deserializer)
    }

    /// Reads the fields with these names, and all of an object or a list in them.
    pub(super) fn read_collections<'de, D: Deserializer<'de>>(
        what: &'static str,
        names: &'static [&'static str],
        deserializer: D,
    ) -> Result<Self, D::Error> {
        Self::read_with(Reader::Collections(names), what, deserializer)
    }

    fn read_with<'de, D: Deserializer<'de>>(
        reader: Reader,
        what: &'static str,
        deserializer: D,
    ) -> Result<Self, D::Error> {
        match reader.deserialize(deserializer)? {
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

    pub(super) fn required_moment<E: Error>(&mut self, name: &str) -> Result<OffsetDateTime, E> {
        self.moment(name)?.ok_or_else(|| self.error(name, "is missing"))
    }

    pub(super) fn flag<E: Error>(&mut self, name: &str) -> Result<Option<bool>, E> {
        match self.take(name) {
            Value::Flag(flag) => Ok(Some(flag)),
            Value::Null => Ok(None),
            _ => Err(self.error(name, "is neither true nor false")),
        }
    }

    /// Takes a field that is an object of strings, in order.
    pub(super) fn required_map<E: Error>(&mut self, name: &str) -> Result<Texts, E> {
        let pairs = match self.take(name) {
            Value::Map(pairs) => pairs,
            Value::Null => return Err(self.error(name, "is missing")),
            _ => return Err(self.error(name, "is not an object")),
        };
        let texts = pairs.into_iter().map(|(name, value)| match value {
            Value::Text(text) => Some((name, text)),
            _ => None,
        });
        texts.collect::<Option<_>>().ok_or_else(|| self.error(name, "has a value that is not a string"))
    }

    /// Takes a field that is a list of strings.
    #[cfg(feature = "post")]
    pub(super) fn required_list<E: Error>(&mut self, name: &str) -> Result<Vec<Zeroizing<String>>, E> {
        let values = match self.take(name) {
            Value::List(values) => values,
            Value::Null => return Err(self.error(name, "is missing")),
            _ => return Err(self.error(name, "is not a list")),
        };
        let texts = values.into_iter().map(|value| match value {
            Value::Text(text) => Some(text),
            _ => None,
        });
        texts.collect::<Option<_>>().ok_or_else(|| self.error(name, "has an item that is not a string"))
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

/// Reads a value of any type. The variant says what to keep if it is an object or a list.
#[derive(Clone, Copy)]
enum Reader {
    /// The fields with these names, and if one of these is an object, of that one. Nothing of a list.
    Named(&'static [&'static str]),
    /// The fields with these names, and all of an object or a list in them.
    Collections(&'static [&'static str]),
    All,
    Nothing,
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

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Flag(flag))
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
        if !matches!(self, Self::All) {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Value::Other);
        }
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(Self::Nothing)? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let (mut fields, mut pairs): (Vec<(&'static str, Value)>, Vec<_>) = (Vec::new(), Vec::new());
        while let Some(key) = map.next_key_seed(Self::Nothing)? {
            let Value::Text(key) = key else { return Err(A::Error::custom("a field name is not a string")) };
            let (names, of_field) = match self {
                Self::Named(names) => (names, self),
                Self::Collections(names) => (names, Self::All),
                Self::All => {
                    pairs.push((key, map.next_value_seed(Self::Nothing)?));
                    continue;
                }
                Self::Nothing => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            let Some(&name) = names.iter().find(|name| **name == *key) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            if fields.iter().any(|(other, _)| *other == name) {
                return Err(A::Error::custom(format!("field `{name}` occurs twice")));
            }
            fields.push((name, map.next_value_seed(of_field)?));
        }
        Ok(match self {
            Self::Named(_) | Self::Collections(_) => Value::Object(fields),
            Self::All => Value::Map(pairs),
            Self::Nothing => Value::Other,
        })
    }
}
