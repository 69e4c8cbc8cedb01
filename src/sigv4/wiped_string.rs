//! Text that is wiped from memory.

use alloc::string::String;
use core::mem;
use core::ops::{Deref, DerefMut};

use zeroize::Zeroize;

/// A string that is wiped from memory when dropped, with its spare capacity. A buffer that it outgrows is not wiped, so
/// give it enough capacity first.
///
/// `Zeroizing<String>` writes byte by byte, which takes longer than signing if the text is a URL or a form.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct WipedString(String);

impl WipedString {
    /// Returns the string without copying it. It is not wiped any more.
    pub(crate) fn into_string(mut self) -> String {
        mem::take(&mut self.0)
    }
}

impl From<String> for WipedString {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl Deref for WipedString {
    type Target = String;

    fn deref(&self) -> &String {
        &self.0
    }
}

impl DerefMut for WipedString {
    fn deref_mut(&mut self) -> &mut String {
        &mut self.0
    }
}

impl Drop for WipedString {
    fn drop(&mut self) {
        if self.0.capacity() > 0 {
            let mut bytes = mem::take(&mut self.0).into_bytes();
            bytes.clear();
            bytes.spare_capacity_mut().zeroize();
        }
    }
}
