//! A response, as far as it can be read.

mod echo;
mod field;
mod json;
mod maker;
mod xml;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use zeroize::Zeroizing;

pub(super) use self::echo::{Echo, EchoedText};
pub(super) use self::field::Field;
pub(super) use self::maker::Maker;
use super::attempt::Attempt;

/// A response. It is hostile input: what it says is shown only through
/// [`Secrets::quote`](super::secrets::Secrets::quote).
pub(super) struct Answer<'a> {
    attempt: &'a Attempt,
    pub(super) status: u16,
    fields: Vec<Field>,
    code: String,
    /// The message and the details, in lower case. AWS names a header that it does not support in an element.
    words: Zeroizing<String>,
    maker: Maker,
}

/// The headers in which servers repeat the code, because a response to HEAD has no body.
const CODE_HEADERS: [&str; 4] = ["x-amz-error-code", "x-amzn-errortype", "x-minio-error-code", "x-oss-error-code"];

const MESSAGE_HEADERS: [&str; 3] = ["x-amz-error-message", "x-minio-error-desc", "x-oss-error-message"];

impl<'a> Answer<'a> {
    pub(super) fn of(attempt: &'a Attempt) -> Option<Self> {
        let status = attempt.status?;
        let fields = fields_of(&attempt.body);
        let mut answer =
            Self { attempt, status, fields, code: String::new(), words: Zeroizing::default(), maker: Maker::Unknown };
        answer.maker = answer.find_maker();
        answer.code = answer.find_code();
        let details = ["Details", "Condition", "Header"].iter().filter_map(|name| answer.element(name));
        let texts: Vec<&str> = answer.filled_message().into_iter().chain(details).collect();
        answer.words = Zeroizing::new(texts.join("\n").to_ascii_lowercase());
        Some(answer)
    }

    /// Reads an error document alone, for a comparison.
    pub(super) fn fields_of(body: &[u8]) -> Vec<Field> {
        fields_of(body)
    }

    fn find_code(&self) -> String {
        // Of HTML, only what the proxy says counts.
        let from_body = ["Code", "__type", "errorCode"].iter().find_map(|name| self.element(name));
        let code = from_body.or_else(|| CODE_HEADERS.iter().find_map(|name| self.header(name))).unwrap_or_default();
        // `com.amazonaws.service#ExpiredTokenException`, and `ForbiddenException:http://...` in a header.
        let code = code.rsplit_once('#').map_or(code, |(_, code)| code);
        let code = code.split(':').next().unwrap_or_default().trim();
        code.chars().take(100).collect()
    }

    fn find_maker(&self) -> Maker {
        let is_s3 = self.element("Code").is_some() || self.header("x-amz-request-id").is_some();
        Maker::of(&self.beginning(), self.header("server").unwrap_or_default(), is_s3)
    }

    /// Returns the error code, or an empty string. AWS's other services name it with `Exception` at its end.
    pub(super) fn code(&self) -> &str {
        &self.code
    }

    /// Returns whether the code is one of these.
    pub(super) fn is(&self, codes: &[&str]) -> bool {
        let own = self.code.strip_suffix("Exception").unwrap_or(&self.code);
        codes.iter().any(|code| *code == self.code || *code == own)
    }

    /// Returns the message for people, or an empty string.
    pub(super) fn message(&self) -> &str {
        self.filled_message().unwrap_or_default()
    }

    /// Returns the message for people, if it is not empty.
    pub(super) fn filled_message(&self) -> Option<&str> {
        let from_body = ["Message", "errorMessage", "error_description", "title"];
        let message = from_body.iter().find_map(|name| self.element(name).filter(|text| !text.is_empty()));
        message.or_else(|| MESSAGE_HEADERS.iter().find_map(|name| self.header(name)))
    }

    /// Returns whether the message contains this text, which is in lower case.
    pub(super) fn says(&self, text: &str) -> bool {
        self.words.contains(text)
    }

    /// Returns the text of the first element or member with this name, in any case.
    pub(super) fn element(&self, name: &str) -> Option<&str> {
        self.field(name).map(|field| field.text.trim())
    }

    fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name))
    }

    /// Returns the names and texts of all elements.
    pub(super) fn elements(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|field| (&*field.name, field.text.as_str()))
    }

    /// Returns a header of the response.
    pub(super) fn header(&self, name: &str) -> Option<&'a str> {
        let mut headers = self.attempt.response_headers.iter();
        headers.find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Returns whether any header of the response is known.
    pub(super) fn knows_headers(&self) -> bool {
        !self.attempt.response_headers.is_empty()
    }

    /// Returns who made the response, as far as it shows.
    pub(super) fn maker(&self) -> &Maker {
        &self.maker
    }

    pub(super) fn has_body(&self) -> bool {
        !self.attempt.body.trim_ascii().is_empty()
    }

    /// Returns the canonical request that the server computed, if it is whole. It may contain the session token.
    pub(super) fn canonical_request(&self) -> Option<Zeroizing<String>> {
        self.echo().canonical_request.and_then(EchoedText::whole)
    }

    /// Returns the string to sign that the server computed, if it is whole.
    pub(super) fn string_to_sign(&self) -> Option<Zeroizing<String>> {
        self.echo().string_to_sign.and_then(EchoedText::whole)
    }

    /// Returns whether the body is an error document of S3.
    pub(super) fn is_error_document(&self) -> bool {
        self.has_root("Error")
    }

    /// Returns whether the body is S3's list of the objects in a bucket.
    pub(super) fn is_list_of_objects(&self) -> bool {
        self.has_root("ListBucketResult")
    }

    fn has_root(&self, name: &str) -> bool {
        let beginning = self.beginning();
        let root = match beginning.strip_prefix("<?xml") {
            Some(rest) => rest.split_once("?>").map_or("", |(_, root)| root).trim_start(),
            None => &beginning,
        };
        let after = root.strip_prefix('<').and_then(|root| root.strip_prefix(name));
        after.is_some_and(|after| after.starts_with(['>', ' ', '/']))
    }

    /// Returns the texts that the server computed.
    pub(super) fn echo(&self) -> Echo {
        Echo::of(&self.fields)
    }

    /// Returns the beginning of the body, for a look at what it is.
    pub(super) fn beginning(&self) -> String {
        const LENGTH: usize = 4096;
        let body = self.attempt.body.get(..LENGTH).unwrap_or(&self.attempt.body);
        String::from_utf8_lossy(body).trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).to_owned()
    }
}

/// Reads a body as JSON or as XML, which are told apart by their first character.
fn fields_of(body: &[u8]) -> Vec<Field> {
    // No error document is longer.
    const LONGEST: usize = 1 << 20;
    let body = body.get(..LONGEST).unwrap_or(body);
    let text = Zeroizing::new(String::from_utf8_lossy(body).into_owned());
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.as_bytes().first() {
        Some(b'{' | b'[') => json::fields(text),
        _ => xml::fields(text),
    }
}
