//! Characters that copying and pasting leaves around a value.

/// A character at one end of a value that is not part of it.
pub(crate) struct Stray {
    /// `begins` or `ends`.
    pub(crate) at: &'static str,
    /// The character in words. It is not itself a part of a secret, but the bytes next to it may be.
    pub(crate) what: &'static str,
}

/// Finds white space, an invisible character or a quotation mark at either end. Inside a value they are legal.
pub(crate) fn find_stray(value: &str) -> Option<Stray> {
    let begins = value.chars().next().and_then(in_words).map(|what| Stray { at: "begins", what });
    begins.or_else(|| value.chars().next_back().and_then(in_words).map(|what| Stray { at: "ends", what }))
}

fn in_words(character: char) -> Option<&'static str> {
    match character {
        '\n' | '\r' => Some("a line break"),
        space if space.is_whitespace() => Some("white space"),
        '\u{feff}' => Some("a byte order mark (U+FEFF)"),
        // Zero-width spaces and joiners, and the marks of a text's direction.
        '\u{200b}'..='\u{200f}' | '\u{2060}' => Some("an invisible character"),
        '"' | '\'' | '\u{2018}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => Some("a quotation mark"),
        _ => None,
    }
}
