//! Reads the upload of a form before s3s does.
//!
//! s3s checks the policy and its signature, but takes the fields unchanged. S3 first replaces `${filename}` by the name
//! of the client's file. So the form is parsed here, completed, and encoded again.

use bytes::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderMap};

use crate::Form;
use crate::access::Signature;
use crate::refusal::Refusal;

/// S3's limit for the fields before the file.
const MAX_FIELDS_BYTES: usize = 20 * 1024;

/// Marks a request as the upload of a form, and has the fields that s3s does not read. It is an extension of the
/// request, for the access hook and the operation.
#[derive(Clone, Debug)]
pub(crate) struct FromForm {
    /// An XML document.
    pub(crate) tagging: Option<String>,
    pub(crate) acl: Option<String>,
    /// `None` if it cannot be read.
    pub(crate) signature: Option<Signature>,
}

impl From<&PostForm> for FromForm {
    fn from(form: &PostForm) -> Self {
        let owned = |name| form.field(name).map(str::to_owned);
        Self { tagging: owned("tagging"), acl: owned("acl"), signature: Signature::in_form(form) }
    }
}

/// A form in which `${filename}` is replaced. Like S3, it ignores fields after the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PostForm {
    /// In the order received. The names are in lower case, since S3 ignores their case.
    fields: Vec<(String, String)>,
    file: Bytes,
}

impl PostForm {
    /// Parses the body of a form, and replaces `${filename}`.
    ///
    /// # Errors
    ///
    /// A malformed body, no file, a key that is missing, empty or too long, more than 20 KB of fields, or a repeated
    /// field.
    pub(crate) fn parse(boundary: &str, body: &Bytes) -> Result<Self, Refusal> {
        let delimiter = format!("\r\n--{boundary}");
        // The first delimiter has no line break before it if it begins the body.
        let mut rest = match body.strip_prefix(&delimiter.as_bytes()[2..]) {
            Some(_) => body.slice(delimiter.len() - 2..),
            None => body.slice(find(body, delimiter.as_bytes()).ok_or_else(malformed)? + delimiter.len()..),
        };
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut fields_bytes = 0;
        while !rest.starts_with(b"--") {
            let end = find(&rest, delimiter.as_bytes()).ok_or_else(malformed)?;
            let part = rest.slice(..end);
            rest = rest.slice(end + delimiter.len()..);
            let blank_line = find(&part, b"\r\n\r\n").ok_or_else(malformed)?;
            let head = part.get(..blank_line).and_then(|head| head.strip_prefix(b"\r\n")).ok_or_else(malformed)?;
            let disposition = Disposition::parse(head).ok_or_else(malformed)?;
            let value = part.slice(blank_line + 4..);

            let name = disposition.name.to_ascii_lowercase();
            if name == "file" {
                let file_name = disposition.file_name.unwrap_or_default();
                return Self { fields, file: value }.complete(last_segment(&file_name));
            }
            fields_bytes += name.len() + value.len();
            if fields_bytes > MAX_FIELDS_BYTES {
                return Err(Refusal::bad_request(
                    "MaxPostPreDataLengthExceeded",
                    "Your POST request fields preceding the upload file were too large.",
                ));
            }
            // Servers differ in which of two such fields they use, so one could be checked and the other one used.
            if fields.iter().any(|(earlier, _)| *earlier == name) {
                return Err(invalid(&name, format!("The form has more than one field named '{name}'.")));
            }
            let value = String::from_utf8(value.to_vec()).map_err(|_| malformed())?;
            fields.push((name, value));
        }
        Err(invalid("file", "POST requires exactly one file upload per request."))
    }

    fn complete(mut self, file_name: &str) -> Result<Self, Refusal> {
        for (_, value) in &mut self.fields {
            *value = value.replace("${filename}", file_name);
        }
        match self.field("key").map(str::len) {
            None => Err(missing("key")),
            Some(0) => Err(invalid("key", "User key must have a length greater than 0.")),
            Some(1..=1024) => Ok(self),
            Some(_) => Err(Refusal::bad_request("KeyTooLongError", "Your key is too long")),
        }
    }

    /// Returns the value of a field. The name is in lower case.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find_map(|(n, value)| (n == name).then_some(&**value))
    }

    /// Returns the `Content-Type` and the body for s3s. They don't contain the name of the file, which is no longer
    /// needed.
    pub(crate) fn encode(&self) -> (String, Bytes) {
        let form = self.fields.iter().fold(Form::new(), |form, (name, value)| form.verbatim(name, value));
        form.file("file", "application/octet-stream", self.file.clone()).encode()
    }
}

/// Returns the boundary of a form, or `None` if the body is not a form.
pub(crate) fn boundary(headers: &HeaderMap) -> Option<Result<String, Refusal>> {
    let content_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let mut parts = content_type.split(';').map(str::trim);
    parts.next()?.eq_ignore_ascii_case("multipart/form-data").then_some(())?;
    let boundary = parts.filter_map(|part| part.split_once('=')).find_map(|(name, value)| {
        let boundary = value.trim_matches('"');
        (name.eq_ignore_ascii_case("boundary") && !boundary.is_empty()).then(|| boundary.to_owned())
    });
    Some(boundary.ok_or_else(malformed))
}

/// Returns the error for a missing field.
pub(crate) fn missing(name: &str) -> Refusal {
    let message = format!(
        "Bucket POST must contain a field named '{name}'.  If it is specified, please check the order of the fields."
    );
    invalid(name, message)
}

/// Returns the error for an invalid field.
pub(crate) fn invalid(name: &str, message: impl AsRef<str>) -> Refusal {
    Refusal::invalid_argument(name, message.as_ref())
}

/// Returns the error for a malformed body.
pub(crate) fn malformed() -> Refusal {
    Refusal::bad_request(
        "MalformedPOSTRequest",
        "The body of your POST request is not well-formed multipart/form-data.",
    )
}

/// The `Content-Disposition` of a part.
struct Disposition {
    name: String,
    file_name: Option<String>,
}

impl Disposition {
    fn parse(head: &[u8]) -> Option<Self> {
        let mut lines = str::from_utf8(head).ok()?.split("\r\n").filter_map(|line| line.split_once(':'));
        let (_, disposition) = lines.find(|(name, _)| name.eq_ignore_ascii_case("content-disposition"))?;
        let mut rest = disposition.trim().strip_prefix("form-data")?;
        let (mut name, mut file_name) = (None, None);
        while let Some((parameter, value)) = rest.split_once("=\"") {
            // Browsers send a quotation mark as `%22`. It is not decoded, since the name may have contained `%22`
            // itself.
            let (value, after) = value.split_once('"')?;
            match parameter.trim_start_matches([';', ' ']) {
                "name" => name = Some(value.to_owned()),
                "filename" => file_name = Some(value.to_owned()),
                _ => {}
            }
            rest = after;
        }
        Some(Self { name: name?, file_name })
    }
}

/// Returns the name of a file. Some browsers send its path.
fn last_segment(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(form: &Form) -> Result<PostForm, Refusal> {
        let (content_type, body) = form.encode();
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, content_type.parse().unwrap())]);
        PostForm::parse(&boundary(&headers).unwrap().unwrap(), &body)
    }

    #[track_caller]
    fn assert_refused(form: &Form, code: &str, message: &str) {
        let refusal = parse(form).unwrap_err();
        assert_eq!(refusal.element("Code"), code);
        assert!(refusal.element("Message").contains(message), "{refusal:?}");
    }

    #[test]
    fn the_name_of_the_file_completes_every_field() {
        for (file_name, expected) in [
            ("boat.jpg", "boat.jpg"),
            ("C:\\Users\\ann\\boat.jpg", "boat.jpg"),
            ("a/b/boat.jpg", "boat.jpg"),
            ("a/", ""),
            ("", ""),
            ("${filename}", "${filename}"),
        ] {
            let form = Form::new().field("Key", "up/${filename}").field("x-amz-meta-n", "${filename}${filename}");
            let form = parse(&form.file(file_name, "text/plain", "hello").field("late", "ignored")).unwrap();
            assert_eq!(form.field("key"), Some(&*format!("up/{expected}")));
            assert_eq!(form.field("x-amz-meta-n"), Some(&*expected.repeat(2)));
            assert_eq!(form.field("late"), None);
            assert_eq!(form.file, "hello");
        }
    }

    #[test]
    fn what_s3s_gets_says_the_same() {
        let form = Form::new().field("key", "a\n\"b\"").field("empty", "").file("x", "y", "\r\n--\r\n");
        let parsed = parse(&form).unwrap();
        let (content_type, body) = parsed.encode();
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, content_type.parse().unwrap())]);
        assert_eq!(PostForm::parse(&boundary(&headers).unwrap().unwrap(), &body).unwrap(), parsed);
    }

    #[test]
    fn forms_that_s3_refuses() {
        let whole = Form::new().field("key", "k").file("x", "y", "z");
        assert!(parse(&whole).is_ok());
        assert_refused(&Form::new().field("key", "k"), "InvalidArgument", "exactly one file");
        assert_refused(&Form::new().file("x", "y", "z").field("key", "k"), "InvalidArgument", "a field named 'key'");
        assert_refused(&whole.clone().map_field("key", |_| String::new()), "InvalidArgument", "length greater than 0");
        assert_refused(&whole.clone().map_field("key", |_| "k".repeat(1025)), "KeyTooLongError", "too long");
        let twice = Form::new().field("a", "1").field("A", "2").field("key", "k").file("x", "y", "z");
        assert_refused(&twice, "InvalidArgument", "more than one field named 'a'");
        let large = Form::new().field("a", &"x".repeat(MAX_FIELDS_BYTES)).field("key", "k").file("x", "y", "z");
        assert_refused(&large, "MaxPostPreDataLengthExceeded", "too large");
    }

    #[test]
    fn what_is_no_form() {
        for body in [
            "",
            "nonsense",
            "--b",
            "--b\r\n",
            "--b\r\n\r\nvalue\r\n--b--",
            "--bXYContent-Disposition: form-data; name=\"key\"\r\n\r\nvalue\r\n--b--",
            "--b\r\nContent-Disposition: form-data\r\n\r\nvalue\r\n--b--",
            "--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nvalue",
            "--b\r\nContent-Disposition: form-data; name=\"key\r\n\r\nvalue\r\n--b--",
            "--b\r\nContent-Disposition: form-data; name=\"key\"\r\nvalue\r\n--b--",
        ] {
            let refusal = PostForm::parse("b", &Bytes::from_static(body.as_bytes())).unwrap_err();
            assert_eq!(refusal.element("Code"), "MalformedPOSTRequest", "{body:?}");
        }
        let boundary_of = |content_type: &'static str| {
            boundary(&HeaderMap::from_iter([(CONTENT_TYPE, content_type.parse().unwrap())]))
        };
        assert_eq!(boundary_of("text/plain; boundary=b"), None);
        assert_eq!(boundary_of("Multipart/Form-Data; charset=utf-8; Boundary=\"b\""), Some(Ok("b".to_owned())));
        assert!(boundary_of("multipart/form-data").unwrap().is_err());
        assert!(boundary_of("multipart/form-data; boundary=").unwrap().is_err());
    }
}
