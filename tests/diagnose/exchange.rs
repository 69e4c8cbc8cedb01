//! Recorded exchanges: requests with presigned URLs, and what came of them.

use presign::Credentials;
use presign::diagnose::Attempt;
use serde_json::Value;
use time::OffsetDateTime;

/// What was recorded of one request. `tests/vectors/NOTICE` says where the records come from.
pub(crate) struct Exchange<'a> {
    record: &'a Value,
}

impl<'a> Exchange<'a> {
    pub(crate) fn new(record: &'a Value) -> Self {
        Self { record }
    }

    pub(crate) fn text(&self, field: &str) -> &'a str {
        self.record[field].as_str().unwrap_or_else(|| panic!("{}: no {field}", self.record["name"]))
    }

    /// Returns whether the cause can be found only by someone who has the secret.
    pub(crate) fn needs_secret(&self) -> bool {
        self.record["needs_secret"] == true
    }

    /// Returns whether what is known fits this cause too.
    pub(crate) fn allows(&self, code: &str) -> bool {
        list(&self.record["or"]).any(|other| other == code)
    }

    pub(crate) fn now(&self) -> OffsetDateTime {
        date(self.text("now"))
    }

    /// Returns the credentials that signed the URL, as far as the person knows.
    pub(crate) fn credentials(&self) -> Option<Credentials> {
        credentials(&self.record["credentials"])
    }

    pub(crate) fn attempt(&self) -> Attempt {
        let record = self.record;
        let mut attempt = Attempt::new(self.text("url"));
        if let Some(method) = record["method"].as_str() {
            attempt = attempt.method(method);
        }
        for [name, value] in pairs(&record["headers"]) {
            attempt = attempt.header(name, value);
        }
        if let Some(status) = record["status"].as_u64() {
            attempt = attempt.response(status.try_into().unwrap(), record["body"].as_str().unwrap_or_default());
        }
        for [name, value] in pairs(&record["response_headers"]) {
            attempt = attempt.response_header(name, value);
        }
        if let Some(at) = record["server_date"].as_str() {
            attempt = attempt.server_date(date(at));
        }
        if let Some(error) = record["client_error"].as_str() {
            attempt = attempt.failed_with(error);
        }
        for host in list(&record["candidate_hosts"]) {
            attempt = attempt.candidate_host(host.as_str().unwrap());
        }
        match credentials(&record["candidate_credentials"]) {
            Some(credentials) => attempt.candidate_credentials(credentials),
            None => attempt,
        }
    }

    /// Returns what no diagnosis may show.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let mut secrets = Vec::new();
        for credentials in [&self.record["credentials"], &self.record["candidate_credentials"]] {
            for field in ["secret_access_key", "session_token"] {
                secrets.extend(credentials[field].as_str().map(str::to_owned));
            }
        }
        let query = self.text("url").split_once('?').map_or("", |(_, query)| query);
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if name.contains("Signature") || name.contains("oken") {
                secrets.push(value.to_owned());
                secrets.push(percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned());
            }
        }
        // Shorter texts occur by chance.
        secrets.retain(|secret| secret.len() >= 12);
        secrets
    }
}

fn credentials(record: &Value) -> Option<Credentials> {
    let id = record["access_key_id"].as_str()?;
    let credentials = Credentials::new(id, record["secret_access_key"].as_str()?);
    Some(match record["session_token"].as_str() {
        Some(token) => credentials.with_session_token(token),
        None => credentials,
    })
}

/// Parses a time as the protocol writes it, or as HTTP does.
fn date(text: &str) -> OffsetDateTime {
    match text.parse::<presign::sigv4::AmzDate>() {
        Ok(date) => date.time(),
        Err(_) => OffsetDateTime::parse(text, &time::format_description::well_known::Rfc2822).unwrap(),
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn pairs(value: &Value) -> impl Iterator<Item = [&str; 2]> {
    list(value).map(|pair| [0, 1].map(|index| pair[index].as_str().unwrap()))
}
