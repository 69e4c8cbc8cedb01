//! What must not be shown, and how the rest is.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use zeroize::Zeroizing;

use super::attempt::Attempt;
use super::quoted::is_public_id;
use super::url::{Url, decoded};
use crate::error::Found;
use crate::sigv4::encode_component;
use crate::sigv4::escaped::Escaped;
use crate::sigv4::reserved_names::is_secret_header;

/// What is shown in place of a secret.
pub(super) const REDACTED: &str = "REDACTED";

/// The secrets of a request: signatures, session tokens, and the values of headers that may be secret.
pub(super) struct Secrets {
    /// The longest first.
    values: Vec<Zeroizing<String>>,
    /// Whether there are more than any honest request has. Then nothing is quoted.
    too_many: bool,
}

/// Shorter texts are no secrets, and would be found everywhere.
const SHORTEST: usize = 6;
const MOST: usize = 64;

/// How much of a text with quotation marks is shown, in characters.
const SHOWN: usize = 128;

impl Secrets {
    pub(super) fn of(attempt: &Attempt, url: &Url<'_>) -> Self {
        let mut secrets = Self { values: Vec::new(), too_many: false };
        secrets.add_from_url(url);
        secrets.add_from_text(&attempt.url);
        for (name, value) in attempt.headers.iter().chain(&attempt.response_headers) {
            if hides_header(name) {
                secrets.add(value);
            }
            secrets.add_from_text(value);
        }
        for credentials in &attempt.credentials {
            if let Some((_, encoded)) = credentials.identity().encoded_token() {
                secrets.add(encoded);
                secrets.add(&decoded(Escaped::of_path(encoded)));
            }
        }
        secrets.sort();
        secrets
    }

    /// Collects those of a text that is signed, or of a URL.
    pub(super) fn of_texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut secrets = Self { values: Vec::new(), too_many: false };
        texts.into_iter().for_each(|text| secrets.add_from_text(text));
        secrets.sort();
        secrets
    }

    /// Adds those that a response repeats.
    pub(super) fn add_from_answer<'t>(&mut self, elements: impl IntoIterator<Item = (&'t str, &'t str)>) {
        for (name, text) in elements {
            // The value of an argument may be that of the header `Authorization`.
            if hides_parameter(name) || name == "ArgumentValue" {
                self.add(text);
            }
            self.add_from_text(text);
        }
        self.sort();
    }

    fn add_from_url(&mut self, url: &Url<'_>) {
        for parameter in url.parameters() {
            if hides_parameter(&decoded(parameter.name)) {
                self.add_forms(parameter.value);
            }
            // It may be the secret access key.
            let key = parameter.name.is("X-Amz-Credential").then(|| key_of(parameter.value)).flatten();
            if let Some(key) = key.filter(|key| !is_public_id(&decoded(*key))) {
                self.add_forms(key);
            }
        }
    }

    /// Adds a value as it is in the URL, decoded, and as it is in canonical texts.
    fn add_forms(&mut self, value: Escaped<'_>) {
        self.add(value.raw());
        let value = decoded(value);
        self.add(&encode_component(&*value).to_string());
        self.add(&value);
    }

    /// Adds the values after names such as `X-Amz-Signature=`, wherever they are in the text.
    fn add_from_text(&mut self, text: &str) {
        let lower = Zeroizing::new(text.to_ascii_lowercase());
        let mut from = 0;
        while let Some((start, end)) = lower.get(from..).and_then(value_after_name) {
            let (start, end) = (from.saturating_add(start), from.saturating_add(end));
            if let Some(value) = text.get(start..end) {
                self.add(value);
                let value = decoded(Escaped::of_query(value));
                self.add(&value);
                self.add(&decoded(Escaped::of_query(&value)));
            }
            from = end;
        }
    }

    fn add(&mut self, value: &str) {
        let value = value.trim();
        if value.len() < SHORTEST || self.values.iter().any(|known| **known == *value) {
            return;
        }
        if self.values.len() < MOST {
            self.values.push(Zeroizing::new(value.to_owned()));
        } else {
            self.too_many = true;
        }
    }

    fn sort(&mut self) {
        self.values.sort_by_key(|value| core::cmp::Reverse(value.len()));
    }

    /// Returns a text with the secrets of this request replaced, and with those that follow names such as
    /// `X-Amz-Signature=`.
    pub(super) fn redact(&self, text: &str) -> String {
        if self.too_many {
            return REDACTED.to_owned();
        }
        let mut text = text.to_owned();
        for value in &self.values {
            if text.contains(value.as_str()) {
                text = text.replace(value.as_str(), REDACTED);
            }
        }
        let lower = text.to_ascii_lowercase();
        let (mut out, mut from) = (String::with_capacity(text.len()), 0);
        while let Some((start, end)) = lower.get(from..).and_then(value_after_name) {
            let (start, end) = (from.saturating_add(start), from.saturating_add(end));
            out.push_str(text.get(from..start).unwrap_or_default());
            out.push_str(REDACTED);
            from = end;
        }
        out.push_str(text.get(from..).unwrap_or_default());
        out
    }

    /// Returns a sentence from a server as a finding shows it. It may contain another signature, such as the one that
    /// the server computed.
    pub(super) fn quote_message(&self, text: &str) -> String {
        self.quote(&without_signatures(text))
    }

    /// Returns text from a server as a finding shows it: one line, quoted, with control characters escaped, without
    /// secrets, and cut.
    pub(super) fn quote(&self, text: &str) -> String {
        let text = self.redact(text.trim());
        let line = text.lines().next().unwrap_or_default();
        if !line.contains('"') {
            return Found::new(line).to_string();
        }
        // Such as the condition of a policy, in JSON. Escaped quotation marks would be hard to read.
        let mut shown = String::from("`");
        for character in line.chars().take(SHOWN) {
            match character {
                '"' | '\'' | '\\' => shown.push(character),
                _ => shown.extend(character.escape_debug()),
            }
        }
        shown.push_str(if line.chars().nth(SHOWN).is_some() { "...`" } else { "`" });
        shown
    }
}

/// Returns whether the value of a parameter is not shown.
pub(super) fn hides_parameter(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["signature", "token", "secret", "password"].iter().any(|part| name.contains(part))
}

/// Returns whether the value of a header is not shown.
pub(super) fn hides_header(name: &str) -> bool {
    const SECRET: [&str; 4] = ["authorization", "cookie", "api-key", "apikey"];
    let name = name.to_ascii_lowercase();
    is_secret_header(&name) || hides_parameter(&name) || SECRET.iter().any(|part| name.contains(part))
}

/// Finds the first value after a name that ends with `signature` or `token`, in a text in lower case. Returns where it
/// begins and ends.
fn value_after_name(lower: &str) -> Option<(usize, usize)> {
    // As in a URL, encoded once or twice, in a header, in JSON and in XML.
    const SEPARATORS: [&str; 7] = ["=", "%3d", "%253d", ":", "\":\"", "\": \"", ">"];
    const DELIMITERS: [char; 12] = ['&', '"', '\'', '<', '>', '\\', ',', ';', ' ', '\n', '\r', '\t'];
    let is_named = |before: &str| before.ends_with("signature") || before.ends_with("token");
    let mut firsts = lower.match_indices(['=', '%', ':', '"', '>']);
    firsts.find_map(|(at, _)| {
        let (before, after) = lower.split_at_checked(at)?;
        let separator = SEPARATORS.iter().find(|separator| after.starts_with(**separator))?;
        let value = after.get(separator.len()..).filter(|_| is_named(before))?;
        let length = value.find(DELIMITERS).unwrap_or(value.len());
        // An encoded text ends at an encoded `&`.
        let length = match *separator {
            "%3d" => value.find("%26").map_or(length, |at| at.min(length)),
            "%253d" => value.find("%2526").map_or(length, |at| at.min(length)),
            _ => length,
        };
        let start = at.saturating_add(separator.len());
        (length > 0).then_some((start, start.saturating_add(length)))
    })
}

/// Replaces every run of at least 64 hexadecimal digits, as a signature is.
fn without_signatures(text: &str) -> String {
    const LENGTH: usize = 64;
    let (mut out, mut run) = (String::with_capacity(text.len()), String::new());
    let end = |run: &mut String, out: &mut String| {
        out.push_str(if run.len() >= LENGTH { REDACTED } else { run });
        run.clear();
    };
    for character in text.chars() {
        if character.is_ascii_hexdigit() {
            run.push(character);
        } else {
            end(&mut run, &mut out);
            out.push(character);
        }
    }
    end(&mut run, &mut out);
    out
}

/// Returns the access key ID of a credential, which may contain slashes.
fn key_of(credential: Escaped<'_>) -> Option<Escaped<'_>> {
    (0..4).try_fold(credential, |rest, _| rest.rsplit_once(b'/').map(|(rest, _)| rest))
}

/// Quotes an access key ID, unless it does not look like one: it may be the secret in its place.
pub(super) fn shown_key(id: &str) -> String {
    match is_public_id(id) {
        true => format!("`{id}`"),
        false => "(not shown, because it does not look like an access key ID)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_found_in_every_form() {
        for text in [
            "https://h/?X-Amz-Signature=5ecre7value&a=b",
            "https://h/?a=b&amp;X-Amz-Security-Token=5ecre7value&amp;c=d",
            r"https://h/?a=b\u0026X-Amz-Signature=5ecre7value\u0026c=d",
            "https://h/%3FX-Amz-Signature%3D5ecre7value%26a",
            "https://h/%253Fx-amz-signature%253d5ecre7value%2526a",
            "AWS4-HMAC-SHA256 Credential=a, Signature=5ecre7value",
            r#"{"X-Amz-Signature": "5ecre7value"}"#,
            "<SignatureProvided>x</SignatureProvided><Signature>5ecre7value</Signature>",
            "x-amz-security-token:5ecre7value\nhost:h",
        ] {
            let secrets = Secrets::of_texts([text]);
            assert!(!secrets.redact(text).contains("5ecre7value"), "{text}: {}", secrets.redact(text));
            assert_eq!(secrets.quote("the value 5ecre7value\n2"), "\"the value REDACTED\"", "{text}");
        }
    }

    /// Those of another request have a name at least.
    #[test]
    fn unknown_secrets_are_found_by_name() {
        for (text, shown) in [
            (
                "see https://h/?a=b&X-Amz-Signature=5ecre7value&c=d",
                "\"see https://h/?a=b&X-Amz-Signature=REDACTED&c=d\"",
            ),
            ("token:5ecre7value, b", "\"token:REDACTED, b\""),
            ("/%3Fx-amz-security-token%3D5ecre7value%26a", "\"/%3Fx-amz-security-token%3DREDACTED%26a\""),
        ] {
            assert_eq!(Secrets::of_texts([]).quote(text), shown);
        }
    }

    #[test]
    fn texts_without_secrets_stay() {
        let text = "The request signature we calculated does not match the signature you provided.";
        assert_eq!(Secrets::of_texts([text]).redact(text), text);
        let digits = "ab".repeat(32);
        assert_eq!(Secrets::of_texts([]).quote_message(&format!("not {digits}.")), "\"not REDACTED.\"");
        // The name of an object may be a hash.
        assert_eq!(Secrets::of_texts([]).quote(&digits), format!("\"{digits}\""));
        let condition = "[\"eq\", \"$key\", \"a\u{1b}\"]";
        assert_eq!(Secrets::of_texts([]).quote(condition), r#"`["eq", "$key", "a\u{1b}"]`"#);
        let long = Secrets::of_texts([]).quote(&format!("\"{}", "a".repeat(1000)));
        assert_eq!(long.len(), SHOWN + "`...`".len());
    }

    #[test]
    fn many_names_take_linear_time() {
        let text = "token=signature&".repeat(100_000);
        assert_eq!(Secrets::of_texts([&*text]).values.len(), 1);
        let text: String = (0..1000).map(|number| format!("token=value{number}&")).collect();
        assert_eq!(Secrets::of_texts([&*text]).quote("a"), "\"REDACTED\"");
    }
}
