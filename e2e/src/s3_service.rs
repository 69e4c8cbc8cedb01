//! The operations of S3 over the store. By the time that one of them runs, the request is authenticated and
//! authorised; what is left is what the operation itself means.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use hyper::StatusCode;
use hyper::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_TYPE, EXPIRES, HeaderMap,
    HeaderName, HeaderValue,
};
use s3s::dto::{
    CommonPrefix, CreateBucketInput, CreateBucketOutput, DeleteBucketInput, DeleteBucketOutput, DeleteObjectInput,
    DeleteObjectOutput, ETag, ETagCondition, EncodingType, GetObjectInput, GetObjectOutput, HeadBucketInput,
    HeadBucketOutput, HeadObjectInput, HeadObjectOutput, ListBucketsInput, ListBucketsOutput, ListObjectsV2Input,
    ListObjectsV2Output, ObjectStorageClass, PutObjectInput, PutObjectOutput, StreamingBlob, Timestamp,
    TimestampFormat,
};
use s3s::{Body, S3, S3Error, S3ErrorCode, S3Request, S3Response, S3Result, s3_error};

use crate::access::denied;
use crate::listing::{self, MAX_KEYS};
use crate::preconditions::{self, Conditions};
use crate::store::{Headers, Object, Store, StoreError};
use crate::users::Users;

/// The largest object. Everything is in memory, so this is far below S3's 5 GiB.
pub const MAX_OBJECT_BYTES: usize = 64 * 1024 * 1024;

/// The server's implementation of the S3 API.
pub(crate) struct S3Service {
    pub(crate) store: Store,
    pub(crate) users: Arc<Users>,
    pub(crate) region: String,
}

impl S3Service {
    /// The object, or the error that the caller is allowed to know: that a key does not exist is told only to
    /// someone who may list.
    fn find<T>(&self, req: &S3Request<T>, bucket: &str, key: &str) -> S3Result<Arc<Object>> {
        if let Some(object) = self.store.get(bucket, key)? {
            return Ok(object);
        }
        let user = req.credentials.as_ref().and_then(|credentials| self.users.get(&credentials.access_key));
        match user {
            Some(user) if user.may("s3:ListBucket", bucket) => {
                Err(s3_error!(NoSuchKey, "The specified key does not exist."))
            }
            Some(user) => Err(denied(user, "s3:ListBucket", bucket)),
            None => Err(s3_error!(AccessDenied, "Access Denied")),
        }
    }
}

#[async_trait::async_trait]
impl S3 for S3Service {
    async fn get_object(&self, req: S3Request<GetObjectInput>) -> S3Result<S3Response<GetObjectOutput>> {
        let input = &req.input;
        let object = self.find(&req, &input.bucket, &input.key)?;
        let conditions = Conditions {
            if_match: input.if_match.as_ref(),
            if_none_match: input.if_none_match.as_ref(),
            if_modified_since: input.if_modified_since.as_ref(),
            if_unmodified_since: input.if_unmodified_since.as_ref(),
        };
        preconditions::check(&conditions, &object)?;

        let total = object.body.len() as u64;
        let (body, content_range) = match &input.range {
            None => (object.body.clone(), None),
            Some(range) => {
                let wanted = range
                    .check(total)
                    .map_err(|_| s3_error!(InvalidRange, "The requested range is not satisfiable"))?;
                let content_range = format!("bytes {}-{}/{total}", wanted.start, wanted.end.saturating_sub(1));
                let (start, end) = (as_index(wanted.start)?, as_index(wanted.end)?);
                (object.body.slice(start..end), Some(content_range))
            }
        };
        // s3s itself applies the response-* parameters of a GET.
        Ok(S3Response::new(GetObjectOutput {
            accept_ranges: Some("bytes".to_owned()),
            cache_control: object.headers.cache_control.clone(),
            content_disposition: object.headers.content_disposition.clone(),
            content_encoding: object.headers.content_encoding.clone(),
            content_language: object.headers.content_language.clone(),
            content_length: i64::try_from(body.len()).ok(),
            content_range,
            content_type: Some(content_type_of(&object)),
            e_tag: Some(ETag::Strong(object.etag.clone())),
            last_modified: Some(object.last_modified.into()),
            metadata: metadata_of(&object),
            body: Some(StreamingBlob::from(Body::from(body))),
            ..GetObjectOutput::default()
        }))
    }

    async fn head_object(&self, req: S3Request<HeadObjectInput>) -> S3Result<S3Response<HeadObjectOutput>> {
        let input = &req.input;
        let object = self.find(&req, &input.bucket, &input.key)?;
        let conditions = Conditions {
            if_match: input.if_match.as_ref(),
            if_none_match: input.if_none_match.as_ref(),
            if_modified_since: input.if_modified_since.as_ref(),
            if_unmodified_since: input.if_unmodified_since.as_ref(),
        };
        preconditions::check(&conditions, &object)?;

        let overrides = response_overrides(input)?;
        let output = HeadObjectOutput {
            accept_ranges: Some("bytes".to_owned()),
            cache_control: object.headers.cache_control.clone(),
            content_disposition: object.headers.content_disposition.clone(),
            content_encoding: object.headers.content_encoding.clone(),
            content_language: object.headers.content_language.clone(),
            content_length: i64::try_from(object.body.len()).ok(),
            content_type: Some(content_type_of(&object)),
            e_tag: Some(ETag::Strong(object.etag.clone())),
            last_modified: Some(object.last_modified.into()),
            metadata: metadata_of(&object),
            ..HeadObjectOutput::default()
        };
        Ok(S3Response::with_headers(output, overrides))
    }

    async fn put_object(&self, req: S3Request<PutObjectInput>) -> S3Result<S3Response<PutObjectOutput>> {
        let hash_promised = req.headers.contains_key("x-amz-content-sha256");
        let input = req.input;
        let existing = self.store.get(&input.bucket, &input.key)?;
        check_write_conditions(input.if_match.as_ref(), input.if_none_match.as_ref(), existing.as_deref())?;

        let body = read_body(input.body, input.content_length, hash_promised).await?;
        let object = Object::new(
            body,
            Headers {
                content_type: input.content_type.filter(|value| !value.is_empty()),
                cache_control: input.cache_control,
                content_disposition: input.content_disposition,
                content_encoding: input.content_encoding,
                content_language: input.content_language,
                metadata: input.metadata.unwrap_or_default().into_iter().collect(),
            },
        );
        if let Some(promised) = &input.content_md5 {
            check_md5(promised, &object.etag)?;
        }
        let e_tag = Some(ETag::Strong(object.etag.clone()));
        self.store.put(&input.bucket, &input.key, object)?;
        Ok(S3Response::new(PutObjectOutput { e_tag, ..PutObjectOutput::default() }))
    }

    async fn delete_object(&self, req: S3Request<DeleteObjectInput>) -> S3Result<S3Response<DeleteObjectOutput>> {
        self.store.delete(&req.input.bucket, &req.input.key)?;
        Ok(S3Response::new(DeleteObjectOutput::default()))
    }

    async fn list_objects_v2(&self, req: S3Request<ListObjectsV2Input>) -> S3Result<S3Response<ListObjectsV2Output>> {
        let input = req.input;
        let max_keys = usize::try_from(input.max_keys.unwrap_or(1000))
            .map_err(|_| s3_error!(InvalidArgument, "max-keys must be between 0 and 2147483647"))?
            .min(MAX_KEYS);
        let url_encoded = match input.encoding_type.as_ref().map(EncodingType::as_str) {
            None => false,
            Some(EncodingType::URL) => true,
            Some(_) => {
                return Err(s3_error!(InvalidArgument, "Invalid Encoding Method specified in Request"));
            }
        };
        let resume_after = input.continuation_token.as_deref().map(read_token).transpose()?;
        let query = listing::Query {
            prefix: input.prefix.as_deref().unwrap_or_default(),
            delimiter: input.delimiter.as_deref().unwrap_or_default(),
            max_keys,
            start_after: input.start_after.as_deref().unwrap_or_default(),
            resume_after: resume_after.as_deref(),
        };
        let page = listing::list(&self.store, &input.bucket, &query)?;

        let encode = |text: String| {
            if url_encoded { listing::url_encode(&text) } else { text }
        };
        let contents = page.objects.iter().map(|(key, object)| s3s::dto::Object {
            key: Some(encode(key.clone())),
            e_tag: Some(ETag::Strong(object.etag.clone())),
            last_modified: Some(object.last_modified.into()),
            size: i64::try_from(object.body.len()).ok(),
            storage_class: Some(ObjectStorageClass::from_static(ObjectStorageClass::STANDARD)),
            ..s3s::dto::Object::default()
        });
        let common_prefixes =
            page.common_prefixes.iter().map(|prefix| CommonPrefix { prefix: Some(encode(prefix.clone())) });
        Ok(S3Response::new(ListObjectsV2Output {
            key_count: i32::try_from(page.len()).ok(),
            max_keys: i32::try_from(max_keys).ok(),
            is_truncated: Some(page.resume_after.is_some()),
            contents: Some(contents.collect()),
            common_prefixes: Some(common_prefixes.collect()),
            next_continuation_token: page.resume_after.as_ref().map(hex::encode),
            name: Some(input.bucket),
            prefix: Some(encode(input.prefix.unwrap_or_default())),
            delimiter: input.delimiter.map(encode),
            start_after: input.start_after.map(encode),
            continuation_token: input.continuation_token,
            encoding_type: input.encoding_type,
            ..ListObjectsV2Output::default()
        }))
    }

    async fn head_bucket(&self, _req: S3Request<HeadBucketInput>) -> S3Result<S3Response<HeadBucketOutput>> {
        // The access hook has found the bucket.
        Ok(S3Response::new(HeadBucketOutput {
            bucket_region: Some(self.region.clone()),
            ..HeadBucketOutput::default()
        }))
    }

    async fn create_bucket(&self, req: S3Request<CreateBucketInput>) -> S3Result<S3Response<CreateBucketOutput>> {
        self.store.create_bucket(&req.input.bucket)?;
        Ok(S3Response::new(CreateBucketOutput { location: Some(format!("/{}", req.input.bucket)) }))
    }

    async fn delete_bucket(&self, req: S3Request<DeleteBucketInput>) -> S3Result<S3Response<DeleteBucketOutput>> {
        self.store.delete_bucket(&req.input.bucket)?;
        Ok(S3Response::new(DeleteBucketOutput::default()))
    }

    async fn list_buckets(&self, _req: S3Request<ListBucketsInput>) -> S3Result<S3Response<ListBucketsOutput>> {
        let buckets = self.store.buckets().into_iter().map(|(name, created)| s3s::dto::Bucket {
            name: Some(name),
            creation_date: Some(created.into()),
            ..s3s::dto::Bucket::default()
        });
        Ok(S3Response::new(ListBucketsOutput { buckets: Some(buckets.collect()), ..ListBucketsOutput::default() }))
    }
}

impl From<StoreError> for S3Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NoSuchBucket => {
                s3_error!(NoSuchBucket, "The specified bucket does not exist")
            }
            StoreError::BucketExists => s3_error!(
                BucketAlreadyOwnedByYou,
                "Your previous request to create the named bucket succeeded and you already own it."
            ),
            StoreError::BucketNotEmpty => s3_error!(BucketNotEmpty, "The bucket you tried to delete is not empty"),
        }
    }
}

fn content_type_of(object: &Object) -> String {
    let default = || "binary/octet-stream".to_owned();
    object.headers.content_type.clone().unwrap_or_else(default)
}

fn metadata_of(object: &Object) -> Option<s3s::dto::Metadata> {
    let metadata: &BTreeMap<_, _> = &object.headers.metadata;
    (!metadata.is_empty()).then(|| metadata.clone().into_iter().collect())
}

/// The response-* parameters of a HEAD, which s3s leaves to the implementation.
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
                .map_err(|e| s3_error!(e, InvalidArgument, "response-{name} cannot be sent as a header"))?;
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

/// `If-Match` and `If-None-Match` of a PUT: to replace only what is known, or nothing.
fn check_write_conditions(
    if_match: Option<&ETagCondition>,
    if_none_match: Option<&ETagCondition>,
    existing: Option<&Object>,
) -> S3Result<()> {
    let fits = |condition: &ETagCondition| existing.is_some_and(|object| preconditions::names(condition, object));
    if if_match.is_some() && existing.is_none() {
        return Err(s3_error!(NoSuchKey, "The specified key does not exist."));
    }
    if if_match.is_some_and(|c| !fits(c)) || if_none_match.is_some_and(fits) {
        return Err(preconditions::failed());
    }
    Ok(())
}

async fn read_body(body: Option<StreamingBlob>, length: Option<i64>, hash_promised: bool) -> S3Result<bytes::Bytes> {
    let Some(body) = body else {
        return Ok(bytes::Bytes::new());
    };
    let length =
        length.ok_or_else(|| s3_error!(MissingContentLength, "You must provide the Content-Length HTTP header."))?;
    if usize::try_from(length).is_ok_and(|length| length > MAX_OBJECT_BYTES) {
        return Err(s3_error!(EntityTooLarge, "Your proposed upload exceeds the maximum allowed object size."));
    }
    let read = Body::from(body).store_all_limited(MAX_OBJECT_BYTES).await;
    // s3s compares the body with a promised hash while it is read, and has no error code of its own for that.
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

/// Compares a `Content-MD5`, in base64, with the entity tag, the same digest in hexadecimal.
fn check_md5(promised: &str, etag: &str) -> S3Result<()> {
    let promised = BASE64
        .decode(promised)
        .map_err(|e| s3_error!(e, InvalidDigest, "The Content-MD5 you specified is not valid."))?;
    if hex::encode(promised) == etag {
        return Ok(());
    }
    Err(s3_error!(BadDigest, "The Content-MD5 you specified did not match what we received."))
}

fn as_index(offset: u64) -> S3Result<usize> {
    usize::try_from(offset).map_err(S3Error::internal_error)
}

fn read_token(token: &str) -> S3Result<String> {
    let refused = || s3_error!(InvalidArgument, "The continuation token provided is incorrect");
    let bytes = hex::decode(token).map_err(|_| refused())?;
    String::from_utf8(bytes).map_err(|_| refused())
}
