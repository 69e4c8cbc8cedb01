//! The protocol's two date formats, both in UTC.

use core::fmt;
use core::str::FromStr;

use time::{Date, Duration, Month, OffsetDateTime, Time, UtcOffset};

use crate::error::{Error, Found, Repr};

/// A time as the protocol writes it: `YYYYMMDD'T'HHMMSS'Z'`, in UTC, in whole seconds, years 0 to 9999.
///
/// `Display` gives the value of `X-Amz-Date`; [`AmzDate::date`] is the day that goes into the credential scope.
///
/// ```
/// use presign::sigv4::AmzDate;
///
/// let date: AmzDate = "20130524T000000Z".parse()?;
/// assert_eq!(date.to_string(), "20130524T000000Z");
/// assert!("2013-05-24T00:00:00Z".parse::<AmzDate>().is_err());
/// assert!("20130230T000000Z".parse::<AmzDate>().is_err());
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [Elements of an AWS API request signature][aws].
///
/// [aws]: https://docs.aws.amazon.com/IAM/latest/UserGuide/signing-elements.html
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AmzDate {
    date: Date,
    /// Seconds since midnight. A `Time` here would be slower: it leaves some values of one of its bytes unused, and
    /// types that wrap it are then copied in pieces, which stalls the processor.
    second: u32,
}

const SECONDS_A_DAY: u32 = 24 * 60 * 60;

impl AmzDate {
    /// 1970-01-01T00:00:00Z.
    pub(crate) const UNIX_EPOCH: Self = Self { date: OffsetDateTime::UNIX_EPOCH.date(), second: 0 };

    /// Creates a date from a time in any offset. Fractions of a second are cut off.
    ///
    /// # Errors
    ///
    /// [`InvalidTime`](crate::ErrorKind::InvalidTime) when the year in UTC is not within 0 to 9999.
    ///
    /// ```
    /// use presign::sigv4::AmzDate;
    /// use time::macros::datetime;
    ///
    /// let date = AmzDate::new(datetime!(2026-11-23 01:30:00.9 +02:00))?;
    /// assert_eq!(date.to_string(), "20261122T233000Z");
    /// assert_eq!(date.time(), datetime!(2026-11-22 23:30 UTC));
    /// assert_eq!(date.date(), date.time().date());
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn new(at: OffsetDateTime) -> Result<Self, Error> {
        utc(at).map(Self::from_utc).map_err(|year| Repr::InvalidTime { year }.into())
    }

    /// Creates a date from a time that [`utc`] returned.
    pub(super) fn from_utc(at: OffsetDateTime) -> Self {
        let (hour, minute, second) = at.to_hms();
        Self::of(at.date(), hour, minute, second)
    }

    fn of(date: Date, hour: u8, minute: u8, second: u8) -> Self {
        Self { date, second: (u32::from(hour) * 60 + u32::from(minute)) * 60 + u32::from(second) }
    }

    /// Returns the time, in UTC.
    pub fn time(self) -> OffsetDateTime {
        // `second` is less than a day, so this never saturates.
        self.date.midnight().assume_utc().saturating_add(Duration::seconds(self.second.into()))
    }

    /// Returns the seconds since the Unix epoch.
    #[cfg(feature = "verify")]
    pub(crate) fn unix_timestamp(self) -> i64 {
        const EPOCH: i64 = OffsetDateTime::UNIX_EPOCH.to_julian_day() as i64;
        (i64::from(self.date.to_julian_day()) - EPOCH) * i64::from(SECONDS_A_DAY) + i64::from(self.second)
    }

    /// Returns the time this many seconds later, or `None` from the year 10000 on.
    pub(crate) fn after(self, seconds: u32) -> Option<Self> {
        let second = self.second.checked_add(seconds)?;
        let date = self.date.checked_add(Duration::days((second / SECONDS_A_DAY).into()))?;
        // With its feature `large-dates`, which any crate in the build may enable, `time` goes beyond the year 9999.
        (date.year() <= 9999).then_some(Self { date, second: second % SECONDS_A_DAY })
    }

    /// Rounds down to a multiple of `seconds` since the Unix epoch.
    pub(crate) fn floor_to(self, seconds: u32) -> Result<Self, Error> {
        let past = self.time().unix_timestamp().rem_euclid(seconds.into());
        // A time early in the year 0 may round down to the year before, which is an error.
        Self::new(self.time().saturating_sub(Duration::seconds(past)))
    }

    /// Returns the day, in UTC.
    pub fn date(self) -> Date {
        self.date
    }

    /// Returns the sixteen characters of the long form. The digits are written into an array, which avoids the padding
    /// of `core::fmt` on the signing path.
    pub(crate) fn text(self) -> AmzDateText {
        let [y1, y2, y3, y4, m1, m2, d1, d2] = date_digits(self.date);
        let [[h1, h2], [n1, n2], [s1, s2]] =
            [self.second / 3600, self.second / 60 % 60, self.second % 60].map(|number| two_digits(number as u8));
        AmzDateText([y1, y2, y3, y4, m1, m2, d1, d2, b'T', h1, h2, n1, n2, s1, s2, b'Z'])
    }
}

/// The text of an [`AmzDate`].
pub(crate) struct AmzDateText([u8; 16]);

impl AmzDateText {
    #[expect(clippy::expect_used, reason = "`AmzDate::text` writes only digits, `T` and `Z`")]
    pub(crate) fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).expect("a date is written in ASCII")
    }
}

/// Returns the day of an [`AmzDateText`], as the scope writes it.
pub(crate) fn day_of(text: &str) -> &str {
    &text[.."YYYYMMDD".len()]
}

impl fmt::Display for AmzDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().as_str())
    }
}

impl FromStr for AmzDate {
    type Err = Error;

    /// Parses the long form. Any other form is an error.
    ///
    /// # Errors
    ///
    /// [`InvalidDate`](crate::ErrorKind::InvalidDate) for any other form (`2013-05-24T00:00:00Z`, a missing `Z`, a
    /// sign, an offset) and for a time that does not exist (`20130230T000000Z`, a 60th second).
    fn from_str(text: &str) -> Result<Self, Error> {
        parse(text).ok_or_else(|| Repr::InvalidDate { found: Found::new(text) }.into())
    }
}

/// Converts a time to UTC. The error is the year in UTC, when it is not within 0 to 9999.
pub(crate) fn utc(at: OffsetDateTime) -> Result<OffsetDateTime, i32> {
    match at.checked_to_offset(UtcOffset::UTC).map(|utc| (utc, utc.year())) {
        Some((utc, 0..=9999)) => Ok(utc),
        Some((_, year)) => Err(year),
        // The type can't hold the result: it is before the year -9999 or after 9999.
        None => Err(if at.year() > 0 { 10_000 } else { -10_000 }),
    }
}

/// Returns the digits of `YYYYMMDD`. The year is within 0 to 9999: [`AmzDate`] and `Scope` check it.
pub(crate) fn date_digits(date: Date) -> [u8; 8] {
    let (year, month, day) = date.to_calendar_date();
    let year = year.unsigned_abs();
    let ([y1, y2], [y3, y4]) = (two_digits((year / 100 % 100) as u8), two_digits((year % 100) as u8));
    let ([m1, m2], [d1, d2]) = (two_digits(u8::from(month)), two_digits(day));
    [y1, y2, y3, y4, m1, m2, d1, d2]
}

/// Returns the two digits of a number below 100.
fn two_digits(number: u8) -> [u8; 2] {
    [b'0' + number / 10 % 10, b'0' + number % 10]
}

/// Parses `YYYYMMDD`.
pub(super) fn parse_day(text: &str) -> Option<Date> {
    let [century, year, month, day] = parse_pairs(text.as_bytes().try_into().ok()?)?;
    let year = u16::from(century) * 100 + u16::from(year);
    Date::from_calendar_date(year.into(), Month::try_from(month).ok()?, day).ok()
}

/// Parses the long form.
#[inline]
pub(crate) fn parse(text: &str) -> Option<AmzDate> {
    let (day, time) = text.split_at_checked("YYYYMMDD".len())?;
    let &[b'T', h1, h2, n1, n2, s1, s2, b'Z'] = time.as_bytes() else { return None };
    let [_, hour, minute, second] = parse_pairs([b'0', b'0', h1, h2, n1, n2, s1, s2])?;
    Time::from_hms(hour, minute, second).ok()?;
    Some(AmzDate::of(parse_day(day)?, hour, minute, second))
}

/// Returns the numbers that four pairs of digits stand for. All digits are handled at once, in the bytes of a `u64`.
fn parse_pairs(digits: [u8; 8]) -> Option<[u8; 4]> {
    let of_each = |byte: u8| u64::from_le_bytes([byte; 8]);
    // A digit becomes its value, and every other byte at least 10.
    let values = u64::from_le_bytes(digits) ^ of_each(b'0');
    // Adding this to a number from 10 to 127 sets its highest bit. Only a number that has that bit already carries.
    if (values | values.wrapping_add(of_each(0x80 - 10))) & of_each(0x80) != 0 {
        return None;
    }
    // No byte exceeds 99. The first byte of each pair is then its number.
    let [first, _, second, _, third, _, fourth, _] = (values * 10 + (values >> 8)).to_le_bytes();
    Some([first, second, third, fourth])
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn pairs_consist_of_digits() {
        let digits = *b"20269930";
        assert_eq!(parse_pairs(digits), Some([20, 26, 99, 30]));
        for at in 0..digits.len() {
            for byte in 0..=u8::MAX {
                let mut changed = digits;
                changed[at] = byte;
                let pairs = byte.is_ascii_digit().then(|| {
                    changed
                        .as_chunks()
                        .0
                        .iter()
                        .map(|&[tens, ones]| (tens - b'0') * 10 + (ones - b'0'))
                        .collect::<Vec<_>>()
                });
                assert_eq!(parse_pairs(changed).map(Vec::from), pairs, "{byte} at {at}");
            }
        }
    }
}
