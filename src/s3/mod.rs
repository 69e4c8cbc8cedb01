//! Presigned requests to Amazon S3 and S3-compatible servers: buckets, their addresses and their operations.
//!
//! A [`Bucket`] has a method for each operation of S3's API, such as [`get_object`](Bucket::get_object). Its
//! [builder](Bucket::builder) sets where the bucket is. The other types of this module are arguments and results.
//!
//! ```
//! use presign::s3::{Addressing, Bucket, CopySource};
//! # use presign::Credentials;
//! # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
//!
//! let bucket = Bucket::builder("photos").endpoint("https://s3.example.com").addressing(Addressing::Path).build()?;
//! let copy = bucket.copy_object("2026/boat.jpg", &CopySource::new("drafts", "boat.jpg")?).sign_at(&credentials, now)?;
//! assert!(copy.as_str().starts_with("https://s3.example.com/photos/2026/boat.jpg?X-Amz-Algorithm="));
//! assert!(copy.headers().eq([("x-amz-copy-source", "drafts/boat.jpg")])); // the client must send it
//! # Ok::<(), presign::Error>(())
//! ```
//!
#![doc = include_str!("../../docs/s3-compatible-services.md")]

mod addressing;
pub(crate) mod as_bucket;
mod bucket;
mod bucket_builder;
mod bucket_name;
mod byte_range;
mod checksum;
mod content_disposition;
mod content_type;
mod copy_source;
mod customer_key;
mod decode;
mod endpoint;
#[cfg(feature = "std")]
mod environment;
pub(crate) mod host_row;
mod http_date;
mod keyword;
mod metadata;
mod object_url;
mod operation;
mod parameter;
#[cfg(feature = "post")]
mod post_policy;
pub(crate) mod providers;
mod session_credentials;
mod upload_parts;
#[cfg(feature = "xml")]
pub mod xml;

pub use self::addressing::Addressing;
pub use self::as_bucket::AsBucket;
pub use self::bucket::Bucket;
pub use self::bucket_builder::BucketBuilder;
pub use self::byte_range::ByteRange;
pub use self::checksum::Checksum;
pub use self::copy_source::CopySource;
pub use self::customer_key::CustomerKey;
pub use self::keyword::{
    CannedAcl, ChecksumAlgorithm, ChecksumType, Directive, ObjectAttribute, ObjectLockMode, OptionalObjectAttribute,
    SessionMode, StorageClass,
};
#[cfg(feature = "post")]
pub use self::post_policy::{PostPolicy, PreparedPost, PresignedPost};
pub use self::session_credentials::SessionCredentials;
pub use self::upload_parts::{UploadPart, UploadParts};
