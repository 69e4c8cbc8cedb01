//! The operations on buckets.

use s3s::dto::{
    Bucket, CreateBucketInput, CreateBucketOutput, DeleteBucketInput, DeleteBucketOutput, HeadBucketOutput,
    ListBucketsOutput,
};
use s3s::{S3Request, S3Response};

use super::{Answer, S3Service};

pub(super) fn create(service: &S3Service, req: S3Request<CreateBucketInput>) -> Answer<CreateBucketOutput> {
    let bucket = req.input.bucket;
    service.store.create_bucket(&bucket)?;
    Ok(S3Response::new(CreateBucketOutput { location: Some(format!("/{bucket}")) }))
}

pub(super) fn delete(service: &S3Service, req: S3Request<DeleteBucketInput>) -> Answer<DeleteBucketOutput> {
    service.store.delete_bucket(&req.input.bucket)?;
    Ok(S3Response::new(DeleteBucketOutput::default()))
}

pub(super) fn head(service: &S3Service) -> Answer<HeadBucketOutput> {
    // The access hook has checked that the bucket exists.
    Ok(S3Response::new(HeadBucketOutput { bucket_region: Some(service.region.clone()), ..HeadBucketOutput::default() }))
}

pub(super) fn list(service: &S3Service) -> Answer<ListBucketsOutput> {
    let buckets = service.store.buckets().into_iter().map(|(name, created)| Bucket {
        name: Some(name),
        creation_date: Some(created.into()),
        ..Bucket::default()
    });
    Ok(S3Response::new(ListBucketsOutput { buckets: Some(buckets.collect()), ..ListBucketsOutput::default() }))
}
