//! The output: numbered steps, each with the request, the response, and whether it is as expected.
//!
//! It is plain text without colors, so that it also reads well in a log. Each URL is on its own line, unbroken, so that
//! it can be copied.

use std::io::{self, Write};

use presign_e2e::Answer;

/// Writes the output and counts unexpected responses.
pub(crate) struct Report<W> {
    out: W,
    steps: usize,
    checks: usize,
    wrong: usize,
}

impl<W: Write> Report<W> {
    pub(crate) fn new(out: W) -> Self {
        Self { out, steps: 0, checks: 0, wrong: 0 }
    }

    /// Writes a paragraph outside the steps. It is flushed, so it appears at once, even in a pipe.
    pub(crate) fn say(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{text}")?;
        self.out.flush()
    }

    /// Starts the next step.
    pub(crate) fn step(&mut self, who_does_what: &str) -> io::Result<()> {
        self.steps += 1;
        let number = self.steps;
        self.say(&format!("\n{number}. {who_does_what}"))
    }

    /// Writes a line of the current step.
    pub(crate) fn line(&mut self, text: &str) -> io::Result<()> {
        self.say(&format!("   {text}"))
    }

    /// Writes a response and whether it is as expected.
    pub(crate) fn check(&mut self, answer: &Answer, expected: &Expected<'_>) -> io::Result<()> {
        self.line(&describe(answer))?;
        self.checks += 1;
        match expected.mismatch(answer) {
            None => self.line(&format!("=> as expected: {}", expected.because)),
            Some(mismatch) => {
                self.wrong += 1;
                self.line(&format!("=> WRONG: {mismatch}"))
            }
        }
    }

    /// Writes the summary. Returns whether all responses were as expected.
    pub(crate) fn summary(&mut self) -> io::Result<bool> {
        let Self { steps, checks, wrong, .. } = *self;
        self.say(&match wrong {
            0 => format!("\nAll {checks} responses in {steps} steps are as expected."),
            _ => format!("\n{wrong} of {checks} responses in {steps} steps are WRONG."),
        })?;
        Ok(wrong == 0 && checks > 0)
    }
}

/// The expected response to a request, and the reason.
pub(crate) struct Expected<'a> {
    status: u16,
    content: Content<'a>,
    because: &'a str,
}

enum Content<'a> {
    Bytes(&'a [u8]),
    ErrorCode(&'a str),
    /// The keys of a listing.
    Keys(&'a [&'a str]),
}

impl<'a> Expected<'a> {
    /// Expects success with exactly these bytes.
    pub(crate) fn bytes(bytes: &'a [u8], because: &'a str) -> Self {
        Self { status: 200, content: Content::Bytes(bytes), because }
    }

    /// Expects success with a listing of exactly these keys.
    pub(crate) fn keys(keys: &'a [&'a str], because: &'a str) -> Self {
        Self { status: 200, content: Content::Keys(keys), because }
    }

    /// Expects an error with this code.
    pub(crate) fn refusal(status: u16, code: &'a str, because: &'a str) -> Self {
        Self { status, content: Content::ErrorCode(code), because }
    }

    /// Returns how a response differs from the expected one, or `None` if it does not.
    fn mismatch(&self, answer: &Answer) -> Option<String> {
        let status = self.status;
        if answer.status.as_u16() != status {
            return Some(match &self.content {
                Content::ErrorCode(code) => format!("expected {status} {code}"),
                _ => format!("expected {status}"),
            });
        }
        match &self.content {
            Content::Bytes(bytes) => {
                (answer.body != *bytes).then(|| format!("expected {} different bytes", bytes.len()))
            }
            Content::ErrorCode(code) => {
                let found = answer.error().unwrap_or_default().code;
                (found != *code).then(|| format!("expected {status} {code}"))
            }
            Content::Keys(keys) => {
                (answer.elements("Key") != *keys).then(|| format!("expected a listing of {}", keys.join(", ")))
            }
        }
    }
}

/// Describes a response in one line.
fn describe(answer: &Answer) -> String {
    let keys = answer.elements("Key");
    if !answer.status.is_success() {
        answer.to_string()
    } else if !keys.is_empty() {
        format!("{}, a listing: {}", answer.status, keys.join(", "))
    } else if answer.body.is_empty() {
        format!("{}, without content", answer.status)
    } else {
        let kind = answer.header("content-type").unwrap_or("no stated type");
        format!("{}, {} bytes of {kind}", answer.status, answer.body.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::{HeaderMap, StatusCode};

    fn answer(status: StatusCode, body: &'static str) -> Answer {
        Answer { status, headers: HeaderMap::new(), body: body.into() }
    }

    /// Returns the output for one check, and whether the response is as expected.
    fn told(answer: &Answer, expected: &Expected<'_>) -> (String, bool) {
        let mut report = Report::new(Vec::new());
        report.check(answer, expected).unwrap();
        let right = report.summary().unwrap();
        (String::from_utf8(report.out).unwrap(), right)
    }

    #[test]
    fn every_kind_of_wrong_answer_is_noticed() {
        let denied = answer(StatusCode::FORBIDDEN, "<Error><Code>AccessDenied</Code></Error>");
        let bytes = answer(StatusCode::OK, "boat");
        let listing = answer(StatusCode::OK, "<R><Key>a</Key><Key>b</Key></R>");

        for (answer, expected) in [
            (&bytes, Expected::bytes(b"boat", "it is shared")),
            (&denied, Expected::refusal(403, "AccessDenied", "it is private")),
            (&listing, Expected::keys(&["a", "b"], "it may list")),
        ] {
            let (text, right) = told(answer, &expected);
            assert!(right && text.contains("=> as expected: it "), "{text}");
            assert!(text.contains("All 1 responses"), "{text}");
        }
        for (answer, expected) in [
            (&bytes, Expected::bytes(b"goat", "")),
            (&denied, Expected::bytes(b"boat", "")),
            (&bytes, Expected::refusal(403, "AccessDenied", "")),
            (&denied, Expected::refusal(403, "SignatureDoesNotMatch", "")),
            (&denied, Expected::refusal(400, "AccessDenied", "")),
            (&listing, Expected::keys(&["a"], "")),
            (&bytes, Expected::keys(&["a"], "")),
        ] {
            let (text, right) = told(answer, &expected);
            assert!(!right && text.contains("=> WRONG: expected "), "{text}");
            assert!(text.contains("1 of 1 responses"), "{text}");
        }
    }

    #[test]
    fn a_story_without_checks_is_not_right() {
        assert!(!Report::new(Vec::new()).summary().unwrap());
    }
}
