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
        if let Some(key) = self.key_of_s3_url(url) {
            return ObjectKey::new(key).map(|key| key.as_str().into());
        }
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let encoded = self.strip_base(path).ok_or_else(|| Repr::ForeignUrl { base: self.url().into() })?;
        let not_utf8 = |_| Error::from(Repr::KeyNotUtf8 {});
        let key = String::from_utf8(percent_decode(encoded)?).map_err(not_utf8)?;
        ObjectKey::new(&key)?;
        Ok(key)
    }

    /// Rejects a key that is a URL of this bucket: the whole URL would become the name of an object.
    pub(super) fn check_is_no_url(&self, key: &str) -> Result<(), Error> {
        // Few keys begin like a URL, and the rest of a key is not searched.
        let begins = |start: &str| key.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start));
        let is_url =
            begins("s3:") && self.key_of_s3_url(key).is_some() || begins("http") && self.strip_base(key).is_some();
        if is_url { Err(Repr::KeyIsUrl {}.into()) } else { Ok(()) }
    }

    /// Returns what follows `s3://` and the bucket's name.
    fn key_of_s3_url<'a>(&self, url: &'a str) -> Option<&'a str> {
        url.strip_prefix("s3://")?.strip_prefix(self.name())?.strip_prefix('/')
    }

    /// Returns what follows the bucket's URL and a slash. The scheme and the host may be in upper case.
    fn strip_base<'a>(&self, url: &'a str) -> Option<&'a str> {
        let base = self.url();
        let (start, rest) = url.split_at_checked(base.len())?;
        let origin = self.target.path_start();
        let same = start.get(..origin)?.eq_ignore_ascii_case(&base[..origin]) && start[origin..] == base[origin..];
        rest.strip_prefix('/').filter(|_| same)
    }
}
