//! Times, as people write them.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Parses a time with its offset from UTC, such as 2026-11-23T12:00:00Z.
pub(crate) fn parse(text: &str) -> Result<OffsetDateTime, String> {
    OffsetDateTime::parse(text, &Rfc3339).map_err(|_| "write a time as 2026-11-23T12:00:00Z".into())
}

/// Returns the time of signing: the one that the command gives, or now.
pub(crate) fn or_now(at: Option<OffsetDateTime>) -> OffsetDateTime {
    at.unwrap_or_else(OffsetDateTime::now_utc)
}
