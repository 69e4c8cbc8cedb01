//! A whole XML document, read into memory.
//!
//! The elements are in one flat list, in document order, so no input makes reading or dropping them recursive. Time and
//! memory are linear in the length of the document.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use quick_xml::errors::{Error as XmlError, IllFormedError};
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;
use zeroize::Zeroize;

use crate::error::{Error, Repr};

/// A well-formed document. It has at least one element, the root.
pub(super) struct Document<'a> {
    /// What the document is, for error messages.
    pub(super) what: &'static str,
    /// In document order.
    pub(super) nodes: Vec<Node<'a>>,
}

pub(super) struct Node<'a> {
    tag: BytesStart<'a>,
    /// The text directly in this element, with references resolved.
    pub(super) text: Cow<'a, str>,
    /// The index after that of the last descendant.
    pub(super) end: usize,
}

impl Node<'_> {
    /// Returns the name without its namespace prefix.
    pub(super) fn name(&self) -> &str {
        self.tag.local_name().into_inner()
    }
}

impl<'a> Document<'a> {
    /// Parses a document. White space around the root element is allowed: S3 sends it to keep the connection open. A
    /// DOCTYPE is an error, so there are no entities to expand.
    pub(super) fn parse(body: &'a [u8], what: &'static str) -> Result<Self, Error> {
        let invalid = |problem, at| Error::from(Repr::InvalidXml { what, problem, at });
        let text = str::from_utf8(body).map_err(|error| invalid("bytes that are not UTF-8", error.valid_up_to()))?;
        let mut reader = Reader::from_str(text);
        let mut open = Vec::new();
        // From the start, so that an error wipes what has been read so far.
        let mut document = Self { what, nodes: Vec::new() };
        let nodes = &mut document.nodes;
        loop {
            let at = position(reader.buffer_position());
            let event = reader.read_event();
            let event = event.map_err(|error| invalid(problem_of(&error), position(reader.error_position())))?;
            let piece = match event {
                Event::Start(_) | Event::Empty(_) if open.is_empty() && !nodes.is_empty() => {
                    return Err(invalid("a second root element", at));
                }
                Event::Start(tag) => {
                    open.push(nodes.len());
                    nodes.push(Node { tag, text: Cow::Borrowed(""), end: 0 });
                    continue;
                }
                Event::Empty(tag) => {
                    let end = nodes.len().saturating_add(1);
                    nodes.push(Node { tag, text: Cow::Borrowed(""), end });
                    continue;
                }
                Event::End(_) => {
                    let end = nodes.len();
                    if let Some(node) = open.pop().and_then(|index: usize| nodes.get_mut(index)) {
                        node.end = end;
                    }
                    continue;
                }
                Event::Text(text) => text.xml10_content(),
                Event::CData(text) => text.xml10_content(),
                Event::GeneralRef(reference) => resolve(&reference).map_err(|problem| invalid(problem, at))?,
                Event::DocType(_) => return Err(invalid("a DOCTYPE", at)),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => continue,
                Event::Eof if nodes.is_empty() || !open.is_empty() => return Err(invalid("an early end", at)),
                Event::Eof => return Ok(document),
            };
            add_text(nodes, &open, piece).map_err(|problem| invalid(problem, at))?;
        }
    }
}

/// Wipes what was copied, in case it is a secret.
impl Drop for Document<'_> {
    fn drop(&mut self) {
        for node in &mut self.nodes {
            if let Cow::Owned(text) = &mut node.text {
                text.zeroize();
            }
        }
    }
}

/// Appends text to the innermost open element.
fn add_text<'a>(nodes: &mut [Node<'a>], open: &[usize], piece: Cow<'a, str>) -> Result<(), &'static str> {
    let is_blank = piece.trim_ascii().is_empty();
    let Some(&index) = open.last() else {
        return if is_blank { Ok(()) } else { Err("text outside the root element") };
    };
    // Indentation between elements is not kept.
    let has_children = index.saturating_add(1) < nodes.len();
    if is_blank && has_children {
        return Ok(());
    }
    if let Some(node) = nodes.get_mut(index) {
        if node.text.is_empty() {
            node.text = piece;
        } else {
            append(node.text.to_mut(), &piece);
        }
    }
    Ok(())
}

/// Appends text. If the string must move for that, what it leaves behind is wiped.
fn append(text: &mut String, piece: &str) {
    let length = text.len().saturating_add(piece.len());
    if text.capacity() < length {
        let mut larger = String::with_capacity(length.saturating_mul(2));
        larger.push_str(text);
        mem::replace(text, larger).zeroize();
    }
    text.push_str(piece);
}

/// Returns the text that a reference stands for. S3 also refers to control characters, such as `&#x1;`, although XML 1.0
/// does not allow that.
fn resolve(reference: &BytesRef<'_>) -> Result<Cow<'static, str>, &'static str> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => Ok(Cow::Owned(character.into())),
        Ok(None) => resolve_xml_entity(reference).map(Cow::Borrowed).ok_or("an unknown entity"),
        Err(_) => Err("an invalid character reference"),
    }
}

/// Describes an error without the text around it, which may be a secret.
fn problem_of(error: &XmlError) -> &'static str {
    match error {
        XmlError::Syntax(_) => "markup that does not end",
        XmlError::IllFormed(IllFormedError::MismatchedEndTag { .. } | IllFormedError::UnmatchedEndTag(_)) => {
            "an end tag that does not match"
        }
        XmlError::IllFormed(IllFormedError::UnclosedReference) => "an `&` that begins no reference",
        _ => "malformed markup",
    }
}

/// Converts a position in the text, which fits because the text is in memory.
fn position(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}
