//! S3: buckets, their addresses and their operations.
//!
#![doc = include_str!("../../docs/s3-compatible-services.md")]

mod addressing;
pub(crate) mod as_bucket;
mod bucket;
mod bucket_name;
mod endpoint;
mod object_key;
mod operation;

pub use self::addressing::Addressing;
pub use self::as_bucket::AsBucket;
pub use self::bucket::{Bucket, BucketBuilder};
