//! Credentials from the environment, by the names that every AWS tool uses.

use alloc::string::String;

use time::{Duration, OffsetDateTime};

use crate::amz_date::AmzDate;
use crate::credentials::Credentials;
use crate::error::{Error, Repr};

const EXPIRATION: &str = "AWS_CREDENTIAL_EXPIRATION";

impl Credentials {
    /// Reads `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, and where they are set `AWS_SESSION_TOKEN` and
    /// `AWS_CREDENTIAL_EXPIRATION` (RFC 3339, as `aws configure export-credentials` writes it). A variable set to
    /// nothing counts as not set.
    ///
    /// # Errors
    ///
    /// [`Environment`](crate::ErrorKind::Environment) when one of the first two is not set, when one is not UTF-8, and when
    /// the expiration is not a moment in RFC 3339's form.
    pub fn from_env() -> Result<Self, Error> {
        let access_key_id = required("AWS_ACCESS_KEY_ID")?;
        let mut credentials = Self::new(access_key_id, required("AWS_SECRET_ACCESS_KEY")?);
        if let Some(token) = variable("AWS_SESSION_TOKEN")? {
            credentials = credentials.with_session_token(token);
        }
        if let Some(ends) = variable(EXPIRATION)? {
            let problem = "is not a moment in RFC 3339's form, such as 2026-11-23T12:00:00Z";
            credentials =
                credentials.with_expiry(parse_rfc3339(&ends).ok_or(Repr::Environment { name: EXPIRATION, problem })?);
        }
        Ok(credentials)
    }
}

fn required(name: &'static str) -> Result<String, Error> {
    variable(name)?.ok_or_else(|| Repr::Environment { name, problem: "is not set" }.into())
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn variable(name: &'static str) -> Result<Option<String>, Error> {
    match std::env::var(name) {
        Ok(value) if value.is_empty() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(Repr::Environment { name, problem: "is not UTF-8" }.into()),
    }
}

/// `2026-11-23T12:00:00Z`, or with a fraction, which is cut off, and an offset such as `+01:00` (RFC 3339, section 5.6).
///
/// By hand, as the parser of `time` would add a tenth and more to the crate's build for this one variable.
fn parse_rfc3339(text: &str) -> Option<OffsetDateTime> {
    let (moment, rest) = text.split_at_checked("2026-11-23T12:00:00".len())?;
    let separators = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
    let in_place = separators.into_iter().all(|(at, separator)| moment.as_bytes().get(at) == Some(&separator));
    let mut digits = in_place.then(|| moment.replace(['-', ':'], ""))?;
    digits.push('Z');
    let local: AmzDate = digits.parse().ok()?;
    let offset = match rest.strip_prefix('.') {
        Some(fraction) => {
            let offset = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
            (offset.len() < fraction.len()).then_some(offset)?
        }
        None => rest,
    };
    local.time().checked_sub(Duration::minutes(offset_in_minutes(offset)?))
}

/// `Z`, `+01:00` or `-23:59`: how far east of UTC.
fn offset_in_minutes(offset: &str) -> Option<i64> {
    let (sign, rest) = match offset.split_at_checked(1)? {
        ("Z", "") => return Some(0),
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let two_digits = |digits: &str, most: i64| -> Option<i64> {
        let is_number = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
        is_number.then(|| digits.parse().ok()).flatten().filter(|number| *number <= most)
    };
    let (hours, minutes) = rest.split_once(':')?;
    Some(sign * (60 * two_digits(hours, 23)? + two_digits(minutes, 59)?))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn rfc_3339() {
        for (text, moment) in [
            ("2026-11-23T12:00:00Z", datetime!(2026-11-23 12:00 UTC)),
            ("2026-11-23T12:00:00+00:00", datetime!(2026-11-23 12:00 UTC)),
            ("2026-11-23T12:00:00.999Z", datetime!(2026-11-23 12:00 UTC)),
            ("2026-11-23T12:00:00.123456+01:30", datetime!(2026-11-23 10:30 UTC)),
            ("2026-12-31T23:00:00-01:00", datetime!(2027-01-01 0:00 UTC)),
        ] {
            assert_eq!(parse_rfc3339(text), Some(moment), "{text}");
        }
        for text in [
            "",
            "tomorrow",
            "2026-11-23",
            "2026-11-23T12:00:00",
            "2026-11-23 12:00:00Z",
            "20261123T120000Z",
            "2026-11-23T12:00:00+0100",
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
        ] {
            assert_eq!(parse_rfc3339(text), None, "{text}");
        }
    }
}
