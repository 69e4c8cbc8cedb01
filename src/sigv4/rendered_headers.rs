//! Headers as the URLs of a request need them, rendered once.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::mem;

use super::header_lines::HeaderLines;
use super::header_syntax::{HeaderName, HeaderValue};
use super::in_place::move_end;

/// Headers and everything that the URLs of a request need from them, computed when they are added.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct RenderedHeaders {
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
    /// Whether `x-amz-content-sha256` was inserted.
    has_payload_hash: bool,
    /// Headers that were not moved to their places, a line each, in the order in which they were added.
    late: Vec<(HeaderLines, Repeated)>,
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
    is_listed: bool,
    index: usize,
    at: Extent,
}

/// What happens to the value of a header that is already present.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Repeated {
    IsJoined,
    IsReplaced,
}

const PAYLOAD_HASH: &str = "x-amz-content-sha256";

/// Follows each name.
const SEPARATOR: &str = ";";
const ENCODED_SEPARATOR: &str = "%3B";

impl Default for RenderedHeaders {
    /// Creates an empty list with room for a few headers, added in any order.
    fn default() -> Self {
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
            has_payload_hash: false,
            late: Vec::new(),
        }
    }
}

impl RenderedHeaders {
    /// Adds a header. If its place is more than `reach` bytes from the end, it is kept apart until
    /// [`in_order`](Self::in_order).
    pub(super) fn put(&mut self, name: &HeaderName<'_>, value: &HeaderValue<'_>, repeated: Repeated, reach: usize) {
        // A header added after a late one is late too: the values of a name are joined in the order in which they came.
        let place = if self.has_late() { None } else { self.find(name.as_str(), reach) };
        let Some(place) = place else {
            self.late.push((HeaderLines::of(name.as_str(), value.as_str(), self.is_secret()), repeated));
            return;
        };
        if value.folds() && self.sent.is_none() {
            self.sent = Some(self.canonical.clone());
        }
        if !place.is_listed {
            self.list(name, &place);
        } else if repeated == Repeated::IsReplaced {
            self.remove_line(&place);
        }
        self.write(name.as_str(), value, &place);
    }

    /// Returns whether some headers are not in their places yet.
    pub(super) fn has_late(&self) -> bool {
        !self.late.is_empty()
    }

    /// Returns the headers with each in its place.
    pub(super) fn in_order(&self) -> Self {
        let sent = self.to_send().iter().map(|(name, value)| (name, value, Repeated::IsJoined));
        let late =
            self.late.iter().flat_map(|(line, repeated)| line.iter().map(|(name, value)| (name, value, *repeated)));
        let mut all: Vec<_> = sent.chain(late).collect();
        // The sort is stable: the values of a repeated name keep their order.
        all.sort_by_key(|&(name, ..)| name);
        let mut sorted = Self::default();
        if self.is_secret() {
            sorted.keep_secret();
        }
        for (name, value, repeated) in all {
            sorted.put(&HeaderName::parsed(name), &HeaderValue::parsed(value), repeated, usize::MAX);
        }
        sorted
    }

    /// Removes the header with this lower-case name.
    pub(super) fn remove(&mut self, name: &str) {
        let Some(place) = self.find(name, usize::MAX).filter(|place| place.is_listed) else { return };
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
        self.has_payload_hash &= name != PAYLOAD_HASH;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.canonical.as_str().is_empty()
    }

    /// Returns whether there is a header with this lower-case name.
    pub(super) fn has(&self, name: &str) -> bool {
        let late = self.late.iter().flat_map(|(line, _)| line.iter());
        self.canonical.iter().chain(late).any(|(other, _)| other == name)
    }

    /// Marks all values as secret, so that they are wiped from memory.
    pub(super) fn keep_secret(&mut self) {
        self.canonical.keep_secret();
        if let Some(sent) = &mut self.sent {
            sent.keep_secret();
        }
    }

    pub(super) fn is_secret(&self) -> bool {
        self.canonical.is_secret()
    }

    /// Returns the lines that are hashed.
    pub(super) fn canonical(&self) -> &str {
        self.canonical.as_str()
    }

    /// Returns the lines that the client sends.
    pub(super) fn to_send(&self) -> &HeaderLines {
        self.sent.as_ref().unwrap_or(&self.canonical)
    }

    /// Returns the value of `x-amz-content-sha256`.
    pub(super) fn payload_hash(&self) -> Option<&str> {
        if !self.has_payload_hash {
            return None;
        }
        self.canonical.iter().find(|&(name, _)| name == PAYLOAD_HASH).map(|(_, value)| value)
    }

    /// Returns the offset of the line of `host` in the canonical lines, or the offset at which it goes.
    pub(super) fn host_at(&self) -> usize {
        self.host_at
    }

    /// Returns the names, joined by `;`, in two consecutive parts.
    pub(super) fn names(&self) -> [&str; 2] {
        let [names, _] = self.names_with_host();
        if self.extents.get(self.host).is_some_and(|host| host.canonical > 0) {
            return [names, ""];
        }
        // `host` is always listed, but was not inserted here: leave it out.
        let start: usize = self.extents.iter().take(self.host).map(|extent| extent.name).sum();
        let (before, after) = (&names[..start], &self.names[start + "host;".len()..]);
        match after.strip_suffix(SEPARATOR) {
            Some(after) => [before, after],
            None => [before.strip_suffix(SEPARATOR).unwrap_or(before), ""],
        }
    }

    /// Returns the names of these headers and of `host`, joined by `;`: plain, and encoded for the query.
    pub(super) fn names_with_host(&self) -> [&str; 2] {
        let (names, encoded) = (&self.names, &self.encoded_names);
        [&names[..names.len() - SEPARATOR.len()], &encoded[..encoded.len() - ENCODED_SEPARATOR.len()]]
    }

    /// Finds a header, or the position at which to insert it. Returns `None` if that is more than `reach` bytes from the
    /// end.
    #[inline]
    fn find(&self, name: &str, reach: usize) -> Option<Place> {
        let end = Extent {
            canonical: self.canonical.as_str().len(),
            sent: self.to_send().as_str().len(),
            name: self.names.len(),
            encoded_name: self.encoded_names.len(),
        };
        let mut place = Place { is_listed: false, index: self.extents.len(), at: end };
        // Search from the end: most callers add headers in order, and then one comparison is enough.
        for extent in self.extents.iter().rev() {
            let before = Place {
                is_listed: false,
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
                Ordering::Equal => return Some(Place { is_listed: true, ..before }),
                Ordering::Greater => place = before,
            }
            // The lines are longer than the names.
            if end.canonical - place.at.canonical > reach {
                return None;
            }
        }
        Some(place)
    }

    /// Adds a new name without a line.
    fn list(&mut self, name: &HeaderName<'_>, place: &Place) {
        let [start, encoded_start] = [self.names.len(), self.encoded_names.len()];
        self.names.push_str(name.as_str());
        self.names.push_str(SEPARATOR);
        name.append_encoded(&mut self.encoded_names);
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
    fn write(&mut self, name: &str, value: &HeaderValue<'_>, place: &Place) {
        let extent = &mut self.extents[place.index];
        let is_new = extent.canonical == 0;
        let (folds, value) = (value.folds(), value.as_str());
        let most = name.len() + ":".len() + value.len() + "\n".len();
        let write = |folds: bool| {
            move |text: &mut String| {
                if is_new {
                    text.push_str(name);
                }
                text.push(if is_new { ':' } else { ',' });
                if folds {
                    fold_into(value, text);
                } else {
                    text.push_str(value);
                }
                if is_new {
                    text.push('\n');
                }
            }
        };
        // A joined value goes before the line feed.
        let at = place.at.canonical + extent.canonical.saturating_sub(1);
        let written = self.canonical.insert(at, most, write(folds));
        let sent = match &mut self.sent {
            Some(sent) => sent.insert(place.at.sent + extent.sent.saturating_sub(1), most, write(false)),
            None => written,
        };
        extent.canonical += written;
        extent.sent += sent;
        if place.index < self.host {
            self.host_at += written;
        }
        self.has_payload_hash |= name == PAYLOAD_HASH;
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

fn fold_into(value: &str, out: &mut String) {
    for (index, word) in value.split([' ', '\t']).filter(|word| !word.is_empty()).enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}
