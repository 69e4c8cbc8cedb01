//! Ten thousand requests over 64 connections, half of them hostile.
//!
//! ```console
//! $ cargo test --release -p presign-gateway --test suite load:: -- --nocapture
//! $ PRESIGN_GATEWAY_REQUESTS=1000000 cargo test --release -p presign-gateway --test suite load:: -- --nocapture
//! ```

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use presign::Credentials;
use rustix::process::Signal;
use time::OffsetDateTime;

use crate::child::{Child, Place};
use crate::client::Call;

const CONNECTIONS: usize = 64;
/// How often the memory of the server is measured.
const SAMPLES: usize = 10;
/// How much it may grow in the second half, in bytes. It is mostly what the allocator keeps for each thread, which grows
/// ever more slowly. A kilobyte that is kept for each request is found.
const TOLERANCE: u64 = 4 * 1024 * 1024;

#[test]
fn load() {
    let requests = std::env::var("PRESIGN_GATEWAY_REQUESTS").map_or(10_000, |count| count.parse().unwrap());
    let place = Place::new();
    for number in 0..20 {
        std::fs::write(place.directory().join(format!("object{number}")), content(number)).unwrap();
    }
    let child = place.start(&[]);
    let (sent, accepted) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let started = Instant::now();
    let mut resident = Vec::new();
    std::thread::scope(|scope| {
        let mut clients = Vec::new();
        for number in 0..CONNECTIONS {
            let (child, sent, accepted) = (&child, &sent, &accepted);
            clients.push(scope.spawn(move || client(child, number as u64, requests, sent, accepted)));
        }
        for sample in 1..SAMPLES {
            let count = requests / SAMPLES * sample;
            while sent.load(Ordering::Relaxed) < count && !clients.iter().all(|client| client.is_finished()) {
                std::thread::sleep(Duration::from_millis(1));
            }
            resident.extend(child.resident_bytes());
        }
    });
    let elapsed = started.elapsed();
    resident.extend(child.resident_bytes());
    child.signal(Signal::TERM);
    assert!(child.wait().success());

    let (sent, accepted) = (sent.into_inner(), accepted.into_inner());
    println!(
        "{sent} requests over {CONNECTIONS} connections in {elapsed:.1?}: {:.0} a second, {accepted} accepted, {} refused",
        sent as f64 / elapsed.as_secs_f64(),
        sent - accepted,
    );
    let kibibytes: Vec<_> = resident.iter().map(|bytes| bytes / 1024).collect();
    println!("resident after each tenth, in KiB: {kibibytes:?}");
    assert!((sent, accepted) == (requests, requests / 2), "{sent} {accepted}");
    if let (Some(half), Some(end)) = (resident.get(SAMPLES / 2 - 1), resident.last()) {
        assert!(*end <= half + TOLERANCE, "{resident:?}");
    }
    assert!(!place.log().contains("panicked"));
    assert!(place.names().iter().all(|name| name.starts_with("object")), "{:?}", place.names());
}

fn content(number: usize) -> String {
    format!("object {number} ").repeat(100 * number)
}

/// Sends every second request as it is and changes the others.
fn client(child: &Child, number: u64, requests: usize, sent: &AtomicUsize, accepted: &AtomicUsize) {
    let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ (number + 1));
    let mut connection = Connection::new(child.address);
    loop {
        let ticket = sent.fetch_add(1, Ordering::Relaxed);
        if ticket >= requests {
            sent.fetch_sub(1, Ordering::Relaxed);
            return;
        }
        let (call, expected) = good(child, &mut random, number);
        if ticket.is_multiple_of(2) {
            let (status, body) = connection.send(&call);
            assert!((200..300).contains(&status), "{status} {call:?} {}", String::from_utf8_lossy(&body));
            assert!(expected.is_none_or(|expected| expected.as_bytes() == body), "{call:?}");
            accepted.fetch_add(1, Ordering::Relaxed);
        } else {
            let call = hostile(child, call, &mut random);
            let (status, body) = connection.send(&call);
            assert!((400..500).contains(&status), "{status} {call:?} {}", String::from_utf8_lossy(&body));
        }
    }
}

/// Makes a request, and the body that its answer has.
fn good(child: &Child, random: &mut Random, client: u64) -> (Call, Option<String>) {
    let bucket = &child.bucket;
    let number = random.below(20);
    let key = format!("object{number}");
    let own = format!("object-of-{client}/{}", random.below(3));
    match random.below(10) {
        0..5 => (child.call(&bucket.get_object(&key)), Some(content(number))),
        5 => (child.call(&bucket.head_object(&key)), Some(String::new())),
        6 => (child.call(&bucket.list_objects_v2().max_keys(10)), None),
        7 => (child.call(&bucket.delete_object(&own)), Some(String::new())),
        _ => (child.call(&bucket.put_object(&own)).body(content(number)), Some(String::new())),
    }
}

/// Changes a request such that its signature is not valid for it any more, or signs one that must be refused.
fn hostile(child: &Child, call: Call, random: &mut Random) -> Call {
    let bucket = &child.bucket;
    let now = OffsetDateTime::now_utc();
    let with = |call: Call, from: &str, to: &str| call.map_target(|target| target.replacen(from, to, 1));
    match random.below(16) {
        0 => with(call, "X-Amz-Expires=900", "X-Amz-Expires=90000"),
        1 => with(call, "X-Amz-Expires=900", "X-Amz-Expires=900&X-Amz-Expires=900"),
        2 => with(call, "us-east-1", "us-west-1"),
        3 => with(call, "SignedHeaders=host", "SignedHeaders="),
        4 => with(call, "/photos", "/photos/.."),
        5 => with(call, "/photos", "/photos/%2e%2e/photos"),
        6 => call.header("x-amz-copy-source", "/photos/object1"),
        7 => call.header("Authorization", "AWS4-HMAC-SHA256 Credential=none"),
        8 => {
            let method = if call.method == "GET" { "DELETE" } else { "GET" };
            call.method(method)
        }
        9 => Call { headers: vec![("Host".to_owned(), "other.example".to_owned())], body: Vec::new(), ..call },
        10 => {
            let forger = Credentials::new(child.owner.access_key_id(), "guessed, and not the secret access key..");
            Call::presigned(&bucket.get_object("object1").sign_at(&forger, now).unwrap())
        }
        11 => {
            let earlier = now.checked_sub(time::Duration::hours(1)).unwrap();
            Call::presigned(&bucket.get_object("object1").sign_at(&child.owner, earlier).unwrap())
        }
        12 => {
            let key = ["../photos.gateway.sqlite", "../../etc/passwd", ".git/config", "a//b", "a\\b"][random.below(5)];
            child.call(&bucket.get_object(key).allow_dot_segments())
        }
        13 => child.call(&bucket.put_object("object1").payload_sha256([7; 32])).body("another body"),
        _ => change_one_byte(call, random),
    }
}

/// Replaces one byte of the target, such that it decodes to something else.
fn change_one_byte(call: Call, random: &mut Random) -> Call {
    const ALPHABET: &[u8] =
        b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/?&=%+!*'();:@,$[]{}|\\\"<>^`";
    loop {
        let mut bytes = call.target.clone().into_bytes();
        let at = 1 + random.below(bytes.len() - 1);
        bytes[at] = ALPHABET[random.below(ALPHABET.len())];
        let target = String::from_utf8(bytes).unwrap();
        if meaning(&target) != meaning(&call.target) {
            return Call { target, ..call };
        }
    }
}

/// Returns the decoded path, and the decoded parameters in order.
fn meaning(target: &str) -> (Vec<u8>, Vec<(String, String)>) {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut parameters: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    parameters.sort();
    (percent_encoding::percent_decode_str(path).collect(), parameters)
}

/// A connection that is kept alive as long as the server does.
struct Connection {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

impl Connection {
    fn new(address: SocketAddr) -> Self {
        Self { address, stream: None }
    }

    /// Sends a request and returns the status and the body. The server must answer it.
    fn send(&mut self, call: &Call) -> (u16, Vec<u8>) {
        let mut request = format!("{} {} HTTP/1.1\r\n", call.method, call.target);
        for (name, value) in &call.headers {
            let _ = write!(request, "{name}: {value}\r\n");
        }
        request.push_str("\r\n");
        let request = [request.as_bytes(), &call.body].concat();
        // A connection that the server has closed meanwhile is replaced once.
        for _ in 0..2 {
            let mut stream = self.stream.take().unwrap_or_else(|| BufReader::new(crate::client::connect(self.address)));
            let _ = stream.get_mut().write_all(&request);
            if let Some((status, body, is_open)) = read(&mut stream, call.method == "HEAD") {
                self.stream = is_open.then_some(stream);
                return (status, body);
            }
        }
        panic!("no answer to {call:?}");
    }
}

/// Reads one answer. Returns `None` if the connection is closed.
fn read(stream: &mut BufReader<TcpStream>, is_head: bool) -> Option<(u16, Vec<u8>, bool)> {
    let mut line = String::new();
    stream.read_line(&mut line).ok()?;
    let status = line.split(' ').nth(1)?.parse().ok()?;
    let (mut length, mut is_open) = (0, true);
    loop {
        line.clear();
        stream.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        match name {
            "content-length" => length = value.parse().ok()?,
            "connection" => is_open = value != "close",
            _ => {}
        }
    }
    let mut body = vec![0; if is_head { 0 } else { length }];
    stream.read_exact(&mut body).ok()?;
    Some((status, body, is_open))
}

/// xorshift64*: the same requests on every run, but for the times in them.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit
    }
}
