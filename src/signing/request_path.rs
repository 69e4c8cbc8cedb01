//! The path of a request, as the caller gave it.

/// The part of a request's path that follows the target's own path.
#[derive(Clone, Copy)]
pub(crate) enum RequestPath<'a> {
    /// An object key, which is not encoded yet. Its length has been checked.
    Object(&'a str),
    /// The bucket itself.
    Bucket,
    /// A path that is already encoded.
    AsSent(&'a str),
}

impl RequestPath<'_> {
    /// Returns the path for `Debug`. An invalid path may include a query, which is left out: it may hold a secret.
    pub(crate) fn shown(&self) -> &str {
        match self {
            Self::Object(key) => key,
            Self::Bucket => "",
            Self::AsSent(path) => path.split('?').next().unwrap_or_default(),
        }
    }
}
