//! Steps 2 and 3 of the specification: the string to sign.

use core::fmt;

use super::algorithm::Algorithm;
use super::amz_date::{AmzDate, day_of};
#[cfg(feature = "verify")]
use super::hex::hex_digits;
use super::hex::write_hex;
use super::scope::{Scope, scope_ending};

/// The text that is signed: the algorithm, the time, the scope and the hash of the canonical request, one per line.
/// `Display` gives exactly its bytes.
///
/// ```
/// use presign::Algorithm;
/// use presign::sigv4::{AmzDate, CanonicalHeaders, CanonicalRequest, EMPTY_PAYLOAD_HASH, Scope, StringToSign};
///
/// let mut headers = CanonicalHeaders::new();
/// headers.insert("Host", "example.amazonaws.com")?;
/// headers.insert("X-Amz-Date", "20150830T123600Z")?;
/// let request = CanonicalRequest::new("GET", "/", "", &headers, EMPTY_PAYLOAD_HASH);
///
/// let date: AmzDate = "20150830T123600Z".parse()?;
/// let scope = Scope::new(date.date(), "us-east-1", "service")?;
/// assert_eq!(
///     StringToSign::new(Algorithm::Sigv4, date, scope, request.hash()).to_string(),
///     "AWS4-HMAC-SHA256\n\
///      20150830T123600Z\n\
///      20150830/us-east-1/service/aws4_request\n\
///      bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63",
/// );
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [Create a signed AWS API request][aws], steps 2 and 3.
///
/// [aws]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StringToSign<'a> {
    algorithm: Algorithm,
    date: AmzDate,
    scope: Scope<'a>,
    canonical_request_hash: [u8; 32],
}

impl<'a> StringToSign<'a> {
    /// Creates a string to sign from the hash of a [`CanonicalRequest`](super::CanonicalRequest). For
    /// [`Algorithm::Sigv4a`], give a scope [without a region](Scope::without_region).
    pub fn new(algorithm: Algorithm, date: AmzDate, scope: Scope<'a>, canonical_request_hash: [u8; 32]) -> Self {
        Self { algorithm, date, scope, canonical_request_hash }
    }

    /// Returns the pieces before the hash of the canonical request. `date` is the text of the date.
    fn before_hash<'p>(&'p self, date: &'p str) -> [&'p str; 12] {
        let [algorithm, feed, date, date_end, day, _, end] = before_hash(self.algorithm, date, "");
        let [slash, region, slash_2, service, slash_3, terminator] =
            scope_ending(self.scope.region(), self.scope.service(), "/");
        [algorithm, feed, date, date_end, day, slash, region, slash_2, service, slash_3, terminator, end]
    }

    /// Writes the text, and allocates nothing.
    pub(crate) fn write_to<W: fmt::Write>(&self, out: &mut W) -> fmt::Result {
        self.before_hash(self.date.text().as_str()).into_iter().try_for_each(|piece| out.write_str(piece))?;
        write_hex(&self.canonical_request_hash, out)
    }

    /// Calls a function with the text, which is on the stack. `date` is the text of the date.
    #[cfg(feature = "verify")]
    #[inline]
    pub(crate) fn with_bytes<T>(&self, date: &str, call: impl FnOnce(&[u8]) -> T) -> T {
        let mut message = Message { text: [0; LONGEST], length: 0 };
        let [a, b, c, d, e, f, g, h, i, j, k, l] = self.before_hash(date);
        message.push(a.as_bytes());
        message.push(b.as_bytes());
        message.push(c.as_bytes());
        message.push(d.as_bytes());
        message.push(e.as_bytes());
        message.push(f.as_bytes());
        message.push(g.as_bytes());
        message.push(h.as_bytes());
        message.push(i.as_bytes());
        message.push(j.as_bytes());
        message.push(k.as_bytes());
        message.push(l.as_bytes());
        message.push(&hex_digits(&self.canonical_request_hash));
        call(&message.text[..message.length])
    }
}

/// More than the length of any string to sign: a region has at most 63 bytes, and a service 64.
#[cfg(feature = "verify")]
const LONGEST: usize = 256;

#[cfg(feature = "verify")]
struct Message {
    text: [u8; LONGEST],
    length: usize,
}

#[cfg(feature = "verify")]
impl Message {
    /// Appends a piece. The compiler knows the length of most pieces if this is inlined.
    #[inline(always)]
    fn push(&mut self, piece: &[u8]) {
        self.text[self.length..self.length + piece.len()].copy_from_slice(piece);
        self.length += piece.len();
    }
}

/// Returns the pieces of a string to sign before the hash of the canonical request, which follows in lower-case
/// hexadecimal. The layout is written down only here.
///
/// `date` is the text of an [`AmzDate`]; `scope_ending` is the scope after the day.
pub(crate) fn before_hash<'a>(algorithm: Algorithm, date: &'a str, scope_ending: &'a str) -> [&'a str; 7] {
    before_hash_of_day(algorithm, date, day_of(date), scope_ending)
}

/// Returns the same pieces for a scope whose day need not be that of the date, as a faulty signer writes it.
pub(crate) fn before_hash_of_day<'a>(
    algorithm: Algorithm,
    date: &'a str,
    day: &'a str,
    scope_ending: &'a str,
) -> [&'a str; 7] {
    [algorithm.as_str(), "\n", date, "\n", day, scope_ending, "\n"]
}

impl fmt::Display for StringToSign<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(f)
    }
}
