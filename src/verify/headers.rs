//! The headers of a request as it was received, as the signature requires them.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write};
use core::ops::Range;

use super::buffer::Buffer;
use super::notable_headers::{AMZ, is_amz};
use super::parameters::Sorted;
use super::policy::Policy;
use super::rejection::Rejection;
use crate::sigv4::escaped::Escaped;
use crate::sigv4::received::Request;
use crate::sigv4::span;

const HOST: &str = "host";
pub(super) const CONTENT_SHA256: &str = "x-amz-content-sha256";

/// The value of `X-Amz-SignedHeaders`.
#[derive(Clone, Copy)]
pub(super) struct SignedNames<'a> {
    value: Escaped<'a>,
    is_plain: bool,
}

impl<'a> SignedNames<'a> {
    /// Checks that the names are lower-case tokens in ascending order. There may be none.
    #[inline]
    pub(super) fn parse(value: Escaped<'a>) -> Result<Self, Rejection> {
        let is_plain = value.raw() == HOST || are_plain(value.raw());
        if is_plain || are_tokens(value) { Ok(Self { value, is_plain }) } else { Err(Rejection::InvalidSignedHeaders) }
    }

    /// Returns the names, if the list is [plain](are_plain).
    pub(super) fn plain(self) -> Option<impl Iterator<Item = &'a str>> {
        self.is_plain.then(|| plain_names(self.value.raw()))
    }

    pub(super) fn iter(self) -> impl Iterator<Item = Escaped<'a>> + Clone {
        names(self.value)
    }

    pub(super) fn is_host_alone(self) -> bool {
        self.value.raw() == HOST
    }
}

fn names(value: Escaped<'_>) -> impl Iterator<Item = Escaped<'_>> + Clone {
    value.split(b';').filter(move |_| !value.is_empty())
}

fn are_tokens(value: Escaped<'_>) -> bool {
    let is_token = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9') || b"!#$%&'*+-.^_`|~".contains(&byte);
    let mut earlier: Option<Escaped<'_>> = None;
    names(value).all(|name| {
        let follows = earlier.is_none_or(|earlier| earlier.bytes().lt(name.bytes()));
        earlier = Some(name);
        !name.is_empty() && follows && name.bytes().all(is_token)
    })
}

const SEPARATOR: &str = "%3B";

/// Returns whether this is the usual list: names in ascending order, made of lower-case letters, digits and hyphens, and
/// separated by `%3B`. It has at most 256 bytes, for which there is room on the stack.
fn are_plain(value: &str) -> bool {
    if value.len() > 256 {
        return false;
    }
    let (mut earlier, mut rest) = ("", value);
    loop {
        let is_plain = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        let (name, after) = rest.split_at(span(rest.as_bytes(), is_plain));
        if earlier >= name {
            return false;
        }
        match after.strip_prefix(SEPARATOR) {
            Some(next) => (earlier, rest) = (name, next),
            None => return after.is_empty(),
        }
    }
}

/// Splits a [plain](are_plain) list.
fn plain_names(value: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(value);
    core::iter::from_fn(move || {
        let text = rest?;
        let (name, after) = text.split_at(text.bytes().position(|byte| byte == b'%').unwrap_or(text.len()));
        rest = after.get(SEPARATOR.len()..);
        Some(name)
    })
}

/// What happens to a signed header that was not sent.
#[derive(Clone, Copy)]
pub(super) enum Unsent {
    /// The request is rejected.
    Rejected,
    /// The header is written with an empty value, as AWS does when it shows a client what it should have signed.
    Empty,
}

/// The headers of a request, sorted by name. Those with the same name keep their order.
pub(super) struct Index<'a> {
    headers: &'a [(&'a str, &'a [u8])],
    stack: [u32; ON_STACK],
    length: usize,
    heap: Vec<u32>,
}

/// How many headers are sorted on the stack.
const ON_STACK: usize = 64;

impl<'a> Index<'a> {
    pub(super) fn of(request: &Request<'a>, names: SignedNames<'_>) -> Self {
        let headers = request.headers();
        // Usually only the host is signed, and then no other header matters but those that must be signed.
        let only_host = names.is_host_alone();
        let matters = |name: &str| !only_host || is_amz(name) || name.eq_ignore_ascii_case("host");
        let numbers = || (0u32..).zip(headers).filter(|(_, (name, _))| matters(name)).map(|(number, _)| number);
        let mut index = Self { headers, stack: [0; ON_STACK], length: 0, heap: Vec::new() };
        if numbers().nth(ON_STACK).is_some() {
            index.heap = numbers().collect();
        } else {
            index.length = index.stack.iter_mut().zip(numbers()).map(|(place, number)| *place = number).count();
        }
        let all = if index.heap.is_empty() { &mut index.stack[..index.length] } else { &mut index.heap };
        let name = |number: u32| lower_case(headers[number as usize].0);
        all.sort_unstable_by(|&one, &other| name(one).cmp(name(other)).then(one.cmp(&other)));
        index
    }

    fn iter(&self) -> impl Iterator<Item = (&'a str, &'a [u8])> + Clone {
        let all = if self.heap.is_empty() { &self.stack[..self.length] } else { &self.heap };
        all.iter().map(|&number| self.headers[number as usize])
    }

    /// Checks that `host` is signed, and every header that must be.
    pub(super) fn check_unsigned(&self, names: SignedNames<'_>, policy: &Policy) -> Result<(), Rejection> {
        let mut unsigned = String::new();
        let mut add = |name: &str| {
            unsigned.push_str(if unsigned.is_empty() { "" } else { ", " });
            unsigned.push_str(&name.to_ascii_lowercase());
        };
        if !names.iter().any(|name| name.is("host")) {
            add("host");
        }
        let mut signed = names.iter().peekable();
        let mut last = "";
        for (name, _) in self.iter().filter(|(name, _)| is_amz(name)) {
            while signed.next_if(|signed| signed.bytes().cmp(lower_case(name)).is_lt()).is_some() {}
            let is_signed = signed.peek().is_some_and(|signed| signed.bytes().eq(lower_case(name)));
            if !is_signed && !policy.may_be_unsigned(name) && !name.eq_ignore_ascii_case(last) {
                add(name);
                last = name;
            }
        }
        if unsigned.is_empty() { Ok(()) } else { Err(Rejection::UnsignedHeaders { names: unsigned.into() }) }
    }

    /// Writes the canonical lines. Returns the place of the value of `x-amz-content-sha256`.
    ///
    /// `query` is where signed headers may be instead.
    pub(super) fn write_lines<const N: usize>(
        &self,
        request: &Request<'_>,
        names: SignedNames<'_>,
        query: Option<&Sorted<'_>>,
        unsent: Unsent,
        out: &mut Buffer<N>,
    ) -> Result<Option<Range<usize>>, Rejection> {
        let mut headers = self.iter().peekable();
        let mut content_sha256 = None;
        for name in names.iter() {
            written(write_bytes(name.bytes(), out))?;
            written(out.write_char(':'))?;
            let start = out.len();
            while headers.next_if(|(other, _)| lower_case(other).cmp(name.bytes()).is_lt()).is_some() {}
            let mut is_first = true;
            let authority = request.pseudo_authority().filter(|_| name.is("host"));
            if let Some(authority) = authority {
                write_folded(authority.as_bytes(), out)?;
                is_first = false;
            }
            while let Some((_, value)) = headers.next_if(|(other, _)| lower_case(other).eq(name.bytes())) {
                if authority.is_none() {
                    written(out.write_str(if is_first { "" } else { "," }))?;
                    write_folded(value, out)?;
                    is_first = false;
                }
            }
            if is_first {
                let in_query = query.filter(|_| name.bytes().take(AMZ.len()).eq(AMZ.bytes()));
                let value = in_query.and_then(|query| query.only(name)).and_then(Escaped::text);
                match (value, unsent) {
                    (Some(value), _) => write_folded(value.as_bytes(), out)?,
                    (None, Unsent::Empty) => {}
                    (None, Unsent::Rejected) => {
                        let name = name.text().unwrap_or_default().into();
                        return Err(Rejection::MissingSignedHeader { name });
                    }
                }
            }
            if name.is(CONTENT_SHA256) {
                content_sha256 = Some(start..out.len());
            }
            written(out.write_char('\n'))?;
        }
        Ok(content_sha256)
    }
}

impl SignedNames<'_> {
    /// Writes the names as the canonical request has them.
    pub(super) fn write<W: Write>(self, out: &mut W) -> fmt::Result {
        self.iter().enumerate().try_for_each(|(index, name)| {
            out.write_str(if index == 0 { "" } else { ";" })?;
            write_bytes(name.bytes(), out)
        })
    }
}

fn lower_case(name: &str) -> impl Iterator<Item = u8> + Clone {
    name.bytes().map(|byte| byte.to_ascii_lowercase())
}

/// Writes the bytes of a name, which are ASCII.
fn write_bytes<W: Write>(bytes: impl Iterator<Item = u8>, out: &mut W) -> fmt::Result {
    let mut bytes = bytes.map(char::from);
    bytes.try_for_each(|character| out.write_char(character))
}

/// Writes a value, trimmed, with each run of spaces and tabs folded into one space.
///
/// A value with another control character or that is not UTF-8 can't have been signed.
pub(super) fn write_folded<W: Write>(value: &[u8], out: &mut W) -> Result<(), Rejection> {
    let text = core::str::from_utf8(value).map_err(|_| Rejection::SignatureMismatch)?;
    if is_graphic(value) {
        return written(out.write_str(text));
    }
    if text.bytes().any(|byte| byte.is_ascii_control() && byte != b'\t') {
        return Err(Rejection::SignatureMismatch);
    }
    let is_blank = |character| matches!(character, ' ' | '\t');
    let words = text.split(is_blank).filter(|word| !word.is_empty());
    written(words.enumerate().try_for_each(|(index, word)| {
        out.write_str(if index == 0 { "" } else { " " })?;
        out.write_str(word)
    }))
}

/// Returns whether there is nothing to fold: only ASCII, without spaces.
pub(super) fn is_graphic(value: &[u8]) -> bool {
    value.iter().fold(true, |all, byte| all & byte.is_ascii_graphic())
}

/// Writing to a buffer never fails. If it did, the signature would be computed from other text.
pub(super) fn written(result: fmt::Result) -> Result<(), Rejection> {
    result.map_err(|_| Rejection::SignatureMismatch)
}
