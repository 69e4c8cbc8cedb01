//! The request that was signed, compared with the one that the server received.
//!
//! - `trace`: for a caller who has the trace.
//! - `causes`: what the differences mean for a caller who has the URL.
//! - `cost`: large requests and answers.
//! - `shown`: what is shown of them, and what is not.

mod causes;
mod cost;
mod shown;
mod trace;

use std::sync::LazyLock;
use std::time::Duration;

use presign::{Bucket, Credentials, SigningTrace};
use time::OffsetDateTime;
use time::macros::datetime;

const NOW: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);

const TOKEN: &str = "FwoGZXIvYXdzEBYaDHRlc3Qgc2VjcmV0IHRva2Vu+/w==";

fn credentials() -> Credentials {
    Credentials::new("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY").with_session_token(TOKEN)
}

/// The trace of an upload with two signed headers.
static UPLOAD: LazyLock<SigningTrace> = LazyLock::new(|| {
    let bucket = Bucket::builder("photos").endpoint("https://s3.example.com:8443").region("eu-west-1").build().unwrap();
    let upload = bucket.put_object("a boat+oar.jpg").content_type("image/jpeg").metadata("author", "Jane");
    upload.expires_in(Duration::from_secs(3600)).trace_at(&credentials(), NOW).unwrap()
});

fn upload() -> &'static SigningTrace {
    &UPLOAD
}

/// Writes S3's answer to a wrong signature.
fn xml(canonical_request: &str, string_to_sign: &str) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>SignatureDoesNotMatch</Code><Message>The request \
         signature we calculated does not match the signature you provided.</Message><StringToSign>{}</StringToSign>\
         <CanonicalRequest>{}</CanonicalRequest><RequestId>4442587FB7D0A2F9</RequestId></Error>",
        escaped(string_to_sign),
        escaped(canonical_request)
    )
}

/// Writes the answer of AWS's other services.
fn json(canonical_request: &str, string_to_sign: &str) -> String {
    let message = format!(
        "The request signature we calculated does not match the signature you provided.\n\nThe Canonical String for \
         this request should have been\n'{canonical_request}'\n\nThe String-to-Sign should have \
         been\n'{string_to_sign}'\n"
    );
    serde_json::json!({ "message": message }).to_string()
}

/// Replaces a text that occurs once.
fn replaced(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from} in {text}");
    text.replace(from, to)
}
