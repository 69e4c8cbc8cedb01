//! Checks of paths: object keys, requests to other services, and endpoints.

use super::encode::check_escapes;
use crate::error::{Error, Found, Repr};

/// Segments that clients remove before they send (RFC 3986, section 5.2.4), so that the URL names another object or
/// another bucket.
#[derive(Clone, Copy)]
pub(crate) enum DotSegments {
    /// In a key that is yet to be encoded, `%2e` is three characters.
    Raw,
    /// In a path that is encoded already, browsers take `%2e` for a dot (URL standard, "single-dot URL path segment").
    Encoded,
    /// Only those that an encoded path hides: where the plain ones are signed as if they had been removed.
    Hidden,
}

impl DotSegments {
    pub(crate) fn check(self, field: &'static str, path: &str, hint: &'static str) -> Result<(), Error> {
        // Nearly every path is done here: no segment begins as one of dots does. Without a branch, so that many bytes are looked
        // at in one instruction.
        let percent = if matches!(self, Self::Raw) { b'.' } else { b'%' };
        let bytes = path.as_bytes();
        let begins = |byte: u8| (byte == b'.') | (byte == percent);
        let after_slash = bytes.iter().zip(bytes.iter().skip(1)).map(|(&one, &next)| (one == b'/') & begins(next));
        if !after_slash.fold(bytes.first().is_some_and(|&byte| begins(byte)), |any, this| any | this) {
            return Ok(());
        }
        let mut offset = 0;
        for segment in path.split('/') {
            if self.includes(segment) {
                let (found, segment) = (Found::new(path), segment.into());
                return Err(Repr::DotSegment { field, found, segment, offset, hint }.into());
            }
            offset += segment.len() + 1;
        }
        Ok(())
    }

    fn includes(self, segment: &str) -> bool {
        let dot = |text| match self {
            Self::Raw => str::strip_prefix(text, '.'),
            Self::Encoded | Self::Hidden => {
                text.strip_prefix('.').or(text.strip_prefix("%2e")).or(text.strip_prefix("%2E"))
            }
        };
        let is_dots = dot(segment).is_some_and(|rest| rest.is_empty() || dot(rest).is_some_and(str::is_empty));
        is_dots && (segment.contains('%') || !matches!(self, Self::Hidden))
    }
}

/// That a path which is already encoded can be sent verbatim: empty, or a slash and then only what RFC 3986, section 3.3
/// lets stand in a path.
pub(crate) fn check_path(field: &'static str, path: &str) -> Result<(), Error> {
    let invalid = |reason, offset| Error::from(Repr::InvalidPath { field, found: Found::new(path), reason, offset });
    if !path.is_empty() && !path.starts_with('/') {
        return Err(invalid("a path begins with a slash, and there is another character", 0));
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%".contains(&byte);
    match path.bytes().enumerate().find(|&(_, byte)| !allowed(byte)) {
        // Not shown from there on: a query may hold a secret.
        Some((offset, b'?')) => {
            let (found, reason) =
                (Found::new(&path[..offset]), "query parameters go through `query`, and there is a `?`");
            Err(Repr::InvalidPath { field, found, reason, offset }.into())
        }
        Some((offset, _)) => Err(invalid("there is a character that must be percent-encoded", offset)),
        None => check_escapes(field, path),
    }
}
