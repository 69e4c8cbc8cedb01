//! Checks each row of the table in docs/services.md: a URL from another implementation matches the row, and a URL made
//! from the row has the signature that a second implementation computes.

mod naive;
mod util;

use std::time::Duration;

use presign::{ErrorKind, Method, Service};

use crate::util::{NOW, SECRET, credentials, vectors};

const TABLE: &str = include_str!("../docs/services.md");
const VECTORS: &str = include_str!("vectors/independent.json");

const WEEK: u64 = 7 * 24 * 60 * 60;

struct Row {
    purpose: &'static str,
    signing_name: &'static str,
    endpoint: &'static str,
    path: &'static str,
    /// In seconds, if the table has a maximum.
    longest: Option<u64>,
}

fn rows() -> Vec<Row> {
    let lines = TABLE.lines().filter(|line| line.starts_with('|')).skip(2);
    lines.map(row).collect()
}

fn row(line: &'static str) -> Row {
    let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
    let [purpose, signing_name, endpoint, path, longest, pages] = cells[..] else {
        panic!("expected six cells: {line}")
    };
    let code =
        |cell: &'static str| cell.strip_prefix('`').and_then(|cell| cell.strip_suffix('`')).expect("the cell is code");
    for page in pages.split(", ") {
        let name = page.rsplit_once("][").and_then(|(_, name)| name.strip_suffix(']')).expect("the page is a link");
        assert!(TABLE.contains(&format!("\n[{name}]: https://")), "no page is defined for {name}");
    }
    let seconds = |words: &str| match words.split_once(' ') {
        Some((number, "minutes")) => number.parse::<u64>().unwrap() * 60,
        Some(("7", "days")) => WEEK,
        _ => panic!("unknown time: {words}"),
    };
    let longest = (!longest.is_empty()).then(|| seconds(longest));
    Row { purpose, signing_name: code(signing_name), endpoint: code(endpoint), path: code(path), longest }
}

/// Returns whether the words in braces can be replaced so that the template becomes the text.
fn matches(template: &str, text: &str, region: &str) -> bool {
    let template = template.replace("{region}", region);
    let mut parts = template.split('{').map(|part| part.split_once('}').map_or(part, |(_, literal)| literal));
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap()) else { return false };
    let parts: Vec<_> = parts.collect();
    for (index, literal) in parts.iter().enumerate() {
        let is_last = index + 1 == parts.len();
        let at = if is_last { rest.len().checked_sub(literal.len()) } else { rest.find(literal) };
        match at {
            Some(at @ 1..) if rest[at..].starts_with(literal) => rest = &rest[at + literal.len()..],
            _ => return false,
        }
    }
    rest.is_empty()
}

fn filled(template: &str) -> String {
    let mut text = template.replace("{region}", "eu-west-1");
    while let (Some(start), Some(end)) = (text.find('{'), text.find('}')) {
        text.replace_range(start..=end, "abc123");
    }
    text
}

#[test]
fn every_row_matches_another_implementation() {
    let vectors = vectors::rows(VECTORS, "urls");
    let rows = rows();
    assert_eq!(rows.len(), 20, "the number of rows changed");
    for Row { purpose, signing_name, endpoint, path, longest } in &rows {
        let mut witnesses = vectors.iter().filter(|vector| {
            let service = &vector["service"];
            let is = |template: &str, field: &str| {
                service[field].as_str().is_some_and(|text| matches(template, text, service["region"].as_str().unwrap()))
            };
            service["name"] == *signing_name && is(endpoint, "endpoint") && is(path, "path")
        });
        let witness = witnesses.next().unwrap_or_else(|| panic!("{purpose}: no URL matches"));
        let unsigned_payload = witness["headers"].as_array().is_some_and(|headers| {
            headers.iter().any(|header| header[0] == "x-amz-content-sha256" && header[1] == "UNSIGNED-PAYLOAD")
        });
        assert_eq!(unsigned_payload, purpose.ends_with(", with the header"), "{purpose}");
        assert_eq!(witness["expires_in"].is_null(), purpose.starts_with("AWS IoT"), "{purpose}");
        assert!(witness["expires_in"].as_u64().unwrap_or(0) <= longest.unwrap_or(WEEK), "{purpose}");
    }
}

#[test]
fn every_row_is_signed() {
    let credentials = credentials();
    for Row { purpose, signing_name, endpoint, path, longest } in rows() {
        let (endpoint, path) = (filled(endpoint), filled(path));
        let service = Service::new(signing_name, "eu-west-1", &endpoint).unwrap();
        let mut request = service.request(Method::Get, &path);
        if purpose.ends_with(", with the header") {
            request = request.header("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
        }
        let longest = longest.unwrap_or(WEEK);
        let too_long = request.clone().expires_in(Duration::from_secs(longest + 1)).sign_at(&credentials, NOW);
        assert_eq!(too_long.unwrap_err().kind(), ErrorKind::ExpiryTooLong, "{purpose}");
        let default = request.sign_at(&credentials, NOW).unwrap();
        assert_eq!(default.expires_at(), Some(NOW + Duration::from_secs(longest.min(900))), "{purpose}");
        request = request.expires_in(Duration::from_secs(longest));
        let mut requests = vec![(request.clone(), format!("&X-Amz-Expires={longest}&"))];
        if purpose.starts_with("AWS IoT") {
            requests.push((request.without_expiry(), "&X-Amz-Date=20261123T120000Z&X-Amz-SignedHeaders=".into()));
        }
        for (request, expected) in requests {
            let url = request.sign_at(&credentials, NOW).unwrap();
            let scope = format!("AKIDEXAMPLE%2F20261123%2Feu-west-1%2F{signing_name}%2Faws4_request");
            assert!(url.as_str().starts_with(&format!("{endpoint}{path}?")), "{url}");
            assert!(url.as_str().contains(&scope) && url.as_str().contains(&expected), "{url}");
            let headers: Vec<_> = url.headers().collect();
            let signature = naive::signature("GET", url.as_str(), &headers, SECRET);
            assert!(url.as_str().ends_with(&signature), "{purpose}: {url}");
        }
    }
}

#[test]
fn templates_match_urls() {
    let template = "https://{api}.execute-api.{region}.amazonaws.com";
    for (text, expected) in [
        ("https://abc.execute-api.us-east-1.amazonaws.com", true),
        ("https://a.b.execute-api.us-east-1.amazonaws.com", true),
        ("https://.execute-api.us-east-1.amazonaws.com", false),
        ("https://abc.execute-api.eu-west-1.amazonaws.com", false),
        ("wss://abc.execute-api.us-east-1.amazonaws.com", false),
        ("https://abc.execute-api.us-east-1.amazonaws.com:8443", false),
    ] {
        assert_eq!(matches(template, text, "us-east-1"), expected, "{text}");
    }
    assert!(matches("/{stage}/{resource}", "/prod/items/a%20b", ""));
    assert!(!matches("/{stage}/{resource}", "/prod", ""));
    assert!(matches("/", "/", "") && !matches("/", "/a", ""));
}
