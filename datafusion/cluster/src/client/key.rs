//! Derives the key of one day, so that the secret access key is on no machine of the cluster.

use std::io::{Write, stdout};

use percent_encoding::percent_decode_str;
use presign::sigv4::Scope;
use presign::{Bucket, Credentials};
use presign_config::{Profile, credentials};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use zeroize::Zeroizing;

use super::arguments::KeyArguments;
use crate::failure::Failure;
use crate::signer::{ACCESS_KEY_ID, CREDENTIAL_EXPIRATION, SCOPE, SESSION_TOKEN, SIGNING_KEY};

pub(crate) fn run(arguments: &KeyArguments) -> Result<(), Failure> {
    let credentials = credentials(&Profile::load(arguments.profile.as_deref())?)?;
    let now = OffsetDateTime::now_utc();
    let scope = Scope::new(arguments.day.unwrap_or(now.date()), &arguments.region, &arguments.service)?;
    let key = Zeroizing::new(hex::encode(credentials.scoped(&scope).key_bytes().as_slice()));
    let mut lines = Zeroizing::new(format!(
        "{ACCESS_KEY_ID}={}\n{SCOPE}={scope}\n{SIGNING_KEY}={}\n",
        credentials.access_key_id(),
        *key
    ));
    if let Some(token) = session_token(&credentials, now)? {
        lines.push_str(&format!("{SESSION_TOKEN}={token}\n"));
    }
    if let Some(end) = credentials.expires_at() {
        let end = end.format(&Rfc3339).map_err(|error| Failure::new(error.to_string()))?;
        lines.push_str(&format!("{CREDENTIAL_EXPIRATION}={end}\n"));
    }
    Ok(stdout().write_all(lines.as_bytes())?)
}

/// Returns the session token, which is public only in what it signs. Fails if the credentials have expired.
fn session_token(credentials: &Credentials, now: OffsetDateTime) -> Result<Option<String>, Failure> {
    let url = Bucket::new("example")?.get_object("key").sign_at(credentials, now)?.into_string();
    let token = url.split(['?', '&']).find_map(|parameter| parameter.strip_prefix("X-Amz-Security-Token="));
    Ok(token.map(|token| percent_decode_str(token).decode_utf8_lossy().into_owned()))
}
