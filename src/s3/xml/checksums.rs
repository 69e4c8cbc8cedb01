//! The checksums of a part or an object, as elements.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::element::Element;
use super::writer::write_element;
use crate::s3::Checksum;

/// The elements of checksums, such as `ChecksumCRC32`, each with its name and its text. Those of algorithms that
/// [`Checksum`] does not have are kept too, because CompleteMultipartUpload requires the checksums of all parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Checksums(Vec<(Box<str>, Box<str>)>);

impl Checksums {
    pub(super) fn of(element: Element<'_>) -> Self {
        let found = element.children().filter_map(|child| {
            let text = child.leaf().filter(|text| is_base64(text))?;
            is_checksum(child.name()).then(|| (child.name().into(), text.into()))
        });
        Self(found.collect())
    }

    pub(super) fn set(&mut self, checksum: Checksum) {
        let (name, value) = checksum.element();
        self.0.retain(|(other, _)| **other != *name);
        self.0.push((name.into(), value.into()));
    }

    pub(super) fn contains(&self, checksum: Checksum) -> bool {
        let (name, value) = checksum.element();
        self.iter().any(|found| found == (name, &*value))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (&**name, &**text))
    }

    pub(super) fn write(&self, out: &mut String) {
        for (name, text) in self.iter() {
            write_element(name, text, out);
        }
    }
}

/// Returns whether a text may be base64, perhaps with the number of parts after a hyphen.
fn is_base64(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=-".contains(&byte))
}

/// Returns whether an element holds a checksum. Its name is written into the body of a request, so it must be a plain one.
fn is_checksum(name: &str) -> bool {
    match name.strip_prefix("Checksum") {
        None | Some("" | "Type" | "Algorithm") => false,
        Some(algorithm) => algorithm.bytes().all(|byte| byte.is_ascii_alphanumeric()),
    }
}
