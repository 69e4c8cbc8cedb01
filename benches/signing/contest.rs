//! Comparison of several ways to make the same URLs.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};

use crate::KEYS;

/// Requests of several kinds, each signed in the same ways.
pub(crate) struct Contest<'a> {
    pub(crate) title: &'static str,
    /// The names of the ways. The first is the floor for the others.
    pub(crate) ways: &'static [&'static str],
    pub(crate) cases: Vec<Case<'a>>,
}

/// One kind of request.
pub(crate) struct Case<'a> {
    pub(crate) name: &'static str,
    /// The number of 64-byte blocks that SHA-256 processes for the first URL.
    pub(crate) blocks: usize,
    /// One for each name in the contest.
    pub(crate) ways: Vec<Make<'a>>,
}

/// Writes the URL with this number, less than [`KEYS`], to an empty buffer.
pub(crate) type Make<'a> = Box<dyn Fn(usize, &mut String) + 'a>;

impl Contest<'_> {
    pub(crate) fn bench(&self, criterion: &mut Criterion) {
        let mut group = criterion.benchmark_group(self.title);
        group.throughput(Throughput::Elements(1));
        for case in &self.cases {
            for (name, make) in self.ways.iter().zip(&case.ways) {
                group.bench_function(BenchmarkId::new(*name, case.name), |bencher| {
                    let mut out = String::with_capacity(8192);
                    let mut numbers = (0..KEYS).cycle();
                    bencher.iter(|| {
                        out.clear();
                        make(numbers.next().unwrap_or_default(), &mut out);
                        black_box(&mut out);
                    });
                });
            }
        }
        group.finish();
    }
}

impl<'a> Case<'a> {
    /// Creates a case from ways that produce the same output, and checks that they do. A floor with another output
    /// would not do the same work.
    pub(crate) fn checked(name: &'static str, blocks: usize, ways: Vec<Make<'a>>) -> Self {
        let mut outputs = vec![String::new(); ways.len()];
        for number in 0..KEYS {
            for (make, out) in ways.iter().zip(&mut outputs) {
                out.clear();
                make(number, out);
            }
            assert!(outputs.iter().all(|out| *out == outputs[0]), "{name}: {outputs:#?}");
        }
        Self { name, blocks, ways }
    }
}
