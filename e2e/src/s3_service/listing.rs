//! ListObjectsV2 and ListObjectVersions.

use s3s::dto::{
    CommonPrefix, CommonPrefixList, ETag, EncodingType, ListObjectVersionsInput, ListObjectVersionsOutput,
    ListObjectsV2Input, ListObjectsV2Output, Object, ObjectStorageClass, ObjectVersion, ObjectVersionStorageClass,
};
use s3s::{S3Request, S3Response, S3Result, s3_error};

use super::{Answer, NULL_VERSION, S3Service};
use crate::listing::{self, MAX_KEYS};

pub(super) fn objects(service: &S3Service, req: S3Request<ListObjectsV2Input>) -> Answer<ListObjectsV2Output> {
    let input = req.input;
    let max_keys = page_size("max-keys", input.max_keys)?;
    let encoding = Encoding::new(input.encoding_type.as_ref())?;
    let resume_after = input.continuation_token.as_deref().map(read_token).transpose()?;
    let page = listing::list(
        &service.store,
        &input.bucket,
        &listing::Query {
            prefix: input.prefix.as_deref().unwrap_or_default(),
            delimiter: input.delimiter.as_deref().unwrap_or_default(),
            max_keys,
            start_after: input.start_after.as_deref().unwrap_or_default(),
            resume_after: resume_after.as_deref(),
        },
    )?;

    let contents = page.entries.iter().map(|(key, object)| Object {
        key: Some(encoding.apply(key)),
        e_tag: Some(ETag::Strong(object.etag.clone())),
        last_modified: Some(object.last_modified.into()),
        size: i64::try_from(object.body.len()).ok(),
        storage_class: Some(ObjectStorageClass::from(object.storage_class().to_owned())),
        ..Object::default()
    });
    Ok(S3Response::new(ListObjectsV2Output {
        key_count: i32::try_from(page.len()).ok(),
        max_keys: i32::try_from(max_keys).ok(),
        is_truncated: Some(page.resume_after.is_some()),
        contents: Some(contents.collect()),
        common_prefixes: Some(encoding.common_prefixes(&page.common_prefixes)),
        next_continuation_token: page.resume_after.as_ref().map(hex::encode),
        name: Some(input.bucket),
        prefix: Some(encoding.apply(&input.prefix.unwrap_or_default())),
        delimiter: input.delimiter.map(|delimiter| encoding.apply(&delimiter)),
        start_after: input.start_after.map(|start_after| encoding.apply(&start_after)),
        continuation_token: input.continuation_token,
        encoding_type: input.encoding_type,
        ..ListObjectsV2Output::default()
    }))
}

/// Lists versions. Buckets have no versioning, so each key has only the version `null`.
pub(super) fn versions(
    service: &S3Service,
    req: S3Request<ListObjectVersionsInput>,
) -> Answer<ListObjectVersionsOutput> {
    let input = req.input;
    let max_keys = page_size("max-keys", input.max_keys)?;
    let encoding = Encoding::new(input.encoding_type.as_ref())?;
    let page = listing::list(
        &service.store,
        &input.bucket,
        &listing::Query {
            prefix: input.prefix.as_deref().unwrap_or_default(),
            delimiter: input.delimiter.as_deref().unwrap_or_default(),
            max_keys,
            start_after: "",
            resume_after: input.key_marker.as_deref(),
        },
    )?;

    let ends_with_a_key = page.entries.last().is_some_and(|(key, _)| Some(key) == page.resume_after.as_ref());
    let versions = page.entries.iter().map(|(key, object)| ObjectVersion {
        key: Some(encoding.apply(key)),
        version_id: Some(NULL_VERSION.to_owned()),
        is_latest: Some(true),
        e_tag: Some(ETag::Strong(object.etag.clone())),
        last_modified: Some(object.last_modified.into()),
        size: i64::try_from(object.body.len()).ok(),
        storage_class: Some(ObjectVersionStorageClass::from(object.storage_class().to_owned())),
        ..ObjectVersion::default()
    });
    Ok(S3Response::new(ListObjectVersionsOutput {
        max_keys: i32::try_from(max_keys).ok(),
        is_truncated: Some(page.resume_after.is_some()),
        versions: Some(versions.collect()),
        common_prefixes: Some(encoding.common_prefixes(&page.common_prefixes)),
        next_version_id_marker: ends_with_a_key.then(|| NULL_VERSION.to_owned()),
        next_key_marker: page.resume_after.as_deref().map(|key| encoding.apply(key)),
        name: Some(input.bucket),
        prefix: Some(encoding.apply(&input.prefix.unwrap_or_default())),
        delimiter: input.delimiter.map(|delimiter| encoding.apply(&delimiter)),
        key_marker: input.key_marker.map(|marker| encoding.apply(&marker)),
        version_id_marker: input.version_id_marker,
        encoding_type: input.encoding_type,
        ..ListObjectVersionsOutput::default()
    }))
}

/// Returns the size of a page: the requested size, but at most [`MAX_KEYS`], which is the default as well.
pub(super) fn page_size(parameter: &str, wanted: Option<i32>) -> S3Result<usize> {
    let refused = |_| s3_error!(InvalidArgument, "{parameter} must be between 0 and 2147483647");
    let wanted = wanted.map_or(Ok(MAX_KEYS), usize::try_from).map_err(refused)?;
    Ok(wanted.min(MAX_KEYS))
}

/// How keys are written into the document (`encoding-type`).
#[derive(Clone, Copy)]
pub(super) enum Encoding {
    Verbatim,
    Url,
}

impl Encoding {
    pub(super) fn new(requested: Option<&EncodingType>) -> S3Result<Self> {
        match requested.map(EncodingType::as_str) {
            None => Ok(Self::Verbatim),
            Some(EncodingType::URL) => Ok(Self::Url),
            Some(_) => Err(s3_error!(InvalidArgument, "Invalid Encoding Method specified in Request")),
        }
    }

    pub(super) fn apply(self, text: &str) -> String {
        match self {
            Self::Verbatim => text.to_owned(),
            Self::Url => listing::url_encode(text),
        }
    }

    pub(super) fn common_prefixes(self, prefixes: &[String]) -> CommonPrefixList {
        prefixes.iter().map(|prefix| CommonPrefix { prefix: Some(self.apply(prefix)) }).collect()
    }
}

fn read_token(token: &str) -> S3Result<String> {
    let refused = || s3_error!(InvalidArgument, "The continuation token provided is incorrect");
    let bytes = hex::decode(token).map_err(|_| refused())?;
    String::from_utf8(bytes).map_err(|_| refused())
}
