//! The parameters of two canonical queries.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::change::{Change, Side};
use crate::diagnose::comparison::Part;
use crate::diagnose::url::decoded;
use crate::sigv4::escaped::Escaped;

/// Adds the parameters that differ, in the order of their names. If none does, their order may.
pub(super) fn compare(expected: &str, received: &str, changes: &mut Vec<Change>) {
    if expected == received {
        return;
    }
    let mut parameters: BTreeMap<Cow<'_, str>, [Vec<&str>; 2]> = BTreeMap::new();
    for (side, query) in [expected, received].into_iter().enumerate() {
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let name = decoded(Escaped::of_query(pair.split('=').next().unwrap_or(pair)));
            let sides = parameters.entry(name).or_default();
            if let Some(pairs) = sides.get_mut(side) {
                pairs.push(pair);
            }
        }
    }
    let before = changes.len();
    for (name, [mut expected, mut received]) in parameters {
        remove_common(&mut expected, &mut received);
        let count = expected.len().max(received.len());
        let side = |pairs: &[&str], index: usize| pairs.get(index).map_or(Side::Missing, |pair| Side::of(pair));
        changes.extend((0..count).map(|index| Change {
            part: Part::Parameter(name.clone().into_owned()),
            expected: side(&expected, index),
            received: side(&received, index),
        }));
    }
    if changes.len() == before {
        changes.push(Change { part: Part::Query, expected: Side::of(expected), received: Side::of(received) });
    }
}

/// Removes what both lists have.
fn remove_common(one: &mut Vec<&str>, other: &mut Vec<&str>) {
    one.sort_unstable();
    other.sort_unstable();
    let (mut rest_of_one, mut rest_of_other) = (Vec::new(), Vec::new());
    let (mut ones, mut others) = (one.iter().peekable(), other.iter().peekable());
    while let (Some(first), Some(second)) = (ones.peek(), others.peek()) {
        match first.cmp(second) {
            core::cmp::Ordering::Less => rest_of_one.extend(ones.next()),
            core::cmp::Ordering::Greater => rest_of_other.extend(others.next()),
            core::cmp::Ordering::Equal => _ = (ones.next(), others.next()),
        }
    }
    rest_of_one.extend(ones);
    rest_of_other.extend(others);
    (*one, *other) = (rest_of_one, rest_of_other);
}
