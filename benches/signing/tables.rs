//! Markdown tables of times and their ratios to the floor.

use std::hint::black_box;
use std::time::Instant;

use crate::KEYS;
use crate::contest::{Contest, Make};

/// Many short rounds, so that the scheduler interrupts only a few of them.
const ROUNDS: usize = 401;

/// Measures the cases of a contest and prints them as a table.
///
/// Each round measures every case once, so a temporary slowdown of the machine affects all of them. Such a slowdown
/// never makes a case faster, and it affects the library more than the floor, which mostly waits for the hash. The
/// reported time is therefore the tenth percentile of the rounds.
pub(crate) fn print_contest(contest: &Contest<'_>) {
    println!("\n### {}\n", contest.title);
    let mut header = String::from("| request | blocks | floor |");
    let mut line = String::from("|---|--:|--:|");
    for way in &contest.ways[1..] {
        header.push_str(&format!(" {way} | ratio |"));
        line.push_str("--:|--:|");
    }
    println!("{header}\n{line}");

    // The times of each way, for each case.
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

/// Returns the nanoseconds per URL, averaged over a batch that takes some tenths of a millisecond.
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
    // Not measured: it refills the processor's caches, which the other cases have used.
    pass();
    let start = Instant::now();
    (0..PASSES).for_each(|_| pass());
    start.elapsed().as_secs_f64() * 1e9 / (PASSES * KEYS) as f64
}

/// Returns the value that one in ten is below.
fn tenth_percentile(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 10]
}
