//! Clients that take their time.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use presign_gateway::Limits;

use crate::client::{connect, read_answer};
use crate::site::Site;

const SHORT: Duration = Duration::from_millis(300);

/// Starts a site that waits for nobody, for as long as one of its limits says. The others are long.
fn impatient(set: impl FnOnce(&mut Limits)) -> Site {
    let mut limits = Limits::default();
    set(&mut limits);
    Site::start_with(limits)
}

#[test]
fn headers_that_do_not_end() {
    let site = impatient(|limits| limits.headers = SHORT);
    let mut stream = connect(site.address);
    let started = Instant::now();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n").unwrap();
    let answer = read_answer(stream);
    assert!(answer.is_none_or(|answer| answer.status == 408));
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

#[test]
fn bodies_that_pause() {
    let site = impatient(|limits| limits.idle = SHORT);
    let call = site.call(&site.bucket().put_object("boat.jpg")).header("Content-Length", "100");
    let mut stream = connect(site.address);
    stream.write_all((call.head() + "half").as_bytes()).unwrap();
    let started = Instant::now();
    assert_eq!(read_answer(stream).unwrap().error(), (400, "IncompleteBody"));
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    site.await_files(&[]);
}

#[test]
fn bodies_that_do_not_end() {
    let site = impatient(|limits| limits.body = Duration::from_secs(1));
    let call = site.call(&site.bucket().put_object("boat.jpg")).header("Content-Length", "100");
    let mut stream = connect(site.address);
    stream.write_all(call.head().as_bytes()).unwrap();
    let started = Instant::now();
    while stream.write_all(b"x").is_ok() && started.elapsed() < Duration::from_secs(8) {
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    site.await_files(&[]);
}

#[test]
fn answers_that_nobody_reads() {
    let site = impatient(|limits| limits.idle = SHORT);
    site.write("large", &"1".repeat(50_000_000));
    let mut stream = connect(site.address);
    stream.write_all(site.call(&site.bucket().get_object("large")).head().as_bytes()).unwrap();
    std::thread::sleep(Duration::from_secs(2));
    let mut received = Vec::new();
    let _ = stream.read_to_end(&mut received);
    assert!(received.len() < 50_000_000, "the server waited");
}

#[test]
fn answers_that_are_read_too_slowly() {
    let site = impatient(|limits| limits.body = Duration::from_secs(1));
    site.write("large", &"1".repeat(50_000_000));
    let mut stream = connect(site.address);
    stream.write_all(site.call(&site.bucket().get_object("large")).head().as_bytes()).unwrap();
    let (started, mut received) = (Instant::now(), 0);
    let mut piece = vec![0; 1_000_000];
    while let Ok(length @ 1..) = stream.read(&mut piece) {
        received += length;
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(received < 50_000_000 && started.elapsed() < Duration::from_secs(15), "{received} {:?}", started.elapsed());
}

#[test]
fn connections_above_the_limit_wait() {
    let mut limits = Limits::default();
    limits.connections = 2;
    limits.headers = Duration::from_millis(500);
    let site = Site::start_with(limits);
    site.write("boat.jpg", "a boat");
    let _idle = [connect(site.address), connect(site.address)];
    let started = Instant::now();
    assert_eq!(site.get("boat.jpg").status, 200, "it is served when one of the others has timed out");
    assert!(started.elapsed() > Duration::from_millis(300), "{:?}", started.elapsed());
}
