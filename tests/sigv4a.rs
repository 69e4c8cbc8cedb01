//! SigV4A: what other implementations sign, we sign, and whatever we sign verifies.

#![cfg(feature = "sigv4a")]

use std::time::Duration;

use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{self, DerSignature, VerifyingKey};
use presign::sigv4::AmzDate;
use presign::sigv4a::{SigningKey, Sigv4aSigner};
use presign::{Bucket, Credentials, PresignRequest, Service};
use serde_json::Value;
use time::OffsetDateTime;

const VECTORS: &str = include_str!("vectors/sigv4a.json");

const ACCESS_KEY_ID: &str = "AKIDEXAMPLE";
const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

fn credentials() -> Credentials {
    Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY)
}

fn text<'a>(row: &'a Value, field: &str) -> &'a str {
    row[field].as_str().unwrap_or_else(|| panic!("no {field} in {row}"))
}

fn assert_verifies(message: &str, hex_signature: &str, context: &str) {
    let key = SigningKey::derive(ACCESS_KEY_ID, SECRET_ACCESS_KEY).unwrap();
    let key = VerifyingKey::from_sec1_bytes(&key.public_key()).unwrap();
    let signature = DerSignature::from_bytes(&hex::decode(hex_signature).unwrap()).unwrap();
    key.verify(message.as_bytes(), &signature).unwrap_or_else(|error| panic!("{context}: {error}"));
}

/// The parameters without their order, which is each implementation's own, and apart from them the signature.
fn split(url: &str) -> (&str, Vec<&str>, &str) {
    let (place, query) = url.split_once('?').unwrap();
    let (mut parameters, signature): (Vec<_>, Vec<_>) =
        query.split('&').partition(|pair| !pair.starts_with("X-Amz-Signature="));
    parameters.sort_unstable();
    (place, parameters, signature[0].split_once('=').unwrap().1)
}

#[test]
fn urls_agree_with_other_implementations() {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let rows = vectors["urls"].as_array().unwrap();
    let count = |deterministic: bool| rows.iter().filter(|row| row["deterministic"] == deterministic).count();
    assert_eq!((count(true), count(false)), (2, 3), "rows were added or lost");
    for row in rows {
        let name = text(row, "name");
        let (bucket, service) = (row.get("bucket").map(bucket), row.get("service").map(service));
        let mut request = match (&bucket, &service) {
            (Some(bucket), None) => bucket.get_object(text(row, "key")),
            (None, Some(service)) => service.request(presign::Method::Get, text(&row["service"], "path")),
            _ => panic!("{name}: a row has a bucket or a service"),
        };
        for pair in row["query"].as_array().into_iter().flatten() {
            request = request.query(pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
        }
        request = request.expires_in(Duration::from_secs(row["expires_in"].as_u64().unwrap()));
        check_url(row, request);
    }
}

fn check_url(row: &Value, request: PresignRequest<'_>) {
    let name = text(row, "name");
    let at: OffsetDateTime = text(row, "time").replace(['-', ':'], "").parse::<AmzDate>().unwrap().time();
    let trace = request.trace_at(&Sigv4aSigner::new(credentials()), at).unwrap();
    assert_eq!(trace.canonical_request(), text(row, "canonical_request"), "{name}");
    assert_eq!(trace.string_to_sign(), text(row, "string_to_sign"), "{name}");

    let ((ours, our_parameters, signature), (theirs, their_parameters, their_signature)) =
        (split(trace.url().as_str()), split(text(row, "url")));
    assert_eq!((ours, our_parameters), (theirs, their_parameters), "{name}");
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
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let (keys, signatures) = (vectors["private_keys"].as_array().unwrap(), vectors["signatures"].as_array().unwrap());
    assert_eq!((keys.len(), signatures.len()), (2, 2), "rows were added or lost");
    for row in keys {
        let theirs = ecdsa::SigningKey::from_slice(&hex::decode(text(row, "private_key")).unwrap()).unwrap();
        let ours = SigningKey::derive(text(row, "access_key_id"), text(row, "secret_access_key")).unwrap();
        assert_eq!(ours.public_key(), *theirs.verifying_key().to_sec1_point(false).as_bytes(), "{}", row["name"]);
    }
    let key = SigningKey::derive(ACCESS_KEY_ID, SECRET_ACCESS_KEY).unwrap();
    for row in signatures {
        let signature = key.sign(text(row, "string_to_sign").as_bytes());
        assert_eq!(signature.to_string(), text(row, "signature"), "{}", row["name"]);
    }
}
