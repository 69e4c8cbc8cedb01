//! Values as error messages show them.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

/// A value formatted for a message: quoted, with control characters escaped, and cut after 128 bytes to keep log lines
/// short.
#[derive(Clone, Debug)]
pub(crate) struct Found(Box<str>);

impl Found {
    pub(crate) fn new(value: &str) -> Self {
        const SHOWN: usize = 128;
        if value.len() <= SHOWN {
            return Self(alloc::format!("{value:?}").into());
        }
        let shown: String =
            value.char_indices().take_while(|(at, c)| at + c.len_utf8() <= SHOWN).map(|(_, c)| c).collect();
        Self(alloc::format!("{shown:?}... ({} bytes)", value.len()).into())
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One offending byte, shown as the character if it is visible and as `0x0a` otherwise.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Byte(pub(crate) u8);

impl fmt::Display for Byte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            graphic @ 0x21..=0x7e => write!(f, "`{}`", char::from(graphic)),
            other => write!(f, "0x{other:02x}"),
        }
    }
}
