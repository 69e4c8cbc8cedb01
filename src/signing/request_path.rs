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
pub(crate) struct SentPath<'a> {
    text: &'a str,
    rejected: DotSegments,
    has_rejected: bool,
}

const FIELD: &str = "path";

impl RequestPath<'_> {
    /// Rejects a path with a dot segment that clients would resolve. The hint says what allows it.
    pub(crate) fn check_dot_segments(self, hint: &'static str) -> Result<(), Error> {
        match self {
            Self::Object(key) => key.check_dot_segments(hint),
            Self::AsSent(path) if path.has_rejected => path.rejected.check(FIELD, path.text, hint),
            Self::Bucket | Self::AsSent(_) => Ok(()),
        }
    }

    /// Returns the key, the path, or nothing for the bucket.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Object(key) => key.as_str(),
            Self::Bucket => "",
            Self::AsSent(path) => path.text,
        }
    }
}

impl<'a> SentPath<'a> {
    /// Parses a path that is signed by this rule.
    pub(crate) fn new(text: &'a str, rule: PathRule) -> Result<Self, Error> {
        check_path(FIELD, text)?;
        let rejected = match rule {
            PathRule::S3 => DotSegments::Encoded,
            PathRule::Generic => DotSegments::Hidden,
        };
        Ok(Self { text, rejected, has_rejected: rejected.check(FIELD, text, "").is_err() })
    }

    pub(crate) fn as_str(self) -> &'a str {
        self.text
    }
}
