//! Counts allocations: `sign_into` makes none, `sign_at` only allocates what it returns, and `sign_each_at` makes none for a
//! key.
//!
//! These tests are a separate program because the counting allocator replaces that of the whole program. It counts each
//! thread separately.

#![cfg(feature = "std")]

mod util;

use allocation_counter::measure;
use presign::s3::{Checksum, CustomerKey};
use presign::sigv4::Scope;
use presign::{Bucket, CachedSigner, Method, PresignRequest, Service, Signer};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use crate::util::{NOW, credentials};

/// Returns a key of 1,000 bytes, which encoding triples.
fn unicode_key() -> String {
    "ж".repeat(500)
}

/// Returns a bucket with a long host.
fn bucket() -> Bucket {
    Bucket::builder("p".repeat(60)).region("ap-southeast-2").build().unwrap()
}

/// Returns requests, each with its name and whether the client has to send headers.
fn requests<'a>(bucket: &'a Bucket, unicode_key: &'a str) -> Vec<(&'static str, PresignRequest<'a>, bool)> {
    let get = bucket.get_object("2026/boat.jpg").expires_in(std::time::Duration::from_secs(600));
    let put = bucket.put_object("2026/boat.jpg").content_type("image/jpeg").content_length(2_345_678);
    vec![
        ("get_object", get.clone(), false),
        ("of a cacheable URL", get.clone().cacheable(std::time::Duration::from_secs(3600)), false),
        ("of a key with escapes", bucket.get_object("a b+c/ü.txt"), false),
        ("of a long unicode key", bucket.get_object(unicode_key), false),
        ("with response overrides", get.clone().response_cache_control("no-store").download_as("Отчёт.pdf"), false),
        ("with parameters before and after the signature's", get.query("A", "1").query("x-id", "GetObject"), false),
        ("list_objects_v2", bucket.list_objects_v2().prefix("2026/ü/").delimiter("/").max_keys(500), false),
        ("head_bucket", bucket.head_bucket(), false),
        ("upload_part", bucket.upload_part("2026/boat.jpg", "VXBsb2FkIElE", 3), false),
        ("with headers", put.clone().metadata("title", "Boat").checksum(Checksum::sha256_of("boat")), true),
        ("with a header that is folded", put.clone().metadata("title", "two  spaces"), true),
        ("with headers that are long", put.clone().metadata("title", "b".repeat(1500)), true),
        ("with a customer's key", put.sse_c(CustomerKey::from([7; 32])), true),
    ]
}

/// Returns signers with their names.
fn signers(bucket: &Bucket) -> Vec<(String, Box<dyn Signer>)> {
    let long_term = credentials();
    let mut signers: Vec<(String, Box<dyn Signer>)> = Vec::new();
    for (length, credentials) in [
        (0, long_term.clone()),
        (700, long_term.clone().with_session_token("IQoJb3JpZ/".repeat(70))),
        (1400, long_term.with_session_token("IQoJb3JpZ/".repeat(140)).with_expiry(datetime!(2027-01-01 00:00 UTC))),
    ] {
        let scope = Scope::new(NOW.date(), bucket.region(), bucket.signing_service()).unwrap();
        let cached = CachedSigner::new(credentials.clone());
        signers.push((format!("CachedSigner, token of {length}"), Box::new(cached)));
        signers.push((format!("ScopedSigner, token of {length}"), Box::new(credentials.scoped(&scope))));
        #[cfg(feature = "sigv4a")]
        {
            let asymmetric = presign::sigv4a::Sigv4aSigner::new(credentials.clone());
            signers.push((format!("Sigv4aSigner, token of {length}"), Box::new(asymmetric)));
        }
        signers.push((format!("Credentials, token of {length}"), Box::new(credentials)));
    }
    signers
}

/// Counts the allocations of `sign_into` with a string that has enough capacity.
fn in_sign_into(request: &PresignRequest<'_>, signer: &dyn Signer, at: OffsetDateTime) -> u64 {
    let mut out = String::with_capacity(16 * 1024);
    let counted = measure(|| {
        request.sign_into(signer, at, &mut out).unwrap();
    });
    assert!(!out.is_empty());
    counted.count_total
}

fn in_sign_at(request: &PresignRequest<'_>, signer: &dyn Signer) -> u64 {
    let mut url = None;
    let counted = measure(|| url = Some(request.sign_at(signer, NOW).unwrap()));
    assert!(url.is_some());
    counted.count_total
}

/// A page takes as many allocations for a thousand keys as for two.
#[test]
fn sign_each_at_allocates_nothing_for_a_key() {
    let (bucket, long_key) = (bucket(), unicode_key());
    let in_sign_each = |request: &PresignRequest<'_>, signer: &dyn Signer, keys: usize| {
        let both = ["boat.jpg", &long_key];
        let counted = measure(|| {
            request.sign_each_at(signer, NOW, both.iter().cycle().take(keys), |_, url| assert!(url.is_ok()));
        });
        counted.count_total
    };
    for (signer_name, signer) in signers(&bucket).into_iter().filter(|(name, _)| !name.starts_with("Sigv4aSigner")) {
        for (name, request, _) in requests(&bucket, "") {
            if name != "list_objects_v2" && name != "head_bucket" {
                // The first time, a `CachedSigner` allocates its cache.
                in_sign_each(&request, &signer, 2);
                let counts = [2, 1000].map(|keys| in_sign_each(&request, &signer, keys));
                assert_eq!(counts[0], counts[1], "{name}, {signer_name}");
            }
        }
    }
}

#[test]
fn sign_into_allocates_nothing() {
    let (bucket, key) = (bucket(), unicode_key());
    for (signer_name, signer) in signers(&bucket) {
        for (name, request, _) in requests(&bucket, &key) {
            // Fills the cache of a `CachedSigner`.
            request.sign_at(&*signer, NOW).unwrap();
            assert_eq!(in_sign_into(&request, &*signer, NOW), 0, "{name}, {signer_name}");
        }
    }
}

#[test]
fn sign_at_allocates_what_it_returns() {
    let (bucket, key) = (bucket(), unicode_key());
    for (signer_name, signer) in signers(&bucket) {
        for (name, request, has_headers) in requests(&bucket, &key) {
            let url = request.sign_at(&*signer, NOW).unwrap();
            assert_eq!(url.headers().next().is_some(), has_headers, "{name}");
            let most = if has_headers { 2 } else { 1 };
            let counted = in_sign_at(&request, &*signer);
            assert!(counted <= most, "{name}, {signer_name}: {counted} allocations");
        }
    }
}

/// Encoding can triple the length of a region set.
#[test]
#[cfg(feature = "sigv4a")]
fn a_long_region_set_needs_no_extra_allocations() {
    let regions = vec!["*-west-*"; 400].join(",");
    let api = Service::multi_region("s3", regions, "https://api.example.com").unwrap();
    let signer = presign::sigv4a::Sigv4aSigner::new(credentials());
    let request = api.request(Method::Get, "/");
    // This includes the allocation of the signed path, as in `a_service_allocates_for_its_path`.
    assert!(in_sign_into(&request, &signer, NOW) <= 2 && in_sign_at(&request, &signer) <= 3);
}

#[test]
fn a_cached_signer_allocates_only_when_the_day_changes() {
    let bucket = bucket();
    let signer = CachedSigner::new(credentials());
    let request = bucket.get_object("2026/boat.jpg");
    let longer = bucket.get_object("2026/boat.jpg").expires_in(std::time::Duration::from_secs(3600));
    for at in [NOW, NOW + Duration::DAY, NOW] {
        // The first signature of a day may allocate.
        request.sign_at(&signer, at).unwrap();
        for at in [at, at + Duration::SECOND, at + Duration::HOUR, at - Duration::SECOND] {
            // Alternating and repeated requests.
            for request in [&request, &longer, &request, &longer, &longer] {
                assert_eq!(in_sign_into(request, &signer, at), 0, "{at}");
            }
        }
    }
}

#[test]
fn a_cached_signer_does_not_grow_with_each_day() {
    let bucket = bucket();
    let signer = CachedSigner::new(credentials());
    let request = bucket.get_object("2026/boat.jpg");
    let sign_on = |day| drop(request.sign_at(&signer, NOW + Duration::days(day)).unwrap());
    (0..10).for_each(sign_on);
    assert_eq!(measure(|| (10..1000).for_each(sign_on)).bytes_current, 0);
}

/// Threads that sign no more, with a long token in many regions.
#[test]
fn a_cached_signer_drops_the_keys_of_idle_threads_with_the_day() {
    let signer = CachedSigner::new(credentials().with_session_token("IQoJb3JpZ/".repeat(200)));
    let sign_in = |region: usize, at| {
        let bucket = Bucket::builder("photos").region(format!("eu-west-{region}")).build().unwrap();
        drop(bucket.get_object("boat.jpg").sign_at(&signer, at).unwrap());
    };
    let busy = || measure(|| (0..20).for_each(|region| sign_in(region, NOW))).bytes_current;
    let kept: i64 = (0..8).map(|_| std::thread::scope(|scope| scope.spawn(busy).join().unwrap())).sum();
    assert!(kept > 8 * 20 * 2000, "the counter counts: {kept} bytes");

    let tomorrow = NOW + Duration::DAY;
    let freed = -measure(|| sign_in(0, tomorrow)).bytes_current;
    // But for what the first entry of the new day takes, and the empty lists.
    assert!(freed > kept - kept / 20, "{freed} of {kept} bytes");

    // A key of the day before is derived again, and dropped by the next day's first key.
    let late: i64 = (0..4).map(|_| std::thread::scope(|scope| scope.spawn(busy).join().unwrap())).sum();
    let freed = -measure(|| sign_in(1, tomorrow)).bytes_current;
    assert!(freed > late - late / 10, "{freed} of {late} bytes");
}

#[test]
fn a_request_for_an_object_allocates_only_for_added_parameters() {
    let bucket = bucket();
    let build = || bucket.get_object("2026/boat.jpg").expires_in(std::time::Duration::from_secs(600));
    assert_eq!(measure(|| drop(build())).count_total, 0);
    assert!(measure(|| drop(build().query("versionId", "3"))).count_total > 0, "the counter must work");
}

/// Headers take five allocations in total, in any order, and the query takes one: each buffer starts with spare
/// capacity.
#[test]
fn six_headers_allocate_no_more_than_one() {
    let bucket = bucket();
    let mut headers = [
        ("cache-control", "public, max-age=31536000"),
        ("content-length", "2345678"),
        ("content-type", "image/jpeg"),
        ("x-amz-checksum-sha256", "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo="),
        ("x-amz-meta-photographer", "Alice Example"),
        ("x-amz-storage-class", "STANDARD_IA"),
    ];
    let with_headers = |headers: &[(&str, &str)]| {
        let build = || {
            let put = bucket.put_object("boat.jpg");
            headers.iter().fold(put, |request, (name, value)| request.header(name, value))
        };
        measure(|| drop(build())).count_total
    };
    assert_eq!(with_headers(&headers[..1]), 5);
    assert_eq!(with_headers(&headers), 5);
    headers.reverse();
    assert_eq!(with_headers(&headers), 5);
    let replaced = || bucket.put_object("boat.jpg").content_type("image/png").content_type("image/jpeg").acl("private");
    assert_eq!(measure(|| drop(replaced())).count_total, 5);

    let get = || bucket.get_object("2026/boat.jpg").response_cache_control("no-store");
    assert_eq!(measure(|| drop(get())).count_total, 1);
    let get = || {
        let request = get().response_content_disposition("attachment; filename=\"boat.jpg\"");
        request
            .response_content_encoding("identity")
            .response_content_language("en")
            .response_content_type("image/jpeg")
    };
    assert_eq!(measure(|| drop(get())).count_total, 1);
}

/// The path that is sent to a service differs from the signed path, which needs an allocation of its own.
#[test]
fn a_service_allocates_for_its_path() {
    let credentials = credentials();
    let api = Service::new("execute-api", "eu-west-1", "https://abc123.execute-api.eu-west-1.amazonaws.com").unwrap();
    for path in ["/", "/prod/boats/a%20b"] {
        let request = api.request(Method::Get, path).query("Action", "GetBoat");
        let (into, at) = (in_sign_into(&request, &credentials, NOW), in_sign_at(&request, &credentials));
        assert!(into <= 2 && at <= 3, "{path}: {into} and {at} allocations");
    }
}

/// What a server does with a URL that it accepts, in any order of the parameters.
#[test]
#[cfg(feature = "verify")]
fn accepting_a_url_allocates_nothing() {
    use presign::verify::{Policy, Request, Unverified};

    let (bucket, key) = (bucket(), unicode_key());
    let policy = Policy::new("s3", "ap-southeast-2");
    let host = bucket.host().to_owned();
    for token in ["", &"IQoJb3JpZ/".repeat(140)] {
        let credentials = if token.is_empty() { credentials() } else { credentials().with_session_token(token) };
        let signer = CachedSigner::new(credentials);
        for (name, request, _) in requests(&bucket, &key) {
            let url = request.sign_at(&signer, NOW).unwrap();
            let mut headers = vec![("Host", host.as_bytes()), ("User-Agent", b"curl/8.5.0")];
            headers.extend(url.headers().map(|(name, value)| (name, value.as_bytes())));
            let (_, target) = url.as_str().split_once(&host).unwrap();
            let (path, query) = target.split_once('?').unwrap();
            let reversed: Vec<_> = query.split('&').rev().collect();
            for target in [target.to_owned(), format!("{path}?{}", reversed.join("&"))] {
                let request = Request::new(url.method().as_str(), &target, &headers);
                let counted = measure(|| {
                    let unverified = Unverified::parse(&request).unwrap();
                    let _ = unverified.verify_at(&signer, &policy, NOW).unwrap();
                });
                // Only the copy of a large request that must be sorted does not fit on the stack.
                let most = u64::from(target.len() > 3000 && !target.ends_with(query));
                assert!(counted.count_total <= most, "{name}: {} allocations", counted.count_total);
            }
        }
    }
}
