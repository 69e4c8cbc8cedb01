//! Large requests and answers take a time that is in proportion to their length.

use std::time::Instant;

use presign::diagnose::{Attempt, explain};

use super::*;

/// Explains a request, whose parts may be large.
fn explained(url: &str, body: &str) {
    let begin = Instant::now();
    let attempt =
        Attempt::new(url).method("PUT").header("Content-Type", "image/jpeg").response(403, body).failed_with(body);
    let diagnosis = explain(&attempt, None, NOW);
    let shown = diagnosis.to_string();
    assert!(shown.len() < 100_000, "{} bytes", shown.len());
    let comparison = upload().compare(body);
    assert!(comparison.to_string().len() < 100_000);
    // Unoptimized, on a busy machine. Quadratic time would be minutes.
    assert!(begin.elapsed().as_secs() < 60, "{:?} for {:.80} and {:.80}", begin.elapsed(), url, body);
}

#[test]
fn large_answers() {
    let url = upload().url().as_str();
    let long = |text: &str| text.repeat((1 << 16) / text.len());
    for body in [
        long("a"),
        long("<a>"),
        long("<a></a>"),
        long("</a>"),
        long("&"),
        long("<a>&amp;"),
        long("{\"a\":"),
        long("["),
        format!("{{\"message\":\"{}\"}}", long("token=signature=")),
        format!("<Error><Message>{}</Message></Error>", long("X-Amz-Signature=")),
        format!("<Error><Message>{}</Message></Error>", long("%3dtoken")),
        format!("<Error><CanonicalRequest>{}</CanonicalRequest></Error>", long("\n")),
        format!("<Error><CanonicalRequest>{}</CanonicalRequest></Error>", long("a:b\n")),
        format!("<Error><CanonicalRequest>PUT\n/\n{}</CanonicalRequest></Error>", long("&amp;a=b")),
        format!("<Error><CanonicalRequest>PUT\n{}</CanonicalRequest></Error>", long("/..")),
        format!("<Error><StringToSign>{}</StringToSign></Error>", long("/")),
        format!("<Error><CanonicalRequestBytes>{}</CanonicalRequestBytes></Error>", long("0a ")),
        format!("<Error><HeadersNotSigned>{}</HeadersNotSigned></Error>", long("a,")),
        "<Error><Code>SignatureDoesNotMatch</Code>".repeat(10_000),
        "a".repeat(2 << 20),
    ] {
        explained(url, &body);
    }
}

#[test]
fn large_urls() {
    let url = upload().url().as_str();
    let answer = xml(upload().canonical_request(), upload().string_to_sign());
    let parameters = |text: fn(usize) -> String| (0..10_000).map(text).collect::<String>();
    for url in [
        format!("{url}&{}", "a".repeat(1 << 20)),
        format!("{url}{}", parameters(|number| format!("&p{number}=v"))),
        format!("{url}{}", parameters(|number| format!("&X-Amz-Security-Token={number}abcdef"))),
        format!("{url}{}", parameters(|_| "&X-Amz-SignedHeaders=a;b".into())),
        format!("https://host/{}?{url}", "/..".repeat(1 << 14)),
        format!("https://host/?X-Amz-SignedHeaders={}", "a;".repeat(1 << 14)),
        format!("https://{}/", "a.".repeat(1 << 14)),
        "%25".repeat(1 << 14),
    ] {
        explained(&url, &answer);
    }
}
