//! Writing of request bodies.

use alloc::string::String;

use quick_xml::escape::escape;

/// S3's namespace, which the SDKs send too.
pub(super) const NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";

/// Writes an element that contains only text.
///
/// The line feed is also escaped: S3 [asks for it][aws] in keys.
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html#object-key-xml-related-constraints
pub(super) fn write_element(name: &str, text: &str, out: &mut String) {
    let text = escape(text).replace('\n', "&#10;");
    for piece in ["<", name, ">", &text, "</", name, ">"] {
        out.push_str(piece);
    }
}

/// Returns the first character that XML 1.0 can't represent, escaped or not, and its offset ([`Char`][w3]).
///
/// [w3]: https://www.w3.org/TR/xml/#charsets
pub(super) fn unrepresentable(text: &str) -> Option<(usize, char)> {
    let is_char = |c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.char_indices().find(|(_, character)| !is_char(*character))
}
