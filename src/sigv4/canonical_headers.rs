//! Step 1 of the specification, `CanonicalHeaders` and `SignedHeaders`.

use alloc::boxed::Box;
use alloc::string::String;
use core::ops::Range;
use core::{fmt, mem};

use zeroize::Zeroize;

use super::encode::encode_component;
use crate::error::{Byte, Error, Found, Repr};

/// Headers in canonical form: `name:value` and a line feed each, in the order of their lower-case names.
///
/// Values are trimmed, and runs of spaces and tabs are folded into one space; other white space is kept. A repeated name
/// joins its values with a comma, in the order in which they came. `Display` gives exactly the bytes that are hashed.
///
/// ```
/// use presign::sigv4::CanonicalHeaders;
///
/// let mut headers = CanonicalHeaders::new();
/// headers.insert("My-Header1", "  a   b ")?;
/// headers.insert("Host", "example.amazonaws.com")?;
/// headers.insert("my-header1", "c")?;
/// assert_eq!(headers.to_string(), "host:example.amazonaws.com\nmy-header1:a b,c\n");
/// assert_eq!(headers.signed_headers().to_string(), "host;my-header1");
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [Create a signed AWS API request][aws], step 1.
///
/// [aws]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CanonicalHeaders {
    canonical: String,
    /// The same lines with the values as they were given, for the client to send: folding is for the signature, and
    /// would change a file name with two spaces in it. `None` while both are the same.
    sent: Option<String>,
    /// Whether a value must not stay behind in memory.
    secret: bool,
    /// What every URL of a request needs to know of them. `None` while there are none: a request is moved a few times, and
    /// most sign no headers.
    listed: Option<Box<Listed>>,
}

#[derive(Clone, Default, PartialEq, Eq, Hash)]
struct Listed {
    /// The names of all of these and of `host`: plain, and encoded for the query.
    names: [String; 2],
    /// Where the line of `host` goes.
    host_at: usize,
    /// The value of `x-amz-content-sha256`.
    payload_hash: Option<Range<usize>>,
}

impl CanonicalHeaders {
    /// No headers.
    pub const fn new() -> Self {
        Self { canonical: String::new(), sent: None, secret: false, listed: None }
    }

    /// Adds one header; names are the same whatever their case.
    ///
    /// # Errors
    ///
    /// - [`EmptyHeaderName`](crate::ErrorKind::EmptyHeaderName) for an empty name.
    /// - [`InvalidHeaderName`](crate::ErrorKind::InvalidHeaderName) for a name that is no token of HTTP
    ///   (RFC 9110, section 5.6.2), such as `x y`.
    /// - [`InvalidHeaderValue`](crate::ErrorKind::InvalidHeaderValue) for a value with a control character other than a
    ///   tab: a line feed in it would begin another header.
    pub fn insert(&mut self, name: &str, value: &str) -> Result<(), Error> {
        check_name(name)?;
        check_value(name, value)?;
        let value = value.trim_matches([' ', '\t']);
        let name = name.to_ascii_lowercase();
        if self.sent.is_none() && folds(value) {
            self.sent = Some(self.canonical.clone());
        }
        if let Some(sent) = &self.sent {
            let grown = with_line(sent, &name, value, |value, line| line.push_str(value));
            self.replace_sent(grown);
        }
        let grown = with_line(&self.canonical, &name, value, fold_into);
        self.replace_canonical(grown);
        Ok(())
    }

    /// Adds one header whose value is a secret: all of these headers are then wiped from memory, here and wherever they are
    /// copied to, as soon as they are dropped or outgrow a buffer.
    pub(crate) fn insert_secret(&mut self, name: &str, value: &str) -> Result<(), Error> {
        self.secret = true;
        self.insert(name, value)
    }

    /// Whether a value is a secret.
    pub(crate) fn is_secret(&self) -> bool {
        self.secret
    }

    /// Removes a header, by its lower-case name.
    pub(crate) fn remove(&mut self, name: &str) {
        if !self.has(name) {
            return;
        }
        if let Some(sent) = &self.sent {
            self.replace_sent(without_line(sent, name));
        }
        self.replace_canonical(without_line(&self.canonical, name));
    }

    fn replace_canonical(&mut self, canonical: String) {
        let mut outgrown = mem::replace(&mut self.canonical, canonical);
        if self.secret {
            outgrown.zeroize();
        }
        self.list_names();
    }

    /// Done once for all the URLs of a request.
    fn list_names(&mut self) {
        if self.is_empty() {
            self.listed = None;
            return;
        }
        let listed = self.listed.get_or_insert_default();
        listed.payload_hash = None;
        let [plain, encoded] = &mut listed.names;
        plain.clear();
        encoded.clear();
        let mut list = |name: &str| {
            if !plain.is_empty() {
                plain.push(';');
                encoded.push_str("%3B");
            }
            plain.push_str(name);
            encode_component(name).append_to(encoded);
        };
        let (mut at, mut host_at) = (0, None);
        for (name, value) in lines(&self.canonical) {
            if name > "host" && host_at.is_none() {
                host_at = Some(at);
                list("host");
            }
            list(name);
            let end = at + name.len() + value.len() + 1;
            if name == "x-amz-content-sha256" {
                listed.payload_hash = Some(end - value.len()..end);
            }
            at = end + 1;
        }
        if host_at.is_none() {
            list("host");
        }
        listed.host_at = host_at.unwrap_or(at);
    }

    fn replace_sent(&mut self, sent: String) {
        let mut outgrown = self.sent.replace(sent);
        if self.secret {
            outgrown.zeroize();
        }
    }

    /// Whether there are no headers.
    pub fn is_empty(&self) -> bool {
        self.canonical.is_empty()
    }

    /// The `SignedHeaders` of the specification: the names in order, joined by `;`.
    pub fn signed_headers(&self) -> SignedHeaders<'_> {
        SignedHeaders { lines: &self.canonical }
    }

    /// The canonical lines.
    pub(super) fn as_lines(&self) -> &str {
        &self.canonical
    }

    /// The headers as a client sends them: lower-case names in order, values trimmed but not folded.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        lines(self.sent.as_deref().unwrap_or(&self.canonical))
    }

    /// A copy that only knows how they are sent.
    pub(crate) fn to_sent(&self) -> Self {
        let mut sent = Self::new();
        sent.secret = self.secret;
        sent.canonical = self.sent.as_ref().unwrap_or(&self.canonical).clone();
        sent
    }

    /// Whether there is a header of this lower-case name.
    pub(crate) fn has(&self, name: &str) -> bool {
        lines(&self.canonical).any(|(other, _)| other == name)
    }

    /// The value of `x-amz-content-sha256`.
    pub(crate) fn payload_hash(&self) -> Option<&str> {
        self.canonical.get(self.listed.as_ref()?.payload_hash.clone()?)
    }

    /// The canonical lines that sort before `host`, and those that sort after it.
    pub(crate) fn around_host(&self) -> (&str, &str) {
        self.canonical.split_at(self.listed.as_ref().map_or(0, |listed| listed.host_at))
    }

    /// The names of these and of `host`: plain, and encoded for the query.
    pub(crate) fn names_with_host(&self) -> [&str; 2] {
        match &self.listed {
            Some(listed) => listed.names.each_ref().map(String::as_str),
            None => ["host"; 2],
        }
    }
}

impl Drop for CanonicalHeaders {
    fn drop(&mut self) {
        if self.secret {
            self.canonical.zeroize();
            self.sent.zeroize();
        }
    }
}

impl fmt::Display for CanonicalHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.canonical)
    }
}

/// Shows names only: a value may be a secret, such as a customer's encryption key.
impl fmt::Debug for CanonicalHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
    }
}

/// The names of the signed headers, joined by `;`. Made by [`CanonicalHeaders::signed_headers`].
#[derive(Clone, Copy)]
pub struct SignedHeaders<'a> {
    /// Their canonical lines.
    lines: &'a str,
}

impl fmt::Display for SignedHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        lines(self.lines).enumerate().try_for_each(|(index, (name, _))| {
            f.write_str(if index > 0 { ";" } else { "" })?;
            f.write_str(name)
        })
    }
}

impl fmt::Debug for SignedHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignedHeaders({self})")
    }
}

/// A name is a token and a value holds no line feed, so the first `:` and the line feed end them. (Both are near: to look at
/// one byte after another is quicker than to search.)
fn lines(block: &str) -> impl Iterator<Item = (&str, &str)> + Clone {
    let mut rest = block;
    core::iter::from_fn(move || {
        let (name, value_and_rest) = split_at_byte(rest, b':')?;
        let (value, others) = split_at_byte(value_and_rest, b'\n')?;
        rest = others;
        Some((name, value))
    })
}

/// What precedes and what follows the first such byte, which is ASCII.
fn split_at_byte(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|other| other == byte)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Where a header of the name stands or would stand.
fn position(block: &str, name: &str) -> usize {
    if block.is_empty() {
        return 0;
    }
    lines(block).take_while(|&(other, _)| other < name).map(|(name, value)| name.len() + value.len() + 2).sum()
}

/// The lines with one more, in a buffer that is large enough from the beginning: one that grows would leave a copy behind.
fn with_line(block: &str, name: &str, value: &str, append: impl FnOnce(&str, &mut String)) -> String {
    let (before, rest) = block.split_at(position(block, name));
    let mut grown = String::with_capacity(block.len() + name.len() + value.len() + 2);
    grown.push_str(before);
    grown.push_str(name);
    grown.push(':');
    let rest = match lines(rest).next() {
        Some((other, joined)) if other == name => {
            grown.push_str(joined);
            grown.push(',');
            &rest[name.len() + joined.len() + 2..]
        }
        _ => rest,
    };
    append(value, &mut grown);
    grown.push('\n');
    grown.push_str(rest);
    grown
}

/// The lines without the one that has this name.
fn without_line(block: &str, name: &str) -> String {
    let (before, rest) = block.split_at(position(block, name));
    let mut shrunk = String::with_capacity(block.len());
    shrunk.push_str(before);
    shrunk.push_str(rest.split_once('\n').map_or("", |(_, rest)| rest));
    shrunk
}

fn folds(value: &str) -> bool {
    value.contains('\t') || value.contains("  ")
}

fn fold_into(value: &str, out: &mut String) {
    for (index, word) in value.split([' ', '\t']).filter(|word| !word.is_empty()).enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}

fn check_name(name: &str) -> Result<(), Error> {
    if name.is_empty() {
        return Err(Repr::EmptyHeaderName {}.into());
    }
    match find_non_token(name) {
        Some((offset, byte)) => Err(Repr::InvalidHeaderName { found: Found::new(name), offset, byte }.into()),
        None => Ok(()),
    }
}

fn check_value(name: &str, value: &str) -> Result<(), Error> {
    match find_control(value) {
        Some((offset, byte)) => Err(Repr::InvalidHeaderValue { name: Found::new(name), offset, byte }.into()),
        None => Ok(()),
    }
}

/// The first byte that can't stand in a header's name, a token (RFC 9110, section 5.6.2), and its offset.
pub(crate) fn find_non_token(name: &str) -> Option<(usize, Byte)> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    name.bytes().enumerate().find(|&(_, byte)| !is_token(byte)).map(|(offset, byte)| (offset, Byte(byte)))
}

/// The first byte that can't stand in a header's value (RFC 9110, section 5.5), and its offset.
pub(crate) fn find_control(value: &str) -> Option<(usize, Byte)> {
    let is_control = |byte: u8| byte.is_ascii_control() && byte != b'\t';
    value.bytes().enumerate().find(|&(_, byte)| is_control(byte)).map(|(offset, byte)| (offset, Byte(byte)))
}
