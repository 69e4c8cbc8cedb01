//! The two date forms of the protocol, in UTC.

use core::fmt;
use core::str::FromStr;

use time::{Date, Month, OffsetDateTime, Time, UtcOffset};

use crate::error::{Error, Found, Repr};

/// A moment as the protocol writes it: `YYYYMMDD'T'HHMMSS'Z'`, in UTC, to the second, years 0 to 9999.
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
pub struct AmzDate(OffsetDateTime);

impl AmzDate {
    /// Takes the moment in any offset; fractions of a second are cut off.
    ///
    /// # Errors
    ///
    /// [`InvalidTime`](crate::ErrorKind::InvalidTime) when the year in UTC is not within 0 to 9999.
    pub fn new(at: OffsetDateTime) -> Result<Self, Error> {
        at.checked_to_offset(UtcOffset::UTC)
            .filter(|utc| (0..=9999).contains(&utc.year()))
            .map(|utc| Self(utc.truncate_to_second()))
            .ok_or_else(|| Repr::InvalidTime { year: at.year() }.into())
    }

    /// The moment, in UTC.
    pub fn time(self) -> OffsetDateTime {
        self.0
    }

    /// The day, in UTC.
    pub fn date(self) -> Date {
        self.0.date()
    }

    /// Writes the sixteen characters of the long form.
    pub(crate) fn write_to<W: fmt::Write>(self, out: &mut W) -> fmt::Result {
        let (hour, minute, second) = self.0.to_hms();
        write_date(self.date(), out)?;
        out.write_str("T")?;
        write_two_digits(hour, out)?;
        write_two_digits(minute, out)?;
        write_two_digits(second, out)?;
        out.write_str("Z")
    }
}

impl fmt::Display for AmzDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(f)
    }
}

impl FromStr for AmzDate {
    type Err = Error;

    /// Accepts the long form and nothing else.
    ///
    /// # Errors
    ///
    /// [`InvalidDate`](crate::ErrorKind::InvalidDate) for any other form (`2013-05-24T00:00:00Z`, a missing `Z`, a
    /// sign, an offset) and for a moment that does not exist (`20130230T000000Z`, a 60th second).
    fn from_str(text: &str) -> Result<Self, Error> {
        parse(text).map(Self).ok_or_else(|| Repr::InvalidDate { found: Found::new(text) }.into())
    }
}

/// Writes `YYYYMMDD`. The year is within 0 to 9999: [`AmzDate`] and `Scope` let no other in.
pub(crate) fn write_date<W: fmt::Write>(date: Date, out: &mut W) -> fmt::Result {
    let (year, month, day) = date.to_calendar_date();
    let year = year.unsigned_abs();
    write_two_digits((year / 100 % 100) as u8, out)?;
    write_two_digits((year % 100) as u8, out)?;
    write_two_digits(u8::from(month), out)?;
    write_two_digits(day, out)
}

/// Writes a number below 100. `core::fmt` with its padding takes several times as long, on a path that writes seven.
fn write_two_digits<W: fmt::Write>(number: u8, out: &mut W) -> fmt::Result {
    const PAIRS: &str = "0001020304050607080910111213141516171819\
                         2021222324252627282930313233343536373839\
                         4041424344454647484950515253545556575859\
                         6061626364656667686970717273747576777879\
                         8081828384858687888990919293949596979899";
    let at = usize::from(number % 100) * 2;
    out.write_str(&PAIRS[at..at + 2])
}

fn parse(text: &str) -> Option<OffsetDateTime> {
    let bytes: &[u8; 16] = text.as_bytes().try_into().ok()?;
    let [digits @ .., b'Z'] = bytes else { return None };
    let [date @ .., b'T', _, _, _, _, _, _] = digits else { return None };
    let number = |digits: &[u8]| {
        digits
            .iter()
            .try_fold(0u16, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u16::from(digit - b'0')))
    };
    let pair = |at: usize| digits.get(at..at + 2).and_then(number).and_then(|n| u8::try_from(n).ok());
    let year = date.get(..4).and_then(number)?;
    let month = Month::try_from(pair(4)?).ok()?;
    let date = Date::from_calendar_date(year.into(), month, pair(6)?).ok()?;
    let time = Time::from_hms(pair(9)?, pair(11)?, pair(13)?).ok()?;
    Some(date.with_time(time).assume_utc())
}
