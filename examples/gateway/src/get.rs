//! GetObject and HeadObject.

use std::io::SeekFrom;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName,
    LAST_MODIFIED, RANGE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use http_range_header::parse_range_header;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

use crate::Gateway;
use crate::conditions::{Read, check_read, range_applies};
use crate::error::Error;
use crate::operation::RESPONSE_OVERRIDES;
use crate::permissions::{Get, Permit, hide_absence};
use crate::query::Query;
use crate::storage::Object;
use crate::verify::Signed;

/// How much of a file is read at once.
const CHUNK: usize = 64 * 1024;

/// Answers a GET or HEAD for an object.
pub(crate) async fn get_object(
    State(gateway): State<Gateway>,
    signed: Signed,
    query: Query,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let permit = Permit::<Get>::ask(gateway.database(), signed.user(), signed.key()).await?;
    let found = gateway.storage().get(permit).await;
    let object = match found {
        Ok(object) => object,
        Err(error) => return Err(hide_absence(error, gateway.database(), signed.user(), signed.key()).await),
    };

    let mut response = Response::new(Body::empty());
    describe(&object, response.headers_mut())?;
    if check_read(&headers, &object)? == Read::NotModified {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(response);
    }
    let range = headers.get(RANGE).filter(|_| range_applies(&headers, &object));
    let range = range.map_or(Ok(None), |range| requested_range(range, object.size))?;
    let (start, length) = match range {
        Some((start, end)) => {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            set(response.headers_mut(), CONTENT_RANGE, &format!("bytes {start}-{end}/{}", object.size))?;
            (start, end - start + 1)
        }
        None => (0, object.size),
    };
    set(response.headers_mut(), CONTENT_LENGTH, &length.to_string())?;
    set(response.headers_mut(), CONTENT_TYPE, content_type(signed.key()))?;
    override_headers(&query, response.headers_mut())?;
    if method != Method::HEAD {
        let mut file = tokio::fs::File::from_std(object.file);
        file.seek(SeekFrom::Start(start)).await?;
        // If the file is cut short meanwhile, hyper closes the connection: the client sees that the body is incomplete.
        *response.body_mut() = Body::from_stream(ReaderStream::with_capacity(file.take(length), CHUNK));
    }
    Ok(response.into_response())
}

/// Sets the headers that every answer about an object has.
fn describe(object: &Object, headers: &mut HeaderMap) -> Result<(), Error> {
    set(headers, ETAG, object.etag.as_str())?;
    set(headers, LAST_MODIFIED, &httpdate::fmt_http_date(object.modified))?;
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    // Objects share an origin with the page at `/` and with each other. Whoever may upload must not get a script to run
    // there, by HTML or by a file that a browser takes for HTML.
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox"));
    Ok(())
}

/// Returns the first and the last byte of the requested range, or `None` for the whole object: as S3 does it, for a range
/// that is malformed and for more than one.
fn requested_range(range: &HeaderValue, size: u64) -> Result<Option<(u64, u64)>, Error> {
    let Some(Ok(parsed)) = range.to_str().ok().map(parse_range_header) else { return Ok(None) };
    if parsed.len() != 1 {
        return Ok(None);
    }
    match parsed.validate(size) {
        Ok(ranges) => Ok(ranges.first().map(|range| (*range.start(), *range.end()))),
        Err(_) => Err(Error::InvalidRange(size)),
    }
}

/// Returns the type of a file by its name. What the client declared at the upload is not kept.
fn content_type(key: &str) -> &'static str {
    mime_guess::from_path(key).first_raw().unwrap_or("application/octet-stream")
}

/// Sets the headers that the URL asks for. They are signed, so only who has a key can ask for them.
fn override_headers(query: &Query, headers: &mut HeaderMap) -> Result<(), Error> {
    for parameter in RESPONSE_OVERRIDES {
        if let Some(value) = query.get(parameter) {
            let name = parameter.trim_start_matches("response-");
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(Error::internal)?;
            // Refuses line breaks, which would begin another header.
            let value = HeaderValue::from_str(value)
                .map_err(|_| Error::invalid_argument(format!("{parameter} is not the value of a header")))?;
            headers.insert(name, value);
        }
    }
    Ok(())
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) -> Result<(), Error> {
    headers.insert(name, HeaderValue::from_str(value).map_err(Error::internal)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Other libraries sign what `Bucket` refuses.
    #[test]
    fn overrides_are_one_header_each() {
        let overridden = |query: &str| {
            let mut headers = HeaderMap::new();
            override_headers(&Query::parse(query).unwrap(), &mut headers).map(|()| headers)
        };
        let headers = overridden("response-content-type=text%2Fplain&response-expires=").unwrap();
        assert_eq!(headers.len(), 2);
        assert!(headers["content-type"] == "text/plain" && headers["expires"].is_empty(), "{headers:?}");
        for value in ["a%0D%0ASet-Cookie:b", "a%0Ab", "%00", "%7F"] {
            assert!(overridden(&format!("response-content-type={value}")).is_err(), "{value}");
        }
    }
}
