//! Step 1 of the specification, `CanonicalHeaders` and `SignedHeaders`.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::{fmt, mem};

use super::encode::append_component;
use super::header_lines::{HeaderLines, lines};
use super::header_syntax::{any, check_name, check_value};
use super::in_place::move_end;
use crate::error::Error;

/// Headers in canonical form: `name:value` and a line feed each, in the order of their lower-case names.
///
/// Values are trimmed, and runs of spaces and tabs are folded into one space; other white space is kept. The values of
/// a repeated name are joined with a comma, in the order in which they were added. `Display` gives exactly the bytes
/// that are hashed.
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
    /// `None` if there are no headers. The box keeps requests small: they are moved often, and most sign no headers.
    headers: Option<Box<Headers>>,
}

/// The headers and everything that the URLs of a request need from them, computed once.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Headers {
    /// The lines that are hashed.
    canonical: HeaderLines,
    /// The same lines with unfolded values, for the client to send: folding is for the signature only, and would change
    /// a file name with two spaces in it. `None` while both are the same.
    sent: Option<HeaderLines>,
    /// The names of all headers and of `host`, each followed by a `;`.
    names: String,
    /// The same names, encoded for the query.
    encoded_names: String,
    /// How many bytes each name, including `host`, takes up in each of these texts, in order.
    extents: Vec<Extent>,
    /// The index of `host` in `extents`, and the offset at which its line goes.
    host: usize,
    host_at: usize,
    /// The value of `x-amz-content-sha256`.
    payload_hash: Option<Box<str>>,
}

/// Lengths in each of the texts, or offsets, which are sums of lengths.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Extent {
    /// 0 for a `host` that was not inserted.
    canonical: usize,
    /// Equal to `canonical` while there is no separate text to send.
    sent: usize,
    name: usize,
    encoded_name: usize,
}

/// The position of a header, or the position at which to insert it.
struct Place {
    index: usize,
    at: Extent,
}

/// What happens to the value of a header that is already present.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeated {
    IsJoined,
    IsReplaced,
}

const PAYLOAD_HASH: &str = "x-amz-content-sha256";

impl CanonicalHeaders {
    /// Creates an empty list of headers.
    pub const fn new() -> Self {
        Self { headers: None }
    }

    /// Adds one header. Names are case-insensitive.
    ///
    /// # Errors
    ///
    /// - [`EmptyHeaderName`](crate::ErrorKind::EmptyHeaderName) for an empty name.
    /// - [`InvalidHeaderName`](crate::ErrorKind::InvalidHeaderName) for a name that is not an HTTP token (RFC 9110,
    ///   section 5.6.2), such as `x y`.
    /// - [`InvalidHeaderValue`](crate::ErrorKind::InvalidHeaderValue) for a value with a control character other than a
    ///   tab: a line feed would begin another header.
    pub fn insert(&mut self, name: &str, value: &str) -> Result<(), Error> {
        self.put(name, value, Repeated::IsJoined, false)
    }

    /// Adds one header. If its value is a secret, this list and all its copies are wiped from memory when they are
    /// dropped or outgrow a buffer.
    pub(crate) fn put(&mut self, name: &str, value: &str, repeated: Repeated, is_secret: bool) -> Result<(), Error> {
        let canonical_name = check_name(name)?;
        check_value(name, value)?;
        let headers = self.headers.get_or_insert_with(|| Box::new(Headers::new()));
        if is_secret {
            headers.keep_secret();
        }
        // `trim_ascii` removes only spaces and tabs here: `check_value` has rejected all other control characters.
        headers.put(&canonical_name, value.trim_ascii(), repeated);
        Ok(())
    }

    /// Returns whether any value is a secret.
    pub(crate) fn is_secret(&self) -> bool {
        self.headers.as_ref().is_some_and(|headers| headers.canonical.is_secret())
    }

    /// Removes the header with this lower-case name.
    pub(crate) fn remove(&mut self, name: &str) {
        if let Some(headers) = &mut self.headers {
            headers.remove(name);
            if headers.canonical.as_str().is_empty() {
                self.headers = None;
            }
        }
    }

    /// Returns whether there are no headers.
    pub fn is_empty(&self) -> bool {
        self.headers.is_none()
    }

    /// Returns the specification's `SignedHeaders`: the names in order, joined by `;`.
    pub fn signed_headers(&self) -> SignedHeaders<'_> {
        SignedHeaders { names: self.names() }
    }

    /// Returns the canonical lines.
    pub(super) fn as_lines(&self) -> &str {
        self.headers.as_ref().map_or("", |headers| headers.canonical.as_str())
    }

    /// Returns the headers as a client sends them: lower-case names in order, values trimmed but not folded.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        lines(self.headers.as_ref().map_or("", |headers| headers.to_send().as_str()))
    }

    /// Returns a copy of the lines as a client sends them.
    pub(crate) fn to_sent(&self) -> HeaderLines {
        self.headers.as_ref().map(|headers| headers.to_send().clone()).unwrap_or_default()
    }

    /// Returns whether there is a header with this lower-case name.
    pub(crate) fn has(&self, name: &str) -> bool {
        lines(self.as_lines()).any(|(other, _)| other == name)
    }

    /// Returns the value of `x-amz-content-sha256`.
    pub(crate) fn payload_hash(&self) -> Option<&str> {
        self.headers.as_ref()?.payload_hash.as_deref()
    }

    /// Returns the canonical lines that sort before `host`, and those that sort after it.
    pub(crate) fn around_host(&self) -> (&str, &str) {
        self.as_lines().split_at(self.headers.as_ref().map_or(0, |headers| headers.host_at))
    }

    /// Returns the names of these headers, joined by `;`, in two consecutive parts.
    pub(super) fn names(&self) -> [&str; 2] {
        let Some(headers) = &self.headers else { return [""; 2] };
        let [names, _] = self.names_with_host();
        if headers.extents.get(headers.host).is_some_and(|host| host.canonical > 0) {
            return [names, ""];
        }
        // `host` is always listed, but was not inserted here: leave it out.
        let start: usize = headers.extents.iter().take(headers.host).map(|extent| extent.name).sum();
        let (before, after) = (&names[..start], &headers.names[start + "host;".len()..]);
        match after.strip_suffix(SEPARATOR) {
            Some(after) => [before, after],
            None => [before.strip_suffix(SEPARATOR).unwrap_or(before), ""],
        }
    }

    /// Returns the names of these headers and of `host`, joined by `;`: plain, and encoded for the query.
    pub(crate) fn names_with_host(&self) -> [&str; 2] {
        let Some(headers) = &self.headers else { return ["host"; 2] };
        let (names, encoded) = (&headers.names, &headers.encoded_names);
        [&names[..names.len() - SEPARATOR.len()], &encoded[..encoded.len() - ENCODED_SEPARATOR.len()]]
    }
}

/// Follows each name.
const SEPARATOR: &str = ";";
const ENCODED_SEPARATOR: &str = "%3B";

impl Headers {
    /// Creates an empty list with room for a few headers, added in any order.
    fn new() -> Self {
        let text = |capacity, text| {
            let mut string = String::with_capacity(capacity);
            string.push_str(text);
            string
        };
        let mut extents = Vec::with_capacity(8);
        extents.push(Extent { canonical: 0, sent: 0, name: "host;".len(), encoded_name: "host%3B".len() });
        Self {
            canonical: HeaderLines::with_capacity(512),
            sent: None,
            names: text(256, "host;"),
            encoded_names: text(256, "host%3B"),
            extents,
            host: 0,
            host_at: 0,
            payload_hash: None,
        }
    }

    fn to_send(&self) -> &HeaderLines {
        self.sent.as_ref().unwrap_or(&self.canonical)
    }

    fn keep_secret(&mut self) {
        self.canonical.keep_secret();
        if let Some(sent) = &mut self.sent {
            sent.keep_secret();
        }
    }

    /// Finds a name: `Ok` with its position, or `Err` with the position at which to insert it.
    fn find(&self, name: &str) -> Result<Place, Place> {
        let mut place = Place {
            index: self.extents.len(),
            at: Extent {
                canonical: self.canonical.as_str().len(),
                sent: self.to_send().as_str().len(),
                name: self.names.len(),
                encoded_name: self.encoded_names.len(),
            },
        };
        // Search from the end: most callers add headers in order, and then one comparison is enough.
        for extent in self.extents.iter().rev() {
            let before = Place {
                index: place.index - 1,
                at: Extent {
                    canonical: place.at.canonical - extent.canonical,
                    sent: place.at.sent - extent.sent,
                    name: place.at.name - extent.name,
                    encoded_name: place.at.encoded_name - extent.encoded_name,
                },
            };
            match self.names.as_bytes()[before.at.name..place.at.name - SEPARATOR.len()].cmp(name.as_bytes()) {
                Ordering::Less => break,
                Ordering::Equal => return Ok(before),
                Ordering::Greater => place = before,
            }
        }
        Err(place)
    }

    fn put(&mut self, name: &str, value: &str, repeated: Repeated) {
        let folds = folds(value);
        if folds && self.sent.is_none() {
            self.sent = Some(self.canonical.clone());
        }
        let place = match self.find(name) {
            Ok(place) => {
                if repeated == Repeated::IsReplaced {
                    self.remove_line(&place);
                }
                place
            }
            Err(place) => {
                self.list(name, &place);
                place
            }
        };
        self.write(name, value, folds, &place);
    }

    /// Adds a new name without a line.
    fn list(&mut self, name: &str, place: &Place) {
        let [start, encoded_start] = [self.names.len(), self.encoded_names.len()];
        self.names.push_str(name);
        self.names.push_str(SEPARATOR);
        append_component(name, &mut self.encoded_names);
        self.encoded_names.push_str(ENCODED_SEPARATOR);
        let extent = Extent {
            canonical: 0,
            sent: 0,
            name: self.names.len() - start,
            encoded_name: self.encoded_names.len() - encoded_start,
        };
        move_end(&mut self.names, start, place.at.name);
        move_end(&mut self.encoded_names, encoded_start, place.at.encoded_name);
        self.extents.insert(place.index, extent);
        if place.index <= self.host {
            self.host += 1;
        }
    }

    /// Writes the line of a listed name. If the name already has a line, joins the value to it.
    fn write(&mut self, name: &str, value: &str, folds: bool, place: &Place) {
        let extent = &mut self.extents[place.index];
        let (before, after) = if extent.canonical == 0 { ([name, ":"], "\n") } else { ([",", ""], "") };
        let most = name.len() + 1 + value.len() + 1;
        let write = |append: fn(&str, &mut String)| {
            move |text: &mut String| {
                before.into_iter().for_each(|part| text.push_str(part));
                append(value, text);
                text.push_str(after);
            }
        };
        let as_given = |value: &str, text: &mut String| text.push_str(value);
        // A joined value goes before the line feed.
        let at = place.at.canonical + extent.canonical.saturating_sub(1);
        let written = self.canonical.insert(at, most, write(if folds { fold_into } else { as_given }));
        let sent = match &mut self.sent {
            Some(sent) => sent.insert(place.at.sent + extent.sent.saturating_sub(1), most, write(as_given)),
            None => written,
        };
        extent.canonical += written;
        extent.sent += sent;
        if place.index < self.host {
            self.host_at += written;
        }
        if name == PAYLOAD_HASH {
            let end = place.at.canonical + extent.canonical;
            self.payload_hash = Some(self.canonical.as_str()[place.at.canonical + name.len() + 1..end - 1].into());
        }
    }

    fn remove(&mut self, name: &str) {
        let Ok(place) = self.find(name) else { return };
        self.remove_line(&place);
        if place.index == self.host {
            return;
        }
        let Extent { name: length, encoded_name: encoded_length, .. } = self.extents.remove(place.index);
        self.names.drain(place.at.name..place.at.name + length);
        self.encoded_names.drain(place.at.encoded_name..place.at.encoded_name + encoded_length);
        if place.index < self.host {
            self.host -= 1;
        }
        if name == PAYLOAD_HASH {
            self.payload_hash = None;
        }
    }

    fn remove_line(&mut self, place: &Place) {
        let extent = &mut self.extents[place.index];
        let [canonical, sent] = [mem::take(&mut extent.canonical), mem::take(&mut extent.sent)];
        self.canonical.remove(place.at.canonical..place.at.canonical + canonical);
        if let Some(lines) = &mut self.sent {
            lines.remove(place.at.sent..place.at.sent + sent);
        }
        if place.index < self.host {
            self.host_at -= canonical;
        }
    }
}

impl fmt::Display for CanonicalHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_lines())
    }
}

/// Shows names only: a value may be a secret, such as a customer's encryption key.
impl fmt::Debug for CanonicalHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(name, _)| name)).finish()
    }
}

/// The names of the signed headers, joined by `;`. Created by [`CanonicalHeaders::signed_headers`].
#[derive(Clone, Copy)]
pub struct SignedHeaders<'a> {
    /// Two consecutive parts.
    names: [&'a str; 2],
}

impl fmt::Display for SignedHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.names.into_iter().try_for_each(|part| f.write_str(part))
    }
}

impl fmt::Debug for SignedHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignedHeaders({self})")
    }
}

/// Returns whether folding changes a trimmed value.
fn folds(value: &str) -> bool {
    let bytes = value.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    any(pairs, |(&byte, &next)| (byte == b'\t') | (byte == b' ') & (next == b' '))
}

fn fold_into(value: &str, out: &mut String) {
    for (index, word) in value.split([' ', '\t']).filter(|word| !word.is_empty()).enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}
