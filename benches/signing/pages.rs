//! Signing of many keys at once, a page of URLs.

use std::hint::black_box;
use std::time::Instant;

use presign::{CachedSigner, Credentials, PresignRequest};

use crate::floor::{LaidOut, derive};
use crate::requests::Inputs;
use crate::urls::{credentials, lay_out};
use crate::{KEYS, NOON};

/// As in [`tables`](crate::tables), short rounds, so that the scheduler interrupts only a few of them.
const ROUNDS: usize = 401;
/// How often the keys of the inputs are repeated to make a page of 1,024 keys.
const REPEATS: usize = 1024 / KEYS;

/// One kind of page, and what its ways to sign it need.
struct Page<'a> {
    name: &'static str,
    keys: Vec<&'a str>,
    request: PresignRequest<'a>,
    requests: Vec<PresignRequest<'a>>,
    signer: CachedSigner,
    credentials: Credentials,
    laid_out: Vec<LaidOut>,
}

/// Prints the times of pages.
pub(crate) fn print_table(inputs: &Inputs) {
    println!("\n### A page of 1,024 URLs\n");
    println!("| request | floor | sign_into | ratio | sign_each_at | ratio | with Credentials | ratio |");
    println!("|---|--:|--:|--:|--:|--:|--:|--:|");
    let pages = pages(inputs);
    let mut times = vec![[const { vec![] }; 4]; pages.len()];
    for _ in 0..ROUNDS {
        for (page, times) in pages.iter().zip(&mut times) {
            let ways: [&dyn Fn(&mut String); 4] =
                [&|out| page.floor(out), &|out| page.one_by_one(out), &|out| page.at_once(&page.signer, out), &|out| {
                    page.at_once(&page.credentials, out)
                }];
            for (way, times) in ways.iter().zip(times) {
                times.push(nanoseconds(way));
            }
        }
    }
    for (page, times) in pages.iter().zip(times) {
        let [floor, one_by_one, at_once, credentials] = times.map(tenth_percentile);
        let ratio = |time: f64| time / floor;
        println!(
            "| {} | {floor:.0} ns | {one_by_one:.0} ns | {:.2} | {at_once:.0} ns | {:.2} | {credentials:.0} ns | {:.2} |",
            page.name,
            ratio(one_by_one),
            ratio(at_once),
            ratio(credentials)
        );
    }
}

/// Checks that every way makes the same URLs.
pub(crate) fn check(inputs: &Inputs) {
    for page in pages(inputs) {
        let mut outs = [const { String::new() }; 4];
        let [floor, one_by_one, at_once, credentials] = &mut outs;
        for number in 0..page.keys.len() {
            page.laid_out[number % KEYS].sign(&derive(), floor);
        }
        page.requests.iter().cycle().take(page.keys.len()).for_each(|request| {
            request.sign_into(&page.signer, NOON, one_by_one).expect("a valid request");
        });
        for (signer, out) in [(&page.signer as &dyn presign::Signer, at_once), (&page.credentials, credentials)] {
            page.request.sign_each_at(signer, NOON, &page.keys, |_, url| out.push_str(url.expect("a valid key")));
        }
        assert!(outs.iter().all(|out| *out == outs[0]), "{}", page.name);
    }
}

fn pages(inputs: &Inputs) -> Vec<Page<'_>> {
    let with_token = |length: usize| credentials().with_session_token("IQoJb3JpZ2".repeat(length / 10));
    let cases = [
        ("GET, 40-byte key", credentials(), false),
        ("GET, 700-character token", with_token(700), false),
        ("GET, 1,400-character token", with_token(1400), false),
        ("GET, 1,000-byte unicode key", credentials(), true),
    ];
    cases
        .map(|(name, credentials, unicode)| {
            let get = |number| if unicode { inputs.get_unicode(number) } else { inputs.get(number) };
            let keys = if unicode { inputs.unicode_keys() } else { inputs.keys() };
            Page {
                name,
                keys: keys.iter().map(String::as_str).cycle().take(REPEATS * KEYS).collect(),
                request: get(0),
                requests: (0..KEYS).map(get).collect(),
                signer: CachedSigner::new(credentials.clone()),
                laid_out: lay_out(&credentials, get, &[NOON; KEYS]),
                credentials,
            }
        })
        .into()
}

impl Page<'_> {
    fn floor(&self, out: &mut String) {
        let keyed = derive();
        for number in 0..self.keys.len() {
            out.clear();
            self.laid_out[number % KEYS].sign(&keyed, out);
            black_box(&mut *out);
        }
    }

    fn one_by_one(&self, out: &mut String) {
        for number in 0..self.keys.len() {
            out.clear();
            self.requests[number % KEYS].sign_into(&self.signer, NOON, out).expect("a valid request");
            black_box(&mut *out);
        }
    }

    fn at_once(&self, signer: &dyn presign::Signer, _: &mut String) {
        self.request.sign_each_at(signer, NOON, &self.keys, |_, url| {
            black_box(url.expect("a valid key"));
        });
    }
}

/// Returns the nanoseconds per URL.
fn nanoseconds(way: &dyn Fn(&mut String)) -> f64 {
    let mut out = String::with_capacity(8192);
    let start = Instant::now();
    way(&mut out);
    start.elapsed().as_secs_f64() * 1e9 / (REPEATS * KEYS) as f64
}

fn tenth_percentile(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 10]
}
