//! The lines of a string to sign.

use alloc::vec::Vec;

use super::change::{Change, Side};
use crate::diagnose::comparison::Part;

/// The lines of a string to sign. What is `None` is not known.
#[derive(Default)]
pub(super) struct StringLines<'a> {
    pub(super) algorithm: Option<&'a str>,
    pub(super) date: Option<&'a str>,
    pub(super) day: Option<&'a str>,
    /// SigV4A has none.
    pub(super) region: Option<&'a str>,
    pub(super) service: Option<&'a str>,
    pub(super) hash: Option<&'a str>,
}

impl<'a> StringLines<'a> {
    /// Splits a string to sign. If it is not complete, its last line does not count.
    pub(super) fn parse(text: &'a str, is_complete: bool) -> Self {
        let text = if is_complete { text } else { text.rsplit_once('\n').map_or("", |(lines, _)| lines) };
        let mut lines = text.split('\n');
        let (algorithm, date, scope, hash) = (lines.next(), lines.next(), lines.next(), lines.next());
        let mut parts = scope.unwrap_or_default().split('/');
        let day = parts.next().filter(|day| !day.is_empty());
        let (region, service) = match (parts.next(), parts.next(), parts.next()) {
            (region, service, Some(_)) => (region, service),
            (service, Some(_), None) => (None, service),
            _ => (None, None),
        };
        Self { algorithm: algorithm.filter(|text| !text.is_empty()), date, day, region, service, hash }
    }

    /// Adds the lines that differ.
    pub(super) fn compare(&self, received: &StringLines<'_>, with_hash: bool, changes: &mut Vec<Change>) {
        for (part, expected, received) in [
            (Part::Algorithm, self.algorithm, received.algorithm),
            (Part::Date, self.date, received.date),
            (Part::Day, self.day, received.day),
            (Part::Region, self.region, received.region),
            (Part::Service, self.service, received.service),
            (Part::CanonicalRequestHash, self.hash.filter(|_| with_hash), received.hash),
        ] {
            match (expected, received) {
                (Some(expected), Some(received)) if expected != received => {
                    changes.push(Change { part, expected: Side::of(expected), received: Side::of(received) });
                }
                _ => {}
            }
        }
    }
}
