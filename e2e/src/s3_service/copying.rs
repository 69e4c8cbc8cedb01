//! CopyObject and UploadPartCopy.

use std::ops::RangeInclusive;
use std::sync::Arc;

use s3s::dto::{
    CopyObjectInput, CopyObjectOutput, CopyObjectResult, CopyPartResult, CopySource, ETag, MetadataDirective,
    ServerSideEncryption, TaggingDirective, UploadPartCopyInput, UploadPartCopyOutput,
};
use s3s::{S3ErrorCode, S3Request, S3Response, S3Result, s3_error};

use super::multipart::{part_number, store_part};
use super::{Answer, S3Service, check_acl, describe, tagging};
use crate::encryption::{CustomerKey, Encryption};
use crate::preconditions::{self, Conditions};
use crate::store::{Headers, Object, Part};

pub(super) fn object(service: &S3Service, req: S3Request<CopyObjectInput>) -> Answer<CopyObjectOutput> {
    let conditions = Conditions {
        if_match: req.input.copy_source_if_match.as_ref(),
        if_none_match: req.input.copy_source_if_none_match.as_ref(),
        if_modified_since: req.input.copy_source_if_modified_since.as_ref(),
        if_unmodified_since: req.input.copy_source_if_unmodified_since.as_ref(),
    };
    let source = source(service, &req, &req.input.copy_source, &conditions)?;
    let key = CustomerKey::in_headers(&req.headers)?;

    let input = req.input;
    check_acl(input.acl.as_ref())?;
    let replaces = input.metadata_directive.as_ref().is_some_and(|d| d.as_str() == MetadataDirective::REPLACE);
    let algorithm = input.server_side_encryption.as_ref().map(ServerSideEncryption::as_str);
    let changes = replaces || input.storage_class.is_some() || algorithm.is_some() || key.is_some();
    if !changes && location(&input.copy_source)? == (&*input.bucket, &*input.key) {
        return Err(s3_error!(
            InvalidRequest,
            "This copy request is illegal because it is trying to copy an object to itself without changing \
             the object's metadata, storage class, website redirect location or encryption attributes."
        ));
    }
    let encryption = Encryption::new(algorithm, input.ssekms_key_id, key)?;
    let tags = match input.tagging_directive.as_ref().map(TaggingDirective::as_str) {
        Some(TaggingDirective::REPLACE) => tagging::in_header(input.tagging.as_deref())?,
        _ => source.tags.clone(),
    };
    let headers = if replaces {
        headers_of!(input)
    } else {
        let storage_class = input.storage_class.map(|class| class.as_str().to_owned());
        Headers { storage_class, ..source.headers.clone() }
    };

    let checksum = source.checksum.clone();
    let copy = Object { tags, encryption, checksum, ..Object::new(source.body.clone(), headers) };
    let result = CopyObjectResult {
        e_tag: Some(ETag::Strong(copy.etag.clone())),
        last_modified: Some(copy.last_modified.into()),
        ..CopyObjectResult::default()
    };
    let headers = describe(&copy, false);
    service.store.put(&input.bucket, &input.key, copy)?;
    let output = CopyObjectOutput { copy_object_result: Some(result), ..CopyObjectOutput::default() };
    Ok(S3Response::with_headers(output, headers))
}

pub(super) fn part(service: &S3Service, req: S3Request<UploadPartCopyInput>) -> Answer<UploadPartCopyOutput> {
    let input = &req.input;
    let conditions = Conditions {
        if_match: input.copy_source_if_match.as_ref(),
        if_none_match: input.copy_source_if_none_match.as_ref(),
        if_modified_since: input.copy_source_if_modified_since.as_ref(),
        if_unmodified_since: input.copy_source_if_unmodified_since.as_ref(),
    };
    let number = part_number(input.part_number)?;
    let source = source(service, &req, &input.copy_source, &conditions)?;
    let body = match input.copy_source_range.as_deref() {
        None => source.body.clone(),
        Some(range) => {
            let range = read_range(range).ok_or_else(|| {
                s3_error!(
                    InvalidArgument,
                    "The x-amz-copy-source-range value must be of the form bytes=first-last \
                     where first and last are the zero-based offsets of the first and last bytes to copy"
                )
            })?;
            if *range.end() >= source.body.len() {
                return Err(s3_error!(
                    InvalidArgument,
                    "Range specified is not valid for source object of size: {}",
                    source.body.len()
                ));
            }
            source.body.slice(range)
        }
    };
    let part = Part::new(body, None);
    let result = CopyPartResult {
        e_tag: Some(ETag::Strong(part.etag())),
        last_modified: Some(part.last_modified.into()),
        ..CopyPartResult::default()
    };
    let key = CustomerKey::in_headers(&req.headers)?;
    let headers = store_part(service, (&input.bucket, &input.key, &input.upload_id), number, part, key.as_ref())?;
    let output = UploadPartCopyOutput { copy_part_result: Some(result), ..UploadPartCopyOutput::default() };
    Ok(S3Response::with_headers(output, headers))
}

/// Returns the bucket and key of a source. Access points are not supported.
pub(crate) fn location(source: &CopySource) -> S3Result<(&str, &str)> {
    match source {
        CopySource::Bucket { bucket, key, .. } => Ok((bucket, key)),
        CopySource::AccessPoint { .. } | CopySource::Outpost { .. } => {
            Err(s3_error!(NotImplemented, "Access points as a copy source are not implemented"))
        }
    }
}

/// Returns the object to copy. The access hook has checked that the user may read it.
fn source<T>(
    service: &S3Service,
    req: &S3Request<T>,
    source: &CopySource,
    conditions: &Conditions<'_>,
) -> S3Result<Arc<Object>> {
    let (bucket, key) = location(source)?;
    let version = match source {
        CopySource::Bucket { version_id, .. } => version_id.as_deref(),
        CopySource::AccessPoint { .. } | CopySource::Outpost { .. } => None,
    };
    let object = service.find(req, bucket, key, version)?;
    object.encryption.unlock(CustomerKey::of_copy_source(&req.headers)?.as_ref())?;
    preconditions::check(conditions, &object).map_err(|error| match error.code() {
        // 304 is only a response to a read.
        S3ErrorCode::NotModified => preconditions::failed(),
        _ => error,
    })?;
    Ok(object)
}

/// Parses `bytes=first-last`, the only form of a range that a copy accepts.
fn read_range(range: &str) -> Option<RangeInclusive<usize>> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    let (first, last) = (number(first)?, number(last)?);
    (first <= last).then_some(first..=last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_a_copy() {
        assert_eq!(read_range("bytes=0-0"), Some(0..=0));
        assert_eq!(read_range("bytes=5-10"), Some(5..=10));
        for range in ["bytes=5-", "bytes=-5", "bytes=5-4", "bytes=+1-2", "5-10", "bytes=0-1,3-4", "bytes=", ""] {
            assert_eq!(read_range(range), None, "{range}");
        }
    }
}
