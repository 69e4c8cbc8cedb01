//! Random requests: the library accepts those that the naive verifier accepts, and no other.

use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};

use crate::received::Tally;
use crate::util::cases;

#[test]
fn the_naive_verifier_agrees() {
    let mut runner = TestRunner::new(cases(1000));
    let tally = std::cell::RefCell::new(Tally::default());
    let bytes = prop::collection::vec(any::<u8>(), 50..400);
    let result = runner.run(&bytes, |bytes| {
        tally.borrow_mut().check(&bytes).map_err(|error| TestCaseError::reject(error.to_string()))
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    let tally = tally.into_inner();
    println!("{tally:#?}");
    // A test whose requests are all rejected, or all for the same reason, would show little.
    assert!(tally.accepted * 3 > tally.requests, "{tally:?}");
    assert!(tally.accepted_with_a_change * 12 > tally.requests, "{tally:?}");
    assert!(tally.rejections.len() >= 24 && tally.failed_checks.len() >= 30, "{tally:?}");
}
