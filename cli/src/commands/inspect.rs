//! `presign inspect`: what a URL says about itself.

use clap::Args;
use presign::diagnose::{Inspection, inspect};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::commands::findings;
use crate::failure::Failure;
use crate::style::{BOLD, RED, styled};
use crate::{input, output, when};

/// The options of an inspection.
#[derive(Args, Debug)]
pub(crate) struct InspectArgs {
    /// The URL, or `-` to read it from standard input
    #[arg(value_name = "URL")]
    url: String,
    /// The time that decides whether the URL has expired, as 2026-11-23T12:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = when::parse)]
    at: Option<OffsetDateTime>,
    /// Print an object for programs
    #[arg(long)]
    json: bool,
}

impl InspectArgs {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let inspection = inspect(&input::url(&self.url)?, when::or_now(self.at))?;
        match self.json {
            true => output::print_line(&format!("{:#}", to_json(&inspection))),
            false => output::print(&to_text(&inspection)),
        }
    }
}

/// Returns what the URL says. Unlike the text, it has every value as it is in the URL.
fn to_json(inspection: &Inspection) -> Value {
    let time = |at: Option<OffsetDateTime>| at.and_then(|at| at.format(&Rfc3339).ok());
    json!({
        "host": inspection.host(),
        "path": inspection.path(),
        "bucket": inspection.bucket(),
        "key": inspection.key(),
        "access_key_id": inspection.access_key_id(),
        "algorithm": inspection.algorithm().map(|algorithm| algorithm.to_string()),
        "has_session_token": inspection.token().is_some(),
        "day": inspection.day(),
        "region": inspection.region(),
        "service": inspection.service(),
        "signed_at": time(inspection.signed_at()),
        "expires_at": time(inspection.expires_at()),
        "is_expired": inspection.is_expired(),
        "headers_to_send": inspection.headers_to_send(),
        "findings": findings::to_json(inspection.findings()),
    })
}

/// Writes the library's summary with colors, and the findings as `explain` does.
fn to_text(inspection: &Inspection) -> String {
    let summary = inspection.to_string();
    // The summary ends with a line for each finding.
    let facts = summary.lines().count().saturating_sub(inspection.findings().len());
    let mut text: String = summary.lines().take(facts).map(|line| colored(line, inspection.is_expired())).collect();
    if !inspection.findings().is_empty() {
        text.push('\n');
    }
    text + &findings::to_text(inspection.findings())
}

fn colored(line: &str, is_expired: bool) -> String {
    let (label, value) = line.split_at(line.find(':').map_or(0, |colon| colon + 1));
    let value = if is_expired && label == "expires:" { styled(RED, value) } else { value.into() };
    format!("{}{value}\n", styled(BOLD, label))
}
