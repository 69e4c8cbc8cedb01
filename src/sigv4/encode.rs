//! Percent-encoding (the specification's `UriEncode()`), decoding, and the normal form of a path.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::error::{Error, Repr};

/// For each byte what it becomes, from the lowest byte of a number on, and in the highest how long that is.
type Table = [u32; 256];

/// Everything but the unreserved characters of RFC 3986, section 2.3 becomes an escape.
static COMPONENT: Table = table(false);
/// The same, with the slashes between the segments of a path left alone.
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

const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Text percent-encoded as it is displayed, without a copy in between. Made by [`encode_component`] and [`encode_path`].
#[derive(Clone, Copy)]
pub struct PercentEncoded<'a> {
    bytes: &'a [u8],
    keeps_slashes: bool,
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
    PercentEncoded { bytes: text.as_ref(), keeps_slashes: false }
}

/// Encodes a path, such as an S3 object key: as [`encode_component`], but `/` stays as it is.
///
/// ```
/// use presign::sigv4::encode_path;
///
/// assert_eq!(encode_path("/photos//a b%.jpg").to_string(), "/photos//a%20b%25.jpg");
/// ```
pub fn encode_path<T: AsRef<[u8]> + ?Sized>(text: &T) -> PercentEncoded<'_> {
    PercentEncoded { bytes: text.as_ref(), keeps_slashes: true }
}

/// Appends a name or a value as [`encode_component`] encodes it.
pub(crate) fn append_component(text: &str, out: &mut String) {
    encode_component(push_plain(text, &COMPONENT, out)).append_to(out);
}

/// Appends a path as [`encode_path`] encodes it.
pub(crate) fn append_path(text: &str, out: &mut String) {
    encode_path(push_plain(text, &PATH, out)).append_to(out);
}

/// Appends what precedes the first escape, in most texts all, and gives the rest. As text it is copied without another look.
fn push_plain<'a>(text: &'a str, table: &Table, out: &mut String) -> &'a str {
    // Only ASCII is not escaped, so the first escape is that of a whole character.
    let (plain, rest) = text.split_at(plain_length(text.as_bytes(), table));
    out.push_str(plain);
    rest
}

/// How many bytes come before the first that is escaped.
fn plain_length(bytes: &[u8], table: &Table) -> usize {
    const ESCAPED: u32 = 2 << 24;
    // Eight at a time, with one branch for all.
    let all_plain = |eight: &&[u8; 8]| eight.iter().fold(0, |any, &byte| any | table[usize::from(byte)]) & ESCAPED == 0;
    let eights = 8 * bytes.as_chunks().0.iter().take_while(all_plain).count();
    eights + bytes.iter().skip(eights).take_while(|&&byte| table[usize::from(byte)] & ESCAPED == 0).count()
}

fn ascii(bytes: &[u8]) -> Result<&str, fmt::Error> {
    core::str::from_utf8(bytes).map_err(|_| fmt::Error)
}

/// How many bytes are encoded at once, on the stack.
const CHUNK: usize = 128;

impl PercentEncoded<'_> {
    pub(crate) fn write_to<W: fmt::Write>(&self, out: &mut W) -> fmt::Result {
        let table = if self.keeps_slashes { &PATH } else { &COMPONENT };
        // Most keys and names need no escape, and are copied in one piece.
        let (plain, rest) = self.bytes.split_at(plain_length(self.bytes, table));
        out.write_str(ascii(plain)?)?;
        if rest.is_empty() {
            return Ok(());
        }
        let mut encoded = [0; 3 * CHUNK + 4];
        rest.chunks(CHUNK).try_for_each(|chunk| {
            let mut length = 0;
            for &byte in chunk {
                // Always four bytes, of which the next ones overwrite what is too much: quicker than to ask.
                let entry = table[usize::from(byte)];
                // Not by index, whose check costs a tenth: what has no place here makes the slice below panic.
                if let Some(place) = encoded.get_mut(length..length + 4) {
                    place.copy_from_slice(&entry.to_le_bytes());
                }
                length += (entry >> 24) as usize;
            }
            out.write_str(ascii(&encoded[..3 * CHUNK][..length])?)
        })
    }

    #[inline]
    #[expect(clippy::expect_used, reason = "what is encoded is ASCII, and a `String` takes all of it")]
    pub(crate) fn append_to(&self, out: &mut String) {
        if !self.bytes.is_empty() {
            self.write_to(out).expect("writing into a string never fails");
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
