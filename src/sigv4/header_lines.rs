//! Headers as lines of text that can be wiped from memory.

use alloc::string::String;
use core::ops::Range;
use core::{fmt, mem};

use zeroize::Zeroize;

use super::in_place::move_end;

/// `name:value` and a line feed for each header, sorted by lower-case name.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct HeaderLines {
    text: String,
    /// Whether the text and all its copies must be wiped from memory.
    secret: bool,
}

impl HeaderLines {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), secret: false }
    }

    /// Creates the line of one header.
    pub(super) fn of(name: &str, value: &str, secret: bool) -> Self {
        let length = name.len() + ":".len() + value.len() + "\n".len();
        let mut text = String::with_capacity(length);
        [name, ":", value, "\n"].into_iter().for_each(|piece| text.push_str(piece));
        Self { text, secret }
    }

    /// Marks the text as secret: from now on it is wiped when dropped or when it outgrows its buffer.
    pub(super) fn keep_secret(&mut self) {
        self.secret = true;
    }

    pub(super) fn is_secret(&self) -> bool {
        self.secret
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns the names and values.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        lines(&self.text)
    }

    /// Inserts the output of `write`, of at most `most` bytes, and returns its length.
    pub(super) fn insert(&mut self, at: usize, most: usize, write: impl FnOnce(&mut String)) -> usize {
        let end = self.text.len();
        // `move_end` copies the text after `at` once, and needs room for that.
        self.make_room(most + (end - at));
        let capacity = self.text.capacity();
        write(&mut self.text);
        let written = self.text.len() - end;
        move_end(&mut self.text, end, at);
        debug_assert_eq!(self.text.capacity(), capacity, "a buffer that is outgrown is wiped");
        written
    }

    /// Removes a range. The removed bytes may stay in the buffer until it is wiped.
    pub(super) fn remove(&mut self, range: Range<usize>) {
        self.text.drain(range);
    }

    fn make_room(&mut self, bytes: usize) {
        let needed = self.text.len() + bytes;
        if needed > self.text.capacity() {
            let mut grown = String::with_capacity(needed.max(2 * self.text.capacity()));
            grown.push_str(&self.text);
            let mut outgrown = mem::replace(&mut self.text, grown);
            if self.secret {
                outgrown.zeroize();
            }
        }
    }
}

impl Drop for HeaderLines {
    fn drop(&mut self) {
        if self.secret {
            self.text.zeroize();
        }
    }
}

/// Shows names only: a value may be a secret, such as a customer's encryption key.
impl fmt::Debug for HeaderLines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
    }
}

/// Returns the names and values of a block of lines. A name is a token and a value has no line feed, so the first `:`
/// ends the name and the next line feed ends the value. Both are near: a loop over the bytes is faster than a search.
pub(super) fn lines(block: &str) -> impl Iterator<Item = (&str, &str)> + Clone {
    let mut rest = block;
    core::iter::from_fn(move || {
        let (name, value_and_rest) = split_at_byte(rest, b':')?;
        let (value, others) = split_at_byte(value_and_rest, b'\n')?;
        rest = others;
        Some((name, value))
    })
}

/// Splits a text at the first occurrence of an ASCII byte, which is left out.
fn split_at_byte(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|other| other == byte)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}
