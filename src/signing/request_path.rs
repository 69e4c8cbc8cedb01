//! The path of a request, parsed once.

use super::object_key::ObjectKey;
use crate::endpoint::target::{PathRule, Target};
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

/// What a request takes as its path.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PathKind {
    /// An object key.
    Object,
    /// Nothing: the request names the bucket itself.
    Bucket,
    /// A path that is already encoded.
    AsSent,
}

impl PathKind {
    /// Parses the path of a request to a target.
    pub(crate) fn parse<'a>(self, target: &Target, text: &'a str) -> Result<RequestPath<'a>, Error> {
        match self {
            Self::Object => {
                target.check_is_no_url(text)?;
                ObjectKey::new(text).map(RequestPath::Object)
            }
            Self::Bucket => Ok(RequestPath::Bucket),
            Self::AsSent => SentPath::new(text).map(RequestPath::AsSent),
        }
    }
}

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
    fn new(text: &'a str) -> Result<Self, Error> {
        check_path(FIELD, text)?;
        Ok(Self(text))
    }

    pub(crate) fn as_str(self) -> &'a str {
        self.0
    }
}
