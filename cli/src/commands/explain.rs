//! `presign explain`: why a URL fails.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use presign::diagnose::{Attempt, Diagnosis, explain};
use presign::{Credentials, Method};
use presign_config::{Profile, credentials};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::commands::findings;
use crate::failure::Failure;
use crate::{http, input, output, when};

/// What is known of a request that failed.
#[derive(Args, Debug)]
pub(crate) struct ExplainArgs {
    /// The URL, or `-` to read it from standard input
    #[arg(value_name = "URL")]
    url: String,
    /// The method that was sent
    #[arg(long, short = 'm', value_name = "METHOD")]
    method: Option<String>,
    /// A header that was sent, as `Name: value`
    #[arg(long, short = 'H', value_name = "HEADER")]
    header: Vec<String>,
    /// The status of the response
    #[arg(long, short = 's', value_name = "NUMBER")]
    status: Option<u16>,
    /// The file with the body of the response
    #[arg(long, value_name = "FILE", requires = "status")]
    response: Option<PathBuf>,
    /// A header of the response, as `Name: value`
    #[arg(long, value_name = "HEADER")]
    response_header: Vec<String>,
    /// What the client said, if there was no response
    #[arg(long, value_name = "TEXT")]
    client_error: Option<String>,
    /// A host that the URL may have been signed for
    #[arg(long, value_name = "HOST")]
    candidate_host: Vec<String>,
    /// Send the request, without a body, and explain its response
    #[arg(long, conflicts_with_all = ["status", "client_error"])]
    r#try: bool,
    /// Don't look for the secret access key in the environment and the profile
    #[arg(long, conflicts_with = "profile")]
    no_secret: bool,
    /// The profile with the secret access key
    #[arg(long, short = 'p', value_name = "NAME")]
    profile: Option<String>,
    /// The time of the request, as 2026-11-23T12:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = when::parse)]
    at: Option<OffsetDateTime>,
    /// Print an object for programs
    #[arg(long)]
    json: bool,
}

impl ExplainArgs {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let attempt = self.attempt()?;
        let diagnosis = explain(&attempt, self.secret()?.as_ref(), when::or_now(self.at));
        match self.json {
            true => output::print_line(&format!("{:#}", to_json(&diagnosis))),
            false => output::print(&to_text(&diagnosis)),
        }
    }

    fn attempt(&self) -> Result<Attempt, Failure> {
        let url = input::url(&self.url)?;
        let mut attempt = Attempt::new(&*url);
        if let Some(method) = &self.method {
            attempt = attempt.method(method);
        }
        let headers = self.header.iter().map(|header| input::header(header)).collect::<Result<Vec<_>, _>>()?;
        for (name, value) in &headers {
            attempt = attempt.header(name, value);
        }
        for host in &self.candidate_host {
            attempt = attempt.candidate_host(host);
        }
        if self.r#try {
            return Ok(self.send(attempt, &url, &headers));
        }
        if let Some(status) = self.status {
            let body = match &self.response {
                Some(path) => {
                    fs::read(path).map_err(|error| Failure::new(format!("can't read {}: {error}", path.display())))?
                }
                None => Vec::new(),
            };
            attempt = attempt.response(status, body);
        }
        for header in &self.response_header {
            let (name, value) = input::header(header)?;
            attempt = attempt.response_header(name, value);
        }
        Ok(match &self.client_error {
            Some(error) => attempt.failed_with(error),
            None => attempt,
        })
    }

    /// Sends the request and adds what came of it.
    fn send(&self, attempt: Attempt, url: &str, headers: &[(&str, &str)]) -> Attempt {
        let method = self.method.as_deref().unwrap_or(Method::Get.as_str()).to_ascii_uppercase();
        let attempt = attempt.method(&method);
        match http::send(&http::client(), &method, url, headers.iter().copied(), &[] as &[u8]) {
            Ok(answer) => {
                answer.headers.iter().fold(attempt.response(answer.status, &answer.body), |attempt, (name, value)| {
                    attempt.response_header(name, value)
                })
            }
            Err(failure) => attempt.failed_with(failure.message),
        }
    }

    /// Returns the secret, if there is one: without it there is still much to say.
    fn secret(&self) -> Result<Option<Credentials>, Failure> {
        if self.no_secret {
            return Ok(None);
        }
        match Profile::load(self.profile.as_deref()).and_then(|profile| credentials(&profile)) {
            Ok(credentials) => Ok(Some(credentials)),
            Err(error) if self.profile.is_some() => Err(error.into()),
            Err(_) => Ok(None),
        }
    }
}

fn to_json(diagnosis: &Diagnosis) -> Value {
    let differences = diagnosis.comparison().map(|comparison| {
        let differences = comparison.differences().iter();
        differences
            .map(|difference| {
                json!({
                    "part": difference.part.to_string(), "offset": difference.offset,
                    "expected": difference.expected, "received": difference.received,
                })
            })
            .collect::<Vec<_>>()
    });
    json!({ "findings": findings::to_json(diagnosis.findings()), "differences": differences })
}

fn to_text(diagnosis: &Diagnosis) -> String {
    let mut text = findings::to_text(diagnosis.findings());
    if text.is_empty() {
        text.push_str("No cause for a failure was found.\n");
    }
    match diagnosis.comparison() {
        Some(comparison) if !comparison.is_equal() => format!("{text}\n{comparison}"),
        _ => text,
    }
}
