//! The copy source of CopyObject and UploadPartCopy.

use alloc::string::ToString;

use crate::error::Repr;
use crate::request::PresignRequest;
use crate::s3::CopySource;

/// Adds the copy source. S3 Express does not accept session credentials for copies.
pub(super) fn with_copy_source<'a>(mut request: PresignRequest<'a>, source: &CopySource) -> PresignRequest<'a> {
    if source.has_empty_version_id() {
        request.note(Repr::EmptyVersionId {}.into());
    }
    request.header("x-amz-copy-source", source.to_string()).without_body().without_session_auth()
}
