//! What a server should have received, by the URL and by what is known of the request.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::canonical::Lines;
use super::string_to_sign::StringLines;
use crate::diagnose::facts::Facts;
use crate::diagnose::url::{Parameter, decoded};
use crate::sigv4::escaped::Escaped;
use crate::sigv4::{Algorithm, EMPTY_PAYLOAD_HASH, UNSIGNED_PAYLOAD, encode_path, normalize_path};

/// Returns the lines of the canonical request, as far as they are known.
pub(super) fn canonical_request<'a>(facts: &Facts<'a>) -> Lines<'a> {
    let mut lines = Lines {
        method: facts.method().map(Cow::Borrowed),
        path: path(facts).map(Cow::Owned),
        query: Some(Cow::Owned(query(facts))),
        signed_headers: facts.url.value("X-Amz-SignedHeaders"),
        payload_hash: payload_hash(facts).map(Cow::Owned),
        ..Lines::default()
    };
    let names = facts.claims.signed_headers.iter().flatten().map(|name| name.to_ascii_lowercase());
    for name in names {
        let value = match &*name {
            // Where the URL leads, not what was sent: another `Host` is a difference.
            "host" => Some(facts.url.host_header()),
            _ if facts.knows_headers() => match sent(facts, &name) {
                Some(value) => Some(value),
                // S3 takes a signed header that was not sent from the query.
                None if name.starts_with("x-amz-") => facts.url.value(&name).map(Cow::into_owned),
                None => continue,
            },
            _ => None,
        };
        lines.headers.insert(name, value.map(Cow::Owned));
    }
    lines.has_all_headers = facts.knows_headers();
    lines
}

/// Returns the lines of the string to sign, without the hash.
pub(super) fn string_to_sign<'f>(facts: &'f Facts<'_>) -> StringLines<'f> {
    let credential = facts.claims.credential.as_ref();
    StringLines {
        algorithm: facts.claims.algorithm.map(Algorithm::as_str),
        // A malformed one is a fault of its own.
        date: facts.claims.date.and(facts.url.parameter("X-Amz-Date")).map(Escaped::raw),
        day: credential.map(|credential| &*credential.day),
        region: credential.map(|credential| &*credential.region).filter(|region| !region.is_empty()),
        service: credential.map(|credential| &*credential.service),
        hash: None,
    }
}

fn path(facts: &Facts<'_>) -> Option<String> {
    let path = if facts.url.path.is_empty() { "/" } else { facts.url.path };
    facts.claims.service()?;
    if !facts.claims.is_s3() {
        return Some(encode_path(&normalize_path(path)).to_string());
    }
    let mut recoded = String::with_capacity(path.len());
    Escaped::of_path(path).recode(&mut recoded).ok()?;
    Some(recoded)
}

/// Returns the query in canonical form, without the signature.
fn query(facts: &Facts<'_>) -> String {
    let signed = facts.url.parameters().filter(|parameter| !parameter.name.is("X-Amz-Signature"));
    let mut parameters: Vec<Parameter<'_>> = signed.collect();
    parameters.sort_by(|one, other| one.name.cmp_recoded(other.name).then_with(|| one.value.cmp_recoded(other.value)));
    let mut query = String::with_capacity(facts.url.query.len());
    for (index, Parameter { name, value }) in parameters.into_iter().enumerate() {
        query.push_str(if index == 0 { "" } else { "&" });
        // Writing to a string never fails.
        let _ = name.recode(&mut query);
        query.push('=');
        let _ = value.recode(&mut query);
    }
    query
}

/// Returns the value of a header that was sent, in canonical form.
fn sent(facts: &Facts<'_>, name: &str) -> Option<String> {
    let sent = facts.attempt.headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
    let values: Vec<String> = sent.map(|(_, value)| folded(value)).collect();
    (!values.is_empty()).then(|| values.join(","))
}

/// Trims a value, and folds runs of spaces and tabs.
fn folded(value: &str) -> String {
    let words: Vec<&str> = value.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

fn payload_hash(facts: &Facts<'_>) -> Option<String> {
    const NAME: &str = "x-amz-content-sha256";
    facts.claims.service()?;
    if let Some(hash) = facts.url.parameter("X-Amz-Content-Sha256") {
        return Some(decoded(hash).into_owned());
    }
    if facts.claims.signs(NAME) {
        return sent(facts, NAME);
    }
    Some(if facts.claims.is_s3() { UNSIGNED_PAYLOAD } else { EMPTY_PAYLOAD_HASH }.into())
}
