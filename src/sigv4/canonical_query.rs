//! Step 1 of the specification, `CanonicalQueryString`.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;
use core::ops::Range;

use super::encode::append_component;
use super::in_place::move_end;

/// Query parameters in canonical form. Names and values are percent-encoded and sorted by encoded name, then by encoded
/// value. Each is written `name=value`, even without a value, and they are joined by `&`.
///
/// `Display` gives exactly the bytes that are hashed, which are also the bytes in the URL. A repeated name keeps all
/// its values.
///
/// Names and values are compared as two fields. Comparing the joined `name=value` instead would put `a-b=3` before
/// `a=1`, since `-` sorts before `=`.
///
/// ```
/// use presign::sigv4::CanonicalQuery;
///
/// let mut query = CanonicalQuery::new();
/// query.insert("prefix", "a b/");
/// query.insert("list-type", "2");
/// query.insert("a-b", "3");
/// query.insert("a", "");
/// assert_eq!(query.to_string(), "a=&a-b=3&list-type=2&prefix=a%20b%2F");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CanonicalQuery {
    text: String,
    /// The offset of the last pair. Most callers add parameters in order, and then only this pair is read.
    last: usize,
    /// Whether [`add`](Self::add) has left parameters unsorted.
    is_unsorted: bool,
}

/// Enough for a few parameters, so that the text rarely grows.
const FIRST_CAPACITY: usize = 256;

/// How many bytes [`CanonicalQuery::add`] moves at most to sort a parameter in.
const REACH: usize = 4096;

impl CanonicalQuery {
    /// Creates an empty query.
    pub const fn new() -> Self {
        Self { text: String::new(), last: 0, is_unsorted: false }
    }

    /// Adds one parameter. The name and value are given unencoded.
    ///
    /// ```
    /// use presign::sigv4::CanonicalQuery;
    ///
    /// let mut query = CanonicalQuery::new();
    /// query.insert("tag", "b");
    /// query.insert("tag", "a+ä");
    /// assert_eq!(query.as_str(), "tag=a%2B%C3%A4&tag=b");
    /// ```
    pub fn insert(&mut self, name: &str, value: &str) {
        self.insert_within(usize::MAX, name, value);
    }

    /// Adds one parameter like [`insert`](Self::insert), at a cost that does not depend on the number of parameters. A
    /// parameter that belongs far from the end is sorted in only by [`in_order`](Self::in_order).
    pub(crate) fn add(&mut self, name: &str, value: &str) {
        self.insert_within(REACH, name, value);
    }

    fn insert_within(&mut self, reach: usize, name: &str, value: &str) {
        self.begin_change();
        let start = self.text.len();
        append_component(name, &mut self.text);
        self.push_value(value);
        let last = core::mem::replace(&mut self.last, start);
        let (before, pair) = self.text.split_at(start);
        let key = split_pair(pair);
        if self.is_unsorted || before[last..].strip_suffix('&').is_none_or(|last| split_pair(last) <= key) {
            return;
        }
        let mut position = start;
        for (earlier, other) in pairs_from_end(before) {
            if split_pair(other) <= key {
                break;
            }
            if start - earlier > reach {
                self.is_unsorted = true;
                return;
            }
            position = earlier;
        }
        self.end_change(start, position);
    }

    /// Returns the query with all parameters sorted.
    pub(crate) fn in_order(&self) -> Cow<'_, Self> {
        if !self.is_unsorted {
            return Cow::Borrowed(self);
        }
        let mut pairs: Vec<_> = self.text.split_terminator('&').collect();
        pairs.sort_unstable_by_key(|&pair| split_pair(pair));
        let text = pairs.join("&");
        Cow::Owned(Self { last: start_of_last(&text), text, is_unsorted: false })
    }

    /// Sets one parameter by its encoded name, replacing all parameters with that name.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        debug_assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'), "{name} needs no escape");
        if self.is_unsorted {
            *self = self.in_order().into_owned();
        }
        let comes_last = cmp_name(&self.text[self.last..], name).is_lt();
        self.begin_change();
        let named = if comes_last { self.text.len()..self.text.len() } else { self.find(name) };
        let position = named.start;
        if !named.is_empty() {
            self.text.drain(named);
        }
        let start = self.text.len();
        self.text.push_str(name);
        self.push_value(value);
        self.last = start;
        self.end_change(start, position);
    }

    /// Appends a separator, so that every pair has one until `end_change`.
    fn begin_change(&mut self) {
        if self.text.is_empty() {
            self.text.reserve(FIRST_CAPACITY);
        } else {
            self.text.push('&');
        }
    }

    fn push_value(&mut self, value: &str) {
        self.text.push('=');
        append_component(value, &mut self.text);
    }

    /// Moves the pair at the end to its sorted position, and removes the last separator.
    fn end_change(&mut self, start: usize, position: usize) {
        if position < start {
            self.text.push('&');
            move_end(&mut self.text, start, position);
            self.text.pop();
            self.last = start_of_last(&self.text);
        }
    }

    /// Returns the range of the pairs with this encoded name, or an empty range at the position at which to insert it.
    /// Only valid during a change.
    fn find(&self, name: &str) -> Range<usize> {
        let mut named = self.text.len()..self.text.len();
        for (start, pair) in pairs_from_end(&self.text) {
            match cmp_name(pair, name) {
                Ordering::Greater => named = start..start,
                Ordering::Equal => named.start = start,
                Ordering::Less => break,
            }
        }
        named
    }

    /// Returns whether there are no parameters.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns the canonical text.
    pub fn as_str(&self) -> &str {
        debug_assert!(!self.is_unsorted, "`in_order` comes before the text is used");
        &self.text
    }

    /// Returns the encoded names, in the order of the text.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.text.split_terminator('&').map(|pair| split_pair(pair).0)
    }
}

/// Splits a canonical query where a parameter with this name belongs: the pairs that sort before it, then the rest.
pub(crate) fn split_at_name<'a>(query: &'a str, name: &str) -> (&'a str, &'a str) {
    let before = query.split_inclusive('&').take_while(|pair| split_pair(pair).0 < name).map(str::len).sum();
    query.split_at(before)
}

fn start_of_last(query: &str) -> usize {
    query.rfind('&').map_or(0, |separator| separator + 1)
}

/// Returns the pairs with their offsets, from the last to the first. Each pair must be followed by a separator.
fn pairs_from_end(query: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = query;
    core::iter::from_fn(move || {
        let pairs = rest.strip_suffix('&')?;
        let start = start_of_last(pairs);
        rest = &query[..start];
        Some((start, &pairs[start..]))
    })
}

/// Splits a pair into name and value at the first `=`. An encoded name or value contains neither `=` nor `&`.
fn split_pair(pair: &str) -> (&str, &str) {
    // The `=` is near the start: a loop over the bytes is faster than a search.
    let name_end = pair.bytes().position(|byte| byte == b'=').unwrap_or(pair.len());
    (&pair[..name_end], pair.get(name_end + 1..).unwrap_or_default())
}

/// Compares the name of a pair with another encoded name. They usually differ early, and then the rest is not read.
fn cmp_name(pair: &str, name: &str) -> Ordering {
    let common = pair.bytes().zip(name.bytes()).take_while(|(one, other)| one == other).count();
    // An encoded name contains no `=`, which ends that of the pair.
    let next_in_pair = pair.as_bytes().get(common).filter(|&&byte| byte != b'=');
    next_in_pair.cmp(&name.as_bytes().get(common))
}

impl fmt::Display for CanonicalQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Shows names only: a value may be a secret.
impl fmt::Debug for CanonicalQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}
