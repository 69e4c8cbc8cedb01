//! Object keys.

use presign::{Bucket, ErrorKind};

use crate::key;
use crate::util::errors::assert_error;
use crate::util::{NOW, credentials};

#[test]
fn keys() {
    assert_error(
        key(""),
        ErrorKind::EmptyKey,
        "object key is empty, so the URL would name the bucket: use `bucket_request` for bucket operations",
    );
    assert_error(
        key(&"é".repeat(513)),
        ErrorKind::KeyTooLong,
        "object key is 1026 bytes long: at most 1024 bytes of UTF-8 are allowed",
    );
    assert!(key(&"é".repeat(512)).is_ok());
    assert_error(
        key("a/../b"),
        ErrorKind::DotSegment,
        "object key \"a/../b\" has the dot segment `..` at byte 2: clients remove it before sending, so the URL would \
         name something else; to sign it anyway, call `allow_dot_segments`",
    );
    for dotted in [".", "..", "./a", "a/.", "/../a", "a//./"] {
        assert_eq!(key(dotted).unwrap_err().kind(), ErrorKind::DotSegment, "{dotted}");
    }
    for undotted in ["...", ".a", "a.", "a/..b", "%2e%2e/a", "a/.. /b", "..\\a"] {
        assert!(key(undotted).is_ok(), "{undotted}");
    }
    let bucket = Bucket::new("photos").unwrap();
    assert!(bucket.get_object("a/../b").allow_dot_segments().sign_at(&credentials(), NOW).is_ok());
}
