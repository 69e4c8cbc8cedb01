//! Which of a long list to give, and how.

use alloc::string::ToString;

use crate::request::PresignRequest;

/// Parameters of S3's lists. Each names the operations that know it; the others pay no heed to it.
impl PresignRequest<'_> {
    /// Lists only keys that begin with this (ListObjectsV2, ListObjectVersions, ListMultipartUploads).
    pub fn prefix(self, prefix: impl AsRef<str>) -> Self {
        self.set_query("prefix", prefix)
    }

    /// Lists keys that go on after the prefix to this delimiter, which is mostly `/`, as one common prefix (ListObjectsV2,
    /// ListObjectVersions, ListMultipartUploads).
    pub fn delimiter(self, delimiter: impl AsRef<str>) -> Self {
        self.set_query("delimiter", delimiter)
    }

    /// At most so many keys; S3 gives 1,000 when nothing is said, and never more (ListObjectsV2, ListObjectVersions).
    pub fn max_keys(self, max: u32) -> Self {
        self.set_query("max-keys", max.to_string())
    }

    /// Goes on where the answer that has this `NextContinuationToken` ended (ListObjectsV2).
    pub fn continuation_token(self, token: impl AsRef<str>) -> Self {
        self.set_query("continuation-token", token)
    }

    /// Begins after this key, which need not exist (ListObjectsV2).
    pub fn start_after(self, key: impl AsRef<str>) -> Self {
        self.set_query("start-after", key)
    }

    /// Has the keys percent-encoded in the answer, since XML 1.0 can't hold every character of a key (ListObjectsV2,
    /// ListObjectVersions, ListMultipartUploads).
    pub fn encoding_type_url(self) -> Self {
        self.set_query("encoding-type", "url")
    }

    /// Says with each object who owns it (ListObjectsV2).
    pub fn fetch_owner(self) -> Self {
        self.set_query("fetch-owner", "true")
    }

    /// Begins after this key (ListObjectVersions, ListMultipartUploads).
    pub fn key_marker(self, key: impl AsRef<str>) -> Self {
        self.set_query("key-marker", key)
    }

    /// Begins after this version of the key that [`key_marker`](Self::key_marker) says (ListObjectVersions).
    pub fn version_id_marker(self, version_id: impl AsRef<str>) -> Self {
        self.set_query("version-id-marker", version_id)
    }

    /// Begins after this upload to the key that [`key_marker`](Self::key_marker) says (ListMultipartUploads).
    pub fn upload_id_marker(self, upload_id: impl AsRef<str>) -> Self {
        self.set_query("upload-id-marker", upload_id)
    }

    /// At most so many uploads; S3 gives 1,000 when nothing is said, and never more (ListMultipartUploads).
    pub fn max_uploads(self, max: u32) -> Self {
        self.set_query("max-uploads", max.to_string())
    }

    /// At most so many parts; S3 gives 1,000 when nothing is said, and never more (ListParts, and GetObjectAttributes, which
    /// takes it as a header).
    pub fn max_parts(self, max: u32) -> Self {
        self.set_list_of_parts("max-parts", "x-amz-max-parts", max)
    }

    /// Begins after the part of this number (ListParts, and GetObjectAttributes, which takes it as a header).
    pub fn part_number_marker(self, part_number: u32) -> Self {
        self.set_list_of_parts("part-number-marker", "x-amz-part-number-marker", part_number)
    }

    fn set_list_of_parts(self, parameter: &'static str, header: &str, value: u32) -> Self {
        if self.has_query("attributes") {
            self.set_header(header, value.to_string())
        } else {
            self.set_query(parameter, value.to_string())
        }
    }
}
