//! PutObject.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_RANGE, ETAG,
    EXPIRES,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use futures_util::StreamExt;

use crate::Gateway;
use crate::checksums::Checksums;
use crate::conditions::WriteConditions;
use crate::error::Error;
use crate::permissions::{Permit, Put, hide_absence};
use crate::verify::Signed;

/// Receives an object. Everything that can be refused without the body is refused before the first byte of it is read, so
/// a client that sends `Expect: 100-continue` never sends it.
pub(crate) async fn put_object(
    State(gateway): State<Gateway>,
    signed: Signed,
    headers: HeaderMap,
    body: Body,
) -> Result<impl IntoResponse, Error> {
    let permit = Permit::<Put>::ask(gateway.database(), signed.user(), signed.key()).await?;
    check_headers(&headers)?;
    let length = content_length(&headers)?;
    if length > gateway.max_upload_bytes() {
        return Err(Error::entity_too_large());
    }
    let conditions = WriteConditions::of(&headers)?;
    let mut checksums = Checksums::of(signed.payload_hash(), &headers)?;

    let hide = async |error| hide_absence(error, gateway.database(), signed.user(), signed.key()).await;
    let mut upload = match gateway.storage().put(permit, conditions).await {
        Ok(upload) => upload,
        Err(error) => return Err(hide(error).await),
    };
    let mut chunks = body.into_data_stream();
    let mut received = 0;
    while let Some(chunk) = chunks.next().await {
        // The client went away, or sent nothing for too long.
        let chunk = chunk.map_err(|_| Error::incomplete_body())?;
        received += chunk.len() as u64;
        checksums.update(&chunk);
        upload.write(&chunk).await?;
    }
    // hyper reads exactly as much as Content-Length says. This does not depend on it.
    if received != length {
        return Err(Error::incomplete_body());
    }
    checksums.check()?;
    match upload.commit().await {
        Ok(etag) => Ok([(ETAG, etag.to_string())]),
        Err(error) => Err(hide(error).await),
    }
}

/// Refuses what S3 would keep with the object and send back with it. A file has nowhere to keep it: a compressed body
/// would later be served without its Content-Encoding. Only Content-Type is ignored, as most clients send one.
fn check_headers(headers: &HeaderMap) -> Result<(), Error> {
    let kept = [CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_RANGE, EXPIRES];
    match kept.iter().find(|name| headers.contains_key(*name)) {
        Some(name) => Err(Error::not_implemented(format_args!("the header {name} of an upload"))),
        None => Ok(()),
    }
}

/// Returns the length of the body, which S3 requires. It is known before the first byte whether it is too long.
fn content_length(headers: &HeaderMap) -> Result<u64, Error> {
    let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    length.ok_or_else(|| {
        let message = "You must provide the Content-Length HTTP header.";
        Error::new(StatusCode::LENGTH_REQUIRED, "MissingContentLength", message)
    })
}
