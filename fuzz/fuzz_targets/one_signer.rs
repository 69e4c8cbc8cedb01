//! Signs any sequence of requests with one `CachedSigner`, whose credentials are replaced in between. Checks that each
//! result equals what fresh credentials give.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/sequence/mod.rs"]
mod sequence;

fuzz_target!(|bytes: &[u8]| sequence::check(bytes));
