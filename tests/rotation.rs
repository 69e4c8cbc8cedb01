//! Checks that the credentials of a `CachedSigner` can be replaced while threads sign with it.

#![cfg(feature = "std")]

mod util;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Barrier, mpsc};
use std::time::Duration;

use presign::s3::SessionCredentials;
use presign::{Bucket, CachedSigner, Credentials, ErrorKind, Signer};

use crate::util::{NOW, SECRET, credentials};

fn next() -> Credentials {
    Credentials::new("ASIANEXT", "another").with_session_token("token").with_expiry(NOW + time::Duration::hours(1))
}

fn sign(signer: &dyn Signer) -> String {
    let bucket = Bucket::new("photos").unwrap();
    bucket.get_object("boat.jpg").expires_in(Duration::from_secs(300)).sign_at(signer, NOW).unwrap().into_string()
}

/// More threads than the signer has caches, so that some share one.
#[test]
fn all_threads_sign_with_the_new_credentials() {
    const THREADS: usize = 70;
    let (before, after) = (sign(&credentials()), sign(&next()));
    let signer = CachedSigner::new(credentials());
    let (signed, replaced) = (Barrier::new(THREADS + 1), Barrier::new(THREADS + 1));
    std::thread::scope(|threads| {
        for _ in 0..THREADS {
            threads.spawn(|| {
                assert_eq!(sign(&signer), before);
                signed.wait();
                replaced.wait();
                assert_eq!(sign(&signer), after);
            });
        }
        signed.wait();
        signer.replace(next());
        replaced.wait();
    });
    assert_eq!(signer.identity().access_key_id(), "ASIANEXT");
}

/// A URL never has the identity of one access key and a signature of the other.
#[test]
fn a_url_is_signed_with_one_or_the_other() {
    let (one, other) = (sign(&credentials()), sign(&next()));
    let signer = CachedSigner::new(credentials());
    let stop = AtomicBool::new(false);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|threads| {
        for _ in 0..4 {
            let sender = sender.clone();
            let (signer, stop, known) = (&signer, &stop, [&one, &other]);
            threads.spawn(move || {
                let mut seen = [0; 2];
                while !stop.load(Ordering::Relaxed) {
                    let url = sign(signer);
                    let index = known.iter().position(|known| **known == url);
                    seen[index.unwrap_or_else(|| panic!("{url} is neither"))] += 1;
                }
                sender.send(seen).unwrap();
            });
        }
        for round in 0..300 {
            signer.replace(if round % 2 == 0 { next() } else { credentials() });
        }
        stop.store(true, Ordering::Relaxed);
    });
    drop(sender);
    let seen = receiver.iter().fold([0; 2], |[a, b], [c, d]: [usize; 2]| [a + c, b + d]);
    assert!(seen.into_iter().sum::<usize>() > 0, "{seen:?}");
}

/// Whichever replacement comes last, all threads follow the same one.
#[test]
fn concurrent_replacements_leave_one_identity() {
    let signer = CachedSigner::new(credentials());
    for _ in 0..20 {
        std::thread::scope(|threads| {
            threads.spawn(|| signer.replace(next()));
            threads.spawn(|| signer.replace(credentials()));
        });
        let identity = signer.identity();
        let expected = if identity.access_key_id() == "ASIANEXT" { sign(&next()) } else { sign(&credentials()) };
        std::thread::scope(|threads| {
            for _ in 0..8 {
                threads.spawn(|| assert_eq!(sign(&signer), expected));
            }
        });
    }
}

#[test]
fn a_session_follows_another_and_ordinary_credentials() {
    let bucket = Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").build().unwrap();
    let request = bucket.get_object("boat.jpg");
    let session = |token: &str| SessionCredentials::new("ASIAEXAMPLE", SECRET, token, NOW + Duration::from_secs(300));
    let signer = CachedSigner::from(session("first"));
    let mut urls = vec![request.sign_at(&signer, NOW).unwrap()];
    signer.replace(session("second"));
    urls.push(request.sign_at(&signer, NOW).unwrap());
    signer.replace(credentials());
    urls.push(request.sign_at(&signer, NOW).unwrap());
    let expected: [&dyn Signer; 3] = [&session("first"), &session("second"), &credentials()];
    assert_eq!(urls, expected.map(|signer| request.sign_at(signer, NOW).unwrap()));
}

/// Invalid credentials are reported when signing, as for a new signer, and can be replaced again.
#[test]
fn a_signer_recovers_from_invalid_and_expired_credentials() {
    let signer = CachedSigner::new(credentials());
    let bucket = Bucket::new("photos").unwrap();
    let request = bucket.get_object("boat.jpg");
    let invalid = [
        (Credentials::new("", SECRET), ErrorKind::EmptyCredentials),
        (credentials().with_expiry(NOW), ErrorKind::ExpiredCredentials),
    ];
    for (credentials, kind) in invalid {
        signer.replace(credentials);
        assert_eq!(request.sign_at(&signer, NOW).unwrap_err().kind(), kind);
    }
    signer.replace(credentials());
    assert_eq!(request.sign_at(&signer, NOW).unwrap(), request.sign_at(&credentials(), NOW).unwrap());
}
