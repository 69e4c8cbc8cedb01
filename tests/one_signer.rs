//! One `CachedSigner` signs random sequences of requests: errors, time that goes back, midnight, windows, sessions, forms,
//! several buckets and new credentials. Each result must equal what fresh credentials give.

#![cfg(feature = "std")]

mod sequence;
mod util;

use proptest::prelude::*;

proptest! {
    #![proptest_config(util::cases(64))]

    #[test]
    fn one_signer_signs_like_fresh_credentials(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        sequence::check(&bytes);
    }
}
