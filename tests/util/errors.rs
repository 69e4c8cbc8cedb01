//! Comparing errors.

use std::error::Error as _;

use presign::{Error, ErrorKind};

/// Checks the kind and the whole message of an error, and that it has no source.
#[track_caller]
pub(crate) fn assert_error<T>(result: Result<T, Error>, kind: ErrorKind, message: &str) {
    let error = result.err().expect("the call must return an error");
    assert_eq!((error.kind(), error.to_string().as_str()), (kind, message));
    assert!(error.source().is_none());
}
