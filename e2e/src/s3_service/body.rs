//! The bodies of uploads, and their checksums in the headers.

use bytes::Bytes;
use hyper::StatusCode;
use s3s::dto::StreamingBlob;
use s3s::{Body, S3Error, S3ErrorCode, S3Request, S3Result, s3_error};

use super::MAX_OBJECT_BYTES;
use crate::checksum::{Checksum, check_md5};

/// The bytes of a document, for the check of its checksum. It is an extension of the request, since s3s passes on only
/// the parsed document.
#[derive(Clone, Debug)]
pub(crate) struct Document(pub(crate) Bytes);

/// Checks the checksum of the document of DeleteObjects or PutObjectTagging, which S3 requires.
pub(super) fn check_document<T>(req: &S3Request<T>) -> S3Result<()> {
    let Some(Document(body)) = req.extensions.get() else {
        return Err(s3_error!(InternalError, "The document was not kept for the check of its checksum"));
    };
    let md5 = req.headers.get("content-md5").map(|value| value.to_str().unwrap_or_default());
    let checksum = Checksum::in_headers(&req.headers)?;
    if md5.is_none() && checksum.is_none() {
        return Err(s3_error!(InvalidRequest, "Missing required header for this request: Content-MD5"));
    }
    md5.map_or(Ok(()), |md5| check_md5(md5, body))?;
    checksum.map_or(Ok(()), |checksum| checksum.check(body))
}

/// Reads the bytes of an object or part.
pub(super) async fn read(body: Option<StreamingBlob>, length: Option<i64>, hash_promised: bool) -> S3Result<Bytes> {
    let Some(body) = body else {
        return Ok(Bytes::new());
    };
    let length =
        length.ok_or_else(|| s3_error!(MissingContentLength, "You must provide the Content-Length HTTP header."))?;
    if usize::try_from(length).is_ok_and(|length| length > MAX_OBJECT_BYTES) {
        return Err(too_large());
    }
    let read = Body::from(body).store_all_limited(MAX_OBJECT_BYTES).await;
    // s3s compares the body with `x-amz-content-sha256` while the body is read, but has no error code for a mismatch.
    read.map_err(|source| {
        let mut error = S3Error::with_source(S3ErrorCode::IncompleteBody, source);
        if hash_promised {
            error.set_code(S3ErrorCode::Custom("XAmzContentSHA256Mismatch".into()));
            error.set_status_code(StatusCode::BAD_REQUEST);
            error.set_message("The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
        error
    })
}

/// Returns the error for an object over [`MAX_OBJECT_BYTES`].
pub(super) fn too_large() -> S3Error {
    s3_error!(EntityTooLarge, "Your proposed upload exceeds the maximum allowed object size.")
}
