//! Checks that secrets are wiped from memory: after every call that signs, nothing may be left on the heap, and after
//! every call that derives a key, nothing on the stack.
//!
//! It searches for the secret access key, the session token in every form, the derived keys, the states of HMAC and
//! customers' keys. The results of optimized and unoptimized builds differ, so `.ci/run` tests both.
//!
//! A program has one heap, so only one test of this program may have secrets.

#![cfg(target_os = "linux")]

mod calls;
mod search;
mod secrets;
#[path = "../util/mod.rs"]
mod util;

use std::hint::black_box;

use base64ct::{Base64, Encoding};
use presign::s3::CustomerKey;
use presign::{Bucket, Identity, Method};
use zeroize::{Zeroizing, zeroize_stack};

use crate::calls::{bucket, calls, session};
use crate::search::{Search, Secret, deep_down};
use crate::util::{NOW, credentials};

#[test]
fn secrets_are_wiped() {
    owners_are_found();
    nothing_stays_after_calls();
    customer_keys();
    #[cfg(feature = "std")]
    {
        a_signer_forgets_keys();
        a_signer_forgets_replaced_credentials();
        // The last one, because `Command` does not wipe the variables of the child.
        environment();
    }
}

/// Checks that the search finds what is there, so that finding nothing means something.
fn owners_are_found() {
    let mut secrets = secrets::credentials();
    secrets.extend(secrets::keys("s3"));
    let mut search = Search::new(secrets);
    assert!(search.heap().is_empty(), "nothing has been signed yet");

    let scope = presign::sigv4::Scope::new(NOW.date(), "us-east-1", "s3").unwrap();
    let owners = (session(), session().scoped(&scope), bucket().get_object("boat.jpg").sign_at(&session(), NOW));
    let found = search.heap();
    for name in [
        "secret access key",
        "encoded session token",
        "signing key",
        "inner state of the signing key",
        "outer state of the signing key",
    ] {
        assert!(found.contains_key(name), "{name}");
    }
    drop(Zeroizing::new(owners.2.unwrap().into_string()));

    // Freed memory too.
    let mut search = Search::new(vec![Secret::new("text", b"that nobody wipe")]);
    drop(black_box(String::from("a freed string: that nobody wipes")));
    assert!(search.heap().contains_key("text"));
}

fn nothing_stays_after_calls() {
    for call in calls() {
        let mut secrets = secrets::credentials();
        secrets.extend(secrets::keys(call.service));
        #[cfg(feature = "sigv4a")]
        secrets.extend(secrets::private_key());
        let mut search = Search::new(secrets);
        // What the test itself left there.
        zeroize_stack::<1_000_000>();
        deep_down(call.run);
        let on_heap = search.heap();
        assert!(on_heap.is_empty(), "{}: {on_heap:?} on the heap", call.name);
        let on_stack = search.dead_stack();
        assert!(call.uses_kept_key || on_stack.is_empty(), "{}: {on_stack:?} on the stack", call.name);
    }
}

/// Checks the buffers of a customer's key, also those that were outgrown, and the spare capacity of the caller's string.
fn customer_keys() {
    let bytes = || std::array::from_fn::<u8, 32, _>(|index| (index * 37 + 11) as u8);
    let key = || CustomerKey::from(bytes());
    let text = Zeroizing::new(Base64::encode_string(&bytes()));
    let secrets = vec![Secret::new("key", &bytes()), Secret::new("key in base64", text.as_bytes())];
    drop(text);
    let mut search = Search::new(secrets);

    let bucket = Bucket::new("photos").unwrap();
    let mut out = String::with_capacity(4096);
    {
        let request = bucket.request(Method::Put, "boat.jpg").sse_c(key()).metadata("title", "two  spaces");
        // The headers that follow the key don't fit into the buffer, so it grows.
        let request = request.tagging([("a", "b".repeat(200))]).website_redirect_location("/".repeat(900));
        let request = request.copy_source_sse_c(key()).sse_c(key()).content_type("image/jpeg").clone();
        assert!(!search.heap().is_empty(), "the request holds the key");

        request.sign_into(&credentials(), NOW, &mut out).unwrap();
        let trace = request.trace_at(&credentials(), NOW).unwrap();
        assert!(trace.url().headers().any(|(name, _)| name.ends_with("-key")));
        let prepared = request.prepare_at(&Identity::new("AKIDEXAMPLE"), NOW).unwrap();
        let url = prepared.finish(&[0; 32]).unwrap();
        let raw = bucket.get_object("boat.jpg");
        let (name, value) = url.headers().find(|(name, _)| name.ends_with("-key")).unwrap();
        drop(raw.header(name, value).header("x-amz-meta-a", "b").sign_at(&credentials(), NOW).unwrap());
        // The text stands for the code of a device: both are in one header.
        drop(bucket.delete_object("boat.jpg").mfa(value, "301749").sign_at(&credentials(), NOW).unwrap());
    }
    assert!(out.capacity() == 4096 && out.len() < 2048, "the string has spare capacity after the URL");
    assert!(search.heap().is_empty(), "everything that held the key has been dropped");
}

/// Signs with one `CachedSigner` in several regions, on two days and with two expiries, so that its cache grows and
/// entries are replaced.
#[cfg(feature = "std")]
fn a_signer_forgets_keys() {
    use std::time::Duration;

    let mut search = Search::new(secrets::keys("s3"));
    let signer = presign::CachedSigner::new(session());
    for region in ["us-east-1", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1", "eu-south-1"] {
        let bucket = Bucket::builder("photos").region(region).build().unwrap();
        for (at, seconds) in [(NOW, 300), (NOW, 900), (NOW + time::Duration::SECOND, 900)] {
            let request = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(seconds));
            drop(Zeroizing::new(request.sign_at(&signer, at).unwrap().into_string()));
        }
        assert_eq!(search.heap().get("signing key"), Some(&2), "one copy of the first key, in two pieces");
    }
    let tomorrow = NOW + time::Duration::DAY;
    let bucket = Bucket::builder("photos").region("eu-west-9").build().unwrap();
    drop(Zeroizing::new(bucket.head_bucket().sign_at(&signer, tomorrow).unwrap().into_string()));
    let mut found = search.heap();
    found.retain(|name, _| !name.contains("secret access key"));
    assert!(found.is_empty(), "{found:?} of the previous day");
}

/// Replaces the credentials of a `CachedSigner` that signed in several threads, and so in several of its caches.
#[cfg(feature = "std")]
fn a_signer_forgets_replaced_credentials() {
    let mut secrets = secrets::credentials();
    secrets.extend(secrets::keys("s3"));
    let mut search = Search::new(secrets);
    let signer = presign::CachedSigner::new(session());
    std::thread::scope(|threads| {
        for _ in 0..3 {
            threads.spawn(|| {
                let url = bucket().get_object("boat.jpg").sign_at(&signer, NOW).unwrap();
                drop(Zeroizing::new(url.into_string()));
            });
        }
    });
    let found = search.heap();
    for name in ["secret access key", "encoded session token", "signing key"] {
        assert!(found.contains_key(name), "{name}");
    }
    signer.replace(presign::Credentials::new("AKIDOTHER", "another secret"));
    let mut found = search.heap();
    if cfg!(debug_assertions) {
        // Unoptimized code leaves this state on the stacks of the threads, which the search takes for heap.
        found.remove("outer state of the signing key");
    }
    assert!(found.is_empty(), "{found:?} of the credentials that were replaced");
    drop(signer);
}

#[cfg(feature = "std")]
const CHILD: &str = "PRESIGN_TEST_CHILD";

/// Runs the test `child` in a new process with credentials in its environment, valid and not.
#[cfg(feature = "std")]
fn environment() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::process::Command;

    use crate::secrets::TOKEN;
    use crate::util::{ACCESS_KEY_ID, SECRET};

    let not_utf8 = |text: &str| [text.as_bytes(), b"\xff"].concat();
    for (secret, token, expiration) in [
        (SECRET.into(), TOKEN.into(), ""),
        (SECRET.into(), TOKEN.into(), "tomorrow"),
        (not_utf8(SECRET), TOKEN.into(), ""),
        (SECRET.into(), not_utf8(TOKEN), ""),
    ] {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "child"]).env(CHILD, "1").env("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID);
        child.env("AWS_SECRET_ACCESS_KEY", OsStr::from_bytes(&secret));
        child.env("AWS_SESSION_TOKEN", OsStr::from_bytes(&token)).env("AWS_CREDENTIAL_EXPIRATION", expiration);
        let output = child.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
#[cfg(feature = "std")]
#[expect(clippy::disallowed_methods, reason = "the child is recognized by its environment")]
fn child() {
    if std::env::var_os(CHILD).is_some() {
        let mut search = Search::new(secrets::credentials());
        drop(presign::Credentials::from_env());
        let found = search.heap();
        assert!(found.is_empty(), "{found:?} on the heap");
    }
}
