//! Moments as RFC 3339 writes them, and what else is read as one.

use alloc::format;
use alloc::string::String;

use time::{Duration, OffsetDateTime};

use super::amz_date::{AmzDate, utc};

/// RFC 3339, section 5.6: `1994-11-06T08:49:37Z`.
///
/// # Errors
///
/// The year in UTC, when four digits can't hold it.
pub(crate) fn date_time(at: OffsetDateTime) -> Result<String, i32> {
    let at = utc(at)?;
    let (year, month, day) = at.to_calendar_date();
    let (hour, minute, second) = at.to_hms();
    Ok(format!("{year:04}-{:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z", u8::from(month)))
}

/// `2026-11-23T12:00:00Z`, or with a fraction, which is cut off, and an offset such as `+01:00`; `t` and `z` may be in lower
/// case (RFC 3339, section 5.6). Beyond that, `+0100` for an offset and `20261123T120000Z`, the protocol's own form. What is
/// read can be [written](date_time): the year is one of four digits in UTC, too.
///
/// By hand, as the parser of `time` would add a tenth and more to the crate's build.
pub(crate) fn parse_date_time(text: &str) -> Option<OffsetDateTime> {
    if let Ok(at) = text.parse::<AmzDate>() {
        return Some(at.time());
    }
    let (moment, rest) = text.split_at_checked("2026-11-23T12:00:00".len())?;
    let separators = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    let in_place = separators
        .into_iter()
        .all(|(at, separator)| moment.as_bytes().get(at).is_some_and(|byte| byte.eq_ignore_ascii_case(&separator)));
    let mut digits = in_place.then(|| moment.replace(['-', ':'], "").replace('t', "T"))?;
    digits.push('Z');
    let local: AmzDate = digits.parse().ok()?;
    let offset = match rest.strip_prefix('.') {
        Some(fraction) => {
            let offset = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
            (offset.len() < fraction.len()).then_some(offset)?
        }
        None => rest,
    };
    utc(local.time().checked_sub(Duration::minutes(offset_in_minutes(offset)?))?).ok()
}

/// `Z`, `+01:00`, `+0100` or `-23:59`: how far east of UTC.
fn offset_in_minutes(offset: &str) -> Option<i64> {
    let (sign, rest) = match offset.split_at_checked(1)? {
        ("Z" | "z", "") => return Some(0),
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let two_digits = |digits: &str, most: i64| -> Option<i64> {
        let is_number = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
        is_number.then(|| digits.parse().ok()).flatten().filter(|number| *number <= most)
    };
    let (hours, minutes) = rest.split_at_checked(2)?;
    let minutes = minutes.strip_prefix(':').unwrap_or(minutes);
    Some(sign * (60 * two_digits(hours, 23)? + two_digits(minutes, 59)?))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn written() {
        assert_eq!(date_time(datetime!(2026-11-23 13:00:00.5 +01:00)).as_deref(), Ok("2026-11-23T12:00:00Z"));
        for (at, year) in [(datetime!(-0001-12-31 23:59:59 UTC), -1), (datetime!(9999-12-31 23:59:59 -01:00), 10_000)] {
            assert_eq!(date_time(at), Err(year));
        }
    }

    #[test]
    fn read() {
        for (text, moment) in [
            ("2026-11-23T12:00:00Z", datetime!(2026-11-23 12:00 UTC)),
            ("2026-11-23T12:00:00+00:00", datetime!(2026-11-23 12:00 UTC)),
            ("2026-11-23t12:00:00z", datetime!(2026-11-23 12:00 UTC)),
            ("2026-11-23T12:00:00+0000", datetime!(2026-11-23 12:00 UTC)),
            ("2026-11-23T12:00:00.5-0130", datetime!(2026-11-23 13:30 UTC)),
            ("20261123T120000Z", datetime!(2026-11-23 12:00 UTC)),
            ("2026-11-23T12:00:00.999Z", datetime!(2026-11-23 12:00 UTC)),
            ("2026-11-23T12:00:00.123456+01:30", datetime!(2026-11-23 10:30 UTC)),
            ("2026-12-31T23:00:00-01:00", datetime!(2027-01-01 0:00 UTC)),
        ] {
            assert_eq!(parse_date_time(text), Some(moment), "{text}");
        }
        for text in [
            "",
            "tomorrow",
            "2026-11-23",
            "2026-11-23T12:00:00",
            "2026-11-23 12:00:00Z",
            "20261123T120000",
            "20261123T120000+0000",
            "20261123t120000Z",
            "2026-11-23T120000Z",
            "2026-11-23T12:00:00+01",
            "2026-11-23T12:00:00+010",
            "2026-11-23T12:00:00+01000",
            "2026-11-23T12:00:00+01::00",
            "2026-11-23T12:00:00+2400",
            "2026-11-23T12:00:00+0\u{e9}0",
            "2026-11-23T12:00:00+1:00",
            "2026-11-23T12:00:00++1:00",
            "2026-11-23T12:00:00+24:00",
            "2026-11-23T12:00:00.",
            "2026-11-23T12:00:00.Z",
            "2026-11-23T12:00:00Z ",
            "2026-02-30T12:00:00Z",
            "2026-11-23T12:00:0\u{e9}",
            "-026-11-23T12:00:00Z",
            "2026:11-23T12:00:00Z",
            "9999-12-31T23:59:59-01:00",
            "0000-01-01T00:00:00+00:01",
        ] {
            assert_eq!(parse_date_time(text), None, "{text}");
        }
    }
}
