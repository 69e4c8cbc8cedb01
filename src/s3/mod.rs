//! Presigned requests to Amazon S3 and S3-compatible servers: buckets, their addresses and their operations.
//!
#![doc = include_str!("../../docs/s3-compatible-services.md")]

mod addressing;
pub(crate) mod as_bucket;
mod bucket;
mod bucket_name;
mod byte_range;
mod checksum;
mod content_disposition;
mod content_type;
mod copy_source;
mod customer_key;
mod endpoint;
mod http_date;
mod keyword;
mod metadata;
mod operation;
mod parameter;
#[cfg(feature = "post")]
mod post_policy;
mod session_credentials;
mod upload_parts;

pub use self::addressing::Addressing;
pub use self::as_bucket::AsBucket;
pub use self::bucket::{Bucket, BucketBuilder};
pub use self::byte_range::ByteRange;
pub use self::checksum::Checksum;
pub use self::copy_source::CopySource;
pub use self::customer_key::CustomerKey;
pub use self::keyword::{
    CannedAcl, ChecksumAlgorithm, ChecksumType, Directive, ObjectAttribute, ObjectLockMode, SessionMode, StorageClass,
};
#[cfg(feature = "post")]
pub use self::post_policy::{PostPolicy, PreparedPost, PresignedPost};
pub use self::session_credentials::SessionCredentials;
pub use self::upload_parts::{UploadPart, UploadParts};
