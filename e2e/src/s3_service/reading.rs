//! GetObject, HeadObject and GetObjectAttributes.

use std::collections::BTreeMap;
use std::ops;

use hyper::StatusCode;
use hyper::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_TYPE, EXPIRES, HeaderMap,
    HeaderName, HeaderValue,
};
use s3s::dto::{
    ChecksumMode, ETag, GetObjectAttributesInput, GetObjectAttributesOutput, GetObjectAttributesParts, GetObjectInput,
    GetObjectOutput, HeadObjectInput, HeadObjectOutput, Metadata, ObjectAttributes, ObjectPart, Range, StorageClass,
    StreamingBlob, Timestamp, TimestampFormat,
};
use s3s::{Body, S3Error, S3ErrorCode, S3Request, S3Response, S3Result, s3_error};

use super::{Answer, S3Service, describe};
use crate::encryption::CustomerKey;
use crate::preconditions::{self, Conditions};
use crate::store::Object;

pub(super) fn get(service: &S3Service, req: S3Request<GetObjectInput>) -> Answer<GetObjectOutput> {
    let input = &req.input;
    let object = service.find(&req, &input.bucket, &input.key, input.version_id.as_deref())?;
    object.encryption.unlock(CustomerKey::in_headers(&req.headers)?.as_ref())?;
    let conditions = Conditions {
        if_match: input.if_match.as_ref(),
        if_none_match: input.if_none_match.as_ref(),
        if_modified_since: input.if_modified_since.as_ref(),
        if_unmodified_since: input.if_unmodified_since.as_ref(),
    };
    preconditions::check(&conditions, &object)?;

    let section = Section::new(&object, input.range.as_ref(), input.part_number)?;
    let body = object.body.slice(section.bytes.clone());
    // s3s applies the `response-*` parameters of a GET.
    let output = GetObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        cache_control: object.headers.cache_control.clone(),
        content_disposition: object.headers.content_disposition.clone(),
        content_encoding: object.headers.content_encoding.clone(),
        content_language: object.headers.content_language.clone(),
        content_length: i64::try_from(body.len()).ok(),
        content_range: section.content_range(&object),
        content_type: Some(content_type_of(&object)),
        e_tag: Some(ETag::Strong(object.etag.clone())),
        expires: object.headers.expires.map(Timestamp::from),
        last_modified: Some(object.last_modified.into()),
        metadata: metadata_of(&object),
        parts_count: section.parts_count,
        storage_class: object.headers.storage_class.clone().map(StorageClass::from),
        tag_count: i32::try_from(object.tags.len()).ok().filter(|&count| count > 0),
        body: Some(StreamingBlob::from(Body::from(body))),
        ..GetObjectOutput::default()
    };
    let with_checksum = wants_checksum(input.checksum_mode.as_ref()) && !section.partial;
    Ok(S3Response::with_headers(output, describe(&object, with_checksum)))
}

pub(super) fn head(service: &S3Service, req: S3Request<HeadObjectInput>) -> Answer<HeadObjectOutput> {
    let input = &req.input;
    let object = service.find(&req, &input.bucket, &input.key, input.version_id.as_deref())?;
    object.encryption.unlock(CustomerKey::in_headers(&req.headers)?.as_ref())?;
    let conditions = Conditions {
        if_match: input.if_match.as_ref(),
        if_none_match: input.if_none_match.as_ref(),
        if_modified_since: input.if_modified_since.as_ref(),
        if_unmodified_since: input.if_unmodified_since.as_ref(),
    };
    preconditions::check(&conditions, &object)?;

    let section = Section::new(&object, input.range.as_ref(), input.part_number)?;
    let output = HeadObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        cache_control: object.headers.cache_control.clone(),
        content_disposition: object.headers.content_disposition.clone(),
        content_encoding: object.headers.content_encoding.clone(),
        content_language: object.headers.content_language.clone(),
        content_length: i64::try_from(section.bytes.len()).ok(),
        content_range: section.content_range(&object),
        content_type: Some(content_type_of(&object)),
        e_tag: Some(ETag::Strong(object.etag.clone())),
        expires: object.headers.expires.map(Timestamp::from),
        last_modified: Some(object.last_modified.into()),
        metadata: metadata_of(&object),
        parts_count: section.parts_count,
        storage_class: object.headers.storage_class.clone().map(StorageClass::from),
        ..HeadObjectOutput::default()
    };
    let with_checksum = wants_checksum(input.checksum_mode.as_ref()) && !section.partial;
    let mut headers = describe(&object, with_checksum);
    headers.extend(response_overrides(input)?);
    Ok(S3Response::with_headers(output, headers))
}

pub(super) fn attributes(
    service: &S3Service,
    req: S3Request<GetObjectAttributesInput>,
) -> Answer<GetObjectAttributesOutput> {
    let input = &req.input;
    let object = service.find(&req, &input.bucket, &input.key, input.version_id.as_deref())?;
    object.encryption.unlock(CustomerKey::in_headers(&req.headers)?.as_ref())?;

    let mut output =
        GetObjectAttributesOutput { last_modified: Some(object.last_modified.into()), ..Default::default() };
    // s3s takes the whole header for one attribute.
    let attributes = input.object_attributes.iter().flat_map(|header| header.as_str().split(','));
    for attribute in attributes.map(str::trim) {
        match attribute {
            ObjectAttributes::ETAG => output.e_tag = Some(ETag::Strong(object.etag.clone())),
            ObjectAttributes::OBJECT_SIZE => output.object_size = i64::try_from(object.body.len()).ok(),
            ObjectAttributes::STORAGE_CLASS => {
                output.storage_class = Some(StorageClass::from(object.storage_class().to_owned()));
            }
            ObjectAttributes::CHECKSUM => output.checksum = object.checksum.as_ref().map(|c| c.to_elements()),
            ObjectAttributes::OBJECT_PARTS => output.object_parts = parts_of(&object),
            _ => return Err(s3_error!(InvalidArgument, "Invalid attribute name specified.")),
        }
    }
    Ok(S3Response::new(output))
}

fn parts_of(object: &Object) -> Option<GetObjectAttributesParts> {
    let parts = (1..).zip(&object.part_lengths).map(|(number, &length)| ObjectPart {
        part_number: Some(number),
        size: i64::try_from(length).ok(),
        ..ObjectPart::default()
    });
    (!object.part_lengths.is_empty()).then(|| GetObjectAttributesParts {
        is_truncated: Some(false),
        total_parts_count: i32::try_from(object.part_lengths.len()).ok(),
        parts: Some(parts.collect()),
        ..GetObjectAttributesParts::default()
    })
}

/// The section of an object that a request asks for.
struct Section {
    bytes: ops::Range<usize>,
    /// Requested by `Range` or `partNumber`, so the status is 206.
    partial: bool,
    /// The number of parts, if one of them is requested.
    parts_count: Option<i32>,
}

impl Section {
    fn new(object: &Object, range: Option<&Range>, part_number: Option<i32>) -> S3Result<Self> {
        match (range, part_number) {
            (None, None) => Ok(Self { bytes: 0..object.body.len(), partial: false, parts_count: None }),
            (Some(range), None) => {
                let bytes = range
                    .check(object.body.len() as u64)
                    .map_err(|_| s3_error!(InvalidRange, "The requested range is not satisfiable"))?;
                let bytes = as_index(bytes.start)?..as_index(bytes.end)?;
                Ok(Self { bytes, partial: true, parts_count: None })
            }
            (None, Some(number)) => Self::part(object, number).ok_or_else(|| {
                let mut error = S3Error::with_message(
                    S3ErrorCode::Custom("InvalidPartNumber".into()),
                    "The requested partnumber is not satisfiable",
                );
                error.set_status_code(StatusCode::RANGE_NOT_SATISFIABLE);
                error
            }),
            (Some(_), Some(_)) => {
                Err(s3_error!(InvalidRequest, "Cannot specify both Range header and partNumber query parameter"))
            }
        }
    }

    /// Returns the section of a part. An object that was uploaded in one piece has only part 1.
    fn part(object: &Object, number: i32) -> Option<Self> {
        let before = usize::try_from(number).ok()?.checked_sub(1)?;
        if object.part_lengths.is_empty() {
            let whole = Self { bytes: 0..object.body.len(), partial: !object.body.is_empty(), parts_count: None };
            return (before == 0).then_some(whole);
        }
        let length = object.part_lengths.get(before)?;
        let start: usize = object.part_lengths.iter().take(before).sum();
        let parts_count = i32::try_from(object.part_lengths.len()).ok();
        Some(Self { bytes: start..start + length, partial: true, parts_count })
    }

    fn content_range(&self, object: &Object) -> Option<String> {
        let (first, last) = (self.bytes.start, self.bytes.end.saturating_sub(1));
        self.partial.then(|| format!("bytes {first}-{last}/{}", object.body.len()))
    }
}

fn wants_checksum(mode: Option<&ChecksumMode>) -> bool {
    mode.is_some_and(|mode| mode.as_str() == ChecksumMode::ENABLED)
}

fn content_type_of(object: &Object) -> String {
    let default = || "binary/octet-stream".to_owned();
    object.headers.content_type.clone().unwrap_or_else(default)
}

fn metadata_of(object: &Object) -> Option<Metadata> {
    let metadata: &BTreeMap<_, _> = &object.headers.metadata;
    (!metadata.is_empty()).then(|| metadata.clone().into_iter().collect())
}

/// Returns the headers for the `response-*` parameters of a HEAD, which s3s does not apply.
fn response_overrides(input: &HeadObjectInput) -> S3Result<HeaderMap> {
    let expires = input.response_expires.as_ref().map(http_date).transpose()?;
    let overrides: [(HeaderName, Option<&str>); 6] = [
        (CACHE_CONTROL, input.response_cache_control.as_deref()),
        (CONTENT_DISPOSITION, input.response_content_disposition.as_deref()),
        (CONTENT_ENCODING, input.response_content_encoding.as_deref()),
        (CONTENT_LANGUAGE, input.response_content_language.as_deref()),
        (CONTENT_TYPE, input.response_content_type.as_deref()),
        (EXPIRES, expires.as_deref()),
    ];
    let mut headers = HeaderMap::new();
    for (name, value) in overrides {
        if let Some(value) = value {
            let value = HeaderValue::try_from(value)
                .map_err(|e| s3_error!(e, InvalidArgument, "response-{name} is not a valid header value"))?;
            headers.insert(name, value);
        }
    }
    Ok(headers)
}

fn http_date(timestamp: &Timestamp) -> S3Result<String> {
    let mut text = Vec::new();
    timestamp.format(TimestampFormat::HttpDate, &mut text).map_err(S3Error::internal_error)?;
    String::from_utf8(text).map_err(S3Error::internal_error)
}

fn as_index(offset: u64) -> S3Result<usize> {
    usize::try_from(offset).map_err(S3Error::internal_error)
}
