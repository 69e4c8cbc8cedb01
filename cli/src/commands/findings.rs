//! Findings, as `inspect` and `explain` print them.

use presign::diagnose::{Certainty, Finding};
use serde_json::{Value, json};

use crate::advice::for_command;
use crate::style::{BOLD, DIM, RED, YELLOW, styled};

/// Writes findings as a numbered list.
pub(super) fn to_text(findings: &[Finding]) -> String {
    (1..).zip(findings).map(|(number, finding)| numbered(number, finding)).collect()
}

pub(super) fn to_json(findings: &[Finding]) -> Value {
    let to_json = |finding: &Finding| {
        let certainty = finding.certainty.to_string();
        json!({ "code": finding.code, "certainty": certainty, "what": for_command(&finding.what), "fix": for_command(&finding.fix) })
    };
    findings.iter().map(to_json).collect()
}

fn numbered(number: usize, finding: &Finding) -> String {
    let style = match finding.certainty {
        Certainty::Certain => RED,
        Certainty::Likely => YELLOW,
        Certainty::Possible => DIM,
    };
    let code = styled(BOLD, finding.code);
    let certainty = styled(style, &finding.certainty.to_string());
    let (what, fix) = (for_command(&finding.what), for_command(&finding.fix));
    format!("{number}. {code} ({certainty})\n   {what}\n   {fix}\n")
}
