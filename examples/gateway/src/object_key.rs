//! Keys that can be paths below the served directory.

use axum::http::StatusCode;

use crate::error::Error;

/// S3's limit, in bytes.
const LONGEST_KEY: usize = 1024;
/// The limit of the usual file systems, in bytes.
const LONGEST_SEGMENT: usize = 255;

/// A key that names one path below the served directory, and that no other key names.
///
/// A key is not a file name: S3 allows keys such as `../../etc/passwd`, `a//b`, `a\b` and `a/`. Rather than to change
/// such a key until it is a path, which makes two keys the same file, it is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectKey(String);

impl ObjectKey {
    /// Checks that the key can be a path.
    ///
    /// # Errors
    ///
    /// `KeyTooLongError` for a key of more than 1,024 bytes or a segment of more than 255, and `InvalidArgument` for any
    /// other key that [`is_visible`](Self::is_visible) refuses, such as `a/../b`, `/a`, `a/`, `.env` or `a\b`.
    pub fn parse(key: &str) -> Result<Self, Error> {
        if key.len() > LONGEST_KEY || key.split('/').any(|segment| segment.len() > LONGEST_SEGMENT) {
            return Err(Error::new(StatusCode::BAD_REQUEST, "KeyTooLongError", "Your key is too long"));
        }
        if !key.split('/').all(Self::is_visible) {
            return Err(Error::invalid_argument(
                "This server keeps objects in files. A key must be a relative path without empty segments, segments \
                 that begin with a dot, backslashes and control characters.",
            ));
        }
        Ok(Self(key.to_owned()))
    }

    /// Returns whether a file or directory of this name is served.
    ///
    /// - An empty segment would make `a//b` and `a/b` the same file.
    /// - A dot at the beginning is that of `.` and `..`, of hidden files such as `.git` and `.env`, which nobody means to
    ///   serve, and of the files that an upload writes before it is complete.
    /// - A backslash separates directories on some systems and in some tools.
    /// - NUL ends a path, and the other control characters can't be represented in the XML of a list.
    pub fn is_visible(segment: &str) -> bool {
        !segment.is_empty()
            && !segment.starts_with('.')
            && !segment.contains(|character: char| character == '\\' || character.is_control())
    }

    /// Returns the key.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the names of the directories, and the name of the file.
    pub(crate) fn directories_and_name(&self) -> (impl Iterator<Item = &str>, &str) {
        let (directories, name) = self.0.rsplit_once('/').unwrap_or(("", &self.0));
        (directories.split('/').filter(|directory| !directory.is_empty()), name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_are_paths() {
        for key in ["a", "a/b", "a b/ü/日.txt", "a..b", "a.", "-", "~", "a:b", "%2e%2e/a", "con"] {
            assert_eq!(ObjectKey::parse(key).unwrap().as_str(), key);
        }
        let key = ObjectKey::parse("a/b/c").unwrap();
        let (directories, name) = key.directories_and_name();
        assert_eq!((directories.collect::<Vec<_>>(), name), (vec!["a", "b"], "c"));
        let key = ObjectKey::parse("c").unwrap();
        let (directories, name) = key.directories_and_name();
        assert_eq!((directories.count(), name), (0, "c"));
    }

    #[test]
    fn keys_that_are_not() {
        for key in [
            "",
            "/",
            "/a",
            "a/",
            "a//b",
            ".",
            "..",
            "../a",
            "a/..",
            "a/../b",
            "a/./b",
            ".env",
            "a/.git/config",
            "...",
            "a\\b",
            "..\\a",
            "a\0",
            "a\0.jpg",
            "a\nb",
            "a\u{7f}",
            "a\u{85}",
            ".presign-gateway-00.part",
        ] {
            assert!(ObjectKey::parse(key).is_err(), "{key:?}");
        }
    }

    #[test]
    fn long_keys() {
        let long = ["a".repeat(255), "b".repeat(255), "c".repeat(255), "d".repeat(255)].join("/");
        assert!(ObjectKey::parse(&long[..1022]).is_ok());
        for key in [long + "/ef", "a".repeat(256)] {
            let Err(Error::Refused { code, .. }) = ObjectKey::parse(&key) else { panic!("accepted") };
            assert_eq!(code, "KeyTooLongError");
        }
    }
}
