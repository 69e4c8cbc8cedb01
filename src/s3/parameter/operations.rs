//! Which operations of S3 have a parameter.

use alloc::format;
use alloc::string::String;

use crate::error::{Error, Repr};
use crate::request::{Operation, PresignRequest};

use Operation::*;

/// Reading an object.
pub(super) const READS: &[Operation] = &[GetObject, HeadObject];
/// Creating an object with its metadata.
pub(super) const CREATES: &[Operation] = &[PutObject, CopyObject, CreateMultipartUpload];
/// Reading an object or creating one.
pub(super) const READS_AND_CREATES: &[Operation] =
    &[GetObject, HeadObject, PutObject, CopyObject, CreateMultipartUpload];
pub(super) const CREATES_AND_BUCKET: &[Operation] = &[PutObject, CopyObject, CreateMultipartUpload, CreateBucket];
pub(super) const CREATES_AND_SESSION: &[Operation] = &[PutObject, CopyObject, CreateMultipartUpload, CreateSession];
/// Sending a body.
pub(super) const BODIES: &[Operation] =
    &[PutObject, UploadPart, CompleteMultipartUpload, PutObjectTagging, DeleteObjects, RestoreObject, CreateBucket];
pub(super) const CHECKSUM_ALGORITHMS: &[Operation] =
    &[PutObject, CopyObject, CreateMultipartUpload, UploadPart, PutObjectTagging, DeleteObjects, RestoreObject];
pub(super) const CHECKSUM_TYPES: &[Operation] = &[CreateMultipartUpload, CompleteMultipartUpload];
pub(super) const COPIES: &[Operation] = &[CopyObject, UploadPartCopy];
pub(super) const CUSTOMER_KEYS: &[Operation] = &[
    GetObject,
    HeadObject,
    PutObject,
    CopyObject,
    CreateMultipartUpload,
    UploadPart,
    UploadPartCopy,
    CompleteMultipartUpload,
    ListParts,
    GetObjectAttributes,
];
pub(super) const DELETES: &[Operation] = &[DeleteObject, DeleteObjects];
pub(super) const IF_MATCH: &[Operation] =
    &[GetObject, HeadObject, PutObject, DeleteObject, CopyObject, CompleteMultipartUpload];
pub(super) const IF_NONE_MATCH: &[Operation] = &[GetObject, HeadObject, PutObject, CopyObject, CompleteMultipartUpload];
pub(super) const KEY_LISTS: &[Operation] = &[ListObjectsV2, ListObjectVersions, ListMultipartUploads];
pub(super) const OBJECT_LISTS: &[Operation] = &[ListObjectsV2, ListObjectVersions];
pub(super) const MARKED_LISTS: &[Operation] = &[ListObjectVersions, ListMultipartUploads];
pub(super) const PART_LISTS: &[Operation] = &[ListParts, GetObjectAttributes];
pub(super) const PARTS: &[Operation] = &[GetObject, HeadObject, UploadPart, UploadPartCopy];
pub(super) const VERSIONS: &[Operation] = &[
    GetObject,
    HeadObject,
    DeleteObject,
    GetObjectAttributes,
    GetObjectTagging,
    PutObjectTagging,
    DeleteObjectTagging,
    RestoreObject,
];

/// Setters that do the same for an upload and for a download.
const COUNTERPARTS: [(&str, &str); 6] = [
    ("cache_control", "response_cache_control"),
    ("content_disposition", "response_content_disposition"),
    ("content_encoding", "response_content_encoding"),
    ("content_language", "response_content_language"),
    ("content_type", "response_content_type"),
    ("expires_header", "response_expires"),
];

impl PresignRequest<'_> {
    /// Records an error if S3 does not document this parameter for the request's operation. S3 would ignore the
    /// parameter, or reject the request.
    pub(super) fn only_for(mut self, setter: &'static str, operations: &[Operation]) -> Self {
        let operation = self.operation();
        if operation != Any && !operations.contains(&operation) {
            self.note(wrong_operation(setter, operation, operations));
        }
        self
    }
}

#[cold]
fn wrong_operation(setter: &'static str, operation: Operation, operations: &[Operation]) -> Error {
    let counterpart = COUNTERPARTS.into_iter().find_map(|(of_upload, of_download)| {
        let (is_upload, is_download) = (CREATES.contains(&operation), READS.contains(&operation));
        let uses = (setter == of_upload && is_download).then_some(of_download);
        uses.or_else(|| (setter == of_download && is_upload).then_some(of_upload))
    });
    let hint = match counterpart {
        Some(counterpart) => format!("use `{counterpart}`"),
        None => format!("it is for {}", list(operations)),
    };
    Repr::WrongOperation { setter, operation: operation.method(), hint: hint.into() }.into()
}

/// Returns the names as in `a`, `b` and `c`.
fn list(operations: &[Operation]) -> String {
    let mut text = String::new();
    for (index, operation) in operations.iter().enumerate() {
        if index > 0 {
            text.push_str(if index + 1 == operations.len() { " and " } else { ", " });
        }
        text.push('`');
        text.push_str(operation.method());
        text.push('`');
    }
    text
}
