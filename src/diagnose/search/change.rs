//! A hypothesis: one difference between what was sent and what was signed.

use alloc::boxed::Box;
use alloc::string::String;

use super::candidate::{Candidate, Part};
use crate::diagnose::cause::Cause;

/// One difference between what was sent and what was signed.
pub(super) struct Change<'a> {
    pub(super) part: Part,
    pub(super) rank: Rank,
    apply: Box<dyn Fn(&mut Candidate<'a>) + 'a>,
    pub(super) mistake: Option<Mistake<'a>>,
}

/// How usual a mistake is. Pairs of more usual ones are tried first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Usual,
    Unusual,
    Rare,
}

/// Why a URL with this difference fails. A difference without a mistake fills in what was not known.
pub(super) struct Mistake<'a> {
    pub(super) cause: Cause,
    texts: Box<dyn Fn() -> Texts + 'a>,
}

/// What happened, and what to do.
pub(super) type Texts = (String, String);

impl<'a> Change<'a> {
    pub(super) fn new(part: Part, rank: Rank, apply: impl Fn(&mut Candidate<'a>) + 'a) -> Self {
        Self { part, rank, apply: Box::new(apply), mistake: None }
    }

    /// Sets the cause, and the texts of its finding.
    pub(super) fn because(self, cause: Cause, texts: impl Fn() -> Texts + 'a) -> Self {
        Self { mistake: Some(Mistake::new(cause, texts)), ..self }
    }

    pub(super) fn apply(&self, candidate: &mut Candidate<'a>) {
        (self.apply)(candidate);
    }
}

impl<'a> Mistake<'a> {
    pub(super) fn new(cause: Cause, texts: impl Fn() -> Texts + 'a) -> Self {
        Self { cause, texts: Box::new(texts) }
    }

    pub(super) fn texts(&self) -> Texts {
        (self.texts)()
    }
}
