//! For URLs that are right, nothing is certain or likely.

use presign::diagnose::{Attempt, Certainty, Finding, explain, inspect};
use serde_json::Value;

use crate::exchange::Exchange;

const RIGHT_URLS: &str = include_str!("../vectors/right-urls.json");

fn records() -> Vec<Value> {
    serde_json::from_str(RIGHT_URLS).unwrap()
}

fn accusations(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().filter(|finding| finding.certainty < Certainty::Possible).collect()
}

#[test]
fn there_are_enough_of_them() {
    assert!(records().len() >= 200);
}

#[test]
fn inspecting_them_accuses_nothing() {
    for record in &records() {
        let url = Exchange::new(record);
        let inspection = inspect(url.text("url"), url.now()).unwrap();
        let found = accusations(inspection.findings());
        assert!(found.is_empty(), "{}: {found:#?}", url.text("url"));
    }
}

#[test]
fn explaining_them_accuses_nothing() {
    for record in &records() {
        let url = Exchange::new(record);
        let credentials = url.credentials();
        let bare = Attempt::new(url.text("url"));
        for attempt in [bare, url.attempt(), url.attempt().response(200, "")] {
            for secret in [None, credentials.as_ref()] {
                let diagnosis = explain(&attempt, secret, url.now());
                let found = accusations(diagnosis.findings());
                assert!(found.is_empty(), "{} {attempt:?}: {found:#?}", url.text("url"));
            }
        }
    }
}
