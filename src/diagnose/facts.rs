//! Everything that is known about a request, in the form that the rules read.

use alloc::string::String;
use alloc::vec::Vec;

use time::OffsetDateTime;

use super::answer::Answer;
use super::attempt::Attempt;
use super::claims::Claims;
use super::secrets::Secrets;
use super::times;
use super::url::Url;
use crate::endpoint::partition::Partition;

/// Everything that is known about a request. Each rule reads it and adds what it finds.
pub(super) struct Facts<'a> {
    pub(super) attempt: &'a Attempt,
    pub(super) url: Url<'a>,
    pub(super) claims: Claims,
    pub(super) answer: Option<Answer<'a>>,
    pub(super) now: OffsetDateTime,
    /// What no finding may show.
    pub(super) secrets: Secrets,
}

impl<'a> Facts<'a> {
    /// `url` is the URL of the attempt, without what was done to it on its way.
    pub(super) fn new(attempt: &'a Attempt, url: &'a str, now: OffsetDateTime) -> Self {
        let url = Url::split(url);
        let answer = Answer::of(attempt);
        let mut secrets = Secrets::of(attempt, &url);
        if let Some(answer) = &answer {
            secrets.add_from_answer(answer.elements());
        }
        Self { attempt, url, claims: Claims::of(&url), answer, now, secrets }
    }

    /// Returns a name or a value from a server or a client as a finding shows it.
    pub(super) fn quote(&self, text: &str) -> String {
        self.secrets.quote(text)
    }

    /// Returns a sentence from a server as a finding shows it.
    pub(super) fn quote_message(&self, text: &str) -> String {
        self.secrets.quote_message(text)
    }

    /// Returns the time of the server when it answered, or `None` if it did not say.
    pub(super) fn server_clock(&self) -> Option<OffsetDateTime> {
        self.attempt.server_date.or_else(|| self.answer.as_ref().and_then(times::of_server))
    }

    /// Returns the time of the server when it answered, or else that of the request.
    pub(super) fn server_time(&self) -> OffsetDateTime {
        self.server_clock().unwrap_or(self.now)
    }

    /// Returns the method that was sent, in upper case, if it is known.
    pub(super) fn method(&self) -> Option<&'a str> {
        self.attempt.method.as_deref()
    }

    /// Returns the value of a header that was sent. It may be a secret.
    pub(super) fn header(&self, name: &str) -> Option<&'a str> {
        let mut headers = self.attempt.headers.iter();
        headers.find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Returns whether the URL goes to AWS. A name of the customer's own that leads there is not recognized.
    pub(super) fn is_on_aws(&self) -> bool {
        Partition::is_aws_host(&self.url.host())
    }

    /// Returns whether the server did what the URL is for.
    pub(super) fn has_succeeded(&self) -> bool {
        self.answer.as_ref().is_some_and(|answer| (200..300).contains(&answer.status))
    }

    /// Returns whether the answer is one that servers give only after they have accepted the signature, or without having
    /// looked at it.
    pub(super) fn has_accepted_signature(&self) -> bool {
        let status = self.answer.as_ref().map(|answer| answer.status);
        matches!(status, Some(200..=299 | 304 | 404 | 416 | 429 | 500..=599))
    }

    /// Returns whether it is known which headers were sent.
    pub(super) fn knows_headers(&self) -> bool {
        !self.attempt.headers.is_empty()
    }

    /// Returns the signed headers that were not sent, if it is known which were. S3 takes `x-amz-*` headers from the
    /// query too.
    pub(super) fn signed_but_not_sent(&self) -> Option<Vec<&str>> {
        let is_missing = |name: &&str| {
            let in_query = name.starts_with("x-amz-") && self.url.parameter(name).is_some();
            *name != "host" && !in_query && self.header(name).is_none()
        };
        let names = self.claims.signed_headers.iter().flatten().map(|name| &**name);
        self.knows_headers().then(|| names.filter(is_missing).collect())
    }

    /// Returns the value of the header `Host` that was sent, or that of the URL.
    pub(super) fn host(&self) -> String {
        self.header("host").map_or_else(|| self.url.host_header(), str::to_ascii_lowercase)
    }
}
