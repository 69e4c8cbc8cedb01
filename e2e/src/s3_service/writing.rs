//! PutObject, by URL or by form, DeleteObject and DeleteObjects.

use hyper::header::ETAG;
use s3s::dto::{
    DeleteObjectInput, DeleteObjectOutput, DeleteObjectsInput, DeleteObjectsOutput, DeletedObject, ETag, Error,
    PutObjectInput, PutObjectOutput, ServerSideEncryption,
};
use s3s::{S3Error, S3Request, S3Response, s3_error};

use super::{Answer, S3Service, body, check_acl, check_storage_class, describe, tagging, version_exists};
use crate::access::denied;
use crate::checksum::{Checksum, check_md5};
use crate::encryption::{CustomerKey, Encryption};
use crate::front::FromForm;
use crate::preconditions;
use crate::store::Object;

/// S3's limit for the keys in one DeleteObjects.
const MAX_DELETED: usize = 1000;

/// Stores an object. s3s calls this for the upload of a form as well.
pub(super) async fn put(service: &S3Service, req: S3Request<PutObjectInput>) -> Answer<PutObjectOutput> {
    let hash_promised = req.headers.contains_key("x-amz-content-sha256");
    let mut input = req.input;
    let (checksum, tags) = match req.extensions.get::<FromForm>() {
        None => (Checksum::in_headers(&req.headers)?, tagging::in_header(input.tagging.as_deref())?),
        Some(form) => {
            let promised = [
                input.checksum_crc32.take(),
                input.checksum_crc32c.take(),
                input.checksum_crc64nvme.take(),
                input.checksum_sha1.take(),
                input.checksum_sha256.take(),
            ];
            // s3s gives no length for an empty file.
            input.content_length = input.content_length.or(Some(0));
            input.acl = form.acl.clone().map(Into::into);
            let tags = form.tagging.as_deref().map_or(Ok(tagging::Tags::new()), tagging::in_form)?;
            (Checksum::only_one(promised)?, tags)
        }
    };
    check_acl(input.acl.as_ref())?;
    check_storage_class(input.storage_class.as_ref())?;
    let key = CustomerKey::new(
        input.sse_customer_algorithm.as_deref(),
        input.sse_customer_key.as_deref(),
        input.sse_customer_key_md5.as_deref(),
    )?;
    let algorithm = input.server_side_encryption.as_ref().map(ServerSideEncryption::as_str);
    let encryption = Encryption::new(algorithm, input.ssekms_key_id, key)?;
    let existing = service.store.get(&input.bucket, &input.key)?;
    preconditions::check_write(input.if_match.as_ref(), input.if_none_match.as_ref(), existing.as_deref())?;

    let body = body::read(input.body, input.content_length, hash_promised).await?;
    if let Some(promised) = &input.content_md5 {
        check_md5(promised, &body)?;
    }
    if let Some(promised) = &checksum {
        promised.check(&body)?;
    }
    let object = Object { tags, encryption, checksum, ..Object::new(body, headers_of!(input)) };
    let etag = ETag::Strong(object.etag.clone());
    let mut headers = describe(&object, true);
    // For a form, s3s writes the entity tag into the document, but not into the header.
    headers.insert(ETAG, etag.to_http_header().map_err(S3Error::internal_error)?);
    service.store.put(&input.bucket, &input.key, object)?;
    let output = PutObjectOutput { e_tag: Some(etag), ..PutObjectOutput::default() };
    Ok(S3Response::with_headers(output, headers))
}

pub(super) fn delete(service: &S3Service, req: S3Request<DeleteObjectInput>) -> Answer<DeleteObjectOutput> {
    let input = req.input;
    let existing = service.store.get(&input.bucket, &input.key)?;
    preconditions::check_write(input.if_match.as_ref(), None, existing.as_deref())?;
    // Deleting a missing version is not an error.
    if version_exists(input.version_id.as_deref()) {
        service.store.delete(&input.bucket, &input.key)?;
    }
    Ok(S3Response::new(DeleteObjectOutput::default()))
}

/// Deletes the objects that the user may delete, and reports an error for each of the others. The request succeeds
/// either way.
pub(super) fn delete_many(service: &S3Service, req: S3Request<DeleteObjectsInput>) -> Answer<DeleteObjectsOutput> {
    body::check_document(&req)?;
    let user = service.user(&req)?;
    let input = &req.input;
    if !(1..=MAX_DELETED).contains(&input.delete.objects.len()) {
        return Err(s3_error!(MalformedXML, "The XML you provided was not well-formed."));
    }
    let (mut deleted, mut errors) = (Vec::new(), Vec::new());
    for object in &input.delete.objects {
        let resource = format!("{}/{}", input.bucket, object.key);
        if !user.may("s3:DeleteObject", &resource) {
            let error = denied(user, "s3:DeleteObject", &resource);
            errors.push(Error {
                code: Some(error.code().as_str().to_owned()),
                key: Some(object.key.clone()),
                message: error.message().map(str::to_owned),
                version_id: object.version_id.clone(),
            });
            continue;
        }
        if version_exists(object.version_id.as_deref()) {
            service.store.delete(&input.bucket, &object.key)?;
        }
        if input.delete.quiet != Some(true) {
            let (key, version_id) = (Some(object.key.clone()), object.version_id.clone());
            deleted.push(DeletedObject { key, version_id, ..DeletedObject::default() });
        }
    }
    Ok(S3Response::new(DeleteObjectsOutput {
        deleted: (!deleted.is_empty()).then_some(deleted),
        errors: (!errors.is_empty()).then_some(errors),
        ..DeleteObjectsOutput::default()
    }))
}
