use presign::diagnose::Certainty::Certain;

use super::*;

fn post() -> Attempt {
    Attempt::new("https://examplebucket.s3.eu-west-1.amazonaws.com/").method("POST")
}

#[test]
fn forms() {
    let denied = |message: &str| post().response(403, xml("AccessDenied", message));
    let condition = "Invalid according to Policy: Policy Condition failed: [\"eq\", \"$Content-Type\", \"image/jpeg\"]";
    let multipart = "<Condition>Bucket POST must be of the enclosure-type multipart/form-data</Condition>";
    let field = "Bucket POST must contain a field named 'X-Amz-Signature'.  If it is specified, please check the \
                 order of the fields.";
    check(&[
        (denied(condition), "form-condition-unmet", Certain),
        (denied("Policy check failed, variable not met condition: Content-Type"), "form-condition-unmet", Certain),
        (denied("Invalid according to Policy: Extra input fields: x-amz-meta-author"), "form-extra-field", Certain),
        (denied("Policy missing condition: x-amz-meta-author"), "form-extra-field", Certain),
        (
            post()
                .response(400, xml("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")),
            "form-condition-unmet",
            Certain,
        ),
        (denied("Invalid according to Policy: Policy expired."), "expired", Certain),
        (post().response(400, xml("InvalidArgument", field)), "form-malformed", Certain),
        (
            post().response(
                400,
                xml("MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data."),
            ),
            "form-malformed",
            Certain,
        ),
        (
            post().response(400, xml("InvalidPolicyDocument", "Invalid Policy: Invalid Simple-Condition")),
            "form-malformed",
            Certain,
        ),
        (
            post().response(
                400,
                xml("IncorrectNumberOfFilesInPostRequest", "POST requires exactly one file upload per request."),
            ),
            "form-malformed",
            Certain,
        ),
        (
            post().response(
                412,
                xml_with(
                    "PreconditionFailed",
                    "At least one of the pre-conditions you specified did not hold",
                    multipart,
                ),
            ),
            "form-malformed",
            Certain,
        ),
    ]);
}

#[test]
fn the_condition_is_shown() {
    let condition = "Invalid according to Policy: Policy Condition failed: [\"starts-with\", \"$key\", \"user/jane/\"]";
    let diagnosis = explained(&post().response(403, xml("AccessDenied", condition)));
    assert_eq!(
        diagnosis.findings()[0].what,
        "A field of the form does not meet the condition `[\"starts-with\", \"$key\", \"user/jane/\"]` of its policy."
    );
}
