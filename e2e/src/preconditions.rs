//! Conditional requests (RFC 9110, section 13).

use s3s::dto::{ETagCondition, Timestamp};
use s3s::{S3Error, S3Result, s3_error};
use time::OffsetDateTime;

use crate::store::Object;

/// The conditions of a read, or for the source of a copy.
#[derive(Clone, Copy, Default)]
pub(crate) struct Conditions<'a> {
    pub(crate) if_match: Option<&'a ETagCondition>,
    pub(crate) if_none_match: Option<&'a ETagCondition>,
    pub(crate) if_modified_since: Option<&'a Timestamp>,
    pub(crate) if_unmodified_since: Option<&'a Timestamp>,
}

/// Checks the conditions of a read in the order of RFC 9110, section 13.2.2. A condition on the entity tag overrides
/// the corresponding one on the date.
///
/// # Errors
///
/// `PreconditionFailed` or `NotModified`.
pub(crate) fn check(conditions: &Conditions<'_>, object: &Object) -> S3Result<()> {
    let after = |timestamp: &Timestamp| object.last_modified > OffsetDateTime::from(timestamp.clone());
    let holds = match (conditions.if_match, conditions.if_unmodified_since) {
        (Some(condition), _) => names(condition, object),
        (None, Some(timestamp)) => !after(timestamp),
        (None, None) => true,
    };
    if !holds {
        return Err(failed());
    }
    let modified = match (conditions.if_none_match, conditions.if_modified_since) {
        (Some(condition), _) => !names(condition, object),
        (None, Some(timestamp)) => after(timestamp),
        (None, None) => true,
    };
    if modified { Ok(()) } else { Err(s3_error!(NotModified)) }
}

/// Checks `If-Match` and `If-None-Match` of a write, which replaces only a known object, or none.
///
/// # Errors
///
/// `PreconditionFailed`, or `NoSuchKey` if there is no object for `If-Match`.
pub(crate) fn check_write(
    if_match: Option<&ETagCondition>,
    if_none_match: Option<&ETagCondition>,
    existing: Option<&Object>,
) -> S3Result<()> {
    let fits = |condition: &ETagCondition| existing.is_some_and(|object| names(condition, object));
    if if_match.is_some() && existing.is_none() {
        return Err(s3_error!(NoSuchKey, "The specified key does not exist."));
    }
    if if_match.is_some_and(|c| !fits(c)) || if_none_match.is_some_and(fits) {
        return Err(failed());
    }
    Ok(())
}

/// Returns whether the condition matches the object.
fn names(condition: &ETagCondition, object: &Object) -> bool {
    match condition {
        ETagCondition::Any => true,
        ETagCondition::ETag(etag) => etag.value() == object.etag,
    }
}

/// Returns the error for a condition that does not hold.
pub(crate) fn failed() -> S3Error {
    s3_error!(PreconditionFailed, "At least one of the pre-conditions you specified did not hold")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Headers;
    use s3s::dto::ETag;
    use time::Duration;

    fn code(conditions: Conditions<'_>, object: &Object) -> Option<String> {
        check(&conditions, object).err().map(|e| e.code().as_str().to_owned())
    }

    #[test]
    fn the_entity_tag_overrides_the_date() {
        let object = Object::new("x", Headers::default());
        let same = ETagCondition::ETag(ETag::Strong(object.etag.clone()));
        let other = ETagCondition::ETag(ETag::Strong("other".to_owned()));
        let earlier = Timestamp::from(object.last_modified - Duration::SECOND);
        let same_second = Timestamp::from(object.last_modified);
        let none = Conditions::default();
        let failed = Some("PreconditionFailed".to_owned());
        let not_modified = Some("NotModified".to_owned());

        assert_eq!(code(none, &object), None);
        assert_eq!(code(Conditions { if_match: Some(&same), ..none }, &object), None);
        assert_eq!(code(Conditions { if_match: Some(&other), ..none }, &object), failed);
        assert_eq!(code(Conditions { if_none_match: Some(&same), ..none }, &object), not_modified);
        assert_eq!(code(Conditions { if_none_match: Some(&other), ..none }, &object), None);
        assert_eq!(code(Conditions { if_none_match: Some(&ETagCondition::Any), ..none }, &object), not_modified);
        assert_eq!(code(Conditions { if_modified_since: Some(&earlier), ..none }, &object), None);
        assert_eq!(code(Conditions { if_modified_since: Some(&same_second), ..none }, &object), not_modified);
        assert_eq!(code(Conditions { if_unmodified_since: Some(&earlier), ..none }, &object), failed);
        assert_eq!(code(Conditions { if_unmodified_since: Some(&same_second), ..none }, &object), None);

        let both = Conditions { if_match: Some(&same), if_unmodified_since: Some(&earlier), ..none };
        assert_eq!(code(both, &object), None);
        let both = Conditions { if_none_match: Some(&other), if_modified_since: Some(&same_second), ..none };
        assert_eq!(code(both, &object), None);
    }
}
