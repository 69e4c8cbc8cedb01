//! The request that was expected and the one that the server received, line by line.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// The canonical request and the string to sign of two sides, compared line by line.
///
/// S3 and other services repeat both texts in their answer to a wrong signature. They compute them from the request
/// that they received, so the first line that differs tells what changed on the way.
///
/// It shows no signature, session token or secret: their lines say only that they differ.
///
/// ```
/// use presign::diagnose::Part;
/// use presign::{Bucket, Credentials};
/// use time::macros::datetime;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let bucket = Bucket::new("photos")?;
/// let upload = bucket.put_object("boat.jpg").content_type("image/jpeg");
/// let trace = upload.trace_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
///
/// // The server received another content type.
/// let received = trace.canonical_request().replace("image/jpeg", "image/png").replace('&', "&amp;");
/// let error = format!(
///     "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>{received}</CanonicalRequest></Error>"
/// );
/// let comparison = trace.compare(error);
/// let difference = &comparison.differences()[0];
/// assert_eq!(difference.part, Part::Header("content-type".into()));
/// assert_eq!(
///     comparison.to_string(),
///     "the header `content-type` differs from byte 6 on:\n\
///     \x20 expected: image/jpeg\n\
///     \x20 received: image/png\n\
///     \x20                 ^\n",
/// );
/// # Ok::<(), presign::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    pub(super) differences: Vec<Difference>,
    /// Whether the response contains the texts.
    pub(super) has_texts: bool,
    /// How many differences there are besides these.
    pub(super) left_out: usize,
}

/// A line that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// What the line is.
    pub part: Part,
    /// The index of the first byte that differs within the line.
    pub offset: usize,
    /// What was signed, or what the URL says: the line, or a part of it around the offset. `None` if there is no such
    /// line, or if it is not known.
    pub expected: Option<String>,
    /// What the server received: the line, or a part of it around the offset. `None` if there is no such line.
    pub received: Option<String>,
}

/// A part of a canonical request or of a string to sign. See [`Comparison`] for an example.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Part {
    /// The method.
    Method,
    /// The path.
    Path,
    /// The order of the parameters. Each of them is the same.
    Query,
    /// The query parameter with this name, and its value.
    Parameter(String),
    /// The value of the header with this name, in lower case.
    Header(String),
    /// The list of the signed headers.
    SignedHeaders,
    /// The hash of the payload, or `UNSIGNED-PAYLOAD`.
    PayloadHash,
    /// The algorithm in the string to sign.
    Algorithm,
    /// The time in the string to sign.
    Date,
    /// The day in the scope.
    Day,
    /// The region in the scope.
    Region,
    /// The service in the scope.
    Service,
    /// The hash of the canonical request in the string to sign. It is compared only if the response has no canonical
    /// request.
    CanonicalRequestHash,
}

impl Comparison {
    /// Returns whether the response contains the texts and nothing differs. Then the signer signed another request, or
    /// used another secret than the server, or the signature was changed on the way.
    pub fn is_equal(&self) -> bool {
        self.has_texts && self.differences.is_empty()
    }

    /// Returns whether the response contains a canonical request or a string to sign.
    pub fn has_texts(&self) -> bool {
        self.has_texts
    }

    /// Returns the lines that differ, in the order of the canonical request and the string to sign. There are at most
    /// 50.
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }
}

impl fmt::Display for Comparison {
    /// Writes both versions of each line that differs, with a caret under the first character that does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.has_texts {
            return f.write_str("the response contains neither a canonical request nor a string to sign\n");
        }
        if self.differences.is_empty() {
            return f.write_str("the canonical request and the string to sign are the same\n");
        }
        self.differences.iter().try_for_each(|difference| difference.fmt(f))?;
        match self.left_out {
            0 => Ok(()),
            count => writeln!(f, "and {count} more"),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { part, offset, expected, received } = self;
        match (expected, received) {
            (None, None) => writeln!(f, "{part} is missing"),
            (Some(expected), None) => writeln!(f, "{part} is missing:\n  expected: {expected}"),
            (None, Some(received)) => writeln!(f, "{part} was added:\n  received: {received}"),
            (Some(expected), Some(received)) => {
                writeln!(f, "{part} differs from byte {offset} on:\n  expected: {expected}\n  received: {received}")?;
                if expected == received {
                    return Ok(()); // nothing of it is shown
                }
                let alike = expected.chars().zip(received.chars()).take_while(|(one, other)| one == other).count();
                let before = "  received: ".len().saturating_add(alike);
                writeln!(f, "{:before$}^", "")
            }
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Parameter(name) => return write!(f, "the parameter `{name}`"),
            Self::Header(name) => return write!(f, "the header `{name}`"),
            Self::Method => "the method",
            Self::Path => "the path",
            Self::Query => "the order of the query",
            Self::SignedHeaders => "the list of signed headers",
            Self::PayloadHash => "the payload hash",
            Self::Algorithm => "the algorithm",
            Self::Date => "the time",
            Self::Day => "the day in the scope",
            Self::Region => "the region in the scope",
            Self::Service => "the service in the scope",
            Self::CanonicalRequestHash => "the hash of the canonical request",
        };
        f.write_str(text)
    }
}
