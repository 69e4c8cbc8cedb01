//! The candidate to begin with: what was sent, as far as that is known.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::candidate::{Candidate, Header, Scope};
use super::known::Known;
use super::query::Query;
use crate::endpoint::target::PathRule;
use crate::sigv4::escaped::Escaped;
use crate::sigv4::{encode_path, normalize_path};

/// Returns what was sent, or `None` if the URL does not say what is signed. A method that is not known is GET, and a
/// header that is not known has no value.
pub(super) fn sent<'a>(known: &'a Known<'a>) -> Option<Candidate<'a>> {
    let facts = known.facts;
    let credential = facts.claims.credential.as_ref()?;
    let service = credential.service.as_str();
    let rule = PathRule::of(service);

    let mut query = Query::of(facts.url.query);
    query.retain(|name, _| name != "X-Amz-Signature" && !is_added_later(service, name));
    let names = facts.claims.signed_headers.iter().flatten();
    let headers = names.map(|name| {
        let value = folded(known.sent(&name.to_ascii_lowercase()));
        Header { name: name.into(), value }
    });
    let headers: Vec<_> = headers.collect();

    let in_query = facts.url.value("X-Amz-Content-Sha256").filter(|_| rule == PathRule::S3);
    let in_header = headers.iter().find(|header| header.name == "x-amz-content-sha256" && !header.value.is_empty());
    let payload = in_query.or_else(|| in_header.map(|header| header.value.clone()));
    let scope = Scope {
        day: credential.day.as_str().into(),
        region: credential.region.as_str().into(),
        service: service.into(),
    };
    Some(Candidate {
        method: facts.method().unwrap_or("GET").into(),
        host: facts.host().into(),
        path: path(facts.url.path, rule),
        query,
        headers,
        payload: payload.unwrap_or(rule.payload_hash().into()),
        date: facts.url.value("X-Amz-Date")?,
        key_scope: scope.clone(),
        scope,
        secret: 0,
    })
}

/// Returns whether clients of a service add a parameter after signing.
fn is_added_later(service: &str, name: &str) -> bool {
    match service {
        "iotdevicegateway" => name == "X-Amz-Security-Token",
        "kafka-cluster" => name == "User-Agent",
        "bedrock" => name == "Version",
        _ => false,
    }
}

/// Returns the canonical path.
pub(super) fn path(raw: &str, rule: PathRule) -> Cow<'_, str> {
    let path = if raw.is_empty() { "/" } else { raw };
    match rule {
        PathRule::S3 => recoded(path),
        PathRule::Generic => encode_path(&normalize_path(path)).to_string().into(),
    }
}

/// Returns a path that is decoded once and encoded once.
pub(super) fn recoded(path: &str) -> Cow<'_, str> {
    let escaped = Escaped::of_path(path);
    if escaped.is_canonical() {
        return path.into();
    }
    let mut recoded = String::with_capacity(path.len());
    match escaped.recode(&mut recoded) {
        Ok(()) => recoded.into(),
        // Writing to a string never fails.
        Err(_) => path.into(),
    }
}

/// Returns the value of a header as it is signed: trimmed and folded, and repeated ones joined.
pub(super) fn folded<'a>(values: &[&'a str]) -> Cow<'a, str> {
    let is_folded = |value: &str| !value.contains(['\t', ' ']);
    match values {
        [value] if is_folded(value) => (*value).into(),
        values => {
            let is_blank = |character| matches!(character, ' ' | '\t');
            let fold = |value: &&str| -> String {
                let words: Vec<_> = value.split(is_blank).filter(|word| !word.is_empty()).collect();
                words.join(" ")
            };
            values.iter().map(fold).collect::<Vec<_>>().join(",").into()
        }
    }
}
