//! One condition of a policy, as it is written.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Display;
use core::ops::RangeInclusive;

use zeroize::Zeroizing;

use super::form_rejection::FormRejection;
use super::json::Json;
use crate::sigv4::reserved_names::is_secret_header;

/// A condition. The values are wiped from memory when dropped: the session token is one of them.
pub(super) enum Condition {
    Field(FieldCondition),
    ContentLength(RangeInclusive<u64>),
    /// A range that contains no size, as it is written. No file meets it.
    EmptyRange(String),
}

pub(super) struct FieldCondition {
    pub(super) operator: Operator,
    /// The name as it is written, with its `$`.
    name: String,
    pub(super) value: Zeroizing<String>,
}

#[derive(Clone, Copy)]
pub(super) enum Operator {
    Equals,
    StartsWith,
}

impl Condition {
    pub(super) fn parse(condition: Json) -> Result<Self, FormRejection> {
        match condition {
            Json::Object(members) => parse_object(members),
            Json::List(items) => parse_list(items),
            _ => Err(invalid("Invalid condition test: must be a List or Object.")),
        }
    }

    /// Returns the rejection of a form that does not meet the condition.
    pub(super) fn failed(&self) -> FormRejection {
        let condition = match self {
            Self::Field(condition) => condition.to_list(),
            Self::ContentLength(range) => range_list(range.start(), range.end()),
            Self::EmptyRange(list) => list.clone(),
        };
        FormRejection::ConditionFailed { condition: condition.into() }
    }
}

impl FieldCondition {
    /// Returns the name of the field, or `None` without a `$`.
    pub(super) fn field(&self) -> Option<&str> {
        self.name.strip_prefix('$')
    }

    /// Returns the condition as S3 shows it. S3 also shows `{"name": "value"}` as a list.
    fn to_list(&self) -> String {
        let operator = match self.operator {
            Operator::Equals => EQUALS,
            Operator::StartsWith => STARTS_WITH,
        };
        // Somebody may have forgotten the `$`.
        let value =
            if is_secret(self.name.trim_start_matches('$').trim()) { "...".into() } else { quoted(&self.value) };
        format!("[\"{operator}\", {}, {value}]", quoted(&self.name))
    }
}

/// Returns whether the value of a field must not be shown.
fn is_secret(field: &str) -> bool {
    is_token(field) || is_secret_header(field)
}

pub(super) fn is_token(field: &str) -> bool {
    ["x-amz-security-token", "x-amz-s3session-token"].iter().any(|token| field.eq_ignore_ascii_case(token))
}

/// Returns the rejection of a malformed policy.
pub(super) fn invalid(reason: impl Into<Box<str>>) -> FormRejection {
    FormRejection::InvalidPolicy { reason: reason.into() }
}

pub(super) fn invalid_json() -> FormRejection {
    invalid("Invalid JSON.")
}

const EQUALS: &str = "eq";
const STARTS_WITH: &str = "starts-with";
const CONTENT_LENGTH_RANGE: &str = "content-length-range";

/// Parses `{"name": "value"}`.
fn parse_object(members: Vec<(Zeroizing<String>, Json)>) -> Result<Condition, FormRejection> {
    let Ok([(name, value)]) = <[_; 1]>::try_from(members) else {
        return Err(invalid("Invalid Simple-Condition: Simple-Conditions must have exactly one property specified."));
    };
    match value {
        Json::Text(value) => {
            Ok(Condition::Field(FieldCondition { operator: Operator::Equals, name: format!("${}", *name), value }))
        }
        Json::Unsigned(_) | Json::Number => Err(invalid("Invalid Simple-Condition: value must be a string.")),
        _ => Err(invalid_json()),
    }
}

/// Parses `["operator", operand, operand]`. The operator may be in any case.
fn parse_list(items: Vec<Json>) -> Result<Condition, FormRejection> {
    let mut items = items.into_iter();
    let operator = match items.next() {
        Some(Json::Text(operator)) => operator,
        Some(_) => return Err(invalid_json()),
        None => return Err(invalid("Invalid Condition: missing operation identifier.")),
    };
    let known = [EQUALS, STARTS_WITH, CONTENT_LENGTH_RANGE];
    let Some(operator) = known.into_iter().find(|known| operator.eq_ignore_ascii_case(known)) else {
        return Err(invalid(format!("Invalid Condition: unknown operation '{}'.", *operator)));
    };
    let (Some(first), Some(second), None) = (items.next(), items.next(), items.next()) else {
        return Err(invalid(format!("Invalid {operator}: wrong number of arguments.")));
    };
    if operator == CONTENT_LENGTH_RANGE {
        return parse_range(first, second);
    }
    let operator = if operator == EQUALS { Operator::Equals } else { Operator::StartsWith };
    match (first, second) {
        (Json::Text(name), Json::Text(value)) => {
            Ok(Condition::Field(FieldCondition { operator, name: name.as_str().into(), value }))
        }
        _ => Err(invalid_json()),
    }
}

/// Parses the operands of `content-length-range`: numbers, or their digits as text.
fn parse_range(first: Json, second: Json) -> Result<Condition, FormRejection> {
    let (min, max) = (Bound::parse(first)?, Bound::parse(second)?);
    Ok(match (min.number, max.number) {
        (Some(min), Some(max)) if min <= max => Condition::ContentLength(min..=max),
        _ => Condition::EmptyRange(range_list(min.text, max.text)),
    })
}

/// An operand of `content-length-range`.
struct Bound {
    /// The number, or `None` for text that is not one.
    number: Option<u64>,
    /// The operand as it is written.
    text: String,
}

impl Bound {
    fn parse(operand: Json) -> Result<Self, FormRejection> {
        match operand {
            Json::Unsigned(number) => Ok(Self { number: Some(number), text: format!("{number}") }),
            Json::Text(digits) => {
                // `parse` also accepts a plus sign.
                let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
                Ok(Self { number: digits.parse().ok().filter(|_| is_number), text: quoted(&digits) })
            }
            _ => Err(invalid_json()),
        }
    }
}

fn range_list(min: impl Display, max: impl Display) -> String {
    format!("[\"{CONTENT_LENGTH_RANGE}\", {min}, {max}]")
}

/// Returns a text as a JSON string.
fn quoted(text: &str) -> String {
    // serde_json fails only if the writer fails or the key of a map is not a string.
    serde_json::to_string(text).unwrap_or_default()
}
