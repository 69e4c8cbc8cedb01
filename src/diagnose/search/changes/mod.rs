//! All hypotheses, one file for each subject.

mod date;
mod echo;
mod headers;
mod host;
mod method;
mod parameters;
mod path;
mod payload;
mod query;
mod scope;
mod secret;
mod token;
mod writings;

use alloc::vec::Vec;

pub(super) use self::echo::received;
pub(super) use self::secret::{of_other, white_space};
use super::candidate::Candidate;
use super::change::Change;
use super::keys::Keys;
use super::known::Known;

/// Returns all hypotheses, the most usual ones first, and adds the secrets to the keys.
pub(super) fn all<'a>(known: &'a Known<'a>, base: &Candidate<'a>, keys: &mut Keys<'a>) -> Vec<Change<'a>> {
    let mut changes = Vec::new();
    method::find(known, &mut changes);
    echo::find(known, &mut changes);
    headers::find(known, base, &mut changes);
    host::find(known, base, &mut changes);
    token::find(known, base, &mut changes);
    parameters::find(known, base, &mut changes);
    path::find(known, base, &mut changes);
    query::find(&mut changes);
    payload::find(known, base, &mut changes);
    secret::find(known, keys, &mut changes);
    scope::find(known, base, &mut changes);
    date::find(known, base, &mut changes);
    changes.sort_by_key(|change| change.rank);
    changes
}
