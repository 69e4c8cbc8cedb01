//! One element of a document, and the values in its children.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use core::iter;
use core::str::FromStr;

use time::OffsetDateTime;

use super::document::{Document, Node};
use crate::error::{Error, Found, Repr};
use crate::sigv4::percent_decode;
use crate::sigv4::rfc3339::parse_date_time;

/// An element of a [`Document`]. Unknown children are ignored. A child that has one value must not be repeated, because
/// readers would differ in which one counts.
#[derive(Clone, Copy)]
pub(super) struct Element<'d> {
    document: &'d Document<'d>,
    index: usize,
    node: &'d Node<'d>,
}

impl<'d> Element<'d> {
    /// Returns the root element, if it has one of these names.
    pub(super) fn root(document: &'d Document<'d>, names: &[&'static str]) -> Result<Self, Error> {
        let root = Self::at(document, 0).filter(|root| names.contains(&root.name()));
        root.ok_or_else(|| {
            let found = Found::new(document.nodes.first().map_or("", Node::name));
            Repr::UnexpectedRoot { what: document.what, found, expected: names.join("` or `").into() }.into()
        })
    }

    fn at(document: &'d Document<'d>, index: usize) -> Option<Self> {
        document.nodes.get(index).map(|node| Self { document, index, node })
    }

    /// Returns the name without its namespace prefix.
    pub(super) fn name(self) -> &'d str {
        self.node.name()
    }

    /// Returns the text of an element without children.
    pub(super) fn leaf(self) -> Option<&'d str> {
        self.children().next().is_none().then_some(&*self.node.text)
    }

    pub(super) fn children(self) -> impl Iterator<Item = Self> {
        let mut next = self.index.saturating_add(1);
        iter::from_fn(move || {
            let child = Self::at(self.document, next).filter(|child| child.index < self.node.end)?;
            next = child.node.end;
            Some(child)
        })
    }

    pub(super) fn children_named(self, name: &'static str) -> impl Iterator<Item = Self> {
        self.children().filter(move |child| child.name() == name)
    }

    pub(super) fn child(self, name: &'static str) -> Result<Option<Self>, Error> {
        let mut found = self.children_named(name);
        match (found.next(), found.next()) {
            (_, Some(_)) => Err(self.invalid(name, "occurs more than once")),
            (child, None) => Ok(child),
        }
    }

    pub(super) fn required_child(self, name: &'static str) -> Result<Self, Error> {
        self.child(name)?.ok_or_else(|| self.invalid(name, "is missing"))
    }

    /// Returns the text of a child exactly as it stands, since keys may begin and end with white space.
    pub(super) fn text(self, name: &'static str) -> Result<Option<&'d str>, Error> {
        let Some(child) = self.child(name)? else { return Ok(None) };
        child.leaf().map(Some).ok_or_else(|| self.invalid(name, "contains other elements instead of text"))
    }

    pub(super) fn required_text(self, name: &'static str) -> Result<&'d str, Error> {
        self.text(name)?.ok_or_else(|| self.invalid(name, "is missing"))
    }

    /// Returns the text of a child that must not be empty.
    pub(super) fn filled_text(self, name: &'static str) -> Result<&'d str, Error> {
        match self.required_text(name)? {
            "" => Err(self.invalid(name, "is empty")),
            text => Ok(text),
        }
    }

    /// Returns a copy of the text of a child. Some servers send an empty element for what they don't have.
    pub(super) fn optional(self, name: &'static str) -> Result<Option<Box<str>>, Error> {
        Ok(self.text(name)?.filter(|text| !text.is_empty()).map(Box::from))
    }

    pub(super) fn number<N: FromStr>(self, name: &'static str) -> Result<Option<N>, Error> {
        let Some(text) = self.text(name)?.map(str::trim_ascii).filter(|text| !text.is_empty()) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| self.wrong(name, text, "not a valid number"))
    }

    pub(super) fn required_number<N: FromStr>(self, name: &'static str) -> Result<N, Error> {
        self.number(name)?.ok_or_else(|| self.invalid(name, "is missing"))
    }

    pub(super) fn flag(self, name: &'static str) -> Result<Option<bool>, Error> {
        match self.text(name)?.map(str::trim_ascii) {
            None | Some("") => Ok(None),
            Some(text) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Some(text) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
            Some(text) => Err(self.wrong(name, text, "not `true` or `false`")),
        }
    }

    pub(super) fn time(self, name: &'static str) -> Result<Option<OffsetDateTime>, Error> {
        let Some(text) = self.text(name)?.map(str::trim_ascii).filter(|text| !text.is_empty()) else { return Ok(None) };
        parse_date_time(text).map(Some).ok_or_else(|| self.wrong(name, text, "not a valid RFC 3339 time"))
    }

    /// Decodes the text of a child as S3 encodes it for `encoding-type=url`: a space is `+`, and a plus sign `%2B`.
    pub(super) fn decoded(self, name: &'static str) -> Result<String, Error> {
        let text = self.required_text(name)?;
        let decoded = percent_decode(&text.replace('+', " ")).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        decoded.ok_or_else(|| self.wrong(name, text, "not percent-encoded UTF-8, although `EncodingType` is `url`"))
    }

    /// Reports a value. Values that may be secret use [`invalid`](Self::invalid).
    pub(super) fn wrong(self, name: &'static str, found: &str, problem: &str) -> Error {
        self.invalid(name, format!("is {}, {problem}", Found::new(found)))
    }

    pub(super) fn invalid(self, element: &'static str, problem: impl Into<Box<str>>) -> Error {
        Repr::InvalidResponse { what: self.document.what, element, problem: problem.into() }.into()
    }
}
