//! The session token that was signed is not the one in the URL.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::credentials::TokenKind;
use crate::diagnose::cause::Cause;
use crate::diagnose::search::candidate::{Candidate, Part};
use crate::diagnose::search::change::{Change, Rank};
use crate::diagnose::search::escaping::Escaping;
use crate::diagnose::search::known::Known;
use crate::sigv4::encode_component;

const SECURITY: &str = TokenKind::Security.parameter_name();
const SESSION: &str = TokenKind::S3Session.parameter_name();

pub(super) fn find<'a>(known: &'a Known<'a>, base: &Candidate<'a>, changes: &mut Vec<Change<'a>>) {
    let url = &known.facts.url;
    for name in [SECURITY, SESSION] {
        if base.query.get(name).is_some() {
            not_signed(name, changes);
            mangled(name, changes);
            renamed(name, if name == SECURITY { SESSION } else { SECURITY }, changes);
        } else if url.parameter(name).is_some() {
            signed_where_it_must_not_be(known, name, changes);
        }
    }
    for credentials in &known.credentials {
        let Some((kind, token)) = credentials.identity().encoded_token() else { continue };
        let name = kind.parameter_name();
        of_credentials(base, name, token, changes);
    }
}

fn not_signed(name: &'static str, changes: &mut Vec<Change<'_>>) {
    let change =
        Change::new(Part::Token, Rank::Usual, move |candidate| candidate.query.retain(|other, _| other != name));
    changes.push(change.because(Cause::TokenNotSigned, move || {
        let what = format!("The session token (`{name}`) was added to the URL after signing.");
        (what, format!("Put `{name}` into the query before signing: set the session token on the credentials."))
    }));
}

fn signed_where_it_must_not_be<'a>(known: &'a Known<'a>, name: &'static str, changes: &mut Vec<Change<'a>>) {
    let Some(token) = known.facts.url.value(name) else { return };
    let token = encode_component(&*token).to_string();
    let change = Change::new(Part::Token, Rank::Usual, move |candidate| candidate.query.set(name, token.clone()));
    changes.push(change.because(Cause::TokenNotSigned, move || {
        let what =
            format!("The session token (`{name}`) was signed, and this service requires it to be added after signing.");
        (what, format!("Sign the URL without `{name}`, and append it then."))
    }));
}

/// The token was decoded or encoded once more on its way, or its ends were changed.
fn mangled(name: &'static str, changes: &mut Vec<Change<'_>>) {
    let mut add = |rank, how: &'static str, edit: fn(&str) -> Cow<'_, str>| {
        let change = Change::new(Part::Token, rank, move |candidate| {
            candidate.query.update(name, |token| edit(token).into_owned());
        });
        changes.push(change.because(Cause::TokenMangled, move || {
            let what = format!("The session token in the URL (`{name}`) is not the one that was signed: {how}.");
            (what, "Use the URL as the signer returned it: nothing may decode or encode the token again.".into())
        }));
    };
    add(Rank::Usual, "its plus signs became spaces", |token| Escaping::Replaced("%20", "%2B").apply(token));
    add(Rank::Usual, "its spaces became plus signs", |token| Escaping::Replaced("%2B", "%20").apply(token));
    add(Rank::Usual, "it is percent-encoded once more", |token| Escaping::Once.apply(token));
    add(Rank::Usual, "it was percent-decoded", |token| Escaping::Twice.apply(token));
    add(Rank::Usual, "there is white space around it", |token| trimmed(token).into());
    add(Rank::Unusual, "a line break at its end was removed", |token| [token, "%0A"].concat().into());
    add(Rank::Unusual, "there are line breaks in it", |token| token.replace("%0D", "").replace("%0A", "").into());
    add(Rank::Unusual, "an `=` at its end was removed", |token| [token, "%3D"].concat().into());
    add(Rank::Unusual, "two `=` at its end were removed", |token| [token, "%3D%3D"].concat().into());
    add(Rank::Unusual, "one or more `=` were added to its end", |token| {
        let mut token = token;
        while let Some(shorter) = token.strip_suffix("%3D") {
            token = shorter;
        }
        token.into()
    });
    add(Rank::Rare, "`+` and `/` became `-` and `_`", |token| token.replace('-', "%2B").replace('_', "%2F").into());
}

/// Returns a token without encoded white space at its ends.
fn trimmed(mut token: &str) -> &str {
    const BLANKS: [&str; 4] = ["%20", "%0A", "%0D", "%09"];
    while let Some(shorter) = BLANKS.iter().find_map(|blank| token.strip_suffix(blank).or(token.strip_prefix(blank))) {
        token = shorter;
    }
    token
}

fn renamed(name: &'static str, other: &'static str, changes: &mut Vec<Change<'_>>) {
    let change = Change::new(Part::Token, Rank::Unusual, move |candidate| {
        if let Some(token) = candidate.query.get(name).map(String::from) {
            candidate.query.retain(|parameter, _| parameter != name);
            candidate.query.set(other, token);
        }
    });
    changes.push(change.because(Cause::QueryChanged, move || {
        let what = format!("The session token was signed as `{other}`, and the URL has it as `{name}`.");
        (what, "Use the URL as the signer returned it.".into())
    }));
}

/// The URL was signed with the token of these credentials.
fn of_credentials<'a>(base: &Candidate<'a>, name: &'static str, token: &'a str, changes: &mut Vec<Change<'a>>) {
    let in_url = base.query.get(name);
    if in_url == Some(token) {
        return;
    }
    let change = Change::new(Part::Token, Rank::Usual, move |candidate| candidate.query.set(name, token));
    changes.push(match in_url {
        None => change.because(Cause::TokenMissing, move || {
            let what = format!(
                "The URL was signed with the session token of the credentials (`{name}`), and does not have it."
            );
            (what, "Use the URL as the signer returned it, with the session token.".into())
        }),
        Some(_) => change.because(Cause::TokenMangled, move || {
            let what = format!(
                "The URL was signed with the session token of the credentials, and has another one (`{name}`)."
            );
            (what, "Use the URL as the signer returned it, with the token that was signed.".into())
        }),
    });
}
