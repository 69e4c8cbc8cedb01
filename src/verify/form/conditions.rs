//! Whether a form meets the conditions of its policy.

use core::ops::RangeInclusive;

use super::condition::{Condition, FieldCondition, Operator, is_token};
use super::fields::Fields;
use super::form_rejection::FormRejection;
use crate::sigv4::are_equal;

/// Checks every condition, and that there is one for each field and for the bucket. Returns the sizes that the file may
/// have, if the policy limits them.
pub(super) fn check_conditions(
    conditions: &[Condition],
    fields: &Fields<'_>,
    bucket: &str,
) -> Result<Option<RangeInclusive<u64>>, FormRejection> {
    let beginning = fields.get(CONTENT_TYPE).map(common_beginning);
    let (mut covered, mut bucket_is_covered) = (fields.flags(), false);
    let mut sizes: Option<RangeInclusive<u64>> = None;
    for condition in conditions {
        match condition {
            Condition::Field(field) => {
                let name = field.field().ok_or_else(|| condition.failed())?;
                let position = fields.position(name);
                if let Some(is_covered) = position.and_then(|position| covered.get_mut(position)) {
                    *is_covered = true;
                }
                let is_bucket = name.eq_ignore_ascii_case(BUCKET);
                bucket_is_covered |= is_bucket;
                let value = if is_bucket { Some(bucket) } else { position.map(|position| fields.value(position)) };
                if !value.is_some_and(|value| is_met(field, name, value, beginning)) {
                    return Err(condition.failed());
                }
            }
            Condition::ContentLength(range) => {
                let (min, max) = sizes.map_or((0, u64::MAX), RangeInclusive::into_inner);
                let (min, max) = (min.max(*range.start()), max.min(*range.end()));
                if min > max {
                    return Err(condition.failed());
                }
                sizes = Some(min..=max);
            }
            Condition::EmptyRange(_) => return Err(condition.failed()),
        }
    }
    let uncovered = fields.iter().zip(covered).find(|((name, _), covered)| !covered && !needs_no_condition(name));
    match uncovered {
        Some(((name, _), _)) => Err(FormRejection::UncoveredField { name: name.to_ascii_lowercase().into() }),
        None if !bucket_is_covered => Err(FormRejection::UncoveredField { name: BUCKET.into() }),
        None => Ok(sizes),
    }
}

/// Returns whether this is a field that S3 ignores. Its name begins with `x-ignore-`.
pub(super) fn is_ignored(name: &str) -> bool {
    const IGNORED: &str = "x-ignore-";
    name.get(..IGNORED.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(IGNORED))
}

pub(super) const BUCKET: &str = "bucket";
const CONTENT_TYPE: &str = "content-type";

fn needs_no_condition(name: &str) -> bool {
    is_ignored(name) || ["policy", "x-amz-signature"].iter().any(|exempt| name.eq_ignore_ascii_case(exempt))
}

/// Returns whether a value meets a condition. `beginning` is what all items of the content type begin with.
fn is_met(condition: &FieldCondition, name: &str, value: &str, beginning: Option<&str>) -> bool {
    match condition.operator {
        Operator::Equals if is_token(name) => are_equal(value.as_bytes(), condition.value.as_bytes()),
        Operator::Equals => value == *condition.value,
        Operator::StartsWith if name.eq_ignore_ascii_case(CONTENT_TYPE) => {
            beginning.is_some_and(|beginning| beginning.starts_with(&*condition.value))
        }
        Operator::StartsWith => value.starts_with(&*condition.value),
    }
}

/// Returns what all items of a list begin with. A content type is the only value whose commas separate items: each of
/// them must begin with the prefix of the condition.
///
/// It is found once. A search for each condition would take quadratic time.
fn common_beginning(list: &str) -> &str {
    let mut items = list.split(',');
    let first = items.next().unwrap_or_default();
    items.fold(first, |beginning, item| {
        let length = beginning.char_indices().zip(item.chars()).find(|((_, one), other)| one != other);
        let length = length.map_or(beginning.len().min(item.len()), |((at, _), _)| at);
        beginning.get(..length).unwrap_or_default()
    })
}
