//! Receives a form as a server does, to check what the library signs.
//!
//! Its input is the fields, the file, the bucket that the form was sent to, and the secret. It accepts the upload or
//! says why it is rejected.
//!
//! It follows the S3 documentation, is simple and strict, and shares no code with the library. Its input comes from the
//! library, so it panics if a field is malformed.
//!
//! Sources: [form fields](https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html),
//! [policy](https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html),
//! [signature](https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html)

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

/// An upload that a bucket receives. `now` has the format of a policy's `expiration`.
#[derive(Clone, Debug)]
pub(crate) struct Upload<'a> {
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) bucket: &'a str,
    pub(crate) file_name: &'a str,
    pub(crate) file_length: u64,
    pub(crate) now: &'a str,
}

impl Upload<'_> {
    /// Returns the key of the new object, or why the upload is rejected. The secret belongs to the access key ID in the
    /// form.
    pub(crate) fn receive(&self, secret: &str) -> Result<String, String> {
        let policy = decode_policy(self.field("policy").ok_or("there is no policy")?);
        self.check_signature(secret)?;

        let expiration = policy["expiration"].as_str().expect("the policy has an expiration");
        assert!(is_moment(expiration) && is_moment(self.now), "{expiration}, {}", self.now);
        if self.now >= expiration {
            return Err(format!("the policy expired at {expiration}"));
        }
        let conditions = conditions(&policy);
        for condition in &conditions {
            self.check_condition(condition)?;
        }
        for (name, _) in &self.fields {
            let name = name.to_lowercase();
            let exempt = ["policy", "x-amz-signature", "file"].contains(&&*name) || name.starts_with("x-ignore-");
            if !exempt && !conditions.iter().any(|condition| condition.field == name) {
                return Err(format!("no condition covers {name}"));
            }
        }
        self.expanded("key").filter(|key| !key.is_empty()).ok_or_else(|| "there is no key".to_string())
    }

    fn field(&self, name: &str) -> Option<&str> {
        let mut values = self.fields.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        let value = values.next().map(|(_, value)| value.as_str());
        assert!(values.next().is_none(), "{name} must not occur twice");
        value
    }

    /// Returns the value of a field, with the file name in place of `${filename}`.
    fn expanded(&self, name: &str) -> Option<String> {
        let file_name = self.file_name.rsplit(['/', '\\']).next().unwrap_or_default();
        self.field(name).map(|value| value.replace("${filename}", file_name))
    }

    fn check_signature(&self, secret: &str) -> Result<(), String> {
        let required = |name: &str| self.field(name).ok_or(format!("there is no {name}"));
        assert_eq!(required("x-amz-algorithm")?, "AWS4-HMAC-SHA256");
        // An access key ID may contain slashes, so the parts of the scope are counted from the end.
        let [terminator, service, region, date, _] =
            required("x-amz-credential")?.rsplitn(5, '/').collect::<Vec<_>>()[..]
        else {
            panic!("expected a credential of five parts");
        };
        assert_eq!(terminator, "aws4_request");
        assert_eq!(date, &required("x-amz-date")?[..8], "the date of the scope must match x-amz-date");
        let key = [date, region, service, terminator]
            .iter()
            .fold(format!("AWS4{secret}").into_bytes(), |key, part| hmac(&key, part.as_bytes()));
        let signature = hex::encode(hmac(&key, required("policy")?.as_bytes()));
        if required("x-amz-signature")? == signature { Ok(()) } else { Err("the signature is another".into()) }
    }

    fn check_condition(&self, condition: &Condition) -> Result<(), String> {
        let field = condition.field.as_str();
        let met = match &condition.rule {
            Rule::Within(least, most) => (*least..=*most).contains(&self.file_length),
            Rule::Is(value) if field == "bucket" => value == self.bucket,
            Rule::Is(value) => self.expanded(field).as_ref() == Some(value),
            Rule::StartsWith(prefix) => self.expanded(field).is_some_and(|value| {
                // Only the content type is treated as a list.
                let separator = if field == "content-type" { "," } else { "\n" };
                value.split(separator).all(|part| part.starts_with(prefix))
            }),
        };
        if met { Ok(()) } else { Err(format!("{condition:?} is not met")) }
    }
}

/// One element of a policy's `conditions`, normalized: the field is in lower case, and both forms of an exact match are
/// equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Condition {
    pub(crate) field: String,
    pub(crate) rule: Rule,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rule {
    Is(String),
    StartsWith(String),
    /// The minimum and maximum number of bytes.
    Within(u64, u64),
}

pub(crate) fn conditions(policy: &Value) -> Vec<Condition> {
    policy["conditions"].as_array().expect("the policy has conditions").iter().map(condition).collect()
}

pub(crate) fn decode_policy(base64: &str) -> Value {
    serde_json::from_slice(&decode_base64(base64)).expect("the policy is JSON")
}

fn condition(value: &Value) -> Condition {
    let text = |value: &Value| value.as_str().expect("the value is a string").to_string();
    if let Some(object) = value.as_object() {
        assert_eq!(object.len(), 1, "{value}");
        let (name, value) = object.iter().next().expect("the object has a member");
        return Condition { field: name.to_lowercase(), rule: Rule::Is(text(value)) };
    }
    let [kind, first, second] = &value.as_array().expect("a condition is an object or an array")[..] else {
        panic!("{value}")
    };
    let field = || text(first).strip_prefix('$').expect("the field starts with `$`").to_lowercase();
    let number = |value: &Value| value.as_u64().expect("the length is a number");
    match kind.as_str() {
        Some("eq") => Condition { field: field(), rule: Rule::Is(text(second)) },
        Some("starts-with") => Condition { field: field(), rule: Rule::StartsWith(text(second)) },
        Some("content-length-range") => {
            Condition { field: "content-length-range".into(), rule: Rule::Within(number(first), number(second)) }
        }
        _ => panic!("{value}"),
    }
}

/// Checks for `YYYY-MM-DDTHH:MM:SSZ`, a format in which times can be compared as text.
fn is_moment(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00T00:00:00Z"
}

fn decode_base64(text: &str) -> Vec<u8> {
    assert!(text.len().is_multiple_of(4), "the length of base64 must be a multiple of four");
    let digits = text.trim_end_matches('=');
    let mut bits = String::new();
    for digit in digits.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => panic!("{digit} is not a base64 digit"),
        };
        bits += &format!("{value:06b}");
    }
    bits.as_bytes()
        .chunks_exact(8)
        .map(|byte| {
            u8::from_str_radix(std::str::from_utf8(byte).expect("the digits are ASCII"), 2)
                .expect("the digits are binary")
        })
        .collect()
}

fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC accepts keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}
