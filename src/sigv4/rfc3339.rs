//! Times in the form of RFC 3339.

use alloc::string::String;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::amz_date::{AmzDate, utc};

/// Formats a time as RFC 3339, section 5.6: `1994-11-06T08:49:37Z`.
///
/// # Errors
///
/// The year in UTC, if it is not within 0 to 9999.
pub(crate) fn date_time(at: OffsetDateTime) -> Result<String, i32> {
    let mut text = String::with_capacity("1994-11-06T08:49:37Z".len());
    push_date_time(AmzDate::from_utc(utc(at)?), &mut text);
    Ok(text)
}

/// Appends a date like [`date_time`].
pub(crate) fn push_date_time(date: AmzDate, out: &mut String) {
    let text = date.text();
    let (day, time) = text.as_str().split_at("YYYYMMDD".len());
    for piece in [&day[..4], "-", &day[4..6], "-", &day[6..], &time[..3], ":", &time[3..5], ":", &time[5..]] {
        out.push_str(piece);
    }
}

/// Parses an RFC 3339 time (section 5.6), such as `2026-11-23T12:00:00Z`. A fraction is cut off, an offset such as
/// `+01:00` is converted to UTC, and `t` and `z` may be in lower case. It also accepts `+0100` as an offset, and
/// `20261123T120000Z`.
///
/// The year in UTC must be within 0 to 9999, so that [`date_time`] can format the result.
#[cfg_attr(
    not(any(test, feature = "std", feature = "serde", all(feature = "post", feature = "verify"))),
    expect(dead_code, reason = "times are read from the environment, JSON, XML and the policies of forms")
)]
pub(crate) fn parse_date_time(text: &str) -> Option<OffsetDateTime> {
    if let Ok(at) = text.parse::<AmzDate>() {
        return Some(at.time());
    }
    // `time` accepts any separator, and leap seconds, which `date_time` can't format.
    let (separator, second) = (text.get(10..11)?, text.get(17..19)?);
    if !separator.eq_ignore_ascii_case("T") || second == "60" {
        return None;
    }
    let with_colon = match text.len().checked_sub("+0100".len()).and_then(|at| text.split_at_checked(at)) {
        Some((local, offset)) if offset.starts_with(['+', '-']) && !offset.contains(':') => {
            let (hours, minutes) = offset.split_at_checked("+01".len())?;
            Some([local, hours, ":", minutes].concat())
        }
        _ => None,
    };
    let at = OffsetDateTime::parse(with_colon.as_deref().unwrap_or(text), &Rfc3339).ok()?;
    // Cuts off the fraction.
    AmzDate::new(at).ok().map(AmzDate::time)
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
