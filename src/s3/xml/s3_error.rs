//! S3's error document.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt::{self, Write};

use zeroize::Zeroizing;

use super::document::Document;
use super::element::Element;
use crate::error::{Error, Repr};

/// An error document: what S3 answers instead of the expected response.
///
/// S3 sends it with an error status, and in three operations also with status 200: CompleteMultipartUpload, CopyObject
/// and UploadPartCopy begin their response before they know the outcome. The types of this module recognize it. Their
/// `parse` then fails with [`ErrorKind::S3Error`](crate::ErrorKind::S3Error), and
/// [`Error::s3_error`](crate::Error::s3_error) returns the document.
///
/// `Display` and `Debug` show the code, the message and the request's IDs, but none of the other elements: S3 repeats the
/// canonical request in them, with the session token. `Eq` compares all elements.
///
/// ```
/// use presign::s3::xml::S3Error;
///
/// let error = S3Error::parse(
///     "<Error><Code>AccessDenied</Code><Message>Request has expired</Message>\
///      <X-Amz-Expires>900</X-Amz-Expires><RequestId>656c76696e6727732072657175657374</RequestId></Error>",
/// )?;
/// assert_eq!(error.to_string(), "AccessDenied: Request has expired");
/// assert_eq!(error.code(), "AccessDenied");
/// assert_eq!(error.request_id(), Some("656c76696e6727732072657175657374"));
/// assert_eq!(error.get("X-Amz-Expires"), Some("900"));
/// # Ok::<(), presign::Error>(())
/// ```
///
/// The guide on [troubleshooting](crate::_documentation::troubleshooting) says what the codes of a failed URL mean, and
/// what to do. The module `diagnose` reads such a document too.
///
/// Source: [Error responses][aws] of S3.
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
#[derive(Clone, PartialEq, Eq)]
pub struct S3Error {
    code: Box<str>,
    /// The name and text of each element without children, in document order. Wiped, because a session token may be in
    /// it.
    elements: Vec<(Box<str>, Zeroizing<String>)>,
}

const WHAT: &str = "S3 error document";
const ROOT: &str = "Error";

impl S3Error {
    /// Parses the body of a response with an error status.
    ///
    /// A response to HEAD has no body, so there is nothing to parse.
    ///
    /// # Errors
    ///
    /// - [`InvalidXml`](crate::ErrorKind::InvalidXml) for a body that is not well-formed XML, such as a proxy's page.
    /// - [`InvalidResponse`](crate::ErrorKind::InvalidResponse) for another document, or one without a `Code`.
    pub fn parse(body: impl AsRef<[u8]>) -> Result<Self, Error> {
        Self::of(&Document::parse(body.as_ref(), WHAT)?)
    }

    fn of(document: &Document<'_>) -> Result<Self, Error> {
        let root = Element::root(document, &[ROOT])?;
        let code = root.filled_text("Code")?.into();
        let elements = root.children().filter_map(|child| Some((child, child.leaf()?)));
        let elements = elements.map(|(child, text)| (child.name().into(), Zeroizing::new(text.to_owned())));
        Ok(Self { code, elements: elements.collect() })
    }

    /// Returns the code, such as `NoSuchKey`: [the list of codes][aws].
    ///
    /// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Returns the message, for people. It is empty if the server sends none, as Ceph does for most errors.
    pub fn message(&self) -> &str {
        self.get("Message").unwrap_or_default()
    }

    /// Returns the ID of the request, which AWS support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.get("RequestId")
    }

    /// Returns the extended ID of the request (`HostId`, the header `x-amz-id-2`), which AWS support asks for too.
    pub fn host_id(&self) -> Option<&str> {
        self.get("HostId")
    }

    /// Returns the bucket or object of the request.
    pub fn resource(&self) -> Option<&str> {
        self.get("Resource")
    }

    /// Returns the region that S3 expects, if the request was signed for another one.
    pub fn region(&self) -> Option<&str> {
        self.get("Region")
    }

    /// Returns the string to sign that S3 computed, of a SignatureDoesNotMatch error. Compare it with
    /// [`SigningTrace::string_to_sign`](crate::SigningTrace::string_to_sign).
    pub fn string_to_sign(&self) -> Option<&str> {
        self.get("StringToSign")
    }

    /// Returns the canonical request that S3 computed, of a SignatureDoesNotMatch error. It may contain the session
    /// token: don't log it. Compare it with [`SigningTrace::canonical_request`](crate::SigningTrace::canonical_request).
    pub fn canonical_request(&self) -> Option<&str> {
        self.get("CanonicalRequest")
    }

    /// Returns the text of the first element with this name, such as `X-Amz-Expires` or `ServerTime`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.elements().find(|(other, _)| *other == name).map(|(_, text)| text)
    }

    /// Returns the name and text of each element, in document order, `Code` and `Message` included. Elements that
    /// contain other elements are left out.
    pub fn elements(&self) -> impl Iterator<Item = (&str, &str)> {
        self.elements.iter().map(|(name, text)| (&**name, text.as_str()))
    }
}

impl fmt::Display for S3Error {
    /// Writes the code and the message: `AccessDenied: Request has expired`. Control characters are escaped, and a
    /// message is cut after 1,024 characters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(&self.code, f)?;
        if !self.message().is_empty() {
            f.write_str(": ")?;
            shown(self.message(), f)?;
        }
        Ok(())
    }
}

/// Writes text from a server as one line of limited length.
fn shown(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const LONGEST: usize = 1024;
    for character in text.chars().take(LONGEST) {
        if character.is_control() {
            write!(f, "{}", character.escape_debug())?;
        } else {
            f.write_char(character)?;
        }
    }
    if text.chars().nth(LONGEST).is_some() { f.write_str("...") } else { Ok(()) }
}

/// Shows no element that may hold a token.
impl fmt::Debug for S3Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3Error")
            .field("code", &self.code())
            .field("message", &self.message())
            .field("request_id", &self.request_id())
            .field("host_id", &self.host_id())
            .finish_non_exhaustive()
    }
}

impl core::error::Error for S3Error {}

/// The error document of S3 (feature `xml`).
impl Error {
    /// Returns the error document that a server sent in place of the expected response, if this error's kind is
    /// [`S3Error`](crate::ErrorKind::S3Error).
    ///
    /// ```
    /// use presign::ErrorKind;
    /// use presign::s3::xml::CompleteMultipartUploadResult;
    ///
    /// // Status 200, and yet there is no object.
    /// let body = "\n\n<Error><Code>InternalError</Code><Message>Please try again.</Message></Error>";
    /// let error = CompleteMultipartUploadResult::parse(body).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::S3Error);
    /// assert!(error.s3_error().is_some_and(|s3_error| s3_error.code() == "InternalError"));
    /// ```
    pub fn s3_error(&self) -> Option<&S3Error> {
        self.answer()?.downcast_ref()
    }
}

/// Parses the response to an operation, whose root element has one of these names. An error document in its place is an
/// error.
pub(super) fn read<T>(
    body: &[u8],
    what: &'static str,
    roots: &'static [&'static str],
    value: impl FnOnce(Element<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut document = Document::parse(body, what)?;
    if Element::root(&document, &[ROOT]).is_ok() {
        document.what = WHAT;
        let answer = Arc::new(S3Error::of(&document)?);
        return Err(Repr::S3Error { what, answer }.into());
    }
    value(Element::root(&document, roots)?)
}
