//! Shows that time and memory per URL do not depend on the number of URLs: a signer keeps nothing but a few keys.
//!
//! `cargo bench -p presign --bench scale` signs 1,000, then 100,000, then 10 million URLs with `sign_into` and one
//! buffer. The object key and the time change as in a real program. It prints the time per URL and the peak memory of
//! the process as a Markdown table. Each row includes the peak of the rows before it, so equal values mean that memory
//! does not grow.

use std::fmt::Write;
use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use presign::{Bucket, CachedSigner, Credentials};
use time::OffsetDateTime;
use time::macros::datetime;

const NOON: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);

/// At this rate, signing 10 million URLs passes midnight.
const URLS_A_SECOND: u32 = 100;

fn main() {
    // `cargo bench` passes `--bench`; `cargo test` does not.
    let measures = std::env::args().any(|argument| argument == "--bench");
    let numbers: &[u32] = if measures { &[1_000, 100_000, 10_000_000] } else { &[1_000] };

    println!("| URLs | time per URL | peak memory |\n|--:|--:|--:|");
    for &urls in numbers {
        let time = sign(urls).as_secs_f64() * 1e9 / f64::from(urls);
        let memory = peak_memory().unwrap_or_else(|| "unknown".to_owned());
        println!("| {urls} | {time:.0} ns | {memory} |");
    }
}

/// Signs this number of URLs and formats their keys. Returns the elapsed time.
fn sign(urls: u32) -> Duration {
    let signer =
        CachedSigner::new(Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
    let bucket = Bucket::new("examplebucket").expect("a valid name");
    let [mut key, mut url] = [const { String::new() }; 2];
    let start = Instant::now();
    for number in 0..urls {
        let at = NOON + Duration::from_secs((number / URLS_A_SECOND).into());
        key.clear();
        url.clear();
        write!(key, "photos/2026/11/{number:08}-sailing-boat.jpg").expect("writing to a string never fails");
        bucket.get_object(&key).sign_into(&signer, at, &mut url).expect("a valid key");
        black_box(&mut url);
    }
    start.elapsed()
}

/// Returns the peak resident memory, which only Linux reports.
fn peak_memory() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}
