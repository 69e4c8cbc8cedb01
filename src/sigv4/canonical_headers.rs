//! Step 1 of the specification, `CanonicalHeaders` and `SignedHeaders`.

use alloc::string::String;
use core::{fmt, mem};

use zeroize::Zeroize;

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
}

impl CanonicalHeaders {
    /// No headers.
    pub const fn new() -> Self {
        Self { canonical: String::new(), sent: None, secret: false }
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
        if self.get(name).is_none() {
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
        SignedHeaders { before_host: &self.canonical, host: "", after_host: "" }
    }

    /// The headers as a client sends them: lower-case names in order, values trimmed but not folded.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        lines(self.sent.as_deref().unwrap_or(&self.canonical))
    }

    /// A copy that only knows how they are sent.
    pub(crate) fn to_sent(&self) -> Self {
        Self { canonical: self.sent.as_ref().unwrap_or(&self.canonical).clone(), sent: None, secret: self.secret }
    }

    /// The canonical value of a header, by its lower-case name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        if self.is_empty() {
            return None;
        }
        lines(&self.canonical).find(|&(other, _)| other == name).map(|(_, value)| value)
    }

    /// The canonical lines that sort before the name, and those that do not.
    pub(crate) fn split_at_name(&self, name: &str) -> (&str, &str) {
        self.canonical.split_at(position(&self.canonical, name))
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
    /// Canonical lines of names that sort before `host`.
    pub(super) before_host: &'a str,
    /// The name `host`, where its line is not among the others.
    pub(super) host: &'a str,
    /// Canonical lines of names that sort after `host`.
    pub(super) after_host: &'a str,
}

impl SignedHeaders<'_> {
    /// Writes the names with any other text between them: in a query the `;` is `%3B`.
    pub(super) fn write_to<W: fmt::Write>(
        self,
        out: &mut W,
        separator: &str,
        mut write_name: impl FnMut(&mut W, &str) -> fmt::Result,
    ) -> fmt::Result {
        // Most URLs sign no other header.
        if self.before_host.is_empty() && self.after_host.is_empty() {
            return out.write_str(self.host);
        }
        let host = (!self.host.is_empty()).then_some(self.host);
        let names = lines(self.before_host).map(|(name, _)| name).chain(host);
        let mut names = names.chain(lines(self.after_host).map(|(name, _)| name));
        if let Some(first) = names.next() {
            write_name(out, first)?;
        }
        names.try_for_each(|name| {
            out.write_str(separator)?;
            write_name(out, name)
        })
    }
}

impl fmt::Display for SignedHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(f, ";", |f, name| f.write_str(name))
    }
}

impl fmt::Debug for SignedHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignedHeaders({self})")
    }
}

/// A name is a token and a value holds no line feed, so the first `:` and the line feed end them.
fn lines(block: &str) -> impl Iterator<Item = (&str, &str)> + Clone {
    block.split_terminator('\n').map(|line| line.split_once(':').unwrap_or((line, "")))
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
