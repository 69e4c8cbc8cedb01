//! The server received something else than is known to have been sent.
//!
//! What it received is in its answer. If that is what was signed, it is no mistake, but there may be another one.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::diagnose::search::candidate::{Candidate, Part};
use crate::diagnose::search::change::{Change, Rank};
use crate::diagnose::search::known::Known;
use crate::diagnose::search::query::Query;

pub(super) fn find<'a>(known: &'a Known<'a>, changes: &mut Vec<Change<'a>>) {
    let Some(echo) = &known.echo else { return };
    let mut add = |part, set: fn(&mut Candidate<'a>, Cow<'a, str>), value: &'a str| {
        changes.push(Change::new(part, Rank::Usual, move |candidate| set(candidate, value.into())));
    };
    add(Part::Method, |candidate, method| candidate.method = method, &echo.method);
    add(Part::Path, |candidate, path| candidate.path = path, &echo.path);
    add(Part::Payload, |candidate, payload| candidate.payload = payload, &echo.payload);
    if let Some(host) = echo.header("host") {
        add(Part::Host, |candidate, host| candidate.host = host, host);
    }
    let query = Query::of(&echo.query);
    changes.push(Change::new(Part::QueryValues, Rank::Usual, move |candidate| candidate.query = query.clone()));
}

/// Returns what the server received, if it says so.
pub(crate) fn received<'a>(known: &'a Known<'a>, sent: &Candidate<'a>) -> Option<Candidate<'a>> {
    let echo = known.echo.as_ref()?;
    let mut candidate = sent.clone();
    candidate.method = echo.method.as_str().into();
    candidate.path = echo.path.as_str().into();
    candidate.payload = echo.payload.as_str().into();
    candidate.query = Query::of(&echo.query);
    if let Some(host) = echo.header("host") {
        candidate.host = host.into();
    }
    for header in &mut candidate.headers {
        if let Some(value) = echo.header(&header.name) {
            header.value = value.into();
        }
    }
    Some(candidate)
}
