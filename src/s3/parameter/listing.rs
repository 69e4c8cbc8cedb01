//! Parameters for lists.

use alloc::string::ToString;

use super::operations::{KEY_LISTS, MARKED_LISTS, OBJECT_LISTS, PART_LISTS};
use crate::request::{Operation, PresignRequest};
use crate::s3::OptionalObjectAttribute;
use crate::s3::keyword::join_keywords;

/// S3 parameters: lists. Each method names the operations that support its parameter. For other operations, it is an
/// error.
///
/// ```
/// use presign::Bucket;
/// # use presign::Credentials;
/// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
///
/// let bucket = Bucket::new("photos")?;
/// let list = bucket.list_objects_v2().prefix("2026/").delimiter("/").max_keys(100).encoding_type_url();
/// let url = list.sign_at(&credentials, now)?;
/// assert!(url.as_str().contains("&delimiter=%2F&encoding-type=url&list-type=2&max-keys=100&prefix=2026%2F"));
/// assert_eq!(url.headers().count(), 0); // works in a browser
///
/// // Where a list begins, or continues.
/// let next = bucket.list_objects_v2().continuation_token("1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=");
/// assert!(next.sign_at(&credentials, now)?.as_str().contains("&continuation-token=1ueGcxLPRx1Tr%2FXYExHnhb"));
/// let after = bucket.list_objects_v2().start_after("2026/boat.jpg").optional_object_attributes(["RestoreStatus"]);
/// assert!(after.sign_at(&credentials, now)?.headers().eq([("x-amz-optional-object-attributes", "RestoreStatus")]));
/// let versions = bucket.list_object_versions().key_marker("boat.jpg").version_id_marker("3HL4kqtJlcpX");
/// assert!(versions.sign_at(&credentials, now)?.as_str().contains("&key-marker=boat.jpg&version-id-marker=3HL4kqtJlcpX"));
/// let uploads = bucket.list_multipart_uploads().key_marker("film.mp4").upload_id_marker("VXBsb2FkIElE").max_uploads(10);
/// assert!(uploads.sign_at(&credentials, now)?.as_str().contains("&upload-id-marker=VXBsb2FkIElE"));
/// let parts = bucket.list_parts("film.mp4", "VXBsb2FkIElE").max_parts(100).part_number_marker(200);
/// assert!(parts.sign_at(&credentials, now)?.as_str().contains("&max-parts=100&part-number-marker=200&"));
/// # Ok::<(), presign::Error>(())
/// ```
impl PresignRequest<'_> {
    /// Lists only keys that begin with this prefix (ListObjectsV2, ListObjectVersions, ListMultipartUploads). Sets the
    /// query parameter `prefix`.
    pub fn prefix(self, prefix: impl AsRef<str>) -> Self {
        self.only_for("prefix", KEY_LISTS).set_query("prefix", prefix)
    }

    /// Groups keys that contain this delimiter after the prefix, and lists each group as one common prefix
    /// (ListObjectsV2, ListObjectVersions, ListMultipartUploads). The delimiter is usually `/`. Sets the query
    /// parameter `delimiter`.
    pub fn delimiter(self, delimiter: impl AsRef<str>) -> Self {
        self.only_for("delimiter", KEY_LISTS).set_query("delimiter", delimiter)
    }

    /// Limits the list to this many keys (ListObjectsV2, ListObjectVersions). S3's default and maximum is 1,000. Sets
    /// the query parameter `max-keys`.
    pub fn max_keys(self, max: u32) -> Self {
        self.only_for("max_keys", OBJECT_LISTS).set_query("max-keys", max.to_string())
    }

    /// Continues the list after the response that contained this `NextContinuationToken` (ListObjectsV2). Sets the
    /// query parameter `continuation-token`.
    pub fn continuation_token(self, token: impl AsRef<str>) -> Self {
        self.only_for("continuation_token", &[Operation::ListObjectsV2]).set_query("continuation-token", token)
    }

    /// Starts the list after this key, which need not exist (ListObjectsV2). Sets the query parameter `start-after`.
    pub fn start_after(self, key: impl AsRef<str>) -> Self {
        self.only_for("start_after", &[Operation::ListObjectsV2]).set_query("start-after", key)
    }

    /// Requests keys in percent-encoded form, because XML 1.0 can't represent every character of a key (ListObjectsV2,
    /// ListObjectVersions, ListMultipartUploads). Sets the query parameter `encoding-type`.
    pub fn encoding_type_url(self) -> Self {
        self.only_for("encoding_type_url", KEY_LISTS).set_query("encoding-type", "url")
    }

    /// Includes the owner of each object (ListObjectsV2). Sets the query parameter `fetch-owner`.
    pub fn fetch_owner(self) -> Self {
        self.only_for("fetch_owner", &[Operation::ListObjectsV2]).set_query("fetch-owner", "true")
    }

    /// Includes attributes of each object that are left out by default (ListObjectsV2, ListObjectVersions): see
    /// [`OptionalObjectAttribute`](crate::s3::OptionalObjectAttribute). At least one is required. Signs the header
    /// `x-amz-optional-object-attributes`, which the client must send; a browser that follows a link can't.
    pub fn optional_object_attributes(self, attributes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        const SETTER: &str = "optional_object_attributes";
        let names = join_keywords(SETTER, attributes, OptionalObjectAttribute::WORDS);
        self.only_for(SETTER, OBJECT_LISTS).set_checked_header("x-amz-optional-object-attributes", names)
    }

    /// Starts the list after this key (ListObjectVersions, ListMultipartUploads). Sets the query parameter
    /// `key-marker`.
    pub fn key_marker(self, key: impl AsRef<str>) -> Self {
        self.only_for("key_marker", MARKED_LISTS).set_query("key-marker", key)
    }

    /// Starts the list after this version of the key in [`key_marker`](Self::key_marker) (ListObjectVersions). Sets the
    /// query parameter `version-id-marker`.
    pub fn version_id_marker(self, version_id: impl AsRef<str>) -> Self {
        self.only_for("version_id_marker", &[Operation::ListObjectVersions]).set_query("version-id-marker", version_id)
    }

    /// Starts the list after this upload to the key in [`key_marker`](Self::key_marker) (ListMultipartUploads). Sets
    /// the query parameter `upload-id-marker`.
    pub fn upload_id_marker(self, upload_id: impl AsRef<str>) -> Self {
        self.only_for("upload_id_marker", &[Operation::ListMultipartUploads]).set_query("upload-id-marker", upload_id)
    }

    /// Limits the list to this many uploads (ListMultipartUploads). S3's default and maximum is 1,000. Sets the query
    /// parameter `max-uploads`.
    pub fn max_uploads(self, max: u32) -> Self {
        self.only_for("max_uploads", &[Operation::ListMultipartUploads]).set_query("max-uploads", max.to_string())
    }

    /// Limits the list to this many parts (ListParts, GetObjectAttributes). S3's default and maximum is 1,000. Sets the
    /// query parameter `max-parts`. For GetObjectAttributes, signs the header `x-amz-max-parts` instead, which the
    /// client must send.
    pub fn max_parts(self, max: u32) -> Self {
        self.only_for("max_parts", PART_LISTS).set_list_of_parts("max-parts", "x-amz-max-parts", max)
    }

    /// Starts the list after the part with this number (ListParts, GetObjectAttributes). Sets the query parameter
    /// `part-number-marker`. For GetObjectAttributes, signs the header `x-amz-part-number-marker` instead, which the
    /// client must send.
    pub fn part_number_marker(self, part_number: u32) -> Self {
        self.only_for("part_number_marker", PART_LISTS).set_list_of_parts(
            "part-number-marker",
            "x-amz-part-number-marker",
            part_number,
        )
    }

    fn set_list_of_parts(self, parameter: &'static str, header: &'static str, value: u32) -> Self {
        if self.has_query("attributes") {
            self.set_header(header, value.to_string())
        } else {
            self.set_query(parameter, value.to_string())
        }
    }
}
