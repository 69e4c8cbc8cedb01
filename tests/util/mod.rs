//! What several test files share.
//!
//! The second implementation in `tests/naive`, `tests/naive_form` and `tests/naive_token` doesn't use it: that one
//! shares no code with the library, and this module calls the library.

#![allow(dead_code, reason = "each test binary uses a part of it")]

pub(crate) mod errors;
pub(crate) mod urls;
pub(crate) mod vectors;

use presign::Credentials;
use proptest::prelude::ProptestConfig;
use time::OffsetDateTime;
use time::macros::datetime;

/// The time at which most tests sign.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);

/// The keys in `tests/vectors`. The secret contains `/` and `+`, which must not be encoded or decoded on the way to the
/// signing key.
pub(crate) const ACCESS_KEY_ID: &str = "AKIDEXAMPLE";
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// The shortest ECDSA signature in DER, of the numbers 1 and 1.
pub(crate) const ECDSA_SIGNATURE: [u8; 8] = [0x30, 6, 0x02, 1, 1, 0x02, 1, 1];

/// Returns long-term credentials, without a session token or an expiry.
pub(crate) fn credentials() -> Credentials {
    Credentials::new(ACCESS_KEY_ID, SECRET)
}

/// Returns whether a text without control characters can be a part of credentials: no white space or quotation mark was
/// copied along with it, and it does not need a session token.
#[expect(clippy::ptr_arg, reason = "strategies filter by reference to the value that they generate")]
pub(crate) fn is_credential(text: &String) -> bool {
    let stray = |character: char| character.is_whitespace() || "\"'‘’‚‛“”„‟«»".contains(character);
    !text.starts_with(stray) && !text.ends_with(stray) && !text.starts_with("ASIA")
}

/// Configures a property test. It prints a failing input instead of writing it to a file: add the input as a test.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}
