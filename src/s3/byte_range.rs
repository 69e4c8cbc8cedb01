//! Byte ranges of an object.

use alloc::format;
use alloc::string::String;
use core::ops::{Range, RangeFrom, RangeInclusive, RangeTo, RangeToInclusive};

use crate::error::{Error, Found, Repr};

/// A range of an object's bytes, counted from 0, for [`range`](crate::PresignRequest::range) and
/// [`copy_source_range`](crate::PresignRequest::copy_source_range). Create it from a Rust range, or from the text of
/// the header.
///
/// ```
/// use presign::Bucket;
/// use presign::s3::ByteRange;
/// # use presign::Credentials;
/// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
///
/// let bucket = Bucket::new("photos")?;
/// let range = |range: ByteRange| -> Result<String, presign::Error> {
///     let url = bucket.get_object("boat.jpg").range(range).sign_at(&credentials, now)?;
///     Ok(url.headers().map(|(_, value)| value).collect())
/// };
/// assert_eq!(range((0..500).into())?, "bytes=0-499");
/// assert_eq!(range((500..).into())?, "bytes=500-");
/// assert_eq!(range(ByteRange::last(500))?, "bytes=-500");
/// assert_eq!(range("bytes=0-0".into())?, "bytes=0-0");
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: RFC 9110, section 14.1.2.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ByteRange(Form);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Form {
    /// The end is exclusive.
    Between(u64, u64),
    /// The end is inclusive, so that a range can end at `u64::MAX`.
    Through(u64, u64),
    From(u64),
    Last(u64),
    Text(String),
}

impl ByteRange {
    /// Creates a range of the last `bytes` bytes of the object.
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::s3::ByteRange;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let tail = bucket.get_object("archive.zip").range(ByteRange::last(65_557)).sign_at(&credentials, now)?;
    /// assert!(tail.headers().eq([("range", "bytes=-65557")]));
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub const fn last(bytes: u64) -> Self {
        Self(Form::Last(bytes))
    }

    /// Returns the header's value.
    pub(crate) fn header(self) -> Result<String, Error> {
        let (first, last) = match self.0 {
            Form::Between(start, end) if start < end => (start, end - 1),
            Form::Through(first, last) if first <= last => (first, last),
            Form::Between(start, end) => return Err(empty(&format!("{start}..{end}"))),
            Form::Through(first, last) => return Err(empty(&format!("{first}..={last}"))),
            Form::From(first) => return Ok(format!("bytes={first}-")),
            Form::Last(0) => return Err(empty("of the last 0 bytes")),
            Form::Last(bytes) => return Ok(format!("bytes=-{bytes}")),
            Form::Text(text) => {
                check_text(&text)?;
                return Ok(text);
            }
        };
        Ok(format!("bytes={first}-{last}"))
    }

    /// Returns the value of a header that accepts only one range with both ends.
    pub(crate) fn closed_header(self) -> Result<String, Error> {
        let is_open = match &self.0 {
            Form::From(_) | Form::Last(_) => true,
            Form::Text(text) => {
                let ranges = text.split_once('=').map_or("", |(_, ranges)| ranges.trim());
                if ranges.contains(',') {
                    return Err(Repr::InvalidByteRange { found: Found::new(text) }.into());
                }
                ranges.starts_with('-') || ranges.ends_with('-')
            }
            Form::Between(..) | Form::Through(..) => false,
        };
        let header = self.header()?;
        if is_open { Err(Repr::OpenCopyRange { found: header.into() }.into()) } else { Ok(header) }
    }
}

/// Checks the syntax of the header (RFC 9110, section 14.1.1). S3 ignores a header that it can't parse and returns the
/// whole object.
fn check_text(text: &str) -> Result<(), Error> {
    const UNIT: &str = "bytes=";
    // What is not valid in any header is reported as such.
    if text.bytes().any(|byte| byte.is_ascii_control() || !byte.is_ascii()) {
        return Ok(());
    }
    let invalid = || Repr::InvalidByteRange { found: Found::new(text) };
    let (unit, ranges) = text.split_at_checked(UNIT.len()).ok_or_else(invalid)?;
    if !unit.eq_ignore_ascii_case(UNIT) {
        return Err(invalid().into());
    }
    for range in ranges.split(',') {
        let (first, last) = range.trim().split_once('-').ok_or_else(invalid)?;
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(first) || !is_number(last) || (first.is_empty() && last.is_empty()) {
            return Err(invalid().into());
        }
        let is_empty = match (first.parse::<u64>(), last.parse::<u64>()) {
            (Ok(first), Ok(last)) => first > last,
            (Err(_), Ok(bytes)) => first.is_empty() && bytes == 0,
            _ => false,
        };
        if is_empty {
            return Err(empty(text));
        }
    }
    Ok(())
}

fn empty(range: &str) -> Error {
    Repr::EmptyByteRange { found: range.into() }.into()
}

impl From<Range<u64>> for ByteRange {
    fn from(range: Range<u64>) -> Self {
        Self(Form::Between(range.start, range.end))
    }
}

impl From<RangeInclusive<u64>> for ByteRange {
    fn from(range: RangeInclusive<u64>) -> Self {
        let (first, last) = range.into_inner();
        Self(Form::Through(first, last))
    }
}

impl From<RangeFrom<u64>> for ByteRange {
    fn from(range: RangeFrom<u64>) -> Self {
        Self(Form::From(range.start))
    }
}

impl From<RangeTo<u64>> for ByteRange {
    fn from(range: RangeTo<u64>) -> Self {
        Self(Form::Between(0, range.end))
    }
}

impl From<RangeToInclusive<u64>> for ByteRange {
    fn from(range: RangeToInclusive<u64>) -> Self {
        Self(Form::Through(0, range.end))
    }
}

/// Converts the text of the header, such as `bytes=0-499`, which is checked when signing and sent unchanged.
impl From<&str> for ByteRange {
    fn from(text: &str) -> Self {
        Self(Form::Text(text.into()))
    }
}

/// Converts the text of the header, which is checked when signing and sent unchanged.
impl From<String> for ByteRange {
    fn from(text: String) -> Self {
        Self(Form::Text(text))
    }
}
