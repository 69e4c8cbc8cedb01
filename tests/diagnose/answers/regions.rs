use presign::diagnose::Certainty::{Certain, Likely};

use super::*;

#[test]
fn regions_and_endpoints() {
    let aws = "Error parsing the X-Amz-Credential parameter; the region 'eu-west-1' is wrong; expecting 'us-west-2'";
    let minio = "Error parsing the X-Amz-Credential parameter; the region is wrong;";
    let ovh = "The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'gra'";
    let garage = "Authorization header malformed, unexpected scope: '20261123/eu-west-1/s3/aws4_request', expected: \
                  '20261123/garage/s3/aws4_request'";
    let old_garage = "Authorization header malformed, unexpected scope: 20261123/eu-west-1/s3/aws4_request";
    let r2 = "The region name 'eu-west-1' is not valid. Must be one of: wnam, enam, weur, eeur, apac, oc, auto";
    let constraint = "The eu-central-1 location constraint is incompatible for the region specific endpoint this \
                      request was sent to.";
    let other = "Credential should be scoped to a valid region, not 'eu-west-1'. ";
    let service = "Credential should be scoped to correct service: 'execute-api'. ";
    let moved = "The bucket you are attempting to access must be addressed using the specified endpoint.";
    let oracle = "The secret key required to complete authentication could not be found. The region must be specified \
                  if this is not the home region for the tenancy.";
    let to = "<Endpoint>examplebucket.s3.us-west-2.amazonaws.com</Endpoint>";
    let region = |name: &str| format!("<Region>{name}</Region>");
    check(&[
        (
            get().response(400, xml_with("AuthorizationQueryParametersError", aws, &region("us-west-2"))),
            "region-mismatch",
            Certain,
        ),
        (
            get().response(400, xml_with("AuthorizationQueryParametersError", minio, &region("us-east-1"))),
            "region-mismatch",
            Certain,
        ),
        (
            get().response(400, xml_with("AuthorizationHeaderMalformed", ovh, &region("gra"))),
            "region-mismatch",
            Certain,
        ),
        (get().response(400, xml("AuthorizationHeaderMalformed", garage)), "region-mismatch", Certain),
        (
            get().response(400, xml_with("AuthorizationHeaderMalformed", old_garage, &region("garage"))),
            "region-mismatch",
            Certain,
        ),
        (get().response(400, xml("InvalidRegionName", r2)), "region-mismatch", Certain),
        (get().response(403, format!("{{\"message\":\"{other}\"}}")), "region-mismatch", Certain),
        (get().response(403, format!("{{\"message\":\"{service}\"}}")), "service-mismatch", Certain),
        (get().response(400, xml("IllegalLocationConstraintException", constraint)), "wrong-endpoint", Certain),
        (get().response(301, xml_with("PermanentRedirect", moved, to)), "wrong-endpoint", Certain),
        (get().response(307, xml_with("TemporaryRedirect", "Please re-send", to)), "wrong-endpoint", Certain),
        // HEAD has no body.
        (
            get().method("HEAD").response(301, "").response_header("x-amz-bucket-region", "us-west-2"),
            "wrong-endpoint",
            Certain,
        ),
        (
            get().method("HEAD").response(400, "").response_header("x-amz-bucket-region", "us-west-2"),
            "region-mismatch",
            Certain,
        ),
        (
            get().method("HEAD").response(403, "").response_header("x-amz-bucket-region", "us-west-2"),
            "region-mismatch",
            Likely,
        ),
        // With another reason, the region says nothing: some servers accept any.
        (
            get().response(404, xml("NoSuchKey", "")).response_header("x-amz-bucket-region", "us-west-2"),
            "no-such-key",
            Certain,
        ),
        (
            get_from("http://127.0.0.1:9000", "boat.jpg")
                .response(301, xml_with("PermanentRedirect", moved, &region("nl-1"))),
            "region-mismatch",
            Certain,
        ),
        // A proxy that redirects to HTTPS, and one that redirects elsewhere.
        (
            get_from("http://files.example.com", "boat.jpg")
                .response(301, "")
                .response_header("Location", "https://files.example.com/examplebucket/boat.jpg"),
            "wrong-endpoint",
            Likely,
        ),
        (
            get_from("https://files.example.com", "boat.jpg")
                .response(302, "")
                .response_header("Location", "https://login.example.com/"),
            "wrong-endpoint",
            Likely,
        ),
        // Oracle says the same of a key that is new, and of another region.
        (get().response(403, xml("SignatureDoesNotMatch", oracle)), "unknown-access-key", Likely),
        (
            get_from("https://ns.compat.objectstorage.eu-frankfurt-1.oraclecloud.com", "boat.jpg")
                .response(403, xml("SignatureDoesNotMatch", oracle)),
            "unknown-access-key",
            Likely,
        ),
    ]);
}

#[test]
fn the_finding_names_both_regions() {
    let message =
        "Error parsing the X-Amz-Credential parameter; the region 'eu-west-1' is wrong; expecting 'us-west-2'";
    let diagnosis = explained(&get().response(400, xml("AuthorizationQueryParametersError", message)));
    assert_eq!(
        diagnosis.findings()[0].what,
        "The URL is signed for the region \"eu-west-1\", and the server expects \"us-west-2\"."
    );
    assert_eq!(
        diagnosis.findings()[0].fix,
        "Sign for the region \"us-west-2\": set `region` of the bucket or service."
    );
}
