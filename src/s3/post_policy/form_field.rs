//! Checks for the names and values of the fields that a caller adds to a form.

use crate::error::{Error, Found, Repr};
use crate::s3::content_type::{check_content_type, check_content_type_prefix};
use crate::s3::keyword::check_keyword;
use crate::s3::{CannedAcl, StorageClass};
use crate::signing::FormField;
use crate::sigv4::{find_control, find_non_token};

/// Checks that S3 accepts the name in a form, and that the name and value arrive unchanged.
pub(super) fn check_field(field: &FormField) -> Result<(), Error> {
    check_name(field.name())?;
    check_value(field.name(), field.value())?;
    check_redirect(field)?;
    check_tagging(field)?;
    check_type(field)?;
    check_word(field)
}

/// Checks that the caller may set the field. Names are case-insensitive, as in S3.
pub(super) fn check_reserved(name: &str) -> Result<(), Error> {
    const OWN: &str = "the signer sets it";
    const TOKEN: &str = "set the session token on the credentials";
    const VERSION_2: &str = "it belongs to Signature Version 2";
    const RESERVED: [(&str, &str); 16] = [
        ("_charset_", "browsers replace its value"),
        ("awsaccesskeyid", VERSION_2),
        ("bucket", "the policy already has a condition for the bucket"),
        ("content-length-range", "it is a condition, not a field; use `content_length_range`"),
        ("file", "it is the uploaded file, which the client adds as the last field"),
        ("key", "use `key` or `key_starts_with`"),
        ("policy", OWN),
        ("signature", VERSION_2),
        ("x-amz-algorithm", OWN),
        ("x-amz-credential", OWN),
        ("x-amz-date", "pass the time to `sign_at`"),
        ("x-amz-region-set", OWN),
        ("x-amz-s3session-token", TOKEN),
        ("x-amz-security-token", TOKEN),
        ("x-amz-signature", OWN),
        ("x-amz-tagging", "S3 ignores it in a form; use the field `tagging`, as XML"),
    ];
    match RESERVED.iter().find(|(reserved, _)| name.eq_ignore_ascii_case(reserved)) {
        Some(&(_, reason)) => Err(Repr::ReservedFormField { name: name.into(), reason }.into()),
        None => Ok(()),
    }
}

/// Checks that a name is a token, because S3 treats fields as headers. A token also needs no escapes between the quotes
/// of a multipart header.
fn check_name(name: &str) -> Result<(), Error> {
    if name.is_empty() {
        return Err(Repr::EmptyFormFieldName {}.into());
    }
    match find_non_token(name) {
        Some((offset, byte)) => Err(Repr::InvalidFormFieldName { found: Found::new(name), offset, byte }.into()),
        None => Ok(()),
    }
}

/// Checks that the browser is redirected to an absolute URL, or that an open field can become one. S3 ignores any other
/// value, and the browser stays on S3's empty response.
fn check_redirect(field: &FormField) -> Result<(), Error> {
    // `redirect` is S3's older name for the same field.
    if !["success_action_redirect", "redirect"].iter().any(|name| field.name().eq_ignore_ascii_case(name)) {
        return Ok(());
    }
    let may_become_absolute = field.is_open() && is_beginning_of_url(field.value());
    if is_absolute_url(field.value()) || may_become_absolute {
        return Ok(());
    }
    Err(Repr::InvalidRedirect { name: field.name().into() }.into())
}

fn check_type(field: &FormField) -> Result<(), Error> {
    if !field.name().eq_ignore_ascii_case("content-type") {
        return Ok(());
    }
    if field.is_open() { check_content_type_prefix(field.value()) } else { check_content_type(field.value()) }
}

/// Checks the keywords that a form can have.
fn check_word(field: &FormField) -> Result<(), Error> {
    const FIELDS: [(&str, &[&str]); 2] = [("acl", CannedAcl::WORDS), ("x-amz-storage-class", StorageClass::WORDS)];
    match FIELDS.iter().find(|(name, _)| !field.is_open() && field.name().eq_ignore_ascii_case(name)) {
        Some(&(name, known)) => check_keyword(name, field.value(), known),
        None => Ok(()),
    }
}

/// Checks that the tags are XML, and not in the format of the header `x-amz-tagging`.
fn check_tagging(field: &FormField) -> Result<(), Error> {
    if !field.name().eq_ignore_ascii_case("tagging") {
        return Ok(());
    }
    let xml = field.value().trim();
    let is_xml = if field.is_open() {
        xml.is_empty() || xml.starts_with('<')
    } else {
        xml.starts_with('<') && xml.ends_with("</Tagging>")
    };
    if is_xml { Ok(()) } else { Err(Repr::FormTaggingNotXml { name: field.name().into() }.into()) }
}

/// Returns whether the text has a scheme and a host (RFC 3986, section 3), and no white space.
fn is_absolute_url(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, rest)| {
        let has_host = !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':', '@']);
        !scheme.is_empty() && is_scheme(scheme) && has_host && !rest.contains(char::is_whitespace)
    })
}

/// Returns whether a scheme and a host can complete the text.
fn is_beginning_of_url(text: &str) -> bool {
    let (scheme, rest) = text.split_at(text.find(':').unwrap_or(text.len()));
    is_scheme(scheme) && "://".starts_with(rest) && (!scheme.is_empty() || rest.is_empty())
}

/// Returns whether the text is the beginning of a scheme, which may be empty.
fn is_scheme(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && !text.starts_with(|c: char| !c.is_ascii_alphabetic())
}

/// Checks that a value has no line breaks or other control characters, except tabs. Browsers change line breaks (HTML
/// standard, "constructing the entry list"), and S3 stores values as headers.
fn check_value(name: &str, value: &str) -> Result<(), Error> {
    match find_control(value) {
        Some((offset, byte)) => Err(Repr::InvalidFormFieldValue { name: Found::new(name), offset, byte }.into()),
        None => Ok(()),
    }
}
