//! JSON that keeps what a map would lose: names that occur twice.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use zeroize::Zeroizing;

/// A JSON value. The text is wiped from memory when dropped, because a policy contains the session token.
pub(super) enum Json {
    Text(Zeroizing<String>),
    /// A whole number that is not negative.
    Unsigned(u64),
    /// Any other number.
    Number,
    List(Vec<Json>),
    /// The members in the order in which they occur.
    Object(Vec<(Zeroizing<String>, Json)>),
    /// `null`, `true` or `false`.
    Other,
}

impl Json {
    /// Parses a document. serde_json limits its depth to 128.
    pub(super) fn parse(document: &[u8]) -> Option<Self> {
        serde_json::from_slice(document).ok()
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(Zeroizing::new(text.into())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Unsigned(number))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Json, E> {
        Ok(Json::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Number)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some((name, value)) = members.next_entry::<String, Json>()? {
            object.push((Zeroizing::new(name), value));
        }
        Ok(match &object[..] {
            [(name, Json::Text(number))] if **name == NUMBER => number.parse().map_or(Json::Number, Json::Unsigned),
            _ => Json::Object(object),
        })
    }
}

/// The name of the only member of the object that serde_json makes of a number, if another crate of the build enables its
/// feature `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let parsed = |json: &str| match Json::parse(json.as_bytes()) {
            Some(Json::Unsigned(number)) => Some(number),
            Some(Json::Number) => None,
            _ => panic!("{json}"),
        };
        for (number, expected) in
            [("0", Some(0)), ("18446744073709551615", Some(u64::MAX)), ("-1", None), ("1.0", None)]
        {
            assert_eq!(parsed(number), expected);
            assert_eq!(parsed(&alloc::format!(r#"{{"{NUMBER}": "{number}"}}"#)), expected, "{number}");
        }
        assert!(matches!(Json::parse(br#"{"number": "1"}"#), Some(Json::Object(_))));
    }
}
