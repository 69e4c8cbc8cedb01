//! Verifies any request: one signed by the library or by the naive implementation, and then changed. Checks that the
//! library accepts it if and only if the naive verifier does, and that both would serve the same.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/naive/mod.rs"]
mod naive;
#[path = "../../tests/received/mod.rs"]
mod received;
#[path = "../../tests/naive/verifier.rs"]
mod verifier;

fuzz_target!(|bytes: &[u8]| {
    // An input that is too short is not a request.
    let _ = received::Tally::default().check(bytes);
});
