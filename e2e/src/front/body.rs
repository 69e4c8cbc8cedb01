//! Reads the bodies that s3s does not pass on as they were received: forms and some documents.

use bytes::Bytes;
use hyper::Method;
use hyper::http::request::Parts;
use s3s::Body;

use super::services::MAX_FORM_BYTES;
use crate::host::bucket_and_key;
use crate::multipart_form;
use crate::refusal::Refusal;
use crate::s3_service::body::Document;

/// The limit for the document of DeleteObjects: a thousand of the longest keys, in XML.
const MAX_DOCUMENT_BYTES: usize = 2 * 1024 * 1024;

/// Returns whether the request is the upload of a form.
pub(super) fn is_form(head: &Parts) -> bool {
    head.method == Method::POST && multipart_form::boundary(&head.headers).is_some()
}

/// Returns whether the request can only be the upload of a form, although its body has another type: a POST to a bucket
/// without a query.
pub(super) fn should_be_form(head: &Parts) -> bool {
    let (bucket, key) = bucket_and_key(head);
    head.method == Method::POST && head.uri.query().is_none() && !bucket.is_empty() && key.is_empty() && !is_form(head)
}

/// Reads the body of a form.
pub(super) async fn read_form(body: Body) -> Result<Bytes, Refusal> {
    read(body, MAX_FORM_BYTES).await
}

/// Keeps a document for the check of its checksum. Returns the body for s3s.
pub(super) async fn keep_document(head: &mut Parts, body: Body) -> Result<Body, Refusal> {
    if !is_document(&head.method, head.uri.query().unwrap_or_default()) {
        return Ok(body);
    }
    let document = read(body, MAX_DOCUMENT_BYTES).await?;
    head.extensions.insert(Document(document.clone()));
    Ok(Body::from(document))
}

/// Returns whether the request is DeleteObjects or PutObjectTagging, whose documents must have a checksum.
fn is_document(method: &Method, query: &str) -> bool {
    let names = |wanted: &str| query.split('&').any(|pair| pair.split('=').next() == Some(wanted));
    (*method == Method::POST && names("delete")) || (*method == Method::PUT && names("tagging"))
}

async fn read(mut body: Body, limit: usize) -> Result<Bytes, Refusal> {
    let too_large = |_| Refusal::bad_request("MaxMessageLengthExceeded", "Your request was too big or incomplete.");
    body.store_all_limited(limit).await.map_err(too_large)
}
