use presign::diagnose::Certainty::{Certain, Likely};
use presign::diagnose::{Attempt, Certainty, explain};

use super::*;

/// Returns the first finding for a request, of whose canonical request a part was replaced on the way.
fn first(
    trace: &SigningTrace,
    attempt: impl Fn(Attempt) -> Attempt,
    from: &str,
    to: &str,
) -> (String, Certainty, String) {
    let received = trace.canonical_request().replacen(from, to, 1);
    assert_ne!(received, trace.canonical_request(), "{from}");
    let attempt = attempt(Attempt::new(trace.url().as_str())).response(403, xml(&received, trace.string_to_sign()));
    let diagnosis = explain(&attempt, None, NOW);
    let finding = diagnosis.findings().first().unwrap_or_else(|| panic!("{from}: {diagnosis}"));
    assert!(diagnosis.comparison().is_some_and(|comparison| !comparison.is_equal()));
    (finding.code.to_owned(), finding.certainty, finding.what.clone())
}

fn sent(attempt: Attempt) -> Attempt {
    let attempt = attempt.method("PUT").header("Host", "s3.example.com:8443");
    attempt.header("Content-Type", "image/jpeg").header("x-amz-meta-author", "  Jane ")
}

#[test]
fn what_changed_on_the_way() {
    for (from, to, code, certainty) in [
        ("PUT\n", "GET\n", "wrong-method", Certain),
        ("host:s3.example.com:8443", "host:s3.example.com", "port-changed", Certain),
        ("host:s3.example.com:8443", "host:minio:9000", "host-changed", Certain),
        ("content-type:image/jpeg", "content-type:image/jpeg; charset=utf-8", "header-changed", Certain),
        ("content-type:image/jpeg", "content-type:", "header-missing", Certain),
        ("content-type:image/jpeg\n", "", "header-missing", Certain),
        ("author:Jane", "author:jane", "header-changed", Certain),
        ("/photos/a%20boat", "/photos/a%2520boat", "path-encoding", Certain),
        ("/photos/a%20boat%2Boar", "/photos/a%20boat%20oar", "path-encoding", Certain),
        ("/photos/", "/storage/photos/", "path-prefix", Certain),
        ("/photos/", "/", "path-prefix", Certain),
        ("/photos/", "/pictures/", "path-prefix", Certain),
        ("\ncontent-type", "&utm_source=mail\ncontent-type", "tracking-parameter", Certain),
        ("\ncontent-type", "&fbclid=1\ncontent-type", "tracking-parameter", Certain),
        ("\ncontent-type", "&a=b\ncontent-type", "query-changed", Certain),
        ("&X-Amz-Expires=3600", "", "query-changed", Certain),
        ("&X-Amz-Expires=3600", "&X-Amz-Expires=36000", "query-changed", Certain),
        ("eu-west-1%2Fs3", "eu-west-1/s3", "query-encoding", Certain),
        ("%2B%2Fw%3D%3D", "%20%2Fw%3D%3D", "token-mangled", Certain),
        (
            "UNSIGNED-PAYLOAD",
            "abababababababababababababababababababababababababababababababab",
            "payload-hash",
            Likely,
        ),
    ] {
        let (found, found_certainty, what) = first(upload(), sent, from, to);
        assert_eq!((&*found, found_certainty), (code, certainty), "{from} {to}: {what}");
    }
}

#[test]
fn the_sentences() {
    for (from, to, what) in [
        (
            "host:s3.example.com:8443",
            "host:minio:9000",
            "The URL is for the host \"s3.example.com:8443\", and the server received \"minio:9000\".",
        ),
        (
            "content-type:image/jpeg",
            "content-type:text/plain",
            "The header `content-type` was sent with \"image/jpeg\", and the server received \"text/plain\".",
        ),
        (
            "/photos/a%20boat",
            "/storage/photos/a%20boat",
            "The path of the URL is \"/photos/a%20boat%2Boar.jpg\", and the server received \
             \"/storage/photos/a%20boat%2Boar.jpg\": a proxy changed the first segments (\"/storage\").",
        ),
        (
            "\ncontent-type",
            "&utm_source=mail\ncontent-type",
            "The server received the query with \"utm_source\" added.",
        ),
        ("PUT\n", "GET\n", "The request was sent with the method \"PUT\", and it reached the server as \"GET\"."),
    ] {
        assert_eq!(first(upload(), sent, from, to).2, what);
    }
}

#[test]
fn slashes_and_dot_segments() {
    let bucket = Bucket::builder("photos").endpoint("https://s3.example.com").build().unwrap();
    let trace = bucket.get_object("2026//boat.jpg").trace_at(&credentials(), NOW).unwrap();
    assert_eq!(first(&trace, |attempt| attempt, "2026//boat", "2026/boat").0, "path-normalized");
    let trace = bucket.get_object("a/../boat.jpg").allow_dot_segments().trace_at(&credentials(), NOW).unwrap();
    assert_eq!(first(&trace, |attempt| attempt, "/a/../boat", "/boat").0, "path-normalized");
}

/// Without the headers that were sent, what the server received is compared with the URL alone.
#[test]
fn unknown_headers_are_not_compared() {
    let unknown = |attempt: Attempt| attempt;
    let (code, certainty, _) = first(upload(), unknown, "content-type:image/jpeg", "content-type:");
    assert_eq!((&*code, certainty), ("header-missing", Certain));
    let (code, certainty, _) = first(upload(), unknown, "host:s3.example.com:8443", "host:s3.example.com");
    assert_eq!((&*code, certainty), ("port-changed", Certain));
}

/// If the caller names the server's host, the URL may be signed for it.
#[test]
fn known_hosts_are_only_likely() {
    let known = |attempt: Attempt| sent(attempt).candidate_host("minio:9000");
    let received = upload().canonical_request().replace("host:s3.example.com:8443", "host:minio:9000");
    let attempt = known(Attempt::new(upload().url().as_str())).response(403, xml(&received, upload().string_to_sign()));
    let diagnosis = explain(&attempt, None, NOW);
    let host = diagnosis.findings().iter().find(|finding| finding.code == "host-changed").unwrap();
    assert_eq!(host.certainty, Likely);
}

#[test]
fn rewritten_headers() {
    let bucket = Bucket::new("photos").unwrap();
    let trace = bucket.get_object("boat.jpg").header("Accept", "image/avif").trace_at(&credentials(), NOW).unwrap();
    let sent = |attempt: Attempt| attempt.method("GET").header("Accept", "image/avif");
    let (code, certainty, what) = first(&trace, sent, "accept:image/avif", "accept:*/*");
    assert_eq!((&*code, certainty), ("header-rewritten", Certain), "{what}");
}

/// The header `x-amz-content-sha256` was sent, and the server took its value.
#[test]
fn the_payload_hash_of_a_header() {
    let hash = "ab".repeat(32);
    let with_hash = |attempt: Attempt| sent(attempt).header("x-amz-content-sha256", &hash);
    let (code, certainty, _) = first(upload(), with_hash, "UNSIGNED-PAYLOAD", &hash);
    assert_eq!((&*code, certainty), ("payload-hash", Certain));
}

#[test]
fn the_string_to_sign() {
    let trace = upload();
    for (from, to, code) in [
        ("eu-west-1", "us-east-1", "region-mismatch"),
        ("/s3/", "/execute-api/", "service-mismatch"),
        ("\n20261123/", "\n20261124/", "scope-date"),
        ("20261123T120000Z", "20261123T120500Z", "signed-date"),
    ] {
        let string = replaced(trace.string_to_sign(), from, to);
        let attempt = sent(Attempt::new(trace.url().as_str())).response(403, xml(trace.canonical_request(), &string));
        let diagnosis = explain(&attempt, None, NOW);
        assert_eq!((diagnosis.findings()[0].code, diagnosis.findings()[0].certainty), (code, Certain), "{diagnosis}");
    }
}

/// An object may contain what a server answered to someone.
#[test]
fn downloads_are_not_compared() {
    let received = upload().canonical_request().replace("PUT\n", "GET\n");
    let body = xml(&received, upload().string_to_sign());
    let diagnosis = explain(&Attempt::new(upload().url().as_str()).method("PUT").response(200, body), None, NOW);
    assert!(diagnosis.comparison().is_none());
}

/// Nothing differs, so something else was signed.
#[test]
fn equal_texts() {
    let bucket = Bucket::new("photos").unwrap();
    let download = || bucket.get_object("boat.jpg").trace_at(&credentials(), NOW).unwrap();
    let answered = |trace: &SigningTrace, attempt: Attempt| {
        let diagnosis =
            explain(&attempt.response(403, xml(trace.canonical_request(), trace.string_to_sign())), None, NOW);
        assert!(diagnosis.comparison().is_some_and(presign::diagnose::Comparison::is_equal), "{diagnosis}");
        (diagnosis.findings()[0].code, diagnosis.findings()[0].certainty)
    };
    let attempt = |trace: &SigningTrace| Attempt::new(trace.url().as_str());
    assert_eq!(answered(&download(), attempt(&download()).method("GET")), ("wrong-secret", Likely));
    assert_eq!(answered(upload(), sent(attempt(upload()))), ("header-changed", Likely));
    let head = bucket.head_object("boat.jpg").trace_at(&credentials(), NOW).unwrap();
    assert_eq!(answered(&head, attempt(&head).method("HEAD")), ("wrong-method", Likely));
    let delete = bucket.delete_object("boat.jpg").trace_at(&credentials(), NOW).unwrap();
    assert_eq!(answered(&delete, attempt(&delete).method("DELETE")), ("signature-mismatch", Likely));
}
