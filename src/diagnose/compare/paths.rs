//! What happened to a path.

use alloc::string::String;

use crate::diagnose::url::decoded;
use crate::sigv4::escaped::Escaped;
use crate::sigv4::normalize_path;

/// How a path differs from the one that was expected.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PathChange<'a> {
    /// Dot segments were removed, or slashes merged.
    Normalized,
    /// It decodes to the same text.
    Encoded,
    /// These first segments are new.
    Added(&'a str),
    /// These first segments are gone.
    Removed(&'a str),
    /// The first segments are others.
    Replaced {
        expected: &'a str,
        received: &'a str,
    },
    Other,
}

impl<'a> PathChange<'a> {
    pub(super) fn of(expected: &'a str, received: &'a str) -> Self {
        if fully_decoded(expected) == fully_decoded(received) {
            return Self::Encoded;
        }
        if normalize_path(expected) == normalize_path(received) {
            return Self::Normalized;
        }
        let is_whole = |prefix: &&str| !prefix.is_empty() && prefix.starts_with('/');
        if let Some(prefix) = received.strip_suffix(expected).filter(is_whole) {
            return Self::Added(prefix);
        }
        if let Some(prefix) = expected.strip_suffix(received).filter(is_whole) {
            return Self::Removed(prefix);
        }
        if normalize_path(&fully_decoded(expected)) == normalize_path(&fully_decoded(received)) {
            return Self::Normalized;
        }
        let pairs = expected.bytes().rev().zip(received.bytes().rev());
        let common = pairs.take_while(|(one, other)| one == other).count();
        let end = expected.get(expected.len().saturating_sub(common)..).and_then(|end| end.get(end.find('/')?..));
        match end.and_then(|end| Some((expected.strip_suffix(end)?, received.strip_suffix(end)?))) {
            Some((expected, received)) => Self::Replaced { expected, received },
            None => Self::Other,
        }
    }
}

/// Decodes a path until nothing changes, but not forever.
fn fully_decoded(path: &str) -> String {
    let mut path = path.replace('+', " ");
    for _ in 0..3 {
        path = decoded(Escaped::of_path(&path)).replace('+', " ");
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_of_paths() {
        for (expected, received, change) in [
            ("/a/../b", "/b", PathChange::Normalized),
            ("/a//b", "/a/b", PathChange::Normalized),
            ("/a%2F%2Fb/./c", "/a/b/c", PathChange::Normalized),
            ("/a%20b", "/a%2520b", PathChange::Encoded),
            ("/a%2Bb", "/a%20b", PathChange::Encoded),
            ("/a", "/storage/a", PathChange::Added("/storage")),
            ("/storage/a", "/a", PathChange::Removed("/storage")),
            ("/one/two/a.jpg", "/three/a.jpg", PathChange::Replaced { expected: "/one/two", received: "/three" }),
            ("/a", "/ba", PathChange::Other),
            ("/ü", "/ö", PathChange::Other),
        ] {
            assert_eq!(PathChange::of(expected, received), change, "{expected}");
        }
    }
}
