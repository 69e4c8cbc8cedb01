//! DeleteObject.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};

use crate::Gateway;
use crate::conditions::WriteConditions;
use crate::error::Error;
use crate::permissions::{Delete, Permit, hide_absence};
use crate::verify::Signed;

/// Deletes an object. As in S3, there need not be one.
pub(crate) async fn delete_object(
    State(gateway): State<Gateway>,
    signed: Signed,
    headers: HeaderMap,
) -> Result<StatusCode, Error> {
    let permit = Permit::<Delete>::ask(gateway.database(), signed.user(), signed.key()).await?;
    let deleted = gateway.storage().delete(permit, WriteConditions::of(&headers)?).await;
    match deleted {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(error) => Err(hide_absence(error, gateway.database(), signed.user(), signed.key()).await),
    }
}
