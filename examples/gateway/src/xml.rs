//! XML documents as S3 sends them.

use quick_xml::escape::escape;

/// The namespace of S3's responses. Error documents have none.
pub(crate) const NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";

/// A document that is being written.
pub(crate) struct Document {
    xml: String,
    root: &'static str,
}

impl Document {
    pub(crate) fn new(root: &'static str, namespace: Option<&str>) -> Self {
        let attribute = namespace.map_or_else(String::new, |uri| format!(" xmlns=\"{uri}\""));
        Self { xml: format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root}{attribute}>"), root }
    }

    /// Appends an element with a text. Keys and paths come from clients and from a disk, so every text is escaped.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        let text: String = text.chars().filter(|&character| is_allowed(character)).collect();
        self.xml.push_str(&format!("<{name}>{}</{name}>", escape(&text)));
    }

    /// Appends an element with other elements in it.
    pub(crate) fn element(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        self.xml.push_str(&format!("<{name}>"));
        write(self);
        self.xml.push_str(&format!("</{name}>"));
    }

    pub(crate) fn finish(mut self) -> String {
        self.xml.push_str(&format!("</{}>", self.root));
        self.xml
    }
}

/// Returns whether XML 1.0 can represent the character.
fn is_allowed(character: char) -> bool {
    !matches!(character, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}')
}
