//! A request as a server received it. Nothing in it has been checked.

use core::fmt;

use super::escaped::decodes_in_one_way;

/// A request as a server received it: the method, the target of the request line, and all headers.
///
/// Pass everything exactly as it arrived. A signature covers these bytes, so a URL that was parsed and written again
/// may no longer match it.
///
/// ```
/// use presign::verify::Request;
///
/// let headers: [(&str, &[u8]); 2] = [("Host", b"photos.example.com"), ("User-Agent", b"curl/8.5.0")];
/// let request = Request::new("GET", "/boat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256", &headers);
/// assert_eq!(request.method(), "GET");
/// ```
#[derive(Clone, Copy)]
pub struct Request<'a> {
    method: &'a str,
    target: &'a str,
    headers: &'a [(&'a str, &'a [u8])],
    authority: Option<&'a str>,
}

impl<'a> Request<'a> {
    /// Creates a request.
    ///
    /// `target` is the path and query of the request line (RFC 9112, section 3.2.1). `headers` has every header in the
    /// order of arrival. A header that was sent twice occurs twice. Names are compared without regard to case.
    pub fn new(method: &'a str, target: &'a str, headers: &'a [(&'a str, &'a [u8])]) -> Self {
        Self { method, target, headers, authority: None }
    }

    /// Sets the pseudo-header `:authority` of HTTP/2 and HTTP/3, which takes the place of the header `Host`.
    ///
    /// ```
    /// use presign::verify::Request;
    ///
    /// let request = Request::new("GET", "/boat.jpg", &[]).authority("photos.example.com");
    /// assert!(format!("{request:?}").contains("photos.example.com"));
    /// ```
    pub fn authority(mut self, authority: &'a str) -> Self {
        self.authority = Some(authority);
        self
    }

    /// Returns the method.
    pub fn method(&self) -> &'a str {
        self.method
    }

    /// Returns the headers, without `:authority`.
    pub fn headers(&self) -> &'a [(&'a str, &'a [u8])] {
        self.headers
    }

    /// Returns the value of `:authority`.
    pub(crate) fn pseudo_authority(&self) -> Option<&'a str> {
        self.authority
    }

    pub(crate) fn target(&self) -> &'a str {
        self.target
    }

    /// Splits the target at the first question mark. The query is `None` if there is no question mark.
    pub(crate) fn path_and_query(&self) -> (&'a str, Option<&'a str>) {
        match self.target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (self.target, None),
        }
    }

    /// Returns whether the target is a path with a query that decodes in only one way: it begins with a slash, has no
    /// fragment, no space and no control character, every `%` begins an escape, and the decoded text is UTF-8.
    pub(crate) fn has_valid_target(&self) -> bool {
        self.target.starts_with('/') && decodes_in_one_way(self.target)
    }
}

/// Shows neither the query nor the values of headers, which may be secret.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct Names<'a>(&'a [(&'a str, &'a [u8])]);
        impl fmt::Debug for Names<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
            }
        }
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path_and_query().0)
            .field("headers", &Names(self.headers))
            .field("authority", &self.authority)
            .finish_non_exhaustive()
    }
}
