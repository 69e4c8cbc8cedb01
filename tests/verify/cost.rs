//! Requests with many parts: verifying takes time that is almost linear in their length.

use std::time::{Duration, Instant};

use presign::Bucket;
use presign::verify::{Policy, Rejection};

use crate::attempt::Attempt;
use crate::util::credentials;

/// If each part were compared with every other, the largest requests here would take several seconds.
const LIMIT: Duration = Duration::from_secs(2);

fn get() -> Attempt {
    let bucket = Bucket::new("photos").unwrap();
    Attempt::of(&bucket.get_object("boat.jpg"), &credentials(), Policy::new("s3", "us-east-1"))
}

/// Checks the answer and the time that it takes.
fn check(name: &str, attempt: &Attempt, answer: Result<(), Rejection>) {
    let start = Instant::now();
    assert_eq!(attempt.verify(), answer, "{name}");
    assert!(start.elapsed() < LIMIT, "{name} took {:?}", start.elapsed());
}

#[test]
fn many_parameters() {
    const COUNT: usize = 10_000;
    for (name, parameter) in [
        ("sorted", (|number| format!("&p{number:05}")) as fn(usize) -> String),
        ("in reverse", |number| format!("&p{:05}", COUNT - number)),
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
    const LENGTH: usize = 64 * 1024;
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
            let start = Instant::now();
            assert!(attempt.verify().is_err(), "{name} {text}");
            assert!(start.elapsed() < LIMIT, "{name} {text} took {:?}", start.elapsed());
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
    const COUNT: usize = 10_000;
    let mut attempt = get();
    (0..COUNT).for_each(|number| attempt.add_header(&format!("h{}", COUNT - number), "v"));
    check("unsigned headers that need not be signed", &attempt, Ok(()));
    let names: Vec<_> = (0..COUNT).map(|number| format!("h{number:05}")).collect();
    attempt.set("X-Amz-SignedHeaders", &format!("{};host", names.join(";")));
    check("other ones are signed", &attempt, Err(Rejection::MissingSignedHeader { name: "h00000".into() }));
    names.iter().for_each(|name| attempt.add_header(name, "v"));
    check("all are signed", &attempt, Err(Rejection::SignatureMismatch));

    let mut attempt = get();
    (0..COUNT).for_each(|number| attempt.add_header(&format!("x-amz-{number:05}"), "v"));
    let unsigned: Vec<_> = (0..COUNT).map(|number| format!("x-amz-{number:05}")).collect();
    let rejection = Rejection::UnsignedHeaders { names: unsigned.join(", ").into() };
    check("unsigned headers that must be signed", &attempt, Err(rejection));

    let mut attempt = get();
    (0..COUNT).for_each(|_| attempt.add_header("a", "v"));
    attempt.set("X-Amz-SignedHeaders", "a;host");
    check("one name", &attempt, Err(Rejection::SignatureMismatch));

    let mut attempt = get();
    attempt.policy = attempt.policy.clone().dangerous_take_amz_headers_from_query();
    attempt.set("X-Amz-SignedHeaders", &format!("host;{}", unsigned.join(";")));
    unsigned.iter().rev().for_each(|name| attempt.append(&format!("&{name}=v")));
    check("headers in the query", &attempt, Err(Rejection::SignatureMismatch));
}
