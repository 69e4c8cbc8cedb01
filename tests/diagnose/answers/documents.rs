//! Servers that answer HEAD repeat the code in a header.

use presign::diagnose::Certainty::{Certain, Likely};

use super::*;

#[test]
fn codes_in_headers() {
    let head = |name: &str, code: &str| get().method("HEAD").response(403, "").response_header(name, code);
    check(&[
        (head("x-minio-error-code", "InvalidAccessKeyId"), "unknown-access-key", Certain),
        (
            head("x-minio-error-code", "AccessDenied").response_header("x-minio-error-desc", "\"Request has expired\""),
            "expired",
            Certain,
        ),
        (head("x-amz-error-code", "NoSuchKey"), "no-such-key", Certain),
        (head("x-minio-error-code", "SignatureDoesNotMatch"), "wrong-method", Likely),
    ]);
}

/// Bodies in any state give their code.
#[test]
fn damaged_documents() {
    let whole = xml("NoSuchKey", "The specified key does not exist.");
    let twice = format!("<?xml version=\"1.0\"?>{whole}");
    let in_namespace = whole.replace("<Error>", "<Error xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    let with_head = format!("HTTP/1.1 404 Not Found\r\nContent-Type: application/xml\r\n\r\n{whole}");
    let cut = &whole[..whole.find("</Message>").unwrap()];
    let marked = format!("\u{feff}{whole}");
    for body in [&*whole, &twice, &in_namespace, &with_head, cut, &marked] {
        check(&[(get().response(404, body), "no-such-key", Certain)]);
    }
    let mut latin_1 = whole.into_bytes();
    latin_1.insert(latin_1.len() - 10, 0xe9);
    check(&[(get().response(404, latin_1), "no-such-key", Certain)]);
}

/// A server may repeat a token or another credential that is not in the URL.
#[test]
fn what_a_server_repeats_is_hidden() {
    let secret = "eyJhbGciOiJub25lIn0.e30.abc";
    let message = format!("The account of {secret} is suspended");
    for element in ["Token-0", "ArgumentValue", "SignatureProvided"] {
        let elements = format!("<{element}>{secret}</{element}>");
        let diagnosis = explained(&get().response(403, xml_with("AccountProblem", &message, &elements)));
        assert_eq!(
            diagnosis.findings()[0].what,
            "The server refuses the account of the signer. It says \"The account of REDACTED is suspended\"."
        );
    }
}
