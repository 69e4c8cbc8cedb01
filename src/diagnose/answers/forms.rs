//! The server does not accept a form.

use alloc::format;
use alloc::string::String;

use crate::diagnose::answer::Answer;
use crate::diagnose::cause::Cause;
use crate::diagnose::facts::Facts;
use crate::diagnose::finding::{Certainty, Findings};

/// Returns whether a form was sent: a POST without a signature in the URL.
pub(super) fn is_form(facts: &Facts<'_>) -> bool {
    facts.method() == Some("POST") && facts.url.parameter("X-Amz-Signature").is_none()
}

const MALFORMED: [&str; 4] = [
    "MalformedPOSTRequest",
    "InvalidPolicyDocument",
    "IncorrectNumberOfFilesInPostRequest",
    "MaxPostPreDataLengthExceeded",
];

pub(super) fn find(facts: &Facts<'_>, answer: &Answer<'_>, findings: &mut Findings) {
    let message = answer.message();
    let after = |mark: &str| {
        let at = message.to_ascii_lowercase().find(mark)?.checked_add(mark.len())?;
        message.get(at..).map(str::trim).filter(|rest| !rest.is_empty())
    };
    let quoted = |text: Option<&str>| text.map_or_else(String::new, |text| format!(" {}", facts.quote(text)));
    if answer.says("extra input fields") {
        // MinIO puts it in parentheses.
        let field = quoted(after("extra input fields:").map(|field| field.trim_end_matches(')')));
        findings.add(
            Cause::FormExtraField,
            Certainty::Certain,
            format!("The form has the field{field}, which no condition of its policy covers."),
            "Add a condition for the field when signing (`field`, `field_starts_with`), or send the form without it. \
             Only `x-ignore-*`, the file, the policy and the signature need none.",
        );
    } else if answer.says("policy missing condition") {
        let field = quoted(after("policy missing condition:"));
        findings.add(
            Cause::FormExtraField,
            Certainty::Certain,
            format!("No condition of the policy covers the field{field} of the form."),
            "Add a condition for the field when signing (`field`, `field_starts_with`), or send the form without it.",
        );
    } else if is_form(facts) && answer.is(&["EntityTooLarge", "EntityTooSmall"]) {
        findings.add(
            Cause::FormConditionUnmet,
            Certainty::Certain,
            "The file is not within the size that the policy of the form allows (`content-length-range`).",
            "Upload a file of that size, or sign a policy that allows this one: `content_length_range`.",
        );
    } else if answer.says("policy condition failed") || answer.says("variable not met condition") {
        let condition = quoted(after("condition failed:").or_else(|| after("not met condition:")));
        findings.add(
            Cause::FormConditionUnmet,
            Certainty::Certain,
            format!("A field of the form does not meet the condition{condition} of its policy."),
            "Send the value that was signed, or sign a policy that allows this one. Case and every character count.",
        );
    } else if answer.is(&MALFORMED)
        || answer.says("bucket post must")
        || answer.says("well-formed multipart/form-data")
        || answer.says("post requires exactly one file")
    {
        let said =
            answer.filled_message().map_or_else(String::new, |message| format!(" {}", facts.quote_message(message)));
        let condition = answer.element("Condition").filter(|condition| condition.contains("multipart"));
        let condition = condition.map_or("", |_| " It must be sent as `multipart/form-data`.");
        findings.add(
            Cause::FormMalformed,
            Certainty::Certain,
            format!("The server can't read the form: it says{said}.{condition}"),
            "Send the fields in the given order as `multipart/form-data`, the file last, and let the client set the \
             `Content-Type` with its boundary.",
        );
    }
}
