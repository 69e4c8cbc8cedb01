//! Answers that were recorded from AWS in 2026 by the tests of [localstack] (commit 8b9a79f) and [moto], against those of
//! the embedded server. Each row has the request in short, and the status, the code, the message and the elements that
//! AWS added to the document. Where only a status was recorded, only the status is compared.
//!
//! Left out are
//!
//! - requests that AWS accepts and this server does not: Signature Version 2, conditions in the query, a range of sizes
//!   written as texts, and a redirect that is not an absolute URL,
//! - requests that s3s answers by itself once it has verified the signature,
//! - the elements of SignatureDoesNotMatch in the answer to a form,
//! - headers of responses, and metadata outside ASCII, which s3s treats in its own way,
//! - a signature in a header.
//!
//! [localstack]: https://github.com/localstack/localstack/blob/8b9a79f05846835cf4dff63ab7eefdde9df83783/tests/aws/services/s3/test_s3.py
//! [moto]: https://github.com/getmoto/moto/blob/master/tests/test_s3/test_s3_presigned_url.py

mod forms;
mod urls;

use presign_e2e::Answer;

const MISMATCH: Recorded = Recorded::error(
    403,
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
);

/// What AWS answered.
#[derive(Clone, Copy, Debug)]
#[must_use]
struct Recorded {
    status: u16,
    /// The code and the message, if they were recorded.
    error: Option<(&'static str, &'static str)>,
}

impl Recorded {
    const fn status(status: u16) -> Self {
        Self { status, error: None }
    }

    const fn error(status: u16, code: &'static str, message: &'static str) -> Self {
        Self { status, error: Some((code, message)) }
    }

    /// Asserts that an answer is the same.
    #[track_caller]
    fn of(self, answer: &Answer) {
        self.with(&[], answer);
    }

    /// Asserts that an answer is the same, with these elements.
    #[track_caller]
    fn with(self, elements: &[(&str, &str)], answer: &Answer) {
        assert_eq!(answer.status, self.status, "{answer}");
        if let Some((code, message)) = self.error {
            let error = answer.error().unwrap_or_default();
            assert_eq!((&*error.code, &*error.message), (code, message));
        }
        for &(name, text) in elements {
            assert_eq!(answer.elements(name), [text], "{name} in {}", answer.text());
        }
    }
}
