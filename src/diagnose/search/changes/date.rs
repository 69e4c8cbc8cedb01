//! Another time was signed.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use time::Duration;

use crate::diagnose::cause::Cause;
use crate::diagnose::search::candidate::{Candidate, Part};
use crate::diagnose::search::change::{Change, Rank};
use crate::diagnose::search::known::Known;
use crate::sigv4::AmzDate;

const NAME: &str = "X-Amz-Date";
const FIX: &str = "Read the clock once, in UTC, and use that time in `X-Amz-Date`, in the string to sign, and its day in the \
                   credential and the key.";

/// The offsets of time zones that are not whole hours, in minutes.
const BETWEEN: [i64; 10] = [330, 345, 570, 390, 270, 210, 630, -150, -210, -570];

pub(super) fn find<'a>(known: &'a Known<'a>, base: &Candidate<'a>, changes: &mut Vec<Change<'a>>) {
    let Some(date) = known.facts.claims.date else { return };
    let minutes = (-14..=14).filter(|&hours| hours != 0).map(|hours: i64| hours.saturating_mul(60)).chain(BETWEEN);
    for minutes in minutes {
        let is_usual = matches!(minutes, -480 | -420 | -300 | -240 | 60 | 120 | 330 | 480 | 540);
        let rank = if is_usual { Rank::Unusual } else { Rank::Rare };
        let hours = format!("{}:{:02} hours", minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60);
        let side = if minutes < 0 { "earlier" } else { "later" };
        let how = format!("{hours} {side}, as in local time");
        moved(date, Duration::minutes(minutes), how, rank, changes);
    }
    for seconds in [1, -1, 2, -2] {
        let side = if seconds < 0 { "earlier" } else { "later" };
        let how = format!("{} s {side}: the clock was read twice", i64::abs(seconds));
        moved(date, Duration::seconds(seconds), how, Rank::Unusual, changes);
    }
    for header in ["x-amz-date", "date"] {
        for &value in known.sent(header) {
            if value == base.date {
                continue;
            }
            let change = Change::new(Part::Date, Rank::Usual, move |candidate| candidate.date = value.into());
            changes.push(change.because(Cause::SignedDate, move || {
                let what =
                    format!("The string to sign has the time of the header `{header}`, not of `{NAME}` in the query.");
                (what, FIX.into())
            }));
        }
    }
    days(date, base, changes);
}

/// The time in the string to sign is not `X-Amz-Date`.
fn moved(date: AmzDate, by: Duration, how: String, rank: Rank, changes: &mut Vec<Change<'_>>) {
    let Some(other) = date.time().checked_add(by).and_then(|time| AmzDate::new(time).ok()) else { return };
    let text = other.to_string();
    for in_query in [false, true] {
        for with_day in [false, true] {
            let (text, how) = (text.clone(), how.clone());
            if with_day && other.date() == date.date() {
                continue;
            }
            let change = Change::new(Part::Date, rank, move |candidate| {
                candidate.date = text.clone().into();
                if in_query {
                    candidate.query.set(NAME, text.clone());
                }
                let day: Cow<'_, str> = text.get(..8).unwrap_or_default().to_string().into();
                match (with_day, in_query) {
                    (true, true) => candidate.update_scope(|scope| scope.day = day.clone()),
                    (true, false) => {
                        candidate.scope.day = day.clone();
                        candidate.key_scope.day = day;
                    }
                    (false, _) => {}
                }
            });
            changes.push(change.because(Cause::SignedDate, move || {
                let what = match in_query {
                    true => {
                        format!("The URL was signed for another time than its `{NAME}`: {how}. It was changed later.")
                    }
                    false => format!("The string to sign has another time than `{NAME}`: {how}."),
                };
                (what, FIX.into())
            }));
        }
    }
}

/// The day of the scope is another one.
fn days<'a>(date: AmzDate, base: &Candidate<'a>, changes: &mut Vec<Change<'a>>) {
    for offset in [0, 1, -1] {
        let Some(day) = date.date().checked_add(Duration::days(offset)) else { continue };
        let Ok(day) = AmzDate::new(day.midnight().assume_utc()) else { continue };
        let day: String = day.to_string().chars().take(8).collect();
        if day == base.scope.day {
            continue;
        }
        for (place, rank) in
            [("", Rank::Unusual), (" in its string to sign", Rank::Usual), (" in its signing key", Rank::Usual)]
        {
            let signed = day.clone();
            let change = Change::new(Part::Day, rank, move |candidate| {
                let day: Cow<'_, str> = signed.clone().into();
                match place {
                    "" => candidate.update_scope(|scope| scope.day = day.clone()),
                    " in its signing key" => candidate.key_scope.day = day,
                    _ => {
                        candidate.scope.day = day.clone();
                        candidate.key_scope.day = day;
                    }
                }
            });
            let (day, own) = (day.clone(), base.scope.day.clone());
            changes.push(change.because(Cause::ScopeDate, move || {
                let own: String = own.chars().take(8).filter(char::is_ascii_digit).collect();
                (format!("The URL was signed for the day {day}{place}, and its credential names {own}."), FIX.into())
            }));
        }
    }
}
