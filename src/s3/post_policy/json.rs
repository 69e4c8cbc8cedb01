//! Strings of a JSON text.

use alloc::string::{String, ToString};

use serde_json::Value;

/// Appends parts as one string, in quotes. Most need no escape, and are copied; the others are serde_json's.
pub(super) fn push_string(parts: &[&str], out: &mut String) {
    out.push('"');
    for &part in parts {
        let plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
        if part.bytes().all(plain) {
            out.push_str(part);
        } else {
            let quoted = Value::from(part).to_string();
            out.push_str(quoted.get(1..quoted.len() - 1).unwrap_or_default());
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_character_is_as_serde_json_has_it() {
        for character in (0..0x300).filter_map(char::from_u32).chain(['\u{2028}', '帆', '⛵']) {
            let text = String::from_iter(['a', character, 'b']);
            let mut string = String::new();
            push_string(&[&text], &mut string);
            assert_eq!(string, Value::from(text).to_string());
        }
    }
}
