//! `multipart/form-data` (RFC 7578) as a browser sends it, following the HTML standard.

use bytes::Bytes;
use presign::s3::PresignedPost;

use crate::Call;

/// A form with its values filled in. Entries are sent in the order in which they were added.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Form {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    name: String,
    value: Bytes,
    file: Option<File>,
}

#[derive(Clone, Debug)]
struct File {
    name: String,
    content_type: String,
}

impl Form {
    /// Creates a form without fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a form with the fields of a presigned one. Only the file is missing.
    pub fn presigned(post: &PresignedPost) -> Self {
        post.fields().fold(Self::new(), |form, (name, value)| form.field(name, value))
    }

    /// Adds a field. All its line breaks are sent as CRLF, as a browser does.
    pub fn field(self, name: &str, value: &str) -> Self {
        self.verbatim(&with_crlf(name), &with_crlf(value))
    }

    /// Adds a field without changing its line breaks.
    pub(crate) fn verbatim(mut self, name: &str, value: &str) -> Self {
        let value = Bytes::copy_from_slice(value.as_bytes());
        self.entries.push(Entry { name: name.to_owned(), value, file: None });
        self
    }

    /// Adds the file that the user has chosen, in the field `file`.
    pub fn file(mut self, file_name: &str, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        let file = File { name: file_name.to_owned(), content_type: content_type.to_owned() };
        self.entries.push(Entry { name: "file".to_owned(), value: bytes.into(), file: Some(file) });
        self
    }

    /// Changes the value of a field.
    ///
    /// # Panics
    ///
    /// There is no such field. A test that changes nothing would prove nothing.
    pub fn map_field(mut self, name: &str, change: impl FnOnce(&str) -> String) -> Self {
        let entry = self.entries.iter_mut().find(|entry| entry.name == name);
        let entry = entry.unwrap_or_else(|| panic!("the form has no field {name}"));
        entry.value = Bytes::from(change(&String::from_utf8_lossy(&entry.value)));
        self
    }

    /// Removes a field.
    pub fn without_field(mut self, name: &str) -> Self {
        self.entries.retain(|entry| entry.name != name);
        self
    }

    /// Creates the request that submits the form.
    pub fn submit(&self, url: &str) -> Call {
        let (content_type, body) = self.encode();
        Call::new("POST", url).header("content-type", &content_type).body(body)
    }

    /// Returns the `Content-Type`, which contains the boundary, and the body.
    #[must_use]
    pub fn encode(&self) -> (String, Bytes) {
        let boundary = self.boundary();
        let mut body = Vec::new();
        for Entry { name, value, file } in &self.entries {
            let mut head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(name));
            if let Some(File { name, content_type }) = file {
                head.push_str(&format!("; filename=\"{}\"\r\nContent-Type: {content_type}", quoted(name)));
            }
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(b"\r\n\r\n");
            body.extend_from_slice(value);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        (format!("multipart/form-data; boundary={boundary}"), body.into())
    }

    /// Returns a boundary that occurs in no value. A browser picks one at random, which would be harder to test.
    fn boundary(&self) -> String {
        let candidates = (0u64..).map(|n| format!("----FormBoundary{n:016x}"));
        let occurs = |text: &str| self.entries.iter().any(|entry| contains(&entry.value, text.as_bytes()));
        candidates.into_iter().find(|candidate| !occurs(candidate)).unwrap_or_default()
    }
}

/// Percent-encodes the characters that would end a quoted name, and no others.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

fn with_crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n")
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_a_browser_writes_it() {
        let form =
            Form::new().field("key", "a b").field("x\"y\n", "one\ntwo").file("the \"file\".txt", "text/plain", "x\ny");
        let (content_type, body) = form.encode();
        let boundary = "----FormBoundary0000000000000000";
        assert_eq!(content_type, format!("multipart/form-data; boundary={boundary}"));
        assert_eq!(
            String::from_utf8(body.to_vec()).unwrap(),
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\na b\r\n\
                 --{boundary}\r\nContent-Disposition: form-data; name=\"x%22y%0D%0A\"\r\n\r\none\r\ntwo\r\n\
                 --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"the %22file%22.txt\"\r\n\
                 Content-Type: text/plain\r\n\r\nx\ny\r\n\
                 --{boundary}--\r\n"
            )
        );
    }

    #[test]
    fn the_boundary_is_in_no_value() {
        let form = Form::new().field("a", "----FormBoundary0000000000000000").file(
            "b",
            "c",
            "----FormBoundary0000000000000001",
        );
        assert!(form.encode().0.ends_with("----FormBoundary0000000000000002"));
    }
}
