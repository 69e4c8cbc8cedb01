//! Percent-encoding (the specification's `UriEncode()`), decoding, and the normal form of a path.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

use crate::error::{Error, Repr};

/// Everything but the unreserved characters of RFC 3986, section 2.3.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// The same, with the slashes between the segments of a path left alone.
const PATH: &AsciiSet = &COMPONENT.remove(b'/');

/// Text percent-encoded as it is displayed, without a copy in between. Made by [`encode_component`] and [`encode_path`].
#[derive(Clone, Copy)]
pub struct PercentEncoded<'a> {
    bytes: &'a [u8],
    set: &'static AsciiSet,
}

/// Encodes a name or a value of a query: every byte but `A-Z a-z 0-9 - . _ ~` becomes `%` and two upper-case digits.
///
/// ```
/// use presign::sigv4::encode_component;
///
/// assert_eq!(encode_component("a b/ü+~").to_string(), "a%20b%2F%C3%BC%2B~");
/// ```
///
/// Source: [Create a signed AWS API request][aws], `UriEncode()`.
///
/// [aws]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
pub fn encode_component<T: AsRef<[u8]> + ?Sized>(text: &T) -> PercentEncoded<'_> {
    PercentEncoded { bytes: text.as_ref(), set: COMPONENT }
}

/// Encodes a path, such as an S3 object key: as [`encode_component`], but `/` stays as it is.
///
/// ```
/// use presign::sigv4::encode_path;
///
/// assert_eq!(encode_path("/photos//a b%.jpg").to_string(), "/photos//a%20b%25.jpg");
/// ```
pub fn encode_path<T: AsRef<[u8]> + ?Sized>(text: &T) -> PercentEncoded<'_> {
    PercentEncoded { bytes: text.as_ref(), set: PATH }
}

impl PercentEncoded<'_> {
    pub(crate) fn write_to<W: fmt::Write>(&self, out: &mut W) -> fmt::Result {
        percent_encoding::percent_encode(self.bytes, self.set).try_for_each(|run| out.write_str(run))
    }

    pub(crate) fn append_to(&self, out: &mut String) {
        out.extend(percent_encoding::percent_encode(self.bytes, self.set));
    }
}

impl fmt::Display for PercentEncoded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(f)
    }
}

impl fmt::Debug for PercentEncoded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PercentEncoded({self})")
    }
}

/// Undoes percent-encoding. `+` stays a plus sign; the result need not be UTF-8.
///
/// # Errors
///
/// [`MalformedEscape`](crate::ErrorKind::MalformedEscape) for `%`, `%2` or `%zz`, with the byte offset.
///
/// ```
/// use presign::sigv4::percent_decode;
///
/// assert_eq!(percent_decode("a%20b%2Bc+d")?, b"a b+c+d");
/// assert!(percent_decode("100%").is_err());
/// # Ok::<(), presign::Error>(())
/// ```
pub fn percent_decode(text: &str) -> Result<Vec<u8>, Error> {
    check_escapes("text", text)?;
    Ok(percent_encoding::percent_decode_str(text).collect())
}

/// That every `%` is followed by two hexadecimal digits.
pub(crate) fn check_escapes(field: &'static str, text: &str) -> Result<(), Error> {
    let malformed = text.as_bytes().iter().enumerate().find(|&(offset, &byte)| {
        byte == b'%'
            && !matches!(text.as_bytes().get(offset + 1..offset + 3), Some(digits) if digits.iter().all(u8::is_ascii_hexdigit))
    });
    match malformed {
        Some((offset, _)) => Err(Repr::MalformedEscape { field, offset }.into()),
        None => Ok(()),
    }
}

/// The normal form of a path for every service but S3: dot segments removed (RFC 3986, section 5.2.4), and runs of
/// slashes folded into one.
///
/// Escapes are left alone: `%2E` is no dot segment here. A path that ends in a dot segment loses its last slash, as
/// botocore and aws-c-auth have it (the specification is silent, and smithy-rs keeps the slash).
///
/// ```
/// use presign::sigv4::normalize_path;
///
/// assert_eq!(normalize_path("/a//b/./c/../d%20e/"), "/a/b/d%20e/");
/// assert_eq!(normalize_path("/../.."), "/");
/// assert_eq!(normalize_path("/a/."), "/a");
/// ```
pub fn normalize_path(path: &str) -> String {
    let mut normal = String::with_capacity(path.len() + 1);
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => normal.truncate(normal.rfind('/').unwrap_or(0)),
            segment => {
                normal.push('/');
                normal.push_str(segment);
            }
        }
    }
    if normal.is_empty() || path.ends_with('/') {
        normal.push('/');
    }
    normal
}
