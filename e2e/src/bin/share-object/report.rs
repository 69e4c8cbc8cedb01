//! What a person reads: numbered steps, each with what is sent, what comes back, and whether that is right.
//!
//! Plain text without colours, so that a log reads like a terminal. A URL stands on a line of its own, unbroken,
//! to be copied.

use std::io::{self, Write};

use presign_e2e::Answer;

/// Writes the story and counts what came out wrong.
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

    /// A paragraph outside the steps. It is seen at once, even in a pipe.
    pub(crate) fn say(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{text}")?;
        self.out.flush()
    }

    /// Begins the next step.
    pub(crate) fn step(&mut self, who_does_what: &str) -> io::Result<()> {
        self.steps += 1;
        let number = self.steps;
        self.say(&format!("\n{number}. {who_does_what}"))
    }

    /// A line of the current step.
    pub(crate) fn line(&mut self, text: &str) -> io::Result<()> {
        self.say(&format!("   {text}"))
    }

    /// Shows an answer and says whether it is the expected one.
    pub(crate) fn check(&mut self, answer: &Answer, expected: &Expected<'_>) -> io::Result<()> {
        self.line(&describe(answer))?;
        self.checks += 1;
        match expected.mismatch(answer) {
            None => self.line(&format!("=> as it should be: {}", expected.because)),
            Some(mismatch) => {
                self.wrong += 1;
                self.line(&format!("=> WRONG: {mismatch}"))
            }
        }
    }

    /// Ends the story. True if all was right.
    pub(crate) fn summary(&mut self) -> io::Result<bool> {
        let Self { steps, checks, wrong, .. } = *self;
        self.say(&match wrong {
            0 => format!("\nAll {checks} answers in {steps} steps are as they should be."),
            _ => format!("\n{wrong} of {checks} answers in {steps} steps are WRONG."),
        })?;
        Ok(wrong == 0 && checks > 0)
    }
}

/// The right answer to a request, and why it is right.
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
    /// Success, with exactly these bytes.
    pub(crate) fn bytes(bytes: &'a [u8], because: &'a str) -> Self {
        Self { status: 200, content: Content::Bytes(bytes), because }
    }

    /// Success, with a listing of exactly these keys.
    pub(crate) fn keys(keys: &'a [&'a str], because: &'a str) -> Self {
        Self { status: 200, content: Content::Keys(keys), because }
    }

    /// A refusal with this error code.
    pub(crate) fn refusal(status: u16, code: &'a str, because: &'a str) -> Self {
        Self { status, content: Content::ErrorCode(code), because }
    }

    /// What is wrong with an answer, if anything is.
    fn mismatch(&self, answer: &Answer) -> Option<String> {
        let status = self.status;
        if answer.status.as_u16() != status {
            return Some(match &self.content {
                Content::ErrorCode(code) => format!("it should be {status} {code}"),
                _ => format!("it should be {status}"),
            });
        }
        match &self.content {
            Content::Bytes(bytes) => {
                (answer.body != *bytes).then(|| format!("it should be {} other bytes", bytes.len()))
            }
            Content::ErrorCode(code) => {
                let found = answer.error().unwrap_or_default().code;
                (found != *code).then(|| format!("it should be {status} {code}"))
            }
            Content::Keys(keys) => {
                (answer.elements("Key") != *keys).then(|| format!("it should list {}", keys.join(", ")))
            }
        }
    }
}

/// Status and content in one line.
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

    /// The report of one check, and whether the summary is content.
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
            assert!(right && text.contains("=> as it should be: it "), "{text}");
            assert!(text.contains("All 1 answers"), "{text}");
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
            assert!(!right && text.contains("=> WRONG: it should "), "{text}");
            assert!(text.contains("1 of 1 answers"), "{text}");
        }
    }

    #[test]
    fn a_story_without_checks_is_not_right() {
        assert!(!Report::new(Vec::new()).summary().unwrap());
    }
}
