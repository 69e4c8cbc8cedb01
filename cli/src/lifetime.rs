//! Durations as people write them: `900`, `30m`, `12h`, `7d`, `1h30m`.

use std::time::Duration;

/// Parses a duration. Without a unit, it is in seconds.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    let problem = || "write seconds, or a number and a unit: 900, 30m, 12h, 7d".to_owned();
    if let Ok(seconds) = text.parse() {
        return Ok(Duration::from_secs(seconds));
    }
    let mut total: u64 = 0;
    let mut rest = text;
    let mut longest = u64::MAX;
    while !rest.is_empty() {
        let digits = rest.find(|character: char| !character.is_ascii_digit()).ok_or_else(problem)?;
        let (number, unit_and_rest) = rest.split_at(digits);
        let unit = match unit_and_rest.as_bytes().first() {
            Some(b's') => 1,
            Some(b'm') => 60,
            Some(b'h') => 3600,
            Some(b'd') => 86_400,
            _ => return Err(problem()),
        };
        // Each unit once, the largest first.
        if unit >= longest {
            return Err(problem());
        }
        longest = unit;
        let seconds = number.parse::<u64>().ok().and_then(|number| number.checked_mul(unit)).ok_or_else(problem)?;
        total = total.checked_add(seconds).ok_or_else(problem)?;
        rest = &unit_and_rest[1..];
    }
    if text.is_empty() { Err(problem()) } else { Ok(Duration::from_secs(total)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_units() {
        for (text, seconds) in [
            ("900", 900),
            ("0", 0),
            ("45s", 45),
            ("30m", 1800),
            ("12h", 43_200),
            ("7d", 604_800),
            ("1h30m", 5400),
            ("1d2h3m4s", 93_784),
        ] {
            assert_eq!(parse(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for text in [
            "",
            "m",
            "1.5h",
            "-1",
            "30 m",
            "30min",
            "1m1h",
            "1m1m",
            "1h30",
            "99999999999999999999",
            "9999999999999999d",
            "１m",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
