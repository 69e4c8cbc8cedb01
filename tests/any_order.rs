//! Signs requests with many parameters or headers.
//!
//! Parameters and headers that sort far from the end are only sorted when the request is signed. Moving each into place
//! as it is added would take quadratic time.

mod util;

use presign::{Bucket, PresignRequest};

use crate::util::{NOW, credentials};

/// If each of 30,000 parameters were moved to the front separately, the test would take several seconds.
const COUNTS: [usize; 3] = [10, 1_000, 30_000];

/// Returns the numbers below `count` in ascending order, in descending order, and in an order with large jumps.
fn orders(count: usize) -> [Vec<usize>; 3] {
    const PRIME: usize = 40_009;
    [(0..count).collect(), (0..count).rev().collect(), (0..count).map(|index| index * PRIME % count).collect()]
}

/// Signs the request in every way, and checks that the URLs are equal.
fn sign(request: &PresignRequest<'_>) -> String {
    let credentials = credentials();
    let url = request.sign_at(&credentials, NOW).unwrap();
    let mut out = String::new();
    request.sign_into(&credentials, NOW, &mut out).unwrap();
    assert_eq!(out, url.as_str());
    let trace = request.trace_at(&credentials, NOW).unwrap();
    assert_eq!(trace.url(), &url);
    #[cfg(feature = "std")]
    assert_eq!(request.sign_at(&presign::CachedSigner::new(credentials), NOW).unwrap(), url);
    url.into_string()
}

/// Signs a request to which parts are added in each order, and checks that the URLs are equal and have the sorted parts.
fn check_every_order<'b>(
    request: &PresignRequest<'b>,
    add: fn(PresignRequest<'b>, usize) -> PresignRequest<'b>,
    sorted: fn(usize) -> String,
) {
    for count in COUNTS {
        let urls = orders(count).map(|order| sign(&order.into_iter().fold(request.clone(), add)));
        assert!(urls[0].contains(&sorted(count)), "{count} parts");
        assert!(urls[1] == urls[0] && urls[2] == urls[0], "{count} parts");
    }
}

#[test]
fn parameters_in_any_order_give_the_same_url() {
    check_every_order(
        &Bucket::new("photos").unwrap().get_object("boat.jpg"),
        |request, number| request.query(format!("p{number:05}"), "v"),
        |count| {
            let sorted: Vec<_> = (0..count).map(|number| format!("p{number:05}=v")).collect();
            format!("&X-Amz-SignedHeaders=host&{}&X-Amz-Signature=", sorted.join("&"))
        },
    );
}

#[test]
fn headers_in_any_order_give_the_same_url() {
    check_every_order(
        &Bucket::new("photos").unwrap().put_object("boat.jpg"),
        |request, number| request.header(format!("H{number:05}"), "v"),
        |count| {
            let sorted: Vec<_> = (0..count).map(|number| format!("h{number:05}")).collect();
            format!("&X-Amz-SignedHeaders={}%3Bhost&X-Amz-Signature=", sorted.join("%3B"))
        },
    );
}

/// The last value wins, wherever the header sorts.
#[test]
fn unsorted_headers_are_replaced() {
    let bucket = Bucket::new("photos").unwrap();
    let padded = bucket.put_object("boat.jpg").metadata("z", "z".repeat(5000));
    let twice =
        padded.clone().content_type("image/png").metadata("a", "1").content_type("image/jpeg").metadata("A", "2");
    let once = padded.content_type("image/jpeg").metadata("a", "2");
    assert_eq!(sign(&twice), sign(&once));
    assert!(format!("{once:?}").contains("content-type"), "`Debug` must also show headers that are not sorted yet");
}
