//! Conversions to the URLs of the crate `url`.

use alloc::string::ToString;

use url::Url;

use crate::error::{Error, Repr};
use crate::signing::PresignedUrl;

/// Converts a URL for a client that accepts only a `url::Url` (feature `url`). The result has the same bytes.
///
/// `Url` follows the [URL standard][whatwg] of browsers and rewrites parts of some URLs. The signature would then be
/// invalid, so this is an error.
///
/// ```
/// use presign::{Bucket, Credentials};
/// use time::macros::datetime;
/// use url::Url;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let (bucket, now) = (Bucket::new("photos")?, datetime!(2026-11-23 12:00 UTC));
/// let signed = bucket.get_object("boat at sea.jpg").sign_at(&credentials, now)?;
/// let url = Url::try_from(&signed)?;
/// assert_eq!(url.as_str(), signed.as_str());
/// assert_eq!(url.path(), "/boat%20at%20sea.jpg");
/// # Ok::<(), presign::Error>(())
/// ```
///
/// # Errors
///
/// [`UrlNotPreserved`](crate::ErrorKind::UrlNotPreserved) for a path with a dot segment, which only
/// [`allow_dot_segments`](crate::PresignRequest::allow_dot_segments) signs, and for a host with a label `xn--...` that
/// encodes no international domain name.
///
/// [whatwg]: https://url.spec.whatwg.org/
impl TryFrom<&PresignedUrl> for Url {
    type Error = Error;

    fn try_from(signed: &PresignedUrl) -> Result<Self, Error> {
        let signed = signed.as_str();
        let url = Self::parse(signed).map_err(|error| Repr::NoStandardUrl { reason: error.to_string().into() })?;
        if url.as_str() == signed {
            return Ok(url);
        }
        let offset = signed.bytes().zip(url.as_str().bytes()).take_while(|(ours, theirs)| ours == theirs).count();
        Err(Repr::UrlNotPreserved { part: part_at(offset, signed), offset }.into())
    }
}

/// Converts a URL in the same way as a reference to it (feature `url`).
impl TryFrom<PresignedUrl> for Url {
    type Error = Error;

    fn try_from(signed: PresignedUrl) -> Result<Self, Error> {
        Self::try_from(&signed)
    }
}

/// Returns the part of a URL that the byte at this offset is in.
fn part_at(offset: usize, url: &str) -> &'static str {
    let host = url.find("://").map_or(0, |end| end + "://".len());
    let path = url[host..].find(['/', '?']).map_or(url.len(), |length| host + length);
    let query = url.find('?').unwrap_or(url.len());
    match offset {
        _ if offset < host => "scheme",
        _ if offset < path => "host",
        _ if offset < query => "path",
        _ => "query",
    }
}
