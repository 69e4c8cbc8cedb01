//! What a URL costs, for requests of several kinds, by each signer, while time stands still and while it goes on.
//!
//! The measure is the floor, which is the hashing that the protocol demands and nothing else: the same bytes, laid out
//! beforehand, copied into a buffer and hashed by the same crates, and the signature written behind them.
//!
//! `cargo bench -p presign --all-features` runs Criterion's groups, and then prints each case with its ratio to the
//! floor, as Markdown. A filter that no group matches leaves the tables: `cargo bench -p presign --bench signing --
//! tables`. docs/performance.md says how they are measured and why so.

mod contest;
mod floor;
#[cfg(feature = "post")]
mod forms;
mod requests;
#[cfg(feature = "sigv4a")]
mod sigv4a;
mod tables;
mod threads;
mod urls;

use std::time::Duration;

use criterion::Criterion;
use time::OffsetDateTime;
use time::macros::datetime;

use self::requests::Inputs;

/// The first moment at which anything is signed.
const NOON: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);
const ACCESS_KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// How many URLs differ. Few enough that what the floor reads of them, 7 KB each at most, fits into a second-level
/// cache.
const KEYS: usize = 64;

fn main() {
    let inputs = Inputs::new();
    let requests = inputs.prepare();
    let contests = urls::contests(&inputs, &requests);
    #[cfg(feature = "post")]
    let policies = forms::prepare(inputs.bucket());
    #[cfg(feature = "post")]
    let contests: Vec<_> = contests.into_iter().chain([forms::contest(inputs.bucket(), &policies)]).collect();

    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(800))
        .sample_size(30)
        .configure_from_args();
    for contest in &contests {
        contest.bench(&mut criterion);
    }
    #[cfg(feature = "sigv4a")]
    sigv4a::bench(&mut criterion);
    criterion.final_summary();

    // Cargo says `--bench` when it is to measure; the others are Criterion's own for when it is not.
    let given = |flag: &str| std::env::args().any(|argument| argument == flag);
    if given("--bench") && !given("--test") && !given("--list") {
        contests.iter().for_each(tables::print_contest);
        threads::print_table(&inputs);
    } else {
        threads::check(&inputs);
    }
}
