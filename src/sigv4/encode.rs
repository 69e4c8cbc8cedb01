//! Percent-encoding (the specification's `UriEncode()`), decoding, and path normalization.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::span::span;
use crate::error::{Error, Repr};

/// The encoded form of each byte, in the low bytes of a number. The highest byte of the number is its length.
type Table = [u32; 256];

/// The table that escapes everything except the unreserved characters of RFC 3986, section 2.3.
static COMPONENT: Table = table(false);
/// The same table, except that the slashes of a path are kept.
static PATH: Table = table(true);

const fn table(keeps_slashes: bool) -> Table {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = u32::from_le_bytes(match is_unreserved(byte as u8) || keeps_slashes && byte as u8 == b'/' {
            true => [byte as u8, 0, 0, 1],
            false => [b'%', DIGITS[byte >> 4], DIGITS[byte & 15], 3],
        });
        byte += 1;
    }
    table
}

pub(super) const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() | matches!(byte, b'-' | b'.') | (byte == b'_') | (byte == b'~')
}

/// Text that is percent-encoded as it is displayed, without an intermediate copy. Created by [`encode_component`] and
/// [`encode_path`].
///
/// ```
/// use presign::sigv4::encode_component;
///
/// assert_eq!(format!("prefix={}", encode_component("2026/")), "prefix=2026%2F");
/// ```
#[derive(Clone, Copy)]
pub struct PercentEncoded<'a> {
    bytes: &'a [u8],
    keeps_slashes: bool,
}

/// Encodes a query name or value: every byte except `A-Z a-z 0-9 - . _ ~` becomes `%` and two upper-case digits.
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
    PercentEncoded { bytes: text.as_ref(), keeps_slashes: false }
}

/// Encodes a path, such as an S3 object key: like [`encode_component`], but `/` is kept.
///
/// ```
/// use presign::sigv4::encode_path;
///
/// assert_eq!(encode_path("/photos//a b%.jpg").to_string(), "/photos//a%20b%25.jpg");
/// ```
pub fn encode_path<T: AsRef<[u8]> + ?Sized>(text: &T) -> PercentEncoded<'_> {
    PercentEncoded { bytes: text.as_ref(), keeps_slashes: true }
}

/// Appends a name or value, encoded by [`encode_component`].
pub(crate) fn append_component(text: &str, out: &mut String) {
    encode_component(push_plain(text, false, out)).append_to(out);
}

/// Appends a path, encoded by [`encode_path`].
pub(crate) fn append_path(text: &str, out: &mut String) {
    encode_path(push_plain(text, true, out)).append_to(out);
}

/// Appends everything before the first escape, usually the whole text, and returns the rest. Copying it as a `str`
/// needs no UTF-8 check.
fn push_plain<'a>(text: &'a str, is_path: bool, out: &mut String) -> &'a str {
    // Only ASCII is left unescaped, so the first escaped byte starts a character.
    let (plain, rest) = text.split_at(unescaped_length(text.as_bytes(), is_path));
    out.push_str(plain);
    rest
}

/// Returns the number of bytes before the first one that is escaped, in a path or in a query.
pub(super) fn unescaped_length(bytes: &[u8], is_path: bool) -> usize {
    if is_path {
        return plain_length(bytes, &PATH, |byte| is_unreserved(byte) | (byte == b'/'));
    }
    // Most names and values are short, but a session token is not.
    let (start, rest) = bytes.split_at(bytes.len().min(32));
    let length = span(start, |byte| !is_escaped(byte, &COMPONENT));
    if length < 32 { length } else { length + plain_length(rest, &COMPONENT, is_unreserved) }
}

/// Returns the number of bytes before the first one that the table escapes. `is_plain` is the same test without branches:
/// with it, the compiler checks sixteen bytes at once.
#[inline]
fn plain_length(bytes: &[u8], table: &Table, is_plain: impl Fn(u8) -> bool) -> usize {
    let all_plain = |sixteen: &&[u8; 16]| sixteen.iter().fold(true, |all, &byte| all & is_plain(byte));
    let sixteens = 16 * bytes.as_chunks().0.iter().take_while(all_plain).count();
    sixteens + span(&bytes[sixteens..], |byte| !is_escaped(byte, table))
}

#[inline]
fn is_escaped(byte: u8, table: &Table) -> bool {
    // The length in the highest byte is 1 or 3.
    table[usize::from(byte)] & (2 << 24) != 0
}

fn ascii(bytes: &[u8]) -> Result<&str, fmt::Error> {
    core::str::from_utf8(bytes).map_err(|_| fmt::Error)
}

/// The number of bytes that are encoded at once, on the stack.
const CHUNK: usize = 128;

impl PercentEncoded<'_> {
    pub(crate) fn write_to<W: fmt::Write>(&self, out: &mut W) -> fmt::Result {
        let table = if self.keeps_slashes { &PATH } else { &COMPONENT };
        // Most keys and names need no escape and are copied in one piece.
        let (plain, rest) = self.bytes.split_at(unescaped_length(self.bytes, self.keeps_slashes));
        out.write_str(ascii(plain)?)?;
        if rest.is_empty() {
            return Ok(());
        }
        let mut encoded = [0; 3 * CHUNK + 4];
        rest.chunks(CHUNK).try_for_each(|chunk| {
            let mut length = 0;
            for &byte in chunk {
                // Always writes four bytes; the next write overwrites the excess. That is faster than a branch on the
                // length.
                let entry = table[usize::from(byte)];
                // `get_mut` and not an index: the bounds check of an index would slow encoding down by a tenth. If an
                // entry did not fit, the slice below would panic.
                if let Some(place) = encoded.get_mut(length..length + 4) {
                    place.copy_from_slice(&entry.to_le_bytes());
                }
                length += (entry >> 24) as usize;
            }
            out.write_str(ascii(&encoded[..3 * CHUNK][..length])?)
        })
    }

    #[inline]
    #[expect(clippy::expect_used, reason = "encoded text is ASCII, and writing to a `String` never fails")]
    pub(crate) fn append_to(&self, out: &mut String) {
        if !self.bytes.is_empty() {
            self.write_to(out).expect("writing to a string never fails");
        }
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

/// Decodes percent-encoding. `+` stays a plus sign; the result need not be UTF-8.
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

/// Checks that two hexadecimal digits follow every `%`.
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

/// Normalizes a path, for every service except S3: removes dot segments (RFC 3986, section 5.2.4) and folds runs of
/// slashes into one.
///
/// Escapes are left alone: `%2E` is not a dot segment here. A path that ends in a dot segment loses its last slash, as
/// in botocore and aws-c-auth. The specification is silent on this, and smithy-rs keeps the slash.
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
