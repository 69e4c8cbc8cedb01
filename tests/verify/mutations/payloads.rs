//! The hash of the body, in a header or in the query.

use presign::Bucket;
use presign::verify::{Policy, Rejection};

use super::{Table, get};
use crate::attempt::Attempt;
use crate::util::credentials;

#[test]
fn payload_hashes() {
    let bucket = Bucket::new("photos").unwrap();
    let hash = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";
    let signed = || {
        Attempt::of(
            &bucket.put_object("a").header("x-amz-content-sha256", hash),
            &credentials(),
            Policy::new("s3", "us-east-1"),
        )
    };
    let mut table = Table::default();
    table.rejected(
        "another hash",
        |a| a.set_header("x-amz-content-sha256", "0".repeat(64)),
        Rejection::SignatureMismatch,
    );
    for value in [
        "",
        "x",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "unsigned-payload",
        &hash.to_uppercase(),
    ] {
        let value = value.to_owned();
        table.rejected(
            value.clone(),
            move |a| a.set_header("x-amz-content-sha256", &value),
            Rejection::InvalidPayloadHash,
        );
    }
    table.rejected(
        "no hash",
        |a| a.set_header("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
        Rejection::SignatureMismatch,
    );
    table.rejected(
        "another hash in the query",
        |a| a.append("&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD"),
        Rejection::TwoPayloadHashes,
    );
    table.rejected(
        "the same hash in the query",
        move |a| a.append(&format!("&X-Amz-Content-Sha256={hash}")),
        Rejection::SignatureMismatch,
    );
    table.check(10, signed);
    let hash: [u8; 32] = hex::decode(hash).unwrap().try_into().unwrap();
    assert_eq!(signed().verify_with(|verified| verified.payload_hash()), Ok(Some(hash)));
    assert_eq!(get().verify_with(|verified| verified.payload_hash()), Ok(None));

    let mut table = Table::default();
    table.rejected(
        "a payload mode in the query",
        |a| a.append("&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD"),
        Rejection::SignatureMismatch,
    );
    table.rejected(
        "a hash in the query",
        |a| a.append(&format!("&X-Amz-Content-Sha256={}", "0".repeat(64))),
        Rejection::SignatureMismatch,
    );
    table.rejected(
        "a payload mode that is not supported",
        |a| a.append("&X-Amz-Content-Sha256=STREAMING"),
        Rejection::InvalidPayloadHash,
    );
    table.check(3, get);
}
