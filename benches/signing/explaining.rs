//! Explaining a URL with its secret. There is no floor: the time is that of the requests that are tried.

use std::hint::black_box;

use criterion::Criterion;
use presign::diagnose::{Attempt, explain};

use crate::NOON;
use crate::requests::Inputs;
use crate::urls::credentials;

pub(crate) fn bench(inputs: &Inputs, criterion: &mut Criterion) {
    let credentials = credentials();
    let url = inputs.get(0).sign_at(&credentials, NOON).expect("a valid request").into_string();
    let tracked = format!("{url}&utm_source=mail");
    let other = url.replace("X-Amz-Signature=", "x=y&X-Amz-Signature=").replace("Expires=", "Expires=1");
    let mut group = criterion.benchmark_group("explain");
    for (name, url, method, findings) in [
        ("matches at once", &url, "GET", 0),
        ("one difference", &tracked, "GET", 1),
        ("two differences", &tracked, "HEAD", 2),
        ("nothing found", &other, "GET", 1),
    ] {
        let attempt = Attempt::new(url).method(method);
        assert_eq!(explain(&attempt, Some(&credentials), NOON).findings().len(), findings, "{name}");
        group.bench_function(name, |bencher| {
            bencher.iter(|| explain(black_box(&attempt), Some(&credentials), NOON));
        });
    }
    group.finish();
}
