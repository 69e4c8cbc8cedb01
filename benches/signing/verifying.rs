//! Verifying a URL with a cached key, compared with its hashing.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use presign::verify::{Policy, Request, Unverified};
use presign::{CachedSigner, PresignRequest};

use crate::floor::{LaidOut, derive};
use crate::requests::{Inputs, Prepared};
use crate::urls::{credentials, lay_out};
use crate::{KEYS, NOON};

/// A URL as a server receives it.
struct Received {
    method: &'static str,
    target: String,
    headers: Vec<(String, String)>,
}

impl Received {
    fn of(request: &PresignRequest<'_>, signer: &CachedSigner) -> Self {
        let url = request.sign_at(signer, NOON).expect("a valid request");
        let (_, rest) = url.as_str().split_once("://").expect("a URL");
        let (host, target) = rest.split_at(rest.find('/').expect("a path"));
        let others = [("Host", host), ("User-Agent", "curl/8.5.0"), ("Accept", "*/*")];
        let headers = others.into_iter().chain(url.headers());
        Self {
            method: url.method().as_str(),
            target: target.to_owned(),
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        }
    }
}

pub(crate) fn bench(inputs: &Inputs, prepared: &Prepared<'_>, criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("Verifying with a CachedSigner");
    group.throughput(Throughput::Elements(1));
    let with_token = |length: usize| credentials().with_session_token("IQoJb3JpZ2".repeat(length / 10));
    let get = |number| inputs.get(number);
    let unicode = |number| inputs.get_unicode(number);
    let put = |number: usize| prepared.put[number].clone();
    type Make<'a> = &'a dyn Fn(usize) -> PresignRequest<'a>;
    let cases: [(&str, _, Make<'_>); 5] = [
        ("GET, 40-byte key", credentials(), &get),
        ("GET, 700-character token", with_token(700), &get),
        ("GET, 1,400-character token", with_token(1400), &get),
        ("GET, 1,000-byte unicode key", credentials(), &unicode),
        ("PUT, six headers", credentials(), &put),
    ];
    for (name, credentials, make) in cases {
        let laid_out = lay_out(&credentials, make, &[NOON; KEYS]);
        let keyed = derive();
        group.bench_function(BenchmarkId::new("floor", name), |bencher| {
            let (mut numbers, mut out) = ((0..KEYS).cycle(), String::with_capacity(1024));
            bencher.iter(|| {
                out.clear();
                let number = numbers.next().unwrap_or_default();
                black_box(laid_out[number].code(&keyed, &mut out));
            });
        });

        let signer = CachedSigner::new(credentials);
        let policy = Policy::new("s3", "us-east-1");
        let received: Vec<_> = (0..KEYS).map(|number| Received::of(&make(number), &signer)).collect();
        let headers: Vec<Vec<(&str, &[u8])>> = received
            .iter()
            .map(|request| request.headers.iter().map(|(name, value)| (&**name, value.as_bytes())).collect())
            .collect();
        group.bench_function(BenchmarkId::new("verify_at", name), |bencher| {
            let mut numbers = (0..KEYS).cycle();
            bencher.iter(|| {
                let number = numbers.next().unwrap_or_default();
                let request = Request::new(received[number].method, &received[number].target, &headers[number]);
                let unverified = Unverified::parse(&request).expect("a presigned request");
                let verified = unverified.verify_at(&signer, &policy, NOON).expect("a valid signature");
                black_box(verified.expires_at());
            });
        });
    }
    group.finish();
}

impl LaidOut {
    /// Computes the signature, which is all that the protocol requires of a server.
    fn code(&self, keyed: &crate::floor::Keyed, out: &mut String) -> [u8; 32] {
        self.write_message(out);
        crate::floor::hmac(keyed, out)
    }
}
