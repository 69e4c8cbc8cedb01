//! Compares SigV4A URLs, keys and signatures with those of other implementations, and verifies our signatures.

#![cfg(feature = "sigv4a")]

mod util;

use std::time::Duration;

use p256::ecdsa::signature::{Signer as _, Verifier};
use p256::ecdsa::{self, DerSignature, VerifyingKey};
use presign::sigv4a::{SigningKey, Sigv4aSigner};
use presign::{
    Algorithm, Bucket, Credentials, Error, ErrorKind, Identity, Method, PresignRequest, Service, Signed, Signer,
    SigningJob,
};
use serde_json::Value;

use crate::util::urls::{split, split_last};
use crate::util::vectors::{date, pairs, rows, text};
use crate::util::{ACCESS_KEY_ID, NOW, SECRET, credentials};

const VECTORS: &str = include_str!("vectors/sigv4a.json");

fn assert_verifies(message: &str, hex_signature: &str, context: &str) {
    let key = SigningKey::derive(ACCESS_KEY_ID, SECRET).unwrap();
    let key = VerifyingKey::from_sec1_bytes(&key.public_key()).unwrap();
    let signature = DerSignature::from_bytes(&hex::decode(hex_signature).unwrap()).unwrap();
    key.verify(message.as_bytes(), &signature).unwrap_or_else(|error| panic!("{context}: {error}"));
}

#[test]
fn urls_agree_with_other_implementations() {
    let rows = rows(VECTORS, "urls");
    let count = |deterministic: bool| rows.iter().filter(|row| row["deterministic"] == deterministic).count();
    assert_eq!((count(true), count(false)), (2, 3), "the number of rows changed");
    for row in &rows {
        let name = text(row, "name");
        let (bucket, service) = (row.get("bucket").map(bucket), row.get("service").map(service));
        let mut request = match (&bucket, &service) {
            (Some(bucket), None) => bucket.get_object(text(row, "key")),
            (None, Some(service)) => service.request(Method::Get, text(&row["service"], "path")),
            _ => panic!("{name}: expected either a bucket or a service"),
        };
        for (name, value) in pairs(&row["query"]) {
            request = request.query(name, value);
        }
        request = request.expires_in(Duration::from_secs(row["expires_in"].as_u64().unwrap()));
        check_url(row, request);
    }
}

fn check_url(row: &Value, request: PresignRequest<'_>) {
    let name = text(row, "name");
    let trace = request.trace_at(&Sigv4aSigner::new(credentials()), date(row, "time").time()).unwrap();
    assert_eq!(trace.canonical_request(), text(row, "canonical_request"), "{name}");
    assert_eq!(trace.string_to_sign(), text(row, "string_to_sign"), "{name}");

    let (ours, signature) = split(trace.url().as_str());
    let (theirs, their_signature) = split(text(row, "url"));
    assert_eq!(ours, theirs, "{name}");
    assert_eq!(trace.signature(), signature);
    for signature in [signature, their_signature] {
        assert_verifies(trace.string_to_sign(), signature, name);
    }
    if row["deterministic"] == true {
        assert_eq!(signature, their_signature, "{name}");
    }
}

fn bucket(row: &Value) -> Bucket {
    Bucket::builder(text(row, "name")).build().unwrap()
}

fn service(row: &Value) -> Service {
    Service::multi_region(text(row, "name"), text(row, "region_set"), text(row, "endpoint")).unwrap()
}

#[test]
fn keys_and_signatures_agree_with_other_implementations() {
    let (keys, signatures) = (rows(VECTORS, "private_keys"), rows(VECTORS, "signatures"));
    assert_eq!((keys.len(), signatures.len()), (2, 2), "the number of rows changed");
    for row in &keys {
        let theirs = ecdsa::SigningKey::from_slice(&hex::decode(text(row, "private_key")).unwrap()).unwrap();
        let ours = SigningKey::derive(text(row, "access_key_id"), text(row, "secret_access_key")).unwrap();
        assert_eq!(ours.public_key(), *theirs.verifying_key().to_sec1_point(false).as_bytes(), "{}", row["name"]);
    }
    let key = SigningKey::derive(ACCESS_KEY_ID, SECRET).unwrap();
    for row in &signatures {
        let signature = key.sign(text(row, "string_to_sign").as_bytes());
        assert_eq!(signature.to_string(), text(row, "signature"), "{}", row["name"]);
    }
}

const MULTI_REGION: &str = "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap";

#[test]
fn a_multi_region_access_point_is_signed_for_everywhere() {
    let bucket = Bucket::builder(MULTI_REGION).build().unwrap();
    let upload = bucket.put_object("a b/ü.jpg").content_type("image/jpeg").query("A", "1").query("x-id", "PutObject");
    let trace = upload.trace_at(&Sigv4aSigner::new(credentials()), NOW).unwrap();
    let (unsigned, signature) = split_last(trace.url().as_str());
    assert_eq!(
        unsigned,
        "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/a%20b/%C3%BC.jpg?A=1\
         &X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261123%2Fs3%2Faws4_request\
         &X-Amz-Date=20261123T120000Z&X-Amz-Expires=900&X-Amz-Region-Set=%2A&X-Amz-SignedHeaders=content-type%3Bhost\
         &x-id=PutObject"
    );
    assert_verifies(trace.string_to_sign(), signature, "an upload");
    assert_eq!(trace.url().headers().collect::<Vec<_>>(), [("content-type", "image/jpeg")]);
    let cacheable = bucket.get_object("boat.jpg").cacheable(Duration::from_secs(3600));
    let trace = cacheable.trace_at(&Sigv4aSigner::new(credentials()), NOW).unwrap();
    assert_verifies(trace.string_to_sign(), trace.signature(), "a cacheable URL");
}

#[test]
fn an_ordinary_place_is_signed_for_its_region() {
    let signer = Sigv4aSigner::new(credentials());
    let bucket = Bucket::builder("photos").region("eu-west-1").build().unwrap();
    let url = bucket.get_object("boat.jpg").sign_at(&signer, NOW).unwrap();
    assert!(url.as_str().contains("%2F20261123%2Fs3%2Faws4_request&"), "{url}");
    assert!(url.as_str().contains("&X-Amz-Region-Set=eu-west-1&"), "{url}");

    let sts = Service::new("sts", "us-east-1", "https://sts.us-east-1.amazonaws.com").unwrap();
    let url = sts.request(Method::Get, "/").sign_at(&signer, NOW).unwrap();
    assert!(url.as_str().contains("&X-Amz-Region-Set=us-east-1&"), "{url}");
}

/// The rules ask for every region, whichever region the outpost is in.
#[test]
fn an_outpost_is_signed_for_every_region() {
    let arn = "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01234567890123456/accesspoint/photos";
    let bucket = Bucket::builder(arn).build().unwrap();
    let url = bucket.get_object("boat.jpg").sign_at(&Sigv4aSigner::new(credentials()), NOW).unwrap();
    assert!(url.as_str().contains("&X-Amz-Region-Set=%2A&"), "{url}");
    let url = bucket.get_object("boat.jpg").sign_at(&credentials(), NOW).unwrap();
    assert!(url.as_str().contains("%2Fus-west-2%2Fs3-outposts%2Faws4_request&"), "{url}");
}

#[test]
fn temporary_credentials_work_as_with_sigv4() {
    let bucket = Bucket::builder(MULTI_REGION).build().unwrap();
    let request = bucket.get_object("boat.jpg").expires_in(Duration::from_secs(3600));
    let ends = NOW + Duration::from_secs(600);
    let signer = Sigv4aSigner::new(credentials().with_session_token("a/b+c=").with_expiry(ends));
    let url = request.sign_at(&signer, NOW).unwrap();
    let middle = "&X-Amz-Expires=600&X-Amz-Region-Set=%2A&X-Amz-Security-Token=a%2Fb%2Bc%3D&X-Amz-SignedHeaders=host&";
    assert!(url.as_str().contains(middle), "{url}");
    assert_eq!(url.expires_at(), Some(ends));
    assert!(!url.redacted().contains("a%2Fb"), "{}", url.redacted());

    let kind = |request: PresignRequest<'_>, credentials: Credentials| {
        let mut out = String::from("before");
        let error = request.sign_into(&Sigv4aSigner::new(credentials), NOW, &mut out).unwrap_err();
        assert_eq!(out, "before");
        error.kind()
    };
    assert_eq!(
        kind(request.clone().require_full_lifetime(), credentials().with_expiry(ends)),
        ErrorKind::LifetimeTooShort
    );
    assert_eq!(kind(request.clone(), credentials().with_expiry(NOW)), ErrorKind::ExpiredCredentials);
    assert_eq!(kind(request.clone(), Credentials::new(ACCESS_KEY_ID, "")), ErrorKind::EmptyCredentials);
    assert_eq!(kind(request, Credentials::new("AKID\n", SECRET)), ErrorKind::MalformedCredentials);
}

/// A device with the same key creates the same URLs. The scope tells the device what it signs for.
#[test]
fn a_device_signs_for_several_regions() {
    struct Device {
        identity: Identity,
        key: ecdsa::SigningKey,
    }
    impl Signer for Device {
        fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
            let unsigned = job.identify(&self.identity)?;
            assert_eq!(unsigned.scope().to_string(), "20261123/s3/aws4_request");
            assert_eq!(unsigned.message().split(|&byte| byte == b'\n').nth(2), Some(&b"20261123/s3/aws4_request"[..]));
            let signature: DerSignature = self.key.sign(unsigned.message());
            unsigned.finish(signature.as_bytes())
        }
    }
    let key = hex::decode(text(&rows(VECTORS, "private_keys")[0], "private_key")).unwrap();
    let identity = Identity::new(ACCESS_KEY_ID).with_algorithm(Algorithm::Sigv4a);
    let device = Device { key: ecdsa::SigningKey::from_slice(&key).unwrap(), identity: identity.clone() };
    for bucket in [Bucket::builder(MULTI_REGION).build().unwrap(), Bucket::new("photos").unwrap()] {
        let request = bucket.get_object("boat.jpg");
        let expected = request.sign_at(&Sigv4aSigner::new(credentials()), NOW).unwrap();
        assert_eq!(request.sign_at(&device, NOW).unwrap(), expected);

        let prepared = request.prepare_at(&identity, NOW).unwrap();
        assert_eq!(prepared.scope().to_string(), "20261123/s3/aws4_request");
        let signature: DerSignature = device.key.sign(prepared.message());
        assert_eq!(prepared.finish(signature.as_bytes()).unwrap(), expected);
    }
}

/// A job does not know its signer yet. Its scope has a region unless the bucket requires SigV4A, whose scopes have
/// none.
#[test]
fn the_scope_of_a_job_has_a_region_unless_sigv4a_is_required() {
    struct Asked(&'static str);
    impl Signer for Asked {
        fn sign<'j>(&self, job: SigningJob<'j>) -> Result<Signed<'j>, Error> {
            assert_eq!(job.scope().to_string(), self.0);
            Sigv4aSigner::new(credentials()).sign(job)
        }
    }
    let everywhere = Bucket::builder(MULTI_REGION).build().unwrap();
    everywhere.get_object("boat.jpg").sign_at(&Asked("20261123/s3/aws4_request"), NOW).unwrap();
    let bucket = Bucket::new("photos").unwrap();
    bucket.get_object("boat.jpg").sign_at(&Asked("20261123/us-east-1/s3/aws4_request"), NOW).unwrap();
}

#[test]
fn one_signer_is_shared_and_copied() {
    let signer = std::sync::Arc::new(Sigv4aSigner::from(credentials()));
    let sign =
        |signer: &dyn Signer| Bucket::new("photos").unwrap().get_object("boat.jpg").sign_at(signer, NOW).unwrap();
    let expected = sign(&signer);
    std::thread::scope(|threads| {
        let threads: Vec<_> = (0..4).map(|_| threads.spawn(|| sign(&signer))).collect();
        threads.into_iter().for_each(|thread| assert_eq!(thread.join().unwrap(), expected));
    });
    assert_eq!(sign(&(*signer).clone()), expected);
    assert_eq!(signer.identity().algorithm(), Algorithm::Sigv4a);
}

/// S3 Express and the services that accept tokens only support SigV4.
#[test]
fn sigv4a_is_rejected_where_it_is_not_supported() {
    let refused = |result: Result<(), Error>, host: &str| {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Sigv4Required);
        assert_eq!(
            error.to_string(),
            format!(
                "{host} accepts only SigV4 (AWS4-HMAC-SHA256): sign with `Credentials`, or with an identity that uses \
                 `Algorithm::Sigv4`"
            )
        );
    };
    let signer = Sigv4aSigner::new(credentials());
    let directory = Bucket::new("photos--use1-az5--x-s3").unwrap();
    for request in [directory.get_object("boat.jpg"), directory.create_session()] {
        let zonal = "photos--use1-az5--x-s3.s3express-use1-az5.us-east-1.amazonaws.com";
        refused(request.sign_at(&signer, NOW).map(drop), zonal);
        refused(request.prepare_at(signer.identity(), NOW).map(drop), zonal);
    }

    #[cfg(feature = "token")]
    {
        use presign::token::{Bedrock, Dsql, Eks, ElastiCache, IotMqtt, MemoryDb, Msk, Rds};
        let region = "us-east-1";
        refused(
            Rds::new("db.example.com", 5432, "jane", region).unwrap().sign_at(&signer, NOW).map(drop),
            "db.example.com:5432",
        );
        refused(Dsql::connect("dsql.example.com", region).unwrap().sign_at(&signer, NOW).map(drop), "dsql.example.com");
        refused(ElastiCache::new("cache", "jane", region).unwrap().sign_at(&signer, NOW).map(drop), "cache");
        refused(MemoryDb::new("cluster", "jane", region).unwrap().sign_at(&signer, NOW).map(drop), "cluster");
        refused(Eks::new("cluster", region).unwrap().sign_at(&signer, NOW).map(drop), "sts.us-east-1.amazonaws.com");
        refused(Bedrock::new(region).unwrap().sign_at(&signer, NOW).map(drop), "bedrock.amazonaws.com");
        refused(Msk::new(region).unwrap().sign_at(&signer, NOW).map(drop), "kafka.us-east-1.amazonaws.com");
        refused(IotMqtt::new("iot.example.com", region).unwrap().sign_at(&signer, NOW).map(drop), "iot.example.com");
    }
}
