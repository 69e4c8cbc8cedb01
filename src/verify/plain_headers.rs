//! The signed headers in the usual case: few of them, each sent once, and named with letters, digits and hyphens.
//!
//! Every other case, such as a missing header or an unsigned `x-amz-*` header, is left to
//! [`Index`](super::headers::Index).

use core::fmt::Write;
use core::ops::Range;

use super::buffer::Buffer;
use super::headers::{CONTENT_SHA256, SignedNames, write_folded};
use super::notable_headers::{NotableHeaders, is_amz};
use crate::sigv4::received::Request;

/// With more headers than this, sorting them takes less time than searching for each name.
const FEW: usize = 40;

/// The lines and names of the signed headers, as the canonical request has them.
pub(super) struct PlainHeaders {
    lines: Buffer<2048>,
    names: Buffer<256>,
    content_sha256: Option<Range<usize>>,
}

impl PlainHeaders {
    pub(super) fn of(request: &Request<'_>, notable: &NotableHeaders<'_>, names: SignedNames<'_>) -> Option<Self> {
        let headers = request.headers();
        if headers.len() > FEW {
            return None;
        }
        let mut found = Self { lines: Buffer::new(), names: Buffer::new(), content_sha256: None };
        let mut amz_headers = 0;
        let mut has_host = false;
        for name in names.plain()? {
            let value = match name {
                "host" => notable.host,
                name => {
                    let mut named = headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
                    named.next().filter(|_| named.next().is_none()).map(|(_, value)| *value)
                }
            }?;
            has_host |= name == "host";
            amz_headers += usize::from(is_amz(name));
            found.push(name, value)?;
        }
        // Each name was found exactly once. If the numbers are equal, no `x-amz-*` header is left unsigned.
        (has_host && amz_headers == notable.amz_headers).then_some(found)
    }

    fn push(&mut self, name: &str, value: &[u8]) -> Option<()> {
        let separator = if self.names.len() == 0 { "" } else { ";" };
        self.names.write_str(separator).ok()?;
        self.names.write_str(name).ok()?;
        self.lines.write_str(name).ok()?;
        self.lines.write_str(":").ok()?;
        let start = self.lines.len();
        write_folded(value, &mut self.lines).ok()?;
        if name == CONTENT_SHA256 {
            self.content_sha256 = Some(start..self.lines.len());
        }
        self.lines.write_str("\n").ok()
    }

    pub(super) fn lines(&self) -> &str {
        self.lines.slice(0..self.lines.len())
    }

    pub(super) fn names(&self) -> &str {
        self.names.slice(0..self.names.len())
    }

    /// Returns the value of `x-amz-content-sha256`, if it is signed.
    pub(super) fn content_sha256(&self) -> Option<&str> {
        self.content_sha256.clone().map(|range| self.lines.slice(range))
    }
}
