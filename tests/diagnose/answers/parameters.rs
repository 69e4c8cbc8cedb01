use presign::diagnose::Certainty::{Certain, Likely, Possible};

use super::*;

const QUERY: &str = "AuthorizationQueryParametersError";
const CREDENTIAL: &str = "Error parsing the X-Amz-Credential parameter";

fn answered(message: &str) -> Attempt {
    get().response(400, xml(QUERY, message))
}

/// Every message of S3, as the module `verify` sends them too.
#[test]
fn messages_of_s3() {
    let malformed = format!(
        "{CREDENTIAL}; the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."
    );
    let twice = download_by(&long_term()).as_str().replace("%2F", "%252F");
    check(&[
        (
            answered(
                "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, \
                 X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
            ),
            "missing-parameter",
            Certain,
        ),
        (answered(&malformed), "malformed-parameter", Certain),
        (Attempt::new(twice).response(400, xml(QUERY, &malformed)), "encoded-twice", Certain),
        (
            answered("Invalid credential date \"20261122\". This date is not the same as X-Amz-Date: \"20261123\"."),
            "scope-date",
            Certain,
        ),
        (answered("X-Amz-Date must be specified only once"), "repeated-parameter", Certain),
        (answered("X-Amz-Date must be spelled in this case"), "misspelled-parameter", Certain),
        (answered("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\""), "malformed-parameter", Certain),
        (
            answered("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""),
            "malformed-parameter",
            Certain,
        ),
        (answered("X-Amz-Expires should be a number"), "expiry-out-of-range", Certain),
        (answered("X-Amz-Expires must be non-negative"), "expiry-out-of-range", Certain),
        (
            answered(
                "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less \
                 than 604800 seconds",
            ),
            "expiry-out-of-range",
            Certain,
        ),
        (answered("X-Amz-SignedHeaders must be lower-case header names"), "malformed-parameter", Certain),
        (answered("X-Amz-Signature must be 64 lower-case hexadecimal digits"), "malformed-parameter", Certain),
        (
            answered(&format!("{CREDENTIAL}; incorrect service \"ec2\". This endpoint belongs to \"s3\".")),
            "service-mismatch",
            Certain,
        ),
        (answered("Something that no server says"), "malformed-parameter", Likely),
        (
            get().response(400, xml("AuthorizationHeaderMalformed", "it requires three components")),
            "malformed-parameter",
            Likely,
        ),
        (get().response(400, xml("InvalidURI", "Couldn't parse the specified URI.")), "query-encoding", Likely),
    ]);
}

#[test]
fn mechanisms() {
    let only_one = "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string \
                    parameter or the Authorization header should be specified";
    let version_4 = "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.";
    let kms = "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.";
    let incomplete = "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters";
    let sigv2 = || {
        Attempt::new(
            "https://examplebucket.s3.amazonaws.com/boat.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=NpgCjnDz&Expires=1",
        )
    };
    check(&[
        (
            get().response(400, xml_with("InvalidArgument", only_one, "<ArgumentName>Authorization</ArgumentName>")),
            "two-mechanisms",
            Certain,
        ),
        (
            get().response(
                400,
                xml_with(
                    "InvalidArgument",
                    "Unsupported Authorization Type",
                    "<ArgumentValue>Bearer abc</ArgumentValue>",
                ),
            ),
            "two-mechanisms",
            Certain,
        ),
        (sigv2().response(400, xml("InvalidRequest", version_4)), "sigv2", Certain),
        (sigv2().response(400, xml("InvalidArgument", kms)), "sigv2", Certain),
        (sigv2().response(403, xml("AccessDenied", incomplete)), "sigv2", Certain),
        // With a URL of Version 4, the server means something else.
        (get().response(400, xml("InvalidRequest", version_4)), "two-mechanisms", Possible),
        (get().response(400, xml("InvalidArgument", kms)), "two-mechanisms", Possible),
    ]);
}

/// The finding names what the URL lacks, not all that the message lists.
#[test]
fn missing_parameters_are_named() {
    let url = download_by(&long_term()).into_string().replace("&X-Amz-Expires=3600", "");
    let message = "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, ...";
    let diagnosis = explained(&Attempt::new(url).response(400, xml(QUERY, message)));
    assert_eq!(diagnosis.findings()[0].what, "The URL does not have the parameter `X-Amz-Expires` of the signature.");
    let diagnosis = explained(&answered(message));
    assert_eq!(diagnosis.findings()[0].what, "The server did not receive a parameter of the signature.");
}
