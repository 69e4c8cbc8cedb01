//! One field of a form, and the condition that goes with it.

use alloc::string::{String, ToString};

use super::json::push_string;
use crate::error::{Error, Found, Repr};
use crate::sigv4::{find_control, find_non_token};

/// What S3 replaces in the value of any field with the name of the uploaded file, before it looks at the conditions: what
/// follows the last `/` or `\`, and nothing where there is no name.
pub(super) const FILE_NAME: &str = "${filename}";

/// A field that is sent, or that the client completes and sends.
#[derive(Clone)]
pub(super) struct FormField {
    pub(super) name: String,
    pub(super) value: String,
    /// Whether the value is a prefix, which the client completes.
    pub(super) open: bool,
}

impl FormField {
    pub(super) fn new(name: &str, value: impl Into<String>) -> Self {
        Self { name: name.to_string(), value: value.into(), open: false }
    }

    /// Appends the element of the policy's `conditions` that this field meets.
    ///
    /// S3 compares what is there once the name of the file is in place of its variable, so only what precedes the variable
    /// can be asked for.
    pub(super) fn push_condition(&self, out: &mut String) {
        let Self { name, value, open } = self;
        match value.split_once(FILE_NAME) {
            Some((prefix, _)) => push_starts_with(name, prefix, out),
            None if *open => push_starts_with(name, value, out),
            None => {
                out.push('{');
                push_string(&[name], out);
                out.push(':');
                push_string(&[value], out);
                out.push('}');
            }
        }
    }

    /// That the name is one that a caller may give, and that both arrive as they are.
    pub(super) fn check(&self) -> Result<(), Error> {
        check_name(&self.name)?;
        check_value(&self.name, &self.value)
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

fn push_starts_with(name: &str, prefix: &str, out: &mut String) {
    out.push_str(r#"["starts-with","#);
    push_string(&["$", name], out);
    out.push(',');
    push_string(&[prefix], out);
    out.push(']');
}

/// Compared in any case, as S3 does.
pub(super) fn check_reserved(name: &str) -> Result<(), Error> {
    const OWN: &str = "the signer writes it";
    const TOKEN: &str = "give the token to the credentials";
    const VERSION_2: &str = "it belongs to Signature Version 2";
    const RESERVED: [(&str, &str); 15] = [
        ("_charset_", "browsers write a value of their own into it"),
        ("awsaccesskeyid", VERSION_2),
        ("bucket", "the bucket is known, and has its condition"),
        ("content-length-range", "it is no field: use `content_length_range`"),
        ("file", "it is the upload itself, which the client adds as the last field"),
        ("key", "use `key` or `key_starts_with`"),
        ("policy", OWN),
        ("signature", VERSION_2),
        ("x-amz-algorithm", OWN),
        ("x-amz-credential", OWN),
        ("x-amz-date", "give the time to `sign_at`"),
        ("x-amz-region-set", OWN),
        ("x-amz-s3session-token", TOKEN),
        ("x-amz-security-token", TOKEN),
        ("x-amz-signature", OWN),
    ];
    match RESERVED.iter().find(|(reserved, _)| name.eq_ignore_ascii_case(reserved)) {
        Some(&(_, reason)) => Err(Repr::ReservedFormField { name: name.into(), reason }.into()),
        None => Ok(()),
    }
}

/// S3 takes fields for headers, so their names are tokens. That also keeps them whole between the quotes of a multipart
/// header.
fn check_name(name: &str) -> Result<(), Error> {
    if name.is_empty() {
        return Err(Repr::EmptyFormFieldName {}.into());
    }
    match find_non_token(name) {
        Some((offset, byte)) => Err(Repr::InvalidFormFieldName { found: Found::new(name), offset, byte }.into()),
        None => Ok(()),
    }
}

/// Browsers send a line break as another one than it was (HTML standard, "constructing the entry list"), and S3 keeps values
/// as headers.
fn check_value(name: &str, value: &str) -> Result<(), Error> {
    match find_control(value) {
        Some((offset, byte)) => Err(Repr::InvalidFormFieldValue { name: Found::new(name), offset, byte }.into()),
        None => Ok(()),
    }
}
