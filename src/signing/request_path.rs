//! The path of a request, as the caller gave it.

/// The part of a request's path that follows the target's own path.
#[derive(Clone, Copy)]
pub(crate) enum RequestPath<'a> {
    /// An object key, to be encoded. Whoever gives it has checked its length.
    Object(&'a str),
    /// The bucket itself.
    Bucket,
    /// A path that is encoded already.
    AsSent(&'a str),
}

impl RequestPath<'_> {
    /// For `Debug`, without a query that has no business there: it may hold a secret.
    pub(crate) fn shown(&self) -> &str {
        match self {
            Self::Object(key) => key,
            Self::Bucket => "",
            Self::AsSent(path) => path.split('?').next().unwrap_or_default(),
        }
    }
}
