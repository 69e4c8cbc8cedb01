use presign::Service;
use presign::diagnose::Certainty::{Certain, Likely, Possible};

use super::*;

fn api() -> Attempt {
    let api =
        Service::new("execute-api", "eu-west-1", "https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod").unwrap();
    Attempt::new(api.request(presign::Method::Get, "/pets").expires_in(HOUR).sign_at(&long_term(), SIGNED).unwrap())
}

#[test]
fn other_services() {
    let mismatch = "The request signature we calculated does not match the signature you provided. Check your AWS \
                    Secret Access Key and signing method. Consult the service documentation for details.";
    check(&[
        (api().response(403, r#"{"message":"Missing Authentication Token"}"#), "path-prefix", Likely),
        (
            Attempt::new("https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod/pets")
                .response(403, r#"{"message":"Missing Authentication Token"}"#),
            "not-presigned",
            Certain,
        ),
        (api().response(403, r#"{"message":"Forbidden"}"#), "signer-not-allowed", Possible),
        (
            api().response(
                403,
                r#"{"Message":"User: arn:aws:iam::1:user/jane is not authorized to perform: execute-api:Invoke on resource: x"}"#,
            ),
            "signer-not-allowed",
            Certain,
        ),
        (
            api().response(403, format!("{{\"__type\":\"InvalidSignatureException\",\"message\":\"{mismatch}\"}}")),
            "signature-mismatch",
            Likely,
        ),
        (
            api().response(403, "{}").response_header("x-amzn-ErrorType", "InvalidSignatureException:http://internal.amazon.com/"),
            "signature-mismatch",
            Likely,
        ),
        (
            api().response(400, r#"{"__type":"IncompleteSignatureException","message":"Authorization header requires 'Credential' parameter."}"#),
            "missing-parameter",
            Likely,
        ),
        (
            // What boto3 raises, in JSON.
            api().response(403, r#"{"Error":{"Code":"ExpiredToken","Message":"The provided token has expired."}}"#),
            "credentials-expired",
            Certain,
        ),
        // Cut short.
        (api().response(403, r#"{"__type":"ExpiredTokenException","mess"#), "credentials-expired", Certain),
        (api().response(429, r#"{"message":"Too Many Requests"}"#), "server-busy", Possible),
    ]);
}
