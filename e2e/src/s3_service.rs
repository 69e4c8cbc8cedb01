//! The operations of S3 on the store. When an operation is called, its request is already authenticated and authorized.

use std::sync::Arc;

use hyper::header::HeaderMap;
use s3s::dto::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, CompleteMultipartUploadInput, CompleteMultipartUploadOutput,
    CopyObjectInput, CopyObjectOutput, CreateBucketInput, CreateBucketOutput, CreateMultipartUploadInput,
    CreateMultipartUploadOutput, DeleteBucketInput, DeleteBucketOutput, DeleteObjectInput, DeleteObjectOutput,
    DeleteObjectTaggingInput, DeleteObjectTaggingOutput, DeleteObjectsInput, DeleteObjectsOutput,
    GetObjectAttributesInput, GetObjectAttributesOutput, GetObjectInput, GetObjectOutput, GetObjectTaggingInput,
    GetObjectTaggingOutput, HeadBucketInput, HeadBucketOutput, HeadObjectInput, HeadObjectOutput, ListBucketsInput,
    ListBucketsOutput, ListMultipartUploadsInput, ListMultipartUploadsOutput, ListObjectVersionsInput,
    ListObjectVersionsOutput, ListObjectsV2Input, ListObjectsV2Output, ListPartsInput, ListPartsOutput,
    ObjectCannedACL, PutObjectInput, PutObjectOutput, PutObjectTaggingInput, PutObjectTaggingOutput,
    RestoreObjectInput, RestoreObjectOutput, StorageClass, UploadPartCopyInput, UploadPartCopyOutput, UploadPartInput,
    UploadPartOutput,
};
use s3s::{S3, S3Error, S3Request, S3Response, S3Result, s3_error};

use crate::access::denied;
use crate::store::{Object, Store, StoreError};
use crate::users::{User, Users};

/// Collects the headers of an uploaded object. The inputs of all uploading operations have these fields.
macro_rules! headers_of {
    ($input:ident) => {
        $crate::store::Headers {
            content_type: $input.content_type.filter(|value| !value.is_empty()),
            cache_control: $input.cache_control,
            content_disposition: $input.content_disposition,
            content_encoding: $input.content_encoding,
            content_language: $input.content_language,
            expires: $input.expires.map(Into::into),
            storage_class: $crate::s3_service::unusual($input.storage_class),
            metadata: $input.metadata.unwrap_or_default().into_iter().collect(),
        }
    };
}

pub(crate) mod body;
mod buckets;
pub(crate) mod copying;
mod listing;
mod multipart;
mod reading;
mod tagging;
mod writing;

/// The size limit of an object, in bytes. Objects are in memory, so it is far below S3's 5 GiB.
pub const MAX_OBJECT_BYTES: usize = 64 * 1024 * 1024;

/// The version ID of an object in a bucket without versioning.
const NULL_VERSION: &str = "null";

/// The result of an operation.
type Answer<T> = S3Result<S3Response<T>>;

/// The server's implementation of the S3 API.
pub(crate) struct S3Service {
    pub(crate) store: Store,
    pub(crate) users: Arc<Users>,
    pub(crate) region: String,
}

impl S3Service {
    /// Returns the object, or the error that the caller may see. Only a caller who may list the bucket learns that a
    /// key does not exist. Buckets have no versioning, so another version than `null` is an error, even of a missing key.
    fn find<T>(&self, req: &S3Request<T>, bucket: &str, key: &str, version: Option<&str>) -> S3Result<Arc<Object>> {
        if !version_exists(version) {
            return Err(s3_error!(InvalidArgument, "Invalid version id specified"));
        }
        if let Some(object) = self.store.get(bucket, key)? {
            return Ok(object);
        }
        let user = self.user(req)?;
        if !user.may("s3:ListBucket", bucket) {
            return Err(denied(user, "s3:ListBucket", bucket));
        }
        Err(s3_error!(NoSuchKey, "The specified key does not exist."))
    }

    /// Returns the user who signed. The access hook denies requests without one.
    fn user<T>(&self, req: &S3Request<T>) -> S3Result<&User> {
        let user = req.credentials.as_ref().and_then(|credentials| self.users.get(&credentials.access_key));
        user.ok_or_else(|| s3_error!(AccessDenied, "Access Denied"))
    }
}

/// Returns whether an object has the version that a request names, or the request names none.
fn version_exists(version: Option<&str>) -> bool {
    version.is_none_or(|version| version == NULL_VERSION)
}

/// Returns a storage class unless it is `STANDARD`, which no response mentions.
fn unusual(class: Option<StorageClass>) -> Option<String> {
    class.map(|class| class.as_str().to_owned()).filter(|class| class != StorageClass::STANDARD)
}

/// Rejects a storage class that S3 does not have.
fn check_storage_class(class: Option<&StorageClass>) -> S3Result<()> {
    const KNOWN: [&str; 11] = [
        StorageClass::STANDARD,
        StorageClass::REDUCED_REDUNDANCY,
        StorageClass::STANDARD_IA,
        StorageClass::ONEZONE_IA,
        StorageClass::INTELLIGENT_TIERING,
        StorageClass::GLACIER,
        StorageClass::DEEP_ARCHIVE,
        StorageClass::OUTPOSTS,
        StorageClass::GLACIER_IR,
        StorageClass::SNOW,
        StorageClass::EXPRESS_ONEZONE,
    ];
    match class {
        Some(class) if !KNOWN.contains(&class.as_str()) => {
            Err(s3_error!(InvalidStorageClass, "The storage class you specified is not valid"))
        }
        _ => Ok(()),
    }
}

/// Rejects ACLs. Buckets don't have them, as on S3 by default.
fn check_acl(acl: Option<&ObjectCannedACL>) -> S3Result<()> {
    match acl.map(ObjectCannedACL::as_str) {
        None | Some(ObjectCannedACL::BUCKET_OWNER_FULL_CONTROL) => Ok(()),
        Some(_) => Err(s3_error!(AccessControlListNotSupported, "The bucket does not allow ACLs")),
    }
}

/// Returns the headers that describe an object's encryption and, on request, its checksum.
fn describe(object: &Object, with_checksum: bool) -> HeaderMap {
    let mut headers = HeaderMap::new();
    object.encryption.write_headers(&mut headers);
    if let Some(checksum) = object.checksum.as_ref().filter(|_| with_checksum) {
        checksum.write_header(&mut headers);
    }
    headers
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
            StoreError::NoSuchUpload => s3_error!(
                NoSuchUpload,
                "The specified upload does not exist. The upload ID may be invalid, \
                 or the upload may have been aborted or completed."
            ),
        }
    }
}

#[async_trait::async_trait]
impl S3 for S3Service {
    async fn create_bucket(&self, req: S3Request<CreateBucketInput>) -> Answer<CreateBucketOutput> {
        buckets::create(self, req)
    }

    async fn delete_bucket(&self, req: S3Request<DeleteBucketInput>) -> Answer<DeleteBucketOutput> {
        buckets::delete(self, req)
    }

    async fn head_bucket(&self, _req: S3Request<HeadBucketInput>) -> Answer<HeadBucketOutput> {
        buckets::head(self)
    }

    async fn list_buckets(&self, _req: S3Request<ListBucketsInput>) -> Answer<ListBucketsOutput> {
        buckets::list(self)
    }

    async fn get_object(&self, req: S3Request<GetObjectInput>) -> Answer<GetObjectOutput> {
        reading::get(self, req)
    }

    async fn head_object(&self, req: S3Request<HeadObjectInput>) -> Answer<HeadObjectOutput> {
        reading::head(self, req)
    }

    async fn get_object_attributes(
        &self,
        req: S3Request<GetObjectAttributesInput>,
    ) -> Answer<GetObjectAttributesOutput> {
        reading::attributes(self, req)
    }

    async fn put_object(&self, req: S3Request<PutObjectInput>) -> Answer<PutObjectOutput> {
        writing::put(self, req).await
    }

    async fn delete_object(&self, req: S3Request<DeleteObjectInput>) -> Answer<DeleteObjectOutput> {
        writing::delete(self, req)
    }

    async fn delete_objects(&self, req: S3Request<DeleteObjectsInput>) -> Answer<DeleteObjectsOutput> {
        writing::delete_many(self, req)
    }

    async fn copy_object(&self, req: S3Request<CopyObjectInput>) -> Answer<CopyObjectOutput> {
        copying::object(self, req)
    }

    async fn upload_part_copy(&self, req: S3Request<UploadPartCopyInput>) -> Answer<UploadPartCopyOutput> {
        copying::part(self, req)
    }

    async fn create_multipart_upload(
        &self,
        req: S3Request<CreateMultipartUploadInput>,
    ) -> Answer<CreateMultipartUploadOutput> {
        multipart::create(self, req)
    }

    async fn upload_part(&self, req: S3Request<UploadPartInput>) -> Answer<UploadPartOutput> {
        multipart::upload_part(self, req).await
    }

    async fn complete_multipart_upload(
        &self,
        req: S3Request<CompleteMultipartUploadInput>,
    ) -> Answer<CompleteMultipartUploadOutput> {
        multipart::complete(self, req)
    }

    async fn abort_multipart_upload(
        &self,
        req: S3Request<AbortMultipartUploadInput>,
    ) -> Answer<AbortMultipartUploadOutput> {
        multipart::abort(self, req)
    }

    async fn list_parts(&self, req: S3Request<ListPartsInput>) -> Answer<ListPartsOutput> {
        multipart::list_parts(self, req)
    }

    async fn list_multipart_uploads(
        &self,
        req: S3Request<ListMultipartUploadsInput>,
    ) -> Answer<ListMultipartUploadsOutput> {
        multipart::list_uploads(self, req)
    }

    async fn list_objects_v2(&self, req: S3Request<ListObjectsV2Input>) -> Answer<ListObjectsV2Output> {
        listing::objects(self, req)
    }

    async fn list_object_versions(&self, req: S3Request<ListObjectVersionsInput>) -> Answer<ListObjectVersionsOutput> {
        listing::versions(self, req)
    }

    async fn get_object_tagging(&self, req: S3Request<GetObjectTaggingInput>) -> Answer<GetObjectTaggingOutput> {
        tagging::get(self, req)
    }

    async fn put_object_tagging(&self, req: S3Request<PutObjectTaggingInput>) -> Answer<PutObjectTaggingOutput> {
        tagging::put(self, req)
    }

    async fn delete_object_tagging(
        &self,
        req: S3Request<DeleteObjectTaggingInput>,
    ) -> Answer<DeleteObjectTaggingOutput> {
        tagging::delete(self, req)
    }

    /// Fails, since S3 restores only archived objects, and there are none here.
    async fn restore_object(&self, req: S3Request<RestoreObjectInput>) -> Answer<RestoreObjectOutput> {
        let input = &req.input;
        self.find(&req, &input.bucket, &input.key, input.version_id.as_deref())?;
        Err(s3_error!(InvalidObjectState, "Restore is not allowed for the object's current storage class"))
    }
}
