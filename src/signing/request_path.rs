//! The path of a request, parsed once.

use super::object_key::ObjectKey;
use crate::endpoint::target::PathRule;
use crate::error::Error;
use crate::sigv4::path::{DotSegments, check_path};

/// The part of a request's path that follows the target's own path.
#[derive(Clone, Copy)]
pub(crate) enum RequestPath<'a> {
    Object(ObjectKey<'a>),
    /// The bucket itself.
    Bucket,
    AsSent(SentPath<'a>),
}

/// A valid path that is already encoded and is sent verbatim.
#[derive(Clone, Copy)]
pub(crate) struct SentPath<'a>(&'a str);

const FIELD: &str = "path";

impl RequestPath<'_> {
    /// Rejects a path with a dot segment that clients would resolve. The hint says what allows it.
    pub(crate) fn check_dot_segments(self, rule: PathRule, hint: &'static str) -> Result<(), Error> {
        match (self, rule) {
            (Self::Object(key), _) => key.check_dot_segments(hint),
            (Self::Bucket, _) => Ok(()),
            (Self::AsSent(path), PathRule::S3) => DotSegments::Encoded.check(FIELD, path.0, hint),
            (Self::AsSent(path), PathRule::Generic) => DotSegments::Hidden.check(FIELD, path.0, hint),
        }
    }

    /// Returns the key, the path, or nothing for the bucket.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Object(key) => key.as_str(),
            Self::Bucket => "",
            Self::AsSent(path) => path.0,
        }
    }
}

impl<'a> SentPath<'a> {
    pub(crate) fn new(text: &'a str) -> Result<Self, Error> {
        check_path(FIELD, text)?;
        Ok(Self(text))
    }

    pub(crate) fn as_str(self) -> &'a str {
        self.0
    }
}
