//! The bucket and the key of a URL, if its host is known.

use alloc::borrow::ToOwned;
use alloc::string::String;

use super::url::decoded;
use crate::s3::host_row::HostRow;
use crate::sigv4::escaped::Escaped;

/// The bucket and the key of a URL.
pub(super) struct BucketAndKey {
    pub(super) bucket: Option<String>,
    /// Decoded. `None` if the request is one for the bucket.
    pub(super) key: Option<String>,
}

impl BucketAndKey {
    /// Reads the bucket and the key, or returns `None` if the host doesn't tell where they are. `host` is in lower case.
    pub(super) fn of(host: &str, path: &str, service: Option<&str>) -> Option<Self> {
        let row = HostRow::find(host, path)?;
        let rest = path.get(row.provider.base_path.len()..)?;
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        // What stands before the host of an access point is not a bucket.
        let names_bucket = row.provider.only_buckets || !row.provider.is_aws() || service == Some("s3express");
        let (bucket, key) = match row.bucket {
            Some(bucket) => (names_bucket.then(|| bucket.to_owned()), rest),
            None => {
                let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
                (Some(decoded(Escaped::of_path(bucket)).into_owned()).filter(|bucket| !bucket.is_empty()), key)
            }
        };
        let key = Some(decoded(Escaped::of_path(key)).into_owned()).filter(|key| !key.is_empty());
        Some(Self { bucket, key })
    }
}
