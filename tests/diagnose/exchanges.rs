//! For each recorded failure, the first finding is its cause.

use std::collections::BTreeSet;

use presign::diagnose::explain;
use serde_json::Value;

use crate::exchange::Exchange;

const EXCHANGES: &str = include_str!("../vectors/exchanges.json");
const TROUBLESHOOTING: &str = include_str!("../../docs/troubleshooting.md");

fn records() -> Vec<Value> {
    serde_json::from_str(EXCHANGES).unwrap()
}

/// Returns a line for each exchange with another first finding, without or with the secret.
fn surprises(record: &Value) -> Vec<String> {
    let exchange = Exchange::new(record);
    let credentials = exchange.credentials();
    let mut surprises = Vec::new();
    for secret in [None, credentials.as_ref()] {
        if secret.is_none() && exchange.needs_secret() {
            continue;
        }
        let diagnosis = explain(&exchange.attempt(), secret, exchange.now());
        let found: Vec<_> = diagnosis.findings().iter().map(|finding| (finding.code, finding.certainty)).collect();
        let is_cause = |code: &str| code == exchange.text("cause");
        // Where the answer fits other causes too, one of them may come first, but not alone.
        let is_first = found.first().is_some_and(|(code, _)| is_cause(code) || exchange.allows(code));
        if !is_first || !found.iter().any(|(code, _)| is_cause(code)) {
            let with = if secret.is_some() { "with" } else { "without" };
            let (name, cause) = (exchange.text("name"), exchange.text("cause"));
            surprises.push(format!("{name} ({with} the secret): expected {cause}, found {found:?}"));
        }
    }
    surprises
}

#[test]
fn the_first_finding_is_the_cause() {
    let surprises: Vec<_> = records().iter().flat_map(surprises).collect();
    assert!(surprises.is_empty(), "{} surprises:\n{}", surprises.len(), surprises.join("\n"));
}

#[test]
fn a_diagnosis_shows_no_secret() {
    for record in &records() {
        let exchange = Exchange::new(record);
        let attempt = exchange.attempt();
        let diagnosis = explain(&attempt, exchange.credentials().as_ref(), exchange.now());
        let shown = format!("{diagnosis}\n{diagnosis:?}\n{diagnosis:#?}\n{attempt:?}");
        for secret in exchange.secrets() {
            assert!(!shown.contains(&secret), "{}: {secret} in\n{shown}", exchange.text("name"));
        }
    }
}

/// Causes that are tested with answers from documentation alone, in `answers` and `carried`.
const NOT_RECORDED: [&str; 6] =
    ["answered-by-proxy", "form-malformed", "precondition-failed", "server-busy", "shell-escaped", "upload-size"];

/// Each cause that the guide explains was recorded at least once.
#[test]
fn every_cause_was_recorded() {
    let documented: BTreeSet<_> =
        TROUBLESHOOTING.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
    let records = records();
    let recorded: BTreeSet<_> = records.iter().map(|record| record["cause"].as_str().unwrap()).collect();
    let missing: Vec<_> = documented.difference(&recorded).filter(|code| !NOT_RECORDED.contains(code)).collect();
    assert!(missing.is_empty(), "no exchange for {missing:?}");
    let undocumented: Vec<_> = recorded.difference(&documented).collect();
    assert!(undocumented.is_empty(), "not in docs/troubleshooting.md: {undocumented:?}");
}
