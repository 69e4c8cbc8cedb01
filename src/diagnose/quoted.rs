//! Values as findings show them.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::error::Found;

/// The longest run of letters and digits in a value that no signature, token or secret is a part of.
const LONGEST_WORD: usize = 19;

/// Quotes a value that should be short and public. If a part of it may be a signature, a token or a secret, it only
/// tells how long it is.
pub(super) fn value(value: &str) -> String {
    let is_in_word = |character: char| character.is_ascii_alphanumeric() || "+/=%_~".contains(character);
    let has_long_word = value.split(|character| !is_in_word(character)).any(|word| word.len() > LONGEST_WORD);
    match has_long_word {
        true => format!("a value of {} bytes that is not shown here", value.len()),
        false => Found::new(value).to_string(),
    }
}

/// Names an access key ID, unless it may be a secret that took its place.
pub(super) fn access_key_id(id: &str) -> String {
    match is_public_id(id) {
        true => format!("the access key ID `{id}`"),
        false => format!("an access key ID of {} bytes that is not shown here, because it may be a secret", id.len()),
    }
}

/// Returns whether a text can be shown as an access key ID: it has the form of AWS's, or that of another server's user
/// names. AWS's secrets are longer than those, and have small letters.
pub(super) fn is_public_id(id: &str) -> bool {
    let is_capital = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"._-@:".contains(&byte);
    let is_aws = id.len() <= 128 && id.bytes().all(is_capital);
    let is_name = id.len() <= 32 && id.bytes().all(is_of_name);
    !id.is_empty() && (is_aws || is_name)
}

/// Quotes a host. One that can't be a host is not shown.
pub(super) fn host(host: &str) -> String {
    let is_valid = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte);
    let is_name = host.len() <= 255 && host.bytes().all(is_valid) && host.split('.').all(|label| label.len() <= 63);
    match is_name {
        true => format!("`{host}`"),
        false => value(host),
    }
}

/// Quotes a path or a key. It ends where parameters of a signature begin, which a URL that was put together wrongly may
/// have in its path.
pub(super) fn path(path: &str) -> String {
    const PARAMETERS: [&str; 4] = ["x-amz-", "awsaccesskeyid", "signature", "token"];
    let lower = path.to_ascii_lowercase();
    match PARAMETERS.iter().filter_map(|name| lower.find(name)).min().and_then(|end| path.get(..end)) {
        Some(start) => format!("{}...", Found::new(start)),
        None => Found::new(path).to_string(),
    }
}

/// Joins names for a sentence: `a`, `b` and `c`. Of many, it shows the first.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 6;
    let names: Vec<&str> = names.into_iter().collect();
    let mut shown: Vec<String> = names.iter().take(SHOWN).map(|name| name_of(name)).collect();
    if let Some(more) = names.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        shown.push(format!("{more} more"));
    }
    match shown.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => shown.concat(),
    }
}

/// Quotes the name of a header or a parameter.
fn name_of(name: &str) -> String {
    match name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
        true if name.split(['-', '_', '.']).all(|word| word.len() <= LONGEST_WORD) => format!("`{name}`"),
        _ => format!("one with a name of {} bytes", name.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_secret_is_not_shown() {
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        for shown in [value(secret), access_key_id(secret), name_of(secret), host(&secret.repeat(2))] {
            assert!(!shown.contains("wJalrXUtnFEMI"), "{shown}");
        }
        assert_eq!(path("/a?X-Amz-Signature=abc"), r#""/a?"..."#);
    }

    #[test]
    fn what_is_public_is_shown() {
        assert_eq!(value("20261123T120000Z\n"), r#""20261123T120000Z\n""#);
        assert_eq!(access_key_id("AKIAIOSFODNN7EXAMPLE"), "the access key ID `AKIAIOSFODNN7EXAMPLE`");
        assert_eq!(access_key_id("minioadmin"), "the access key ID `minioadmin`");
        assert_eq!(list([]), "");
        assert_eq!(list(["a"]), "`a`");
        assert_eq!(list(["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(list(["a"; 8]), "`a`, `a`, `a`, `a`, `a`, `a` and 2 more");
    }
}
