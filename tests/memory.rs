//! Checks that secrets are wiped from memory when their last owner is dropped:
//!
//! - a customer's key, also from buffers that were outgrown and from the spare capacity of the caller's string;
//! - a secret that was read from JSON;
//! - a signing key in the cache of a `CachedSigner`.
//!
//! On Linux a process can read its own memory as a file, so the test can search freed memory without reading it in
//! Rust. It is the only test in its program, because it would also find the strings of other tests.

#![cfg(target_os = "linux")]

mod util;

use std::fs::{File, read_to_string};
use std::os::unix::fs::FileExt;

use presign::s3::CustomerKey;
use presign::sigv4::CanonicalHeaders;
use presign::{Bucket, Identity, Method};

use crate::util::{NOW, credentials};

#[test]
fn secrets_are_wiped() {
    let credentials = credentials();
    let bucket = Bucket::new("photos").unwrap();
    let mut memory = Memory::new();
    assert_eq!(memory.count(), 0, "nothing has been signed yet");

    let mut out = String::with_capacity(4096);
    {
        let key = || CustomerKey::from(std::array::from_fn::<u8, 32, _>(|index| (index * 37 + 11) as u8));
        let request = bucket.request(Method::Put, "boat.jpg").sse_c(key()).metadata("title", "two  spaces");
        // The headers that follow the key don't fit into the buffer, so it grows.
        let request = request.tagging([("a", "b".repeat(200))]).website_redirect_location("/".repeat(900));
        let request = request.copy_source_sse_c(key()).sse_c(key()).content_type("image/jpeg").clone();
        assert!(memory.count() > 0, "the request holds the key");

        request.sign_into(&credentials, NOW, &mut out).unwrap();
        let trace = request.trace_at(&credentials, NOW).unwrap();
        assert!(is_key(trace.url().headers().find(|(name, _)| name.ends_with("-key")).unwrap().1));
        let prepared = request.prepare_at(&Identity::new("AKIDEXAMPLE"), NOW).unwrap();
        let url = prepared.finish(&[0; 32]).unwrap();
        let raw = bucket.get_object("boat.jpg");
        let (name, value) = url.headers().find(|(name, _)| name.ends_with("-key")).unwrap();
        drop(raw.header(name, value).header("x-amz-meta-a", "b").sign_at(&credentials, NOW).unwrap());
    }
    assert!(out.capacity() == 4096 && out.len() < 2048, "the string has spare capacity after the URL");
    assert_eq!(memory.count(), 0, "everything that held the key has been dropped");

    #[cfg(feature = "serde")]
    {
        read_and_hand_on(&mut memory);
        assert_eq!(memory.count(), 0, "the JSON and everything read from it have been dropped");
    }

    #[cfg(feature = "std")]
    keep_and_forget(&mut memory);

    // Check that the search works: freed memory still contains text that was not wiped.
    {
        let mut headers = CanonicalHeaders::new();
        let text: String = MASKED_KEY.iter().map(|byte| char::from(byte ^ MASK)).collect();
        headers.insert("x-amz-meta-a", &text).unwrap();
    }
    assert!(memory.count() > 0);
}

/// Reads the text from JSON as both the secret access key and the session token, and passes the scoped signer on as
/// JSON.
#[cfg(feature = "serde")]
fn read_and_hand_on(memory: &mut Memory) {
    use presign::ScopedSigner;
    use presign::sigv4::Scope;
    use zeroize::Zeroizing;

    let mut json = Zeroizing::new(String::with_capacity(512));
    json.push_str(r#"{"Version": 1, "AccessKeyId": "AKIDEXAMPLE", "SecretAccessKey": ""#);
    json.extend(MASKED_KEY.iter().map(|byte| char::from(byte ^ MASK)));
    json.push_str(r#"", "SessionToken": ""#);
    json.extend(MASKED_KEY.iter().map(|byte| char::from(byte ^ MASK)));
    json.push_str("\"}");
    let credentials: presign::Credentials = serde_json::from_str(&json).unwrap();
    drop(json);
    assert!(memory.count() > 0, "the credentials hold the text");

    let scoped = credentials.scoped(&Scope::new(NOW.date(), "us-east-1", "s3").unwrap());
    let mut handed_on = Zeroizing::new(Vec::with_capacity(1024));
    serde_json::to_writer(&mut *handed_on, &scoped).unwrap();
    let arrived: ScopedSigner = serde_json::from_slice(&handed_on).unwrap();
    assert_eq!(arrived.key_bytes(), scoped.key_bytes());
}

/// Signs with one `CachedSigner` in several regions, on two days and with two expiries, so that its cache grows and
/// entries are replaced.
#[cfg(feature = "std")]
fn keep_and_forget(memory: &mut Memory) {
    use presign::CachedSigner;
    use presign::sigv4::Scope;
    use std::time::Duration;

    let credentials = credentials();
    let scope = Scope::new(NOW.date(), "eu-west-0", "s3").unwrap();
    // The key of the first region. Five more keys are added to the cache after it.
    let masked: Vec<u8> = credentials.scoped(&scope).key_bytes().iter().map(|byte| byte ^ MASK).collect();
    let signer = CachedSigner::new(credentials);
    for region in 0..6 {
        let bucket = Bucket::builder("photos").region(format!("eu-west-{region}")).build().unwrap();
        for (at, seconds) in [(NOW, 300), (NOW, 900), (NOW + time::Duration::SECOND, 900)] {
            let request = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(seconds));
            request.sign_at(&signer, at).unwrap();
        }
        assert_eq!(memory.count_of(&masked), 3, "the signer keeps one copy of the key, found as three thirds");
    }
    let tomorrow = NOW + time::Duration::DAY;
    Bucket::builder("photos").region("eu-west-9").build().unwrap().head_bucket().sign_at(&signer, tomorrow).unwrap();
    assert_eq!(memory.count_of(&masked), 0, "the key of the previous day has been wiped");
}

/// The key in base64, with each byte masked so that the test does not find its own constant.
const MASKED_KEY: [u8; 44] =
    *b"\x19\x20\x18\x0c\x3f\x2a\x75\x1f\x6c\x0b\x6e\x20\x0d\x12\x68\x33\x22\x71\x2d\x08\x14\x36\
    \x2f\x1b\x2a\x39\x28\x2c\x1c\x1e\x36\x3f\x3d\x6c\x30\x14\x62\x32\x39\x62\x03\x03\x03\x67";
const MASK: u8 = 0x5a;

fn is_key(text: &str) -> bool {
    text.bytes().map(|byte| byte ^ MASK).eq(MASKED_KEY)
}

struct Memory {
    file: File,
    /// The buffer for a piece of memory. The search skips it, and clears it at the end.
    buffer: Vec<u8>,
}

const PIECE: usize = 4096;
const ZEROS: [u8; PIECE] = [0; PIECE];

impl Memory {
    fn new() -> Self {
        Self { file: File::open("/proc/self/mem").unwrap(), buffer: ZEROS.to_vec() }
    }

    /// Counts the occurrences of any third of the key in writable memory.
    fn count(&mut self) -> usize {
        self.count_of(&MASKED_KEY)
    }

    /// Like `count`, for any key that is masked in the same way.
    fn count_of(&mut self, masked: &[u8]) -> usize {
        let maps = read_to_string("/proc/self/maps").unwrap();
        let writable =
            maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|rights| rights.starts_with("rw")));
        let address = |text: &str| u64::from_str_radix(text, 16).unwrap();
        let ranges = writable.map(|line| line.split(' ').next().unwrap().split_once('-').unwrap());
        let count = ranges.map(|(start, end)| self.count_between(masked, address(start), address(end))).sum();
        self.buffer.fill(0);
        count
    }

    fn count_between(&mut self, masked: &[u8], start: u64, end: u64) -> usize {
        let middle = (masked.len() - 16) / 2;
        let thirds = [&masked[..16], &masked[middle..middle + 16], &masked[masked.len() - 16..]];
        let own = self.buffer.as_ptr() as u64;
        let own = own..own + self.buffer.len() as u64;
        let mut count = 0;
        // Pieces overlap, so that a third is never split between two of them.
        for at in (start..end).step_by(PIECE - 16) {
            let piece = &mut self.buffer[..PIECE.min((end - at) as usize)];
            if self.file.read_exact_at(piece, at).is_err() || *piece == ZEROS[..piece.len()] {
                continue;
            }
            let found = piece.windows(16).enumerate().filter(|(offset, window)| {
                let is_third = |third: &&[u8]| third.iter().zip(*window).all(|(masked, byte)| masked ^ MASK == *byte);
                thirds.iter().any(is_third) && !own.contains(&(at + *offset as u64))
            });
            count += found.count();
        }
        count
    }
}
