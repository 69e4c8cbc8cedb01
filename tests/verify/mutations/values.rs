//! The values of the parameters of the signature.

use presign::verify::Rejection;

use super::{Table, get};
use crate::attempt::Attempt;

#[test]
fn values_of_the_signature() {
    let mut table = Table::default();
    let set = |name: &'static str, value: &'static str| move |attempt: &mut Attempt| attempt.set(name, value);
    for algorithm in ["AWS4-HMAC-SHA1", "aws4-hmac-sha256", "AWS4-HMAC-SHA256%20", "AWS4-HMAC-SHA256-PAYLOAD", "none"] {
        table.rejected(algorithm, set("X-Amz-Algorithm", algorithm), Rejection::UnknownAlgorithm);
    }
    for credential in [
        "AKIDEXAMPLE",
        "AKIDEXAMPLE/20261123/us-east-1/s3",
        "/20261123/us-east-1/s3/aws4_request",
        "AKIDEXAMPLE/20261123/us-east-1/s3/aws4_request/",
        "AKIDEXAMPLE/20261123/us-east-1/s3/AWS4_REQUEST",
        "AKIDEXAMPLE/20261123//s3/aws4_request",
        "AKIDEXAMPLE/20261123/us-east-1//aws4_request",
        "AKIDEXAMPLE/2026112/us-east-1/s3/aws4_request",
        "AKIDEXAMPLE/2026112x/us-east-1/s3/aws4_request",
        "AKIDEXAMPLE/20261123/us-east-1%0A/s3/aws4_request",
        "AKIDEXAMPLE/20261123/us-east-1/s3%20/aws4_request",
        "AKIDEXAMPLE%252F20261123%252Fus-east-1%252Fs3%252Faws4_request",
    ] {
        table.rejected(credential, set("X-Amz-Credential", credential), Rejection::InvalidCredential);
    }
    for date in [
        "20261123",
        "20261123T120000",
        "2026-11-23T12:00:00Z",
        "20261123t120000z",
        "20261123T120000Z%20",
        "20261123T120060Z",
        "20261123T240000Z",
        "20261131T120000Z",
        "20260229T120000Z",
        "%2B0261123T12000Z",
        "1795867200",
        // 16 bytes, but the eighth and the ninth are one character.
        "2026112\u{fc}T12000Z",
    ] {
        table.rejected(date, set("X-Amz-Date", date), Rejection::InvalidDate);
    }
    let day = |scope: &str, date: &str| Rejection::ScopeDate { scope: scope.into(), date: date.into() };
    table.rejected("the date of the day before", set("X-Amz-Date", "20261122T235959Z"), day("20261123", "20261122"));
    table.rejected("the date of the day after", set("X-Amz-Date", "20261124T000000Z"), day("20261123", "20261124"));
    table.rejected(
        "another scope",
        set("X-Amz-Credential", "AKIDEXAMPLE/20261122/us-east-1/s3/aws4_request"),
        day("20261122", "20261123"),
    );
    for expires in ["x", "900s", "9e2", "0x384", "%2B900", "900.0", "+900", "-", "--1", "%D9%A9", "900%00"] {
        table.rejected(expires, set("X-Amz-Expires", expires), Rejection::ExpiresNotANumber);
    }
    for expires in ["-1", "-0", "-99999999999999999999"] {
        table.rejected(expires, set("X-Amz-Expires", expires), Rejection::NegativeExpires);
    }
    for expires in ["604801", "4294967296", "99999999999999999999999"] {
        table.rejected(expires, set("X-Amz-Expires", expires), Rejection::ExpiresTooLong { seconds: 604_800 });
    }
    for changed in ["604800", "0900", "901"] {
        table.rejected(changed, set("X-Amz-Expires", changed), Rejection::SignatureMismatch);
    }
    for names in [
        "Host",
        "host;HOST",
        "host%3Bhost",
        "host;content-type",
        "host;",
        ";host",
        "content-type;;host",
        "ho%20st",
        "h%C3%B6st",
        "%00",
        "host%0Ax",
    ] {
        table.rejected(names, set("X-Amz-SignedHeaders", names), Rejection::InvalidSignedHeaders);
    }
    table.rejected(
        "a signed header that is not there",
        set("X-Amz-SignedHeaders", "content-type;host"),
        Rejection::MissingSignedHeader { name: "content-type".into() },
    );
    for change in [
        |signature: &str| signature.to_uppercase(),
        |signature: &str| format!("{signature}00"),
        |signature: &str| format!("{signature}%0A"),
        |signature: &str| format!("x{}", &signature[1..]),
        |_: &str| "0".repeat(63),
        |_: &str| "%C3%A9".repeat(32),
    ] {
        table.rejected(
            "a malformed signature",
            move |a| a.replace("X-Amz-Signature", |v| vec![format!("X-Amz-Signature={}", change(v))]),
            Rejection::InvalidSignature,
        );
    }
    table.rejected("another signature", |a| a.set("X-Amz-Signature", &"0".repeat(64)), Rejection::SignatureMismatch);
    for at in [0, 31, 63] {
        let flip = move |v: &str| {
            let digit = if v.as_bytes()[at] == b'0' { "1" } else { "0" };
            format!("X-Amz-Signature={}{digit}{}", &v[..at], &v[at + 1..])
        };
        table.rejected(
            "one digit of the signature",
            move |a| a.replace("X-Amz-Signature", |v| vec![flip(v)]),
            Rejection::SignatureMismatch,
        );
    }
    table.check(73, get);
}
