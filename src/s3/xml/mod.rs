//! S3's XML (feature `xml`): the responses as values, and the bodies of the requests that need one.
//!
//! | operation | body to send | response |
//! |---|---|---|
//! | [`create_multipart_upload`](crate::Bucket::create_multipart_upload) | | [`CreateMultipartUploadResult`] |
//! | [`upload_part`](crate::Bucket::upload_part) | the part | none: the `ETag` is a header |
//! | [`upload_part_copy`](crate::Bucket::upload_part_copy), [`copy_object`](crate::Bucket::copy_object) | | [`CopyResult`] |
//! | [`list_parts`](crate::Bucket::list_parts) | | [`ListPartsPage`] |
//! | [`complete_multipart_upload`](crate::Bucket::complete_multipart_upload) | [`CompleteMultipartUploadBody`] | [`CompleteMultipartUploadResult`] |
//! | [`list_objects_v2`](crate::Bucket::list_objects_v2) | | [`ListObjectsV2Page`] |
//! | [`delete_objects`](crate::Bucket::delete_objects) | [`DeleteObjectsBody`] | [`DeleteObjectsResult`] |
//! | [`create_session`](crate::Bucket::create_session) | | [`SessionCredentials::from_xml`](crate::s3::SessionCredentials::from_xml) |
//! | any operation, on failure | | [`S3Error`] |
//!
//! Each `parse` takes the whole body of a response, as text or bytes. It recognizes an error document in place of the
//! response: see [`S3Error`].
//!
//! The documents of all S3-compatible servers are accepted: elements may be in any order and any namespace or none,
//! unknown elements are ignored, and there may be white space around the document. These are errors:
//!
//! - XML that is not well-formed or not UTF-8, and a DOCTYPE
//! - an element that is missing, or that occurs twice but has one value
//! - an invalid number or time
//!
//! # A multipart upload
//!
//! ```
//! use presign::Bucket;
//! use presign::s3::UploadParts;
//! use presign::s3::xml::{CompleteMultipartUploadBody, CompleteMultipartUploadResult, CreateMultipartUploadResult};
//! # use presign::{Credentials, Error, PresignedUrl};
//! # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
//! # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
//! # fn send(url: PresignedUrl, _: &str) -> String {
//! #     match url.as_str().contains("uploads=") {
//! #         true => "<InitiateMultipartUploadResult><UploadId>VXBsb2FkIElE</UploadId></InitiateMultipartUploadResult>",
//! #         false => "<CompleteMultipartUploadResult><ETag>\"3858f62230ac3c91-3\"</ETag></CompleteMultipartUploadResult>",
//! #     }.into()
//! # }
//! # fn send_part(_: PresignedUrl, range: std::ops::Range<u64>) -> String { format!("\"{}\"", range.start) }
//!
//! let (bucket, key) = (Bucket::new("films")?, "regatta.mp4");
//! let response = send(bucket.create_multipart_upload(key).sign_at(&credentials, now)?, "");
//! let upload = CreateMultipartUploadResult::parse(response)?;
//!
//! let file_size = 20_000_000;
//! let mut parts = Vec::new();
//! for part in bucket.upload_parts(key, upload.upload_id(), file_size, UploadParts::part_size_for(file_size))? {
//!     let etag = send_part(part.request.sign_at(&credentials, now)?, part.range); // the header `ETag` of the response
//!     parts.push((part.number, etag));
//! }
//!
//! let body = CompleteMultipartUploadBody::new(parts)?;
//! let url = bucket.complete_multipart_upload(key, upload.upload_id()).sign_at(&credentials, now)?;
//! let object = CompleteMultipartUploadResult::parse(send(url, body.as_str()))?; // not only the status
//! assert_eq!(object.etag(), Some("\"3858f62230ac3c91-3\""));
//! # Ok::<(), Error>(())
//! ```
//!
//! `examples/multipart.rs` also aborts an upload, and resumes one from the list of its parts.

mod checksums;
mod complete_multipart_upload;
mod copy;
mod create_multipart_upload;
mod create_session;
mod delete_objects;
mod document;
mod element;
mod list_objects_v2;
mod list_parts;
mod s3_error;
mod writer;

pub use self::complete_multipart_upload::{CompleteMultipartUploadBody, CompleteMultipartUploadResult, CompletedPart};
pub use self::copy::CopyResult;
pub use self::create_multipart_upload::CreateMultipartUploadResult;
pub use self::delete_objects::{
    DeleteObjectsBody, DeleteObjectsResult, DeletedObject, ObjectIdentifier, UndeletedObject,
};
pub use self::list_objects_v2::{ListObjectsV2Page, ListedObject};
pub use self::list_parts::{ListPartsPage, ListedPart};
pub use self::s3_error::S3Error;
