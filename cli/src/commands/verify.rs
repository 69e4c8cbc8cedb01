//! `presign verify`: checks a URL as a server does.

use clap::Args;
use presign::verify::{Policy, Request, Unverified};
use presign_config::{Profile, credentials};
use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::failure::Failure;
use crate::style::{GREEN, styled};
use crate::{input, output, when};

/// The options of a check.
#[derive(Args, Debug)]
pub(crate) struct VerifyArgs {
    /// The URL, or `-` to read it from standard input
    #[arg(value_name = "URL")]
    url: String,
    /// The method of the request
    #[arg(long, short = 'm', value_name = "METHOD", default_value = "GET")]
    method: String,
    /// A header of the request, as `Name: value`. `Host` is that of the URL unless it is given
    #[arg(long, short = 'H', value_name = "HEADER")]
    header: Vec<String>,
    /// The time of the server, as 2026-11-23T12:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = when::parse)]
    at: Option<OffsetDateTime>,
    /// The profile with the secret access key
    #[arg(long, short = 'p', value_name = "NAME")]
    profile: Option<String>,
    /// Print an object for programs
    #[arg(long)]
    json: bool,
}

impl VerifyArgs {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let url = input::url(&self.url)?;
        let (scheme, rest) =
            url.split_once("://").ok_or_else(|| Failure::usage("the URL does not begin with https://"))?;
        // A client sends neither a fragment nor the user.
        let rest = rest.split('#').next().unwrap_or_default();
        let (authority, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let authority = authority.rsplit('@').next().unwrap_or_default();
        let default_port = if scheme.eq_ignore_ascii_case("http") { ":80" } else { ":443" };
        let host = authority.strip_suffix(default_port).unwrap_or(authority).to_ascii_lowercase();
        let given = self.header.iter().map(|header| input::header(header)).collect::<Result<Vec<_>, _>>()?;
        let mut headers: Vec<(&str, &[u8])> = given.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
        if !given.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            headers.push(("host", host.as_bytes()));
        }

        let credentials = credentials(&Profile::load(self.profile.as_deref())?)?;
        let method = self.method.to_ascii_uppercase();
        let request = Request::new(&method, target, &headers);
        let checked = Unverified::parse(&request).and_then(|unverified| {
            let scope = unverified.scope();
            // The URL may be for any place: the server that gets it checks its own.
            let policy = Policy::new(scope.service(), scope.region());
            let expires_at = unverified.expires_at();
            unverified.verify_at(&credentials, &policy, when::or_now(self.at)).map(|_| expires_at)
        });
        match checked {
            Ok(expires_at) => {
                let until = expires_at.format(&Rfc3339).map_err(Failure::new)?;
                let text = match self.json {
                    true => json!({ "valid": true, "expires_at": until }).to_string(),
                    false => format!("{} until {until}", styled(GREEN, "valid")),
                };
                output::print_line(&text)
            }
            Err(rejection) => {
                let message = rejection.message();
                if self.json {
                    let (code, status) = (rejection.code(), rejection.status());
                    output::print_line(
                        &json!({ "valid": false, "status": status, "code": code, "message": message }).to_string(),
                    )?;
                }
                Err(Failure::new(format!("a server answers {} {}: {message}", rejection.status(), rejection.code())))
            }
        }
    }
}
