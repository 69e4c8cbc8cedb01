//! JSON, as services other than S3 answer.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::Value;
use zeroize::Zeroizing;

use super::field::Field;

/// The members that are looked for in a body that was cut short.
const EXPECTED: [&str; 5] = ["Code", "code", "__type", "Message", "message"];

/// Returns the members, those of inner objects too.
pub(super) fn fields(text: &str) -> Vec<Field> {
    let mut fields = Vec::new();
    match serde_json::from_str(text) {
        Ok(value) => collect("", value, 0, &mut fields),
        Err(_) => fields.extend(EXPECTED.iter().filter_map(|name| member(text, name))),
    }
    fields
}

/// Collects the members of an object, or of the first object in a list: `{"errors": [{"message": ...}]}`.
fn collect(name: &str, value: Value, depth: usize, fields: &mut Vec<Field>) {
    const DEEPEST: usize = 4;
    const MOST: usize = 1000;
    if depth > DEEPEST || fields.len() > MOST {
        return;
    }
    let inner = depth.saturating_add(1);
    let text = match value {
        Value::Object(members) => {
            return members.into_iter().for_each(|(name, value)| collect(&name, value, inner, fields));
        }
        Value::Array(values) => {
            return values.into_iter().take(1).for_each(|value| collect(name, value, inner, fields));
        }
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        Value::Bool(_) | Value::Null => return,
    };
    fields.push(Field { name: name.to_owned(), text: Zeroizing::new(text), is_complete: true });
}

/// Returns a member with a text, from JSON that can't be parsed.
fn member(json: &str, name: &str) -> Option<Field> {
    let (_, rest) = json.split_once(&format!("\"{name}\""))?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let mut is_escaped = false;
    let end = rest.bytes().position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    let (raw, is_complete) = match end {
        Some(end) => (rest.get(..end)?, true),
        // The last escape may be cut.
        None => {
            (rest.rsplit_once('\\').filter(|(_, end)| end.len() < "u0026".len()).map_or(rest, |(text, _)| text), false)
        }
    };
    let text: String = serde_json::from_str(&format!("\"{raw}\"")).unwrap_or_else(|_| raw.to_owned());
    Some(Field { name: name.to_owned(), text: Zeroizing::new(text), is_complete })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_whole_and_of_cut_objects() {
        for (json, name, text) in [
            (r#"{"message":"Forbidden"}"#, "message", "Forbidden"),
            (r#"{"Error":{"Code":"AccessDenied","n":1}}"#, "Code", "AccessDenied"),
            (r#"{"errors":[{"code":10000,"message":"x"}]}"#, "code", "10000"),
            (r#"[{"message":"x"}]"#, "message", "x"),
            (r#"{"message":"a\n'b' \"c\" and th"#, "message", "a\n'b' \"c\" and th"),
            (r#"{"message":"a\n'b\"#, "message", "a\n'b"),
            (r#"{"message":"a\u002"#, "message", "a"),
            (r#"{"__type" : "X#Y", "message": "#, "__type", "X#Y"),
        ] {
            let found = fields(json).into_iter().find(|field| field.name == name).map(|field| field.text);
            assert_eq!(found.as_deref().map(String::as_str), Some(text), "{json}");
        }
        assert!(fields("[1").is_empty());
        assert!(fields("{}").is_empty());
    }
}
