//! That a URL costs the same whether it is one of a thousand or of ten million, in time and in memory: signing keeps
//! nothing but the key of the day.
//!
//! `cargo bench -p presign --bench scale` signs with `sign_into` into one buffer, the key and the time changing as they
//! would, and prints what a URL took, and the most memory that the process had until then, as Markdown. It goes from
//! few to many, so memory that does not grow from row to row is memory that does not grow.

use std::fmt::Write;
use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use presign::{Bucket, CachedSigner, Credentials};
use time::OffsetDateTime;
use time::macros::datetime;

const NOON: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);

/// At this rate the ten million go on beyond a midnight.
const URLS_A_SECOND: u32 = 100;

fn main() {
    // Cargo says `--bench` when it is to measure.
    let measures = std::env::args().any(|argument| argument == "--bench");
    let numbers: &[u32] = if measures { &[1_000, 100_000, 10_000_000] } else { &[1_000] };

    println!("| URLs | time per URL | peak memory |\n|--:|--:|--:|");
    for &urls in numbers {
        let time = sign(urls).as_secs_f64() * 1e9 / f64::from(urls);
        let memory = peak_memory().unwrap_or_else(|| "unknown".to_owned());
        println!("| {urls} | {time:.0} ns | {memory} |");
    }
}

/// Signs as many URLs, writing their keys too.
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
        write!(key, "photos/2026/11/{number:08}-sailing-boat.jpg").expect("a string takes anything");
        bucket.get_object(&key).sign_into(&signer, at, &mut url).expect("a key that can be signed");
        black_box(&mut url);
    }
    start.elapsed()
}

/// As Linux counts it: the most that has been resident.
fn peak_memory() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}
