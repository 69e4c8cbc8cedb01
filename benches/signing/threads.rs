//! Two threads that share a `CachedSigner`, compared with one thread.

use std::hint::black_box;
use std::sync::Barrier;
use std::thread;
use std::time::Instant;

use presign::CachedSigner;
use time::{Duration, OffsetDateTime};

use crate::floor::derive;
use crate::requests::Inputs;
use crate::urls::{credentials, lay_out};
use crate::{KEYS, NOON};

/// The number of URLs that each thread makes in a round, which takes about four milliseconds.
const URLS: usize = 8192;

/// Returns the time that passes while a thread makes this number of URLs.
type Pace = fn(usize) -> Duration;

const PACES: [(&str, Pace); 3] = [
    ("sign_into, all in one second", |_| Duration::ZERO),
    ("sign_into, one URL a second", |urls| Duration::seconds(urls as i64)),
    ("sign_into, 1,024 URLs a day", |urls| Duration::days(urls as i64 / 1024)),
];

pub(crate) fn print_table(inputs: &Inputs) {
    const ROUNDS: usize = 301;
    let ways = ways(inputs);
    let mut fastest = vec![[f64::INFINITY; 2]; ways.len()];
    // All are measured in every round, so that other load on the machine affects all of them. The fastest round counts,
    // because two cores seldom have no other load at the same time.
    for _ in 0..ROUNDS {
        for ((_, make), fastest) in ways.iter().zip(&mut fastest) {
            for (threads, fastest) in [1, 2].into_iter().zip(fastest) {
                *fastest = fastest.min(nanoseconds(threads, URLS, make));
            }
        }
    }
    println!("\n### Two threads\n");
    println!("| | one | two | ratio |\n|---|--:|--:|--:|");
    for ((name, _), [one, two]) in ways.iter().zip(fastest) {
        println!("| {name} | {one:.0} ns | {two:.0} ns | {:.2} |", one / two);
    }
}

/// Checks that everything runs, without measuring.
pub(crate) fn check(inputs: &Inputs) {
    for (_, make) in ways(inputs) {
        assert!(nanoseconds(2, KEYS, &make) > 0.0);
    }
}

/// Makes a URL. The number says how many URLs the thread has made before.
type Make<'a> = Box<dyn Fn(usize, &mut String) + Sync + 'a>;

fn ways(inputs: &Inputs) -> Vec<(&'static str, Make<'_>)> {
    // The floor shows how well the machine itself runs two threads.
    let mut ways = vec![("floor", floor(inputs))];
    ways.extend(PACES.map(|(name, pace)| (name, shared_signer(inputs, pace))));
    ways
}

/// Returns the floor, whose threads share no memory that is written to.
fn floor(inputs: &Inputs) -> Make<'_> {
    let laid_out = lay_out(&credentials(), |number| inputs.get(number), &[NOON; KEYS]);
    let keyed = derive();
    Box::new(move |made, out| laid_out[made % KEYS].sign(&keyed, out))
}

fn shared_signer(inputs: &Inputs, pace: Pace) -> Make<'_> {
    let signer = CachedSigner::new(credentials());
    let moments: Vec<OffsetDateTime> = (0..URLS).map(|made| NOON + pace(made)).collect();
    Box::new(move |made, out| {
        let request = inputs.get(made % KEYS);
        request.sign_into(&signer, moments[made], out).expect("a valid request");
    })
}

/// Returns the nanoseconds per URL when this number of threads make this number of URLs each: the time from the first
/// start to the last end, divided by the number of all URLs.
fn nanoseconds(threads: usize, urls: usize, make: &Make<'_>) -> f64 {
    let barrier = Barrier::new(threads);
    let work = || {
        let mut out = String::with_capacity(8192);
        barrier.wait();
        let start = Instant::now();
        for made in 0..urls {
            out.clear();
            make(made, &mut out);
            black_box(&mut out);
        }
        (start, Instant::now())
    };
    let spans = thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        running.into_iter().map(|thread| thread.join().expect("no panic")).collect::<Vec<_>>()
    });
    let start = spans.iter().map(|(start, _)| *start).min().expect("a thread");
    let end = spans.iter().map(|(_, end)| *end).max().expect("a thread");
    end.duration_since(start).as_secs_f64() * 1e9 / (threads * urls) as f64
}
