//! The search ends soon, fails never, and shows nothing secret, whatever it is given.

use std::time::{Duration, Instant};

use presign::Credentials;
use presign::diagnose::{Attempt, Certainty, explain};
use proptest::prelude::*;

use super::case::{Case, ENCODED_TOKEN, ID, NOON, SECRET, Sent, TOKEN};

/// Far more than an attempt takes without optimization.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 5 });

#[test]
fn hostile_urls_take_no_longer() {
    let case = Case::s3();
    let signed = |query: &str| format!("{}{query}&X-Amz-Signature={}", case.url, "ab".repeat(32));
    let many_headers: Vec<String> = (0..5_000).map(|number| format!("x-amz-meta-{number}")).collect();
    for url in [
        signed(&format!("&a={}", "%20+".repeat(50_000))),
        signed(&"&a=b".repeat(5_000)),
        signed(&(0..5_000).map(|number| format!("&p{}={number}", 4999 - number)).collect::<String>()),
        signed("").replace("/photos/", &"/a/..//".repeat(50_000)),
        signed("").replace("=host&", &format!("={}&", many_headers.join("%3B"))),
        signed("").replace("eu-west-1", &"a".repeat(50_000)),
        signed("").replace("20261123T120000Z", &"9".repeat(50_000)),
    ] {
        let attempt = Attempt::new(&url).method("GET");
        let attempt = many_headers.iter().fold(attempt, |attempt, name| attempt.header(name, "a  b"));
        let begin = Instant::now();
        let diagnosis = explain(&attempt, Some(&case.given), NOON);
        assert!(begin.elapsed() < PATIENCE, "{:?} for {}", begin.elapsed(), &url[..200]);
        let certain = diagnosis.findings().iter().filter(|finding| finding.certainty == Certainty::Certain);
        assert_eq!(certain.filter(|finding| finding.code.starts_with("signature")).count(), 0);
    }
}

#[test]
fn credentials_of_another_access_key_are_told() {
    let mut case = Case::s3();
    case.given = Credentials::new("AKIAI44QH8DHBEXAMPLE", "the/secret+of+another+access+key+ID++++++");
    let diagnosis = case.diagnose();
    let finding = diagnosis.findings().first().expect("a finding");
    assert_eq!((finding.code, finding.certainty), ("wrong-secret", Certainty::Likely));
    assert!(finding.what.contains(ID) && finding.what.contains("can't be checked"), "{finding}");
}

/// Returns S3's answer to a wrong signature.
fn mismatch(case: &Case, secret_of_server: &str) -> (u16, String) {
    let mut server = case.signed.clone();
    server.secret = secret_of_server.into();
    let hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(server.canonical_request()));
    let string_to_sign = format!("AWS4-HMAC-SHA256\n{}\n{}\n{hash}", server.date, server.scope);
    let escaped = server.canonical_request().replace('&', "&amp;");
    let body = format!(
        "<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match the \
         signature you provided.</Message><StringToSign>{string_to_sign}</StringToSign>\
         <CanonicalRequest>{escaped}</CanonicalRequest></Error>"
    );
    (403, body)
}

#[test]
fn a_server_with_another_secret_is_told() {
    let mut case = Case::s3();
    case.sent.response = Some(mismatch(&case, "the/new+secret+of+the+same+access+key+++"));
    let diagnosis = case.diagnose();
    let finding = diagnosis.findings().first().expect("a finding");
    assert_eq!((finding.code, finding.certainty), ("wrong-secret", Certainty::Certain), "{diagnosis}");
    assert!(finding.what.contains("the server refuses the signature"), "{finding}");
    case.check_shows_no_secret(&diagnosis);
}

#[test]
fn if_the_texts_agree_the_secret_is_likely_wrong() {
    let mut case = Case::s3();
    case.sent.response = Some(mismatch(&case, SECRET));
    case.signed.secret = "the/secret+that+the+signer+used+and+nobody".into();
    let diagnosis = case.diagnose();
    let finding = diagnosis.findings().first().expect("a finding");
    assert_eq!((finding.code, finding.certainty), ("wrong-secret", Certainty::Likely), "{diagnosis}");
}

#[test]
fn if_nothing_matches_it_says_what_was_tried() {
    let mut case = Case::s3();
    case.signed.query.push_str("&something=else");
    for (response, certainty) in [
        (None, Certainty::Likely),
        (Some((403, "<Error><Code>SignatureDoesNotMatch</Code></Error>".into())), Certainty::Likely),
        (Some((403, "<Error><Code>AccessDenied</Code></Error>".into())), Certainty::Possible),
    ] {
        case.sent.response = response;
        let diagnosis = case.diagnose();
        let finding = diagnosis.findings().iter().find(|finding| finding.code == "signature-mismatch");
        let finding = finding.expect("a finding");
        assert_eq!(finding.certainty, certainty, "{diagnosis}");
        assert!(finding.what.contains("nor any of 20000 requests"), "{finding}");
    }
}

/// The server has accepted the signature, so it does not matter that it is not the expected one.
#[test]
fn an_answer_about_something_else_is_no_reason_to_search() {
    let mut case = Case::s3();
    case.sent.method = Some("HEAD");
    for status in [200, 304, 404, 416, 503] {
        case.sent.response = Some((status, String::new()));
        let diagnosis = case.diagnose();
        assert!(diagnosis.findings().iter().all(|finding| finding.code != "wrong-method"), "{status}: {diagnosis}");
    }
    case.sent.response = Some((403, String::new()));
    assert_eq!(case.mistake(&["wrong-method"]), None);
}

/// What the server received is in its answer. It was signed, apart from the method.
#[test]
fn what_the_server_received_counts() {
    let mut case = Case::s3();
    case.signed.host("examplebucket.mirror.example.com");
    case.signed.path = "/other/key".into();
    case.sent.response = Some(mismatch(&case, SECRET));
    case.signed.method = "PUT".into();
    case.sent.method = Some("GET");
    // What differs from the URL is found by comparing, and that it was signed so only by the search.
    assert_eq!(case.mistake(&["host-changed", "path-encoding", "wrong-method"]), None);
}

#[test]
fn unknown_headers_are_filled_in() {
    let mut case = Case::put("content-type", "image/jpeg");
    case.sent = Sent::default();
    assert!(case.diagnose().findings().is_empty(), "{}", case.diagnose());

    case.sent.response = Some((403, "<Error><Code>SignatureDoesNotMatch</Code></Error>".into()));
    let diagnosis = case.diagnose();
    let finding = diagnosis.findings().first().expect("a finding");
    assert_eq!((finding.code, finding.certainty), ("header-missing", Certainty::Likely));
    assert!(finding.what.contains("`content-type` with the value `image/jpeg`"), "{finding}");

    // A value that nobody would guess.
    let mut case = Case::put("content-type", "image/x-unheard-of");
    case.sent = Sent::default();
    let diagnosis = case.diagnose();
    let finding = diagnosis.findings().first().expect("a finding");
    assert_eq!((finding.code, finding.certainty), ("signature-mismatch", Certainty::Possible));
    assert!(finding.fix.contains("`content-type`"), "{finding}");
}

#[test]
fn a_secret_that_was_given_with_white_space_is_trimmed() {
    let mut case = Case::s3();
    case.given = Credentials::new(ID, format!("{SECRET}\n"));
    assert!(case.diagnose().findings().is_empty(), "{}", case.diagnose());
}

#[test]
fn secret_headers_are_not_shown() {
    let key = "x-amz-server-side-encryption-customer-key";
    let mut case = Case::put(key, "c2lnbmVkIGtleQ==");
    case.send(key, "c2VudCBrZXk=");
    let diagnosis = case.diagnose();
    let shown = format!("{diagnosis} {diagnosis:?}");
    assert!(!shown.contains("c2lnbmVk") && !shown.contains("c2VudCBrZXk"), "{shown}");
}

#[test]
fn secrets_in_the_wrong_place_are_not_shown() {
    for secret in [SECRET, TOKEN, ENCODED_TOKEN] {
        let mut case = Case::put("content-type", "image/jpeg");
        case.given = Credentials::new(ID, SECRET).with_session_token(TOKEN);
        case.send("Content-Type", &format!("{secret}; charset=utf-8"));
        assert_eq!(case.mistake(&["header-changed"]), None);

        let mut case = Case::s3();
        case.given = Credentials::new(ID, SECRET).with_session_token(TOKEN);
        case.after = format!("&{}=1", secret.replace('%', "%25").replace('+', "%2B"));
        assert_eq!(case.mistake(&["query-changed"]), None);

        let mut case = Case::s3();
        case.given = Credentials::new(ID, SECRET).with_session_token(TOKEN);
        case.sent.method = Some(secret);
        assert_eq!(case.mistake(&["wrong-method"]), None);

        let mut case = Case::s3();
        case.given = Credentials::new(ID, SECRET).with_session_token(TOKEN);
        case.send("Host", secret);
        assert_eq!(case.mistake(&["host-changed"]), None);
    }
}

/// The two are in each other's place, so the URL shows the secret.
#[test]
fn a_secret_in_the_place_of_the_id_is_not_shown() {
    let mut case = Case::s3();
    let encoded = SECRET.replace('/', "%2F").replace('+', "%2B");
    case.replace_in_url(ID, &encoded);
    case.signed.replace_in_query(ID, &encoded);
    case.signed.secret = ID.into();
    let diagnosis = case.diagnose();
    assert!(diagnosis.findings().iter().any(|finding| finding.code == "key-and-secret-swapped"), "{diagnosis}");
    case.check_shows_no_secret(&diagnosis);
}

#[cfg(feature = "sigv4a")]
#[test]
fn sigv4a_is_searched_singly() {
    use presign::sigv4a::Sigv4aSigner;
    use presign::{Bucket, Signer};

    let credentials = Credentials::new(ID, SECRET);
    let signer: &dyn Signer = &Sigv4aSigner::new(credentials.clone());
    let bucket = Bucket::builder("arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap").build().expect("a bucket");
    let url = bucket.get_object("boat.jpg").sign_at(signer, NOON).expect("a URL").into_string();
    for (url, method, codes) in [
        (url.clone(), "GET", &[][..]),
        (url.clone(), "HEAD", &["wrong-method"]),
        (format!("{url}&utm_source=mail"), "GET", &["tracking-parameter"]),
        (url.replace("Region-Set=%2A", "Region-Set=us-east-1"), "GET", &["region-mismatch"]),
    ] {
        let diagnosis = explain(&Attempt::new(&url).method(method), Some(&credentials), NOON);
        let found: Vec<_> = diagnosis.findings().iter().map(|finding| finding.code).collect();
        assert_eq!(found, codes, "{url}: {diagnosis}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any change to a right URL, and any text.
    #[test]
    fn any_url_is_searched(
        at in 0usize..600,
        length in 0usize..40,
        text in "(%2F|%|&|=|\\+|/|[ -~]|\\PC){0,12}",
        header in "[ -~]{0,20}",
        secret in "\\PC{0,50}",
        method in "[A-Za-z ]{0,8}",
    ) {
        let case = Case::session();
        let mut url = case.url();
        let at = at % url.len();
        let end = (at + length).min(url.len());
        url.replace_range(at..end, &text);
        for url in [&url, &text] {
            let attempt = Attempt::new(url).method(&method).header("Content-Type", &header).header("Host", &text);
            let given = Credentials::new(ID, &secret).with_session_token(&header);
            let diagnosis = explain(&attempt.candidate_credentials(case.given.clone()), Some(&given), NOON);
            case.check_shows_no_secret(&diagnosis);
            if secret.len() >= 16 {
                let shown = format!("{diagnosis} {diagnosis:?}");
                prop_assert!(!shown.contains(&secret));
            }
        }
    }
}
