//! The parameters of a query.

use hyper::http::request::Parts;
use percent_encoding::percent_decode_str;

/// Names and values, decoded as s3s does, in the order received.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn of(head: &Parts) -> Self {
        let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        let pairs = head.uri.query().unwrap_or_default().split('&');
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        Self(pairs.map(|(name, value)| (decode(name), decode(value))).collect())
    }

    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| &**value)
    }

    pub(super) fn signed_headers(&self) -> impl Iterator<Item = &str> {
        self.value("X-Amz-SignedHeaders").unwrap_or_default().split(';')
    }

    /// Returns whether a parameter is followed by another one with the same name and a smaller value.
    pub(super) fn has_unsorted_values(&self) -> bool {
        let is_unsorted = |(at, (name, value)): (usize, &(String, String))| {
            self.0.iter().skip(at).any(|(other, other_value)| other == name && other_value < value)
        };
        self.0.iter().enumerate().any(is_unsorted)
    }
}
