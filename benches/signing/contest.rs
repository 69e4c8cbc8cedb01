//! Ways to make the same URLs, to be measured against each other.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};

use crate::KEYS;

/// Requests of several kinds, each made in the same ways.
pub(crate) struct Contest<'a> {
    pub(crate) title: &'static str,
    /// What the ways are called. The first is the floor of the others.
    pub(crate) ways: &'static [&'static str],
    pub(crate) cases: Vec<Case<'a>>,
}

/// One kind of request.
pub(crate) struct Case<'a> {
    pub(crate) name: &'static str,
    /// How many blocks of 64 bytes SHA-256 takes in to make the first URL.
    pub(crate) blocks: usize,
    /// As many as the contest names.
    pub(crate) ways: Vec<Make<'a>>,
}

/// Makes the URL with this number, below [`KEYS`], and leaves it in the buffer, which comes empty.
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
    /// Of ways that give the same: a floor that gave something else would not do the same work.
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
