//! From a key to the URL of the object, and back.

use alloc::string::String;

use super::Bucket;
use crate::error::{Error, Repr};
use crate::signing::ObjectKey;
use crate::sigv4::percent_decode;

impl Bucket {
    /// Returns the URL of an object without a signature, for objects that anyone may read. It is the part of a presigned
    /// URL before the `?`, so it is also useful as a stable name, such as in a database. [`key_of`](Self::key_of) is the
    /// inverse.
    ///
    /// The key is encoded but not checked: an empty one gives the URL of the bucket, and clients remove `.` and `..`
    /// segments.
    ///
    /// ```
    /// use presign::Bucket;
    ///
    /// let bucket = Bucket::builder("photos").region("eu-west-1").build()?;
    /// let url = bucket.object_url("2026/boat at sea.jpg");
    /// assert_eq!(url, "https://photos.s3.eu-west-1.amazonaws.com/2026/boat%20at%20sea.jpg");
    /// assert_eq!(bucket.key_of(&url)?, "2026/boat at sea.jpg");
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn object_url(&self, key: &str) -> String {
        let mut url = String::with_capacity(self.url().len() + "/".len() + key.len());
        self.target.append_object_url(key, &mut url);
        url
    }

    /// Returns the key in a URL of this bucket, such as one that was stored in a database, presigned or not.
    ///
    /// The key is decoded once; a query and a fragment are ignored. Also accepts `s3://photos/boat.jpg`.
    ///
    /// # Errors
    ///
    /// - [`ForeignUrl`](crate::ErrorKind::ForeignUrl) for a URL that is not one of this bucket's objects.
    /// - [`MalformedEscape`](crate::ErrorKind::MalformedEscape) for a path that is not percent-encoded correctly, or not
    ///   UTF-8 once it is decoded.
    /// - [`EmptyKey`](crate::ErrorKind::EmptyKey) and [`KeyTooLong`](crate::ErrorKind::KeyTooLong).
    ///
    /// ```
    /// use presign::Bucket;
    ///
    /// let bucket = Bucket::builder("photos").endpoint("http://127.0.0.1:9000").build()?;
    /// assert_eq!(bucket.key_of("http://127.0.0.1:9000/photos/2026/boat%20at%20sea.jpg")?, "2026/boat at sea.jpg");
    /// assert!(bucket.key_of("https://example.com/boat.jpg").is_err());
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn key_of(&self, url: &str) -> Result<String, Error> {
        if let Some(key) = self.target.strip_s3_url(url) {
            return ObjectKey::new(key).map(|key| key.as_str().into());
        }
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let encoded = self.target.strip_base(path).ok_or_else(|| Repr::ForeignUrl { base: self.url().into() })?;
        let not_utf8 = |_| Error::from(Repr::KeyNotUtf8 {});
        let key = String::from_utf8(percent_decode(encoded)?).map_err(not_utf8)?;
        ObjectKey::new(&key)?;
        Ok(key)
    }
}
