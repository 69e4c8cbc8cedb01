//! Two threads that share a `CachedSigner`, against one.

use std::hint::black_box;
use std::sync::Barrier;
use std::thread;
use std::time::Instant;

use presign::CachedSigner;
use time::{Duration, OffsetDateTime};

use crate::floor::derive;
use crate::requests::Inputs;
use crate::tables::tenth_percentile;
use crate::urls::{credentials, lay_out};
use crate::{KEYS, NOON};

/// How many URLs each thread makes in a round: about ten milliseconds.
const URLS: usize = 16_384;

/// How far time has gone when a thread has made so many URLs.
type Pace = fn(usize) -> Duration;

const PACES: [(&str, Pace); 3] = [
    ("sign_into, all in one second", |_| Duration::ZERO),
    ("sign_into, one URL a second", |urls| Duration::seconds(urls as i64)),
    ("sign_into, 4,096 URLs a day", |urls| Duration::days(urls as i64 / 4096)),
];

pub(crate) fn print_table(inputs: &Inputs) {
    println!("\n### Two threads\n");
    println!("| | one | two | ratio |\n|---|--:|--:|--:|");
    // Whatever keeps its threads from making twice as many is the machine's.
    print_row("floor", &floor(inputs));
    for (name, pace) in PACES {
        print_row(name, &shared_signer(inputs, pace));
    }
}

/// That all of it can be run.
pub(crate) fn check(inputs: &Inputs) {
    assert!(nanoseconds(2, KEYS, &floor(inputs)) > 0.0);
    for (_, pace) in PACES {
        assert!(nanoseconds(2, KEYS, &shared_signer(inputs, pace)) > 0.0);
    }
}

/// Makes a URL, when its thread has made so many before.
trait Make: Fn(usize, &mut String) + Sync {}

impl<F: Fn(usize, &mut String) + Sync> Make for F {}

/// Shares nothing that is written to.
fn floor(inputs: &Inputs) -> impl Make {
    let laid_out = lay_out(&credentials(), |number| inputs.get(number), &[NOON; KEYS]);
    let keyed = derive();
    move |made, out| laid_out[made % KEYS].sign(&keyed, out)
}

fn shared_signer(inputs: &Inputs, pace: Pace) -> impl Make {
    let signer = CachedSigner::new(credentials());
    let moments: Vec<OffsetDateTime> = (0..URLS).map(|made| NOON + pace(made)).collect();
    move |made, out| {
        let request = inputs.get(made % KEYS);
        request.sign_into(&signer, moments[made], out).expect("a request that can be signed");
    }
}

fn print_row(name: &str, make: &impl Make) {
    const ROUNDS: usize = 101;
    let mut times = [const { Vec::new() }; 2];
    for _ in 0..ROUNDS {
        for (threads, times) in [1, 2].into_iter().zip(&mut times) {
            times.push(nanoseconds(threads, URLS, make));
        }
    }
    let [one, two] = times.map(tenth_percentile);
    println!("| {name} | {one:.0} ns | {two:.0} ns | {:.2} |", one / two);
}

/// What a URL takes when this many threads make so many each: the time from the first start to the last end, divided by
/// the number of all URLs.
fn nanoseconds(threads: usize, urls: usize, make: &impl Make) -> f64 {
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
