//! The fields of a form, with `${filename}` replaced.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::form_rejection::FormRejection;
use crate::signing::{FILE_NAME, MAX_FORM_LENGTH};

/// The fields in the order of the form. No two have the same name. Names are compared without regard to case.
pub(super) struct Fields<'a> {
    fields: Vec<(&'a str, Cow<'a, str>)>,
    /// The positions of the fields in `fields`, sorted by name.
    by_name: Vec<usize>,
}

impl<'a> Fields<'a> {
    /// Collects the fields, and replaces `${filename}` in their values.
    pub(super) fn collect(fields: &[(&'a str, &'a str)], file_name: Option<&str>) -> Result<Self, FormRejection> {
        let file_name = file_name.map(without_folders);
        check_length(fields, file_name)?;
        let fields: Vec<_> = fields.iter().map(|&(name, value)| (name, expanded(value, file_name))).collect();
        let mut by_name: Vec<_> = (0..fields.len()).collect();
        by_name.sort_by(|&one, &other| compare(fields[one].0, fields[other].0));
        let repeated = by_name.windows(2).find(|pair| compare(fields[pair[0]].0, fields[pair[1]].0).is_eq());
        match repeated {
            Some(pair) => Err(FormRejection::RepeatedField { name: fields[pair[0]].0.to_ascii_lowercase().into() }),
            None => Ok(Self { fields, by_name }),
        }
    }

    /// Returns the value of a field.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.position(name).map(|position| self.value(position))
    }

    /// Returns the position of a field in the form.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        let found = self.by_name.binary_search_by(|&position| compare(self.fields[position].0, name));
        found.ok().and_then(|index| self.by_name.get(index).copied())
    }

    pub(super) fn value(&self, position: usize) -> &str {
        &self.fields[position].1
    }

    /// Returns the names and values, in the order of the form.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &str)> {
        self.fields.iter().map(|(name, value)| (*name, &**value))
    }

    pub(super) fn len(&self) -> usize {
        self.fields.len()
    }
}

/// Compares names without regard to case.
fn compare(one: &str, other: &str) -> Ordering {
    one.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(other.bytes().map(|byte| byte.to_ascii_lowercase()))
}

/// The fewest bytes that `multipart/form-data` adds to a name and a value: `--`, a boundary of one character,
/// `Content-Disposition: form-data; name=""`, and four line breaks.
const SHORTEST_FRAME: usize = 2 + 1 + 39 + 4 * 2;

/// Checks that the fields are not longer than S3 allows, and that a long file name does not make them much longer.
fn check_length(fields: &[(&str, &str)], file_name: Option<&str>) -> Result<(), FormRejection> {
    let (mut length, mut added) = (0_usize, 0_usize);
    for (name, value) in fields {
        length = length.saturating_add(SHORTEST_FRAME).saturating_add(name.len()).saturating_add(value.len());
        // First, so that a long value is not searched.
        if length > MAX_FORM_LENGTH {
            return Err(FormRejection::FieldsTooLong);
        }
        let longer = file_name.map_or(0, |file_name| file_name.len().saturating_sub(FILE_NAME.len()));
        added = added.saturating_add(value.matches(FILE_NAME).count().saturating_mul(longer));
    }
    if added > MAX_FORM_LENGTH { Err(FormRejection::FieldsTooLong) } else { Ok(()) }
}

/// Returns the part of a file name after the last `/` or `\`.
fn without_folders(file_name: &str) -> &str {
    file_name.rsplit(['/', '\\']).next().unwrap_or(file_name)
}

/// Replaces `${filename}`. Without a file name it stays as it is, as on AWS.
fn expanded<'a>(value: &'a str, file_name: Option<&str>) -> Cow<'a, str> {
    match file_name {
        Some(file_name) if value.contains(FILE_NAME) => value.replace(FILE_NAME, file_name).into(),
        _ => value.into(),
    }
}
