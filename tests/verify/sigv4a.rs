//! URLs that are signed with SigV4A, by this library and by others.

use presign::sigv4::{AmzDate, Scope, SigningKey};
use presign::sigv4a::Sigv4aSigner;
use presign::verify::{Policy, Rejection, Unverified, VerifyingKey};
use presign::{Algorithm, Bucket, CachedSigner, Identity, ScopedSigner, Service};
use serde_json::Value;

use crate::attempt::{Attempt, split_host};
use crate::util::vectors::{date, rows, text};
use crate::util::{ACCESS_KEY_ID, NOW, SECRET, credentials};

/// Signs a request that is valid in a set of regions.
fn attempt(region_set: &str) -> Attempt {
    let service = Service::multi_region("s3", region_set, "https://photos.example.com").unwrap();
    let request = service.request(presign::Method::Get, "/boat.jpg");
    Attempt::of(&request, &Sigv4aSigner::new(credentials()), Policy::new("s3", "eu-west-1"))
}

#[test]
fn urls_of_other_implementations_are_verified() {
    let rows = rows(include_str!("../vectors/sigv4a.json"), "urls");
    assert_eq!(rows.len(), 5, "the number of rows changed");
    for row in &rows {
        let name = text(row, "name");
        let (host, target) = split_host(text(row, "url"));
        let service = text(row, "string_to_sign").split('/').nth(1).unwrap();
        let sent = |region: &str| Attempt {
            method: "GET".into(),
            target: target.to_owned(),
            headers: vec![("Host".into(), host.as_bytes().to_vec())],
            authority: None,
            policy: Policy::new(service, region),
            key: Box::new(credentials()),
            now: date(row, "time").time(),
        };
        let region_set = row["service"].get("region_set").and_then(Value::as_str).unwrap_or("*");
        for region in ["us-east-1", "eu-west-3"] {
            assert_eq!(sent(region).verify(), Ok(()), "{name}");
        }
        let outside = Rejection::WrongRegion { found: region_set.into(), expected: "ap-south-1".into() };
        let expected = if region_set == "*" { Ok(()) } else { Err(outside) };
        assert_eq!(sent("ap-south-1").verify(), expected, "{name}");

        let mut other = sent("us-east-1");
        other.method = "PUT".into();
        assert_eq!(other.verify(), Err(Rejection::SignatureMismatch), "{name}");
        let mut other = sent("us-east-1");
        other.append("&x=1");
        assert_eq!(other.verify(), Err(Rejection::SignatureMismatch), "{name}");
    }
}

#[test]
fn the_region_is_one_of_the_set() {
    for (set, is_ours) in [
        ("*", true),
        ("eu-west-1", true),
        ("us-east-1,eu-west-1", true),
        ("eu-*", true),
        ("*-1", true),
        ("e*-*t-*", true),
        ("eu-west-1*", true),
        ("us-east-1", false),
        ("eu-west", false),
        ("eu-west-1x,xeu-west-1", false),
        ("eu-*-2", false),
        ("eu-west-*1-1", false),
    ] {
        let outside = Rejection::WrongRegion { found: set.into(), expected: "eu-west-1".into() };
        assert_eq!(attempt(set).verify(), if is_ours { Ok(()) } else { Err(outside) }, "{set}");
    }

    let set = "X-Amz-Region-Set";
    for other in ["", "%20", "eu-west-1%2C", "eu_west_1", "eu-west-1%20", "%2A%2A%2A%00"] {
        let mut attempt = attempt("*");
        attempt.set(set, other);
        assert_eq!(attempt.verify(), Err(Rejection::InvalidRegionSet), "{other}");
    }
    let mut missing = attempt("*");
    missing.replace(set, |_| vec![]);
    assert_eq!(missing.verify(), Err(Rejection::MissingParameter { name: set }));
    let mut twice = attempt("*");
    twice.append("&X-Amz-Region-Set=%2A");
    assert_eq!(twice.verify(), Err(Rejection::RepeatedParameter { name: set }));
    let mut changed = attempt("us-east-1");
    changed.set(set, "eu-west-1");
    assert_eq!(changed.verify(), Err(Rejection::SignatureMismatch));
}

#[test]
fn keys_of_either_algorithm() {
    let scope = Scope::new(AmzDate::new(NOW).unwrap().date(), "eu-west-1", "s3").unwrap();
    let key = SigningKey::derive(SECRET, &scope).to_bytes();
    let scoped = ScopedSigner::from_key(Identity::new(ACCESS_KEY_ID), &scope, *key);
    let keys: [(Box<dyn VerifyingKey>, [bool; 2]); 4] = [
        (Box::new(credentials()), [true, true]),
        (Box::new(CachedSigner::new(credentials())), [true, true]),
        (Box::new(Sigv4aSigner::new(credentials())), [false, true]),
        (Box::new(scoped), [true, false]),
    ];
    let bucket = Bucket::builder("photos").region("eu-west-1").build().unwrap();
    for (number, (key, verifies)) in keys.into_iter().enumerate() {
        let sigv4 = Attempt::of(&bucket.get_object("boat.jpg"), &credentials(), Policy::new("s3", "eu-west-1"));
        let mut key = Some(key);
        for (mut attempt, verifies) in [sigv4, attempt("*")].into_iter().zip(verifies) {
            let own = std::mem::replace(&mut attempt.key, key.take().unwrap());
            let expected = if verifies { Ok(()) } else { Err(Rejection::KeyOfAnotherScope) };
            assert_eq!(attempt.verify(), expected, "key {number}");
            key = Some(std::mem::replace(&mut attempt.key, own));
        }
    }
}

#[test]
fn a_signature_is_lower_case_der() {
    let good = attempt("*");
    let digits = good.target.rsplit_once('=').unwrap().1;
    let set = |digits: &str| {
        let mut attempt = attempt("*");
        attempt.set("X-Amz-Signature", digits);
        attempt.verify()
    };
    assert_eq!(set(digits), Ok(()));
    for other in [
        "",
        &digits.to_uppercase(),
        &digits[1..],
        &digits[..digits.len() - 2],
        &format!("{digits}00"),
        &"0".repeat(64),
        &"30".repeat(100),
    ] {
        assert_eq!(set(other), Err(Rejection::InvalidSignature), "{other}");
    }
    // Every digit counts. A change of the structure is malformed, and one of a number is another signature.
    for at in 0..digits.len() {
        let digit = if &digits[at..=at] == "1" { "2" } else { "1" };
        let answer = set(&format!("{}{digit}{}", &digits[..at], &digits[at + 1..]));
        assert!(matches!(answer, Err(Rejection::InvalidSignature | Rejection::SignatureMismatch)), "{at}: {answer:?}");
    }
    assert_eq!(set("3006020101020101"), Err(Rejection::SignatureMismatch));
}

#[test]
fn everything_else_is_as_with_sigv4() {
    let session = credentials().with_session_token("token+/=");
    let bucket = Bucket::builder("photos").region("eu-west-1").build().unwrap();
    let request = bucket.put_object("ä b.jpg").content_type("image/jpeg").query("x", "1");
    let sent = || {
        let policy = Policy::new("s3", "eu-west-1");
        let mut attempt = Attempt::of(&request, &Sigv4aSigner::new(session.clone()), policy);
        attempt.key = Box::new(session.clone());
        attempt
    };
    assert_eq!(sent().verify_with(|verified| verified.key().into_owned()), Ok("ä b.jpg".into()));
    let mut other = sent();
    other.set_header("content-type", "text/html");
    assert_eq!(other.verify(), Err(Rejection::SignatureMismatch));
    let mut other = sent();
    other.set("X-Amz-Security-Token", "token");
    assert_eq!(other.verify(), Err(Rejection::InvalidToken));
    let mut other = sent();
    other.set("X-Amz-Credential", "AKIDEXAMPLE%2F20261123%2Feu-west-1%2Fs3%2Faws4_request");
    // There is no region, so `eu-west-1` stands where the day is expected.
    assert_eq!(other.verify(), Err(Rejection::InvalidCredential));
    let mut other = sent();
    other.set("X-Amz-Credential", "AKIDEXAMPLE%2F20261124%2Fs3%2Faws4_request");
    assert!(matches!(other.verify(), Err(Rejection::ScopeDate { .. })));

    let sent = sent();
    let headers: Vec<_> = sent.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    let request = presign::verify::Request::new("PUT", &sent.target, &headers);
    let unverified = Unverified::parse(&request).unwrap();
    assert_eq!(unverified.algorithm(), Algorithm::Sigv4a);
    assert_eq!(unverified.scope().to_string(), "20261123/s3/aws4_request");
}
