//! The XML document of an error, as S3 writes it.

use alloc::string::String;

use crate::signing::written;
use crate::sigv4::write_hex;

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

    /// Appends an element with the bytes of a text, as pairs of digits.
    pub(in crate::verify) fn push_bytes(&mut self, name: &str, text: &str) {
        let digits = hex_digits(text.as_bytes());
        let mut pairs = String::with_capacity(digits.len() / 2 * 3);
        for (index, digit) in digits.chars().enumerate() {
            pairs.push_str(if index > 0 && index % 2 == 0 { " " } else { "" });
            pairs.push(digit);
        }
        self.push(name, &pairs);
    }

    /// Appends an element with the digits of a signature.
    pub(in crate::verify) fn push_digits(&mut self, name: &str, signature: &[u8]) {
        self.push(name, &hex_digits(signature));
    }

    pub(in crate::verify) fn end(mut self, resource: &str, request_id: &str) -> String {
        self.push("Resource", resource);
        self.push("RequestId", request_id);
        self.0.push_str("</Error>");
        self.0
    }
}

fn hex_digits(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(2 * bytes.len());
    written(write_hex(bytes, &mut digits));
    digits
}
