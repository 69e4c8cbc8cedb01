//! What an executor signs with, from its environment: the key of one day, or credentials.

use std::env;

use presign::sigv4::Scope;
use presign::{CachedSigner, Identity, ScopedSigner, TokenKind};
use presign_config::{Overrides, PlaceArgs};
use presign_datafusion::Presigner;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use zeroize::Zeroizing;

use crate::failure::Failure;

pub(crate) const ACCESS_KEY_ID: &str = "PRESIGN_ACCESS_KEY_ID";
pub(crate) const SCOPE: &str = "PRESIGN_SCOPE";
pub(crate) const SIGNING_KEY: &str = "PRESIGN_SIGNING_KEY";
pub(crate) const SESSION_TOKEN: &str = "PRESIGN_SESSION_TOKEN";
pub(crate) const CREDENTIAL_EXPIRATION: &str = "PRESIGN_CREDENTIAL_EXPIRATION";

/// Returns what signs, and where buckets are. If no region is given, it is that of the key's scope, or of the environment.
pub(crate) fn presigner(place: &PlaceArgs) -> Result<Presigner, Failure> {
    let profile = place.profile()?;
    let (presigner, region) = match scoped_signer()? {
        Some(signer) => {
            let region = signer.scope().region().to_owned();
            (Presigner::new(signer), Some(region))
        }
        None => {
            let credentials = presign_config::credentials(&profile).map_err(|error| {
                Failure::new(format!("{error}. Or set {SIGNING_KEY} and what else `presign-cluster key` prints"))
            })?;
            (Presigner::new(CachedSigner::new(credentials)), None)
        }
    };
    let place = place.clone();
    Ok(presigner.buckets_by(move |name| {
        let overrides = place.overrides();
        let overrides = Overrides { region: overrides.region.or(region.as_deref()), ..overrides };
        presign_config::bucket(name, &overrides, &profile)
    }))
}

/// Returns the signer of one day, if the environment has its key.
fn scoped_signer() -> Result<Option<ScopedSigner>, Failure> {
    let Some(text) = variable(SIGNING_KEY)?.map(Zeroizing::new) else { return Ok(None) };
    let mut key = Zeroizing::new([0; 32]);
    // The error of the decoder shows characters of the key.
    hex::decode_to_slice(text.as_bytes(), &mut *key)
        .map_err(|_| Failure::new(format!("{SIGNING_KEY} is not a key in hexadecimal: it has 64 digits")))?;
    let mut identity = Identity::new(required(ACCESS_KEY_ID)?);
    if let Some(token) = variable(SESSION_TOKEN)? {
        identity = identity.with_token(TokenKind::Security, token);
    }
    if let Some(end) = variable(CREDENTIAL_EXPIRATION)? {
        identity = identity.with_expiry(OffsetDateTime::parse(&end, &Rfc3339).map_err(|_| {
            Failure::new(format!(
                "{CREDENTIAL_EXPIRATION} is {end:?}, which is not a time such as 2026-11-23T12:00:00Z"
            ))
        })?);
    }
    let scope = required(SCOPE)?;
    let scope = Scope::parse(&scope).map_err(|error| Failure::new(format!("{SCOPE}: {error}")))?;
    Ok(Some(ScopedSigner::from_key(identity, &scope, *key)))
}

/// Returns the value of a variable that belongs to the key.
fn required(name: &str) -> Result<String, Failure> {
    variable(name)?.ok_or_else(|| {
        Failure::new(format!("{SIGNING_KEY} is set, but {name} is not: set what `presign-cluster key` prints"))
    })
}

/// Returns the value of a variable. An empty one counts as not set.
fn variable(name: &str) -> Result<Option<String>, Failure> {
    match env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(env::VarError::NotPresent) => Ok(None),
        // The value may be a secret with one wrong byte.
        Err(env::VarError::NotUnicode(_)) => Err(Failure::new(format!("{name} is not UTF-8"))),
    }
}
