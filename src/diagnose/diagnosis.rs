//! The result of `explain`.

use alloc::vec::Vec;
use core::fmt;

use super::comparison::Comparison;
use super::finding::Finding;

/// Why a request with a presigned URL failed: the findings, the most certain first.
///
/// It is safe to paste into a public bug report: it shows no signature, session token or secret, neither with `Display`
/// nor with `Debug` nor in its fields. It does show the host, the path, the access key ID, and the names of headers and
/// parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    pub(super) findings: Vec<Finding>,
    pub(super) comparison: Option<Comparison>,
}

impl Diagnosis {
    /// Returns the findings, the most certain first. There are none if nothing is wrong with what is known, or if the answer is one that no rule is about.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Returns the comparison of the signed request with what the server received, if the response contains that.
    pub fn comparison(&self) -> Option<&Comparison> {
        self.comparison.as_ref()
    }
}

impl fmt::Display for Diagnosis {
    /// Writes the findings as a numbered list, and the comparison below it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.findings.is_empty() {
            f.write_str("no cause for a failure was found\n")?;
        }
        for (number, finding) in (1..).zip(&self.findings) {
            writeln!(f, "{number}. {} ({}): {}", finding.code, finding.certainty, finding.what)?;
            writeln!(f, "   {}", finding.fix)?;
        }
        match &self.comparison {
            Some(comparison) if !comparison.is_equal() => write!(f, "\n{comparison}"),
            _ => Ok(()),
        }
    }
}
