//! The parameters of the signature, and the time for which it is valid.

use presign::diagnose::Certainty::{Certain, Likely, Possible};
use presign::diagnose::{Attempt, explain};
use presign::{Method, Service};
use time::macros::datetime;

use super::{Expected, NOW, assert_each, assert_finds, get, long_term, with, without};

#[test]
fn the_parameters_of_the_signature() {
    let url = get();
    let changed = |from: &str, to: &str| with(&url, from, to);
    const MISSING: Expected<'_> = &[("missing-parameter", Certain)];
    const MALFORMED: Expected<'_> = &[("malformed-parameter", Certain)];
    let unsigned = url.split('?').next().unwrap();
    let digits = url.split("X-Amz-Signature=").nth(1).unwrap();
    assert_each(&[
        ("no query", unsigned.into(), &[("not-presigned", Certain)]),
        ("other parameters", format!("{unsigned}?versionId=1&partNumber=2"), &[("not-presigned", Certain)]),
        ("? missing", changed("?X-Amz", "&X-Amz"), &[("not-presigned", Certain)]),
        ("no text", String::new(), &[("not-presigned", Certain)]),
        ("CloudFront", format!("{unsigned}?Expires=1&Signature=a&Key-Pair-Id=K"), &[("not-presigned", Certain)]),
        ("Google", format!("{unsigned}?X-Goog-Algorithm=a&X-Goog-Signature=b"), &[("not-presigned", Certain)]),
        ("no algorithm", without(&url, "X-Amz-Algorithm"), MISSING),
        ("no credential", without(&url, "X-Amz-Credential"), MISSING),
        ("no date", without(&url, "X-Amz-Date"), MISSING),
        ("no expiry", without(&url, "X-Amz-Expires"), MISSING),
        ("no signed headers", without(&url, "X-Amz-SignedHeaders"), MISSING),
        ("no signature", without(&url, "X-Amz-Signature"), MISSING),
        ("signed twice", format!("{url}&X-Amz-Date=20261123T120000Z"), &[("repeated-parameter", Certain)]),
        ("lower case", changed("X-Amz-Signature", "x-amz-signature"), &[("misspelled-parameter", Certain)]),
        ("hyphen", changed("X-Amz-SignedHeaders", "X-Amz-Signed-Headers"), &[("misspelled-parameter", Certain)]),
        ("in two cases", format!("{url}&x-amz-date=20261123T120000Z"), &[("misspelled-parameter", Possible)]),
        ("algorithm", changed("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"), MALFORMED),
        ("algorithm in lower case", changed("AWS4-HMAC-SHA256", "aws4-hmac-sha256"), MALFORMED),
        ("credential without end", changed("%2Faws4_request", ""), MALFORMED),
        ("credential without key", changed("AKIDEXAMPLE%2F", ""), MALFORMED),
        ("credential without service", changed("%2Fs3%2F", "%2F"), &[("service-mismatch", Certain)]),
        ("day of seven digits", changed("%2F20261123%2F", "%2F2026112%2F"), MALFORMED),
        ("day", changed("%2F20261123%2F", "%2F20261122%2F"), &[("scope-date", Certain)]),
        ("date in ISO form", changed("20261123T120000Z", "2026-11-23T12:00:00Z"), MALFORMED),
        ("impossible date", changed("20261123T120000Z", "20261131T120000Z"), MALFORMED),
        ("date in seconds", changed("20261123T120000Z", "1795608000"), MALFORMED),
        ("expiry in words", changed("X-Amz-Expires=3600", "X-Amz-Expires=1h"), &[("expiry-out-of-range", Certain)]),
        (
            "expiry with a fraction",
            changed("X-Amz-Expires=3600", "X-Amz-Expires=3600.0"),
            &[("expiry-out-of-range", Certain)],
        ),
        ("no number", changed("X-Amz-Expires=3600", "X-Amz-Expires="), &[("expiry-out-of-range", Certain)]),
        ("capitals", changed("SignedHeaders=host", "SignedHeaders=Host"), MALFORMED),
        ("order", changed("SignedHeaders=host", "SignedHeaders=host%3Bcontent-type"), MALFORMED),
        ("twice", changed("SignedHeaders=host", "SignedHeaders=host%3Bhost"), MALFORMED),
        (
            "comma",
            changed("SignedHeaders=host", "SignedHeaders=content-type,host"),
            &[("malformed-parameter", Certain), ("host-not-signed", Certain)],
        ),
        ("no header", changed("SignedHeaders=host", "SignedHeaders="), &[("host-not-signed", Certain)]),
        ("no host", changed("SignedHeaders=host", "SignedHeaders=range"), &[("host-not-signed", Certain)]),
        ("capitals", changed(digits, &digits.to_uppercase()), MALFORMED),
        ("base64", changed(digits, "47DEQpj8HBSa%2B%2FTImW%2B5JCeuQeRkm5NMpJWZG3hSuFU%3D"), MALFORMED),
        ("too long", format!("{url}00"), MALFORMED),
        ("not last and short", format!("{}&x-id=GetObject", &url[..url.len() - 4]), MALFORMED),
        ("redacted", changed(digits, "REDACTED"), &[("malformed-parameter", Possible)]),
        ("redacted", changed(digits, "***"), &[("malformed-parameter", Possible)]),
    ]);
}

#[test]
fn the_time() {
    let url = get();
    let expires = |value: &str| with(&url, "X-Amz-Expires=3600", &format!("X-Amz-Expires={value}"));
    let dated =
        |date: &str| with(&with(&url, "20261123T120000Z", date), "%2F20261123%2F", &format!("%2F{}%2F", &date[..8]));
    const OUT_OF_RANGE: Expected<'_> = &[("expiry-out-of-range", Certain)];
    const EXPIRED: Expected<'_> = &[("expired", Certain)];
    let token =
        Service::new("transcribe", "us-east-1", "wss://transcribestreaming.us-east-1.amazonaws.com:8443").unwrap();
    let service =
        token.request(Method::Get, "/x").sign_at(&long_term(), datetime!(2026-11-23 12:00 UTC)).unwrap().into_string();
    assert_each(&[
        ("zero", expires("0"), OUT_OF_RANGE),
        ("negative", expires("-1"), OUT_OF_RANGE),
        ("over 7 days", expires("604801"), OUT_OF_RANGE),
        ("over all numbers", expires("99999999999999999999"), OUT_OF_RANGE),
        ("7 days", expires("604800"), &[]),
        ("one second left", expires("301"), &[]),
        ("expires now", expires("300"), EXPIRED),
        ("last year", dated("20251123T120000Z"), EXPIRED),
        ("15 minutes ahead", dated("20261123T122000Z"), &[]),
        ("more than that", dated("20261123T122001Z"), &[("clock-skew", Certain)]),
        ("a day ahead", dated("20261124T120000Z"), &[("clock-skew", Certain)]),
        ("5 minutes ahead", with(&service, "20261123T120000Z", "20261123T121000Z"), &[]),
        ("more, and not S3", with(&service, "20261123T120000Z", "20261123T121001Z"), &[("clock-skew", Certain)]),
        (
            "longer than the service allows",
            with(&service, "X-Amz-Expires=300", "X-Amz-Expires=301"),
            &[("expiry-out-of-range", Likely)],
        ),
    ]);
    // The server's answer may be about something else, or show that the time was right.
    let expired = expires("60");
    let answered =
        |status, code: &str| Attempt::new(&expired).response(status, format!("<Error><Code>{code}</Code></Error>"));
    for (attempt, expected) in [
        (Attempt::new(&expired).response(403, ""), EXPIRED),
        (Attempt::new(&expired).response(200, ""), &[]),
        (answered(404, "NoSuchKey"), &[]),
        (answered(403, "AccessDenied"), EXPIRED),
        (answered(403, "SignatureDoesNotMatch"), &[("expired", Possible)]),
    ] {
        let diagnosis = explain(&attempt, None, NOW);
        let found = diagnosis.findings().iter().filter(|finding| finding.code == "expired");
        assert!(found.map(|finding| (finding.code, finding.certainty)).eq(expected.iter().copied()), "{diagnosis}");
    }
}

#[test]
fn signature_version_2() {
    let query = "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D&Expires=1795612000";
    let url = |host: &str| format!("https://{host}/boat.jpg?{query}");
    let old = url("photos.s3.amazonaws.com");
    assert_each(&[
        ("an old region", old.clone(), &[("sigv2", Likely)]),
        ("a newer region", url("photos.s3.eu-central-1.amazonaws.com"), &[("sigv2", Certain)]),
        ("another server", url("s3.example.com/photos"), &[("sigv2", Likely)]),
        ("expired", with(&old, "1795612000", "1141889120"), &[("expired", Certain), ("sigv2", Likely)]),
        ("cut by a shell", old.split('&').next().unwrap().into(), &[("cut-at-ampersand", Certain), ("sigv2", Likely)]),
        ("both", format!("{}&{query}", get()), &[("two-mechanisms", Certain)]),
    ]);
    let kms = "<Error><Code>InvalidArgument</Code><Message>Requests specifying Server Side Encryption with AWS KMS managed \
               keys require AWS Signature Version 4.</Message></Error>";
    assert_finds(&Attempt::new(&old).response(400, kms), &[("sigv2", Certain)], "a KMS object");
}
