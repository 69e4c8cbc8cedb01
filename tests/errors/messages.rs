//! How messages show values, which error is reported first, and that errors leave the output unchanged.

use std::time::Duration;

use presign::{Bucket, Error, ErrorKind};

use crate::util::errors::assert_error;
use crate::util::{NOW, credentials};
use crate::{key, region, signed};

#[test]
fn long_values_are_truncated_in_messages() {
    let error = key(&format!("../{}", "é".repeat(100))).unwrap_err();
    let shown = format!("\"../{}\"... (203 bytes)", "é".repeat(62));
    assert!(error.to_string().starts_with(&format!("object key {shown} has")), "{error}");
}

#[test]
fn control_characters_are_escaped_in_messages() {
    assert_error(
        region("us-east-1\n"),
        ErrorKind::InvalidRegion,
        "region \"us-east-1\\n\" is not a DNS label: 1 to 63 letters, digits and inner hyphens are allowed",
    );
}

#[test]
fn the_first_error_is_reported() {
    let result = signed(|request| request.query("", "").header("host", "").expires_in(Duration::ZERO));
    assert_eq!(result.unwrap_err().kind(), ErrorKind::EmptyQueryName);
}

#[test]
fn an_error_leaves_the_string_unchanged() {
    let bucket = Bucket::new("photos").unwrap();
    let mut out = String::from("before");
    for request in
        [bucket.get_object(""), bucket.get_object("a/../b"), bucket.get_object("a").expires_in(Duration::ZERO)]
    {
        assert!(request.sign_into(&credentials(), NOW, &mut out).is_err());
        assert_eq!(out, "before");
    }
    let expired = credentials().with_expiry(NOW);
    assert!(bucket.get_object("boat.jpg").sign_into(&expired, NOW, &mut out).is_err());
    assert_eq!(out, "before");
}

/// `unwrap` prints only `Debug`, and the message of a signer's error says only that it failed.
#[test]
fn debug_shows_the_source() {
    let error = Error::signer(std::io::Error::other("slot 3 is locked"));
    let expected = r#"Error { kind: Signer, message: the signer failed, source: Custom { kind: Other, error: "slot 3 is locked" } }"#;
    assert_eq!(format!("{error:?}"), expected);
    assert_eq!(format!("{:?}", key("").unwrap_err()).matches("source").count(), 0);
}
