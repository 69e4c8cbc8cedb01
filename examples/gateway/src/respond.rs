//! What every response has: a request ID, the error document, and a line in the log.

use std::time::Instant;

use axum::extract::Request;
use axum::http::HeaderName;
use axum::middleware::Next;
use axum::response::Response;
use percent_encoding::percent_decode_str;
use tracing::{error, info};

use crate::error::Error;

/// Names the request, and writes the error document of a request that is refused. Logs neither the query, which has the
/// signature, nor headers.
pub(crate) async fn respond(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let id = request_id();

    let mut response = next.run(request).await;
    if let Some(error) = response.extensions_mut().remove::<Error>() {
        if let Error::Internal(cause) = &error {
            error!(id, cause = %cause);
        }
        // It may be the path of a request that was refused because it is malformed.
        let resource = percent_decode_str(&path).decode_utf8_lossy();
        response = error.to_response(&method, &resource, &id);
    }
    info!(id, %method, path, status = response.status().as_u16(), elapsed = ?started.elapsed());
    if let Ok(id) = id.parse() {
        response.headers_mut().insert(HeaderName::from_static("x-amz-request-id"), id);
    }
    response
}

fn request_id() -> String {
    let mut id = [0; 8];
    // It need not be unpredictable, only different.
    let _ = getrandom::fill(&mut id);
    hex::encode_upper(id)
}
