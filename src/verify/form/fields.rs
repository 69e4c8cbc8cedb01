//! The fields of a form, with the name of the file in them.

use alloc::borrow::Cow;
use alloc::vec;
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

/// The length of what `multipart/form-data` adds to a name and a value at least: `--`, a boundary of one character,
/// `Content-Disposition: form-data; name=""`, and four line breaks.
const SHORTEST_FRAME: usize = 2 + 1 + 39 + 4 * 2;

impl<'a> Fields<'a> {
    /// Collects the fields, and replaces `${filename}` in their values: by the part of the name after the last `/` or
    /// `\`. Without a file name it stays as it is, as on AWS.
    pub(super) fn collect(fields: &[(&'a str, &'a str)], file_name: Option<&str>) -> Result<Self, FormRejection> {
        let file_name = file_name.map(|path| path.rsplit(['/', '\\']).next().unwrap_or(path));
        let (mut length, mut expanded_length) = (0_usize, 0_usize);
        for (name, value) in fields {
            let unexpanded = SHORTEST_FRAME.saturating_add(name.len()).saturating_add(value.len());
            length = length.saturating_add(unexpanded);
            // Before a long text is searched.
            if length > MAX_FORM_LENGTH {
                return Err(FormRejection::FieldsTooLong);
            }
            let added =
                file_name.map_or(0, |file_name| value.matches(FILE_NAME).count().saturating_mul(file_name.len()));
            expanded_length = expanded_length.saturating_add(unexpanded).saturating_add(added);
        }
        if expanded_length > 2 * MAX_FORM_LENGTH {
            return Err(FormRejection::FieldsTooLong);
        }
        let expand = |value: &'a str| match file_name {
            Some(file_name) if value.contains(FILE_NAME) => value.replace(FILE_NAME, file_name).into(),
            _ => Cow::Borrowed(value),
        };
        let fields: Vec<_> = fields.iter().map(|&(name, value)| (name, expand(value))).collect();
        let mut by_name: Vec<_> = (0..fields.len()).collect();
        by_name.sort_by(|&one, &other| compare(fields[one].0, fields[other].0));
        let fields = Self { fields, by_name };
        match fields.by_name.windows(2).find(|pair| fields.name(pair[0]).eq_ignore_ascii_case(fields.name(pair[1]))) {
            Some(pair) => Err(FormRejection::RepeatedField { name: fields.name(pair[0]).to_ascii_lowercase().into() }),
            None => Ok(fields),
        }
    }

    /// Returns the value of a field.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.position(name).map(|position| self.value(position))
    }

    /// Returns the position of a field in the form.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        let found = self.by_name.binary_search_by(|&position| compare(self.name(position), name));
        found.ok().and_then(|index| self.by_name.get(index).copied())
    }

    pub(super) fn name(&self, position: usize) -> &'a str {
        self.fields[position].0
    }

    pub(super) fn value(&self, position: usize) -> &str {
        &self.fields[position].1
    }

    /// Returns the names and values, in the order of the form.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &str)> {
        self.fields.iter().map(|(name, value)| (*name, &**value))
    }

    /// Returns a flag for each field.
    pub(super) fn flags(&self) -> Vec<bool> {
        vec![false; self.fields.len()]
    }
}

/// Compares names without regard to case.
fn compare(one: &str, other: &str) -> Ordering {
    one.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(other.bytes().map(|byte| byte.to_ascii_lowercase()))
}
