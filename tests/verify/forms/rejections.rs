//! The code, the status, the message and the document of each rejection of a form.

use presign::verify::{FormRejection, Rejection};

const INVALID_ARGUMENT: (&str, u16) = ("InvalidArgument", 400);
const DENIED: (&str, u16) = ("AccessDenied", 403);

#[test]
fn codes_messages_and_elements() {
    use FormRejection::*;

    for (rejection, (code, status), message, elements) in [
        (
            NotMultipart,
            ("PreconditionFailed", 412),
            "At least one of the pre-conditions you specified did not hold",
            "<Condition>Bucket POST must be of the enclosure-type multipart/form-data</Condition>",
        ),
        (
            MalformedBody,
            ("MalformedPOSTRequest", 400),
            "The body of your POST request is not well-formed multipart/form-data.",
            "",
        ),
        (
            FileCount { count: 2 },
            INVALID_ARGUMENT,
            "POST requires exactly one file upload per request.",
            "<ArgumentName>file</ArgumentName><ArgumentValue>2</ArgumentValue>",
        ),
        (
            FieldsTooLong,
            ("MaxPostPreDataLengthExceeded", 400),
            "Your POST request fields preceeding the upload file was too large.",
            "<MaxPostPreDataLengthBytes>20480</MaxPostPreDataLengthBytes>",
        ),
        (
            MissingField { name: "key" },
            INVALID_ARGUMENT,
            "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
            "<ArgumentName>key</ArgumentName><ArgumentValue></ArgumentValue>",
        ),
        (
            RepeatedField { name: "acl".into() },
            INVALID_ARGUMENT,
            "The field 'acl' must be specified only once.",
            "<ArgumentName>acl</ArgumentName>",
        ),
        (OtherBucket, ("InvalidRequest", 400), "Conflicting values provided in HTTP headers and POST form fields.", ""),
        (
            UnknownAlgorithm,
            INVALID_ARGUMENT,
            "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"",
            "<ArgumentName>X-Amz-Algorithm</ArgumentName>",
        ),
        (
            InvalidCredential,
            INVALID_ARGUMENT,
            "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".",
            "<ArgumentName>X-Amz-Credential</ArgumentName>",
        ),
        (
            InvalidDate,
            INVALID_ARGUMENT,
            "X-Amz-Date must be formated via ISO8601 Long format",
            "<ArgumentName>X-Amz-Date</ArgumentName>",
        ),
        (
            ScopeDate { scope: "20261122".into(), date: "20261123".into() },
            INVALID_ARGUMENT,
            "Invalid credential date \"20261122\". This date is not the same as X-Amz-Date: \"20261123\".",
            "<ArgumentName>X-Amz-Credential</ArgumentName>",
        ),
        (
            WrongRegion { found: "us-east-1".into(), expected: "eu-west-1".into() },
            INVALID_ARGUMENT,
            "the region 'us-east-1' is wrong; expecting 'eu-west-1'",
            "<ArgumentName>X-Amz-Credential</ArgumentName><Region>eu-west-1</Region>",
        ),
        (
            WrongService { found: "sts".into(), expected: "s3".into() },
            INVALID_ARGUMENT,
            "incorrect service \"sts\". This endpoint belongs to \"s3\".",
            "<ArgumentName>X-Amz-Credential</ArgumentName>",
        ),
        (
            InvalidPolicy { reason: "Invalid JSON.".into() },
            ("InvalidPolicyDocument", 400),
            "Invalid Policy: Invalid JSON.",
            "",
        ),
        (Expired, DENIED, "Invalid according to Policy: Policy expired.", ""),
        (
            ConditionFailed { condition: r#"["eq", "$acl", "private"]"#.into() },
            DENIED,
            r#"Invalid according to Policy: Policy Condition failed: ["eq", "$acl", "private"]"#,
            "",
        ),
        (UncoveredField { name: "acl".into() }, DENIED, "Invalid according to Policy: Extra input fields: acl", ""),
        (
            TooSmall { size: 1, min: 5 },
            ("EntityTooSmall", 400),
            "Your proposed upload is smaller than the minimum allowed size",
            "<ProposedSize>1</ProposedSize><MinSizeAllowed>5</MinSizeAllowed>",
        ),
        (
            TooLarge { size: 12, max: 10 },
            ("EntityTooLarge", 400),
            "Your proposed upload exceeds the maximum allowed size",
            "<ProposedSize>12</ProposedSize><MaxSizeAllowed>10</MaxSizeAllowed>",
        ),
    ] {
        assert_eq!(rejection.to_string(), message);
        let rejection = Rejection::from(rejection);
        assert_eq!((rejection.code(), rejection.status(), &*rejection.message()), (code, status, message));
        let escaped = message.replace('<', "&lt;").replace('>', "&gt;");
        assert_eq!(
            rejection.to_xml("/photos", "1"),
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{escaped}</Message>\
                 {elements}<Resource>/photos</Resource><RequestId>1</RequestId></Error>"
            )
        );
    }
}

/// A client chooses the names of fields, and a server may log the message.
#[test]
fn names_of_fields_add_no_lines() {
    let name: Box<str> = "a\n2026-11-23 all is well".into();
    for rejection in [FormRejection::UncoveredField { name: name.clone() }, FormRejection::RepeatedField { name }] {
        let rejection = Rejection::from(rejection);
        assert!(!format!("{rejection} {rejection:?}").contains('\n'), "{rejection}");
        assert!(rejection.message().contains("a\\n2026-11-23 all is well"), "{rejection}");
    }
}
