//! Requests with many parts: verifying takes time and memory that are almost linear in their length.
//!
//! The memory is counted. The time is not measured, because a busy machine would then fail the tests. Instead, the
//! requests are so large that a test would run for minutes if each part were compared with every other.

use allocation_counter::measure;
use presign::Bucket;
use presign::verify::{Policy, Rejection};

use crate::attempt::Attempt;
use crate::util::credentials;

/// How many parts a request has.
const COUNT: usize = 30_000;
/// How many bytes a long value has.
const LENGTH: usize = 256 * 1024;

/// The most bytes that are allocated for a byte of the request. A parameter such as `&p` has two, and is sorted as an
/// entry of 48 bytes, in a list whose size doubles as it grows.
const MOST_MEMORY: usize = 128;

fn get() -> Attempt {
    let bucket = Bucket::new("photos").unwrap();
    Attempt::of(&bucket.get_object("boat.jpg"), &credentials(), Policy::new("s3", "us-east-1"))
}

/// Verifies a request, and checks how much memory that takes.
fn verify(name: &str, attempt: &Attempt) -> Result<(), Rejection> {
    let headers = attempt.headers.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>();
    let length = attempt.target.len() + headers;
    let mut answer = Ok(());
    let allocated = measure(|| answer = attempt.verify()).bytes_total;
    assert!(allocated <= (MOST_MEMORY * length) as u64, "{name}: {allocated} bytes for a request of {length}");
    answer
}

fn check(name: &str, attempt: &Attempt, answer: Result<(), Rejection>) {
    assert!(verify(name, attempt) == answer, "{name}");
}

#[test]
fn many_parameters() {
    for (name, parameter) in [
        ("sorted", (|number| format!("&p{number:06}")) as fn(usize) -> String),
        ("in reverse", |number| format!("&p{:06}", COUNT - number)),
        ("equal", |_| "&p".into()),
        ("escaped", |number| format!("&%70={number}+%2b")),
        ("unknown ones", |number| format!("&X-Amz-{number}")),
        ("with a long common beginning", |number| format!("&{}{number}", "p".repeat(40))),
    ] {
        let mut attempt = get();
        attempt.append(&(0..COUNT).map(parameter).collect::<String>());
        check(name, &attempt, Err(Rejection::SignatureMismatch));
    }
    let mut attempt = get();
    attempt.append(&"&X-Amz-Date=".repeat(COUNT));
    check("repeated", &attempt, Err(Rejection::RepeatedParameter { name: "X-Amz-Date" }));
}

#[test]
fn long_parameters() {
    for name in [
        "X-Amz-Credential",
        "X-Amz-Date",
        "X-Amz-Expires",
        "X-Amz-SignedHeaders",
        "X-Amz-Signature",
        "X-Amz-Algorithm",
        "X-Amz-Security-Token",
    ] {
        for text in ["/", "%2F", ";", "%3b", "a;", "1", "+", "%", "%41", "é"] {
            let mut attempt = get();
            if name.ends_with("Token") {
                attempt.append("&X-Amz-Security-Token=");
            }
            attempt.set(name, &text.repeat(LENGTH / text.len()));
            assert!(verify(name, &attempt).is_err(), "{name} {text}");
        }
    }
    let mut attempt = get();
    attempt.append(&format!("&x={}", "%41".repeat(LENGTH / 3)));
    check("a long value", &attempt, Err(Rejection::SignatureMismatch));
    attempt.set_path(&"/%2e".repeat(LENGTH / 4));
    check("a long path", &attempt, Err(Rejection::SignatureMismatch));
}

#[test]
fn many_headers() {
    let mut attempt = get();
    (0..COUNT).for_each(|number| attempt.add_header(&format!("h{}", COUNT - number), "v"));
    check("unsigned headers that need not be signed", &attempt, Ok(()));
    let names: Vec<_> = (0..COUNT).map(|number| format!("h{number:06}")).collect();
    attempt.set("X-Amz-SignedHeaders", &format!("{};host", names.join(";")));
    check("other ones are signed", &attempt, Err(Rejection::MissingSignedHeader { name: "h000000".into() }));
    names.iter().for_each(|name| attempt.add_header(name, "v"));
    check("all are signed", &attempt, Err(Rejection::SignatureMismatch));

    let mut attempt = get();
    (0..COUNT).for_each(|number| attempt.add_header(&format!("x-amz-{number:06}"), "v"));
    let unsigned: Vec<_> = (0..COUNT).map(|number| format!("x-amz-{number:06}")).collect();
    let rejection = Rejection::UnsignedHeaders { names: unsigned.join(", ").into() };
    check("unsigned headers that must be signed", &attempt, Err(rejection));
    attempt.set("X-Amz-SignedHeaders", &format!("host;{}", unsigned.join(";")));
    check("signed headers that must be signed", &attempt, Err(Rejection::SignatureMismatch));

    let mut attempt = get();
    (0..COUNT).for_each(|_| attempt.add_header("a", "v"));
    attempt.set("X-Amz-SignedHeaders", "a;host");
    check("one name", &attempt, Err(Rejection::SignatureMismatch));

    let mut attempt = get();
    attempt.policy = attempt.policy.clone().dangerous_take_amz_headers_from_query();
    attempt.set("X-Amz-SignedHeaders", &format!("host;{}", unsigned.join(";")));
    let in_query: String = unsigned.iter().rev().map(|name| format!("&{name}=v")).collect();
    attempt.append(&in_query);
    check("headers in the query", &attempt, Err(Rejection::SignatureMismatch));
}
