//! Checks of paths: object keys, requests to other services, and endpoints.

use super::encode::check_escapes;
use crate::error::{Error, Found, Repr};

/// The dot segments to reject. Clients remove dot segments before sending (RFC 3986, section 5.2.4), so the URL would
/// name another object or another bucket.
#[derive(Clone, Copy)]
pub(crate) enum DotSegments {
    /// For a key that is not encoded yet: `%2e` is three ordinary characters.
    Raw,
    /// For an encoded path: browsers treat `%2e` as a dot (URL standard, "single-dot URL path segment").
    Encoded,
    /// Only escaped dot segments of an encoded path. Plain ones are removed before signing.
    Hidden,
}

impl DotSegments {
    pub(crate) fn check(self, field: &'static str, path: &str, hint: &'static str) -> Result<(), Error> {
        // Nearly every path passes here: no segment begins with a dot. The check has no branches, so that the processor
        // can handle many bytes at once.
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

    /// Returns whether a path has one of these segments.
    pub(crate) fn are_in(self, path: &str) -> bool {
        path.split('/').any(|segment| self.includes(segment))
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

/// Checks that an encoded path can be sent verbatim: it must be empty, or begin with a slash and hold only characters
/// that RFC 3986, section 3.3 allows in a path.
pub(crate) fn check_path(field: &'static str, path: &str) -> Result<(), Error> {
    let invalid = |what, offset, hint| {
        // The message shows nothing from a `?` on: a query may hold a secret.
        let shown = path.split('?').next().unwrap_or_default();
        Error::from(Repr::InvalidPath { field, found: Found::new(shown), what, offset, hint })
    };
    if !path.is_empty() && !path.starts_with('/') {
        return Err(invalid("no slash", 0, "begin the path with one"));
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%".contains(&byte);
    match path.bytes().enumerate().find(|&(_, byte)| !allowed(byte)) {
        Some((offset, b'?')) => Err(invalid("a `?`", offset, "add query parameters with `query`")),
        Some((offset, _)) => Err(invalid("an invalid character", offset, "percent-encode it")),
        None => check_escapes(field, path),
    }
}
