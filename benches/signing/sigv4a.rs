//! Signing with SigV4A. Its elliptic-curve arithmetic takes almost all of the time, so there is no floor and no table.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use presign::Bucket;
use presign::sigv4a::Sigv4aSigner;

use crate::NOON;
use crate::urls::credentials;

pub(crate) fn bench(criterion: &mut Criterion) {
    let bucket = Bucket::builder("arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap").build();
    let bucket = bucket.expect("a valid ARN");
    let signer = Sigv4aSigner::new(credentials());
    let mut group = criterion.benchmark_group("Sigv4aSigner");
    group.throughput(Throughput::Elements(1));
    group.bench_function("sign_into", |bencher| {
        let mut out = String::with_capacity(8192);
        bencher.iter(|| {
            out.clear();
            let request = bucket.get_object("2026/11/23/a-boat-in-the-harbour.jpg");
            request.sign_into(&signer, NOON, &mut out).expect("a valid request");
            black_box(&mut out);
        });
    });
    group.bench_function("new", |bencher| bencher.iter(|| Sigv4aSigner::new(black_box(credentials()))));
    group.finish();
}
