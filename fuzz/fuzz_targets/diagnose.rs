//! Explains any request with any answer. Checks that neither the signature, the session token nor the secret is shown.
//!
//! The input is text: the URL, the method, what is around the secret, a header, the status and the body, each separated by
//! a line `--`.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use presign::Credentials;
use presign::diagnose::{Attempt, explain};
use time::OffsetDateTime;

const ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const OTHER_SECRET: &str = "AnotherS3cretAccessKey+/0123456789abcdef";
const TOKEN: &str = "IQoJb3JpZ2lu/X2Vj+EHsaCXVzLWVhc3QtMSJHMEU==";
/// The token as a URL has it.
const ENCODED_TOKEN: &str = "IQoJb3JpZ2lu%2FX2Vj%2BEHsaCXVzLWVhc3QtMSJHMEU%3D%3D";

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Ok(text) = str::from_utf8(bytes) else { return Corpus::Reject };
    // What is part of another text may be shown there.
    if [SECRET, OTHER_SECRET].iter().any(|secret| text.contains(secret)) {
        return Corpus::Reject;
    }
    let mut fields = text.splitn(6, "\n--\n");
    let mut field = || fields.next().unwrap_or_default();
    let (url, method, around, header, status, body) = (field(), field(), field(), field(), field(), field());

    let mut attempt = Attempt::new(url);
    if !method.is_empty() {
        attempt = attempt.method(method);
    }
    if let Some((name, value)) = header.split_once(':') {
        attempt = attempt.header(name, value.trim());
    }
    if let Ok(status) = status.parse() {
        attempt = attempt.response(status, body).response_header("x-amz-bucket-region", around);
    } else {
        attempt = attempt.failed_with(body).candidate_host(around);
    }
    let (before, after) = around.split_once('|').unwrap_or_default();
    let given = Credentials::new(ID, format!("{before}{SECRET}{after}")).with_session_token(TOKEN);
    let attempt = attempt.candidate_credentials(Credentials::new(ID, OTHER_SECRET));
    let now = OffsetDateTime::from_unix_timestamp(1_795_435_200).expect("a time");
    let diagnosis = explain(&attempt, Some(&given), now);

    let shown = format!("{diagnosis} {diagnosis:?} {attempt:?}");
    for secret in [SECRET, OTHER_SECRET, TOKEN, ENCODED_TOKEN] {
        // A token that is in a part of the URL where no token is may be shown there.
        let is_elsewhere = text.matches(secret).count() > usize::from(url.contains("-Token="));
        assert!(is_elsewhere || !shown.contains(secret), "{shown}");
    }
    if let Some((_, value)) = url.split_once("X-Amz-Signature=") {
        let digits = value.bytes().take_while(u8::is_ascii_hexdigit).count();
        let signature = &value[..digits];
        let is_elsewhere = text.to_ascii_lowercase().matches(&signature.to_ascii_lowercase()).count() > 1;
        assert!(digits < 32 || is_elsewhere || !shown.contains(signature), "{shown}");
    }
    Corpus::Keep
});
