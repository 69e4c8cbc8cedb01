//! Checks for the names and values of the fields that a caller adds to a form.

use crate::error::{Error, Found, Repr};
use crate::signing::FormField;
use crate::sigv4::{find_control, find_non_token};

/// Checks that S3 accepts the name in a form, and that the name and value arrive unchanged.
pub(super) fn check_field(field: &FormField) -> Result<(), Error> {
    check_name(&field.name)?;
    check_value(&field.name, &field.value)
}

/// Checks that the caller may set the field. Names are case-insensitive, as in S3.
pub(super) fn check_reserved(name: &str) -> Result<(), Error> {
    const OWN: &str = "the signer sets it";
    const TOKEN: &str = "set the session token on the credentials";
    const VERSION_2: &str = "it belongs to Signature Version 2";
    const RESERVED: [(&str, &str); 15] = [
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

/// Checks that a value has no line breaks or other control characters, except tabs. Browsers change line breaks (HTML
/// standard, "constructing the entry list"), and S3 stores values as headers.
fn check_value(name: &str, value: &str) -> Result<(), Error> {
    match find_control(value) {
        Some((offset, byte)) => Err(Repr::InvalidFormFieldValue { name: Found::new(name), offset, byte }.into()),
        None => Ok(()),
    }
}
