//! The assertions about responses.

use presign_e2e::{Answer, Error};

/// The result of a test. With `?`, an unexpected error fails the test.
pub(crate) type TestResult = Result<(), Error>;

/// Asserts the status and the code in the error document.
#[track_caller]
pub(crate) fn assert_refused(answer: &Answer, status: u16, code: &str) {
    let error = answer.error().unwrap_or_default();
    assert_eq!((answer.status.as_u16(), &*error.code), (status, code), "{answer}");
}

/// Asserts the status. If it is wrong, shows the server's error.
#[track_caller]
pub(crate) fn assert_status(answer: &Answer, status: u16) {
    assert_eq!(answer.status.as_u16(), status, "{answer}");
}
