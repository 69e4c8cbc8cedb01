//! Whether a form meets the conditions of its policy.

use alloc::vec;
use alloc::vec::Vec;
use core::ops::RangeInclusive;

use super::condition::{Condition, FieldCondition, Operator, is_token};
use super::fields::Fields;
use super::form_rejection::FormRejection;
use crate::sigv4::are_equal;

/// The smallest and the largest size of a file, in bytes.
pub(super) type Sizes = (u64, u64);

/// Checks every condition, and that there is one for each field and for the bucket. Returns the sizes that the file may
/// have, if the policy limits them.
pub(super) fn check_conditions(
    conditions: &[Condition],
    fields: &Fields<'_>,
    bucket: &str,
) -> Result<Option<Sizes>, FormRejection> {
    let mut check = Check {
        fields,
        bucket,
        content_types: fields.get(CONTENT_TYPE).map(common_beginning),
        is_covered: vec![false; fields.len()],
        bucket_is_covered: false,
        sizes: None,
    };
    for condition in conditions {
        let is_met = match condition {
            Condition::Field(condition) => check.meets(condition),
            Condition::ContentLength(range) => check.limit(range),
            Condition::EmptyRange(_) => false,
        };
        if !is_met {
            return Err(condition.failed());
        }
    }
    check.check_coverage()?;
    Ok(check.sizes)
}

/// A form, and the result of the conditions that were checked so far.
struct Check<'c> {
    fields: &'c Fields<'c>,
    bucket: &'c str,
    /// What all items of the content type begin with.
    content_types: Option<&'c str>,
    /// Whether there is a condition for each of the fields.
    is_covered: Vec<bool>,
    bucket_is_covered: bool,
    sizes: Option<Sizes>,
}

impl Check<'_> {
    fn meets(&mut self, condition: &FieldCondition) -> bool {
        let Some(name) = condition.field() else { return false };
        let position = self.fields.position(name);
        if let Some(is_covered) = position.and_then(|position| self.is_covered.get_mut(position)) {
            *is_covered = true;
        }
        // The field `bucket`, if there is one, is the bucket too.
        let is_bucket = name.eq_ignore_ascii_case(BUCKET);
        self.bucket_is_covered |= is_bucket;
        let value = if is_bucket { Some(self.bucket) } else { position.map(|position| self.fields.value(position)) };
        let Some(value) = value else { return false };
        let expected = condition.value.as_str();
        match condition.operator {
            Operator::Equals if is_token(name) => are_equal(value.as_bytes(), expected.as_bytes()),
            Operator::Equals => value == expected,
            Operator::StartsWith if name.eq_ignore_ascii_case(CONTENT_TYPE) => {
                self.content_types.is_some_and(|beginning| beginning.starts_with(expected))
            }
            Operator::StartsWith => value.starts_with(expected),
        }
    }

    /// Limits the size further. Returns whether any size is left.
    fn limit(&mut self, range: &RangeInclusive<u64>) -> bool {
        let (min, max) = self.sizes.unwrap_or((0, u64::MAX));
        let (min, max) = (min.max(*range.start()), max.min(*range.end()));
        self.sizes = Some((min, max));
        min <= max
    }

    fn check_coverage(&self) -> Result<(), FormRejection> {
        let mut fields = self.fields.iter().zip(&self.is_covered);
        let uncovered = fields.find(|((name, _), is_covered)| !**is_covered && !needs_no_condition(name));
        match uncovered {
            Some(((name, _), _)) => Err(FormRejection::UncoveredField { name: name.to_ascii_lowercase().into() }),
            None if !self.bucket_is_covered => Err(FormRejection::UncoveredField { name: BUCKET.into() }),
            None => Ok(()),
        }
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
