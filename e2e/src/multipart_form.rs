//! Reads the upload of a form before s3s does.
//!
//! s3s takes the fields unchanged. S3 first replaces `${filename}` by the name of the client's file. So the form is parsed
//! here, completed, and encoded again.

use bytes::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderMap};
use presign::verify::FormRejection;

use crate::Form;

/// A form as it was received. Like S3, it ignores fields after the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MultipartForm {
    /// Names and values, in the order received.
    pub(crate) fields: Vec<(String, String)>,
    /// `None` if the part of the file has no parameter `filename`.
    pub(crate) file_name: Option<String>,
    pub(crate) file: Bytes,
}

impl MultipartForm {
    /// Parses the body of a form.
    ///
    /// # Errors
    ///
    /// A malformed body, or one without a file.
    pub(crate) fn parse(boundary: &str, body: &Bytes) -> Result<Self, FormRejection> {
        const MALFORMED: FormRejection = FormRejection::MalformedBody;

        let delimiter = format!("\r\n--{boundary}");
        // The first delimiter has no line break before it if it begins the body.
        let mut rest = match body.strip_prefix(&delimiter.as_bytes()[2..]) {
            Some(_) => body.slice(delimiter.len() - 2..),
            None => body.slice(find(body, delimiter.as_bytes()).ok_or(MALFORMED)? + delimiter.len()..),
        };
        let mut fields = Vec::new();
        while !rest.starts_with(b"--") {
            let end = find(&rest, delimiter.as_bytes()).ok_or(MALFORMED)?;
            let part = rest.slice(..end);
            rest = rest.slice(end + delimiter.len()..);
            let blank_line = find(&part, b"\r\n\r\n").ok_or(MALFORMED)?;
            let head = part.get(..blank_line).and_then(|head| head.strip_prefix(b"\r\n")).ok_or(MALFORMED)?;
            let Disposition { name, file_name } = Disposition::parse(head).ok_or(MALFORMED)?;
            let value = part.slice(blank_line + 4..);
            if name.eq_ignore_ascii_case("file") {
                return Ok(Self { fields, file_name, file: value });
            }
            fields.push((name, String::from_utf8(value.to_vec()).map_err(|_| MALFORMED)?));
        }
        Err(FormRejection::FileCount { count: 0 })
    }

    /// Returns the fields with `${filename}` replaced, as S3 does before it checks them.
    pub(crate) fn completed(&self) -> Vec<(String, String)> {
        let complete = |value: &str| match &self.file_name {
            Some(file_name) => value.replace("${filename}", last_segment(file_name)),
            None => value.to_owned(),
        };
        self.fields.iter().map(|(name, value)| (name.clone(), complete(value))).collect()
    }

    /// Returns the `Content-Type` and the body for s3s, with these fields. They don't contain the name of the file, which
    /// is no longer needed.
    pub(crate) fn encode(&self, fields: &[(String, String)]) -> (String, Bytes) {
        let form = fields.iter().fold(Form::new(), |form, (name, value)| form.verbatim(name, value));
        form.file("file", "application/octet-stream", self.file.clone()).encode()
    }
}

/// Returns the boundary of a form, or `None` if the body is not a form.
pub(crate) fn boundary(headers: &HeaderMap) -> Option<Result<String, FormRejection>> {
    let content_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let mut parts = content_type.split(';').map(str::trim);
    parts.next()?.eq_ignore_ascii_case("multipart/form-data").then_some(())?;
    let boundary = parts.filter_map(|part| part.split_once('=')).find_map(|(name, value)| {
        let boundary = value.trim_matches('"');
        (name.eq_ignore_ascii_case("boundary") && !boundary.is_empty()).then(|| boundary.to_owned())
    });
    Some(boundary.ok_or(FormRejection::MalformedBody))
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

    fn parse(form: &Form) -> Result<MultipartForm, FormRejection> {
        let (content_type, body) = form.encode();
        parse_encoded(&content_type, &body)
    }

    fn parse_encoded(content_type: &str, body: &Bytes) -> Result<MultipartForm, FormRejection> {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, content_type.parse().unwrap())]);
        MultipartForm::parse(&boundary(&headers).unwrap().unwrap(), body)
    }

    fn field(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
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
            let expected = [field("Key", &format!("up/{expected}")), field("x-amz-meta-n", &expected.repeat(2))];
            assert_eq!(form.completed(), expected);
            assert_eq!((form.file_name.as_deref(), &*form.file), (Some(file_name), &b"hello"[..]));
        }
    }

    #[test]
    fn without_the_name_of_a_file() {
        let body = "--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n${filename}\r\n--b\r\n\
                    Content-Disposition: form-data; name=\"file\"\r\n\r\nhello\r\n--b--";
        let form = MultipartForm::parse("b", &Bytes::from_static(body.as_bytes())).unwrap();
        assert_eq!((form.completed(), form.file_name), (vec![field("key", "${filename}")], None));
    }

    #[test]
    fn what_s3s_gets_says_the_same() {
        let form = Form::new().field("key", "a\n\"b\"").field("empty", "").file("x", "y", "\r\n--\r\n");
        let parsed = parse(&form).unwrap();
        let (content_type, body) = parsed.encode(&parsed.fields);
        let again = parse_encoded(&content_type, &body).unwrap();
        assert_eq!((again.fields, again.file), (parsed.fields, parsed.file));
    }

    #[test]
    fn what_is_no_form() {
        assert_eq!(parse(&Form::new().field("key", "k")), Err(FormRejection::FileCount { count: 0 }));
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
            let parsed = MultipartForm::parse("b", &Bytes::from_static(body.as_bytes()));
            assert_eq!(parsed, Err(FormRejection::MalformedBody), "{body:?}");
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
