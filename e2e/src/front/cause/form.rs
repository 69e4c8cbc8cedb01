//! The rows of forms.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use presign::verify::{FormRejection, Rejection};

use super::Cause;

/// Returns the row of a form that only s3s accepts.
pub(super) fn accepted_by_s3s(rejection: &Rejection) -> Option<Cause> {
    let Rejection::Form(rejection) = rejection else { return None };
    Some(match rejection {
        FormRejection::FieldsTooLong => Cause::LongForm,
        FormRejection::RepeatedField { .. } => Cause::RepeatedField,
        FormRejection::MissingField { name: "key" } => Cause::KeyOfForm,
        FormRejection::InvalidPolicy { reason } if reason.contains("Unexpected") => Cause::UnknownMember,
        FormRejection::InvalidPolicy { reason } if reason.contains("'expiration'") => Cause::TimeOfExpiration,
        FormRejection::UncoveredField { name } if **name == *"bucket" => Cause::BucketWithoutCondition,
        FormRejection::UncoveredField { name }
            if **name == *"submit" || name.starts_with("x-amz-server-side-encryption") =>
        {
            Cause::ExemptField
        }
        FormRejection::ConditionFailed { condition } => of_condition(condition)?,
        _ => return None,
    })
}

/// Returns the row of a condition that is met only as s3s reads it. It is written as a list: `["eq", "$key", "boat.jpg"]`.
fn of_condition(condition: &str) -> Option<Cause> {
    let (operator, rest) = condition.trim_start_matches("[\"").split_once("\", \"")?;
    let is_prefix = operator == "starts-with";
    Some(match rest {
        name if !name.starts_with('$') => Cause::NameWithoutDollar,
        rest if is_prefix && rest.to_ascii_lowercase().starts_with("$content-type\"") => Cause::ListOfContentTypes,
        rest if is_prefix && rest.ends_with(", \"\"]") => Cause::ConditionOnMissingField,
        _ => return None,
    })
}

/// The policy of a form.
pub(super) struct Form {
    /// Without spaces.
    policy: String,
}

impl Form {
    pub(super) fn of(fields: &[(String, String)]) -> Self {
        let policy = fields.iter().find(|(name, _)| name.eq_ignore_ascii_case("policy"));
        let policy = policy.and_then(|(_, policy)| BASE64.decode(policy).ok()).unwrap_or_default();
        Self { policy: String::from_utf8_lossy(&policy).split_whitespace().collect() }
    }

    /// Returns the row of a form that only `presign` accepts.
    pub(super) fn refused_by_s3s(&self, code: &str) -> Option<Cause> {
        let prefix_of = |name: &str| self.policy.contains(&format!("[\"starts-with\",\"${name}\""));
        Some(match code {
            "InvalidPolicyDocument" if self.policy.contains("[\"content-length-range\",\"") => Cause::RangeOfTexts,
            "InvalidPolicyDocument"
                if ["x-amz-algorithm", "x-amz-credential", "x-amz-date"].into_iter().any(prefix_of) =>
            {
                Cause::PrefixOfSignature
            }
            _ => return None,
        })
    }
}
