//! Ratios to the floor, as tables in Markdown.

use std::hint::black_box;
use std::time::Instant;

use crate::KEYS;
use crate::contest::{Contest, Make};

/// Many short ones: most then pass without the scheduler taking the processor away.
const ROUNDS: usize = 401;

/// Of alternating rounds, which each go over all the cases: what slows the machine down for a while slows each of them.
/// It never makes one faster, and slows the library more than the floor, which mostly waits for the hash; so what
/// counts is the time that one round in ten stays below.
pub(crate) fn print_contest(contest: &Contest<'_>) {
    println!("\n### {}\n", contest.title);
    let mut header = String::from("| request | blocks | floor |");
    let mut line = String::from("|---|--:|--:|");
    for way in &contest.ways[1..] {
        header.push_str(&format!(" {way} | ratio |"));
        line.push_str("--:|--:|");
    }
    println!("{header}\n{line}");

    // The times of each way of each case.
    let mut times: Vec<Vec<_>> =
        contest.cases.iter().map(|case| case.ways.iter().map(|make| (make, vec![])).collect()).collect();
    for _ in 0..ROUNDS {
        for (make, times) in times.iter_mut().flatten() {
            times.push(nanoseconds(make));
        }
    }
    for (case, times) in contest.cases.iter().zip(times) {
        let mut times = times.into_iter().map(|(_, times)| tenth_percentile(times));
        let floor = times.next().unwrap_or_default();
        let mut row = format!("| {} | {} | {floor:.0} ns |", case.name, case.blocks);
        for time in times {
            row.push_str(&format!(" {time:.0} ns | {:.2} |", time / floor));
        }
        println!("{row}");
    }
}

/// Of one URL, on the average over a batch that takes some tenths of a millisecond.
fn nanoseconds(make: &Make<'_>) -> f64 {
    const PASSES: usize = 4;
    let mut out = String::with_capacity(8192);
    let mut pass = || {
        for number in 0..KEYS {
            out.clear();
            make(number, &mut out);
            black_box(&mut out);
        }
    };
    // Brings back what the others have driven from the cache.
    pass();
    let start = Instant::now();
    (0..PASSES).for_each(|_| pass());
    start.elapsed().as_secs_f64() * 1e9 / (PASSES * KEYS) as f64
}

/// What one in ten is below.
fn tenth_percentile(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 10]
}
