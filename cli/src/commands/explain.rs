//! `presign explain`: why a URL fails.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use presign::diagnose::{Attempt, Diagnosis, explain};
use presign::{Credentials, Method};
use presign_config::{Profile, credentials};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::commands::findings;
use crate::failure::Failure;
use crate::{http, input, output, when};

/// How long to wait for a response.
const PATIENCE: Duration = Duration::from_secs(60);

/// A request that the command sent: its status, or why there is none.
struct Sent {
    method: String,
    outcome: Result<u16, String>,
}

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
    /// Send the request, without a body, and explain its response. Only GET, HEAD and OPTIONS
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
        // Before anything is sent, so that a mistake costs no request.
        let secret = self.secret()?;
        let (attempt, sent) = self.attempt()?;
        let diagnosis = explain(&attempt, secret.as_ref(), when::or_now(self.at));
        match self.json {
            true => output::print_line(&format!("{:#}", to_json(&diagnosis, sent.as_ref()))),
            false => output::print(&to_text(&diagnosis, sent.as_ref())),
        }
    }

    /// Returns what is known of the request, and what came of it if the command sent it.
    fn attempt(&self) -> Result<(Attempt, Option<Sent>), Failure> {
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
            let (attempt, sent) = self.send(attempt, &url, &headers)?;
            return Ok((attempt, Some(sent)));
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
            let (name, value) = input::header_of("--response-header", header)?;
            attempt = attempt.response_header(name, value);
        }
        let attempt = match &self.client_error {
            Some(error) => attempt.failed_with(error),
            None => attempt,
        };
        Ok((attempt, None))
    }

    /// Sends the request and adds what came of it.
    fn send(&self, attempt: Attempt, url: &str, headers: &[(&str, &str)]) -> Result<(Attempt, Sent), Failure> {
        let method = self.method.as_deref().unwrap_or(Method::Get.as_str()).to_ascii_uppercase();
        // An empty upload would replace the object.
        if ["PUT", "POST", "PATCH", "DELETE"].contains(&&*method) {
            return Err(Failure::usage(format!(
                "--try does not send {method}, which may change or delete the object: send it yourself, and give --status and \
                 --response"
            )));
        }
        let attempt = attempt.method(&method);
        let (attempt, outcome) =
            match http::send(&http::client(PATIENCE), &method, url, headers.iter().copied(), &[] as &[u8]) {
                Ok(answer) => {
                    let attempt = attempt.response(answer.status, &answer.body);
                    let add = |attempt: Attempt, (name, value): &(String, String)| attempt.response_header(name, value);
                    (answer.headers.iter().fold(attempt, add), Ok(answer.status))
                }
                Err(failure) => (attempt.failed_with(&failure.message), Err(failure.message)),
            };
        Ok((attempt, Sent { method, outcome }))
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

fn to_json(diagnosis: &Diagnosis, sent: Option<&Sent>) -> Value {
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
    let sent = sent.map(|Sent { method, outcome }| {
        json!({ "method": method, "status": outcome.as_ref().ok(), "problem": outcome.as_ref().err() })
    });
    json!({ "findings": findings::to_json(diagnosis.findings()), "differences": differences, "sent": sent })
}

fn to_text(diagnosis: &Diagnosis, sent: Option<&Sent>) -> String {
    let mut text = match sent {
        Some(Sent { method, outcome: Ok(status) }) => format!("{method} was answered with {status}.\n\n"),
        Some(Sent { method, outcome: Err(problem) }) => format!("{method}: {problem}\n\n"),
        None => String::new(),
    };
    match diagnosis.findings() {
        [] => text.push_str("No cause for a failure was found.\n"),
        findings => text.push_str(&findings::to_text(findings)),
    }
    match diagnosis.comparison() {
        Some(comparison) if !comparison.is_equal() => format!("{text}\n{comparison}"),
        _ => text,
    }
}
