//! The XML document of an error, as S3 writes it.

use alloc::format;
use alloc::string::String;

/// An error document that is being written.
pub(in crate::verify) struct ErrorDocument(String);

impl ErrorDocument {
    pub(in crate::verify) fn new(code: &str, message: &str) -> Self {
        let mut document = Self("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>".into());
        document.push("Code", code);
        document.push("Message", message);
        document
    }

    /// Appends an element. Characters that XML 1.0 can't represent are left out, such as most control characters.
    pub(in crate::verify) fn push(&mut self, name: &str, text: &str) {
        let Self(xml) = self;
        for piece in ["<", name, ">"] {
            xml.push_str(piece);
        }
        for character in text.chars() {
            match character {
                '&' => xml.push_str("&amp;"),
                '<' => xml.push_str("&lt;"),
                '>' => xml.push_str("&gt;"),
                // A parser would turn it into a line feed.
                '\r' => xml.push_str("&#13;"),
                '\t' | '\n' => xml.push(character),
                '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
                character => xml.push(character),
            }
        }
        for piece in ["</", name, ">"] {
            xml.push_str(piece);
        }
    }

    /// Appends an element with the bytes of a text, each as two hexadecimal digits and separated by spaces.
    pub(in crate::verify) fn push_bytes(&mut self, name: &str, text: &str) {
        let pairs: String = text.bytes().map(|byte| format!("{byte:02x} ")).collect();
        self.push(name, pairs.trim_end());
    }

    /// Appends an element with a signature, in hexadecimal digits.
    pub(in crate::verify) fn push_digits(&mut self, name: &str, signature: &[u8]) {
        let digits: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
        self.push(name, &digits);
    }

    /// Appends the last elements, and returns the document.
    pub(in crate::verify) fn end(mut self, resource: &str, request_id: &str) -> String {
        self.push("Resource", resource);
        self.push("RequestId", request_id);
        self.0.push_str("</Error>");
        self.0
    }
}
