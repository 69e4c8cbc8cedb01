//! Checks that all signers, those of the crate and custom ones, create the same URLs.

#![cfg(feature = "std")]

mod util;

use std::sync::{Arc, RwLock};
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use presign::s3::SessionCredentials;
use presign::sigv4::{AmzDate, Scope, SigningKey};
use presign::{
    Bucket, CachedSigner, Credentials, Error, ErrorKind, Identity, ScopedSigner, Signed, Signer, SigningJob, TokenKind,
};
use sha2::Sha256;
use time::OffsetDateTime;

use crate::util::{NOW, SECRET, credentials};

fn bucket() -> Bucket {
    Bucket::builder("photos").region("eu-west-1").build().unwrap()
}

/// Returns a bucket that accepts both ordinary and session credentials.
fn directory_bucket() -> Bucket {
    Bucket::builder("photos--usw2-az1--x-s3").region("us-west-2").build().unwrap()
}

fn sign(signer: &dyn Signer, at: OffsetDateTime) -> Result<String, Error> {
    bucket().get_object("boat.jpg").sign_at(signer, at).map(String::from)
}

/// A device that holds the secret and can be locked.
struct Hsm {
    identity: Identity,
    locked: bool,
}

impl Hsm {
    fn hmac(&self, scope: &str, message: &[u8]) -> std::io::Result<[u8; 32]> {
        if self.locked {
            return Err(std::io::Error::other("slot 3 is locked"));
        }
        let mac = |key: &[u8], message: &[u8]| -> [u8; 32] {
            Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(message).finalize().into_bytes().into()
        };
        let key = scope
            .split('/')
            .fold(format!("AWS4{SECRET}").into_bytes(), |key, part| mac(&key, part.as_bytes()).to_vec());
        Ok(mac(&key, message))
    }
}

impl Signer for Hsm {
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        let unsigned = job.identify(&self.identity)?;
        let signature = self.hmac(&unsigned.scope().to_string(), unsigned.message()).map_err(Error::signer)?;
        unsigned.finish(&signature)
    }
}

#[test]
fn an_hsm_signs_and_may_fail() {
    let mut hsm = Hsm { identity: Identity::new("AKIDEXAMPLE"), locked: false };
    assert_eq!(sign(&hsm, NOW).unwrap(), sign(&credentials(), NOW).unwrap());

    hsm.locked = true;
    let mut out = String::from("before");
    let error = bucket().get_object("boat.jpg").sign_into(&hsm, NOW, &mut out).unwrap_err();
    assert_eq!((error.kind(), out.as_str()), (ErrorKind::Signer, "before"));
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "slot 3 is locked");
}

#[test]
fn an_hsm_signs_for_temporary_credentials() {
    for (kind, name) in [(TokenKind::Security, "X-Amz-Security-Token"), (TokenKind::S3Session, "X-Amz-S3session-Token")]
    {
        let hsm = Hsm { identity: Identity::new("ASIAEXAMPLE").with_token(kind, "a/b+c="), locked: false };
        let url = String::from(directory_bucket().get_object("boat.jpg").sign_at(&hsm, NOW).unwrap());
        assert!(url.contains(&format!("&X-Amz-Expires=900&{name}=a%2Fb%2Bc%3D&X-Amz-SignedHeaders=host&")), "{url}");
    }
}

/// A signer whose credentials another thread can replace while URLs are signed.
struct Rotating(RwLock<Arc<dyn Signer + Send + Sync>>);

impl Signer for Rotating {
    fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
        let current = Arc::clone(&self.0.read().unwrap());
        current.sign(job)
    }
}

#[test]
fn credentials_rotate() {
    let next = Credentials::new("AKIDNEXT", "another");
    let rotating = Rotating(RwLock::new(Arc::new(credentials())));
    assert_eq!(sign(&rotating, NOW).unwrap(), sign(&credentials(), NOW).unwrap());
    *rotating.0.write().unwrap() = Arc::new(CachedSigner::new(next.clone()));
    assert_eq!(sign(&rotating, NOW).unwrap(), sign(&next, NOW).unwrap());
}

#[test]
fn pointers_to_signers_are_signers() {
    let boxed: Box<dyn Signer + Send + Sync> = Box::new(credentials());
    let shared: Arc<dyn Signer + Send + Sync> = Arc::new(CachedSigner::new(credentials()));
    let expected = sign(&credentials(), NOW).unwrap();
    let signers: [&dyn Signer; 4] = [&boxed, &shared, &&credentials(), &*boxed];
    for signer in signers {
        assert_eq!(sign(signer, NOW).unwrap(), expected);
    }
}

#[test]
fn a_kms_can_be_awaited_between_prepare_and_finish() {
    let identity = Identity::new("AKIDEXAMPLE");
    let prepared = {
        // The result borrows neither the bucket nor the key.
        let bucket = bucket();
        let key = String::from("boat.jpg");
        bucket.put_object(&key).header("content-type", "image/jpeg").prepare_at(&identity, NOW).unwrap()
    };
    assert_eq!(prepared.scope().to_string(), "20261123/eu-west-1/s3/aws4_request");
    let signature = SigningKey::derive(SECRET, &prepared.scope()).sign(prepared.message());
    let url = prepared.finish(signature.as_bytes()).unwrap();

    let bucket = bucket();
    let request = bucket.put_object("boat.jpg").header("content-type", "image/jpeg");
    assert_eq!(url, request.sign_at(&credentials(), NOW).unwrap());
}

#[test]
fn a_cached_signer_follows_the_day_the_region_and_the_service() {
    let cached = CachedSigner::new(credentials());
    let mut at = NOW;
    // Switches between days, and uses more scopes than the cache can hold.
    for step in 0..100 {
        let region = format!("test-region-{}", step % 40);
        let bucket = Bucket::builder("photos").region(region).build().unwrap();
        let request = bucket.get_object("boat.jpg");
        assert_eq!(request.sign_at(&cached, at).unwrap(), request.sign_at(&credentials(), at).unwrap());
        at = if step % 7 == 0 { NOW } else { at + time::Duration::hours(13) };
    }
}

/// The cache holds what the URLs of one second have in common. It must not be used for another second, expiry, bucket
/// or kind of URL.
#[test]
fn a_cached_signer_never_uses_stale_values() {
    let credentials = credentials().with_session_token("token").with_expiry(NOW + time::Duration::seconds(100));
    let cached = CachedSigner::new(credentials.clone());
    let buckets =
        [bucket(), Bucket::new("photos").unwrap(), Bucket::builder("films").region("eu-west-1").build().unwrap()];
    let mut state = 1u32;
    let mut random = |below: u32| {
        // A linear congruential generator. Its high bits are more random than its low bits.
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % below
    };
    for _ in 0..2_000 {
        // Some of these times are after the credentials have expired.
        let at = NOW + time::Duration::milliseconds(i64::from(random(3)) * 500 + i64::from(random(2)) * 99_500);
        let bucket = &buckets[random(3) as usize];
        let mut request = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(30 * u64::from(random(4))));
        match random(6) {
            0 => request = request.require_full_lifetime(),
            1 => request = request.cacheable(Duration::from_secs(3600)),
            2 => request = request.query("X", "sorts before the signature's own"),
            3 => request = request.query("versionId", "3"),
            4 => request = request.content_type("image/jpeg"),
            _ => {}
        }
        let (ours, expected) = (request.sign_at(&cached, at), request.sign_at(&credentials, at));
        assert_eq!(
            ours.map_err(|error| error.to_string()),
            expected.map_err(|error| error.to_string()),
            "{request:?} {at}"
        );
    }
}

#[test]
fn threads_share_a_cached_signer() {
    let cached = CachedSigner::new(credentials());
    std::thread::scope(|threads| {
        for thread in 0..40 {
            let cached = &cached;
            threads.spawn(move || {
                for hour in 0..48 {
                    let at = NOW + time::Duration::hours(hour);
                    let key = format!("{thread}/boat.jpg");
                    let bucket = bucket();
                    let request = bucket.get_object(&key);
                    assert_eq!(request.sign_at(cached, at).unwrap(), request.sign_at(&credentials(), at).unwrap());
                }
            });
        }
    });
}

#[test]
fn an_s3_express_session_works_with_every_signer() {
    let ends = NOW + time::Duration::minutes(5);
    let session = SessionCredentials::new("ASIAEXAMPLE", SECRET, "a/b+c=", ends);
    assert_eq!((session.identity().access_key_id(), session.identity().expires_at()), ("ASIAEXAMPLE", Some(ends)));
    let bucket = directory_bucket();
    let request = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(3600));
    let hsm = Hsm { identity: session.identity().clone(), locked: false };
    let expected = request.sign_at(&hsm, NOW).unwrap();
    assert!(expected.as_str().contains("&X-Amz-Expires=300&X-Amz-S3session-Token=a%2Fb%2Bc%3D&X-Amz-SignedHeaders="));
    assert_eq!(expected.expires_at(), Some(ends));

    let cached = CachedSigner::from(session.clone());
    let scoped = session.scoped(&Scope::new(NOW.date(), "us-west-2", "s3express").unwrap());
    let signers: [&dyn Signer; 4] = [&session, &cached, &cached, &scoped];
    for signer in signers {
        assert_eq!(request.sign_at(signer, NOW).unwrap(), expected);
        // Although the key is cached now, it must not sign other requests.
        for refused in [sign(signer, NOW).err(), bucket.head_bucket().sign_at(signer, NOW).err()] {
            let kind = refused.unwrap().kind();
            assert!(matches!(kind, ErrorKind::SessionCredentials | ErrorKind::ScopeMismatch), "{kind:?}");
        }
    }
}

#[test]
fn a_scoped_signer_can_be_passed_on_as_bytes() {
    let date: AmzDate = "20261123T120000Z".parse().unwrap();
    let scope = Scope::new(date.date(), "eu-west-1", "s3").unwrap();
    let credentials = credentials().with_session_token("token");
    let scoped = credentials.scoped(&scope);
    assert_eq!(sign(&scoped, NOW).unwrap(), sign(&credentials, NOW).unwrap());
    assert_eq!(scoped.scope(), scope);

    let elsewhere = ScopedSigner::from_key(scoped.identity().clone(), &scope, *scoped.key_bytes());
    assert_eq!(sign(&elsewhere, NOW).unwrap(), sign(&credentials, NOW).unwrap());

    let kinds = ["us-east-1", "eu-west-1"].map(|region| {
        let bucket = Bucket::builder("photos").region(region).build().unwrap();
        bucket.get_object("boat.jpg").sign_at(&scoped, NOW).err().map(|error| error.kind())
    });
    assert_eq!(kinds, [Some(ErrorKind::ScopeMismatch), None]);
}

#[test]
fn one_request_can_be_signed_repeatedly() {
    let bucket = bucket();
    let request = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(60));
    let first = request.sign_at(&credentials(), NOW).unwrap();
    assert_eq!(first, request.clone().sign_at(&credentials(), NOW).unwrap());
    assert_ne!(first, request.sign_at(&credentials(), NOW + time::Duration::SECOND).unwrap());
    assert_eq!(first, request.sign_at(&credentials(), NOW + time::Duration::milliseconds(999)).unwrap());
}

#[cfg(feature = "post")]
mod forms {
    use presign::s3::PresignedPost;

    use super::*;

    fn sign(signer: &dyn Signer, at: OffsetDateTime) -> Result<PresignedPost, Error> {
        let bucket = bucket();
        bucket.post_policy().key_starts_with("uploads/").content_length_range(1..=1000).sign_at(signer, at)
    }

    #[test]
    fn every_signer_gives_the_same_form() {
        let credentials = credentials().with_session_token("a/b+c=");
        let expected = sign(&credentials, NOW).unwrap();
        let hsm = Hsm { identity: credentials.identity().clone(), locked: false };
        let cached = CachedSigner::new(credentials.clone());
        // URLs and forms in the same scope share a signing key.
        bucket().get_object("boat.jpg").sign_at(&cached, NOW).unwrap();
        let rotating = Rotating(RwLock::new(Arc::new(credentials.clone())));
        let scoped = credentials.scoped(&Scope::new(NOW.date(), "eu-west-1", "s3").unwrap());
        let signers: [&dyn Signer; 6] = [&hsm, &cached, &cached, &rotating, &scoped, &&credentials];
        for signer in signers {
            assert_eq!(sign(signer, NOW).unwrap(), expected);
        }
    }

    #[test]
    fn a_failing_hsm_and_a_wrong_scope_are_reported() {
        let locked = Hsm { identity: Identity::new("AKIDEXAMPLE"), locked: true };
        let elsewhere = credentials().scoped(&Scope::new(NOW.date(), "us-east-1", "s3").unwrap());
        let signers: [(&dyn Signer, ErrorKind); 2] =
            [(&locked, ErrorKind::Signer), (&elsewhere, ErrorKind::ScopeMismatch)];
        for (signer, kind) in signers {
            assert_eq!(sign(signer, NOW).unwrap_err().kind(), kind);
        }
    }

    #[test]
    fn a_kms_can_be_awaited_between_prepare_and_finish() {
        let ends = NOW + Duration::from_secs(60);
        let identity = Identity::new("AKIDEXAMPLE").with_expiry(ends);
        let prepared = {
            // The result does not borrow the bucket.
            let bucket = bucket();
            bucket.post_policy().key("boat.jpg").content_type("image/jpeg").prepare_at(&identity, NOW).unwrap()
        };
        assert_eq!(prepared.scope().to_string(), "20261123/eu-west-1/s3/aws4_request");
        let signature = SigningKey::derive(SECRET, &prepared.scope()).sign(prepared.message());
        let post = prepared.finish(signature.as_bytes()).unwrap();

        let bucket = bucket();
        let policy = bucket.post_policy().key("boat.jpg").content_type("image/jpeg");
        assert_eq!(post, policy.sign_at(&credentials().with_expiry(ends), NOW).unwrap());
        assert_eq!(post.expires_at(), ends);
    }

    /// The message to sign is exactly the base64 policy.
    #[test]
    fn the_message_is_the_policy() {
        struct Recording(std::sync::Mutex<Vec<u8>>);
        impl Signer for Recording {
            fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
                assert_eq!(job.scope().to_string(), "20261123/eu-west-1/s3/aws4_request");
                let unsigned = job.identify(&Identity::new("AKIDEXAMPLE"))?;
                assert_eq!(unsigned.scope().to_string(), "20261123/eu-west-1/s3/aws4_request");
                *self.0.lock().unwrap() = unsigned.message().to_vec();
                unsigned.finish(&[0xab; 32])
            }
        }
        let recording = Recording(std::sync::Mutex::default());
        let post = sign(&recording, NOW).unwrap();
        let message = String::from_utf8(recording.0.into_inner().unwrap()).unwrap();
        let fields: Vec<_> = post.fields().collect();
        assert_eq!(fields[fields.len() - 2..], [("policy", &*message), ("x-amz-signature", &*"ab".repeat(32))]);
    }
}
