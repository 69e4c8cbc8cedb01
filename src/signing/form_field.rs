//! One field of a form.

use alloc::boxed::Box;
use alloc::string::String;

/// The variable for the name of the uploaded file. S3 replaces it in every field value before it checks the conditions.
/// It inserts the part of the name after the last `/` or `\`, or nothing if the file has no name.
pub(crate) const FILE_NAME: &str = "${filename}";

/// A field that the client sends, unchanged or completed.
#[derive(Clone)]
pub(crate) struct FormField {
    /// `name:value` and a line feed, as in the signed form.
    line: Box<str>,
    name_length: usize,
    /// The length of the value before `${filename}`.
    prefix_length: usize,
    /// Whether the value is a prefix that the client completes.
    open: bool,
}

impl FormField {
    pub(crate) fn new(name: &str, value: &str) -> Self {
        Self::of_parts([name, ""], [value, ""])
    }

    /// Creates a field from a name and a value that each consist of two parts.
    pub(crate) fn of_parts(name: [&str; 2], value: [&str; 2]) -> Self {
        let name_length = name[0].len() + name[1].len();
        let mut line = String::with_capacity(name_length + ":".len() + value[0].len() + value[1].len() + "\n".len());
        for part in [name[0], name[1], ":", value[0], value[1], "\n"] {
            line.push_str(part);
        }
        let value_length = value[0].len() + value[1].len();
        let file_name = file_names(&line[name_length + ":".len()..]).next();
        Self { line: line.into(), name_length, prefix_length: file_name.unwrap_or(value_length), open: false }
    }

    /// Lets the client complete the value.
    pub(crate) fn opened(self) -> Self {
        Self { open: true, ..self }
    }

    pub(crate) fn name(&self) -> &str {
        &self.line[..self.name_length]
    }

    pub(crate) fn value(&self) -> &str {
        &self.line[self.name_length + ":".len()..self.line.len() - "\n".len()]
    }

    /// Returns the offset of the first `${filename}` in the value.
    pub(crate) fn file_name(&self) -> Option<usize> {
        (self.prefix_length < self.value().len()).then_some(self.prefix_length)
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// Returns `name:value` and a line feed.
    pub(super) fn line(&self) -> &str {
        &self.line
    }
}

/// Returns the offsets of `${filename}` in a value.
pub(super) fn file_names(value: &str) -> impl Iterator<Item = usize> {
    // A search for the whole variable would take some time to set up, even in a text without a `$`.
    value.match_indices('$').map(|(at, _)| at).filter(|&at| value[at..].starts_with(FILE_NAME))
}
