//! Step 1 of the specification, `CanonicalQueryString`.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::encode::encode_component;

/// Query parameters in canonical form: names and values percent-encoded, in the order of the encoded name and then of the
/// encoded value, each written `name=value` (a parameter without a value too), joined by `&`.
///
/// `Display` gives exactly the bytes that are hashed, which are also the bytes that stand in the URL. A repeated name
/// keeps all its values.
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
}

impl CanonicalQuery {
    /// No parameters.
    pub const fn new() -> Self {
        Self { text: String::new() }
    }

    /// Adds one parameter, given as it is meant and not yet encoded.
    pub fn insert(&mut self, name: &str, value: &str) {
        let start = self.text.len();
        if start > 0 {
            self.text.push('&');
        }
        let pair_start = self.text.len();
        encode_component(name).append_to(&mut self.text);
        self.text.push('=');
        encode_component(value).append_to(&mut self.text);

        // Most callers add in order, and the pair already stands where it belongs.
        let (before, pair) = self.text.split_at(pair_start);
        let key = split_pair(pair);
        let last = before.trim_end_matches('&').rsplit('&').next().unwrap_or_default();
        if split_pair(last) <= key {
            return;
        }
        let mut position = 0;
        let goes_before = before.split_terminator('&').find_map(|other| {
            let here = position;
            position += other.len() + 1;
            (split_pair(other) > key).then_some(here)
        });
        if let Some(position) = goes_before {
            let mut pair = self.text.split_off(pair_start);
            self.text.truncate(start);
            pair.push('&');
            self.text.insert_str(position, &pair);
        }
    }

    /// Removes a parameter, by its encoded name.
    pub(crate) fn remove(&mut self, name: &str) {
        if self.names().any(|other| other == name) {
            let pairs = self.text.split('&').filter(|pair| split_pair(pair).0 != name);
            self.text = pairs.collect::<Vec<_>>().join("&");
        }
    }

    /// Whether there are no parameters.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The encoded names, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.text.split_terminator('&').map(|pair| split_pair(pair).0)
    }
}

/// Cuts a canonical query in two where a parameter of the name would stand: first all that sort before it, then the rest.
pub(crate) fn split_at_name<'a>(query: &'a str, name: &str) -> (&'a str, &'a str) {
    let before = query.split_inclusive('&').take_while(|pair| split_pair(pair).0 < name).map(str::len).sum();
    query.split_at(before)
}

/// An encoded name or value holds neither `=` nor `&`, so the first `=` ends the name.
fn split_pair(pair: &str) -> (&str, &str) {
    pair.split_once('=').unwrap_or((pair, ""))
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
