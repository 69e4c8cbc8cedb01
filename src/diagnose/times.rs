//! The time of the server when it answered.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use super::answer::Answer;
use crate::sigv4::rfc3339::parse_date_time;

/// Returns the time of the server: what its document says, the header `Date`, or the time in its message.
pub(super) fn of_server(answer: &Answer<'_>) -> Option<OffsetDateTime> {
    let of_element = answer.element("ServerTime").and_then(parse_date_time);
    // A cache repeats the date of the response that it keeps.
    let date = answer.header("date").filter(|_| answer.header("age").is_none_or(|age| age.trim() == "0"));
    of_element.or_else(|| date.and_then(parse_http_date)).or_else(|| in_message(answer))
}

/// Parses the date of an HTTP header (RFC 9110, section 5.6.7), in the form that servers must send.
fn parse_http_date(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text.trim(), &Rfc2822).ok()
}

/// Reads the clock of AWS's other services, which they name in parentheses: `... now earlier than T1 (T2 - 5 min.)`.
fn in_message(answer: &Answer<'_>) -> Option<OffsetDateTime> {
    let message = answer.message();
    let is_about_time = answer.says("signature expired") || answer.says("signature not yet current");
    let (_, rest) = message.rsplit_once('(').filter(|_| is_about_time)?;
    rest.split([' ', ')']).next().and_then(parse_date_time)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::diagnose::Attempt;

    #[test]
    fn the_clock_of_the_server() {
        let at = datetime!(2026-11-23 12:20 UTC);
        let expired = "{\"message\":\"Signature expired: 20261123T120000Z is now earlier than 20261123T121500Z \
                       (20261123T122000Z - 5 min.)\"}";
        let document = "<Error><Code>AccessDenied</Code><ServerTime>2026-11-23T12:20:00Z</ServerTime></Error>";
        let answered = |body: &str| Attempt::new("https://host/").response(403, body);
        for attempt in [
            answered(document),
            answered(document).response_header("Date", "Mon, 23 Nov 2026 12:20:01 GMT"),
            answered("").response_header("date", "Mon, 23 Nov 2026 12:20:00 GMT"),
            answered("").response_header("date", "Mon, 23 Nov 2026 12:20:00 GMT").response_header("Age", "0"),
            answered(expired),
        ] {
            let answer = Answer::of(&attempt).unwrap();
            assert_eq!(of_server(&answer), Some(at), "{:?}", attempt.body);
        }
        for attempt in [
            answered(""),
            answered("").response_header("date", "yesterday"),
            answered("").response_header("date", "Mon, 23 Nov 2026 12:20:00 GMT").response_header("Age", "86400"),
            answered("{\"message\":\"see (20261123T122000Z)\"}"),
        ] {
            assert_eq!(of_server(&Answer::of(&attempt).unwrap()), None);
        }
    }
}
