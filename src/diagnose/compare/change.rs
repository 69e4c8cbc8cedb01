//! A line that differs.

use alloc::string::String;

use zeroize::Zeroizing;

use crate::diagnose::comparison::Part;

/// A line that differs, with its secrets.
pub(super) struct Change {
    pub(super) part: Part,
    pub(super) expected: Side,
    pub(super) received: Side,
}

/// A line of one side.
#[derive(Clone)]
pub(super) enum Side {
    Unknown,
    Missing,
    Text(Zeroizing<String>),
}

impl Side {
    pub(super) fn of(text: &str) -> Self {
        Self::Text(Zeroizing::new(text.into()))
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}
