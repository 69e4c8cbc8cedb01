//! Undoes what mails, documents, shells and programs do to a URL on its way.
//!
//! Each step undoes one thing, and only if the text proves that it was done: a URL that arrived as it was signed is
//! never changed. The outermost comes first: what wraps lines does so after what escapes them.

mod around;
mod cut;
mod encoded;
mod end;
mod escapes;
mod formats;
mod fragment;
mod lines;
mod pairs;
mod spaces;
#[cfg(test)]
mod tests;
mod tracking;
mod undone;

use self::undone::Undone;

/// Undoes what carried a URL. The text may have other text around the URL.
pub(super) fn undo(text: &str) -> Undone {
    let mut undone = Undone::new();
    around::undo(text, &mut undone);
    lines::undo(&mut undone);
    escapes::undo(&mut undone);
    encoded::undo(&mut undone);
    spaces::undo(&mut undone);
    fragment::undo(&mut undone);
    formats::undo(&mut undone);
    end::undo(&mut undone);
    tracking::undo(&mut undone);
    cut::find(&mut undone);
    undone
}
