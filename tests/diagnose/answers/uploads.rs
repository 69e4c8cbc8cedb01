use presign::diagnose::Certainty::{Certain, Likely, Possible};

use super::*;

/// Returns an upload whose URL signs a checksum in its query, as the JavaScript SDK does.
fn put_with(name: &str, checksum: &str) -> Attempt {
    let bucket = bucket();
    let upload = bucket.request(presign::Method::Put, "boat.jpg").query(name, checksum).expires_in(HOUR);
    Attempt::new(upload.sign_at(&long_term(), SIGNED).unwrap()).method("PUT")
}

#[test]
fn uploads() {
    let implied = "A header you provided implies functionality that is not implemented";
    let length = "You must provide the Content-Length HTTP header.";
    let https =
        "Requests specifying Server Side Encryption with Customer provided keys must be made over a secure connection.";
    let kms =
        "Requests specifying Server Side Encryption with AWS KMS managed keys must be made over a secure connection.";
    let checksum_type = "Checksum Type mismatch occurred, expected checksum Type: null, actual checksum Type: crc32";
    let sha256 = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    let crc = "The provided 'x-amz-checksum' header does not match what was computed.";
    let invalid = "Value for x-amz-checksum-crc32 header is invalid.";
    let of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    check(&[
        (
            put().response(501, xml_with("NotImplemented", implied, "<Header>Transfer-Encoding</Header>")),
            "chunked-upload",
            Certain,
        ),
        (
            put().header("Transfer-Encoding", "chunked").response(501, xml("NotImplemented", implied)),
            "chunked-upload",
            Certain,
        ),
        (put().response(411, xml("MissingContentLength", length)), "chunked-upload", Certain),
        (put().response(411, ""), "chunked-upload", Certain),
        (
            put().response(400, xml("AccessControlListNotSupported", "The bucket does not allow ACLs")),
            "acl-disabled",
            Certain,
        ),
        (get().response(400, xml("InvalidRequest", https)), "sse-c-over-http", Certain),
        (get().response(400, xml("InvalidArgument", kms)), "sse-c-over-http", Certain),
        (put().response(400, xml("InvalidRequest", checksum_type)), "checksum-type", Certain),
        (
            put().response(400, xml("BadDigest", "The Content-MD5 you specified did not match")),
            "checksum-mismatch",
            Certain,
        ),
        (put().response(400, xml("XAmzContentChecksumMismatch", crc)), "checksum-mismatch", Certain),
        (put().response(400, xml("XAmzContentSHA256Mismatch", sha256)), "checksum-mismatch", Certain),
        (
            put().response(400, xml("InvalidDigest", "The Content-MD5 you specified was invalid.")),
            "checksum-mismatch",
            Certain,
        ),
        (
            put_with("x-amz-checksum-crc32", "AAAAAA==").response(400, xml("XAmzContentChecksumMismatch", crc)),
            "empty-body-checksum",
            Certain,
        ),
        (
            put_with("x-amz-checksum-crc32", "AAAAAA==").response(400, xml("InvalidRequest", invalid)),
            "empty-body-checksum",
            Certain,
        ),
        (
            put_with("x-amz-checksum-crc64nvme", "AAAAAAAAAAA=").response(400, xml("BadDigest", "did not match")),
            "empty-body-checksum",
            Certain,
        ),
        (
            put_with("x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
                .response(400, xml("BadDigest", "")),
            "empty-body-checksum",
            Certain,
        ),
        (
            put_with("x-amz-checksum-crc32", "DUoRhQ==").response(400, xml("BadDigest", "")),
            "checksum-mismatch",
            Certain,
        ),
        (
            // Not signed, so the client chose it.
            put().header("x-amz-content-sha256", of_nothing).response(400, xml("XAmzContentSHA256Mismatch", sha256)),
            "checksum-mismatch",
            Certain,
        ),
        (
            put().response(
                400,
                xml_with(
                    "EntityTooLarge",
                    "Your proposed upload exceeds the maximum allowed size",
                    "<ProposedSize>6000000000</ProposedSize><MaxSizeAllowed>5368709120</MaxSizeAllowed>",
                ),
            ),
            "upload-size",
            Certain,
        ),
        (put().response(400, xml("EntityTooSmall", "Your proposed upload is smaller")), "upload-size", Certain),
        (put().response(503, xml("SlowDown", "Please reduce your request rate.")), "server-busy", Likely),
        (put().response(503, ""), "server-busy", Possible),
        (
            put().response(500, xml("InternalError", "We encountered an internal error. Please try again.")),
            "server-busy",
            Likely,
        ),
        // CompleteMultipartUpload begins its answer before it knows.
        (put().response(200, xml("InternalError", "We encountered an internal error.")), "server-busy", Likely),
    ]);
}

#[test]
fn the_sizes_are_named() {
    let sizes = "<ProposedSize>1</ProposedSize><MinSizeAllowed>5</MinSizeAllowed>";
    let diagnosis = explained(&put().response(400, xml_with("EntityTooSmall", "", sizes)));
    assert_eq!(
        diagnosis.findings()[0].what,
        "The upload (1 bytes) is smaller than the server allows. The limit is 5 bytes."
    );
}
