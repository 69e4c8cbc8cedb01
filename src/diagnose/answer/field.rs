//! A named text of a document.

use alloc::string::String;

use zeroize::Zeroizing;

/// An element of an XML document, or a member of a JSON object.
pub(in crate::diagnose) struct Field {
    pub(in crate::diagnose) name: String,
    pub(in crate::diagnose) text: Zeroizing<String>,
    /// Whether the body goes on after the text.
    pub(in crate::diagnose) is_complete: bool,
}
