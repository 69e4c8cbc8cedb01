//! The two date forms of the protocol, in UTC.

use core::fmt;
use core::str::FromStr;

use time::{Date, Duration, Month, OffsetDateTime, Time, UtcOffset};

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
pub struct AmzDate {
    date: Date,
    /// Since midnight. A number, and not a `Time`: a `Time` leaves a value of one of its bytes unused, and what wraps it is
    /// then copied in pieces that a processor has to wait for.
    second: u32,
}

const SECONDS_A_DAY: u32 = 24 * 60 * 60;

impl AmzDate {
    /// Takes the moment in any offset; fractions of a second are cut off.
    ///
    /// # Errors
    ///
    /// [`InvalidTime`](crate::ErrorKind::InvalidTime) when the year in UTC is not within 0 to 9999.
    pub fn new(at: OffsetDateTime) -> Result<Self, Error> {
        let utc = utc(at).map_err(|year| Repr::InvalidTime { year })?;
        let (hour, minute, second) = utc.to_hms();
        Ok(Self::of(utc.date(), hour, minute, second))
    }

    fn of(date: Date, hour: u8, minute: u8, second: u8) -> Self {
        Self { date, second: (u32::from(hour) * 60 + u32::from(minute)) * 60 + u32::from(second) }
    }

    /// The moment, in UTC.
    pub fn time(self) -> OffsetDateTime {
        // Never a day too far, so it never saturates.
        self.date.midnight().assume_utc().saturating_add(Duration::seconds(self.second.into()))
    }

    /// So many seconds later, if that is before the year 10000.
    pub(crate) fn after(self, seconds: u32) -> Option<Self> {
        let second = self.second.checked_add(seconds)?;
        let date = self.date.checked_add(Duration::days((second / SECONDS_A_DAY).into()))?;
        // `time` goes on for as long as its feature `large-dates` has it, which any crate of a program may turn on.
        (date.year() <= 9999).then_some(Self { date, second: second % SECONDS_A_DAY })
    }

    /// The last moment before or at this one that is a multiple of some seconds after the Unix epoch.
    pub(crate) fn floor_to(self, seconds: u32) -> Result<Self, Error> {
        let past = self.time().unix_timestamp().rem_euclid(seconds.into());
        // The first moments of the year 0 have theirs in the year before, which is an error.
        Self::new(self.time().saturating_sub(Duration::seconds(past)))
    }

    /// The day, in UTC.
    pub fn date(self) -> Date {
        self.date
    }

    /// The sixteen characters of the long form. Digits are laid out in an array, without the padding of `core::fmt`: this is on
    /// the signing path.
    pub(crate) fn text(self) -> AmzDateText {
        let [y1, y2, y3, y4, m1, m2, d1, d2] = date_digits(self.date);
        let [[h1, h2], [n1, n2], [s1, s2]] =
            [self.second / 3600, self.second / 60 % 60, self.second % 60].map(|number| two_digits(number as u8));
        AmzDateText([y1, y2, y3, y4, m1, m2, d1, d2, b'T', h1, h2, n1, n2, s1, s2, b'Z'])
    }
}

/// A moment as it is written.
pub(crate) struct AmzDateText([u8; 16]);

impl AmzDateText {
    #[expect(clippy::expect_used, reason = "`AmzDate::text` writes nothing but digits and two letters")]
    pub(crate) fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).expect("a date is written in ASCII")
    }
}

/// Returns the day of an [`AmzDateText`], as the scope has it.
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

    /// Accepts the long form and nothing else.
    ///
    /// # Errors
    ///
    /// [`InvalidDate`](crate::ErrorKind::InvalidDate) for any other form (`2013-05-24T00:00:00Z`, a missing `Z`, a
    /// sign, an offset) and for a moment that does not exist (`20130230T000000Z`, a 60th second).
    fn from_str(text: &str) -> Result<Self, Error> {
        parse(text).ok_or_else(|| Repr::InvalidDate { found: Found::new(text) }.into())
    }
}

/// The moment in UTC, or the year there if it is not within 0 to 9999.
pub(crate) fn utc(at: OffsetDateTime) -> Result<OffsetDateTime, i32> {
    match at.checked_to_offset(UtcOffset::UTC).map(|utc| (utc, utc.year())) {
        Some((utc, 0..=9999)) => Ok(utc),
        Some((_, year)) => Err(year),
        // Beyond what the type can hold, which is the year before -9999 or the one after 9999.
        None => Err(if at.year() > 0 { 10_000 } else { -10_000 }),
    }
}

/// `YYYYMMDD`. The year is within 0 to 9999: [`AmzDate`] and `Scope` let no other in.
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

fn parse(text: &str) -> Option<AmzDate> {
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
    let (hour, minute, second) = time.as_hms();
    Some(AmzDate::of(date, hour, minute, second))
}
