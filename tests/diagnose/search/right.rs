//! URLs that other implementations signed rightly: nothing is found, and with another secret nothing is certain.

use presign::Credentials;
use presign::diagnose::{Attempt, Certainty, Diagnosis, explain};
use presign::sigv4::AmzDate;
use serde_json::Value;

/// The credentials of the vectors.
const ID: &str = "AKIDEXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

struct Row {
    name: String,
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    token: Option<String>,
    rejection: Option<String>,
}

fn rows() -> Vec<Row> {
    let files = [
        (include_str!("../../vectors/independent.json"), "urls"),
        (include_str!("../../vectors/parameters.json"), "urls"),
        (include_str!("../../vectors/rust-libraries.json"), "urls"),
        (include_str!("../../vectors/tokens.json"), "tokens"),
        #[cfg(feature = "sigv4a")]
        (include_str!("../../vectors/sigv4a.json"), "urls"),
    ];
    files.into_iter().flat_map(|(json, list)| rows_of(json, list)).collect()
}

fn rows_of(json: &str, list: &str) -> Vec<Row> {
    let vectors: Value = serde_json::from_str(json).expect("JSON");
    vectors[list].as_array().expect("a list").iter().filter_map(row).collect()
}

/// Returns a row whose signature is in a URL. The canonical request has its method and its headers, folded.
fn row(row: &Value) -> Option<Row> {
    let text = |field: &str| row[field].as_str().map(str::to_owned);
    let url = text("url").or_else(|| text("token")).filter(|url| url.contains("X-Amz-Signature="))?;
    let url = if url.contains("://") { url } else { format!("https://{url}") };
    let canonical = text("canonical_request").unwrap_or_default();
    let headers: Vec<(String, String)> = match row["headers"].as_array() {
        Some(pairs) => {
            let text = |value: &Value| value.as_str().expect("a text").to_owned();
            pairs.iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect()
        }
        None => {
            let lines = canonical.lines().skip(3).take_while(|line| !line.is_empty());
            let pairs = lines.map(|line| line.split_once(':').expect("a header"));
            pairs.filter(|(name, _)| *name != "host").map(|(name, value)| (name.into(), value.into())).collect()
        }
    };
    Some(Row {
        name: text("name").expect("a name"),
        method: text("method").or_else(|| canonical.lines().next().map(str::to_owned)).unwrap_or_else(|| "GET".into()),
        url,
        headers,
        token: text("session_token").or_else(|| text("s3_session_token")),
        rejection: text("rejection"),
    })
}

impl Row {
    fn credentials(&self, secret: &str) -> Credentials {
        let credentials = Credentials::new(ID, secret);
        match &self.token {
            // That of an S3 Express session is in another parameter, and only in the URL here.
            Some(token) if !self.url.contains("X-Amz-S3session-Token") => credentials.with_session_token(token),
            _ => credentials,
        }
    }

    /// Explains it with what is known of the request, at the time of the URL.
    fn explain(&self, knows_method: bool, knows_headers: bool, secret: &str) -> Diagnosis {
        let mut attempt = Attempt::new(&self.url);
        if knows_method {
            attempt = attempt.method(&self.method);
        }
        if knows_headers {
            attempt = self.headers.iter().fold(attempt, |attempt, (name, value)| attempt.header(name, value));
            attempt = attempt.header("Connection", "close");
        }
        let (_, rest) = self.url.split_once("X-Amz-Date=").expect("a date");
        let date: AmzDate = rest[..16].parse().expect("a date");
        explain(&attempt, Some(&self.credentials(secret)), date.time())
    }
}

fn is_certain(diagnosis: &Diagnosis) -> bool {
    diagnosis.findings().iter().any(|finding| finding.certainty == Certainty::Certain)
}

#[test]
fn nothing_is_wrong_with_a_right_url() {
    let mut count = 0;
    for row in rows().iter().filter(|row| row.rejection.is_none()) {
        // A header that is not known and has an unusual value takes all attempts, which take a second without optimization.
        let with_few = [(true, true), (false, true), (true, false), (false, false)];
        for &(knows_method, knows_headers) in &with_few[..if count % 20 == 0 { 4 } else { 2 }] {
            let diagnosis = row.explain(knows_method, knows_headers, SECRET);
            // Some services allow less time than a vector has, and `object_store` signs the checksum of no body.
            let others = ["empty-body-checksum", "expiry-out-of-range"];
            let about_signature = diagnosis.findings().iter().filter(|finding| !others.contains(&finding.code));
            let worst = about_signature.map(|finding| finding.certainty).min();
            assert!(worst.is_none_or(|worst| worst == Certainty::Possible), "{}: {}\n{diagnosis}", row.name, row.url);
        }
        count += 1;
    }
    assert!(count > 250, "{count}");
}

#[test]
fn nothing_is_certain_with_another_secret() {
    for row in rows().iter().step_by(if cfg!(miri) { 99 } else { 40 }) {
        let diagnosis = row.explain(true, true, "the/secret+of+another+access+key+ID++++++");
        assert!(!is_certain(&diagnosis), "{}: {diagnosis}", row.name);
        assert!(diagnosis.findings().iter().any(|finding| finding.code == "signature-mismatch"), "{diagnosis}");
    }
}

#[test]
fn what_other_libraries_sign_wrongly_is_found() {
    let rows = rows();
    for (name, code) in [
        ("aws-sigv4: S3, characters that it need not escape", "path-encoding"),
        ("aws-sigv4: S3, a tab", "header-changed"),
        ("aws-sigv4: another service, a path that ends with a dot segment", "path-normalized"),
        ("rust-s3: a default port", "port-changed"),
        ("rust-s3: PUT, a header with a run of blanks", "header-changed"),
    ] {
        let row = rows.iter().find(|row| row.name == name).expect("a row");
        let diagnosis = row.explain(true, true, SECRET);
        let first = diagnosis.findings().first().expect("a finding");
        assert_eq!((first.code, first.certainty), (code, Certainty::Certain), "{name}: {diagnosis}");
    }
}
