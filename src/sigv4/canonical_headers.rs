//! Step 1 of the specification, `CanonicalHeaders` and `SignedHeaders`.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use core::fmt;

use super::header_lines::{HeaderLines, lines};
use super::header_syntax::{HeaderName, HeaderValue};
use super::rendered_headers::{RenderedHeaders, Repeated};
use crate::error::Error;

/// Headers in canonical form: `name:value` and a line feed each, in the order of their lower-case names.
///
/// Values are trimmed, and runs of spaces and tabs are folded into one space; other white space is kept. The values of
/// a repeated name are joined with a comma, in the order in which they were added. `Display` gives exactly the bytes
/// that are hashed.
///
/// ```
/// use presign::sigv4::CanonicalHeaders;
///
/// let mut headers = CanonicalHeaders::new();
/// headers.insert("My-Header1", "  a   b ")?;
/// headers.insert("Host", "example.amazonaws.com")?;
/// headers.insert("my-header1", "c")?;
/// assert_eq!(headers.to_string(), "host:example.amazonaws.com\nmy-header1:a b,c\n");
/// assert_eq!(headers.signed_headers().to_string(), "host;my-header1");
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [Create a signed AWS API request][aws], step 1.
///
/// [aws]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CanonicalHeaders {
    /// `None` if there are no headers. The box keeps requests small: they are moved often, and most sign no headers.
    headers: Option<Box<RenderedHeaders>>,
}

/// How many bytes [`CanonicalHeaders::add`] moves at most to put a header in its place.
const REACH: usize = 4096;

impl CanonicalHeaders {
    /// Creates an empty list of headers.
    pub const fn new() -> Self {
        Self { headers: None }
    }

    /// Adds one header. Names are case-insensitive.
    ///
    /// # Errors
    ///
    /// - [`EmptyHeaderName`](crate::ErrorKind::EmptyHeaderName) for an empty name.
    /// - [`InvalidHeaderName`](crate::ErrorKind::InvalidHeaderName) for a name that is not an HTTP token (RFC 9110,
    ///   section 5.6.2), such as `x y`.
    /// - [`InvalidHeaderValue`](crate::ErrorKind::InvalidHeaderValue) for a value with a control character other than a
    ///   tab: a line feed would begin another header.
    ///
    /// ```
    /// use presign::ErrorKind;
    /// use presign::sigv4::CanonicalHeaders;
    ///
    /// let mut headers = CanonicalHeaders::new();
    /// headers.insert("X-Amz-Acl", "private")?;
    /// assert_eq!(headers.insert("x y", "").unwrap_err().kind(), ErrorKind::InvalidHeaderName);
    /// assert_eq!(headers.insert("x", "a\nb").unwrap_err().kind(), ErrorKind::InvalidHeaderValue);
    /// assert_eq!(headers.to_string(), "x-amz-acl:private\n");
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn insert(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let name = HeaderName::parse(name)?;
        let value = HeaderValue::parse(&name, value)?;
        self.headers.get_or_insert_default().put(&name, &value, Repeated::IsJoined, usize::MAX);
        Ok(())
    }

    /// Adds one header like [`insert`](Self::insert), at a cost that does not depend on the number of headers. A header
    /// that belongs far from the end is put into its place only by [`in_order`](Self::in_order).
    ///
    /// If the value is a secret, this list and all its copies are wiped from memory when they are dropped or outgrow a
    /// buffer.
    pub(crate) fn add(&mut self, name: &HeaderName<'_>, value: &HeaderValue<'_>, repeated: Repeated, is_secret: bool) {
        let headers = self.headers.get_or_insert_default();
        if is_secret {
            headers.keep_secret();
        }
        headers.put(name, value, repeated, REACH);
    }

    /// Returns the headers with each in its place.
    pub(crate) fn in_order(&self) -> Cow<'_, Self> {
        match &self.headers {
            Some(headers) if headers.has_late() => Cow::Owned(Self { headers: Some(Box::new(headers.in_order())) }),
            _ => Cow::Borrowed(self),
        }
    }

    /// Returns whether any value is a secret.
    pub(crate) fn is_secret(&self) -> bool {
        self.headers.as_ref().is_some_and(|headers| headers.is_secret())
    }

    /// Removes the header with this lower-case name.
    pub(crate) fn remove(&mut self, name: &str) {
        if let Some(headers) = &mut self.headers {
            if headers.has_late() {
                **headers = headers.in_order();
            }
            headers.remove(name);
            if headers.is_empty() {
                self.headers = None;
            }
        }
    }

    /// Returns whether there are no headers.
    pub fn is_empty(&self) -> bool {
        self.headers.is_none()
    }

    /// Returns the specification's `SignedHeaders`: the names in order, joined by `;`.
    pub fn signed_headers(&self) -> SignedHeaders<'_> {
        SignedHeaders { names: self.names() }
    }

    /// Returns the canonical lines.
    pub(super) fn as_lines(&self) -> &str {
        self.headers.as_ref().map_or("", |headers| headers.canonical())
    }

    /// Returns the headers as a client sends them: lower-case names in order, values trimmed but not folded.
    ///
    /// ```
    /// use presign::sigv4::CanonicalHeaders;
    ///
    /// let mut headers = CanonicalHeaders::new();
    /// headers.insert("My-Header", "  a   b ")?;
    /// assert!(headers.iter().eq([("my-header", "a   b")]));
    /// assert_eq!(headers.to_string(), "my-header:a b\n");
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        lines(self.headers.as_ref().map_or("", |headers| headers.to_send().as_str()))
    }

    /// Returns a copy of the lines as a client sends them.
    pub(crate) fn to_sent(&self) -> HeaderLines {
        self.headers.as_ref().map(|headers| headers.to_send().clone()).unwrap_or_default()
    }

    /// Returns whether there is a header with this lower-case name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.headers.as_ref().is_some_and(|headers| headers.has(name))
    }

    /// Returns the value of `x-amz-content-sha256`.
    pub(crate) fn payload_hash(&self) -> Option<&str> {
        self.headers.as_ref()?.payload_hash()
    }

    /// Returns the canonical lines that sort before `host`, and those that sort after it.
    pub(crate) fn around_host(&self) -> (&str, &str) {
        self.as_lines().split_at(self.headers.as_ref().map_or(0, |headers| headers.host_at()))
    }

    /// Returns the names of these headers, joined by `;`, in two consecutive parts.
    pub(super) fn names(&self) -> [&str; 2] {
        self.headers.as_ref().map_or([""; 2], |headers| headers.names())
    }

    /// Returns the names of these headers and of `host`, joined by `;`: plain, and encoded for the query.
    pub(crate) fn names_with_host(&self) -> [&str; 2] {
        self.headers.as_ref().map_or(["host"; 2], |headers| headers.names_with_host())
    }
}

impl fmt::Display for CanonicalHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_lines())
    }
}

/// Shows names only: a value may be a secret, such as a customer's encryption key.
impl fmt::Debug for CanonicalHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.in_order().iter().map(|(name, _)| name)).finish()
    }
}

/// The names of the signed headers, joined by `;`. Created by [`CanonicalHeaders::signed_headers`].
#[derive(Clone, Copy)]
pub struct SignedHeaders<'a> {
    /// Two consecutive parts.
    names: [&'a str; 2],
}

impl fmt::Display for SignedHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.names.into_iter().try_for_each(|part| f.write_str(part))
    }
}

impl fmt::Debug for SignedHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignedHeaders({self})")
    }
}
