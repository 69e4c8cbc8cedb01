//! Answers that suggest a cause which the URL or the secret disproves.

use presign::diagnose::Certainty::{Certain, Likely, Possible};

use super::*;

const MISMATCH: &str = "The request signature we calculated does not match the signature you provided.";

fn codes(attempt: &Attempt, credentials: Option<&Credentials>) -> Vec<(&'static str, Certainty)> {
    let diagnosis = explain(attempt, credentials, NOW);
    diagnosis.findings().iter().map(|finding| (finding.code, finding.certainty)).collect()
}

/// The secret shows that the parameter was signed.
#[test]
fn a_tracking_parameter_that_was_signed() {
    let url = bucket().get_object("boat.jpg").query("utm_source", "mail").sign_at(&long_term(), SIGNED).unwrap();
    let attempt = Attempt::new(url).method("GET").response(403, xml("SignatureDoesNotMatch", MISMATCH));
    let with_secret = codes(&attempt, Some(&long_term()));
    assert_eq!(with_secret.first(), Some(&("wrong-secret", Likely)), "{with_secret:?}");
    assert!(!with_secret.contains(&("tracking-parameter", Likely)), "{with_secret:?}");
    let invalid = attempt.response(403, xml("InvalidSignature", ""));
    assert_eq!(codes(&invalid, Some(&long_term())).first(), Some(&("wrong-secret", Likely)));
}

/// A CDN is meant to send the host that was signed.
#[test]
fn a_url_that_is_handed_out_under_another_host() {
    let bucket = bucket();
    let download = bucket.get_object("boat.jpg").expires_in(HOUR);
    let url = download.sign_at(&long_term(), SIGNED).unwrap().with_base_url("https://cdn.example.com").unwrap();
    assert_eq!(codes(&Attempt::new(&url), Some(&long_term())), [("signature-mismatch", Possible)]);
    let trace = download.trace_at(&long_term(), SIGNED).unwrap();
    let texts = format!(
        "<StringToSign>{}</StringToSign><CanonicalRequest>{}</CanonicalRequest>",
        trace.string_to_sign(),
        trace.canonical_request().replace('&', "&amp;")
    );
    let attempt = Attempt::new(url).method("GET").response(403, xml_with("SignatureDoesNotMatch", MISMATCH, &texts));
    assert_eq!(codes(&attempt, None).first(), Some(&("host-changed", Likely)));
    assert_eq!(codes(&attempt, Some(&long_term())), [("wrong-secret", Certain)]);
}

/// S3 names the headers that are not signed, if they are the reason.
#[test]
fn a_header_that_is_not_signed_beside_another_reason() {
    let sent = || get().header("x-amz-user-agent", "script");
    let denied = codes(&sent().response(403, xml("AccessDenied", "Access Denied")), None);
    assert_eq!(denied.first(), Some(&("signer-not-allowed", Likely)));
    assert!(denied.contains(&("header-not-signed", Possible)), "{denied:?}");
    let named = "There were headers present in the request which were not signed";
    let named = codes(&sent().response(403, xml("AccessDenied", named)), None);
    assert_eq!(named.first(), Some(&("header-not-signed", Certain)));
}

/// Clients send no length in other ways too.
#[test]
fn an_upload_without_a_length() {
    let diagnosis = explained(&put().response(411, xml("MissingContentLength", "")));
    assert_eq!(
        diagnosis.findings()[0].what,
        "The client sent the upload without its length, as with `Transfer-Encoding: chunked`, and the server needs that."
    );
}

/// What does not look like an access key ID may be a secret.
#[test]
fn an_access_key_id_that_is_not_shown() {
    let named = Credentials::new("jane doe=+secret", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    let bucket = bucket();
    let download = bucket.get_object("boat.jpg").expires_in(HOUR);
    let trace = download.trace_at(&named, SIGNED).unwrap();
    let texts = format!("<StringToSign>{}</StringToSign>", trace.string_to_sign());
    let attempt = Attempt::new(download.sign_at(&named, SIGNED).unwrap());
    let attempt = attempt.method("GET").response(403, xml_with("SignatureDoesNotMatch", MISMATCH, &texts));
    let shown = explain(&attempt, Some(&named), NOW).to_string();
    assert!(shown.contains("for the access key (not shown)."), "{shown}");
}
