//! Headers as lines of text, which may have to be wiped from memory.

use alloc::string::String;
use core::ops::Range;
use core::{fmt, mem};

use zeroize::Zeroize;

use super::in_place::move_end;

/// `name:value` and a line feed for each header, in the order of their lower-case names.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct HeaderLines {
    text: String,
    /// Whether nothing of it may stay behind in memory, here and wherever it is copied to.
    secret: bool,
}

impl HeaderLines {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), secret: false }
    }

    /// Has what is inserted from now on wiped, as soon as it is dropped or outgrows its buffer.
    pub(super) fn keep_secret(&mut self) {
        self.secret = true;
    }

    pub(super) fn is_secret(&self) -> bool {
        self.secret
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Names and values.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        lines(&self.text)
    }

    /// Inserts what is written, which is no longer than `most`. Gives its length.
    pub(super) fn insert(&mut self, at: usize, most: usize, write: impl FnOnce(&mut String)) -> usize {
        let end = self.text.len();
        // What follows is copied once to be moved.
        self.make_room(most + (end - at));
        let capacity = self.text.capacity();
        write(&mut self.text);
        let written = self.text.len() - end;
        move_end(&mut self.text, end, at);
        debug_assert_eq!(self.text.capacity(), capacity, "a buffer that is outgrown is wiped");
        written
    }

    /// What was removed may stand in the buffer still, and is wiped with it.
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

/// A name is a token and a value holds no line feed, so the first `:` and the line feed end them. (Both are near: to look at
/// one byte after another is quicker than to search.)
pub(super) fn lines(block: &str) -> impl Iterator<Item = (&str, &str)> + Clone {
    let mut rest = block;
    core::iter::from_fn(move || {
        let (name, value_and_rest) = split_at_byte(rest, b':')?;
        let (value, others) = split_at_byte(value_and_rest, b'\n')?;
        rest = others;
        Some((name, value))
    })
}

/// What precedes and what follows the first such byte, which is ASCII.
fn split_at_byte(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|other| other == byte)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}
