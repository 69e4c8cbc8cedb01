//! What requests are made of: texts with everything that a server could get wrong.

use arbitrary::{Result, Unstructured};

use crate::verifier::Time;

/// Dates, with the seconds since the Unix epoch.
pub(super) const DATES: &[(&str, Time)] = &[
    ("20261123T120000Z", 1_795_435_200),
    ("20240229T235959Z", 1_709_251_199),
    ("19700101T000000Z", 0),
    ("20000301T000000Z", 951_868_800),
    ("00000101T000000Z", -62_167_219_200),
    ("99991231T000000Z", 253_402_214_400),
];

/// Pieces of an encoded path.
pub(super) const PATH: &[&str] = &[
    "/",
    "a",
    "boat.jpg",
    "%2F",
    "%2f",
    "%41",
    "~",
    "%7e",
    "+",
    "%2B",
    "%20",
    "é",
    "%C3%A9",
    "%e6%97%a5",
    "..",
    ".",
    "//",
    "/./",
    "/../",
    "%2e%2E",
    "%25",
    "%2541",
    "*",
    "!'()",
    ":@&=$,;",
    "%00",
    "%7F",
    "\"<>",
    "\u{85}",
];
/// Pieces of the name or value of an encoded parameter.
pub(super) const QUERY: &[&str] = &[
    "a", "b", "A", "0", "-", "_", "~", "%7e", "%7E", "%7f", "%61", "+", "%20", "%2B", "/", "%2F", "%3D", "%26", "%25",
    "%253D", "é", "%C3%A9", ";", "*", "!", "?", ":", "%00", "%0A", ".", "[]",
];
/// Names of parameters that are no parameters of the signature.
pub(super) const NAMES: &[&str] = &[
    "versionId",
    "uploads",
    "",
    "a",
    "%61",
    "X-Amz-Foo",
    "x-amz-acl",
    "Signature",
    "AWSAccessKeyId",
    "Expires",
    "X-Amz-Region-Set",
    "X-Amz-SignedHeaders2",
    "signature",
];
/// The SHA-256 of a body.
pub(super) const HASH: &str = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";
/// Headers, most of which can be signed.
pub(super) const HEADERS: &[(&str, &str)] = &[
    ("Content-Type", "image/jpeg"),
    ("x-amz-meta-title", "  two \t boats "),
    ("x-amz-acl", "private"),
    ("X-Amz-Server-Side-Encryption", "AES256"),
    ("range", "bytes=0-1"),
    ("x-amz-meta-é", "é\u{a0}"),
    ("x-amz-cf-id", ""),
    ("x-amzn-trace-id", "Root=1"),
    ("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"),
    ("x-amz-content-sha256", HASH),
    ("x-amz-content-sha256", "B94D27B9934D3E08A52E52D7DA7DABFAC484EFE37A5380EE9088F7ACE2EFCDE9"),
    ("!#$%&'*+.^_`|~", ","),
    ("x-amz-a", "a\u{b}"),
];
pub(super) const HOSTS: &[&str] =
    &["photos.s3.us-east-1.amazonaws.com", "127.0.0.1:9000", "[::1]:80", "Example.COM", " a "];
pub(super) const METHODS: &[&str] = &["GET", "PUT", "HEAD", "DELETE", "POST", "get", "PROPFIND", "!#$%&'*+-.^_`|~"];

/// Values of the parameters of a signature, most of them invalid.
pub(super) const VALUES: &[(&str, &[&str])] = &[
    ("X-Amz-Algorithm", &["AWS4-ECDSA-P256-SHA256", "aws4-hmac-sha256", "AWS4-HMAC-SHA25%36", ""]),
    (
        "X-Amz-Credential",
        &[
            "AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request",
            "a/user/20261123/eu-west-1/execute-api/aws4_request",
            "AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request/",
            "/20261123/us-east-1/s3/aws4_request",
            "AKIDEXAMPLE/20261123//s3/aws4_request",
            "AKIDEXAMPLE/20261124/us-east-1/s3/aws4_request",
            "AKIDEXAMPLE",
        ],
    ),
    (
        "X-Amz-Date",
        &[
            "20261123T120001Z",
            "20261123T240000Z",
            "20260229T120000Z",
            "20261123T120060Z",
            "20261100T120000Z",
            "20261123T1200Z",
            "2026112é120000Z",
        ],
    ),
    (
        "X-Amz-Expires",
        &[
            "901",
            "0",
            "-1",
            "+900",
            "%2B900",
            "604800",
            "604801",
            "00000000000000000000900",
            "99999999999999999999",
            "9e2",
            "",
        ],
    ),
    (
        "X-Amz-SignedHeaders",
        &[
            "host",
            "host;x-amz-acl",
            "Host",
            "host;host",
            "x-amz-acl;host",
            ";host",
            "",
            "content-type",
            "host;é",
            "host;a+b",
        ],
    ),
    ("X-Amz-Signature", &["", "0", "G"]),
    ("X-Amz-Security-Token", &["", "x"]),
];

/// Returns whether something happens that should be rare. At the end of the bytes, nothing does.
pub(super) fn rarely(input: &mut Unstructured<'_>, one_in: u8) -> Result<bool> {
    Ok(input.int_in_range(1..=one_in)? == one_in)
}

/// Chooses the first item, and rarely another one.
pub(super) fn choose_mostly_first<'a, T>(input: &mut Unstructured<'_>, items: &'a [T]) -> Result<&'a T> {
    if rarely(input, 6)? { input.choose(items) } else { Ok(&items[0]) }
}

/// Joins a few pieces. Sometimes one of them is any text.
pub(super) fn text(input: &mut Unstructured<'_>, pieces: &[&str]) -> Result<String> {
    let mut text = String::new();
    for _ in 0..input.int_in_range(0..=4)? {
        text += if rarely(input, 16)? { input.arbitrary()? } else { *input.choose(pieces)? };
    }
    Ok(text)
}
