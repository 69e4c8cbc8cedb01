//! What a request does, so that a setter can tell whether S3 has its parameter there.

macro_rules! operations {
    ($($name:ident = $method:literal,)+) => {
        /// An operation of S3.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Operation {
            /// Not known, so every setter is allowed, as for [`Bucket::request`](crate::Bucket::request) and services.
            Any,
            $($name,)+
        }

        impl Operation {
            /// Returns the name of the method of [`Bucket`](crate::Bucket) that creates the request.
            pub(crate) const fn method(self) -> &'static str {
                match self {
                    Self::Any => "request",
                    $(Self::$name => $method,)+
                }
            }
        }
    };
}

operations! {
    GetObject = "get_object",
    HeadObject = "head_object",
    PutObject = "put_object",
    DeleteObject = "delete_object",
    CopyObject = "copy_object",
    GetObjectAttributes = "get_object_attributes",
    GetObjectTagging = "get_object_tagging",
    PutObjectTagging = "put_object_tagging",
    DeleteObjectTagging = "delete_object_tagging",
    RestoreObject = "restore_object",
    CreateMultipartUpload = "create_multipart_upload",
    UploadPart = "upload_part",
    UploadPartCopy = "upload_part_copy",
    CompleteMultipartUpload = "complete_multipart_upload",
    AbortMultipartUpload = "abort_multipart_upload",
    ListParts = "list_parts",
    ListObjectsV2 = "list_objects_v2",
    ListObjectVersions = "list_object_versions",
    ListMultipartUploads = "list_multipart_uploads",
    DeleteObjects = "delete_objects",
    CreateBucket = "create_bucket",
    DeleteBucket = "delete_bucket",
    CreateSession = "create_session",
    HeadBucket = "head_bucket",
}
