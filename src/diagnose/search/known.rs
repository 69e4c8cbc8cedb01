//! What the hypotheses are made from.

use alloc::borrow::{Cow, ToOwned};
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use zeroize::Zeroizing;

use super::escaping::decode;
use crate::credentials::Credentials;
use crate::diagnose::facts::Facts;
use crate::diagnose::quoted::is_public_id;
use crate::error::Found;
use crate::sigv4::reserved_names::is_secret_header;

/// What the hypotheses are made from: the facts, the credentials, and the canonical request in the answer.
pub(super) struct Known<'a> {
    pub(super) facts: &'a Facts<'a>,
    /// The one that the URL names comes first.
    pub(super) credentials: Vec<&'a Credentials>,
    /// The values of each header that was sent, by lower-case name.
    headers: BTreeMap<String, Vec<&'a str>>,
    pub(super) echo: Option<Echo>,
    /// Texts that must not be shown.
    hidden: Vec<Zeroizing<String>>,
}

/// The canonical request that the server computed.
pub(super) struct Echo {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: Zeroizing<String>,
    headers: BTreeMap<String, Zeroizing<String>>,
    pub(super) payload: String,
}

impl<'a> Known<'a> {
    pub(super) fn new(facts: &'a Facts<'a>, credentials: &[&'a Credentials]) -> Self {
        let claimed = facts.claims.credential.as_ref().map(|credential| &*credential.access_key_id);
        let mut credentials = credentials.to_vec();
        credentials.sort_by_key(|credentials| Some(credentials.access_key_id()) != claimed);
        let mut headers: BTreeMap<String, Vec<&'a str>> = BTreeMap::new();
        for (name, value) in &facts.attempt.headers {
            headers.entry(name.to_ascii_lowercase()).or_default().push(value);
        }
        let echo = facts.answer.as_ref().and_then(|answer| Echo::parse(&answer.canonical_request()?));
        let hidden = hidden(facts, &credentials);
        Self { facts, credentials, headers, echo, hidden }
    }

    /// Returns the access key ID that the URL names.
    pub(super) fn claimed_key_id(&self) -> &str {
        self.facts.claims.credential.as_ref().map_or("", |credential| &credential.access_key_id)
    }

    /// Returns whether the server says that the signature is wrong.
    pub(super) fn is_refused(&self) -> bool {
        self.facts
            .answer
            .as_ref()
            .is_some_and(|answer| answer.code() == "SignatureDoesNotMatch" || answer.says("signature we calculated"))
    }

    /// Returns the values of a header that was sent, by its lower-case name.
    pub(super) fn sent(&self, name: &str) -> &[&'a str] {
        self.headers.get(name).map_or(&[], |values| values)
    }

    /// Returns a value for a message: quoted and cut. A value that is or contains a secret is not shown.
    pub(super) fn shown(&self, value: &str) -> String {
        match self.is_hidden(value) {
            true => "a value that is not shown".into(),
            false => format!("{}", Found::new(value)).replace('"', "`"),
        }
    }

    /// Returns whether a value is or contains a secret, in any case: a host is in lower case.
    fn is_hidden(&self, value: &str) -> bool {
        let value = Zeroizing::new(value.to_ascii_lowercase());
        self.hidden.iter().any(|hidden| value.contains(&***hidden))
    }

    /// Returns the value of a header for a message, or nothing if it may be a secret.
    pub(super) fn shown_header(&self, name: &str, value: &str) -> Option<String> {
        const SECRET: [&str; 4] = ["authorization", "cookie", "token", "secret"];
        let is_secret = is_secret_header(name) || SECRET.iter().any(|word| name.contains(word));
        (!is_secret && !self.is_hidden(value)).then(|| self.shown(value))
    }

    /// Returns the access key ID of the URL for a message. What does not look like one may be a secret.
    pub(super) fn shown_key_id(&self, id: &str) -> String {
        if is_public_id(id) { self.shown(id) } else { "(not shown)".into() }
    }
}

/// Returns the texts that must not be shown, in lower case: the signature, the session tokens and the secrets. A short one
/// could be part of any word.
fn hidden(facts: &Facts<'_>, credentials: &[&Credentials]) -> Vec<Zeroizing<String>> {
    const MEANINGFUL: usize = 8;
    let mut hidden: Vec<Zeroizing<String>> = Vec::new();
    for name in ["X-Amz-Signature", "X-Amz-Security-Token", "X-Amz-S3session-Token"] {
        if let Some(value) = facts.url.parameter(name) {
            let decoded = value.text().map(Cow::into_owned).unwrap_or_default();
            hidden.extend([value.raw().to_owned(), decoded].map(Zeroizing::new));
        }
    }
    for credentials in credentials {
        hidden.push(Zeroizing::new(credentials.secret().to_owned()));
        hidden.push(Zeroizing::new(credentials.secret().trim().to_owned()));
        if let Some((_, token)) = credentials.identity().encoded_token() {
            hidden.push(Zeroizing::new(token.to_owned()));
            hidden.push(Zeroizing::new(String::from_utf8(decode(token)).unwrap_or_default()));
        }
    }
    hidden.retain(|text| text.len() >= MEANINGFUL);
    hidden.iter_mut().for_each(|text| text.make_ascii_lowercase());
    hidden
}

impl Echo {
    /// Parses a canonical request. Its layout is the same for every service.
    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        let (method, path, query) = (lines.next()?, lines.next()?, lines.next()?);
        let mut headers = BTreeMap::new();
        for line in lines.by_ref().take_while(|line| !line.is_empty()) {
            let (name, value) = line.split_once(':')?;
            headers.insert(name.to_owned(), Zeroizing::new(value.to_owned()));
        }
        let _names = lines.next()?;
        let payload = lines.next()?;
        Some(Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: Zeroizing::new(query.to_owned()),
            headers,
            payload: payload.to_owned(),
        })
    }

    /// Returns the value of a header, by its lower-case name.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.as_str())
    }
}
