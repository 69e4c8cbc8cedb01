//! What a URL costs: GET of a 40-byte key, which is another one each time, at a fixed moment.
//!
//! The measure is the floor, which is the hashing that the protocol demands and nothing else: the same bytes, laid out
//! beforehand, copied into a buffer and hashed by the same crates, and the signature written behind them.
//!
//! `cargo bench -p presign` runs Criterion's groups, and then prints each case with its ratio to the floor. Times differ from
//! machine to machine and from minute to minute; the ratio is taken in alternating rounds of one run, and hardly does.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput};
use hmac::{Hmac, KeyInit, Mac};
use presign::{Bucket, CachedSigner, Credentials, Error, PresignRequest};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use time::macros::datetime;

const NOW: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);
const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// Enough that no branch predictor learns them by heart; their floor fits into the second-level cache.
const KEYS: usize = 256;

/// One way to make the URL of the key with this number. What is written into the buffer stays there.
type Make = fn(&Scenario, usize, &mut String);

/// A name, the case, and its floor.
const CASES: [(&str, Make, Make); 3] = [
    ("CachedSigner, sign_into", Scenario::cached_sign_into, Scenario::floor),
    ("CachedSigner, sign_at", Scenario::cached_sign_at, Scenario::floor),
    ("Credentials, sign_into", Scenario::derived_sign_into, Scenario::floor_with_derivation),
];

fn main() {
    let scenarios =
        [Scenario::new("no token", None), Scenario::new("700-character token", Some(&"IQoJb3JpZ2".repeat(70)))];
    for scenario in &scenarios {
        scenario.check();
    }

    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .sample_size(50)
        .configure_from_args();
    for scenario in &scenarios {
        scenario.bench(&mut criterion);
    }
    criterion.final_summary();

    // Cargo says `--bench` when it is to measure; the others are Criterion's own for when it is not.
    let given = |flag: &str| std::env::args().any(|argument| argument == flag);
    if given("--bench") && !given("--test") && !given("--list") {
        print_ratios(&scenarios);
    }
}

/// Everything that a URL needs, and what the floor needs for the same URL.
struct Scenario {
    name: &'static str,
    bucket: Bucket,
    keys: Vec<String>,
    credentials: Credentials,
    cached: CachedSigner,
    laid_out: Vec<LaidOut>,
    /// The HMAC that has taken the signing key in.
    keyed: Hmac<Sha256>,
}

/// One URL as far as it can be known without hashing.
struct LaidOut {
    canonical_request: String,
    /// Without its last line, which is the canonical request's hash.
    string_to_sign: String,
    /// Without the signature.
    url: String,
}

impl Scenario {
    fn new(name: &'static str, token: Option<&str>) -> Self {
        let mut credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET_ACCESS_KEY);
        if let Some(token) = token {
            credentials = credentials.with_session_token(token);
        }
        let bucket = Bucket::new("examplebucket").expect("a valid name");
        let keys: Vec<_> = (0..KEYS).map(|number| format!("photos/2026/11/{number:08}-sailing-boat.jpg")).collect();
        assert!(keys.iter().all(|key| key.len() == 40));

        let lay_out = |key: &String| {
            let trace = request(&bucket, key).trace_at(&credentials, NOW)?;
            let cut = |text: &str| text[..text.len() - 64].to_owned();
            Ok(LaidOut {
                canonical_request: trace.canonical_request().to_owned(),
                string_to_sign: cut(trace.string_to_sign()),
                url: cut(trace.url().as_str()),
            })
        };
        let laid_out = keys.iter().map(lay_out).collect::<Result<_, Error>>().expect("keys that can be signed");
        let cached = CachedSigner::new(credentials.clone());
        Self { name, bucket, keys, credentials, cached, laid_out, keyed: derive() }
    }

    fn cached_sign_into(&self, number: usize, out: &mut String) {
        request(&self.bucket, &self.keys[number]).sign_into(&self.cached, NOW, out).expect("a key that can be signed");
    }

    fn cached_sign_at(&self, number: usize, _: &mut String) {
        let url = request(&self.bucket, &self.keys[number]).sign_at(&self.cached, NOW);
        black_box(url.expect("a key that can be signed"));
    }

    fn derived_sign_into(&self, number: usize, out: &mut String) {
        let request = request(&self.bucket, &self.keys[number]);
        request.sign_into(&self.credentials, NOW, out).expect("a key that can be signed");
    }

    fn floor(&self, number: usize, out: &mut String) {
        self.laid_out[number].sign(&self.keyed, out);
    }

    fn floor_with_derivation(&self, number: usize, out: &mut String) {
        self.laid_out[number].sign(&derive(), out);
    }

    /// That the floor does the same work: it gives the same URL.
    fn check(&self) {
        for number in 0..KEYS {
            for (_, case, floor) in CASES {
                let [mut url, mut floor_url] = [const { String::new() }; 2];
                case(self, number, &mut url);
                floor(self, number, &mut floor_url);
                assert!(url.is_empty() || url == floor_url);
            }
        }
    }

    fn bench(&self, criterion: &mut Criterion) {
        let mut group = criterion.benchmark_group("get");
        group.throughput(Throughput::Elements(1));
        let floors: [(&str, Make); 2] =
            [("floor", Self::floor), ("floor with derivation", Self::floor_with_derivation)];
        for (name, make) in floors.into_iter().chain(CASES.map(|(name, case, _)| (name, case))) {
            group.bench_function(BenchmarkId::new(name, self.name), |bencher| {
                let mut out = String::with_capacity(4096);
                let mut numbers = (0..KEYS).cycle();
                bencher.iter(|| {
                    out.clear();
                    make(self, numbers.next().unwrap_or_default(), &mut out);
                    black_box(&mut out);
                });
            });
        }
        group.finish();
    }
}

impl LaidOut {
    fn sign(&self, keyed: &Hmac<Sha256>, out: &mut String) {
        let mut digits = [0; 64];
        out.push_str(&self.url);
        let url_end = out.len();
        out.push_str(&self.string_to_sign);
        out.push_str(hex(Sha256::digest(&self.canonical_request).as_slice(), &mut digits));
        let signature = keyed.clone().chain_update(&out[url_end..]).finalize().into_bytes();
        out.truncate(url_end);
        out.push_str(hex(signature.as_slice(), &mut digits));
    }
}

fn request<'a>(bucket: &'a Bucket, key: &'a str) -> PresignRequest<'a> {
    bucket.get_object(key).expires_in(Duration::from_secs(30 * 60))
}

fn derive() -> Hmac<Sha256> {
    let keyed = |key: &[u8]| Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    let secret = keyed(format!("AWS4{}", black_box(SECRET_ACCESS_KEY)).as_bytes());
    let parts = ["20261123", "us-east-1", "s3", "aws4_request"];
    parts.into_iter().fold(secret, |key, part| keyed(key.chain_update(part).finalize().into_bytes().as_slice()))
}

fn hex<'a>(bytes: &[u8], digits: &'a mut [u8; 64]) -> &'a str {
    hex::encode_to_slice(bytes, digits).expect("room for 32 bytes");
    std::str::from_utf8(digits).expect("ASCII")
}

/// Medians over alternating rounds: what slows the machine down for a while slows both down, and leaves the ratio alone.
fn print_ratios(scenarios: &[Scenario]) {
    const ROUNDS: usize = 31;
    println!("\nGET of a 40-byte key, medians of {ROUNDS} alternating rounds");
    println!("{:<46}{:>10}{:>10}{:>8}", "", "floor", "presign", "ratio");
    for scenario in scenarios {
        for (name, case, floor) in CASES {
            let mut rounds: Vec<[f64; 2]> =
                (0..=ROUNDS).map(|_| [floor, case].map(|make| nanoseconds(scenario, make))).collect();
            // The first is for warming up.
            rounds.remove(0);
            let floor = median(rounds.iter().map(|[floor, _]| *floor));
            let case = median(rounds.iter().map(|[_, case]| *case));
            let ratio = median(rounds.iter().map(|[floor, case]| case / floor));
            let name = format!("{name}, {}", scenario.name);
            println!("{name:<46}{floor:>7.0} ns{case:>7.0} ns{ratio:>8.2}");
        }
    }
}

/// Of one URL, on the average over a batch that takes a few milliseconds.
fn nanoseconds(scenario: &Scenario, make: Make) -> f64 {
    const PASSES: usize = 16;
    let mut out = String::with_capacity(4096);
    let start = Instant::now();
    for number in (0..PASSES).flat_map(|_| 0..KEYS) {
        out.clear();
        make(scenario, number, &mut out);
        black_box(&mut out);
    }
    start.elapsed().as_secs_f64() * 1e9 / (PASSES * KEYS) as f64
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
