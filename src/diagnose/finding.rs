//! What `diagnose` has found.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::cause::Cause;

/// How sure a [`Finding`] is.
///
/// ```
/// use presign::diagnose::Certainty;
///
/// assert!(Certainty::Certain < Certainty::Possible); // the most certain finding comes first
/// assert_eq!(Certainty::Likely.to_string(), "likely");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// It is proven: by the URL itself, by what the server says, or because a signature matches.
    Certain,
    /// Everything known agrees with it, but something else could have the same effect.
    Likely,
    /// It is worth checking.
    Possible,
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Possible => "possible",
        })
    }
}

/// A cause for the failure of a URL, and what to do about it.
///
/// It shows no signature, session token or secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Finding {
    /// The name of the cause, such as `wrong-method`. It never changes, so programs may compare it. The
    /// [guide](crate::_documentation::troubleshooting) lists all codes.
    pub code: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
    /// What happened, in a sentence.
    pub what: String,
    /// What to do, in a sentence.
    pub fix: String,
}

impl fmt::Display for Finding {
    /// Writes the certainty, the code and both sentences.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, certainty, what, fix } = self;
        write!(f, "{certainty} [{code}]: {what} {fix}")
    }
}

/// Collects findings, at most one for each cause.
#[derive(Default)]
pub(super) struct Findings(Vec<(Cause, Finding)>);

impl Findings {
    /// Adds a finding. If there is one with the same cause, the more certain one stays, and of two equally certain ones
    /// the earlier.
    pub(super) fn add(&mut self, cause: Cause, certainty: Certainty, what: impl Into<String>, fix: impl Into<String>) {
        let finding = Finding { code: cause.code(), certainty, what: what.into(), fix: fix.into() };
        match self.0.iter_mut().find(|(other, _)| *other == cause) {
            Some((_, other)) if other.certainty <= certainty => {}
            Some((_, other)) => *other = finding,
            None => self.0.push((cause, finding)),
        }
    }

    pub(super) fn has(&self, cause: Cause) -> bool {
        self.0.iter().any(|(other, _)| *other == cause)
    }

    /// Returns whether a cause is proven.
    pub(super) fn has_certain(&self, cause: Cause) -> bool {
        self.0.iter().any(|(other, finding)| *other == cause && finding.certainty == Certainty::Certain)
    }

    /// Returns whether there is a finding that is at least as certain.
    pub(super) fn has_any(&self, certainty: Certainty) -> bool {
        self.0.iter().any(|(_, finding)| finding.certainty <= certainty)
    }

    /// Adds all findings of another collection.
    pub(super) fn merge(&mut self, others: Self) {
        for (cause, Finding { certainty, what, fix, .. }) in others.0 {
            self.add(cause, certainty, what, fix);
        }
    }

    /// Makes a finding certain, if there is one with this cause.
    pub(super) fn prove(&mut self, cause: Cause) {
        for (_, finding) in self.0.iter_mut().filter(|(other, _)| *other == cause) {
            finding.certainty = Certainty::Certain;
        }
    }

    /// Removes what was only supposed about the signature.
    pub(super) fn drop_guesses_about_the_signature(&mut self) {
        let is_guess = |cause: Cause, certainty| {
            cause == Cause::SignatureMismatch || cause == Cause::WrongSecret && certainty != Certainty::Certain
        };
        self.0.retain(|(cause, finding)| !is_guess(*cause, finding.certainty));
    }

    /// Removes what differs between the URL and what the server received.
    pub(super) fn drop_differences(&mut self) {
        const DIFFERENCES: [Cause; 12] = [
            Cause::WrongMethod,
            Cause::HeaderMissing,
            Cause::HeaderChanged,
            Cause::HeaderRewritten,
            Cause::PayloadHash,
            Cause::HostChanged,
            Cause::PortChanged,
            Cause::PathNormalized,
            Cause::PathEncoding,
            Cause::PathPrefix,
            Cause::QueryEncoding,
            Cause::QueryChanged,
        ];
        self.0.retain(|(cause, _)| !DIFFERENCES.contains(cause));
    }

    /// Returns the findings, the most certain first. A wrong signature that is explained is not reported.
    pub(super) fn sorted(mut self) -> Vec<Finding> {
        if self.has_any(Certainty::Certain) {
            self.0.retain(|(cause, _)| *cause != Cause::SignatureMismatch);
        }
        self.0.sort_by_key(|(cause, finding)| (finding.certainty, *cause));
        self.0.into_iter().map(|(_, finding)| finding).collect()
    }
}
