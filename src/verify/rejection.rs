//! Why a request is not served, in S3's words.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use core::fmt;

use time::OffsetDateTime;

use super::error_document::ErrorDocument;
#[cfg(feature = "post")]
use super::form::FormRejection;
use super::policy::LONGEST;
use crate::sigv4::rfc3339;

/// The reason why a request is rejected. It is the client's fault, except for
/// [`KeyOfAnotherScope`](Self::KeyOfAnotherScope).
///
/// `Display` gives the message of S3. A rejection contains no secret and no signature, so it can be logged and sent.
///
/// ```
/// use presign::verify::{Rejection, Request, Unverified};
///
/// let rejection = Unverified::parse(&Request::new("GET", "/boat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256", &[])).unwrap_err();
/// assert_eq!(rejection, Rejection::MissingParameter { name: "X-Amz-Credential" });
/// assert_eq!((rejection.code(), rejection.status()), ("AuthorizationQueryParametersError", 400));
/// ```
///
/// The guide on [troubleshooting](crate::_documentation::troubleshooting) tells clients what to do about each answer.
///
/// Source: [Error responses][aws] of S3, and its answers.
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// The request has an `Authorization` header and parameters of a signature.
    TwoMechanisms,
    /// The URL or the form is signed with Signature Version 2.
    Version2,
    /// The URL has some of the parameters of Signature Version 2.
    IncompleteVersion2,
    /// Servers may decode the target in different ways: it does not begin with a slash, or has a malformed escape, text
    /// that is not UTF-8, a space, a control character, a fragment or an empty parameter (`a=1&&b=2`). Or it has a dot
    /// segment that leads out of the [prefix](crate::verify::Policy::stripped_prefix).
    InvalidTarget,
    /// The request has no parameter of a signature, or the form no field of one.
    NotPresigned,
    /// A parameter of the signature is missing.
    MissingParameter {
        /// The name of the parameter.
        name: &'static str,
    },
    /// A parameter of the signature occurs twice. Servers differ in which one they use.
    RepeatedParameter {
        /// The name of the parameter.
        name: &'static str,
    },
    /// A parameter of the signature is spelled in another case.
    MisspelledParameter {
        /// The name as the specification has it.
        name: &'static str,
    },
    /// The method is not a token (RFC 9110, section 9.1).
    InvalidMethod,
    /// The request has two `Host` headers, or one that differs from `:authority`.
    AmbiguousHost,
    /// `X-Amz-Algorithm` is not supported.
    UnknownAlgorithm,
    /// `X-Amz-Credential` is not `key/date/region/service/aws4_request`.
    InvalidCredential,
    /// `X-Amz-Date` is not a time of the form `YYYYMMDD'T'HHMMSS'Z'`.
    InvalidDate,
    /// The date in `X-Amz-Credential` is not that of `X-Amz-Date`.
    ScopeDate {
        /// The date in `X-Amz-Credential`.
        scope: Box<str>,
        /// The date of `X-Amz-Date`.
        date: Box<str>,
    },
    /// `X-Amz-Expires` is not a number.
    ExpiresNotANumber,
    /// `X-Amz-Expires` is negative.
    NegativeExpires,
    /// `X-Amz-Expires` is larger than S3 or the [policy](crate::verify::Policy::max_expires) allows.
    ExpiresTooLong {
        /// The largest number of seconds that is allowed.
        seconds: u32,
    },
    /// `X-Amz-SignedHeaders` is not a list of lower-case names in ascending order, without repetitions.
    InvalidSignedHeaders,
    /// `X-Amz-Region-Set` is neither `*` nor a list of regions.
    InvalidRegionSet,
    /// `X-Amz-Signature` is not 64 lower-case hexadecimal digits, or with SigV4A not an ECDSA signature in DER.
    InvalidSignature,
    /// The URL is signed for another region.
    WrongRegion {
        /// The region of the URL, or with SigV4A its regions.
        found: Box<str>,
        /// The region of the server.
        expected: Box<str>,
    },
    /// The URL is signed for another service.
    WrongService {
        /// The service of the URL.
        found: Box<str>,
        /// The service of the server.
        expected: Box<str>,
    },
    /// `X-Amz-Date` is in the future, by more than the [clock skew](crate::verify::Policy::max_clock_skew).
    NotYetValid,
    /// The URL has expired. For a form, it is `FormRejection::Expired`.
    Expired {
        /// `X-Amz-Expires`, in seconds.
        expires: u32,
        /// When it expired.
        expires_at: OffsetDateTime,
        /// The time of the server.
        server_time: OffsetDateTime,
    },
    /// There is no key with this access key ID.
    UnknownAccessKeyId,
    /// The key is temporary, and the URL or the form has no session token.
    MissingToken,
    /// The session token is not that of the key, or the key has none.
    InvalidToken,
    /// The key has expired.
    ExpiredToken,
    /// Headers are not signed that must be: `host`, or `x-amz-*` headers of the request.
    UnsignedHeaders {
        /// Their names, joined with a comma and a space.
        names: Box<str>,
    },
    /// A signed header is not in the request.
    MissingSignedHeader {
        /// The name of the header.
        name: Box<str>,
    },
    /// `X-Amz-Content-Sha256` is neither `UNSIGNED-PAYLOAD` nor 64 lower-case hexadecimal digits.
    InvalidPayloadHash,
    /// `X-Amz-Content-Sha256` in the query differs from the signed header of this name.
    TwoPayloadHashes,
    /// The signature is not that of this request, or of the policy of this form, and this key.
    SignatureMismatch,
    /// The key is for another algorithm, or it is a [`ScopedSigner`](crate::ScopedSigner) of another day, region or
    /// service. This is the server's fault: it must look up the key for
    /// [`Unverified::algorithm`](crate::verify::Unverified::algorithm) and
    /// [`Unverified::scope`](crate::verify::Unverified::scope).
    KeyOfAnotherScope,
    /// A form is rejected for a reason that a URL can't have, or for which S3 has another code.
    #[cfg(feature = "post")]
    Form(FormRejection),
}

#[cfg(feature = "post")]
impl From<FormRejection> for Rejection {
    fn from(rejection: FormRejection) -> Self {
        Self::Form(rejection)
    }
}

const QUERY_PARAMETERS: (&str, u16) = ("AuthorizationQueryParametersError", 400);
const ACCESS_DENIED: (&str, u16) = ("AccessDenied", 403);
const INVALID_REQUEST: (&str, u16) = ("InvalidRequest", 400);
const INVALID_ARGUMENT: (&str, u16) = ("InvalidArgument", 400);
const INVALID_ACCESS_KEY_ID: (&str, u16) = ("InvalidAccessKeyId", 403);
const SIGNATURE_DOES_NOT_MATCH: (&str, u16) = ("SignatureDoesNotMatch", 403);

impl Rejection {
    /// Returns the rejection for an access key ID that the server does not know.
    pub fn invalid_access_key_id() -> Self {
        Self::UnknownAccessKeyId
    }

    /// Returns S3's error code.
    pub fn code(&self) -> &'static str {
        self.code_and_status().0
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> u16 {
        self.code_and_status().1
    }

    fn code_and_status(&self) -> (&'static str, u16) {
        match self {
            Self::TwoMechanisms | Self::InvalidPayloadHash | Self::TwoPayloadHashes => INVALID_ARGUMENT,
            Self::Version2 | Self::InvalidMethod | Self::AmbiguousHost => INVALID_REQUEST,
            Self::InvalidTarget => ("InvalidURI", 400),
            Self::MissingParameter { .. }
            | Self::RepeatedParameter { .. }
            | Self::MisspelledParameter { .. }
            | Self::UnknownAlgorithm
            | Self::InvalidCredential
            | Self::InvalidDate
            | Self::ScopeDate { .. }
            | Self::ExpiresNotANumber
            | Self::NegativeExpires
            | Self::ExpiresTooLong { .. }
            | Self::InvalidSignedHeaders
            | Self::InvalidRegionSet
            | Self::InvalidSignature
            | Self::WrongRegion { .. }
            | Self::WrongService { .. } => QUERY_PARAMETERS,
            Self::IncompleteVersion2
            | Self::NotPresigned
            | Self::NotYetValid
            | Self::Expired { .. }
            | Self::UnsignedHeaders { .. } => ACCESS_DENIED,
            Self::UnknownAccessKeyId | Self::MissingToken => INVALID_ACCESS_KEY_ID,
            Self::InvalidToken => ("InvalidToken", 400),
            Self::ExpiredToken => ("ExpiredToken", 400),
            Self::MissingSignedHeader { .. } | Self::SignatureMismatch => SIGNATURE_DOES_NOT_MATCH,
            Self::KeyOfAnotherScope => ("InternalError", 500),
            #[cfg(feature = "post")]
            Self::Form(rejection) => rejection.code_and_status(),
        }
    }

    /// Returns S3's message, which `Display` also gives.
    pub fn message(&self) -> String {
        format!("{self}")
    }

    /// Returns the error document that S3 sends. `resource` is the path of the request, decoded, and `request_id` is
    /// what the server calls it in its logs.
    ///
    /// Send it with [`status`](Self::status) and `Content-Type: application/xml`. The answer to a HEAD request has no
    /// body.
    ///
    /// ```
    /// use presign::verify::Rejection;
    ///
    /// let rejection = Rejection::UnsignedHeaders { names: "x-amz-acl".into() };
    /// assert_eq!(
    ///     rejection.to_xml("/photos/a&b.jpg", "4442587FB7D0A2F9"),
    ///     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    ///      <Error><Code>AccessDenied</Code>\
    ///      <Message>There were headers present in the request which were not signed</Message>\
    ///      <HeadersNotSigned>x-amz-acl</HeadersNotSigned>\
    ///      <Resource>/photos/a&amp;b.jpg</Resource><RequestId>4442587FB7D0A2F9</RequestId></Error>",
    /// );
    /// ```
    pub fn to_xml(&self, resource: &str, request_id: &str) -> String {
        let mut document = self.begin_document();
        match self {
            Self::TwoMechanisms => document.push("ArgumentName", "Authorization"),
            Self::InvalidPayloadHash | Self::TwoPayloadHashes => document.push("ArgumentName", "x-amz-content-sha256"),
            Self::Expired { expires, expires_at, server_time } => {
                document.push("X-Amz-Expires", &format!("{expires}"));
                for (name, time) in [("Expires", expires_at), ("ServerTime", server_time)] {
                    document.push(name, &rfc3339::date_time(*time).unwrap_or_default());
                }
            }
            Self::WrongRegion { expected, .. } => document.push("Region", expected),
            Self::UnsignedHeaders { names } => document.push("HeadersNotSigned", names),
            #[cfg(feature = "post")]
            Self::Form(rejection) => rejection.elements().iter().for_each(|(name, text)| document.push(name, text)),
            _ => {}
        }
        document.end(resource, request_id)
    }

    /// Returns the beginning of an error document, with the code and the message.
    pub(in crate::verify) fn begin_document(&self) -> ErrorDocument {
        ErrorDocument::new(self.code(), &self.message())
    }
}

/// The messages are S3's, where its answer is known.
impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MISMATCH: &str = "The request signature we calculated does not match the signature you provided. \
                                Check your key and signing method.";
        const CREDENTIAL: &str = "Error parsing the X-Amz-Credential parameter";
        let message = match self {
            Self::TwoMechanisms => {
                "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string \
                 parameter or the Authorization header should be specified"
            }
            Self::Version2 => {
                "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."
            }
            Self::IncompleteVersion2 => {
                "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters"
            }
            Self::InvalidTarget => "Couldn't parse the specified URI.",
            Self::NotPresigned => "Access Denied",
            Self::MissingParameter { .. } => {
                "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, \
                 X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
            }
            Self::RepeatedParameter { name } => return write!(f, "{name} must be specified only once"),
            Self::MisspelledParameter { name } => {
                return write!(f, "{name} must be spelled in this case");
            }
            Self::InvalidMethod => "The method of the request is malformed.",
            Self::AmbiguousHost => "The request must have exactly one host.",
            Self::UnknownAlgorithm => "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"",
            Self::InvalidCredential => {
                return write!(
                    f,
                    "{CREDENTIAL}; the Credential is mal-formed; expecting \
                     \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."
                );
            }
            Self::InvalidDate => "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
            Self::ScopeDate { scope, date } => {
                return write!(
                    f,
                    "Invalid credential date \"{scope}\". This date is not the same as X-Amz-Date: \"{date}\"."
                );
            }
            Self::ExpiresNotANumber => "X-Amz-Expires should be a number",
            Self::NegativeExpires => "X-Amz-Expires must be non-negative",
            Self::ExpiresTooLong { seconds } => {
                return match *seconds {
                    LONGEST => write!(
                        f,
                        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be \
                         less than {seconds} seconds"
                    ),
                    _ => write!(f, "X-Amz-Expires must be at most {seconds} seconds"),
                };
            }
            Self::InvalidSignedHeaders => {
                "X-Amz-SignedHeaders must be lower-case header names in ascending order, separated by semicolons"
            }
            Self::InvalidRegionSet => "X-Amz-Region-Set must be *, or regions separated by commas",
            Self::InvalidSignature => "X-Amz-Signature must be 64 lower-case hexadecimal digits",
            Self::WrongRegion { found, expected } => {
                return write!(f, "{CREDENTIAL}; the region '{found}' is wrong; expecting '{expected}'");
            }
            Self::WrongService { found, expected } => {
                return write!(
                    f,
                    "{CREDENTIAL}; incorrect service \"{found}\". This endpoint belongs to \"{expected}\"."
                );
            }
            Self::NotYetValid => "Request is not valid yet",
            Self::Expired { .. } => "Request has expired",
            Self::UnknownAccessKeyId | Self::MissingToken => {
                "The AWS Access Key Id you provided does not exist in our records."
            }
            Self::InvalidToken => "The provided token is malformed or otherwise invalid.",
            Self::ExpiredToken => "The provided token has expired.",
            Self::UnsignedHeaders { .. } => "There were headers present in the request which were not signed",
            Self::MissingSignedHeader { .. } | Self::SignatureMismatch => MISMATCH,
            Self::InvalidPayloadHash => "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, or a valid sha256 value.",
            Self::TwoPayloadHashes => "x-amz-content-sha256 must be the same in the query and in the headers",
            Self::KeyOfAnotherScope => "We encountered an internal error. Please try again.",
            #[cfg(feature = "post")]
            Self::Form(rejection) => return rejection.fmt(f),
        };
        f.write_str(message)
    }
}

impl core::error::Error for Rejection {}
