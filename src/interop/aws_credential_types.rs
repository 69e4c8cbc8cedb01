//! Conversions from the credentials of the AWS SDK for Rust.

use core::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

use time::{Date, OffsetDateTime};

use crate::credentials::Credentials;

/// Converts credentials that aws-config loaded, with their session token and expiry (feature `aws-credential-types`).
/// For the credentials that the SDK gets from CreateSession of S3 Express, use
/// [`SessionCredentials`](crate::s3::SessionCredentials).
///
/// ```
/// use aws_credential_types::Credentials as SdkCredentials;
/// use presign::{Bucket, Credentials};
/// use time::macros::datetime;
///
/// // `aws_config::load_from_env().await.credentials_provider().unwrap().provide_credentials().await?`
/// let loaded = SdkCredentials::new("ASIAIOSFODNN7EXAMPLE", "secret", Some("token".into()), None, "an example");
/// let credentials = Credentials::from(loaded);
/// let url = Bucket::new("photos")?.get_object("boat.jpg").sign_at(&credentials, datetime!(2026-11-23 12:00 UTC))?;
/// assert!(url.as_str().contains("&X-Amz-Security-Token=token&"));
/// # Ok::<(), presign::Error>(())
/// ```
impl From<aws_credential_types::Credentials> for Credentials {
    fn from(credentials: aws_credential_types::Credentials) -> Self {
        Self::from(&credentials)
    }
}

/// Copies the credentials (feature `aws-credential-types`). The SDK's value keeps its own copy of the secret, which the
/// SDK wipes.
impl From<&aws_credential_types::Credentials> for Credentials {
    fn from(sdk: &aws_credential_types::Credentials) -> Self {
        let mut credentials = Self::new(sdk.access_key_id(), sdk.secret_access_key());
        // An empty token counts as none, as in the environment.
        if let Some(token) = sdk.session_token().filter(|token| !token.is_empty()) {
            credentials = credentials.with_session_token(token);
        }
        if let Some(ends) = sdk.expiry().and_then(moment) {
            credentials = credentials.with_expiry(ends);
        }
        credentials
    }
}

/// Converts a time to UTC. A time after the last representable one means that the credentials don't expire; a time
/// before the first becomes the first.
fn moment(time: SystemTime) -> Option<OffsetDateTime> {
    let whole = |duration: Duration| time::Duration::try_from(duration).ok();
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => OffsetDateTime::UNIX_EPOCH.checked_add(whole(after)?),
        Err(before) => {
            let moment = whole(before.duration()).and_then(|before| OffsetDateTime::UNIX_EPOCH.checked_sub(before));
            moment.or(Some(Date::MIN.midnight().assume_utc()))
        }
    }
}
