//! A sequence of requests to one `CachedSigner`, read from bytes. After each step, the signer must give what fresh
//! credentials give: the same URL or form, or the same error.
//!
//! Shared by a property test and a fuzz target. Every sequence of bytes is a sequence of steps, so that both can
//! shorten a failing one.

use std::time::Duration;

use presign::s3::SessionCredentials;
use presign::{Bucket, CachedSigner, Credentials, Error, Method, PresignRequest, Service, Signer};
use time::OffsetDateTime;

/// 2026-11-23 23:59:58 UTC, shortly before a new day.
const START: i64 = 1_795_478_398;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// A signer, and what it is compared with.
struct Sequence {
    signer: CachedSigner,
    credentials: Box<dyn Signer>,
    now: OffsetDateTime,
    places: Places,
}

struct Places {
    buckets: [Bucket; 4],
    services: [Service; 2],
}

/// Takes one step per pair of bytes, and checks each.
pub(crate) fn check(bytes: &[u8]) {
    let mut sequence = Sequence::new();
    for (number, pair) in bytes.chunks_exact(2).enumerate() {
        let (kind, choice) = (pair[0], pair[1]);
        match kind % 8 {
            0 | 1 => sequence.let_time_pass(choice),
            2 => sequence.replace(choice),
            #[cfg(feature = "post")]
            3 => sequence.sign_form(number, choice),
            4 => sequence.sign_for_service(number, choice),
            _ => sequence.sign_for_bucket(number, kind >> 3, choice),
        }
    }
}

impl Sequence {
    fn new() -> Self {
        let credentials = Credentials::new("AKIDEXAMPLE", SECRET);
        let now = OffsetDateTime::from_unix_timestamp(START).expect("a valid time");
        let bucket = |name: &str, region: &str| Bucket::builder(name).region(region).build().expect("a valid bucket");
        let service = |name, region, url| Service::new(name, region, url).expect("a valid service");
        let places = Places {
            buckets: [
                bucket("photos", "us-east-1"),
                bucket("films", "us-east-1"),
                bucket("photos", "eu-west-1"),
                bucket("photos--usw2-az1--x-s3", "us-west-2"),
            ],
            services: [
                service("execute-api", "us-east-1", "https://api.example.com"),
                service("iotdevicegateway", "eu-west-1", "wss://iot.example.com"),
            ],
        };
        Self { signer: CachedSigner::new(credentials.clone()), credentials: Box::new(credentials), now, places }
    }

    /// Moves the clock, mostly forward by little, sometimes over midnight or back.
    fn let_time_pass(&mut self, choice: u8) {
        const MILLISECONDS: [i64; 12] =
            [0, 1, 250, 999, 1_000, 1_001, 90_000, 3_600_000, 86_400_000, -1, -1_000, -86_400_000];
        let by = time::Duration::milliseconds(MILLISECONDS[usize::from(choice) % MILLISECONDS.len()]);
        self.now = self.now.checked_add(by).unwrap_or(self.now);
    }

    /// Replaces the credentials. Some expire soon, some have expired, and some are invalid.
    fn replace(&mut self, choice: u8) {
        let after = |seconds| self.now.checked_add(time::Duration::seconds(seconds)).unwrap_or(self.now);
        let temporary = || Credentials::new("ASIAEXAMPLE", SECRET).with_session_token("a/b+c=");
        let credentials = match choice % 8 {
            0 => Credentials::new("AKIDEXAMPLE", SECRET),
            1 => Credentials::new("AKIDOTHER", SECRET),
            2 => Credentials::new("AKIDEXAMPLE", "another secret"),
            3 => temporary(),
            4 => temporary().with_expiry(after(100)),
            5 => temporary().with_expiry(after(-1)),
            6 => Credentials::new("", SECRET),
            _ => {
                let session = SessionCredentials::new("ASIAEXAMPLE", SECRET, "session", after(300));
                self.signer.replace(session.clone());
                self.credentials = Box::new(session);
                return;
            }
        };
        self.signer.replace(credentials.clone());
        self.credentials = Box::new(credentials);
    }

    fn sign_for_bucket(&self, number: usize, operation: u8, choice: u8) {
        let bucket = &self.places.buckets[usize::from(choice & 3)];
        let long = "long/".repeat(150);
        let request = |key| match operation % 4 {
            0 => bucket.get_object(key),
            1 => bucket.put_object(key).content_type("image/jpeg").metadata("title", "boat"),
            2 => bucket.delete_object(key),
            _ => bucket.list_objects_v2().prefix("2026/"),
        };
        let request = |key| with_settings(request(key), choice >> 2);
        let keys = ["boat.jpg", &long, "2026/boat at sea.jpg", "", "./boat.jpg"];
        self.check(number, &request(keys[usize::from(choice) % keys.len()]));
        self.check_page(number, &request, &keys[..usize::from(operation) % (keys.len() + 1)]);
    }

    fn sign_for_service(&self, number: usize, choice: u8) {
        let service = &self.places.services[usize::from(choice & 1)];
        let request = |path| {
            let request = service.request(Method::Get, path);
            let request = if choice & 4 == 0 { request } else { request.without_expiry() };
            with_settings(request, choice >> 3)
        };
        let paths = ["/", "/a//b%20c/"];
        self.check(number, &request(paths[usize::from(choice & 2) / 2]));
        self.check_page(number, &request, &paths);
    }

    #[cfg(feature = "post")]
    fn sign_form(&self, number: usize, choice: u8) {
        let bucket = &self.places.buckets[usize::from(choice & 3)];
        let policy = bucket.post_policy().key_starts_with("uploads/");
        let policy = policy.expires_in(Duration::from_secs(30 * u64::from(choice >> 2)));
        let sign = |signer: &dyn Signer| policy.sign_at(signer, self.now).map_err(shown);
        assert_eq!(sign(&self.signer), sign(&*self.credentials), "step {number}: {policy:?}");
    }

    /// Signs several keys at once. Each must have the URL or the error that it has alone.
    fn check_page<'r>(&self, number: usize, request: &dyn Fn(&'r str) -> PresignRequest<'r>, keys: &[&'r str]) {
        let Self { signer, credentials, now, .. } = self;
        for signer in [signer as &dyn Signer, &**credentials] {
            let mut alone = keys.iter().map(|key| {
                let url = request(key).sign_at(&**credentials, *now);
                url.map(|url| url.into_string()).map_err(shown)
            });
            request("k").sign_each_at(signer, *now, keys, |key, url| {
                let url = url.map(str::to_owned).map_err(shown);
                let names_no_key = url.as_ref().is_err_and(|error| error.starts_with("`sign_each_at` can't be used"));
                let expected = alone.next().expect("as many results as keys");
                assert!(names_no_key || url == expected, "step {number}, {key:?}: {url:?} {expected:?}");
            });
            assert!(alone.next().is_none(), "step {number}: a key was left out");
        }
    }

    /// Signs in each of the ways that share code with the cache.
    fn check(&self, number: usize, request: &PresignRequest<'_>) {
        let Self { signer, credentials, now, .. } = self;
        let expected = request.sign_at(&**credentials, *now).map_err(shown);
        assert_eq!(request.sign_at(signer, *now).map_err(shown), expected, "step {number}: {request:?}");

        let mut out = String::from("before");
        let validity = request.sign_into(signer, *now, &mut out).map_err(shown);
        let url = expected.as_ref().map_or("", |url| url.as_str());
        assert_eq!(out, format!("before{url}"), "step {number}: {request:?}");
        assert_eq!(validity, expected.as_ref().map(|url| url.validity()).map_err(Clone::clone));

        let trace = request.trace_at(signer, *now).map(|trace| trace.url().clone()).map_err(shown);
        assert_eq!(trace, expected, "step {number}: {request:?}");
    }
}

/// Adds a setting that the cache must take into account, or can't be used with.
fn with_settings(request: PresignRequest<'_>, choice: u8) -> PresignRequest<'_> {
    match choice % 11 {
        0 => request.expires_in(Duration::from_secs(300)),
        1 => request.expires_in(Duration::from_secs(100)),
        2 => request.expires_in(Duration::ZERO),
        3 => request.expires_in(Duration::from_secs(7 * 24 * 3600)),
        4 => request.cacheable(Duration::from_secs(60)),
        5 => request.cacheable(Duration::from_secs(3600)).expires_in(Duration::from_secs(300)),
        6 => request.require_full_lifetime(),
        7 => request.query("X", "sorts before the parameters of the signature"),
        8 => request.header("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
        9 => request.header("host", "already signed"),
        _ => request,
    }
}

fn shown(error: Error) -> String {
    error.to_string()
}
