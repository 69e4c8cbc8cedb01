//! Why a form is not accepted, in S3's words.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::signing::MAX_FORM_LENGTH;

/// The reason why a [form](crate::verify::PostForm) is rejected, if S3 has an answer of its own for forms. For every
/// other reason, such as a wrong signature, a form has the [`Rejection`](crate::verify::Rejection) of a URL.
///
/// The first three are for the server that reads the form. The checks of this crate start after that:
///
/// ```
/// use presign::verify::{FormRejection, Rejection};
///
/// let rejection = Rejection::from(FormRejection::FileCount { count: 0 });
/// assert_eq!((rejection.code(), rejection.status()), ("InvalidArgument", 400));
/// assert_eq!(rejection.message(), "POST requires exactly one file upload per request.");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormRejection {
    /// The `Content-Type` of the request is not `multipart/form-data`.
    NotMultipart,
    /// The body is not well-formed `multipart/form-data`.
    MalformedBody,
    /// The form has no file, or more than one. A field `file` before the file counts as one.
    FileCount {
        /// The number of files.
        count: u32,
    },
    /// The fields are longer than 20 KiB, or `${filename}` made them longer by more than that.
    FieldsTooLong,
    /// A field is missing, or it follows the file. An empty key counts as missing.
    MissingField {
        /// The name of the field.
        name: &'static str,
    },
    /// A field occurs twice, perhaps in another case. AWS documents that it joins the values with commas. Other servers
    /// use the first or the last.
    RepeatedField {
        /// The name of the field, in lower case.
        name: Box<str>,
    },
    /// The field `bucket` is not the bucket that the form was sent to.
    OtherBucket,
    /// `x-amz-algorithm` is not supported.
    UnknownAlgorithm,
    /// `x-amz-credential` is not `key/date/region/service/aws4_request`.
    InvalidCredential,
    /// `x-amz-date` is not a time of the form `YYYYMMDD'T'HHMMSS'Z'`.
    InvalidDate,
    /// The date in `x-amz-credential` is not that of `x-amz-date`.
    ScopeDate {
        /// The date in `x-amz-credential`.
        scope: Box<str>,
        /// The date of `x-amz-date`.
        date: Box<str>,
    },
    /// The form is signed for another region.
    WrongRegion {
        /// The region of the form.
        found: Box<str>,
        /// The region of the server.
        expected: Box<str>,
    },
    /// The form is signed for another service.
    WrongService {
        /// The service of the form.
        found: Box<str>,
        /// The service of the server.
        expected: Box<str>,
    },
    /// The signature is correct, but the policy is malformed.
    InvalidPolicy {
        /// What is wrong, as S3 says it.
        reason: Box<str>,
    },
    /// The policy has expired, or the form was signed too long ago: 7 days, or as many seconds as
    /// [`max_expires`](crate::verify::Policy::max_expires) says.
    Expired,
    /// The form does not meet a condition of the policy, or nothing can meet it.
    ConditionFailed {
        /// The condition, as a list. Values that may be secret are left out.
        condition: Box<str>,
    },
    /// No condition covers a field. The bucket counts as a field.
    UncoveredField {
        /// The name of the field, in lower case.
        name: Box<str>,
    },
    /// The file is smaller than the policy allows.
    TooSmall {
        /// The size of the file, in bytes.
        size: u64,
        /// The smallest size that is allowed.
        min: u64,
    },
    /// The file is larger than the policy allows.
    TooLarge {
        /// The size of the file, in bytes.
        size: u64,
        /// The largest size that is allowed.
        max: u64,
    },
}

const INVALID_ARGUMENT: (&str, u16) = ("InvalidArgument", 400);
const CREDENTIAL: &str = "X-Amz-Credential";

impl FormRejection {
    pub(in crate::verify) fn code_and_status(&self) -> (&'static str, u16) {
        match self {
            Self::NotMultipart => ("PreconditionFailed", 412),
            Self::MalformedBody => ("MalformedPOSTRequest", 400),
            Self::FieldsTooLong => ("MaxPostPreDataLengthExceeded", 400),
            Self::FileCount { .. }
            | Self::MissingField { .. }
            | Self::RepeatedField { .. }
            | Self::UnknownAlgorithm
            | Self::InvalidCredential
            | Self::InvalidDate
            | Self::ScopeDate { .. }
            | Self::WrongRegion { .. }
            | Self::WrongService { .. } => INVALID_ARGUMENT,
            Self::OtherBucket => ("InvalidRequest", 400),
            Self::InvalidPolicy { .. } => ("InvalidPolicyDocument", 400),
            Self::Expired | Self::ConditionFailed { .. } | Self::UncoveredField { .. } => ("AccessDenied", 403),
            Self::TooSmall { .. } => ("EntityTooSmall", 400),
            Self::TooLarge { .. } => ("EntityTooLarge", 400),
        }
    }

    /// Returns the elements that S3 adds to the error document. The credential is left out: an access key ID may have
    /// been swapped with its secret.
    pub(in crate::verify) fn elements(&self) -> Vec<(&'static str, String)> {
        let argument = |name: &str| ("ArgumentName", name.to_string());
        match self {
            Self::NotMultipart => {
                Vec::from([("Condition", "Bucket POST must be of the enclosure-type multipart/form-data".to_string())])
            }
            Self::FileCount { count } => Vec::from([argument("file"), ("ArgumentValue", count.to_string())]),
            Self::FieldsTooLong => Vec::from([("MaxPostPreDataLengthBytes", MAX_FORM_LENGTH.to_string())]),
            Self::MissingField { name } => Vec::from([argument(name), ("ArgumentValue", String::new())]),
            Self::RepeatedField { name } => Vec::from([argument(name)]),
            Self::UnknownAlgorithm => Vec::from([argument("X-Amz-Algorithm")]),
            Self::InvalidDate => Vec::from([argument("X-Amz-Date")]),
            Self::InvalidCredential | Self::ScopeDate { .. } | Self::WrongService { .. } => {
                Vec::from([argument(CREDENTIAL)])
            }
            Self::WrongRegion { expected, .. } => Vec::from([argument(CREDENTIAL), ("Region", expected.to_string())]),
            Self::TooSmall { size, min } => {
                Vec::from([("ProposedSize", size.to_string()), ("MinSizeAllowed", min.to_string())])
            }
            Self::TooLarge { size, max } => {
                Vec::from([("ProposedSize", size.to_string()), ("MaxSizeAllowed", max.to_string())])
            }
            Self::MalformedBody
            | Self::OtherBucket
            | Self::InvalidPolicy { .. }
            | Self::Expired
            | Self::ConditionFailed { .. }
            | Self::UncoveredField { .. } => Vec::new(),
        }
    }
}

/// The messages are S3's, where its answer is known.
impl fmt::Display for FormRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = match self {
            Self::NotMultipart => "At least one of the pre-conditions you specified did not hold",
            Self::MalformedBody => "The body of your POST request is not well-formed multipart/form-data.",
            Self::FileCount { .. } => "POST requires exactly one file upload per request.",
            Self::FieldsTooLong => "Your POST request fields preceeding the upload file was too large.",
            Self::MissingField { name } => {
                return write!(
                    f,
                    "Bucket POST must contain a field named '{name}'.  If it is specified, please check the order of \
                     the fields."
                );
            }
            Self::RepeatedField { name } => {
                return write!(f, "The field '{}' must be specified only once.", name.escape_debug());
            }
            Self::OtherBucket => "Conflicting values provided in HTTP headers and POST form fields.",
            Self::UnknownAlgorithm => "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"",
            Self::InvalidCredential => {
                "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."
            }
            Self::InvalidDate => "X-Amz-Date must be formated via ISO8601 Long format",
            Self::ScopeDate { scope, date } => {
                return write!(
                    f,
                    "Invalid credential date \"{scope}\". This date is not the same as X-Amz-Date: \"{date}\"."
                );
            }
            Self::WrongRegion { found, expected } => {
                return write!(f, "the region '{found}' is wrong; expecting '{expected}'");
            }
            Self::WrongService { found, expected } => {
                return write!(f, "incorrect service \"{found}\". This endpoint belongs to \"{expected}\".");
            }
            Self::InvalidPolicy { reason } => return write!(f, "Invalid Policy: {reason}"),
            Self::Expired => "Invalid according to Policy: Policy expired.",
            Self::ConditionFailed { condition } => {
                return write!(f, "Invalid according to Policy: Policy Condition failed: {condition}");
            }
            Self::UncoveredField { name } => {
                // A client chooses the name. It must not be able to add a line to a log.
                return write!(f, "Invalid according to Policy: Extra input fields: {}", name.escape_debug());
            }
            Self::TooSmall { .. } => "Your proposed upload is smaller than the minimum allowed size",
            Self::TooLarge { .. } => "Your proposed upload exceeds the maximum allowed size",
        };
        f.write_str(message)
    }
}
