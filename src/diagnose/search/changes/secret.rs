//! Another secret access key signed the URL.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use zeroize::Zeroizing;

use crate::diagnose::cause::Cause;
use crate::diagnose::search::candidate::Part;
use crate::diagnose::search::change::{Change, Rank};
use crate::diagnose::search::escaping::decode;
use crate::diagnose::search::keys::Keys;
use crate::diagnose::search::known::Known;
use crate::sigv4::{are_equal, encode_component};

/// Adds the secrets to the keys, which have the first one already.
pub(super) fn find<'a>(known: &'a Known<'a>, keys: &mut Keys<'a>, changes: &mut Vec<Change<'a>>) {
    let claimed = known.claimed_key_id();
    for credentials in known.credentials.iter().skip(1) {
        let index = keys.add(Zeroizing::new(credentials.secret().to_owned()));
        let id = credentials.access_key_id();
        let change = Change::new(Part::Secret, Rank::Usual, move |candidate| candidate.secret = index);
        changes.push(change.because(Cause::WrongSecret, move || of_other(known, claimed, id)));
    }
    for credentials in &known.credentials {
        let secret = credentials.secret();
        spaces(secret, keys, changes);
        spellings(secret, keys, changes);
        let id = credentials.access_key_id();
        let is_swapped = are_equal(claimed.as_bytes(), secret.as_bytes());
        let index = keys.add(Zeroizing::new(id.to_owned()));
        let rank = if is_swapped { Rank::Usual } else { Rank::Unusual };
        let change = Change::new(Part::Secret, rank, move |candidate| candidate.secret = index);
        changes.push(change.because(Cause::KeyAndSecretSwapped, || {
            let what = "The URL was signed with the access key ID in place of the secret access key.";
            (what.into(), "Pass the access key ID first and the secret access key second, and sign another URL.".into())
        }));
    }
}

/// Returns the texts for a URL that names one access key and is signed with the secret of another one.
pub(crate) fn of_other(known: &Known<'_>, claimed: &str, id: &str) -> (String, String) {
    let (claimed_id, other) = (known.shown_key_id(claimed), known.shown_key_id(id));
    if claimed == id {
        let what = format!(
            "Two secrets are given for the access key {claimed_id}, and the URL was signed with a later one, not with the first."
        );
        return (what, "Check which of them is valid now, and sign with that one.".into());
    }
    (
        format!("The URL names the access key {claimed_id}, and was signed with the secret of the access key {other}."),
        "Sign with an access key ID and a secret access key that belong together.".into(),
    )
}

/// White space was signed with the secret.
fn spaces(secret: &str, keys: &mut Keys<'_>, changes: &mut Vec<Change<'_>>) {
    let trimmed = secret.trim();
    if trimmed != secret {
        // The secret that was given is not the one of the key, so this is no mistake of the signer.
        let index = keys.add(Zeroizing::new(trimmed.to_owned()));
        changes.push(Change::new(Part::Secret, Rank::Usual, move |candidate| candidate.secret = index));
    }
    for (before, after, what, rank) in [
        ("", "\n", "a line feed after it", Rank::Usual),
        ("", "\r\n", "a carriage return and a line feed after it", Rank::Usual),
        ("", " ", "a space after it", Rank::Usual),
        (" ", "", "a space before it", Rank::Usual),
        ("", "\r", "a carriage return after it", Rank::Usual),
        ("", "\t", "a tab after it", Rank::Unusual),
        (" ", " ", "spaces around it", Rank::Unusual),
        ("\u{feff}", "", "a byte order mark before it", Rank::Unusual),
        ("", "\u{a0}", "a no-break space after it", Rank::Rare),
        ("", "\u{200b}", "a zero-width space after it", Rank::Rare),
    ] {
        let mut spaced = Zeroizing::new(String::with_capacity(trimmed.len().saturating_add(8)));
        [before, trimmed, after].into_iter().for_each(|part| spaced.push_str(part));
        if *spaced == secret {
            continue;
        }
        let index = keys.add(spaced);
        let change = Change::new(Part::Secret, rank, move |candidate| candidate.secret = index);
        changes.push(change.because(Cause::SecretWhiteSpace, move || white_space(what)));
    }
}

/// Returns the texts for a secret that was signed with white space.
pub(crate) fn white_space(what: &str) -> (String, String) {
    (
        format!("The URL was signed with the secret access key and {what}."),
        "Remove white space from the secret where it is read, such as from a file or an environment variable, and sign \
         another URL."
            .into(),
    )
}

/// The secret was changed where it was stored.
fn spellings(secret: &str, keys: &mut Keys<'_>, changes: &mut Vec<Change<'_>>) {
    let trimmed = secret.trim();
    let quoted = |quote: &str| [quote, trimmed, quote].concat();
    let decoded = String::from_utf8(decode(trimmed)).unwrap_or_default();
    for (other, how, rank) in [
        (quoted("\""), "in quotation marks", Rank::Usual),
        (quoted("'"), "in apostrophes", Rank::Usual),
        (
            trimmed.trim_matches(['"', '\'']).to_owned(),
            "without the quotation marks that the given one has",
            Rank::Usual,
        ),
        (encode_component(trimmed).to_string(), "percent-encoded", Rank::Usual),
        (decoded, "percent-decoded", Rank::Unusual),
        (trimmed.replace('+', " "), "with spaces in place of its plus signs", Rank::Usual),
        (trimmed.replace(' ', "+"), "with plus signs in place of its spaces", Rank::Unusual),
        (trimmed.replace('/', "\\/"), "with a backslash before each slash, as JSON may have it", Rank::Unusual),
        (trimmed.replace("\\/", "/"), "without the backslashes that the given one has", Rank::Unusual),
        (["AWS4", trimmed].concat(), "with `AWS4` before it twice", Rank::Unusual),
        (String::new(), "missing: the empty text was used in its place", Rank::Usual),
        (trimmed.to_ascii_lowercase(), "in lower case", Rank::Rare),
        (trimmed.to_ascii_uppercase(), "in upper case", Rank::Rare),
    ] {
        let other = Zeroizing::new(other);
        if *other == secret {
            continue;
        }
        let index = keys.add(other);
        let change = Change::new(Part::Secret, rank, move |candidate| candidate.secret = index);
        changes.push(change.because(Cause::WrongSecret, move || {
            let what = format!("The URL was signed with the secret access key {how}.");
            (what, "Pass the secret to the signer exactly as it was issued, and sign another URL.".into())
        }));
    }
}
