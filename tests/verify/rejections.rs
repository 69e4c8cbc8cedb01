//! The code, the status, the message and the document of each rejection.

use presign::verify::Rejection;
use time::macros::datetime;

use crate::util::NOW;

const PARAMETERS: (&str, u16) = ("AuthorizationQueryParametersError", 400);
const DENIED: (&str, u16) = ("AccessDenied", 403);

#[test]
fn codes_and_messages() {
    let credential = "Error parsing the X-Amz-Credential parameter";
    let expired = Rejection::Expired { expires: 60, expires_at: NOW, server_time: NOW };
    let mismatch = "The request signature we calculated does not match the signature you provided. Check your key and \
                    signing method.";
    let unknown_key = "The AWS Access Key Id you provided does not exist in our records.";
    for (rejection, (code, status), message) in [
        (
            Rejection::TwoMechanisms,
            ("InvalidArgument", 400),
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string \
             parameter or the Authorization header should be specified",
        ),
        (
            Rejection::Version2,
            ("InvalidRequest", 400),
            "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
        ),
        (
            Rejection::IncompleteVersion2,
            DENIED,
            "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
        ),
        (Rejection::InvalidTarget, ("InvalidURI", 400), "Couldn't parse the specified URI."),
        (Rejection::NotPresigned, DENIED, "Access Denied"),
        (
            Rejection::MissingParameter { name: "X-Amz-Date" },
            PARAMETERS,
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, \
             X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
        ),
        (Rejection::RepeatedParameter { name: "X-Amz-Date" }, PARAMETERS, "X-Amz-Date must be specified only once"),
        (Rejection::MisspelledParameter { name: "X-Amz-Date" }, PARAMETERS, "X-Amz-Date must be spelled in this case"),
        (Rejection::InvalidMethod, ("InvalidRequest", 400), "The method of the request is malformed."),
        (Rejection::AmbiguousHost, ("InvalidRequest", 400), "The request must have exactly one host."),
        (Rejection::UnknownAlgorithm, PARAMETERS, "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\""),
        (
            Rejection::InvalidCredential,
            PARAMETERS,
            &format!(
                "{credential}; the Credential is mal-formed; expecting \
                 \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."
            ),
        ),
        (Rejection::InvalidDate, PARAMETERS, "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""),
        (
            Rejection::ScopeDate { scope: "20261122".into(), date: "20261123".into() },
            PARAMETERS,
            "Invalid credential date \"20261122\". This date is not the same as X-Amz-Date: \"20261123\".",
        ),
        (Rejection::ExpiresNotANumber, PARAMETERS, "X-Amz-Expires should be a number"),
        (Rejection::NegativeExpires, PARAMETERS, "X-Amz-Expires must be non-negative"),
        (
            Rejection::ExpiresTooLong { seconds: 604_800 },
            PARAMETERS,
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than \
             604800 seconds",
        ),
        (Rejection::ExpiresTooLong { seconds: 60 }, PARAMETERS, "X-Amz-Expires must be at most 60 seconds"),
        (
            Rejection::InvalidSignedHeaders,
            PARAMETERS,
            "X-Amz-SignedHeaders must be lower-case header names in ascending order, separated by semicolons",
        ),
        (Rejection::InvalidSignature, PARAMETERS, "X-Amz-Signature must be 64 lower-case hexadecimal digits"),
        (
            Rejection::WrongRegion { found: "us-east-1".into(), expected: "eu-west-1".into() },
            PARAMETERS,
            &format!("{credential}; the region 'us-east-1' is wrong; expecting 'eu-west-1'"),
        ),
        (
            Rejection::WrongService { found: "sts".into(), expected: "s3".into() },
            PARAMETERS,
            &format!("{credential}; incorrect service \"sts\". This endpoint belongs to \"s3\"."),
        ),
        (Rejection::NotYetValid, DENIED, "Request is not valid yet"),
        (expired, DENIED, "Request has expired"),
        (Rejection::invalid_access_key_id(), ("InvalidAccessKeyId", 403), unknown_key),
        (Rejection::MissingToken, ("InvalidAccessKeyId", 403), unknown_key),
        (Rejection::InvalidToken, ("InvalidToken", 400), "The provided token is malformed or otherwise invalid."),
        (Rejection::ExpiredToken, ("ExpiredToken", 400), "The provided token has expired."),
        (
            Rejection::UnsignedHeaders { names: "host".into() },
            DENIED,
            "There were headers present in the request which were not signed",
        ),
        (Rejection::MissingSignedHeader { name: "a".into() }, ("SignatureDoesNotMatch", 403), mismatch),
        (
            Rejection::InvalidPayloadHash,
            ("InvalidArgument", 400),
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, or a valid sha256 value.",
        ),
        (
            Rejection::TwoPayloadHashes,
            ("InvalidArgument", 400),
            "x-amz-content-sha256 must be the same in the query and in the headers",
        ),
        (Rejection::SignatureMismatch, ("SignatureDoesNotMatch", 403), mismatch),
        (Rejection::KeyOfAnotherScope, ("InternalError", 500), "We encountered an internal error. Please try again."),
    ] {
        assert_eq!((rejection.code(), rejection.status(), &*rejection.message()), (code, status, message));
        assert_eq!(rejection.to_string(), message);
        let xml = rejection.to_xml("/", "1");
        let start = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>");
        assert!(
            xml.starts_with(&start) && xml.ends_with("<Resource>/</Resource><RequestId>1</RequestId></Error>"),
            "{xml}"
        );
    }
}

#[test]
fn elements_of_the_document() {
    let xml = |rejection: Rejection| rejection.to_xml("/a", "1");
    let server_time = datetime!(2026-11-23 14:00:01.5 +01:00);
    for (xml, elements) in [
        (xml(Rejection::TwoMechanisms), "<ArgumentName>Authorization</ArgumentName>"),
        (xml(Rejection::InvalidPayloadHash), "<ArgumentName>x-amz-content-sha256</ArgumentName>"),
        (
            xml(Rejection::Expired { expires: 60, expires_at: NOW, server_time }),
            "<X-Amz-Expires>60</X-Amz-Expires><Expires>2026-11-23T12:00:00Z</Expires>\
             <ServerTime>2026-11-23T13:00:01Z</ServerTime>",
        ),
        (xml(Rejection::WrongRegion { found: "a".into(), expected: "eu-west-1".into() }), "<Region>eu-west-1</Region>"),
    ] {
        assert!(xml.contains(&format!("</Message>{elements}<Resource>")), "{xml}");
    }
}

/// A path may contain anything, and the document must stay well-formed.
#[test]
fn texts_are_escaped() {
    let xml = Rejection::NotPresigned.to_xml("/<a>&\"b\"\r\n\t\u{0}\u{1b}\u{ffff}]]>é", "</RequestId>");
    assert!(
        xml.ends_with(
            "<Resource>/&lt;a&gt;&amp;\"b\"&#13;\n\t]]&gt;é</Resource><RequestId>&lt;/RequestId&gt;</RequestId></Error>"
        ),
        "{xml}"
    );
}
