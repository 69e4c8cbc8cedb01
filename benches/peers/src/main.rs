//! Compares the cost of a URL between presign and other libraries, and prints a Markdown table. Each URL is a GET of
//! another 40-byte key, without and with a session token.

use std::fmt::Display;
use std::hint::black_box;
use std::time::{Duration, Instant};

use presign_peers::peers::{ENTRIES, Entry, Time};
use presign_peers::{Peer, Settings};

mod allocations;
mod check;

const ROUNDS: usize = 501;
/// The index of the entry that the others are compared with: the first of presign.
const REFERENCE: usize = 0;

/// The cost of a URL with one library and one set of settings.
struct Cost {
    nanoseconds: f64,
    /// Relative to the time of the reference.
    ratio: f64,
    allocations: f64,
    bytes: f64,
}

fn main() {
    // Enough keys that the branch predictor can't learn them.
    let keys: Vec<_> = (0..256).map(|number| format!("photos/2026/11/{number:08}-sailing-boat.jpg")).collect();
    assert!(keys.iter().all(|key| key.len() == 40));

    let costs = [None, Some("IQoJb3JpZ2".repeat(70))].map(|token| measure(&Settings::new(token), &keys));

    println!("| | signed for | ns | ratio | allocations | bytes | with token: ns | ratio | allocations | bytes |");
    println!("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (number, entry) in ENTRIES.iter().enumerate() {
        let time = match entry.time {
            Time::Fixed => "a fixed time",
            Time::Advancing => "an advancing time",
            Time::Current => "the current time",
        };
        print!("| {} | {time}", name(entry));
        for Cost { nanoseconds, ratio, allocations, bytes } in costs.iter().map(|costs| &costs[number]) {
            print!(" | {nanoseconds:.0} | {ratio:.2} | {allocations:.0} | {bytes:.0}");
        }
        println!(" |");
    }
}

/// Measures all libraries. Each round measures every library once, so a temporary slowdown of the machine affects all
/// of them and hardly changes the ratios. The results are medians over the rounds.
fn measure(settings: &Settings, keys: &[String]) -> Vec<Cost> {
    let mut peers: Vec<_> = ENTRIES.iter().map(|entry| (entry.new)(settings)).collect();
    for (peer, entry) in peers.iter_mut().zip(ENTRIES) {
        for key in keys {
            peer.presign(key, &mut |url| check::check(&url.to_string(), key, entry.time, settings));
        }
    }

    // The check has already warmed everything up.
    let count = |peer: &mut Box<dyn Peer>| allocations::count(|| presign_all(peer.as_mut(), keys));
    let counts: Vec<_> = peers.iter_mut().map(count).collect();
    let rounds: Vec<Vec<f64>> =
        (0..ROUNDS).map(|_| peers.iter_mut().map(|peer| nanoseconds(peer.as_mut(), keys)).collect()).collect();

    let cost = |(number, [allocations, bytes]): (usize, [u64; 2])| Cost {
        nanoseconds: median(rounds.iter().map(|round| round[number])),
        ratio: median(rounds.iter().map(|round| round[number] / round[REFERENCE])),
        allocations: allocations as f64 / keys.len() as f64,
        bytes: bytes as f64 / keys.len() as f64,
    };
    counts.into_iter().enumerate().map(cost).collect()
}

/// Returns the nanoseconds per URL, averaged over a batch.
///
/// A batch is a fixed time and not a fixed number of URLs, so that interruptions are equally likely for every library.
/// It takes half a millisecond, less than a scheduler's time slice, so that most batches are not interrupted.
fn nanoseconds(peer: &mut dyn Peer, keys: &[String]) -> f64 {
    const LENGTH: Duration = Duration::from_micros(500);
    let mut groups = keys.chunks(32).cycle();
    let mut presign_group = || {
        let group = groups.next().unwrap_or_default();
        presign_all(peer, group);
        group.len()
    };
    // Not measured: it refills the processor's caches, which the previous library has used.
    presign_group();
    let start = Instant::now();
    let mut urls = 0;
    loop {
        urls += presign_group();
        let elapsed = start.elapsed();
        if elapsed >= LENGTH {
            return elapsed.as_secs_f64() * 1e9 / urls as f64;
        }
    }
}

fn presign_all(peer: &mut dyn Peer, keys: &[String]) {
    let mut take = |url: &dyn Display| {
        black_box(url);
    };
    for key in keys {
        peer.presign(key, &mut take);
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Returns the name of an entry, with the version from the lock file.
fn name(Entry { package, way, .. }: &Entry) -> String {
    let start = format!("\nname = \"{package}\"\nversion = \"");
    let version = include_str!("../Cargo.lock").split_once(&start).and_then(|(_, rest)| rest.split_once('"'));
    let version = version.map(|(version, _)| format!(" {version}")).unwrap_or_default();
    match *way {
        "" => format!("{package}{version}"),
        way => format!("{package}{version}: {way}"),
    }
}
