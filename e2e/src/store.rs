//! The buckets and objects, in memory.
//!
//! A key is any string and is kept byte for byte. It is not split at `/`, decoded, or joined to a path of the file
//! system, so keys with `//`, a leading `/`, `%2F` or `..` stay different. This is why the project has its own store:
//! s3s-fs merges the keys `a//b` and `a/b`, and follows `..`.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use time::OffsetDateTime;

mod object;
mod upload;

pub(crate) use object::now;
pub use object::{Headers, Object};
pub(crate) use upload::{Part, Upload};

/// An error of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The bucket does not exist.
    NoSuchBucket,
    /// A bucket with this name already exists.
    BucketExists,
    /// The bucket to delete is not empty.
    BucketNotEmpty,
    /// The key has no such multipart upload.
    NoSuchUpload,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSuchBucket => "the bucket does not exist",
            Self::BucketExists => "the bucket already exists",
            Self::BucketNotEmpty => "the bucket is not empty",
            Self::NoSuchUpload => "the multipart upload does not exist",
        })
    }
}

impl std::error::Error for StoreError {}

struct Bucket {
    created: OffsetDateTime,
    /// Sorted by the bytes of the key, the order of S3's listings.
    objects: BTreeMap<String, Arc<Object>>,
    /// Multipart uploads in progress, by key and upload ID.
    uploads: BTreeMap<(String, String), Upload>,
}

/// Buckets and their objects. Clones share the same content.
#[derive(Clone, Default)]
pub struct Store {
    buckets: Arc<Mutex<BTreeMap<String, Bucket>>>,
}

impl Store {
    /// Creates a store without buckets.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates an empty bucket.
    ///
    /// # Errors
    ///
    /// [`StoreError::BucketExists`].
    pub fn create_bucket(&self, name: &str) -> Result<(), StoreError> {
        let mut buckets = self.lock();
        if buckets.contains_key(name) {
            return Err(StoreError::BucketExists);
        }
        let bucket = Bucket { created: OffsetDateTime::now_utc(), objects: BTreeMap::new(), uploads: BTreeMap::new() };
        buckets.insert(name.to_owned(), bucket);
        Ok(())
    }

    /// Deletes a bucket without objects, including its unfinished multipart uploads.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoSuchBucket`], [`StoreError::BucketNotEmpty`].
    pub fn delete_bucket(&self, name: &str) -> Result<(), StoreError> {
        let mut buckets = self.lock();
        let bucket = buckets.get(name).ok_or(StoreError::NoSuchBucket)?;
        if !bucket.objects.is_empty() {
            return Err(StoreError::BucketNotEmpty);
        }
        buckets.remove(name);
        Ok(())
    }

    /// Returns whether the bucket exists.
    #[must_use]
    pub fn has_bucket(&self, name: &str) -> bool {
        self.lock().contains_key(name)
    }

    /// Returns all buckets and their creation times, sorted by name.
    #[must_use]
    pub fn buckets(&self) -> Vec<(String, OffsetDateTime)> {
        self.lock().iter().map(|(name, bucket)| (name.clone(), bucket.created)).collect()
    }

    /// Stores an object, replacing one with the same key.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoSuchBucket`].
    pub fn put(&self, bucket: &str, key: &str, object: Object) -> Result<(), StoreError> {
        let mut buckets = self.lock();
        let bucket = buckets.get_mut(bucket).ok_or(StoreError::NoSuchBucket)?;
        bucket.objects.insert(key.to_owned(), Arc::new(object));
        Ok(())
    }

    /// Returns the object with this key, if there is one.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoSuchBucket`].
    pub fn get(&self, bucket: &str, key: &str) -> Result<Option<Arc<Object>>, StoreError> {
        let buckets = self.lock();
        let bucket = buckets.get(bucket).ok_or(StoreError::NoSuchBucket)?;
        Ok(bucket.objects.get(key).cloned())
    }

    /// Deletes an object. As on S3, a missing object is not an error.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoSuchBucket`].
    pub fn delete(&self, bucket: &str, key: &str) -> Result<(), StoreError> {
        let mut buckets = self.lock();
        let bucket = buckets.get_mut(bucket).ok_or(StoreError::NoSuchBucket)?;
        bucket.objects.remove(key);
        Ok(())
    }

    /// Returns the objects whose keys start with `prefix` and sort after `after`, in order.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoSuchBucket`].
    pub fn scan(&self, bucket: &str, prefix: &str, after: &str) -> Result<Vec<(String, Arc<Object>)>, StoreError> {
        let buckets = self.lock();
        let bucket = buckets.get(bucket).ok_or(StoreError::NoSuchBucket)?;
        let from = if after < prefix { Bound::Included(prefix) } else { Bound::Excluded(after) };
        Ok(bucket
            .objects
            .range::<str, _>((from, Bound::Unbounded))
            .take_while(|(key, _)| key.starts_with(prefix))
            .map(|(key, object)| (key.clone(), Arc::clone(object)))
            .collect())
    }

    /// Locks the map. No code leaves it half changed, so it can be used even after a panic.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Bucket>> {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let buckets = self.lock();
        let counts = buckets.iter().map(|(name, bucket)| (name, bucket.objects.len()));
        f.debug_map().entries(counts).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store_with(keys: &[&str]) -> Store {
        let store = Store::new();
        store.create_bucket("b").unwrap();
        for key in keys {
            store.put("b", key, Object::new("x", Headers::default())).unwrap();
        }
        store
    }

    fn scanned(store: &Store, prefix: &str, after: &str) -> Vec<String> {
        let found = store.scan("b", prefix, after).unwrap();
        found.into_iter().map(|(key, _)| key).collect()
    }

    #[test]
    fn keys_that_a_file_system_would_merge_stay_apart() {
        let keys = ["%2F", "/", "//", "a", "a/", "a/../a", "a/./b", "a//b", "a/b"];
        assert_eq!(scanned(&store_with(&keys), "", ""), keys);
    }

    #[test]
    fn a_scan_starts_after_its_marker_and_ends_with_its_prefix() {
        let store = store_with(&["a", "b", "b/1", "b/2", "c"]);
        assert_eq!(scanned(&store, "b", ""), ["b", "b/1", "b/2"]);
        assert_eq!(scanned(&store, "b", "a"), ["b", "b/1", "b/2"]);
        assert_eq!(scanned(&store, "b", "b"), ["b/1", "b/2"]);
        assert_eq!(scanned(&store, "b", "b/2"), [""; 0]);
        assert_eq!(scanned(&store, "b", "zzz"), [""; 0]);
    }

    #[test]
    fn a_bucket_with_objects_cannot_be_deleted() {
        let store = store_with(&["a"]);
        assert_eq!(store.delete_bucket("b"), Err(StoreError::BucketNotEmpty));
        store.delete("b", "a").unwrap();
        assert_eq!(store.delete_bucket("b"), Ok(()));
        assert_eq!(store.delete_bucket("b"), Err(StoreError::NoSuchBucket));
    }
}
