//! Another method was signed.

use alloc::format;
use alloc::vec::Vec;

use crate::diagnose::cause::Cause;
use crate::diagnose::search::candidate::Part;
use crate::diagnose::search::change::{Change, Rank};
use crate::diagnose::search::known::Known;

/// The methods that presigned URLs are signed for, the most usual ones first.
const METHODS: [&str; 7] = ["GET", "PUT", "HEAD", "POST", "DELETE", "PATCH", "OPTIONS"];

pub(super) fn find<'a>(known: &'a Known<'a>, changes: &mut Vec<Change<'a>>) {
    let sent = known.facts.method();
    for method in METHODS.into_iter().filter(|&method| Some(method) != sent) {
        let rank = if matches!(method, "PATCH" | "OPTIONS") { Rank::Rare } else { Rank::Usual };
        let change = Change::new(Part::Method, rank, move |candidate| candidate.method = method.into());
        changes.push(match sent {
            None => change,
            Some(sent) => change.because(Cause::WrongMethod, move || {
                let is_plain = sent.len() < 8 && sent.bytes().all(|byte| byte.is_ascii_alphabetic());
                let sent = if is_plain { sent.into() } else { known.shown(sent) };
                (
                    format!("The URL was signed for {method}, and {sent} was sent."),
                    format!("Send {method}, or sign another URL for {sent}. A URL is valid for one method."),
                )
            }),
        });
    }
}
