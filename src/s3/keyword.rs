//! Enums for the keywords of S3's API.

use alloc::string::String;
use core::fmt;

use crate::error::{Error, Found, Repr};

/// Checks that a keyword is not one of these words in another spelling, such as `PublicRead` for `public-read`. Unknown
/// words are allowed: S3 may add them, and other servers have their own.
pub(super) fn check_keyword(parameter: &'static str, word: &str, known: &[&'static str]) -> Result<(), Error> {
    if known.contains(&word) {
        return Ok(());
    }
    match known.iter().find(|known| letters(known).eq(letters(word))) {
        Some(&known) => Err(Repr::MisspelledKeyword { parameter, found: Found::new(word), known }.into()),
        None => Ok(()),
    }
}

/// Joins keywords with commas, as a header that lists attributes of objects has them. At least one is required.
pub(super) fn join_keywords(
    parameter: &'static str,
    words: impl IntoIterator<Item = impl AsRef<str>>,
    known: &[&'static str],
) -> Result<String, Error> {
    let mut joined = String::new();
    for (index, word) in words.into_iter().enumerate() {
        let word = word.as_ref();
        check_keyword(parameter, word, known)?;
        if index > 0 {
            joined.push(',');
        }
        joined.push_str(word);
    }
    if joined.is_empty() { Err(Repr::NoObjectAttributes {}.into()) } else { Ok(joined) }
}

/// Returns what remains of a word without case, hyphens, underscores and white space.
fn letters(word: &str) -> impl Iterator<Item = char> {
    let is_separator = |c: &char| matches!(c, '-' | '_') || c.is_whitespace();
    word.chars().filter(move |c| !is_separator(c)).map(|c| c.to_ascii_lowercase())
}

/// Declares enums of S3's keywords. Setters accept them as `impl AsRef<str>`, so a caller can also pass a string: a
/// keyword that is not listed here yet, or another server's own. A listed keyword in another spelling is an error.
macro_rules! keywords {
    ($($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $variant_doc:literal])+ $variant:ident = $word:literal,)+ })+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $variant_doc])+ $variant,)+
        }

        impl $name {
            /// Every keyword.
            pub(super) const WORDS: &'static [&'static str] = &[$($word),+];

            /// Returns the keyword as it is sent.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )+};
}

keywords! {
    /// A storage class, for [`storage_class`](crate::PresignRequest::storage_class).
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::s3::StorageClass;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let archive = bucket.put_object("boat.jpg").storage_class(StorageClass::GlacierIr).sign_at(&credentials, now)?;
    /// assert!(archive.headers().eq([("x-amz-storage-class", "GLACIER_IR")]));
    ///
    /// // A keyword that is not listed here, such as another server's own, can be given as a string.
    /// let other = bucket.put_object("boat.jpg").storage_class("COLD").sign_at(&credentials, now)?;
    /// assert!(other.headers().eq([("x-amz-storage-class", "COLD")]));
    /// # Ok::<(), presign::Error>(())
    /// ```
    StorageClass {
        /// `STANDARD`, which is S3's default.
        Standard = "STANDARD",
        /// `REDUCED_REDUNDANCY`
        ReducedRedundancy = "REDUCED_REDUNDANCY",
        /// `STANDARD_IA`
        StandardIa = "STANDARD_IA",
        /// `ONEZONE_IA`
        OnezoneIa = "ONEZONE_IA",
        /// `INTELLIGENT_TIERING`
        IntelligentTiering = "INTELLIGENT_TIERING",
        /// `GLACIER`: Glacier Flexible Retrieval.
        Glacier = "GLACIER",
        /// `GLACIER_IR`: Glacier Instant Retrieval.
        GlacierIr = "GLACIER_IR",
        /// `DEEP_ARCHIVE`
        DeepArchive = "DEEP_ARCHIVE",
        /// `EXPRESS_ONEZONE`: for directory buckets.
        ExpressOnezone = "EXPRESS_ONEZONE",
        /// `OUTPOSTS`
        Outposts = "OUTPOSTS",
        /// `SNOW`
        Snow = "SNOW",
    }

    /// A canned access control list, for [`acl`](crate::PresignRequest::acl).
    CannedAcl {
        /// `private`
        Private = "private",
        /// `public-read`
        PublicRead = "public-read",
        /// `public-read-write`
        PublicReadWrite = "public-read-write",
        /// `authenticated-read`
        AuthenticatedRead = "authenticated-read",
        /// `aws-exec-read`
        AwsExecRead = "aws-exec-read",
        /// `bucket-owner-read`
        BucketOwnerRead = "bucket-owner-read",
        /// `bucket-owner-full-control`
        BucketOwnerFullControl = "bucket-owner-full-control",
    }

    /// Whether a copy takes its metadata or tags from the source, for
    /// [`metadata_directive`](crate::PresignRequest::metadata_directive) and
    /// [`tagging_directive`](crate::PresignRequest::tagging_directive).
    Directive {
        /// `COPY`: from the source, which is S3's default.
        Copy = "COPY",
        /// `REPLACE`: from the request.
        Replace = "REPLACE",
    }

    /// A checksum algorithm, for [`checksum_algorithm`](crate::PresignRequest::checksum_algorithm).
    ChecksumAlgorithm {
        /// `CRC32`
        Crc32 = "CRC32",
        /// `CRC32C`
        Crc32c = "CRC32C",
        /// `CRC64NVME`
        Crc64Nvme = "CRC64NVME",
        /// `SHA1`
        Sha1 = "SHA1",
        /// `SHA256`
        Sha256 = "SHA256",
        /// `SHA512`
        Sha512 = "SHA512",
        /// `MD5`
        Md5 = "MD5",
        /// `XXHASH64`
        XxHash64 = "XXHASH64",
        /// `XXHASH3`
        XxHash3 = "XXHASH3",
        /// `XXHASH128`
        XxHash128 = "XXHASH128",
    }

    /// What the checksum of a multipart upload covers, for [`checksum_type`](crate::PresignRequest::checksum_type).
    ChecksumType {
        /// `COMPOSITE`: the parts' checksums.
        Composite = "COMPOSITE",
        /// `FULL_OBJECT`: the object's bytes.
        FullObject = "FULL_OBJECT",
    }

    /// An attribute of an object, for [`get_object_attributes`](crate::Bucket::get_object_attributes).
    ObjectAttribute {
        /// `ETag`
        ETag = "ETag",
        /// `Checksum`
        Checksum = "Checksum",
        /// `ObjectParts`: the parts of a multipart upload, up to 1,000 at a time.
        ObjectParts = "ObjectParts",
        /// `StorageClass`
        StorageClass = "StorageClass",
        /// `ObjectSize`
        ObjectSize = "ObjectSize",
    }

    /// An attribute of the objects in a list, for
    /// [`optional_object_attributes`](crate::PresignRequest::optional_object_attributes).
    OptionalObjectAttribute {
        /// `RestoreStatus`: whether an archived object is restored, and until when.
        RestoreStatus = "RestoreStatus",
    }

    /// What a session of S3 Express may do, for [`session_mode`](crate::PresignRequest::session_mode).
    SessionMode {
        /// `ReadWrite`, which is S3's default.
        ReadWrite = "ReadWrite",
        /// `ReadOnly`
        ReadOnly = "ReadOnly",
    }

    /// Who may remove an object's lock early, for [`object_lock`](crate::PresignRequest::object_lock).
    ///
    /// ```
    /// use presign::Bucket;
    /// use presign::s3::{Checksum, ObjectLockMode};
    /// use time::Duration;
    /// # use presign::Credentials;
    /// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    /// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
    ///
    /// let bucket = Bucket::new("photos")?;
    /// let until = now.saturating_add(Duration::days(30));
    /// let upload = bucket.put_object("hello.txt").checksum(Checksum::sha256_of("hello"));
    /// let url = upload.object_lock(ObjectLockMode::Governance, until).sign_at(&credentials, now)?;
    /// assert!(url.headers().any(|header| header == ("x-amz-object-lock-mode", "GOVERNANCE")));
    /// assert!(url.headers().any(|header| header == ("x-amz-object-lock-retain-until-date", "2026-12-23T12:00:00Z")));
    /// # Ok::<(), presign::Error>(())
    /// ```
    ObjectLockMode {
        /// `GOVERNANCE`: users who have permission for it.
        Governance = "GOVERNANCE",
        /// `COMPLIANCE`: nobody.
        Compliance = "COMPLIANCE",
    }
}
