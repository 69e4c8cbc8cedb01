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
#[cfg(feature = "post")]
mod post_policy;

pub use self::addressing::Addressing;
pub use self::as_bucket::AsBucket;
pub use self::bucket::{Bucket, BucketBuilder};
#[cfg(feature = "post")]
pub use self::post_policy::{PostPolicy, PreparedPost, PresignedPost};
