//! Times as findings show them.

use alloc::format;
use alloc::string::{String, ToString};

use time::OffsetDateTime;

use crate::sigv4::amz_date::utc;

/// Writes a time as `2026-11-23 12:15 UTC`, with seconds if there are any.
pub(super) fn time(at: OffsetDateTime) -> String {
    let Ok(at) = utc(at) else { return "a time that no calendar has".into() };
    let (year, month, day) = at.to_calendar_date();
    let (hour, minute, second) = at.to_hms();
    let date = format!("{year:04}-{:02}-{day:02} {hour:02}:{minute:02}", u8::from(month));
    if second == 0 { format!("{date} UTC") } else { format!("{date}:{second:02} UTC") }
}

/// Returns the seconds from one time to another.
pub(super) fn seconds_between(from: OffsetDateTime, to: OffsetDateTime) -> i64 {
    to.unix_timestamp().saturating_sub(from.unix_timestamp())
}

/// Writes a number of seconds in the largest fitting unit, rounded down: `3 hours`.
pub(super) fn duration(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let (number, unit) = match seconds {
        0..=119 => (seconds, "second"),
        120..=7_199 => (seconds / 60, "minute"),
        7_200..=172_799 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let number = number.to_string();
    if number == "1" { format!("{number} {unit}") } else { format!("{number} {unit}s") }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn times_and_durations() {
        assert_eq!(time(datetime!(2026-11-23 13:15 +01:00)), "2026-11-23 12:15 UTC");
        assert_eq!(time(datetime!(2026-11-23 12:15:07 UTC)), "2026-11-23 12:15:07 UTC");
        for (seconds, text) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (-119, "119 seconds"),
            (120, "2 minutes"),
            (7_199, "119 minutes"),
            (7_200, "2 hours"),
            (172_800, "2 days"),
            (i64::MIN, "106751991167300 days"),
        ] {
            assert_eq!(duration(seconds), text);
        }
    }
}
