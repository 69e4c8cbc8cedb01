//! Conditional requests (RFC 9110, section 13).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::header::{HeaderName, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, IF_UNMODIFIED_SINCE};
use axum::http::{HeaderMap, HeaderValue};

use crate::error::Error;
use crate::storage::{ETag, Object};

/// What a read finds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Read {
    /// The client does not have this object yet.
    Modified,
    /// The client has it: 304.
    NotModified,
}

/// Checks the conditions of a GET or HEAD in the order of RFC 9110, section 13.2.2. One on the entity tag overrides the
/// corresponding one on the date.
pub(crate) fn check_read(headers: &HeaderMap, object: &Object) -> Result<Read, Error> {
    let holds = match (headers.get(IF_MATCH), date(headers, IF_UNMODIFIED_SINCE)) {
        (Some(tags), _) => names(tags, &object.etag),
        (None, Some(date)) => whole_seconds(object.modified) <= date,
        (None, None) => true,
    };
    if !holds {
        return Err(Error::precondition_failed());
    }
    let is_modified = match (headers.get(IF_NONE_MATCH), date(headers, IF_MODIFIED_SINCE)) {
        (Some(tags), _) => !names(tags, &object.etag),
        (None, Some(date)) => whole_seconds(object.modified) > date,
        (None, None) => true,
    };
    Ok(if is_modified { Read::Modified } else { Read::NotModified })
}

/// Returns whether `Range` applies: without `If-Range`, or if the object is still the one that the client has a part of.
pub(crate) fn range_applies(headers: &HeaderMap, object: &Object) -> bool {
    let Some(validator) = headers.get(IF_RANGE).map(HeaderValue::to_str) else { return true };
    let Ok(validator) = validator else { return false };
    object.etag.is(validator)
        || httpdate::parse_http_date(validator).is_ok_and(|date| date == whole_seconds(object.modified))
}

/// The conditions of a write: which object may be replaced or deleted.
#[derive(Clone, Debug, Default)]
pub(crate) struct WriteConditions {
    /// It is this one.
    if_match: Option<HeaderValue>,
    /// There is none.
    if_none: bool,
}

impl WriteConditions {
    /// Reads the conditions. A date is refused, as it would be too coarse, and as S3 does it.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, Error> {
        for name in [IF_MODIFIED_SINCE, IF_UNMODIFIED_SINCE] {
            if headers.contains_key(&name) {
                return Err(Error::not_implemented(format_args!("{name} for a write")));
            }
        }
        let if_none = headers.get(IF_NONE_MATCH);
        if if_none.is_some_and(|condition| condition != "*") {
            return Err(Error::not_implemented("If-None-Match with an entity tag for a write"));
        }
        Ok(Self { if_match: headers.get(IF_MATCH).cloned(), if_none: if_none.is_some() })
    }

    /// Checks the conditions against the object that is there.
    pub(crate) fn check(&self, existing: Option<&ETag>) -> Result<(), Error> {
        match (&self.if_match, existing) {
            (Some(_), None) => return Err(Error::no_such_key()),
            (Some(tags), Some(etag)) if !names(tags, etag) => return Err(Error::precondition_failed()),
            _ => {}
        }
        if self.if_none && existing.is_some() { Err(Error::precondition_failed()) } else { Ok(()) }
    }
}

/// Returns whether a list of entity tags has this one.
fn names(tags: &HeaderValue, etag: &ETag) -> bool {
    let Ok(tags) = tags.to_str() else { return false };
    tags.split(',').map(str::trim).any(|tag| tag == "*" || etag.is(tag))
}

/// Returns a date of a header. A malformed one counts as none (RFC 9110, section 13.1.3).
fn date(headers: &HeaderMap, name: HeaderName) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(name)?.to_str().ok()?).ok()
}

/// Drops what a date in a header does not have.
fn whole_seconds(time: SystemTime) -> SystemTime {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    UNIX_EPOCH + Duration::from_secs(since.as_secs())
}
