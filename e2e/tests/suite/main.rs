//! URLs of `presign`, used against a server.
//!
//! Every module but `embedded_server` and `share_object` knows the server only as a `Target`.

mod addressing;
mod embedded_server;
mod identities;
mod keys;
mod listing;
mod reading;
mod refused;
mod share_object;
mod writing;

use presign_e2e::{Answer, Error};

/// What a test returns: an error that is not the point of the test fails it with `?`.
type TestResult = Result<(), Error>;

/// Asserts the status, and the code in the error document.
#[track_caller]
fn assert_refused(answer: &Answer, status: u16, code: &str) {
    let error = answer.error().unwrap_or_default();
    assert_eq!((answer.status.as_u16(), &*error.code), (status, code), "{answer}");
}

/// The same, and that the message contains a text.
#[track_caller]
fn assert_refused_saying(answer: &Answer, status: u16, code: &str, message: &str) {
    assert_refused(answer, status, code);
    assert!(answer.error().unwrap_or_default().message.contains(message), "{answer}");
}

/// Asserts the status of a success, and shows the server's error otherwise.
#[track_caller]
fn assert_status(answer: &Answer, status: u16) {
    assert_eq!(answer.status.as_u16(), status, "{answer}");
}
