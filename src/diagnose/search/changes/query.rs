//! The query was written otherwise when it was signed.

use alloc::format;
use alloc::vec::Vec;

use super::writings::WAYS;
use crate::diagnose::cause::Cause;
use crate::diagnose::search::candidate::Part;
use crate::diagnose::search::change::{Change, Rank};
use crate::diagnose::search::escaping::Escaping;
use crate::diagnose::search::query::{Order, Writing};

const FIX: &str = "Percent-encode each name and value, everything but `A-Z a-z 0-9 - . _ ~`, sort by the encoded name and \
                   then by the encoded value, write `name=value` also without a value, and sign the result.";

pub(super) fn find(changes: &mut Vec<Change<'_>>) {
    let mut add = |part, rank, how: &'static str, writing: Option<Writing>, order: Option<Order>, is_bare: bool| {
        let change = Change::new(part, rank, move |candidate| {
            let query = &mut candidate.query;
            query.writing = writing.unwrap_or(query.writing);
            query.order = order.unwrap_or(query.order);
            query.is_bare |= is_bare;
        });
        changes.push(
            change.because(Cause::QueryEncoding, move || (format!("The signer signed the query {how}."), FIX.into())),
        );
    };
    let mut written = |how, rank, writing| add(Part::QueryWriting, rank, how, Some(writing), None, false);
    written("as it is written in the URL, which is not its canonical form", Rank::Usual, Writing::AsInUrl);
    for (escaping, how, rank) in WAYS {
        written(how, rank, Writing::In(escaping));
    }
    written("with `/` unescaped", Rank::Usual, Writing::In(Escaping::Raw("/")));
    written("with `;` unescaped", Rank::Unusual, Writing::In(Escaping::Raw(";")));
    written("with the slashes and colons unescaped", Rank::Rare, Writing::In(Escaping::Raw("/:")));
    let mut sorted = |how, rank, order| add(Part::QueryOrder, rank, how, None, Some(order), false);
    sorted("in the order of the URL, not sorted", Rank::Usual, Order::AsInUrl);
    sorted("sorted by the joined `name=value`", Rank::Usual, Order::Joined);
    sorted("sorted before it was percent-encoded", Rank::Unusual, Order::Decoded);
    sorted("sorted without regard to case", Rank::Usual, Order::IgnoresCase);
    add(Part::QueryValues, Rank::Usual, "without the `=` of parameters that have no value", None, None, true);
    let how = "in the order of the URL and as it is written there";
    add(Part::QueryWriting, Rank::Usual, how, Some(Writing::AsInUrl), Some(Order::AsInUrl), false);
    let how = "in the order of the URL and without percent-encoding";
    let decoded = Writing::In(Escaping::Decoded);
    add(Part::QueryWriting, Rank::Unusual, how, Some(decoded), Some(Order::AsInUrl), false);
}
