//! What tests assert of an answer.

use presign_e2e::{Answer, Error};

/// What a test returns: an error that is not the point of the test fails it with `?`.
pub(crate) type TestResult = Result<(), Error>;

/// Asserts the status, and the code in the error document.
#[track_caller]
pub(crate) fn assert_refused(answer: &Answer, status: u16, code: &str) {
    let error = answer.error().unwrap_or_default();
    assert_eq!((answer.status.as_u16(), &*error.code), (status, code), "{answer}");
}

/// Asserts the status of a success, and shows the server's error otherwise.
#[track_caller]
pub(crate) fn assert_status(answer: &Answer, status: u16) {
    assert_eq!(answer.status.as_u16(), status, "{answer}");
}
