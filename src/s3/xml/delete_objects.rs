//! The body of DeleteObjects, and its response.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::list_objects_v2::ListedObject;
use super::s3_error::read;
use super::writer::{NAMESPACE, unrepresentable, write_element};
use crate::error::{Error, Repr};
use crate::s3::Checksum;
use crate::signing::MAX_KEY_LENGTH;

/// An object in the body of DeleteObjects: its key, and perhaps a version. It converts from a key, and from a
/// [`&ListedObject`](ListedObject).
///
/// ```
/// use presign::s3::xml::{DeleteObjectsBody, ObjectIdentifier};
///
/// let body = DeleteObjectsBody::new([ObjectIdentifier::new("boat.jpg").version_id("3HL4kqtJlcpX")])?;
/// assert!(body.as_str().contains("<Object><Key>boat.jpg</Key><VersionId>3HL4kqtJlcpX</VersionId></Object>"));
/// # Ok::<(), presign::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ObjectIdentifier {
    key: String,
    version_id: Option<String>,
}

impl ObjectIdentifier {
    /// Names the current version of an object.
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), version_id: None }
    }

    /// Names one version of the object. Deleting it can't be undone.
    #[must_use = "this returns the object with its version"]
    pub fn version_id(mut self, version_id: impl Into<String>) -> Self {
        self.version_id = Some(version_id.into());
        self
    }
}

impl From<&str> for ObjectIdentifier {
    fn from(key: &str) -> Self {
        Self::new(key)
    }
}

impl From<String> for ObjectIdentifier {
    fn from(key: String) -> Self {
        Self::new(key)
    }
}

impl From<&String> for ObjectIdentifier {
    fn from(key: &String) -> Self {
        Self::new(key)
    }
}

impl From<&ListedObject> for ObjectIdentifier {
    fn from(object: &ListedObject) -> Self {
        Self::new(object.key())
    }
}

/// The body of [`delete_objects`](crate::Bucket::delete_objects): the list of the objects, with the checksum that S3
/// requires. `Display` and [`as_str`](Self::as_str) give its exact text.
///
/// ```
/// use presign::Bucket;
/// use presign::s3::xml::DeleteObjectsBody;
/// # use presign::Credentials;
/// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// # let now = time::macros::datetime!(2026-11-23 12:00 UTC);
///
/// let body = DeleteObjectsBody::new(["boat.jpg", "rocks & reefs.jpg"])?;
/// assert!(body.as_str().contains("<Object><Key>rocks &amp; reefs.jpg</Key></Object>"));
///
/// let bucket = Bucket::new("photos")?;
/// let url = bucket.delete_objects(body.checksum()).sign_at(&credentials, now)?;
/// assert!(url.headers().map(|(name, _)| name).eq(["content-md5"])); // the client sends it, and the body
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [DeleteObjects][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeleteObjectsBody(String);

/// S3's limit for one request.
const MAX_OBJECTS: usize = 1000;

impl DeleteObjectsBody {
    /// Creates the body from 1 to 1,000 objects: keys, [`ObjectIdentifier`]s or [`&ListedObject`](ListedObject)s. The
    /// response lists them all.
    ///
    /// # Errors
    ///
    /// - [`ObjectCountOutOfRange`](crate::ErrorKind::ObjectCountOutOfRange) for an empty list and for more than 1,000
    ///   objects.
    /// - [`EmptyKey`](crate::ErrorKind::EmptyKey), [`KeyTooLong`](crate::ErrorKind::KeyTooLong) and
    ///   [`EmptyVersionId`](crate::ErrorKind::EmptyVersionId) for an invalid object.
    /// - [`NotInXml`](crate::ErrorKind::NotInXml) for a key or version ID with a character that XML 1.0 can't represent,
    ///   such as most control characters. Delete that object with
    ///   [`delete_object`](crate::Bucket::delete_object).
    pub fn new(objects: impl IntoIterator<Item: Into<ObjectIdentifier>>) -> Result<Self, Error> {
        Self::write("", objects)
    }

    /// Like [`new`](Self::new), but the response lists only the objects that could not be deleted.
    ///
    /// ```
    /// use presign::s3::xml::DeleteObjectsBody;
    ///
    /// let body = DeleteObjectsBody::quiet(["boat.jpg"])?;
    /// assert!(body.as_str().contains("<Quiet>true</Quiet>"));
    /// # Ok::<(), presign::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`new`](Self::new).
    pub fn quiet(objects: impl IntoIterator<Item: Into<ObjectIdentifier>>) -> Result<Self, Error> {
        Self::write("<Quiet>true</Quiet>", objects)
    }

    fn write(quiet: &str, objects: impl IntoIterator<Item: Into<ObjectIdentifier>>) -> Result<Self, Error> {
        let mut body = format!("<Delete xmlns=\"{NAMESPACE}\">{quiet}");
        let mut count: usize = 0;
        for object in objects {
            let index = count;
            count = count.saturating_add(1);
            // The rest is only counted, for the error.
            if count > MAX_OBJECTS {
                continue;
            }
            let ObjectIdentifier { key, version_id } = object.into();
            check_key(&key, index)?;
            body.push_str("<Object>");
            write_element("Key", &key, &mut body);
            if let Some(version_id) = version_id {
                if version_id.is_empty() {
                    return Err(Repr::EmptyVersionIdInList { index }.into());
                }
                check_text("version ID", &version_id, index)?;
                write_element("VersionId", &version_id, &mut body);
            }
            body.push_str("</Object>");
        }
        if !(1..=MAX_OBJECTS).contains(&count) {
            return Err(Repr::ObjectCountOutOfRange { count }.into());
        }
        body.push_str("</Delete>");
        Ok(Self(body))
    }

    /// Returns the MD5 of the body, which every server accepts, for
    /// [`delete_objects`](crate::Bucket::delete_objects). For another checksum, compute that of
    /// [`as_str`](Self::as_str), such as [`Checksum::sha256_of`].
    pub fn checksum(&self) -> Checksum {
        Checksum::md5_of(&self.0)
    }

    /// Returns the text to send.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the text to send.
    pub fn into_string(self) -> String {
        self.0
    }
}

fn check_key(key: &str, index: usize) -> Result<(), Error> {
    match key.len() {
        0 => Err(Repr::EmptyKeyInList { index }.into()),
        1..=MAX_KEY_LENGTH => check_text("key", key, index),
        length => Err(Repr::KeyInListTooLong { index, length }.into()),
    }
}

fn check_text(what: &'static str, text: &str, index: usize) -> Result<(), Error> {
    match unrepresentable(text) {
        Some((offset, character)) => {
            Err(Repr::NotInXml { what, index, offset, character: u32::from(character) }.into())
        }
        None => Ok(()),
    }
}

impl AsRef<[u8]> for DeleteObjectsBody {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl From<DeleteObjectsBody> for String {
    fn from(body: DeleteObjectsBody) -> Self {
        body.0
    }
}

impl fmt::Display for DeleteObjectsBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The response to [`delete_objects`](crate::Bucket::delete_objects): which objects were deleted and which were not.
///
/// The request as a whole succeeds even if each of its deletions fails: check [`errors`](Self::errors).
///
/// ```
/// use presign::s3::xml::DeleteObjectsResult;
///
/// let result = DeleteObjectsResult::parse(
///     "<DeleteResult><Deleted><Key>boat.jpg</Key></Deleted>\
///      <Error><Key>harbor.jpg</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error></DeleteResult>",
/// )?;
/// assert_eq!(result.deleted()[0].key(), "boat.jpg");
/// assert_eq!((result.errors()[0].key(), result.errors()[0].code()), ("harbor.jpg", "AccessDenied"));
/// # Ok::<(), presign::Error>(())
/// ```
///
/// Source: [DeleteObjects][aws].
///
/// [aws]: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
#[doc(alias = "DeleteResult")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use = "the response may list objects that were not deleted"]
pub struct DeleteObjectsResult {
    deleted: Vec<DeletedObject>,
    errors: Vec<UndeletedObject>,
}

impl DeleteObjectsResult {
    /// Parses the body of the response.
    ///
    /// # Errors
    ///
    /// - [`S3Error`](crate::ErrorKind::S3Error) for an error document: nothing was deleted.
    /// - [`InvalidXml`](crate::ErrorKind::InvalidXml) for a body that is not well-formed XML.
    /// - [`InvalidResponse`](crate::ErrorKind::InvalidResponse) for another document, and for one with an element that
    ///   is missing or repeated.
    pub fn parse(body: impl AsRef<[u8]>) -> Result<Self, Error> {
        read(body.as_ref(), "DeleteObjects response", &["DeleteResult"], |root| {
            let deleted = root.children_named("Deleted").map(|object| {
                let (key, version_id) = (object.required_text("Key")?.to_owned(), object.optional("VersionId")?);
                Ok(DeletedObject { key, version_id })
            });
            let errors = root.children_named("Error").map(|object| {
                Ok(UndeletedObject {
                    key: object.required_text("Key")?.to_owned(),
                    version_id: object.optional("VersionId")?,
                    code: object.required_text("Code")?.into(),
                    message: object.text("Message")?.unwrap_or_default().into(),
                })
            });
            Ok(Self { deleted: deleted.collect::<Result<_, Error>>()?, errors: errors.collect::<Result<_, Error>>()? })
        })
    }

    /// Returns the objects that were deleted or did not exist. There are none for a [quiet](DeleteObjectsBody::quiet)
    /// request.
    pub fn deleted(&self) -> &[DeletedObject] {
        &self.deleted
    }

    /// Returns the objects that were not deleted.
    pub fn errors(&self) -> &[UndeletedObject] {
        &self.errors
    }
}

/// An object that was deleted, in a [`DeleteObjectsResult`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeletedObject {
    key: String,
    version_id: Option<Box<str>>,
}

impl DeletedObject {
    /// Returns the key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Returns the version, if the request named one.
    pub fn version_id(&self) -> Option<&str> {
        self.version_id.as_deref()
    }
}

/// An object that was not deleted, in a [`DeleteObjectsResult`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UndeletedObject {
    key: String,
    version_id: Option<Box<str>>,
    code: Box<str>,
    message: Box<str>,
}

impl UndeletedObject {
    /// Returns the key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Returns the version, if the request named one.
    pub fn version_id(&self) -> Option<&str> {
        self.version_id.as_deref()
    }

    /// Returns S3's code for the reason, such as `AccessDenied`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Returns the message, for people. It may be empty.
    pub fn message(&self) -> &str {
        &self.message
    }
}
