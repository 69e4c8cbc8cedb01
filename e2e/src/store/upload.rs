//! Multipart uploads in progress.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use s3s::crypto::{Checksum as _, Md5};
use time::OffsetDateTime;

use super::{Headers, Object, Store, StoreError, now};
use crate::checksum::Checksum;
use crate::encryption::Encryption;

/// A multipart upload in progress.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) headers: Headers,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) encryption: Encryption,
    pub(crate) initiated: OffsetDateTime,
    pub(crate) parts: BTreeMap<u16, Part>,
}

impl Upload {
    /// Creates an upload without parts that starts now.
    pub(crate) fn new(headers: Headers, tags: BTreeMap<String, String>, encryption: Encryption) -> Self {
        Self { headers, tags, encryption, initiated: now(), parts: BTreeMap::new() }
    }

    /// Creates the object from these parts, in this order.
    pub(crate) fn assemble(self, numbers: &[u16]) -> Object {
        let parts: Vec<&Part> = numbers.iter().filter_map(|number| self.parts.get(number)).collect();
        let bodies: Vec<&[u8]> = parts.iter().map(|part| &*part.body).collect();
        let digests: Vec<u8> = parts.iter().flat_map(|part| part.md5).collect();
        Object {
            etag: format!("{}-{}", hex::encode(Md5::checksum(&digests)), parts.len()),
            tags: self.tags,
            encryption: self.encryption,
            part_lengths: parts.iter().map(|part| part.body.len()).collect(),
            ..Object::new(bodies.concat(), self.headers)
        }
    }
}

/// One part, as last uploaded.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) body: Bytes,
    md5: [u8; 16],
    pub(crate) checksum: Option<Checksum>,
    pub(crate) last_modified: OffsetDateTime,
}

impl Part {
    /// Creates a part that is stored now.
    pub(crate) fn new(body: Bytes, checksum: Option<Checksum>) -> Self {
        Self { md5: Md5::checksum(&body), body, checksum, last_modified: now() }
    }

    /// Returns the hexadecimal MD5 of the bytes, without quotes.
    pub(crate) fn etag(&self) -> String {
        hex::encode(self.md5)
    }
}

impl Store {
    /// Starts an upload and returns its ID.
    pub(crate) fn create_upload(&self, bucket: &str, key: &str, upload: Upload) -> Result<String, StoreError> {
        static COUNT: AtomicU64 = AtomicU64::new(1);
        // S3 does not specify the format of an ID, so this one has characters that must be encoded in a query.
        let id = format!("{:016x}+/ ~=&", COUNT.fetch_add(1, Ordering::Relaxed));
        let mut buckets = self.lock();
        let bucket = buckets.get_mut(bucket).ok_or(StoreError::NoSuchBucket)?;
        bucket.uploads.insert((key.to_owned(), id.clone()), upload);
        Ok(id)
    }

    /// Reads or changes an upload.
    pub(crate) fn with_upload<T>(
        &self,
        bucket: &str,
        key: &str,
        id: &str,
        look: impl FnOnce(&mut Upload) -> T,
    ) -> Result<T, StoreError> {
        let mut buckets = self.lock();
        let bucket = buckets.get_mut(bucket).ok_or(StoreError::NoSuchBucket)?;
        let upload = bucket.uploads.get_mut(&(key.to_owned(), id.to_owned())).ok_or(StoreError::NoSuchUpload)?;
        Ok(look(upload))
    }

    /// Removes an upload and returns it.
    pub(crate) fn take_upload(&self, bucket: &str, key: &str, id: &str) -> Result<Upload, StoreError> {
        let mut buckets = self.lock();
        let bucket = buckets.get_mut(bucket).ok_or(StoreError::NoSuchBucket)?;
        bucket.uploads.remove(&(key.to_owned(), id.to_owned())).ok_or(StoreError::NoSuchUpload)
    }

    /// Returns the uploads whose keys start with `prefix`, sorted by key and ID. Each has its key, its ID and its start
    /// time.
    pub(crate) fn uploads(
        &self,
        bucket: &str,
        prefix: &str,
    ) -> Result<Vec<(String, String, OffsetDateTime)>, StoreError> {
        let buckets = self.lock();
        let bucket = buckets.get(bucket).ok_or(StoreError::NoSuchBucket)?;
        let uploads = bucket.uploads.iter().filter(|((key, _), _)| key.starts_with(prefix));
        Ok(uploads.map(|((key, id), upload)| (key.clone(), id.clone(), upload.initiated)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_of_parts() {
        let mut upload = Upload::new(Headers::default(), BTreeMap::new(), Encryption::default());
        for (number, body) in [(1, "one "), (2, "not wanted"), (10_000, "last")] {
            upload.parts.insert(number, Part::new(Bytes::from_static(body.as_bytes()), None));
        }
        let object = upload.assemble(&[1, 10_000]);
        assert_eq!(object.body, "one last");
        assert_eq!(object.part_lengths, [4, 4]);
        // printf 'one ' | md5sum, printf last | md5sum, then the MD5 of both in binary.
        assert_eq!(object.etag, "c71c2384514ff6ee3c204d32a1aec231-2");
    }

    #[test]
    fn an_upload_is_found_by_bucket_key_and_id_together() {
        let store = Store::new();
        store.create_bucket("b").unwrap();
        let upload = || Upload::new(Headers::default(), BTreeMap::new(), Encryption::default());
        let id = store.create_upload("b", "k", upload()).unwrap();
        let other = store.create_upload("b", "k", upload()).unwrap();
        assert_ne!(id, other);
        assert_eq!(store.with_upload("b", "other", &id, |_| ()), Err(StoreError::NoSuchUpload));
        assert_eq!(store.with_upload("b", "k", "made up", |_| ()), Err(StoreError::NoSuchUpload));
        assert_eq!(store.with_upload("c", "k", &id, |_| ()), Err(StoreError::NoSuchBucket));
        assert!(store.take_upload("b", "k", &id).is_ok());
        assert_eq!(store.take_upload("b", "k", &id).map(|_| ()), Err(StoreError::NoSuchUpload));
        let left = store.uploads("b", "").unwrap();
        assert_eq!(left.into_iter().map(|(key, id, _)| (key, id)).collect::<Vec<_>>(), [("k".to_owned(), other)]);
        assert!(store.uploads("b", "other").unwrap().is_empty());
    }
}
