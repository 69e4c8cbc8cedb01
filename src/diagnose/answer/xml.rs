//! XML that need not be well-formed: a body may be cut short, or be a page for people.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use quick_xml::errors::Error;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, Event};
use quick_xml::reader::Reader;
use zeroize::Zeroizing;

use super::field::Field;

/// Where reading ends. An error document has fewer elements and fewer mistakes.
const MOST_FIELDS: usize = 1000;
const MOST_MISTAKES: usize = 100;
const DEEPEST: usize = 64;

/// An element whose end has not been read.
struct Open {
    name: String,
    text: Zeroizing<String>,
    has_children: bool,
}

/// Returns the elements without children, in document order, as far as the text can be read.
pub(super) fn fields(text: &str) -> Vec<Field> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let (mut open, mut fields, mut mistakes) = (Vec::<Open>::new(), Vec::new(), 0);
    while fields.len() < MOST_FIELDS && open.len() < DEEPEST {
        let piece = match reader.read_event() {
            Ok(Event::Start(tag)) => {
                if let Some(parent) = open.last_mut() {
                    parent.has_children = true;
                }
                let name = tag.local_name().into_inner().to_owned();
                open.push(Open { name, text: Zeroizing::default(), has_children: false });
                continue;
            }
            Ok(Event::Empty(tag)) => {
                let name = tag.local_name().into_inner().to_owned();
                fields.push(Field { name, text: Zeroizing::default(), is_complete: true });
                continue;
            }
            Ok(Event::End(_)) => {
                fields.extend(open.pop().and_then(|element| element.into_field(true)));
                continue;
            }
            Ok(Event::Text(text)) => text.xml10_content(),
            Ok(Event::CData(text)) => text.xml10_content(),
            Ok(Event::GeneralRef(reference)) => resolve(&reference).into(),
            Ok(Event::Eof) | Err(Error::Syntax(_)) => break,
            Ok(_) => continue,
            Err(_) if mistakes < MOST_MISTAKES => {
                mistakes += 1;
                continue;
            }
            Err(_) => break,
        };
        if let Some(element) = open.last_mut() {
            element.text.push_str(&piece);
        }
    }
    // What a body that was cut short ends with.
    fields.extend(open.pop().and_then(|element| element.into_field(false)));
    fields
}

impl Open {
    fn into_field(self, is_complete: bool) -> Option<Field> {
        let Self { name, text, has_children } = self;
        (!has_children).then_some(Field { name, text, is_complete })
    }
}

/// Returns the text that a reference stands for. One that is not known stands for itself.
fn resolve(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => character.into(),
        _ => match resolve_xml_entity(reference) {
            Some(text) => text.to_owned(),
            None => ["&", reference, ";"].concat(),
        },
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    fn read(text: &str) -> Vec<(String, String, bool)> {
        let fields = fields(text).into_iter();
        fields.map(|field| (field.name, field.text.as_str().to_owned(), field.is_complete)).collect()
    }

    fn field(name: &str, text: &str, is_complete: bool) -> (String, String, bool) {
        (name.to_owned(), text.to_owned(), is_complete)
    }

    #[test]
    fn documents_in_any_state() {
        let whole = vec![field("Code", "A&B", true), field("Message", "", true)];
        for text in [
            "<Error><Code>A&amp;B</Code><Message></Message></Error>",
            "<?xml version=\"1.0\"?>\n<?xml version=\"1.0\"?><Error xmlns=\"x\"><Code>A&#38;B</Code><Message/></Error>",
            "<s:Error><s:Code><![CDATA[A&B]]></s:Code><s:Message></s:Message></s:Error>",
            "<ErrorResponse><Error><Code>A&B</Code><Message></Message></Error></ErrorResponse>",
            "HTTP/1.1 403 Forbidden\r\n\r\n<Error><Code>A&amp;B</Code><Message/></Error>",
        ] {
            assert_eq!(read(text), whole, "{text}");
        }
        assert_eq!(
            read("<Error><Code>A</Code><Message>the req"),
            [field("Code", "A", true), field("Message", "the req", false)]
        );
        assert_eq!(read("<Error><Code>A</Code><Mess"), [field("Code", "A", true)]);
        assert_eq!(
            read("<html><head><title>403 Forbidden</title></head><hr><center>nginx</center>"),
            [field("title", "403 Forbidden", true), field("center", "nginx", true)]
        );
        assert_eq!(read("not XML at all"), []);
    }
}
