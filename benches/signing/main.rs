//! The time per URL, for several kinds of requests, each signer, and several rates of URLs per second.
//!
//! Times are compared with a floor: the hashing that the protocol requires, and nothing else. The floor copies the same
//! bytes from a prepared buffer, hashes them with the same crates and appends the signature.
//!
//! `cargo bench -p presign --all-features` runs Criterion's groups, then prints Markdown tables with the ratio of each
//! case to the floor. To print only the tables, pass a filter that matches no group:
//! `cargo bench -p presign --bench signing -- tables`. docs/performance.md describes the method and the reasons for it.

mod contest;
#[cfg(feature = "diagnose")]
mod explaining;
mod floor;
#[cfg(feature = "post")]
mod forms;
mod pages;
mod requests;
#[cfg(feature = "sigv4a")]
mod sigv4a;
mod tables;
mod threads;
mod urls;
#[cfg(feature = "verify")]
mod verifying;

use std::time::Duration;

use criterion::Criterion;
use time::OffsetDateTime;
use time::macros::datetime;

use self::requests::Inputs;

/// The time of the first URL.
const NOON: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);
const ACCESS_KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// The number of different URLs. The floor reads at most 7 KB for each, so that all of them fit into a second-level
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
    #[cfg(feature = "verify")]
    let contests: Vec<_> = contests.into_iter().chain([verifying::contest(&inputs, &requests)]).collect();

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
    #[cfg(feature = "diagnose")]
    explaining::bench(&inputs, &mut criterion);
    criterion.final_summary();

    // `cargo bench` passes `--bench`. `--test` and `--list` are Criterion's options for not measuring.
    let given = |flag: &str| std::env::args().any(|argument| argument == flag);
    if given("--bench") && !given("--test") && !given("--list") {
        contests.iter().for_each(tables::print_contest);
        pages::print_table(&inputs);
        threads::print_table(&inputs);
    } else {
        pages::check(&inputs);
        threads::check(&inputs);
    }
}
