//! A minimal reader for the XML in S3's responses, whichever server wrote it.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;

/// Returns the texts of all elements with this name, in document order. The search ends where the XML is malformed.
pub(crate) fn texts_of(xml: &[u8], name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let Ok(xml) = str::from_utf8(xml) else {
        return found;
    };
    let mut reader = Reader::from_str(xml);
    let mut open: Option<String> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == name => open = Some(String::new()),
            Ok(Event::Empty(tag)) if tag.local_name().as_ref() == name => found.push(String::new()),
            Ok(Event::End(tag)) if tag.local_name().as_ref() == name => found.extend(open.take()),
            Ok(Event::Text(text)) => {
                if let Some(open) = &mut open {
                    open.push_str(&text);
                }
            }
            Ok(Event::GeneralRef(reference)) => {
                if let Some(open) = &mut open {
                    match reference.resolve_char_ref() {
                        Ok(Some(c)) => open.push(c),
                        _ => open.push_str(resolve_xml_entity(&reference).unwrap_or_default()),
                    }
                }
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        let xml = br#"<?xml version="1.0"?><R xmlns="urn:x"><Key>a&amp;b&#39;c</Key><Other>x</Other><Key/><Key> y </Key></R>"#;
        assert_eq!(texts_of(xml, "Key"), ["a&b'c", "", " y "]);
        assert_eq!(texts_of(xml, "Nothing"), [""; 0]);
        assert_eq!(texts_of(b"\xff\xd8\xff<<", "Key"), [""; 0]);
        assert_eq!(texts_of(b"<R><Key>a</Key><Key>b</R>", "Key"), ["a"]);
    }
}
