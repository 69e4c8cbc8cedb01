use presign::diagnose::Certainty::{Certain, Likely};
use presign::diagnose::explain;
use time::macros::datetime;

use super::*;

const EXPIRED: &str = "<X-Amz-Expires>900</X-Amz-Expires><Expires>2026-11-23T12:00:00Z</Expires>\
                       <ServerTime>2026-11-23T12:04:58Z</ServerTime>";

#[test]
fn expired_or_not_valid_yet() {
    let skewed = "The difference between the request time and the current time is too large.";
    check(&[
        // AWS, MinIO, Swift
        (get().response(403, xml_with("AccessDenied", "Request has expired", EXPIRED)), "expired", Certain),
        // Alibaba
        (get().response(403, xml("AccessDenied", "Request has expired.")), "expired", Certain),
        // Ceph
        (get().response(403, xml("AccessDenied", "The pre-signed URL has expired")), "expired", Certain),
        // Cloudflare
        (get().response(400, xml("ExpiredRequest", "Request has expired")), "expired", Certain),
        // Google
        (
            get().response(
                400,
                xml_with(
                    "ExpiredToken",
                    "The provided token has expired.",
                    "<Details>Request signature expired at: 2026-11-23T11:00:00+00:00</Details>",
                ),
            ),
            "expired",
            Certain,
        ),
        // Garage
        (get().response(400, xml("InvalidRequest", "Bad request: Date is too old")), "expired", Certain),
        // AWS, a form
        (get().response(403, xml("AccessDenied", "Invalid according to Policy: Policy expired.")), "expired", Certain),
        // Other services of AWS
        (
            get().response(
                403,
                r#"{"message":"Signature expired: 20261123T115000Z is now earlier than 20261123T120000Z (20261123T120500Z - 5 min.)"}"#,
            ),
            "expired",
            Certain,
        ),
        (
            get().response(
                403,
                r#"{"message":"Signature not yet current: 20261123T121500Z is still later than 20261123T121000Z (20261123T120500Z + 5 min.)"}"#,
            ),
            "clock-skew",
            Certain,
        ),
        (get().response(403, xml("AccessDenied", "Request is not valid yet")), "clock-skew", Certain),
        (get().response(403, xml("RequestTimeTooSkewed", skewed)), "clock-skew", Certain),
        (get().response(403, xml("RequestTimeTooSkewed", "")), "clock-skew", Certain),
    ]);
}

/// A server whose clock says that the URL has expired, however it answers.
#[test]
fn expired_by_the_clock_of_the_server() {
    let late = get().response_header("Date", "Mon, 23 Nov 2026 13:00:00 GMT");
    check(&[
        (late.clone().response(403, xml("AccessDenied", "")), "expired", Certain),
        (late.clone().response(403, xml("RequestTimeTooSkewed", "")), "expired", Certain),
        (late.response(403, ""), "expired", Certain),
        (get().server_date(datetime!(2026-11-23 13:00 UTC)).response(403, ""), "expired", Certain),
        // A second earlier, it has not.
        (
            get().server_date(datetime!(2026-11-23 12:59:59 UTC)).response(403, xml("AccessDenied", "")),
            "signer-not-allowed",
            Likely,
        ),
    ]);
}

#[test]
fn the_clocks_differ() {
    let attempt = get().response(403, xml("AccessDenied", "Request has expired"));
    let diagnosis = explain(&attempt.server_date(datetime!(2026-11-23 13:02 UTC)), None, NOW);
    let [expired, skew] = diagnosis.findings() else { panic!("{diagnosis}") };
    assert_eq!(
        expired.what,
        "The URL expired at 2026-11-23 13:00 UTC, and the time of the request is 2026-11-23 13:02 UTC, 2 minutes later."
    );
    assert_eq!((skew.code, skew.certainty), ("clock-skew", Likely));
    assert_eq!(skew.what, "The server's clock is 57 minutes ahead of the time of the request.");

    let ahead = get().response(403, xml("AccessDenied", "Request is not valid yet"));
    let diagnosis = explain(&ahead.server_date(datetime!(2026-11-23 11:30 UTC)), None, NOW);
    assert_eq!(
        diagnosis.findings()[0].what,
        "The URL says that it was signed at 2026-11-23 12:00 UTC, which is 30 minutes later than the time of the \
         request, 2026-11-23 11:30 UTC. Servers accept no date more than 15 minutes ahead."
    );
}
