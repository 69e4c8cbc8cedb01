//! The format of dates in HTTP headers.

use alloc::format;
use alloc::string::String;

use time::OffsetDateTime;

use crate::sigv4::amz_date::utc;

/// Formats a date as RFC 9110, section 5.6.7, specifies: `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// # Errors
///
/// The year in UTC, if it does not have four digits.
pub(crate) fn http_date(at: OffsetDateTime) -> Result<String, i32> {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let at = utc(at)?;
    let day_name = DAYS[usize::from(at.weekday().number_days_from_monday()) % 7];
    let (year, month, day) = at.to_calendar_date();
    let month = MONTHS[(usize::from(u8::from(month)) + 11) % 12];
    let (hour, minute, second) = at.to_hms();
    Ok(format!("{day_name}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT"))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    /// The example of RFC 9110, section 5.6.7, and every month and weekday, as formatted by Python's `email.utils`.
    #[test]
    fn http_dates() {
        let rows = [
            (datetime!(1994-11-06 08:49:37 UTC), "Sun, 06 Nov 1994 08:49:37 GMT"),
            (datetime!(2026-01-05 00:00:00 UTC), "Mon, 05 Jan 2026 00:00:00 GMT"),
            (datetime!(2026-02-10 01:02:03 UTC), "Tue, 10 Feb 2026 01:02:03 GMT"),
            (datetime!(2026-03-11 23:59:59.999 UTC), "Wed, 11 Mar 2026 23:59:59 GMT"),
            (datetime!(2026-04-30 12:00:00 UTC), "Thu, 30 Apr 2026 12:00:00 GMT"),
            (datetime!(2026-05-01 12:00:00 UTC), "Fri, 01 May 2026 12:00:00 GMT"),
            (datetime!(2026-06-06 12:00:00 UTC), "Sat, 06 Jun 2026 12:00:00 GMT"),
            (datetime!(2026-07-31 12:00:00 UTC), "Fri, 31 Jul 2026 12:00:00 GMT"),
            (datetime!(2026-08-31 12:00:00 UTC), "Mon, 31 Aug 2026 12:00:00 GMT"),
            (datetime!(2026-09-30 12:00:00 UTC), "Wed, 30 Sep 2026 12:00:00 GMT"),
            (datetime!(2026-10-31 12:00:00 UTC), "Sat, 31 Oct 2026 12:00:00 GMT"),
            (datetime!(2024-02-29 12:00:00 UTC), "Thu, 29 Feb 2024 12:00:00 GMT"),
            (datetime!(2026-12-31 23:30:00 -01:00), "Fri, 01 Jan 2027 00:30:00 GMT"),
            (datetime!(0001-01-01 00:00:00 UTC), "Mon, 01 Jan 0001 00:00:00 GMT"),
        ];
        for (at, expected) in rows {
            assert_eq!(http_date(at).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn years_of_four_digits() {
        assert_eq!(http_date(datetime!(9999-12-31 23:59:59 UTC)).as_deref(), Ok("Fri, 31 Dec 9999 23:59:59 GMT"));
        for (at, year) in [(datetime!(-0001-12-31 23:59:59 UTC), -1), (datetime!(9999-12-31 23:59:59 -01:00), 10_000)] {
            assert_eq!(http_date(at), Err(year));
        }
    }
}
