//! Converts the SDK's credentials. They sign like `Credentials` with the same keys, token and expiry.

#![cfg(all(feature = "std", feature = "aws-credential-types"))]

mod util;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_credential_types::Credentials as SdkCredentials;
use presign::{Bucket, Credentials, Error, ErrorKind};
use time::macros::datetime;

use crate::util::{NOW, SECRET};

fn sign(credentials: &Credentials) -> Result<String, Error> {
    Bucket::new("photos")?.get_object("boat.jpg").sign_at(credentials, NOW).map(String::from)
}

fn loaded(token: Option<&str>, ends: Option<SystemTime>) -> Credentials {
    SdkCredentials::new("AKIDEXAMPLE", SECRET, token.map(String::from), ends, "test").into()
}

#[test]
fn key_token_and_expiry_are_kept() {
    let ends = NOW + Duration::from_secs(60);
    let expected = Credentials::new("AKIDEXAMPLE", SECRET);
    assert_eq!(sign(&loaded(None, None)).unwrap(), sign(&expected).unwrap());
    assert_eq!(sign(&loaded(Some(""), None)).unwrap(), sign(&expected).unwrap());
    let expected = expected.with_session_token("a/b+c=");
    assert_eq!(sign(&loaded(Some("a/b+c="), None)).unwrap(), sign(&expected).unwrap());
    let credentials = loaded(Some("a/b+c="), Some(ends.into()));
    assert_eq!(credentials.expires_at(), Some(ends));
    let url = sign(&credentials).unwrap();
    assert_eq!(url, sign(&expected.with_expiry(ends)).unwrap());
    assert!(url.contains("&X-Amz-Expires=60&X-Amz-Security-Token=a%2Fb%2Bc%3D&"), "{url}");
}

#[test]
fn an_extreme_expiry_does_not_panic() {
    let days = |days: u64| Duration::from_secs(days * 24 * 60 * 60);
    let far = 365 * 1_000_000;
    // Some providers use such a time for credentials that never expire.
    let endless = loaded(None, UNIX_EPOCH.checked_add(days(far)));
    assert_eq!(endless.expires_at(), None);
    assert!(sign(&endless).is_ok());
    let ended = loaded(None, UNIX_EPOCH.checked_sub(days(far)));
    assert_eq!(sign(&ended).unwrap_err().kind(), ErrorKind::ExpiredCredentials);
    let ended = loaded(None, UNIX_EPOCH.checked_sub(days(1)));
    assert_eq!(ended.expires_at(), Some(datetime!(1969-12-31 0:00 UTC)));
    assert_eq!(sign(&ended).unwrap_err().kind(), ErrorKind::ExpiredCredentials);
}
