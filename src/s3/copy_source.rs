//! The source object of a copy.

use alloc::string::{String, ToString};
use core::fmt;

use super::Bucket;
use super::bucket_name::{check_ends, check_path_segment};
use super::endpoint::arn::Arn;
use crate::error::Error;
use crate::signing::ObjectKey;
use crate::sigv4::{append_path, encode_path};

/// The source object of [`copy_object`](crate::Bucket::copy_object) and
/// [`upload_part_copy`](crate::Bucket::upload_part_copy). `Display` gives the value of the header `x-amz-copy-source`.
///
/// ```
/// use presign::s3::CopySource;
///
/// let source = CopySource::new("photos", "2026/boat at sea.jpg")?.version_id("3HL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY");
/// assert_eq!(source.to_string(), "photos/2026/boat%20at%20sea.jpg?versionId=3HL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY");
///
/// let source = CopySource::new("arn:aws:s3:us-west-2:123456789012:accesspoint/photos", "boat.jpg")?;
/// assert_eq!(source.to_string(), "arn%3Aaws%3As3%3Aus-west-2%3A123456789012%3Aaccesspoint/photos/object/boat.jpg");
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [CopyObject][aws], `x-amz-copy-source`.
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CopySource {
    /// Percent-encoded.
    path: String,
    version_id: Option<String>,
}

impl CopySource {
    /// Creates a copy source from a bucket name or access point ARN and an unencoded key. The key may contain dot
    /// segments, because clients don't resolve them in a header.
    ///
    /// # Errors
    ///
    /// - [`InvalidBucketName`](crate::ErrorKind::InvalidBucketName) for `.`, `..`, and a name that is empty, over 255
    ///   bytes long, contains a slash or a control character, or begins or ends with white space or a quotation mark.
    /// - [`InvalidArn`](crate::ErrorKind::InvalidArn) for an ARN that is malformed or does not name an access point that
    ///   a [`Bucket`](crate::Bucket) accepts, and for one of Object Lambda.
    /// - [`EmptyKey`](crate::ErrorKind::EmptyKey) for an empty key.
    /// - [`KeyTooLong`](crate::ErrorKind::KeyTooLong) for a key of over 1,024 bytes.
    ///
    /// ```
    /// use presign::ErrorKind;
    /// use presign::s3::CopySource;
    ///
    /// assert_eq!(CopySource::new("photos", "a+b ü.jpg")?.to_string(), "photos/a%2Bb%20%C3%BC.jpg");
    /// assert_eq!(CopySource::new("photos", "").unwrap_err().kind(), ErrorKind::EmptyKey);
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn new(bucket_or_arn: impl AsRef<str>, key: impl AsRef<str>) -> Result<Self, Error> {
        let (bucket, key) = (bucket_or_arn.as_ref(), key.as_ref());
        check_ends(bucket)?;
        let between = if Arn::is_meant(bucket) {
            check_access_point(bucket)?;
            "/object/"
        } else {
            check_path_segment(bucket)?;
            "/"
        };
        let key = ObjectKey::of_copy_source(key)?;
        let mut path = encode_path(bucket).to_string();
        path.push_str(between);
        append_path(key.as_str(), &mut path);
        Ok(Self { path, version_id: None })
    }

    /// Selects this version of the object instead of the current one.
    ///
    /// ```
    /// use presign::s3::CopySource;
    ///
    /// let source = CopySource::new("photos", "boat.jpg")?.version_id("3HL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY");
    /// assert_eq!(source.to_string(), "photos/boat.jpg?versionId=3HL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY");
    /// # Ok::<(), presign::Error>(())
    /// ```
    pub fn version_id(mut self, version_id: impl Into<String>) -> Self {
        self.version_id = Some(version_id.into());
        self
    }

    pub(super) fn has_empty_version_id(&self) -> bool {
        self.version_id.as_deref() == Some("")
    }
}

/// Checks that the ARN names an access point that holds objects. It is resolved as the ARN of a bucket would be, so
/// both accept the same ARNs, except that S3 can't copy from an Object Lambda access point.
fn check_access_point(arn: &str) -> Result<(), Error> {
    if Bucket::new(arn)?.signing_service() == "s3-object-lambda" {
        return Err(Arn::parse(arn)?.invalid("S3 can't copy from an access point of Object Lambda"));
    }
    Ok(())
}

impl fmt::Display for CopySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        match &self.version_id {
            // Unencoded, because S3 does not decode it.
            Some(version_id) => write!(f, "?versionId={version_id}"),
            None => Ok(()),
        }
    }
}
